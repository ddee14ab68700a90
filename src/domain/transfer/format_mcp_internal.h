#ifndef DOMAIN_FORMAT_MCP_INTERNAL_H
#define DOMAIN_FORMAT_MCP_INTERNAL_H

#include "domain/transfer/format_internal.h"

/* The servers of an object by name as the list of a config, a new reference, without credentials;
 * path is where the object stands in the draft. */
MUST_USE json_t *format_mcp_servers(const struct format_draft *draft, const char *path,
                                    const json_t *servers) NONNULL;

extern const struct import_format format_mcp;

#endif
