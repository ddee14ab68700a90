#include "prompt.h"

#include "base/buf.h"
#include "data/edit/record_save.h"
#include "data/prompt/prompt.h"

/* Chats with the messages of tools, as a program stores them: shown, previewed, compared and edited
 * without losing a byte. */

#define CALL                                                                                       \
    "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"find_order\","              \
    "\"arguments\":"                                                                               \
    "\"{\\\"id\\\": 1.0}\"}}"

/* Not in the canonical order of keys: a program's body stays as it was sent. */
static const char stored[] =
    "[{\"content\":\"Be <brief> with {{customer}}.\",\"role\":\"developer\"},"
    "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Where is {{order}}?\"},"
    "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x.example.com/{{nothing}}.png\"}}]},"
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" CALL "]},"
    "{\"role\":\"tool\",\"content\":\"{\\\"state\\\":\\\"sent\\\"}\",\"tool_call_id\":\"call_1\","
    "\"name\":\"find_order\"}]";

static struct arena *texts; /* what outlives a request */

/* What a program saves: its address as pages have it. */
static struct prompt_address store(struct fixture *f, const char *body)
{
    struct prompt_address address;
    struct prompt_draft draft = {.name = "support/order",
                                 .description = "",
                                 .tags = "",
                                 .message = "",
                                 .type = PROMPT_CHAT,
                                 .body = {body, strlen(body)},
                                 .settings = ""};
    struct problem problem = {0};
    struct record_saved saved;
    char text[UUID_TEXT_LEN];
    fixture_begin(f);
    if (prompt_create(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &draft, &saved,
                      &problem) != ERR_NONE)
        fail_msg("%s", problem.message);
    uuid_format(&saved.id, text);
    (void)snprintf(address.text, sizeof address.text, "/prompts/%s", text);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    return address;
}

/* The body as it is stored now, and its version. */
static const char *body_of(struct fixture *f, int64_t version)
{
    struct prompt prompt;
    fixture_begin(f);
    assert_int_equal(prompt_get_by_name(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                                        "support/order", &prompt),
                     ERR_NONE);
    assert_int_equal(prompt.version, version);
    return arena_copy(texts, prompt.body.data, prompt.body.len);
}

static void a_page_shows_every_part_and_key(void **state)
{
    struct fixture *f = *state;
    struct prompt_address address = store(f, stored);
    struct response *page = fixture_get(f, address.text);
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "1. Developer</h2>");
    fixture_assert_has(page, "Be &lt;brief&gt; with <mark class=\"var\">{{customer}}</mark>.");
    fixture_assert_has(page, "2. User, part 1: text</h2>");
    fixture_assert_has(page, "Where is <mark class=\"var\">{{order}}</mark>?");
    fixture_assert_has(page, "2. User, part 2: image_url</h2>");
    fixture_assert_has(page, "https://x.example.com/{{nothing}}.png");
    fixture_assert_has_not(page, "<mark class=\"var\">{{nothing}}");
    fixture_assert_has(page, "3. Assistant: tool_calls</h2>");
    fixture_assert_has(page, "&quot;name&quot;: &quot;find_order&quot;");
    fixture_assert_has(page, "4. Tool</h2>");
    fixture_assert_has(page, "4. Tool: tool_call_id, name</h2>");
    fixture_assert_has_not(page, "3. Assistant</h2>");
}

static void a_preview_fills_in_texts_alone(void **state)
{
    struct fixture *f = *state;
    struct prompt_address address = store(f, stored);
    struct response *page =
        post_below(f, address, "/preview", "version=1&var.customer=Ada&var.order=%2242%22");
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "Be &lt;brief&gt; with Ada.");
    fixture_assert_has(page, "Where is &quot;42&quot;?");
    fixture_assert_has(page, "https://x.example.com/{{nothing}}.png");
    fixture_assert_has(page, "find_order");
}

/* The fields of the editor as a browser sends them back, with \r\n in its texts. */
static const char *form_of(struct fixture *f, struct prompt_address address, const char *second)
{
    static const char call[] = "{\r\n  \"content\": null,\r\n  \"tool_calls\": [" CALL "]\r\n}";
    static const char tool[] = "{\"content\": \"{\\\"state\\\":\\\"sent\\\"}\", \"tool_call_id\": "
                               "\"call_1\", \"name\": \"find_order\"}";
    struct response *page = get_below(f, address, "/edit");
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "<option value=\"developer\" selected>Developer</option>");
    fixture_assert_has(page, "<option value=\"user:json\" selected>User (JSON)</option>");
    fixture_assert_has(page, "<option value=\"assistant:json\" selected>Assistant (JSON)");
    fixture_assert_has(page, "<option value=\"tool:json\" selected>Tool (JSON)</option>");
    fixture_assert_has(page, "&quot;text&quot;: &quot;Where is {{order}}?&quot;");
    return arena_printf(
        texts,
        "name=support%%2Forder&type=chat&revision=1&role=developer&content=%s&role=user:json&"
        "content=%s&role=assistant:json&content=%s&role=tool:json&content=%s",
        text_percent_encode(texts, "Be <brief> with {{customer}}."),
        text_percent_encode(texts, second), text_percent_encode(texts, call),
        text_percent_encode(texts, tool));
}

#define PARTS                                                                                      \
    "{\"content\": [{\"type\": \"text\", \"text\": \"Where is {{order}}?\"},\r\n {\"image_url\": " \
    "{\"url\": \"https://x.example.com/{{nothing}}.png\"}, \"type\": \"image_url\"}]}"

static void what_nobody_edits_stays_byte_for_byte(void **state)
{
    struct fixture *f = *state;
    struct prompt_address address = store(f, stored);
    const char *form = form_of(f, address, PARTS);
    fixture_assert_status(post_below(f, address, "/edit", form), 303);
    assert_string_equal(body_of(f, 1), stored);
}

static void an_edited_message_leaves_the_others_as_they_are(void **state)
{
    struct fixture *f = *state;
    struct prompt_address address = store(f, stored);
    const char *form =
        form_of(f, address,
                "{\"content\": [{\"type\": \"text\", \"text\": \"When?\"}], \"name\": \"ada\"}");
    fixture_assert_status(post_below(f, address, "/edit", form), 303);
    assert_string_equal(
        body_of(f, 2),
        "[{\"role\":\"developer\",\"content\":\"Be <brief> with {{customer}}.\"},"
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"When?\"}],\"name\":\"ada\"},"
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" CALL "]},"
        "{\"role\":\"tool\",\"content\":\"{\\\"state\\\":\\\"sent\\\"}\",\"tool_call_id\":"
        "\"call_1\",\"name\":\"find_order\"}]");
    struct response *diff = get_below(f, address, "/diff?from=1&to=2");
    fixture_assert_status(diff, 200);
    fixture_assert_has(diff, "When?");
    fixture_assert_has(diff, "image_url");
}

static void bad_json_of_a_message_comes_back_as_typed(void **state)
{
    struct fixture *f = *state;
    struct prompt_address address = store(f, stored);
    static const char *const bad[][2] = {
        {"{\"content\": ", "Message 2: it is no JSON."},
        {"[]", "Message 2: as JSON it must be an object"},
        {"{\"content\": 1}", "Message 2: the content must be a text or a list of parts."},
        {"{\"content\": \"x\", \"mood\": 1}", "Message 2: it must have a role and a content"},
        {"{\"content\": \"x\", \"role\": \"user\", \"name\": 7}", "must be texts"}};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct response *refused = post_below(f, address, "/edit", form_of(f, address, bad[i][0]));
        fixture_assert_status(refused, 422);
        fixture_assert_has(refused, bad[i][1]);
        fixture_assert_has(refused, "<option value=\"user:json\" selected>");
    }
    assert_string_equal(body_of(f, 1), stored);
}

/* Rows of both shapes move together, and a reference goes into a text alone. */
static void buttons_keep_the_shape_of_a_message(void **state)
{
    struct fixture *f = *state;
    struct prompt_address address = store(f, stored);
    const char *form = form_of(f, address, PARTS);
    struct response *page =
        post_below(f, address, "/edit", arena_printf(texts, "%s&do=up:3", form));
    fixture_assert_status(page, 200);
    const char *third = strstr(fixture_between(f, page, "id=\"role-2\"", "id=\"role-3\""),
                               "<option value=\"assistant:json\" selected>");
    assert_non_null(third);
    page = post_below(f, address, "/edit", arena_printf(texts, "%s&do=remove:4", form));
    fixture_assert_has_not(page, "id=\"role-4\"");
    page = post_below(f, address, "/edit", arena_printf(texts, "%s&do=add", form));
    fixture_assert_has(page, "id=\"role-5\"");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_shows_every_part_and_key),
        TEST(a_preview_fills_in_texts_alone),
        TEST(what_nobody_edits_stays_byte_for_byte),
        TEST(an_edited_message_leaves_the_others_as_they_are),
        TEST(bad_json_of_a_message_comes_back_as_typed),
        TEST(buttons_keep_the_shape_of_a_message),
    };
    texts = arena_create(64 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
