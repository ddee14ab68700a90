#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/prompt/prompt_chat.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(64 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static struct prompt_chat parse(const char *json)
{
    struct prompt_chat chat;
    const char *problem = NULL;
    if (prompt_chat_parse(arena, json, strlen(json), &chat, &problem) != ERR_NONE)
        fail_msg("%s: %s", json, problem);
    return chat;
}

static void assert_refused(const char *json, const char *part_of_problem)
{
    struct prompt_chat chat;
    const char *problem = NULL;
    assert_int_equal(prompt_chat_parse(arena, json, strlen(json), &chat, &problem), ERR_INVALID);
    if (strstr(problem, part_of_problem) == NULL)
        fail_msg("%s was refused with: %s", json, problem);
}

static void assert_canonical(const char *json, const char *expected)
{
    struct prompt_chat chat = parse(json);
    size_t len = 0;
    const char *text = prompt_chat_format(arena, &chat, &len);
    assert_string_equal(text, expected);
    assert_int_equal(len, strlen(expected));
}

static void roles_have_names(void **state)
{
    (void)state;
    for (int i = CHAT_SYSTEM; i <= CHAT_PLACEHOLDER; i++) {
        enum chat_role role = CHAT_SYSTEM;
        assert_int_equal(chat_role_parse(chat_role_name((enum chat_role)i), &role), ERR_NONE);
        assert_int_equal(role, i);
    }
    enum chat_role role = CHAT_USER;
    assert_int_equal(chat_role_parse("User", &role), ERR_INVALID);
    assert_int_equal(chat_role_parse("", &role), ERR_INVALID);
}

static void messages_are_read(void **state)
{
    (void)state;
    struct prompt_chat chat = parse(" [ {\"role\":\"system\", \"content\":\"Be {{tone}}.\"},\n"
                                    "{\"placeholder\": \"history\"},"
                                    "{\"content\":\"\",\"role\":\"user\"},"
                                    "{\"role\":\"assistant\",\"content\":\"ok\"}] ");
    assert_int_equal(chat.count, 4);
    assert_int_equal(chat.messages[0].role, CHAT_SYSTEM);
    assert_string_equal(chat.messages[0].content, "Be {{tone}}.");
    assert_int_equal(chat.messages[0].content_len, 12);
    assert_null(chat.messages[0].placeholder);
    assert_int_equal(chat.messages[1].role, CHAT_PLACEHOLDER);
    assert_string_equal(chat.messages[1].placeholder, "history");
    assert_string_equal(chat.messages[1].content, "");
    assert_int_equal(chat.messages[2].role, CHAT_USER);
    assert_int_equal(chat.messages[2].content_len, 0);
    assert_int_equal(chat.messages[3].role, CHAT_ASSISTANT);
}

static void the_canonical_form_is_compact(void **state)
{
    (void)state;
    assert_canonical(" [ { \"content\" : \"a\\/b\\u00e9\" , \"role\" : \"user\" } ]",
                     "[{\"role\":\"user\",\"content\":\"a/bé\"}]");
    assert_canonical("[{\"placeholder\":\"h\"}]", "[{\"placeholder\":\"h\"}]");
    assert_canonical("[{\"role\":\"user\",\"content\":\"\\\"\\\\\\n\\t\\u0001\"}]",
                     "[{\"role\":\"user\",\"content\":\"\\\"\\\\\\n\\t\\u0001\"}]");
}

static void contents_come_back_byte_for_byte(void **state)
{
    (void)state;
    const char *const contents[] = {
        "",
        "  leading and trailing  \n\n",
        "tab\t cr\r crlf\r\n vt\v ff\f bs\b esc\x1b del\x7f",
        "line\xe2\x80\xa8paragraph\xe2\x80\xa9 bom\xef\xbb\xbf",
        "👩‍👩‍👧 🎉 é e\xcc\x81 \xf4\x8f\xbf\xbf",
        "\"quotes\" \\back\\ / </script> {{x}} @@@prompt:name=a@@@",
    };
    for (size_t i = 0; i < COUNT_OF(contents); i++) {
        struct chat_message message = {
            .role = CHAT_USER, .content = contents[i], .content_len = strlen(contents[i])};
        struct prompt_chat chat = {1, &message};
        size_t len = 0;
        const char *json = prompt_chat_format(arena, &chat, &len);
        struct prompt_chat again = parse(json);
        assert_int_equal(again.count, 1);
        assert_int_equal(again.messages[0].content_len, strlen(contents[i]));
        assert_string_equal(again.messages[0].content, contents[i]);
        assert_canonical(json, json);
    }
}

static void what_is_no_chat_is_refused(void **state)
{
    (void)state;
    assert_refused("", "not valid JSON");
    assert_refused("[", "not valid JSON: line 1");
    assert_refused("[\n\n{]", "not valid JSON: line 3");
    assert_refused("[] x", "not valid JSON");
    assert_refused("{}", "array");
    assert_refused("\"text\"", "JSON");
    assert_refused("[]", "at least one");
    assert_refused("[{\"role\":\"user\",\"role\":\"user\",\"content\":\"\"}]", "not valid JSON");
    assert_refused("[{\"role\":\"user\",\"content\":\"\\u0000\"}]", "not valid JSON");
    assert_refused("[{\"role\":\"user\",\"content\":\"\\ud800\"}]", "not valid JSON");
}

#define GOOD "{\"role\":\"user\",\"content\":\"\"},"

static void a_bad_message_is_named_by_its_number(void **state)
{
    (void)state;
    assert_refused("[1]", "Message 1: it must be an object");
    assert_refused("[" GOOD "null]", "Message 2: it must be an object");
    assert_refused("[" GOOD "{}]", "Message 2: it must have a role");
    assert_refused("[" GOOD "{\"role\":\"user\"}]", "Message 2: it must have a role");
    assert_refused("[{\"role\":\"user\",\"content\":\"\",\"nam\":\"x\"}]",
                   "Message 1: it must have");
    assert_refused("[{\"role\":\"function\",\"content\":\"\"}]", "assistant or tool");
    assert_refused("[{\"role\":\"placeholder\",\"content\":\"\"}]",
                   "system, developer, user, assistant or tool");
    assert_refused("[{\"role\":1,\"content\":\"\"}]", "system, developer, user, assistant or tool");
    assert_refused("[{\"role\":\"user\",\"content\":1}]", "content must be a text");
    assert_refused("[{\"role\":\"user\",\"content\":null}]", "content must be a text");
    assert_refused("[{\"placeholder\":1}]", "name must be a text");
    assert_refused("[{\"placeholder\":\"h\",\"role\":\"user\"}]", "no other keys");
    assert_refused("[" GOOD GOOD "{\"placeholder\":\"1x\"}]", "Message 3: a placeholder's name");
    assert_refused("[{\"placeholder\":\"\"}]", "Message 1: a placeholder's name");
}

#define CALL                                                                                       \
    "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":"          \
    "\"{\\\"q\\\":1.0}\"}}"

static void messages_of_tools_keep_all_their_keys(void **state)
{
    (void)state;
    static const char text[] =
        "[{\"role\":\"developer\",\"content\":\"Be brief.\"},"
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is {{x}}?\"},"
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x/{{y}}.png\",\"detail\":"
        "\"low\"}}],\"name\":\"ada\"},"
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" CALL "]},"
        "{\"role\":\"assistant\",\"tool_calls\":[" CALL "],\"refusal\":null},"
        "{\"role\":\"tool\",\"content\":\"\",\"tool_call_id\":\"c1\"}]";
    struct prompt_chat chat = parse(text);
    assert_int_equal(chat.messages[0].role, CHAT_DEVELOPER);
    assert_false(chat_message_is_rich(&chat.messages[0]));
    assert_int_equal(chat.messages[1].shape, CHAT_PARTS);
    assert_int_equal(chat.messages[1].part_count, 2);
    assert_string_equal(chat.messages[1].parts[0].text.data, "What is {{x}}?");
    assert_null(chat.messages[1].parts[1].text.data);
    assert_string_equal(chat.messages[1].content, "");
    assert_int_equal(chat.messages[2].shape, CHAT_NULL);
    assert_int_equal(chat.messages[3].shape, CHAT_ABSENT);
    assert_int_equal(chat.messages[4].role, CHAT_TOOL);
    assert_true(chat_message_is_rich(&chat.messages[4]));
    assert_canonical(text, text);
    assert_canonical("[{\"tool_call_id\":\"c\",\"content\":\"r\",\"role\":\"tool\"}]",
                     "[{\"role\":\"tool\",\"content\":\"r\",\"tool_call_id\":\"c\"}]");
}

static enum err shout(void *context, struct text *text)
{
    int *count = context;
    ++*count;
    text->data = arena_printf(arena, "%s!", text->data);
    text->len++;
    return ERR_NONE;
}

static enum err refuse_second(void *context, struct text *text)
{
    int *count = context;
    (void)text;
    return ++*count == 2 ? ERR_NOT_FOUND : ERR_NONE;
}

static void each_text_is_found_in_parts_too(void **state)
{
    (void)state;
    struct prompt_chat chat =
        parse("[{\"role\":\"user\",\"content\":\"a\"},{\"placeholder\":\"h\"},"
              "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"b\",\"x\":1},"
              "{\"type\":\"file\",\"text\":\"no\"},{\"type\":\"input_text\",\"text\":\"c\"}]},"
              "{\"role\":\"assistant\",\"tool_calls\":[" CALL "]}]");
    int count = 0;
    size_t len = 0;
    assert_int_equal(prompt_chat_each_text(&chat, shout, &count), ERR_NONE);
    assert_int_equal(count, 3);
    assert_string_equal(
        prompt_chat_format(arena, &chat, &len),
        "[{\"role\":\"user\",\"content\":\"a!\"},{\"placeholder\":\"h\"},"
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"b!\",\"x\":1},"
        "{\"type\":\"file\",\"text\":\"no\"},{\"type\":\"input_text\",\"text\":\"c!\"}]},"
        "{\"role\":\"assistant\",\"tool_calls\":[" CALL "]}]");
    count = 0;
    assert_int_equal(prompt_chat_each_text(&chat, refuse_second, &count), ERR_NOT_FOUND);
    assert_int_equal(count, 2);
}

static void bad_parts_and_calls_are_refused(void **state)
{
    (void)state;
#define USER "[{\"role\":\"user\",\"content\":"
    assert_refused(USER "[]}]", "no parts");
    assert_refused(USER "[1]}]", "an object with a type");
    assert_refused(USER "[{\"text\":\"x\"}]}]", "an object with a type");
    assert_refused(USER "[{\"type\":\"text\"}]}]", "text of a part");
    assert_refused(USER "{}}]", "a text or a list of parts");
    assert_refused(USER "\"\",\"name\":1}]", "must be texts");
    assert_refused(USER "\"\",\"tool_calls\":{}}]", "list of tool calls");
    assert_refused(USER "\"\",\"tool_calls\":[]}]", "list of tool calls");
    assert_refused(USER "\"\",\"tool_calls\":[1]}]", "must be an object");
    struct buf deep;
    buf_init(&deep, arena);
    buf_add_text(&deep, USER "[{\"type\":\"x\",\"y\":");
    for (int i = 0; i < 40; i++)
        buf_add_text(&deep, "[");
    for (int i = 0; i < 40; i++)
        buf_add_text(&deep, "]");
    buf_add_text(&deep, "}]}]");
    assert_refused(deep.data, "deeper than 31");
}

static void there_are_at_most_two_hundred_messages(void **state)
{
    (void)state;
    struct buf json;
    buf_init(&json, arena);
    buf_add_text(&json, "[");
    for (int i = 1; i < CHAT_MESSAGES_MAX; i++)
        buf_add_text(&json, GOOD);
    const char *full = arena_printf(arena, "%s{\"placeholder\":\"h\"}]", json.data);
    assert_int_equal(parse(full).count, CHAT_MESSAGES_MAX);
    assert_refused(arena_printf(arena, "%s" GOOD "{\"placeholder\":\"h\"}]", json.data),
                   "too many messages: at most 200");
}

static void a_chat_from_a_form_is_checked_too(void **state)
{
    (void)state;
    struct chat_message messages[] = {{.role = CHAT_USER, .content = ""},
                                      {.role = CHAT_PLACEHOLDER, .content = ""}};
    const char *problem = NULL;
    struct prompt_chat chat = {0, messages};
    assert_int_equal(prompt_chat_check(arena, &chat, &problem), ERR_INVALID);
    chat.count = 1;
    assert_int_equal(prompt_chat_check(arena, &chat, &problem), ERR_NONE);
    chat.count = 2;
    assert_int_equal(prompt_chat_check(arena, &chat, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "Message 2"));
    messages[1].placeholder = "history";
    assert_int_equal(prompt_chat_check(arena, &chat, &problem), ERR_NONE);
}

static void hostile_megabytes_are_refused(void **state)
{
    (void)state;
    const char *const units[] = {"[", "[],", "{\"a\":", "1,", "\"", "\\", "[{},"};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        struct buf json;
        buf_init(&json, arena);
        buf_add_text(&json, "[");
        while (json.len < 1024 * 1024)
            buf_add_text(&json, units[i]);
        buf_add_text(&json, "1]");
        struct prompt_chat chat;
        const char *problem = NULL;
        assert_int_equal(prompt_chat_parse(arena, json.data, json.len, &chat, &problem),
                         ERR_INVALID);
        assert_non_null(problem);
        arena_reset(arena);
    }
}

static void a_megabyte_of_content_comes_back(void **state)
{
    (void)state;
    char *content = arena_alloc(arena, 1024 * 1024 + 1);
    memset(content, '\x01', 1024 * 1024);
    struct chat_message message = {
        .role = CHAT_USER, .content = content, .content_len = 1024 * 1024};
    struct prompt_chat chat = {1, &message};
    size_t len = 0;
    const char *json = prompt_chat_format(arena, &chat, &len);
    struct prompt_chat again = parse(json);
    assert_int_equal(again.messages[0].content_len, 1024 * 1024);
    assert_memory_equal(again.messages[0].content, content, 1024 * 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_have_names),
        cmocka_unit_test(messages_are_read),
        cmocka_unit_test(the_canonical_form_is_compact),
        cmocka_unit_test(contents_come_back_byte_for_byte),
        cmocka_unit_test(what_is_no_chat_is_refused),
        cmocka_unit_test(a_bad_message_is_named_by_its_number),
        cmocka_unit_test(messages_of_tools_keep_all_their_keys),
        cmocka_unit_test(each_text_is_found_in_parts_too),
        cmocka_unit_test(bad_parts_and_calls_are_refused),
        cmocka_unit_test(there_are_at_most_two_hundred_messages),
        cmocka_unit_test(a_chat_from_a_form_is_checked_too),
        cmocka_unit_test(hostile_megabytes_are_refused),
        cmocka_unit_test(a_megabyte_of_content_comes_back),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
