#include "domain/grade/schema.h"

#include "domain/grade/schema_parts_internal.h"
#include "domain/grade/schema_read_internal.h"
#include "domain/grade/schema_scalar_internal.h"
#include "domain/grade/schema_walk_internal.h"

/* What one value may cost. Measured in tests/unit/grade/schema.c: at most 50 ms. */
enum { EFFORT = 1200000 };

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

static const struct schema_keywords all = {keywords, COUNT_OF(keywords)};

enum err schema_read(struct arena *arena, const json_t *schema, const char **problem)
{
    const struct json_path path = {.parent = NULL};
    struct schema_reader reader = {.arena = arena,
                                   .root = schema,
                                   .keywords = &all,
                                   .references = json_keep(arena, json_object())};
    schema_read_schema(&reader, &path, schema);
    *problem = reader.problem;
    return reader.problem == NULL ? ERR_NONE : ERR_INVALID;
}

const char *schema_match(struct arena *arena, const json_t *schema, const json_t *value,
                         const char *whole)
{
    const struct json_path path = {.parent = NULL};
    const char *problem = NULL;
    struct schema_matcher matcher = {.arena = arena,
                                     .root = schema,
                                     .keywords = &all,
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
