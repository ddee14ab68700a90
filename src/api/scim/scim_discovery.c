#include <string.h>

#include "api/handlers.h"
#include "api/scim/scim_answer.h"
#include "base/json.h"
#include "data/account/provision.h"

/* What SCIM says of itself (RFC 7643, 5 to 7; RFC 7644, 4). */

static json_t *meta_of(struct call *call, const char *type, const char *path)
{
    return json_pack("{s:s, s:s}", "resourceType", type, "location",
                     arena_printf(call->arena, "%s" SCIM_BASE "%s", call->public_url, path));
}

enum err scim_provider(struct call *call)
{
    json_t *scheme = json_pack(
        "{s:s, s:s, s:s, s:b}", "type", "oauthbearertoken", "name", "API token", "description",
        "A token of a service account, with the scope users:provision", "primary", 1);
    return scim_answer(
        call, 200,
        json_pack("{s:[s], s:s, s:{s:b}, s:{s:b, s:i, s:i}, s:{s:b, s:i}, s:{s:b}, s:{s:b}, "
                  "s:{s:b}, s:[o], s:o}",
                  "schemas", SCIM_SCHEMA "ServiceProviderConfig", "documentationUri",
                  arena_printf(call->arena, "%s/help/api#provisioning", call->public_url), "patch",
                  "supported", 1, "bulk", "supported", 0, "maxOperations", 0, "maxPayloadSize", 0,
                  "filter", "supported", 1, "maxResults", PROVISION_LIST_MAX, "changePassword",
                  "supported", 0, "sort", "supported", 0, "etag", "supported", 1,
                  "authenticationSchemes", scheme, "meta",
                  meta_of(call, "ServiceProviderConfig", "/ServiceProviderConfig")));
}

/* ---- resource types ------------------------------------------------------------------------ */

static json_t *user_type(struct call *call)
{
    return json_pack("{s:[s], s:s, s:s, s:s, s:s, s:s, s:o}", "schemas", SCIM_SCHEMA "ResourceType",
                     "id", "User", "name", "User", "endpoint", "/Users", "description",
                     "A person of the organization", "schema", SCIM_SCHEMA "User", "meta",
                     meta_of(call, "ResourceType", "/ResourceTypes/User"));
}

static enum err answer_one(struct call *call, json_t *resource)
{
    return scim_answer(call, 200,
                       json_pack("{s:[s], s:i, s:i, s:i, s:[o]}", "schemas",
                                 SCIM_MESSAGE "ListResponse", "totalResults", 1, "startIndex", 1,
                                 "itemsPerPage", 1, "Resources", resource));
}

enum err scim_type_list(struct call *call)
{
    return answer_one(call, user_type(call));
}

enum err scim_type_get(struct call *call)
{
    if (strcmp(call->match->token, "User") != 0)
        return ERR_NOT_FOUND;
    return scim_answer(call, 200, user_type(call));
}

/* ---- the schema ---------------------------------------------------------------------------- */

enum trait { LIST = 1 << 0, REQUIRED = 1 << 1, FIXED = 1 << 2, UNIQUE = 1 << 3 };

static const struct attribute {
    const char *name; /* with a dot: of the one before that has parts */
    const char *type;
    unsigned traits;
    const char *about;
} attributes[] = {
    {"userName", "string", REQUIRED | UNIQUE, "The address that the person signs in with"},
    {"name", "complex", 0, "The person's name; Rostrum keeps it as one"},
    {".formatted", "string", 0, "The whole name"},
    {".givenName", "string", 0, "What the name begins with"},
    {".familyName", "string", 0, "The rest of the name"},
    {"displayName", "string", 0, "The same as the whole name"},
    {"active", "boolean", 0, "Whether the person may sign in"},
    {"emails", "complex", LIST, "The address again: the only one"},
    {".value", "string", 0, "The address"},
    {".type", "string", FIXED, "work"},
    {".primary", "boolean", FIXED, "true"},
    {"userType", "string", 0, "The person's persona in Rostrum"},
    {"roles", "complex", LIST, "The persona again: the only role"},
    {".value", "string", 0, "The persona"},
    {".primary", "boolean", FIXED, "true"},
};

static json_t *attribute_json(const struct attribute *attribute)
{
    bool is_part = attribute->name[0] == '.';
    return json_pack(
        "{s:s, s:s, s:b, s:s, s:b, s:b, s:s, s:s, s:s}", "name", attribute->name + is_part, "type",
        attribute->type, "multiValued", (attribute->traits & LIST) != 0, "description",
        attribute->about, "required", (attribute->traits & REQUIRED) != 0, "caseExact", 0,
        "mutability", (attribute->traits & FIXED) != 0 ? "readOnly" : "readWrite", "returned",
        "default", "uniqueness", (attribute->traits & UNIQUE) != 0 ? "server" : "none");
}

static json_t *user_schema(struct call *call)
{
    json_t *all = json_array();
    json_t *parts = NULL;
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        json_t *json = attribute_json(&attributes[i]);
        if (attributes[i].name[0] == '.') {
            json_array_append_new(parts, json);
            continue;
        }
        json_array_append_new(all, json);
        if (strcmp(attributes[i].type, "complex") != 0)
            continue;
        parts = json_array();
        json_object_set_new(json, "subAttributes", parts);
    }
    return json_pack("{s:[s], s:s, s:s, s:s, s:o, s:o}", "schemas", SCIM_SCHEMA "Schema", "id",
                     SCIM_SCHEMA "User", "name", "User", "description",
                     "A person of the organization", "attributes", all, "meta",
                     meta_of(call, "Schema", "/Schemas/" SCIM_SCHEMA "User"));
}

enum err scim_schema_list(struct call *call)
{
    return answer_one(call, user_schema(call));
}

enum err scim_schema_get(struct call *call)
{
    if (strcmp(call->match->token, SCIM_SCHEMA "User") != 0)
        return ERR_NOT_FOUND;
    return scim_answer(call, 200, user_schema(call));
}
