/* MCP: a message that is taken has a method, an id that is a text or a whole number, and named
 * parameters; one that is not is refused with words. What its parameters fill in is as many
 * messages as roles. The input is a message; its params may have "messages", "arguments" and "uri".
 */

#include <string.h>

#include "api/mcp/mcp_fill.h"
#include "api/mcp/mcp_uri.h"
#include "api/mcp/rpc.h"
#include "api/mlflow/mlflow_filter.h"
#include "fuzz.h"

static void check_words(const char *words)
{
    FUZZ_REQUIRE(words != NULL && words[0] != '\0' && text_is_utf8(words, strlen(words)));
}

/* Messages as they are stored: of every other kind mcp_fill is never asked. */
static bool are_messages(const json_t *messages)
{
    for (size_t i = 0; i < json_array_size(messages); i++) {
        const json_t *message = json_array_get(messages, i);
        if (json_text(message, "placeholder")[0] == '\0' &&
            (json_object_get(message, "content") == NULL ||
             !json_is_string(json_object_get(message, "role"))))
            return false;
    }
    return json_is_array(messages);
}

static void check_fill(struct arena *arena, const json_t *params)
{
    const json_t *messages = json_object_get(params, "messages");
    struct mcp_filled filled;
    const char *problem = NULL;
    if (!are_messages(messages))
        return;
    if (mcp_fill(arena, messages, json_object_get(params, "arguments"), &filled, &problem) !=
        ERR_NONE) {
        check_words(problem);
        return;
    }
    FUZZ_REQUIRE(json_array_size(filled.messages) == json_array_size(filled.roles));
    for (size_t i = 0; i < json_array_size(filled.messages); i++) {
        const char *role = json_text(json_array_get(filled.messages, i), "role");
        FUZZ_REQUIRE(strcmp(role, "user") == 0 || strcmp(role, "assistant") == 0);
    }
}

static void check_uri(struct arena *arena, const char *text)
{
    struct mcp_uri uri;
    struct mcp_uri again;
    if (mcp_uri_parse(arena, text, &uri) != ERR_NONE)
        return;
    FUZZ_REQUIRE(uri.name[0] != '\0' && text_is_utf8(uri.name, strlen(uri.name)));
    const char *spelled = mcp_uri_format(arena, uri.kind, uri.name);
    FUZZ_REQUIRE(mcp_uri_parse(arena, spelled, &again) == ERR_NONE);
    FUZZ_REQUIRE(again.kind == uri.kind && strcmp(again.name, uri.name) == 0);
}

static void check_message(struct arena *arena, const struct rpc_message *message)
{
    const json_t *id = message->id;
    FUZZ_REQUIRE(message->method != NULL);
    FUZZ_REQUIRE(id == NULL || json_is_string(id) || json_is_integer(id));
    FUZZ_REQUIRE((message->kind == RPC_REQUEST) <= (id != NULL));
    FUZZ_REQUIRE(message->kind == RPC_RESPONSE || message->params == NULL ||
                 json_is_object(message->params));
    check_fill(arena, message->params);
    check_uri(arena, json_text(message->params, "uri"));
}

static void check_filter(struct arena *arena, const char *text)
{
    struct mlflow_filter filter;
    if (mlflow_filter_parse(arena, text, &filter) == ERR_NONE)
        (void)mlflow_filter_has(&filter, "some-name");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    struct rpc_message message;
    struct rpc_refusal refusal = {0, NULL};
    if (arena == NULL)
        arena = arena_create((size_t)256 * 1024 * 1024);
    const char *copy = arena_copy(arena, size == 0 ? "" : (const char *)data, size);
    if (rpc_parse(arena, (struct text){copy, size}, &message, &refusal) == ERR_NONE)
        check_message(arena, &message);
    else
        check_words(refusal.message);
    check_filter(arena, copy);
    arena_reset(arena);
    return 0;
}
