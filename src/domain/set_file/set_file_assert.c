#include "domain/set_file/set_file_assert_internal.h"

#include <string.h>

static const char own_key[] = "rostrum";

enum value_kind {
    VALUE_NONE,
    VALUE_TEXT,
    VALUE_TEXTS,
    VALUE_SCHEMA,
    VALUE_THRESHOLD,
};

static const struct pair {
    const char *type, *check;
    enum value_kind value;
    bool ignores_case;
} pairs[] = {
    {"equals", "equals", VALUE_TEXT, false},
    {"contains", "contains", VALUE_TEXT, false},
    {"icontains", "contains", VALUE_TEXT, true},
    {"contains-any", "contains_any", VALUE_TEXTS, false},
    {"icontains-any", "contains_any", VALUE_TEXTS, true},
    {"contains-all", "contains_all", VALUE_TEXTS, false},
    {"icontains-all", "contains_all", VALUE_TEXTS, true},
    {"not-contains", "contains_not", VALUE_TEXT, false},
    {"not-icontains", "contains_not", VALUE_TEXT, true},
    {"regex", "matches", VALUE_TEXT, false},
    {"starts-with", "starts_with", VALUE_TEXT, false},
    {"is-json", "is_json", VALUE_NONE, false},
    {"is-json", "json_schema", VALUE_SCHEMA, false},
    {"is-valid-openai-tools-call", "tool_call", VALUE_NONE, false},
    {"latency", "max_duration_ms", VALUE_THRESHOLD, false},
    {"cost", "max_cost", VALUE_THRESHOLD, false},
};

/* ---- reading ------------------------------------------------------------------------------- */

static const struct pair *find_type(const char *type, bool has_value)
{
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (strcmp(pairs[i].type, type) == 0 && (pairs[i].value != VALUE_NONE || !has_value))
            return &pairs[i];
    return NULL;
}

static json_t *texts_of(struct arena *arena, const json_t *value)
{
    json_t *texts = json_keep(arena, json_array());
    json_t *item = NULL;
    size_t index = 0;
    json_array_foreach(value, index, item)
        json_array_append_new(texts, json_string(set_file_text(arena, item)));
    return texts;
}

/* The value of a check; NULL if that of the assertion can't be one. */
static json_t *value_of(struct arena *arena, const struct pair *pair, const json_t *assertion)
{
    json_t *value = json_object_get(assertion, "value");
    bool is_file = json_is_string(value) && text_starts_with(json_string_value(value), "file://");
    switch (is_file ? VALUE_NONE : pair->value) {
    case VALUE_TEXT:
        return value == NULL || json_is_object(value) || json_is_array(value)
                   ? NULL
                   : json_keep(arena, json_string(set_file_text(arena, value)));
    case VALUE_TEXTS:
        return json_is_array(value) ? texts_of(arena, value) : NULL;
    case VALUE_SCHEMA:
        return json_is_object(value) || json_is_boolean(value) ? value : NULL;
    case VALUE_THRESHOLD:
        return json_object_get(assertion, "threshold");
    case VALUE_NONE:
        break;
    }
    return NULL;
}

/* equals with an object compares the answer as JSON. */
static json_t *equals_json(struct arena *arena, json_t *value)
{
    return json_keep(arena,
                     json_pack("{s:s, s:{s:O}}", "type", "json_schema", "value", "const", value));
}

static void note_rest(struct set_file_builder *builder, const char *place, const char *type,
                      const json_t *assertion)
{
    static const char *const read[] = {"type", "value", "threshold", "config"};
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)assertion, key, value)
    {
        size_t i = 0;
        while (i < COUNT_OF(read) && strcmp(read[i], key) != 0)
            i++;
        if (i == COUNT_OF(read))
            set_file_note(builder, place,
                          arena_printf(builder->arena, "%s of assert %s", key, type));
    }
}

json_t *set_file_assert_read(struct set_file_builder *builder, const char *place,
                             const json_t *assertion)
{
    struct arena *arena = builder->arena;
    const char *type = json_text(assertion, "type");
    json_t *value = json_object_get(assertion, "value");
    json_t *own = json_object_get(json_object_get(assertion, "config"), own_key);
    const struct pair *pair = find_type(type, value != NULL);
    if (json_is_object(own))
        return own;
    note_rest(builder, place, type, assertion);
    if (strcmp(type, "equals") == 0 && (json_is_object(value) || json_is_array(value)))
        return equals_json(arena, value);
    json_t *taken = pair == NULL ? NULL : value_of(arena, pair, assertion);
    if (pair == NULL || (taken == NULL && (pair->value != VALUE_NONE || value != NULL))) {
        set_file_note(
            builder, place,
            arena_printf(arena, "assert %s%s", type, pair == NULL ? "" : " with this value"));
        return NULL;
    }
    json_t *check = json_keep(arena, json_pack("{s:s}", "type", pair->check));
    if (taken != NULL)
        json_object_set(check, "value", taken);
    if (pair->ignores_case)
        json_object_set_new(check, "ignore_case", json_true());
    return check;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* Texts are literals of JavaScript as they are of JSON. */
static const char *script_of(struct arena *arena, const json_t *check)
{
    const char *type = json_text(check, "type");
    const char *value = json_format(arena, json_object_get(check, "value"), JSON_LINE).data;
    if (strcmp(type, "matches") == 0)
        return arena_printf(arena, "new RegExp(%s, \"i\").test(output)", value);
    return arena_printf(arena, "output.trim().toLowerCase()%s(%s.trim().toLowerCase())",
                        strcmp(type, "equals") == 0 ? " === " : ".startsWith", value);
}

static const struct pair *find_check(const json_t *check)
{
    bool ignores_case = json_is_true(json_object_get(check, "ignore_case"));
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (strcmp(pairs[i].check, json_text(check, "type")) == 0 &&
            pairs[i].ignores_case == ignores_case)
            return &pairs[i];
    return NULL;
}

/* Would it be read back as the text that its case expects, or as a name of a file? */
static bool is_ambiguous(const json_t *check, const char *expected)
{
    const char *value = json_text(check, "value");
    return text_starts_with(value, "file:") ||
           (expected != NULL && strcmp(json_text(check, "type"), "equals") == 0 &&
            strcmp(value, expected) == 0);
}

json_t *set_file_assert_write(struct arena *arena, json_t *check, const char *expected)
{
    json_t *json = json_keep(arena, json_object());
    json_t *value = json_object_get(check, "value");
    const struct pair *pair = find_check(check);
    set_file_put(json, "type", pair == NULL ? "javascript" : pair->type);
    if (pair == NULL)
        set_file_put(json, "value", script_of(arena, check));
    else if (value != NULL && pair->value != VALUE_NONE)
        json_object_set(json, pair->value == VALUE_THRESHOLD ? "threshold" : "value", value);
    size_t said = (value != NULL ? 2U : 1U) + (pair != NULL && pair->ignores_case ? 1U : 0U);
    bool is_whole = pair != NULL && json_object_size(check) == said &&
                    (value == NULL || pair->value != VALUE_NONE);
    if (!is_whole || is_ambiguous(check, expected))
        json_object_set_new(json, "config", json_pack("{s:O}", own_key, check));
    return json;
}
