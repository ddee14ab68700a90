#ifndef API_SCIM_ROUTES_H
#define API_SCIM_ROUTES_H

#include "web/route.h"

/* Every address of SCIM 2.0. They are below /api like all addresses for programs: so the server in
 * front sends them to the same pools, keeps their answers of its own in JSON, and neither cookies
 * nor forms matter to them. They are not part of the API's description: SCIM describes itself. */
extern const struct route scim_routes[];
extern const int scim_route_count;

#endif
