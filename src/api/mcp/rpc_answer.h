#ifndef API_MCP_RPC_ANSWER_H
#define API_MCP_RPC_ANSWER_H

#include "api/mcp/rpc.h"
#include "web/response.h"

/* Answers of JSON-RPC 2.0, each with the id of its question; NULL: it is not known, and left out,
 * for null is no id. */

void rpc_answer(struct response *response, const json_t *id, json_t *result)
    __attribute__((nonnull(1, 3)));

struct rpc_error {
    int status; /* of HTTP */
    enum rpc_code code;
    const char *message;
    json_t *data; /* its reference is taken over; NULL: none */
};
void rpc_answer_error(struct response *response, const json_t *id, const struct rpc_error *error)
    __attribute__((nonnull(1, 3)));

/* A refusal that comes before any message: api/refusal.h. */
void rpc_say(struct response *response, int status, const char *detail, json_t *errors)
    __attribute__((nonnull(1, 3)));

#endif
