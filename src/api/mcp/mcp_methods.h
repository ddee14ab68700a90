#ifndef API_MCP_METHODS_H
#define API_MCP_METHODS_H

#include "api/mcp/mcp.h"

/* Every method, by file. */

/* mcp_start.c */
mcp_handler mcp_initialize, mcp_discover, mcp_ping, mcp_listen;
/* mcp_prompt.c, mcp_complete.c, mcp_resource.c, mcp_tool.c */
mcp_handler mcp_prompt_list, mcp_prompt_get, mcp_complete;
mcp_handler mcp_resource_list, mcp_template_list, mcp_resource_read;
mcp_handler mcp_tool_list, mcp_tool_call;

#endif
