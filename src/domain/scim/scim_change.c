#include "domain/scim/scim_change.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "domain/scim/scim_path.h"

/* How a value is written. */
enum shape {
    SHAPE_TEXT,
    SHAPE_BOOLEAN,
    SHAPE_LIST, /* of texts, or of objects with a value: one of them counts */
    SHAPE_NAME, /* an object of others */
    SHAPE_FIXED /* not for clients to change */
};

static const struct attribute {
    const char *name;
    enum shape shape;
    enum scim_attribute attribute;
    bool stays; /* nobody is without it */
} attributes[] = {
    {"userName", SHAPE_TEXT, SCIM_USER_NAME, true},
    {"emails", SHAPE_LIST, SCIM_EMAIL, true},
    {"name", SHAPE_NAME, SCIM_FORMATTED, false},
    {"name.formatted", SHAPE_TEXT, SCIM_FORMATTED, false},
    {"name.givenName", SHAPE_TEXT, SCIM_GIVEN_NAME, false},
    {"name.familyName", SHAPE_TEXT, SCIM_FAMILY_NAME, false},
    {"displayName", SHAPE_TEXT, SCIM_DISPLAY_NAME, false},
    {"externalId", SHAPE_TEXT, SCIM_EXTERNAL_ID, false},
    {"userType", SHAPE_TEXT, SCIM_USER_TYPE, false},
    {"roles", SHAPE_LIST, SCIM_ROLE, false},
    {"active", SHAPE_BOOLEAN, SCIM_ACTIVE, true},
    {"id", SHAPE_FIXED, SCIM_ATTRIBUTE_COUNT, true},
    {"meta", SHAPE_FIXED, SCIM_ATTRIBUTE_COUNT, true},
    {"groups", SHAPE_FIXED, SCIM_ATTRIBUTE_COUNT, true},
};

/* A request on its way. */
struct reading {
    struct arena *arena;
    struct scim_change *change;
    struct scim_problem *problem;
    bool is_patch; /* what can't be changed is refused, and not left out */
};

static enum err refuse(const struct reading *reading, const char *type, const char *detail)
{
    *reading->problem = (struct scim_problem){type, detail};
    return ERR_INVALID;
}

static enum err refuse_value(const struct reading *reading, const struct attribute *attribute,
                             const char *what)
{
    return refuse(reading, "invalidValue",
                  arena_printf(reading->arena, "%s must be %s.", attribute->name, what));
}

static const struct attribute *find_attribute(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(attributes); i++)
        if (strcasecmp(attributes[i].name, name) == 0)
            return &attributes[i];
    return NULL;
}

/* Members have their names in any case (RFC 7643, 2.1). */
static const json_t *member(const json_t *object, const char *name)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        if (strcasecmp(key, name) == 0)
            return value;
    }
    return NULL;
}

static bool is_true(const json_t *value)
{
    bool truth = json_is_true(value);
    if (json_is_string(value))
        (void)!scim_boolean_parse(json_string_value(value), &truth);
    return truth;
}

static void set(const struct reading *reading, const struct attribute *attribute, const char *value)
{
    reading->change->is_given[attribute->attribute] = true;
    reading->change->values[attribute->attribute] = value;
}

/* Of somebody who has one value the primary one counts, else the one for work, else the first. */
static const json_t *choose(const json_t *list)
{
    const json_t *best = NULL;
    size_t index = 0;
    json_t *item = NULL;
    int best_rank = -1;
    json_array_foreach((json_t *)(uintptr_t)list, index, item)
    {
        const char *type = json_string_value(member(item, "type"));
        int rank = is_true(member(item, "primary"))                ? 2
                   : type != NULL && strcasecmp(type, "work") == 0 ? 1
                                                                   : 0;
        if (rank > best_rank) {
            best = item;
            best_rank = rank;
        }
    }
    return best;
}

static enum err take_list(const struct reading *reading, const struct attribute *attribute,
                          const json_t *value)
{
    const json_t *chosen = json_is_array(value) ? choose(value) : value;
    if (json_is_object(chosen))
        chosen = member(chosen, "value");
    if (chosen == NULL && json_is_array(value) && !attribute->stays) {
        set(reading, attribute, NULL); /* an empty list */
        return ERR_NONE;
    }
    if (!json_is_string(chosen))
        return refuse_value(reading, attribute, "a list of objects with a value");
    set(reading, attribute, json_string_value(chosen));
    return ERR_NONE;
}

static enum err take_boolean(const struct reading *reading, const struct attribute *attribute,
                             const json_t *value)
{
    bool truth = json_is_true(value);
    if (!json_is_boolean(value) &&
        (!json_is_string(value) ||
         scim_boolean_parse(json_string_value(value), &truth) != ERR_NONE))
        return refuse_value(reading, attribute, "true or false");
    set(reading, attribute, truth ? "true" : "false");
    return ERR_NONE;
}

/* No value: null in a resource says as much as nothing (RFC 7643, 2.5). */
static enum err take_away(const struct reading *reading, const struct attribute *attribute)
{
    if (attribute->stays)
        return reading->is_patch
                   ? refuse(reading, "mutability",
                            arena_printf(reading->arena, "%s can't be removed.", attribute->name))
                   : ERR_NONE;
    if (attribute->shape == SHAPE_NAME)
        return refuse(reading, "mutability", "name can't be removed.");
    set(reading, attribute, NULL);
    return ERR_NONE;
}

static enum err take_members(const struct reading *reading, const char *prefix,
                             const json_t *value);

static enum err take(const struct reading *reading, const struct attribute *attribute,
                     const json_t *value)
{
    if (attribute->shape == SHAPE_FIXED)
        return reading->is_patch
                   ? refuse(reading, "mutability",
                            arena_printf(reading->arena, "%s can't be changed.", attribute->name))
                   : ERR_NONE;
    if (value == NULL || json_is_null(value))
        return take_away(reading, attribute);
    if (attribute->shape == SHAPE_LIST)
        return take_list(reading, attribute, value);
    if (attribute->shape == SHAPE_BOOLEAN)
        return take_boolean(reading, attribute, value);
    if (attribute->shape == SHAPE_NAME)
        return json_is_object(value) ? take_members(reading, "name.", value)
                                     : refuse_value(reading, attribute, "an object");
    if (!json_is_string(value))
        return refuse_value(reading, attribute, "a string");
    set(reading, attribute, json_string_value(value));
    return ERR_NONE;
}

/* A value at a path; NULL takes it away. "roles[…].value" is a role, and "emails[type eq "home"]"
 * nothing that is kept. */
static enum err take_path(const struct reading *reading, const char *path, const json_t *value)
{
    struct scim_path parsed;
    if (scim_path_parse(reading->arena, path, &parsed) != ERR_NONE)
        return reading->is_patch ? refuse(reading, "invalidPath", "The path can't be read.")
                                 : ERR_NONE;
    if (parsed.attribute[0] == '\0')
        return json_is_object(value)
                   ? take_members(reading, "", value)
                   : refuse(reading, "invalidValue", "A schema has an object of attributes.");
    const struct attribute *attribute = find_attribute(parsed.attribute);
    if (attribute == NULL || (attribute->attribute == SCIM_EMAIL && parsed.is_elsewhere))
        return ERR_NONE;
    bool is_list = attribute->shape == SHAPE_LIST;
    if (!is_list && parsed.has_filter)
        return refuse(reading, "invalidPath", "Only lists can be filtered.");
    if (is_list && parsed.rest[0] != '\0' && strcasecmp(parsed.rest, "value") != 0)
        return ERR_NONE; /* its type, or whether it is the primary one */
    return take(reading, attribute, value);
}

/* Keys are paths: a resource has "name", and Entra ID sends "name.givenName" as well. */
static enum err take_members(const struct reading *reading, const char *prefix, const json_t *value)
{
    const char *key = NULL;
    json_t *item = NULL;
    json_object_foreach((json_t *)(uintptr_t)value, key, item)
    {
        enum err err = take_path(reading, arena_printf(reading->arena, "%s%s", prefix, key), item);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

enum err scim_resource_read(struct arena *arena, const json_t *body, struct scim_change *change,
                            struct scim_problem *problem)
{
    struct reading reading = {arena, change, problem, false};
    *change = (struct scim_change){.is_given = {false}};
    if (!json_is_object(body))
        return refuse(&reading, "invalidSyntax", "The body must be a JSON object.");
    return take_members(&reading, "", body);
}

/* ---- operations ---------------------------------------------------------------------------- */

static enum err operate(const struct reading *reading, const json_t *operation)
{
    const char *verb = json_string_value(member(operation, "op"));
    const json_t *path = member(operation, "path");
    const json_t *value = member(operation, "value");
    bool has_path = json_is_string(path) && json_string_length(path) > 0;
    if (verb == NULL || (path != NULL && !json_is_string(path) && !json_is_null(path)))
        return refuse(reading, "invalidSyntax", "An operation has an op, and a path as a string.");
    if (strcasecmp(verb, "remove") == 0)
        return has_path ? take_path(reading, json_string_value(path), NULL)
                        : refuse(reading, "noTarget", "An operation that removes has a path.");
    if (strcasecmp(verb, "add") != 0 && strcasecmp(verb, "replace") != 0)
        return refuse(reading, "invalidSyntax", "An op is add, replace or remove.");
    if (value == NULL)
        return refuse(reading, "invalidValue", "An operation that adds or replaces has a value.");
    if (has_path)
        return take_path(reading, json_string_value(path), value);
    return json_is_object(value)
               ? take_members(reading, "", value)
               : refuse(reading, "invalidValue", "Without a path the value is an object.");
}

enum err scim_patch_read(struct arena *arena, const json_t *body, struct scim_change *change,
                         struct scim_problem *problem)
{
    struct reading reading = {arena, change, problem, true};
    const json_t *operations = member(body, "Operations");
    size_t index = 0;
    json_t *operation = NULL;
    *change = (struct scim_change){.is_given = {false}};
    if (json_array_size(operations) == 0)
        return refuse(&reading, "invalidSyntax", "The body must have a list of Operations.");
    if (json_array_size(operations) > SCIM_OPERATIONS_MAX)
        return refuse(&reading, "tooMany", "A request has at most 100 operations.");
    json_array_foreach((json_t *)(uintptr_t)operations, index, operation)
    {
        enum err err = operate(&reading, operation);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}
