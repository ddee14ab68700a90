#include "api/mcp/mcp_routes.h"

#include "api/handlers.h"
#include "domain/policy.h"

/* Each method asks the policy itself. */
const struct route mcp_routes[] = {
    {.method = HTTP_POST,
     .pattern = "/mcp",
     .call = mcp_serve,
     .permission = PERMISSION_SIGNED_IN,
     .pool = POOL_FAST,
     .kind = ROUTE_MCP,
     .only_reads = true},
};

const int mcp_route_count = (int)COUNT_OF(mcp_routes);
