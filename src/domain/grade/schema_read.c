#include "domain/grade/schema_internal.h"

#include <string.h>

#include "base/budget.h"
#include "base/number.h"
#include "domain/grade/check_text_internal.h"

enum { DEEP = 2 * JSON_DEPTH };

static void refuse(struct schema_reader *reader, const struct json_path *path, const char *what)
{
    if (reader->problem == NULL)
        reader->problem =
            arena_printf(reader->arena, "%s: %s", json_path_format(reader->arena, path), what);
}

/* ---- schemas ------------------------------------------------------------------------------- */

static const char *unknown(struct arena *arena, const char *key)
{
    return arena_printf(arena, "%s is a keyword that is not checked here.",
                        check_quote(arena, key));
}

void schema_read_schema(struct schema_reader *reader, const struct json_path *path,
                        const json_t *rule)
{
    const char *key = NULL;
    json_t *member = NULL;
    budget_look();
    if (json_is_boolean(rule))
        return;
    if (!json_is_object(rule)) {
        refuse(reader, path, "must be a JSON Schema: an object, true or false.");
        return;
    }
    json_object_foreach((json_t *)rule, key, member)
    {
        struct json_path place = json_path_key(path, key);
        const struct schema_keyword *keyword = schema_keyword_find(key);
        if (reader->problem != NULL)
            return;
        if (keyword == NULL)
            refuse(reader, path, unknown(reader->arena, key));
        else
            keyword->read(reader, &place, member);
    }
}

void schema_read_schemas(struct schema_reader *reader, const struct json_path *path,
                         const json_t *rule)
{
    json_t *item = NULL;
    size_t index = 0;
    if (json_array_size(rule) == 0)
        refuse(reader, path, "must be an array of JSON Schemas, and not empty.");
    json_array_foreach(rule, index, item)
    {
        struct json_path place = json_path_item(path, index);
        schema_read_schema(reader, &place, item);
    }
}

void schema_read_map(struct schema_reader *reader, const struct json_path *path, const json_t *rule)
{
    const char *key = NULL;
    json_t *member = NULL;
    if (!json_is_object(rule))
        refuse(reader, path, "must be an object of JSON Schemas.");
    json_object_foreach((json_t *)rule, key, member)
    {
        struct json_path place = json_path_key(path, key);
        schema_read_schema(reader, &place, member);
    }
}

static void check_pattern(struct schema_reader *reader, const struct json_path *path,
                          const char *source)
{
    struct pattern *pattern = NULL;
    const char *problem = NULL;
    if (pattern_compile(reader->arena, (struct text){source, strlen(source)}, PATTERN_OF_JSON,
                        &pattern, &problem) != ERR_NONE)
        refuse(reader, path,
               arena_printf(reader->arena, "is not a regular expression. %s", problem));
}

void schema_read_pattern_map(struct schema_reader *reader, const struct json_path *path,
                             const json_t *rule)
{
    const char *key = NULL;
    json_t *member = NULL;
    schema_read_map(reader, path, rule);
    json_object_foreach((json_t *)rule, key, member)
    {
        struct json_path place = json_path_key(path, key);
        if (reader->problem == NULL)
            check_pattern(reader, &place, key);
    }
}

/* ---- references ---------------------------------------------------------------------------- */

/* A part of a JSON Pointer (RFC 6901) in a fragment: ~1 is /, ~0 is ~, after %2F and the like. */
static const char *unescape(struct arena *arena, const char *part, size_t len)
{
    char *decoded = NULL;
    size_t decoded_len = 0, at = 0;
    if (text_percent_decode(arena, part, len, false, &decoded, &decoded_len) != ERR_NONE)
        return NULL;
    for (size_t i = 0; i < decoded_len; i++) {
        bool is_escape = decoded[i] == '~' && (decoded[i + 1] == '0' || decoded[i + 1] == '1');
        decoded[at++] = !is_escape ? decoded[i] : decoded[i + 1] == '0' ? '~' : '/';
        i += is_escape;
    }
    decoded[at] = '\0';
    return decoded;
}

static const json_t *step_into(const json_t *json, const char *key)
{
    const char *end = key;
    if (json_is_object(json))
        return json_object_get(json, key);
    int64_t index = number_leading(NUMBER_PLACE, key, &end);
    return end > key && *end == '\0' ? json_array_get(json, (size_t)index) : NULL;
}

const json_t *schema_referred(struct arena *arena, const json_t *root, const char *reference)
{
    const json_t *json = root;
    const char *at = reference + 1;
    if (reference[0] != '#' || (*at != '\0' && *at != '/'))
        return NULL;
    while (*at == '/' && json != NULL) {
        size_t len = strcspn(at + 1, "/");
        const char *key = unescape(arena, at + 1, len);
        json = key == NULL ? NULL : step_into(json, key);
        at += 1 + len;
    }
    return json;
}

/* What it refers to is read as a schema, wherever in the document it is, and once. */
void schema_read_reference(struct schema_reader *reader, const struct json_path *path,
                           const json_t *rule)
{
    const char *reference = json_string_value(rule);
    const json_t *target =
        reference == NULL ? NULL : schema_referred(reader->arena, reader->root, reference);
    if (target == NULL) {
        refuse(reader, path, "must refer to a schema in this document: \"#/$defs/NAME\".");
        return;
    }
    if (target == reader->root || json_object_get(reader->references, reference) != NULL)
        return;
    if (json_object_set_new(reader->references, reference, json_true()) != 0)
        die("out of memory for JSON");
    if (json_object_size(reader->references) > DEEP)
        refuse(reader, path, "is one reference too many: at most 64 different ones.");
    else
        schema_read_schema(reader, path, target);
}

/* ---- values of keywords -------------------------------------------------------------------- */

#define TYPES "string, number, integer, boolean, object, array, null"

static bool is_type(const json_t *json)
{
    static const char *const types[] = {"string", "number", "integer", "boolean",
                                        "object", "array",  "null"};
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (json_is_string(json) && strcmp(types[i], json_string_value(json)) == 0)
            return true;
    return false;
}

void schema_read_type(struct schema_reader *reader, const struct json_path *path,
                      const json_t *rule)
{
    json_t *item = NULL;
    size_t index = 0;
    bool is_good = is_type(rule) || json_array_size(rule) > 0;
    json_array_foreach(rule, index, item) is_good = is_good && is_type(item);
    if (!is_good)
        refuse(reader, path, "must be one of " TYPES ", or an array of these.");
}

void schema_read_names(struct schema_reader *reader, const struct json_path *path,
                       const json_t *rule)
{
    json_t *item = NULL;
    size_t index = 0;
    bool is_good = json_is_array(rule);
    json_array_foreach(rule, index, item) is_good = is_good && json_is_string(item);
    if (!is_good)
        refuse(reader, path, "must be an array of names.");
}

void schema_read_list(struct schema_reader *reader, const struct json_path *path,
                      const json_t *rule)
{
    if (json_array_size(rule) == 0)
        refuse(reader, path, "must be an array of values, and not empty.");
}

void schema_read_anything(struct schema_reader *reader, const struct json_path *path,
                          const json_t *rule)
{
    (void)reader;
    (void)path;
    (void)rule;
}

void schema_read_text(struct schema_reader *reader, const struct json_path *path,
                      const json_t *rule)
{
    if (!json_is_string(rule))
        refuse(reader, path, "must be a text.");
}

void schema_read_number(struct schema_reader *reader, const struct json_path *path,
                        const json_t *rule)
{
    if (!json_is_number(rule))
        refuse(reader, path, "must be a number.");
}

void schema_read_step(struct schema_reader *reader, const struct json_path *path,
                      const json_t *rule)
{
    const json_t *zero = json_keep(reader->arena, json_integer(0));
    if (!json_is_number(rule) || number_order(rule, zero) <= 0)
        refuse(reader, path, "must be a number above 0.");
}

void schema_read_count(struct schema_reader *reader, const struct json_path *path,
                       const json_t *rule)
{
    if (!number_fits_json(NUMBER_SCHEMA_COUNT, rule))
        refuse(reader, path, "must be a whole number, 0 or more.");
}

void schema_read_flag(struct schema_reader *reader, const struct json_path *path,
                      const json_t *rule)
{
    if (!json_is_boolean(rule))
        refuse(reader, path, "must be true or false.");
}

void schema_read_pattern(struct schema_reader *reader, const struct json_path *path,
                         const json_t *rule)
{
    if (json_is_string(rule))
        check_pattern(reader, path, json_string_value(rule));
    else
        refuse(reader, path, "must be a regular expression.");
}

void schema_read_format(struct schema_reader *reader, const struct json_path *path,
                        const json_t *rule)
{
    if (!json_is_string(rule) || schema_format_pattern(json_string_value(rule)) == NULL)
        refuse(reader, path,
               "is a format that is not checked here: use date, time, date-time, duration, email, "
               "hostname, ipv4, ipv6, uri or uuid.");
}
