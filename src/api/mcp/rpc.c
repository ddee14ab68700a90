#include "api/mcp/rpc.h"

#include <string.h>

static enum err refuse(struct rpc_refusal *refusal, enum rpc_code code, const char *message)
{
    *refusal = (struct rpc_refusal){code, message};
    return ERR_INVALID;
}

/* An id comes back as it came, so it must be what every client can compare. */
static bool is_good_id(const json_t *id)
{
    return json_is_string(id) || json_is_integer(id);
}

static bool is_response(const json_t *json)
{
    const json_t *result = json_object_get(json, "result");
    const json_t *error = json_object_get(json, "error");
    return json_object_get(json, "method") == NULL && (result != NULL) != (error != NULL);
}

static enum err read_message(const json_t *json, struct rpc_message *message,
                             struct rpc_refusal *refusal)
{
    const json_t *method = json_object_get(json, "method");
    message->id = json_object_get(json, "id");
    message->params = json_object_get(json, "params");
    message->kind = message->id == NULL ? RPC_NOTIFICATION : RPC_REQUEST;
    if (message->id != NULL && !is_good_id(message->id))
        return refuse(refusal, RPC_INVALID_REQUEST, "An id must be a string or a whole number.");
    if (is_response(json)) {
        message->kind = RPC_RESPONSE;
        message->method = "";
        return ERR_NONE;
    }
    if (!json_is_string(method))
        return refuse(refusal, RPC_INVALID_REQUEST, "The method must be a string.");
    if (message->params != NULL && !json_is_object(message->params))
        return refuse(refusal, RPC_INVALID_REQUEST, "The params must be an object.");
    message->method = json_string_value(method);
    return ERR_NONE;
}

enum err rpc_parse(struct arena *arena, struct text text, struct rpc_message *message,
                   struct rpc_refusal *refusal)
{
    const char *problem = NULL;
    json_t *json = NULL;
    *message = (struct rpc_message){.method = ""};
    if (text.len == 0)
        return refuse(refusal, RPC_PARSE_ERROR, "The body is empty: send one JSON-RPC message.");
    if (json_parse(arena, text.data, text.len, &json, &problem) != ERR_NONE)
        return refuse(refusal, RPC_PARSE_ERROR, problem);
    if (json_is_array(json))
        return refuse(refusal, RPC_INVALID_REQUEST,
                      "Batches are not supported: send one message a request.");
    if (!json_is_object(json) || strcmp(json_text(json, "jsonrpc"), "2.0") != 0)
        return refuse(refusal, RPC_INVALID_REQUEST, "The body must be a JSON-RPC 2.0 message.");
    return read_message(json, message, refusal);
}

enum err rpc_text(const json_t *params, const char *name, const char **out)
{
    const json_t *value = json_object_get(params, name);
    *out = json_string_value(value);
    return value == NULL || *out != NULL ? ERR_NONE : ERR_INVALID;
}
