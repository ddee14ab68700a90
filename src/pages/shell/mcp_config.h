#ifndef PAGES_SHELL_MCP_CONFIG_H
#define PAGES_SHELL_MCP_CONFIG_H

#include "pages/shell/page.h"

/* What a client of the Model Context Protocol is configured with, as clients' files have it. */
const char *mcp_config(struct page *page) NONNULL;

#endif
