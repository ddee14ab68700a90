#ifndef API_MCP_RPC_H
#define API_MCP_RPC_H

#include <stdbool.h>

#include "base/json.h"

/* A message of JSON-RPC 2.0 as MCP has them (Model Context Protocol 2025-11-25 and 2026-07-28,
 * "Base protocol"): one a request, with parameters by name, an id that is a text or a whole number.
 */

enum rpc_code {
    RPC_PARSE_ERROR = -32700,
    RPC_INVALID_REQUEST = -32600,
    RPC_METHOD_NOT_FOUND = -32601,
    RPC_INVALID_PARAMS = -32602,
    RPC_INTERNAL_ERROR = -32603,
    RPC_REFUSED = -32000, /* by HTTP, before anybody looked at the message */
    RPC_HEADER_MISMATCH = -32020,
    RPC_UNSUPPORTED_VERSION = -32022,
};

enum rpc_kind {
    RPC_REQUEST,
    RPC_NOTIFICATION, /* without an id: nobody answers it */
    RPC_RESPONSE,     /* to a question that this server never asks */
};

struct rpc_message {
    enum rpc_kind kind;
    const char *method;   /* "" of a response */
    const json_t *id;     /* NULL of a notification */
    const json_t *params; /* an object, or NULL */
};

struct rpc_refusal {
    enum rpc_code code;
    const char *message;
};

/* Parses one message, which lives in the arena. ERR_INVALID sets *refusal: what is no JSON, is
 * nested deeper than JSON_DEPTH, or is no such message. */
MUST_USE enum err rpc_parse(struct arena *arena, struct text text, struct rpc_message *message,
                            struct rpc_refusal *refusal) NONNULL;

/* A parameter that is a text: *out is NULL if it is not there. ERR_INVALID if it is anything else.
 */
MUST_USE enum err rpc_text(const json_t *params, const char *name, const char **out)
    __attribute__((nonnull(2, 3)));

#endif
