#include "domain/agent/json_schema.h"
#include "base/number.h"

#include <string.h>

/* In a few words: draft 2020-12, "JSON Schema Validation" section 6 and "JSON Schema Core" 10. */

static config_check_fn check_schema, check_schemas, check_items, check_schema_map, check_type,
    check_required, check_list, check_count, check_any_number, check_flag;

static const struct config_field keywords[] = {
    {"type", check_type, 0, 0, false, 0},
    {"properties", check_schema_map, 0, 0, false, 0},
    {"patternProperties", check_schema_map, 0, 0, false, 0},
    {"dependentSchemas", check_schema_map, 0, 0, false, 0},
    {"$defs", check_schema_map, 0, 0, false, 0},
    {"definitions", check_schema_map, 0, 0, false, 0},
    {"items", check_items, 0, 0, false, 0},
    {"prefixItems", check_schemas, 0, 0, false, 0},
    {"allOf", check_schemas, 0, 0, false, 0},
    {"anyOf", check_schemas, 0, 0, false, 0},
    {"oneOf", check_schemas, 0, 0, false, 0},
    {"not", check_schema, 0, 0, false, 0},
    {"if", check_schema, 0, 0, false, 0},
    {"then", check_schema, 0, 0, false, 0},
    {"else", check_schema, 0, 0, false, 0},
    {"contains", check_schema, 0, 0, false, 0},
    {"propertyNames", check_schema, 0, 0, false, 0},
    {"additionalProperties", check_schema, 0, 0, false, 0},
    {"additionalItems", check_schema, 0, 0, false, 0},
    {"unevaluatedProperties", check_schema, 0, 0, false, 0},
    {"unevaluatedItems", check_schema, 0, 0, false, 0},
    {"required", check_required, 0, 0, false, 0},
    {"enum", check_list, 0, 0, false, 0},
    {"examples", check_list, 0, 0, false, 0},
    {"title", config_check_text, 0, 0, false, 0},
    {"description", config_check_text, 0, 0, false, 0},
    {"format", config_check_text, 0, 0, false, 0},
    {"pattern", config_check_text, 0, 0, false, 0},
    {"$ref", config_check_text, 0, 0, false, 0},
    {"minimum", check_any_number, 0, 0, false, 0},
    {"maximum", check_any_number, 0, 0, false, 0},
    {"multipleOf", check_any_number, 0, 0, false, 0},
    {"minLength", check_count, 0, 0, false, 0},
    {"maxLength", check_count, 0, 0, false, 0},
    {"minItems", check_count, 0, 0, false, 0},
    {"maxItems", check_count, 0, 0, false, 0},
    {"minProperties", check_count, 0, 0, false, 0},
    {"maxProperties", check_count, 0, 0, false, 0},
    {"uniqueItems", check_flag, 0, 0, false, 0},
};

static bool is_type(const char *name)
{
    static const char *const types[] = {"string", "number", "integer", "boolean",
                                        "object", "array",  "null"};
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (name != NULL && strcmp(types[i], name) == 0)
            return true;
    return false;
}

#define TYPES "string, number, integer, boolean, object, array, null"

static void check_type_name(const struct config_check *check, const struct json_path *path,
                            const json_t *value, const struct config_field *field)
{
    (void)field;
    if (!is_type(json_string_value(value)))
        config_refuse(check, path, "must be one of " TYPES ".");
}

static void check_type(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
{
    static const struct config_field item = {.check = check_type_name};
    (void)field;
    if (json_is_array(value) && json_array_size(value) > 0) {
        (void)config_check_list(check, path, value, &item);
        config_check_unique(check, path, value, NULL);
    } else if (!is_type(json_string_value(value))) {
        config_refuse(check, path, "must be one of " TYPES ", or a list of these.");
    }
}

static void check_schema(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *field)
{
    (void)field;
    if (json_is_boolean(value))
        return;
    if (json_is_object(value))
        (void)config_check_object(check, path, value, keywords, COUNT_OF(keywords));
    else
        config_refuse(check, path, "must be a JSON Schema: an object, true or false.");
}

static void check_schemas(const struct config_check *check, const struct json_path *path,
                          const json_t *value, const struct config_field *field)
{
    static const struct config_field item = {.check = check_schema};
    (void)field;
    if (config_check_list(check, path, value, &item) && json_array_size(value) == 0)
        config_refuse(check, path, "must not be empty.");
}

static void check_items(const struct config_check *check, const struct json_path *path,
                        const json_t *value, const struct config_field *field)
{
    if (json_is_array(value))
        check_schemas(check, path, value, field);
    else
        check_schema(check, path, value, field);
}

static void check_schema_map(const struct config_check *check, const struct json_path *path,
                             const json_t *value, const struct config_field *field)
{
    const char *key = NULL;
    json_t *member = NULL;
    if (!json_is_object(value))
        config_refuse(check, path, "must be an object of JSON Schemas.");
    json_object_foreach((json_t *)value, key, member)
    {
        struct json_path place = json_path_key(path, key);
        check_schema(check, &place, member, field);
    }
}

static void check_required(const struct config_check *check, const struct json_path *path,
                           const json_t *value, const struct config_field *field)
{
    static const struct config_field item = {.check = config_check_text};
    (void)field;
    if (config_check_list(check, path, value, &item))
        config_check_unique(check, path, value, NULL);
}

static void check_list(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
{
    (void)field;
    if (!json_is_array(value))
        config_refuse(check, path, "must be a list, […].");
}

static void check_count(const struct config_check *check, const struct json_path *path,
                        const json_t *value, const struct config_field *field)
{
    (void)field;
    if (!number_fits_json(NUMBER_SCHEMA_COUNT, value))
        config_refuse(check, path, "must be a whole number, 0 or more.");
}

static void check_any_number(const struct config_check *check, const struct json_path *path,
                             const json_t *value, const struct config_field *field)
{
    (void)field;
    if (!json_is_number(value))
        config_refuse(check, path, "must be a number.");
}

static void check_flag(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
{
    (void)field;
    if (!json_is_boolean(value))
        config_refuse(check, path, "must be true or false.");
}

void json_schema_check(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
{
    if (json_is_object(value))
        check_schema(check, path, value, field);
    else
        config_refuse(check, path, "must be a JSON Schema: an object, {…}.");
}
