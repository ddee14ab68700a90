#include "test.h"

#include <string.h>

#include "api/mcp/mcp_fill.h"
#include "base/buf.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_reference.h"

/* Prompts are filled in with arguments: once, as they are. */

static struct arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = arena_create((size_t)512 << 20);
    return 0;
}

static int end_arena(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static json_t *parse(const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (text == NULL)
        return NULL;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s: %s", problem, text);
    return json;
}

static const char *fill(const char *messages, const char *arguments, const char **roles)
{
    struct mcp_filled filled;
    const char *problem = NULL;
    if (mcp_fill(arena, parse(messages), parse(arguments), &filled, &problem) != ERR_NONE) {
        assert_non_null(problem);
        return problem;
    }
    if (roles != NULL)
        *roles = json_format(arena, filled.roles, JSON_LINE).data;
    struct buf texts;
    buf_init(&texts, arena);
    for (size_t i = 0; i < json_array_size(filled.messages); i++) {
        const json_t *message = json_array_get(filled.messages, i);
        const json_t *content = json_object_get(message, "content");
        assert_string_equal(json_text(content, "type"), "text");
        buf_printf(&texts, "%s%s: %s", i == 0 ? "" : "\n", json_text(message, "role"),
                   json_text(content, "text"));
    }
    return texts.data;
}

static const char *fill_one(const char *content, const char *arguments)
{
    json_t *messages =
        json_keep(arena, json_pack("[{s:s, s:s}]", "role", "user", "content", content));
    return fill(json_format(arena, messages, JSON_LINE).data, arguments, NULL);
}

static void a_value_is_put_in_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(fill_one("{{a}}", "{\"a\":\"x\"}"), "user: x");
    assert_string_equal(fill_one("{{ a }}{{a}}{{a}}", "{\"a\":\"$& $1 \\\\1 %s & <b>\"}"),
                        "user: $& $1 \\1 %s & <b>$& $1 \\1 %s & <b>$& $1 \\1 %s & <b>");
    assert_string_equal(fill_one("[{{a}}]", "{\"a\":\"\"}"), "user: []");
    assert_string_equal(fill_one("{{a}}", "{\"a\":\"line\\r\\n\\ud83d\\ude00\\u2028\"}"),
                        "user: line\r\n\xf0\x9f\x98\x80\xe2\x80\xa8");
}

static void a_value_is_not_filled_in_again(void **state)
{
    (void)state;
    assert_string_equal(fill_one("{{a}} {{b}}", "{\"a\":\"{{b}}\",\"b\":\"{{a}}\"}"),
                        "user: {{b}} {{a}}");
    assert_string_equal(fill_one("{{{a}}}", "{\"a\":\"{b}\"}"), "user: {{b}}");
    assert_string_equal(fill_one("{{a}}b}}", "{\"a\":\"{{\",\"b\":\"no\"}"), "user: {{b}}");
    assert_string_equal(fill_one("{{a}}", "{\"a\":\"@@@prompt:name=x@@@\"}"),
                        "user: @@@prompt:name=x@@@");
}

static void what_is_no_variable_stays(void **state)
{
    (void)state;
    assert_string_equal(fill_one("{{user-name}} {{1}} {{}} { {a} }", NULL),
                        "user: {{user-name}} {{1}} {{}} { {a} }");
    assert_string_equal(fill_one("no variable", "{\"other\":\"ignored\"}"), "user: no variable");
}

static void a_missing_argument_is_named_once(void **state)
{
    (void)state;
    assert_string_equal(fill_one("{{b}} {{a}} {{b}} {{c}}", "{\"c\":\"x\"}"),
                        "Arguments are missing: b, a.");
    assert_string_equal(fill("[{\"role\":\"user\",\"content\":\"{{a}}\"},"
                             "{\"role\":\"user\",\"content\":\"{{a}} {{ab}}\"}]",
                             "{}", NULL),
                        "Arguments are missing: a, ab.");
    struct buf many;
    buf_init(&many, arena);
    for (int i = 0; i < 100000; i++)
        buf_printf(&many, "{{v%d}}", i);
    const char *problem = fill_one(many.data, "{}");
    assert_non_null(strstr(problem, "v19 and more."));
    assert_null(strstr(problem, "v20"));
}

static void arguments_are_texts(void **state)
{
    (void)state;
    static const char *const others[] = {"1", "null", "true", "[]", "{}"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        const char *arguments = arena_printf(arena, "{\"a\":%s}", others[i]);
        assert_string_equal(fill_one("{{a}}", arguments), "The argument \"a\" must be a string.");
    }
    assert_string_equal(fill_one("x", "[]"), "The arguments must be an object.");
    assert_string_equal(fill_one("x", "null"), "The arguments must be an object.");
}

static const char chat[] = "[{\"role\":\"system\",\"content\":\"{{who}}\"},"
                           "{\"placeholder\":\"history\"},"
                           "{\"role\":\"assistant\",\"content\":\"Yes?\"}]";

static void roles_become_those_of_mcp(void **state)
{
    (void)state;
    const char *roles = NULL;
    assert_string_equal(fill(chat, "{\"who\":\"me\"}", &roles), "user: me\nassistant: Yes?");
    assert_string_equal(roles, "[\"system\",\"assistant\"]");
}

static void parts_and_calls_of_tools_are_messages(void **state)
{
    (void)state;
    const char *roles = NULL;
    assert_string_equal(
        fill("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see {{a}}\"},"
             "{\"type\":\"image_url\",\"image_url\":{\"url\":\"{{a}}\"}}]},"
             "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"{{b}}\"}]},"
             "{\"role\":\"tool\",\"content\":\"done\"}]",
             "{\"a\":\"this\"}", &roles),
        "user: see this\n"
        "user: {\"type\":\"image_url\",\"image_url\":{\"url\":\"{{a}}\"}}\n"
        "assistant: [{\"id\":\"{{b}}\"}]\n"
        "user: done");
    assert_string_equal(roles, "[\"user\",\"user\",\"assistant\",\"tool\"]");
}

static const char *fill_history(const char *history, const char **roles)
{
    json_t *arguments = json_keep(arena, json_pack("{s:s, s:s}", "who", "me", "history", history));
    return fill(chat, json_format(arena, arguments, JSON_LINE).data, roles);
}

static void a_placeholder_takes_messages(void **state)
{
    (void)state;
    const char *roles = NULL;
    assert_string_equal(
        fill_history("[{\"role\":\"developer\",\"content\":\"{{who}}\"},"
                     "{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"a\"}}]",
                     &roles),
        "user: me\nuser: {{who}}\nassistant: a\nassistant: Yes?");
    assert_string_equal(roles, "[\"system\",\"developer\",\"assistant\",\"assistant\"]");
    assert_string_equal(fill_history("[]", NULL), "user: me\nassistant: Yes?");
    assert_string_equal(fill_history("", NULL), "user: me\nassistant: Yes?");
}

static void what_are_no_messages_is_refused(void **state)
{
    (void)state;
    static const char refusal[] =
        "The argument \"history\" must be the JSON of a list of messages, "
        "each with a role and a content.";
    static const char *const bad[] = {"{",
                                      "{}",
                                      "7",
                                      "\"x\"",
                                      "null",
                                      "[1]",
                                      "[{}]",
                                      "[{\"role\":\"user\"}]",
                                      "[{\"role\":\"\",\"content\":\"x\"}]",
                                      "[{\"role\":\"user\",\"content\":7}]",
                                      "[{\"role\":\"user\",\"content\":{\"type\":\"image\"}}]",
                                      "[null]",
                                      "hello"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_string_equal(fill_history(bad[i], NULL), refusal);
    struct buf deep;
    buf_init(&deep, arena);
    for (int i = 0; i < 5000; i++)
        buf_add_char(&deep, '[');
    assert_string_equal(fill_history(deep.data, NULL), refusal);
    struct buf many;
    buf_init(&many, arena);
    buf_add_text(&many, "[");
    for (int i = 0; i <= CHAT_MESSAGES_MAX; i++)
        buf_printf(&many, "%s{\"role\":\"user\",\"content\":\"\"}", i == 0 ? "" : ",");
    buf_add_text(&many, "]");
    assert_string_equal(fill_history(many.data, NULL), refusal);
}

static void what_becomes_too_long_is_refused(void **state)
{
    (void)state;
    static const char refusal[] = "The prompt is too long with these arguments.";
    char *value = arena_alloc(arena, 1024 * 1024 + 1);
    memset(value, 'x', 1024 * 1024);
    json_t *arguments = json_keep(arena, json_pack("{s:s}", "a", value));
    const char *text = json_format(arena, arguments, JSON_LINE).data;
    assert_int_equal(strlen(fill_one("{{a}}{{a}}{{a}}{{a}}", text)), 4 * 1024 * 1024 + 6);
    assert_string_equal(fill_one("{{a}}{{a}}{{a}}{{a}}.", text), refusal);
    assert_string_equal(fill("[{\"role\":\"user\",\"content\":\"{{a}}{{a}}{{a}}\"},"
                             "{\"role\":\"user\",\"content\":\"{{a}}{{a}}\"}]",
                             text, NULL),
                        refusal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_put_in_as_it_is),
        cmocka_unit_test(a_value_is_not_filled_in_again),
        cmocka_unit_test(what_is_no_variable_stays),
        cmocka_unit_test(a_missing_argument_is_named_once),
        cmocka_unit_test(arguments_are_texts),
        cmocka_unit_test(roles_become_those_of_mcp),
        cmocka_unit_test(parts_and_calls_of_tools_are_messages),
        cmocka_unit_test(a_placeholder_takes_messages),
        cmocka_unit_test(what_are_no_messages_is_refused),
        cmocka_unit_test(what_becomes_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, make_arena, end_arena);
}
