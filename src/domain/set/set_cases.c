#include "domain/set/set_cases.h"

#include <string.h>

#include "base/budget.h"
#include "base/number.h"
#include "domain/grade/grade.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_template.h"

const char *const set_origin_names[SET_ORIGIN_COUNT] = {
    [SET_TYPED] = "typed",
    [SET_IMPORTED] = "imported",
    [SET_TRY] = "try",
    [SET_INCIDENT] = "incident",
};

/* ---- one case ---------------------------------------------------------------------------------
 */

/* What is wrong with the value of a key, as the end of a sentence or with a path of its own; NULL:
 * nothing. */
typedef const char *read_fn(struct arena *arena, json_t *value, struct set_case *out);

static bool is_id(const char *id)
{
    size_t len = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    return len > 0 && len <= SET_CASE_ID_MAX && id[len] == '\0';
}

static const char *read_id(struct arena *arena, json_t *value, struct set_case *out)
{
    (void)arena;
    out->id = json_string_value(value);
    if (out->id == NULL || !is_id(out->id))
        return ": must be 1 to 40 lowercase letters, digits, _ and -.";
    return NULL;
}

static const char *read_name(struct arena *arena, json_t *value, struct set_case *out)
{
    const char *name = json_string_value(value);
    size_t len = json_string_length(value);
    if (name == NULL)
        return ": must be a text.";
    if (text_count_chars(name, len) > SET_CASE_NAME_MAX)
        return arena_printf(arena, ": must have at most %d characters.", SET_CASE_NAME_MAX);
    if (text_has_control(name, len, false))
        return ": must be one line without control characters.";
    out->name = name;
    return NULL;
}

static const char *read_note(struct arena *arena, json_t *value, struct set_case *out)
{
    const char *note = json_string_value(value);
    if (note == NULL)
        return ": must be a text.";
    if (text_count_chars(note, json_string_length(value)) > SET_CASE_NOTE_MAX)
        return arena_printf(arena, ": must have at most %d characters.", SET_CASE_NOTE_MAX);
    out->note = note;
    return NULL;
}

static const char *read_expected(struct arena *arena, json_t *value, struct set_case *out)
{
    (void)arena;
    out->expected = json_string_value(value);
    return out->expected == NULL && !json_is_null(value) ? ": must be a text." : NULL;
}

static const char *read_variables(struct arena *arena, json_t *value, struct set_case *out)
{
    const char *name = NULL;
    json_t *text = NULL;
    if (!json_is_object(value))
        return ": must be an object of texts, {\"name\": \"text\"}.";
    json_object_foreach(value, name, text)
    {
        budget_look();
        if (!prompt_variable_is_name(name))
            return ": the name of a variable is a letter, then letters, digits and underscores.";
        if (!json_is_string(text))
            return arena_printf(arena, ".%s: must be a text.", name);
    }
    out->variables = json_object_size(value) > 0 ? value : NULL;
    return NULL;
}

static const char *read_messages(struct arena *arena, json_t *value, struct set_case *out)
{
    json_t *item = NULL;
    size_t index = 0;
    if (!json_is_array(value))
        return ": must be a list of messages, [{\"role\": \"user\", \"content\": \"…\"}].";
    if (json_array_size(value) > CHAT_MESSAGES_MAX)
        return arena_printf(arena, ": must have at most %d messages.", CHAT_MESSAGES_MAX);
    json_array_foreach(value, index, item)
    {
        struct chat_message message;
        const char *problem = chat_message_parse(arena, item, &message);
        if (problem == NULL && message.role == CHAT_PLACEHOLDER)
            problem = "a placeholder has no place in a case.";
        if (problem != NULL)
            return arena_printf(arena, "[%zu]: %s", index, problem);
    }
    out->messages = json_array_size(value) > 0 ? value : NULL;
    return NULL;
}

static const char *read_checks(struct arena *arena, json_t *value, struct set_case *out)
{
    const char *problem = NULL;
    out->checks = value;
    if (grade_checks_read(arena, value, &problem) == ERR_NONE)
        return NULL;
    return problem + strlen("checks"); /* the key is said already */
}

static const char *read_critical(struct arena *arena, json_t *value, struct set_case *out)
{
    (void)arena;
    out->is_critical = json_is_true(value);
    return json_is_boolean(value) ? NULL : ": must be true or false.";
}

static const char *read_origin(struct arena *arena, json_t *value, struct set_case *out)
{
    const char *name = json_string_value(value);
    (void)arena;
    for (int i = 0; name != NULL && i < SET_ORIGIN_COUNT; i++) {
        if (strcmp(set_origin_names[i], name) == 0) {
            out->origin = (enum set_origin)i;
            return NULL;
        }
    }
    return ": must be typed, imported, try or incident.";
}

static const struct case_key {
    const char *name;
    read_fn *read;
} case_keys[] = {
    {"id", read_id},
    {"name", read_name},
    {"variables", read_variables},
    {"messages", read_messages},
    {"expected", read_expected},
    {"checks", read_checks},
    {"critical", read_critical},
    {"note", read_note},
    {"origin", read_origin},
};

static const struct case_key *find_key(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(case_keys); i++)
        if (strcmp(case_keys[i].name, name) == 0)
            return &case_keys[i];
    return NULL;
}

static const char *unknown_key(struct arena *arena, const char *name)
{
    int len = (int)text_cut(name, strlen(name), 40);
    return arena_printf(arena, ": “%.*s” is not a key of a case.", len, name);
}

/* "cases[3].id", and "id" of a case that stands alone. */
static const char *place(struct arena *arena, const char *path, const char *key)
{
    return arena_printf(arena, "%s%s%s", path, path[0] == '\0' ? "" : ".", key);
}

/* Keeps the first problem, with where it is. */
static enum err refuse(struct arena *arena, const char *path, const char *what,
                       const char **problem)
{
    *problem = arena_printf(arena, "%s%s", path, what);
    return ERR_INVALID;
}

enum err set_case_read(struct arena *arena, const json_t *json, const char *path,
                       struct set_case *out, const char **problem)
{
    const char *name = NULL;
    json_t *value = NULL;
    *out = (struct set_case){.name = "", .note = "", .checks = json_keep(arena, json_array())};
    if (!json_is_object(json))
        return refuse(arena, path, ": must be an object, {…}.", problem);
    json_object_foreach((json_t *)json, name, value)
    {
        const struct case_key *key = find_key(name);
        if (key == NULL)
            return refuse(arena, path, unknown_key(arena, name), problem);
        const char *what = key->read(arena, value, out);
        if (what != NULL)
            return refuse(arena, place(arena, path, name), what, problem);
    }
    if (out->variables != NULL && out->messages != NULL)
        return refuse(arena, place(arena, path, "messages"),
                      ": can't be there together with variables: choose one of them.", problem);
    return ERR_NONE;
}

/* ---- all cases --------------------------------------------------------------------------------
 */

static int64_t highest_number(const struct set_cases *cases)
{
    int64_t highest = 0;
    for (int i = 0; cases != NULL && i < cases->count; i++) {
        const char *id = cases->items[i].id;
        int64_t number = 0;
        if (id != NULL && id[0] == 'c' && number_parse(NUMBER_CASE, id + 1, &number) == ERR_NONE &&
            number > highest)
            highest = number;
    }
    return highest;
}

/* Gives an id to each case that has none. */
static void give_ids(struct arena *arena, const struct set_cases *before, struct set_cases *cases)
{
    int64_t highest = highest_number(cases), earlier = highest_number(before);
    highest = highest > earlier ? highest : earlier;
    for (int i = 0; i < cases->count; i++)
        if (cases->items[i].id == NULL)
            cases->items[i].id = arena_printf(arena, "c%lld", (long long)++highest);
}

static enum err check_unique(struct arena *arena, const struct set_cases *cases,
                             const char **problem)
{
    json_t *seen = json_keep(arena, json_object());
    for (int i = 0; i < cases->count; i++) {
        const char *id = cases->items[i].id;
        if (json_object_get(seen, id) != NULL)
            return refuse(arena, arena_printf(arena, "cases[%d].id", i),
                          arena_printf(arena, ": “%s” is there twice.", id), problem);
        if (json_object_set_new(seen, id, json_true()) != 0)
            die("out of memory for JSON");
    }
    return ERR_NONE;
}

enum err set_cases_read_after(struct arena *arena, const json_t *json,
                              const struct set_cases *before, struct set_cases *cases,
                              const char **problem)
{
    size_t count = json_array_size(json);
    *cases = (struct set_cases){.count = 0};
    if (!json_is_array(json))
        return refuse(arena, "cases", ": must be a list, [{\"variables\": {…}}].", problem);
    if (count > SET_CASES_MAX)
        return refuse(arena, "cases",
                      arena_printf(arena, ": must have at most %d cases.", SET_CASES_MAX), problem);
    cases->items = arena_array(arena, count + 1, sizeof *cases->items);
    for (; (size_t)cases->count < count; cases->count++) {
        budget_look();
        enum err err = set_case_read(arena, json_array_get(json, (size_t)cases->count),
                                     arena_printf(arena, "cases[%d]", cases->count),
                                     &cases->items[cases->count], problem);
        if (err != ERR_NONE)
            return err;
    }
    give_ids(arena, before, cases);
    if (strlen(set_cases_format(arena, cases)) > SET_CASES_BYTES_MAX)
        return refuse(arena, "cases", ": are too long together: at most 1 MiB.", problem);
    return check_unique(arena, cases, problem);
}

enum err set_cases_parse(struct arena *arena, struct text text, struct set_cases *cases,
                         const char **problem)
{
    json_t *json = NULL;
    const char *what = NULL;
    *cases = (struct set_cases){.count = 0};
    if (text.len > SET_CASES_BYTES_MAX)
        return refuse(arena, "cases", ": are too long together: at most 1 MiB.", problem);
    if (json_parse(arena, text.data, text.len, &json, &what) != ERR_NONE)
        return refuse(arena, "cases: ", what, problem);
    return set_cases_read_after(arena, json, NULL, cases, problem);
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static void set_text(json_t *object, const char *key, const char *text)
{
    if (json_object_set_new(object, key, json_string(text)) != 0)
        die("out of memory for JSON");
}

json_t *set_case_json(struct arena *arena, const struct set_case *set_case)
{
    json_t *json = json_keep(arena, json_object());
    if (set_case->id != NULL)
        set_text(json, "id", set_case->id);
    set_text(json, "name", set_case->name);
    if (set_case->variables != NULL)
        json_object_set(json, "variables", set_case->variables);
    if (set_case->messages != NULL)
        json_object_set(json, "messages", set_case->messages);
    if (set_case->expected != NULL)
        set_text(json, "expected", set_case->expected);
    json_object_set(json, "checks", set_case->checks);
    if (set_case->is_critical)
        json_object_set_new(json, "critical", json_true());
    if (set_case->note[0] != '\0')
        set_text(json, "note", set_case->note);
    set_text(json, "origin", set_origin_names[set_case->origin]);
    return json;
}

json_t *set_cases_json(struct arena *arena, const struct set_cases *cases)
{
    json_t *list = json_keep(arena, json_array());
    for (int i = 0; i < cases->count; i++)
        if (json_array_append(list, set_case_json(arena, &cases->items[i])) != 0)
            die("out of memory for JSON");
    return list;
}

const char *set_cases_format(struct arena *arena, const struct set_cases *cases)
{
    return json_format(arena, set_cases_json(arena, cases), JSON_LINE).data;
}
