#include "test.h"

#include <string.h>

#include "api/mcp/mcp_uri.h"
#include "api/mcp/rpc.h"
#include "base/buf.h"

/* Messages of JSON-RPC, and the addresses of resources. */

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_create((size_t)64 << 20);
    return 0;
}

static int end_arena(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static int parse(const char *text, struct rpc_message *message)
{
    struct rpc_refusal refusal = {0, NULL};
    struct text body = {text, strlen(text)};
    if (rpc_parse(arena, body, message, &refusal) == ERR_NONE)
        return 0;
    assert_non_null(refusal.message);
    return (int)refusal.code;
}

static void messages_have_a_kind(void **state)
{
    (void)state;
    struct rpc_message message;
    assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"a\"}", &message), 0);
    assert_int_equal(message.kind, RPC_REQUEST);
    assert_int_equal(json_integer_value(message.id), 0);
    assert_string_equal(message.method, "a");
    assert_null(message.params);
    assert_int_equal(
        parse("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"a\",\"params\":{}}", &message), 0);
    assert_string_equal(json_string_value(message.id), "x");
    assert_non_null(message.params);
    assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"method\":\"a\"}", &message), 0);
    assert_int_equal(message.kind, RPC_NOTIFICATION);
    assert_int_equal(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", &message), 0);
    assert_int_equal(message.kind, RPC_RESPONSE);
}

static void what_is_no_message_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int code;
    } bad[] = {
        {"", -32700},
        {"{", -32700},
        {"{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"method\":\"a\"}", -32700},
        {"[]", -32600},
        {"1", -32600},
        {"{}", -32600},
        {"{\"jsonrpc\":2.0,\"id\":1,\"method\":\"a\"}", -32600},
        {"{\"jsonrpc\":\"2.0\",\"id\":1}", -32600},
        {"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"a\"}", -32600},
        {"{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"a\"}", -32600},
        {"{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"a\"}", -32600},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}", -32600},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":[]}", -32600},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":1}", -32600},
    };
    struct rpc_message message;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (parse(bad[i].text, &message) != bad[i].code)
            fail_msg("%s", bad[i].text);
}

static void depth_is_limited(void **state)
{
    (void)state;
    struct buf text;
    struct rpc_message message;
    buf_init(&text, arena);
    for (int i = 0; i < 5000; i++)
        buf_add_char(&text, '[');
    assert_int_equal(parse(text.data, &message), -32700);
    for (int i = 0; i < 5000; i++)
        buf_add_char(&text, ']');
    assert_int_equal(parse(text.data, &message), -32700);
}

static void a_name_is_one_segment_of_an_address(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "a/b", "ü 😀", "100%", "a?b#c", "{name}", ".."};
    struct mcp_uri uri;
    const struct record_kind *agent = &record_kinds[RECORD_AGENT];
    assert_string_equal(mcp_uri_format(arena, agent, "a/b c"), "rostrum://agents/a%2Fb%20c");
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *text = mcp_uri_format(arena, &record_kinds[RECORD_TEAM], names[i]);
        assert_int_equal(mcp_uri_parse(arena, text, &uri), ERR_NONE);
        assert_string_equal(uri.name, names[i]);
        assert_ptr_equal(uri.kind, &record_kinds[RECORD_TEAM]);
    }
    static const char *const bad[] = {"",
                                      "rostrum://",
                                      "rostrum://agents/",
                                      "x",
                                      "rostrum://prompts/a",
                                      "rostrum://agents/%",
                                      "/",
                                      "rostrum://agents/%00",
                                      "rostrum://agents/%FF",
                                      "rostrum://agents"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (mcp_uri_parse(arena, bad[i], &uri) != ERR_INVALID)
            fail_msg("%s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_have_a_kind),
        cmocka_unit_test(what_is_no_message_is_refused),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(a_name_is_one_segment_of_an_address),
    };
    return cmocka_run_group_tests(tests, make_arena, end_arena);
}
