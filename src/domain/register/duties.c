#include "domain/register/duties.h"

#include <string.h>

#include "base/clock_day.h"
#include "base/json.h"
#include "base/number.h"

/* One object of the file, and the first thing that is wrong in any. */
struct reading {
    struct arena *arena;
    const json_t *object;
    const char *path; /* "duties[3]", "" for the whole */
    const char **problem;
};

static void refuse(const struct reading *at, const char *key, const char *what)
{
    if (*at->problem == NULL)
        *at->problem = arena_printf(at->arena, "%s%s%s %s", at->path,
                                    at->path[0] == '\0' || key[0] == '\0' ? "" : ".", key, what);
}

static const char *text_of(const struct reading *at, const char *key)
{
    const char *text = json_string_value(json_object_get(at->object, key));
    if (text != NULL && text[0] != '\0')
        return text;
    refuse(at, key, "is missing, or is no text.");
    return "";
}

static int64_t day_of(const struct reading *at, const char *key, bool is_required)
{
    int64_t day = 0;
    if (!is_required && json_object_get(at->object, key) == NULL)
        return 0;
    if (clock_parse_day(text_of(at, key), &day) != ERR_NONE)
        refuse(at, key, "is no day such as 2026-08-02.");
    return day;
}

static const char *address_of(const struct reading *at, const char *key)
{
    const char *url = text_of(at, key);
    if (!text_starts_with(url, "https://") && !text_starts_with(url, "http://"))
        refuse(at, key, "is no http(s) address.");
    return url;
}

/* The array of the key: NULL if there is none, or it is longer than max. */
static const json_t *list_of(const struct reading *at, const char *key, size_t max)
{
    const json_t *list = json_object_get(at->object, key);
    if (json_is_array(list) && json_array_size(list) > 0 && json_array_size(list) <= max)
        return list;
    refuse(at, key, "is no list, is empty, or is too long.");
    return NULL;
}

static struct reading item_of(const struct reading *at, const char *key, const json_t *list,
                              size_t i)
{
    struct reading item = *at;
    item.object = json_array_get(list, i);
    item.path = arena_printf(at->arena, "%s[%zu]", key, i);
    if (!json_is_object(item.object))
        refuse(&item, "", "is no object.");
    return item;
}

static void read_sources(const struct reading *at, struct duties *duties)
{
    const json_t *list = list_of(at, "sources", DUTY_SOURCES_MAX);
    duties->source_count = (int)json_array_size(list);
    duties->sources =
        arena_array(at->arena, (size_t)duties->source_count + 1, sizeof *duties->sources);
    for (int i = 0; i < duties->source_count; i++) {
        struct reading item = item_of(at, "sources", list, (size_t)i);
        duties->sources[i] =
            (struct duty_source){text_of(&item, "title"), address_of(&item, "url")};
    }
}

static void read_classes(const struct reading *at, struct duty *duty)
{
    const json_t *list = list_of(at, "risk_classes", RISK_COUNT);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        enum register_risk risk;
        if (name == NULL || register_risk_parse(name, &risk) != ERR_NONE)
            refuse(at, "risk_classes", "has an unknown risk class.");
        else
            duty->concerns[risk] = true;
    }
}

static struct duty read_duty(const struct reading *at)
{
    struct duty duty = {
        .id = text_of(at, "id"),
        .title = text_of(at, "title"),
        .articles = text_of(at, "articles"),
        .applies_from = day_of(at, "applies_from", true),
        .may_move_to = day_of(at, "may_move_to", false),
        .text = text_of(at, "text"),
        .source = address_of(at, "source"),
    };
    read_classes(at, &duty);
    return duty;
}

static void read_duties(const struct reading *at, struct duties *duties)
{
    const json_t *list = list_of(at, "duties", DUTIES_MAX);
    duties->count = (int)json_array_size(list);
    duties->items = arena_array(at->arena, (size_t)duties->count + 1, sizeof *duties->items);
    for (int i = 0; i < duties->count; i++) {
        struct reading item = item_of(at, "duties", list, (size_t)i);
        duties->items[i] = read_duty(&item);
        for (int j = 0; j < i; j++)
            if (strcmp(duties->items[j].id, duties->items[i].id) == 0)
                refuse(&item, "id", "is there twice.");
    }
}

enum err duties_parse(struct arena *arena, struct text text, struct duties *duties,
                      const char **problem)
{
    json_t *json = NULL;
    *problem = NULL;
    *duties = (struct duties){.count = 0};
    if (json_parse(arena, text.data, text.len, &json, problem) != ERR_NONE)
        return ERR_INVALID;
    struct reading whole = {arena, json, "", problem};
    if (!json_is_object(json))
        refuse(&whole, "", "The file is no JSON object.");
    else if (strcmp(text_of(&whole, "format"), "rostrum-duties") != 0 ||
             number_of_json(NUMBER_COUNTER, json_object_get(json, "format_version"), 0) != 1)
        refuse(&whole, "format", "is not rostrum-duties, version 1.");
    if (*problem != NULL)
        return ERR_INVALID;
    const char *note = json_string_value(json_object_get(json, "note"));
    duties->law = text_of(&whole, "law");
    duties->as_of = day_of(&whole, "as_of", true);
    duties->note = note == NULL ? "" : note;
    read_sources(&whole, duties);
    read_duties(&whole, duties);
    return *problem == NULL ? ERR_NONE : ERR_INVALID;
}
