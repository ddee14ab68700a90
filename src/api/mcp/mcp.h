#ifndef API_MCP_MCP_H
#define API_MCP_MCP_H

#include "api/call.h"
#include "api/mcp/rpc_answer.h"

/* The Model Context Protocol over Streamable HTTP, without sessions and streams: every request is
 * answered by itself. Two generations of clients are served at the same address. */

#define MCP_NEWEST_LEGACY "2025-11-25"
#define MCP_MODERN        "2026-07-28"

/* Our own keys of _meta begin with this (2025-11-25, "_meta"). */
#define MCP_META "io.rostrum/"

enum mcp_era {
    MCP_LEGACY = 1 << 0,    /* 2024-11-05 to 2025-11-25: begins with "initialize" */
    MCP_IS_MODERN = 1 << 1, /* from 2026-07-28: each request says everything */
    MCP_BOTH = MCP_LEGACY | MCP_IS_MODERN,
};

struct mcp_method;

struct mcp {
    struct call *call;
    struct rpc_message message;
    enum mcp_era era;
    const struct mcp_method *method;
};

/* A handler answers with one of those below. */
typedef enum err mcp_handler(struct mcp *mcp);

struct mcp_method {
    const char *name;
    enum mcp_era eras; /* in which it is there */
    mcp_handler *handle;
    const char *named_by; /* the parameter that Mcp-Name repeats; NULL: none */
    bool is_cacheable;    /* modern results say for how long */
};

/* Answers with a result, an object whose reference is taken over; of the modern generation with
 * what that asks of every result. ERR_NONE. */
MUST_USE enum err mcp_result(struct mcp *mcp, json_t *result) NONNULL;

/* Answers with an error of the protocol, 200; data is taken over, or NULL. ERR_NONE. */
MUST_USE enum err mcp_error(struct mcp *mcp, enum rpc_code code, const char *message, json_t *data)
    __attribute__((nonnull(1, 3)));
/* The same for wrong parameters. */
MUST_USE enum err mcp_bad_params(struct mcp *mcp, const char *message) NONNULL;

/* The same with a status of HTTP. */
MUST_USE enum err mcp_refuse(struct mcp *mcp, const struct rpc_error *error) NONNULL;

/* What this server is: {"name", "title", "version"}. A new reference. */
MUST_USE json_t *mcp_server_info(void);

/* What was kept of an earlier request (data/db/kept.h) under a key of the caller's rights and this
 * text, which must say all else that it depends on; NULL: nothing. And keeps it. */
MUST_USE json_t *mcp_kept(struct mcp *mcp, const char *about) NONNULL;
void mcp_keep(struct mcp *mcp, const char *about, const json_t *json) NONNULL;

#endif
