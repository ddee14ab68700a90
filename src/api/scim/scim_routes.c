#include "api/scim/scim_routes.h"

#include "api/handlers.h"
#include "api/scim/scim_answer.h"
#include "domain/policy.h"

/* A row: method, address, handler. All need the one right that a provisioning token has, and none
 * is heavy. */
#define ROW(verb, path, function)                                                                  \
    {                                                                                              \
        .method = HTTP_##verb, .pattern = SCIM_BASE path, .call = (function),                      \
        .permission = PERMISSION_USER_CHANGE, .pool = POOL_FAST, .kind = ROUTE_SCIM                \
    }

/* clang-format off */
const struct route scim_routes[] = {
    ROW(GET,    "/ServiceProviderConfig", scim_provider),
    ROW(GET,    "/ResourceTypes",         scim_type_list),
    ROW(GET,    "/ResourceTypes/{token}", scim_type_get),
    ROW(GET,    "/Schemas",               scim_schema_list),
    ROW(GET,    "/Schemas/{token}",       scim_schema_get),
    ROW(GET,    "/Users",                 scim_user_list),
    ROW(POST,   "/Users",                 scim_user_create),
    ROW(GET,    "/Users/{id}",            scim_user_get),
    ROW(PUT,    "/Users/{id}",            scim_user_replace),
    ROW(PATCH,  "/Users/{id}",            scim_user_patch),
    ROW(DELETE, "/Users/{id}",            scim_user_delete),
};
/* clang-format on */

const int scim_route_count = (int)COUNT_OF(scim_routes);
