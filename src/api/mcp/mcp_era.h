#ifndef API_MCP_ERA_H
#define API_MCP_ERA_H

#include "api/mcp/mcp.h"

/* Which generation of the protocol a message is of, and whether its headers say the same as it
 * does.
 */

/* The versions that are served, newest first, NULL at the end; those of the first generation begin
 * with the second. */
extern const char *const mcp_versions[];

/* Is it one of the first generation? */
bool mcp_is_legacy_version(const char *version) NONNULL;

/* Sets mcp->era. ERR_INVALID, answered, for a version that is not served, for a message of the
 * modern generation that does not say what each must, and for headers that differ from it. */
MUST_USE enum err mcp_find_era(struct mcp *mcp) NONNULL;

/* Mcp-Method and Mcp-Name repeat what the message says. ERR_INVALID, answered, if not. Of the
 * modern generation, once its method is known (NULL: an unknown one). */
MUST_USE enum err mcp_check_headers(struct mcp *mcp) NONNULL;

#endif
