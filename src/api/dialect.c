#include "api/dialect.h"

#include "api/a2a/a2a_routes.h"
#include "api/langfuse/langfuse_routes.h"
#include "api/mcp/mcp_routes.h"
#include "api/mlflow/mlflow_routes.h"
#include "api/rest/api_routes.h"
#include "api/scim/scim_routes.h"

const struct dialect dialects[] = {
    {ROUTE_API, api_routes, &api_route_count},
    {ROUTE_A2A, a2a_routes, &a2a_route_count},
    {ROUTE_SCIM, scim_routes, &scim_route_count},
    {ROUTE_LANGFUSE, langfuse_routes, &langfuse_route_count},
    {ROUTE_MCP, mcp_routes, &mcp_route_count},
    {ROUTE_MLFLOW, mlflow_routes, &mlflow_route_count},
};

const int dialect_count = (int)COUNT_OF(dialects);
