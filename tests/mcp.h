#ifndef TESTS_MCP_H
#define TESTS_MCP_H

#include "calls.h"

/* Messages of MCP through app_serve. */

/* Sends a request of the first generation; params is JSON. The answer must be 200. */
static inline json_t *mcp_ask(struct fixture *f, const char *secret, const char *method,
                              const char *params)
{
    static char body[8192]; /* what is in the arena goes when a request begins */
    int len =
        snprintf(body, sizeof body,
                 "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}", method, params);
    assert_in_range(len, 1, sizeof body - 1);
    struct response *response =
        send_call(f, "POST", "/mcp", &(struct sent){.secret = secret, .body = body});
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "application/json");
    json_t *json = call_json(f, response);
    assert_int_equal(json_integer_value(json_object_get(json, "id")), 7);
    return json;
}

static inline json_t *mcp_take(struct fixture *f, const char *secret, const char *method,
                               const char *params)
{
    json_t *json = mcp_ask(f, secret, method, params);
    json_t *result = json_object_get(json, "result");
    if (result == NULL)
        fail_msg("%s: %s", method, json_format(f->arena, json, JSON_LINE).data);
    return result;
}

/* The message of its refusal, which must have this code. */
static inline const char *mcp_refused(struct fixture *f, const char *secret, const char *method,
                                      const char *params, int code)
{
    json_t *error = json_object_get(mcp_ask(f, secret, method, params), "error");
    assert_int_equal(json_integer_value(json_object_get(error, "code")), code);
    return json_text(error, "message");
}

/* The text of the first message of a prompt without arguments. */
static inline const char *mcp_prompt_text(struct fixture *f, const char *secret, const char *name)
{
    const char *params = arena_printf(f->arena, "{\"name\":\"%s\"}", name);
    json_t *messages = json_object_get(mcp_take(f, secret, "prompts/get", params), "messages");
    return json_text(json_object_get(json_array_get(messages, 0), "content"), "text");
}

#endif
