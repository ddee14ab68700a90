#include "data/listing/record_match.h"

#include <string.h>

#include "base/json.h"

static bool look_at_text(struct text text, struct text_match *match,
                         struct record_match_place *place)
{
    struct text_span span;
    if (!text_match_look(match, text.data, text.len, &span))
        return false;
    if (place->text.data == NULL)
        *place = (struct record_match_place){text, span};
    return true;
}

/* Every string but the names of keys, and the role of a chat's message. */
static bool look_at_json(json_t *json, struct text_match *match, struct record_match_place *place)
{
    bool is_found = false;
    if (json_is_string(json))
        return look_at_text((struct text){json_string_value(json), json_string_length(json)}, match,
                            place);
    size_t index = 0;
    const char *key = NULL;
    json_t *value = NULL;
    json_array_foreach(json, index, value)
    {
        is_found = look_at_json(value, match, place) || is_found;
    }
    json_object_foreach(json, key, value)
    {
        if (strcmp(key, "role") != 0)
            is_found = look_at_json(value, match, place) || is_found;
    }
    return is_found;
}

static bool is_text(const struct record_kind *kind, const struct record_content *content, int part)
{
    return part == 0 && kind->text_facet != NULL && strcmp(content->facet, kind->text_facet) == 0;
}

/* False if it certainly has not all that is missing, and nothing comes after it. */
static bool may_have_rest(const struct record_content *content, int part,
                          const struct text_match *match)
{
    const struct text *json = &content->parts[part];
    bool is_last = part + 1 == RECORD_PARTS_MAX || content->parts[part + 1].data == NULL;
    return !is_last || text_match_may_be_in_json(match, json->data, json->len);
}

bool record_match_content(struct arena *arena, const struct record_kind *kind,
                          const struct record_content *content, struct text_match *match,
                          struct record_match_place *place)
{
    bool is_found = false;
    *place = (struct record_match_place){.text = {.data = NULL}};
    for (int i = 0; i < RECORD_PARTS_MAX && match->missing > 0; i++) {
        struct text part = content->parts[i];
        json_t *json = NULL;
        const char *problem = NULL;
        if (part.data == NULL)
            continue;
        if (is_text(kind, content, i))
            is_found = look_at_text(part, match, place) || is_found;
        else if (may_have_rest(content, i, match) &&
                 json_parse(arena, part.data, part.len, &json, &problem) == ERR_NONE)
            is_found = look_at_json(json, match, place) || is_found;
    }
    return is_found;
}

static void look_at(struct text_match *match, const char *text)
{
    struct text_span span;
    if (match->missing > 0)
        (void)text_match_look(match, text, strlen(text), &span);
}

bool record_match_name(struct arena *arena, const char *name, const struct tag_list *tags,
                       struct text_match *match, const struct word_list *beginnings)
{
    look_at(match, name);
    for (int i = 0; i < tags->count; i++)
        look_at(match, tags->tags[i]);
    if (match->missing > 0)
        return false;
    struct word_list words = word_list_of_record(arena, name, tags);
    return word_list_begins(&words, beginnings);
}
