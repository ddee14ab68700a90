#include "api/a2a/a2a_routes.h"

#include "api/handlers.h"
#include "domain/policy.h"

/* Nobody needs to be known: which card is for whom, its handler asks. */
#define ROW(path, function)                                                                        \
    {                                                                                              \
        .method = HTTP_GET, .pattern = "/a2a/{token}" path, .call = (function),                    \
        .permission = PERMISSION_PUBLIC, .pool = POOL_FAST, .kind = ROUTE_A2A                      \
    }

/* clang-format off */
const struct route a2a_routes[] = {
    ROW("/agents/{token}/.well-known/agent-card.json", a2a_card),
    ROW("/agents/{token}/card.json",                   a2a_card),
    ROW("/.well-known/jwks.json",                      a2a_keys),
};
/* clang-format on */

const int a2a_route_count = (int)COUNT_OF(a2a_routes);
