#include "domain/grade/schema.h"

#include <stdarg.h>
#include <string.h>

#include "base/budget.h"
#include "domain/grade/schema_internal.h"

/* What one value may cost. Measured in tests/unit/grade/schema.c: at most 50 ms. */
enum { EFFORT = 1200000, APPLYING = 10, COMPILING = 500, LEVELS = 256 };

static const struct schema_keyword keywords[] = {
    {"$ref", schema_read_reference, schema_match_reference},
    {"type", schema_read_type, schema_match_type},
    {"enum", schema_read_list, schema_match_enum},
    {"const", schema_read_anything, schema_match_const},
    {"minimum", schema_read_number, schema_match_minimum},
    {"maximum", schema_read_number, schema_match_maximum},
    {"exclusiveMinimum", schema_read_number, schema_match_above},
    {"exclusiveMaximum", schema_read_number, schema_match_below},
    {"multipleOf", schema_read_step, schema_match_step},
    {"minLength", schema_read_count, schema_match_min_length},
    {"maxLength", schema_read_count, schema_match_max_length},
    {"pattern", schema_read_pattern, schema_match_pattern},
    {"format", schema_read_format, schema_match_format},
    {"required", schema_read_names, schema_match_required},
    {"properties", schema_read_map, schema_match_properties},
    {"patternProperties", schema_read_pattern_map, schema_match_pattern_properties},
    {"additionalProperties", schema_read_schema, schema_match_additional},
    {"propertyNames", schema_read_schema, schema_match_names},
    {"minProperties", schema_read_count, schema_match_min_members},
    {"maxProperties", schema_read_count, schema_match_max_members},
    {"prefixItems", schema_read_schemas, schema_match_prefix},
    {"items", schema_read_schema, schema_match_items},
    {"contains", schema_read_schema, schema_match_contains},
    {"minItems", schema_read_count, schema_match_min_items},
    {"maxItems", schema_read_count, schema_match_max_items},
    {"uniqueItems", schema_read_flag, schema_match_unique},
    {"allOf", schema_read_schemas, schema_match_all},
    {"anyOf", schema_read_schemas, schema_match_any},
    {"oneOf", schema_read_schemas, schema_match_one},
    {"not", schema_read_schema, schema_match_not},
    {"if", schema_read_schema, schema_match_if},
    {"then", schema_read_schema, NULL}, /* looked at by if */
    {"else", schema_read_schema, NULL},
    {"$defs", schema_read_map, NULL},
    {"definitions", schema_read_map, NULL},
    {"$schema", schema_read_text, NULL}, /* what only describes */
    {"$comment", schema_read_text, NULL},
    {"title", schema_read_text, NULL},
    {"description", schema_read_text, NULL},
    {"default", schema_read_anything, NULL},
    {"examples", schema_read_list, NULL},
    {"deprecated", schema_read_flag, NULL},
    {"readOnly", schema_read_flag, NULL},
    {"writeOnly", schema_read_flag, NULL},
};

const struct schema_keyword *schema_keyword_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(keywords); i++)
        if (strcmp(keywords[i].name, name) == 0)
            return &keywords[i];
    return NULL;
}

enum err schema_read(struct arena *arena, const json_t *schema, const char **problem)
{
    const struct json_path path = {.parent = NULL};
    struct schema_reader reader = {
        .arena = arena, .root = schema, .references = json_keep(arena, json_object())};
    schema_read_schema(&reader, &path, schema);
    *problem = reader.problem;
    return reader.problem == NULL ? ERR_NONE : ERR_INVALID;
}

/* ---- matching ------------------------------------------------------------------------------ */

static int path_depth(const struct json_path *path)
{
    int depth = 0;
    for (; path->parent != NULL; path = path->parent)
        depth++;
    return depth;
}

bool schema_refuse(struct schema_matcher *matcher, const struct json_path *path, const char *format,
                   ...)
{
    va_list args;
    if (matcher->is_quiet)
        return false;
    const char *place = json_path_format(matcher->arena, path);
    va_start(args, format);
    const char *what = arena_vprintf(matcher->arena, format, args);
    va_end(args);
    matcher->reason =
        arena_printf(matcher->arena, "%s %s", place[0] == '\0' ? matcher->whole : place, what);
    matcher->reason_depth = path_depth(path);
    return false;
}

bool schema_spend(struct schema_matcher *matcher, size_t effort)
{
    budget_look();
    if (effort >= (size_t)matcher->effort)
        matcher->has_given_up = true;
    else
        matcher->effort -= (int)effort;
    return !matcher->has_given_up;
}

bool schema_apply(struct schema_matcher *matcher, const json_t *schema, const json_t *value,
                  const struct json_path *path)
{
    const char *key = NULL;
    json_t *rule = NULL;
    bool is_good = !json_is_false(schema) || schema_refuse(matcher, path, "is not allowed.");
    struct schema_place place = {.schema = schema, .value = value, .path = path};
    if (matcher->depth == LEVELS || !schema_spend(matcher, APPLYING)) {
        matcher->has_given_up = true;
        return false;
    }
    matcher->depth++;
    json_object_foreach((json_t *)schema, key, rule)
    {
        const struct schema_keyword *keyword = is_good ? schema_keyword_find(key) : NULL;
        if (keyword != NULL && keyword->match != NULL)
            is_good = keyword->match(matcher, &place, rule);
    }
    matcher->depth--;
    return is_good && !matcher->has_given_up;
}

bool schema_apply_quietly(struct schema_matcher *matcher, const json_t *schema,
                          const struct schema_place *place)
{
    bool was_quiet = matcher->is_quiet;
    matcher->is_quiet = true;
    bool is_good = schema_apply(matcher, schema, place->value, place->path);
    matcher->is_quiet = was_quiet;
    return is_good;
}

static const struct pattern *find_pattern(struct schema_matcher *matcher, const char *source)
{
    const char *problem = NULL;
    struct pattern *pattern = NULL;
    for (const struct schema_pattern *at = matcher->patterns; at != NULL; at = at->next)
        if (at->source == source || strcmp(at->source, source) == 0)
            return schema_spend(matcher, 1) ? at->pattern : NULL;
    if (!schema_spend(matcher, COMPILING) ||
        pattern_compile(matcher->arena, (struct text){source, strlen(source)}, PATTERN_OF_JSON,
                        &pattern, &problem) != ERR_NONE)
        return NULL;
    struct schema_pattern *entry = arena_alloc(matcher->arena, sizeof *entry);
    *entry = (struct schema_pattern){matcher->patterns, source, pattern};
    matcher->patterns = entry;
    return pattern;
}

bool schema_has_pattern(struct schema_matcher *matcher, const char *source, const json_t *text)
{
    const struct pattern *pattern = find_pattern(matcher, source);
    struct text searched = {json_string_value(text), json_string_length(text)};
    enum pattern_result result = pattern == NULL
                                     ? PATTERN_TOO_MUCH
                                     : pattern_find(pattern, searched, &matcher->pattern_effort);
    if (result == PATTERN_TOO_MUCH)
        matcher->has_given_up = true;
    return result == PATTERN_FOUND;
}

const char *schema_match(struct arena *arena, const json_t *schema, const json_t *value,
                         const char *whole)
{
    const struct json_path path = {.parent = NULL};
    const char *problem = NULL;
    struct schema_matcher matcher = {.arena = arena,
                                     .root = schema,
                                     .whole = whole,
                                     .effort = EFFORT,
                                     .pattern_effort = PATTERN_EFFORT};
    if (schema_read(arena, schema, &problem) != ERR_NONE)
        return arena_printf(arena, "The schema can't be used: %s",
                            problem[0] == ':' ? problem + 2 : problem);
    if (schema_apply(&matcher, schema, value, &path))
        return NULL;
    return matcher.has_given_up ? "The schema takes too long to check." : matcher.reason;
}
