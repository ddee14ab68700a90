#ifndef API_MCP_ROUTES_H
#define API_MCP_ROUTES_H

#include "web/route.h"

/* The one address of MCP. */

extern const struct route mcp_routes[];
extern const int mcp_route_count;

#endif
