#include "domain/agent/json_schema.h"

#include <string.h>

/* In a few words: draft 2020-12, "JSON Schema Validation" section 6 and "JSON Schema Core" 10. */

static config_check_fn check_schema, check_schemas, check_items, check_schema_map, check_type,
    check_required, check_list, check_count, check_any_number, check_flag;

static const struct config_field keywords[] = {
    {"type", check_type, 0, 0, false},
    {"properties", check_schema_map, 0, 0, false},
    {"patternProperties", check_schema_map, 0, 0, false},
    {"dependentSchemas", check_schema_map, 0, 0, false},
    {"$defs", check_schema_map, 0, 0, false},
    {"definitions", check_schema_map, 0, 0, false},
    {"items", check_items, 0, 0, false},
    {"prefixItems", check_schemas, 0, 0, false},
    {"allOf", check_schemas, 0, 0, false},
    {"anyOf", check_schemas, 0, 0, false},
    {"oneOf", check_schemas, 0, 0, false},
    {"not", check_schema, 0, 0, false},
    {"if", check_schema, 0, 0, false},
    {"then", check_schema, 0, 0, false},
    {"else", check_schema, 0, 0, false},
    {"contains", check_schema, 0, 0, false},
    {"propertyNames", check_schema, 0, 0, false},
    {"additionalProperties", check_schema, 0, 0, false},
    {"additionalItems", check_schema, 0, 0, false},
    {"unevaluatedProperties", check_schema, 0, 0, false},
    {"unevaluatedItems", check_schema, 0, 0, false},
    {"required", check_required, 0, 0, false},
    {"enum", check_list, 0, 0, false},
    {"examples", check_list, 0, 0, false},
    {"title", config_check_text, 0, 0, false},
    {"description", config_check_text, 0, 0, false},
    {"format", config_check_text, 0, 0, false},
    {"pattern", config_check_text, 0, 0, false},
    {"$ref", config_check_text, 0, 0, false},
    {"minimum", check_any_number, 0, 0, false},
    {"maximum", check_any_number, 0, 0, false},
    {"multipleOf", check_any_number, 0, 0, false},
    {"minLength", check_count, 0, 0, false},
    {"maxLength", check_count, 0, 0, false},
    {"minItems", check_count, 0, 0, false},
    {"maxItems", check_count, 0, 0, false},
    {"minProperties", check_count, 0, 0, false},
    {"maxProperties", check_count, 0, 0, false},
    {"uniqueItems", check_flag, 0, 0, false},
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
    if (!json_is_integer(value) || json_integer_value(value) < 0)
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
