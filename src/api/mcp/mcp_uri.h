#ifndef API_MCP_URI_H
#define API_MCP_URI_H

#include "base/text.h"
#include "domain/record/kind.h"

/* Addresses of records as resources: rostrum://agents/NAME, the name percent-encoded as one segment
 * (RFC 3986). */

/* The kinds that are resources, RECORD_KIND_COUNT at the end. Prompts are prompts there. */
extern const enum record_kind_id mcp_uri_kinds[];

struct mcp_uri {
    const struct record_kind *kind;
    const char *name;
};

MUST_USE const char *mcp_uri_format(struct arena *arena, const struct record_kind *kind,
                                    const char *name) NONNULL;

/* "rostrum://agents/{name}" (RFC 6570). */
MUST_USE const char *mcp_uri_template(struct arena *arena, const struct record_kind *kind) NONNULL;

/* ERR_INVALID for what is no such address. Slashes of the name may be spelled as they are. */
MUST_USE enum err mcp_uri_parse(struct arena *arena, const char *text, struct mcp_uri *uri) NONNULL;

#endif
