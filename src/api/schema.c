#include "api/schema.h"

#include <stdio.h>
#include <string.h>

#include "api/schema_shape.h"

static const char *const types[] = {
    [API_STRING] = TEXT_SCHEMA,
    [API_UUID] = UUID_SCHEMA,
    [API_TIME] = TIME_SCHEMA,
    [API_INTEGER] = "{\"type\":\"integer\",\"minimum\":1}",
    [API_NUMBER] = "{\"type\":\"number\"}",
    [API_BOOLEAN] = TRUTH_SCHEMA,
    [API_STRINGS] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
    [API_UUIDS] = "{\"type\":\"array\",\"items\":" UUID_SCHEMA "}",
    [API_OBJECT] = "{\"type\":\"object\"}",
    [API_JSON] = "{}",
    [API_LABELS] =
        "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\",\"minimum\":1}}",
    [API_BODY] = "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":"
                 "{\"$ref\":\"#/components/schemas/Message\"}}]}",
    [API_MEMBERS] = "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Member\"}}",
    [API_CASES] = "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}",
    [API_EVENTS] = "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Event\"}}",
};

static json_t *parse(const char *text)
{
    json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
    if (json == NULL)
        die("a schema that is not JSON: %s", text);
    return json;
}

static json_t *object_schema(json_t *properties, json_t *required)
{
    return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties, "required",
                     required, "additionalProperties", 0);
}

/* ---- fields ------------------------------------------------------------------------------- */

static json_t *choices_json(const char *const *choices)
{
    json_t *all = json_array();
    while (*choices != NULL)
        json_array_append_new(all, json_string(*choices++));
    return all;
}

static json_t *field_schema(const struct api_field *field)
{
    json_t *schema = parse(types[field->type]);
    if (field->choices != NULL)
        json_object_set_new(schema, "enum", choices_json(field->choices));
    if ((field->uses & API_NULLABLE) != 0)
        json_object_set_new(schema, "type",
                            json_pack("[O, s]", json_object_get(schema, "type"), "null"));
    json_object_set_new(schema, "description", json_string(field->about));
    return schema;
}

static bool is_required(const struct api_field *field, enum api_use use)
{
    if (use == API_TO_CREATE)
        return (field->uses & API_NEEDED) != 0;
    return use != API_TO_UPDATE && (field->uses & API_OPTIONAL) == 0;
}

static json_t *fields_schema(const struct api_fields *fields, enum api_use use)
{
    json_t *properties = json_object();
    json_t *required = json_array();
    for (int i = 0; i < fields->count; i++) {
        const struct api_field *field = &fields->items[i];
        if ((field->uses & use) == 0)
            continue;
        json_object_set_new(properties, field->name, field_schema(field));
        if (is_required(field, use))
            json_array_append_new(required, json_string(field->name));
    }
    return object_schema(properties, required);
}

static json_t *properties_schema(const struct property *all, int count)
{
    json_t *properties = json_object();
    json_t *required = json_array();
    for (int i = 0; i < count; i++) {
        json_object_set_new(properties, all[i].name, parse(all[i].schema));
        if (!all[i].is_optional)
            json_array_append_new(required, json_string(all[i].name));
    }
    return object_schema(properties, required);
}

static json_t *table_schema(const struct property_table *table)
{
    return properties_schema(table->items, table->count);
}

/* ---- shapes ------------------------------------------------------------------------------- */

enum { NAME_SIZE = 40 };
/* "PromptVersion"; of no kind "Label". */
static void name_of(const struct record_kind *kind, enum api_shape shape, char name[NAME_SIZE])
{
    const char *own = kind == NULL || schema_shapes[shape].use == 0 ? "" : kind->name;
    (void)snprintf(name, NAME_SIZE, "%s%s", own, schema_shapes[shape].name);
    if (name[0] >= 'a' && name[0] <= 'z')
        name[0] = (char)(name[0] - 'a' + 'A');
}

static json_t *reference_to(const char *name)
{
    char path[NAME_SIZE + 32];
    (void)snprintf(path, sizeof path, "#/components/schemas/%s", name);
    return json_pack("{s:s}", "$ref", path);
}

json_t *schema_reference(const struct record_kind *kind, enum api_shape shape)
{
    char name[NAME_SIZE];
    if (shape == SHAPE_DOCUMENT || shape == SHAPE_DESCRIPTION)
        return parse("{\"type\":\"object\"}");
    if (shape == SHAPE_NOTE || shape == SHAPE_JUNIT)
        return parse(TEXT_SCHEMA);
    name_of(kind, shape, name);
    if (shape == SHAPE_FORMATTED)
        return json_pack("{s:[o, {s:s}]}", "anyOf", reference_to(name), "type", "object");
    return reference_to(name);
}

static json_t *list_schema(json_t *items, bool may_stop)
{
    json_t *properties = json_pack("{s:{s:s, s:o}}", "items", "type", "array", "items", items);
    json_t *required = json_pack("[s]", "items");
    if (may_stop) {
        json_object_set_new(properties, "is_unfinished", parse(TRUTH_SCHEMA));
        json_array_append_new(required, json_string("is_unfinished"));
    }
    return object_schema(properties, required);
}

static bool may_stop(enum api_shape shape)
{
    return shape == SHAPE_RECORD_LIST || shape == SHAPE_USER_LIST || shape == SHAPE_SEARCH;
}

static bool is_list(enum api_shape shape)
{
    return shape == SHAPE_RECORD_LIST || shape == SHAPE_VERSION_LIST;
}

static json_t *shape_schema(const struct record_kind *kind, enum api_shape number)
{
    const struct shape *shape = &schema_shapes[number];
    if (shape->use != 0) {
        json_t *own = fields_schema(&api_record_fields[kind->id], shape->use);
        return is_list(number) ? list_schema(own, may_stop(number)) : own;
    }
    if (number == SHAPE_SEARCH)
        return list_schema(table_schema(&schema_hit), true);
    if (shape->item != 0)
        return list_schema(schema_reference(NULL, shape->item), may_stop(number));
    return properties_schema(shape->properties, shape->count);
}

static void add_shape(json_t *all, const struct record_kind *kind, enum api_shape shape)
{
    char name[NAME_SIZE];
    name_of(kind, shape, name);
    json_object_set_new(all, name, shape_schema(kind, shape));
}

json_t *schema_all(void)
{
    json_t *all = json_object();
    json_object_set_new(all, "Problem", table_schema(&schema_problem));
    json_object_set_new(all, "Message", table_schema(&schema_message));
    json_object_set_new(all, "Member", table_schema(&schema_member));
    for (int shape = 0; shape < SHAPE_COUNT; shape++) {
        if (schema_shapes[shape].name == NULL)
            continue;
        if (schema_shapes[shape].use == 0)
            add_shape(all, NULL, (enum api_shape)shape);
        for (int i = 0; schema_shapes[shape].use != 0 && i < RECORD_KIND_COUNT; i++)
            add_shape(all, &record_kinds[i], (enum api_shape)shape);
    }
    return all;
}

json_t *schema_body(const struct operation *operation)
{
    if (operation->in->count == 0)
        return parse("{\"type\":\"object\"}");
    return fields_schema(operation->in, operation->use);
}

json_t *schema_parameter(const struct form_field *field)
{
    if (field->kind == FORM_UUID)
        return parse(UUID_SCHEMA);
    if (field->kind == FORM_INT)
        return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum",
                         (json_int_t)number_limits[field->number].from, "maximum",
                         (json_int_t)number_limits[field->number].to);
    return field->kind == FORM_CHOICE ? json_pack("{s:o}", "enum", choices_json(field->choices))
                                      : parse(TEXT_SCHEMA);
}
