#include "api/mcp/rpc_answer.h"

static void add(struct buf *body, const char *key, const json_t *value)
{
    struct text text = json_format(body->arena, value, JSON_LINE);
    buf_add_text(body, key);
    buf_add(body, text.data, text.len);
}

/* key: as it is written, with the comma before it. */
static void answer(struct response *response, int status, const json_t *id, const char *key,
                   json_t *value)
{
    struct buf *body = &response->body;
    json_keep(response->arena, value);
    response->status = status;
    response->content_type = "application/json";
    buf_init(body, response->arena);
    buf_add_text(body, "{\"jsonrpc\":\"2.0\"");
    if (id != NULL)
        add(body, ",\"id\":", id);
    add(body, key, value);
    buf_add_char(body, '}');
}

void rpc_answer(struct response *response, const json_t *id, json_t *result)
{
    answer(response, 200, id, ",\"result\":", result);
}

void rpc_answer_error(struct response *response, const json_t *id, const struct rpc_error *error)
{
    answer(response, error->status, id, ",\"error\":",
           json_pack("{s:i, s:s, s:o*}", "code", (int)error->code, "message", error->message,
                     "data", error->data));
}

/* The nearest code of JSON-RPC. */
static enum rpc_code code_of(int status)
{
    if (status == 400)
        return RPC_INVALID_REQUEST;
    if (status == 404)
        return RPC_METHOD_NOT_FOUND;
    return status >= 500 ? RPC_INTERNAL_ERROR : RPC_REFUSED;
}

void rpc_say(struct response *response, int status, const char *detail, json_t *errors)
{
    (void)errors; /* are of fields, which messages do not have */
    rpc_answer_error(response, NULL, &(struct rpc_error){status, code_of(status), detail, NULL});
}
