#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/prompt/prompt_label_list.h"
#include "domain/record/label.h"
#include "mcp.h"
#include "sets.h"
#include "teams.h"

/* MCP: who sees what, pages, and what an answer costs: over app_serve. */

#define CONFIG "{\"model\":{\"name\":\"m\"}}"

static char secret[API_SECRET_LEN];

static struct uuid release(struct fixture *f, int persona, const char *name, const char *body)
{
    struct uuid id = make_prompt(f, persona, name, body);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, LABEL_PRODUCTION, 0, 1), ERR_NONE);
    return id;
}

/* The names of a page, with commas. */
static const char *names_of(struct fixture *f, const json_t *result, const char *key)
{
    struct buf names;
    buf_init(&names, f->arena);
    const json_t *items = json_object_get(result, key);
    for (size_t i = 0; i < json_array_size(items); i++)
        buf_printf(&names, "%s%s", i == 0 ? "" : ",", json_text(json_array_get(items, i), "name"));
    return names.data;
}

static const char *prompt_names(struct fixture *f, const char *token)
{
    return names_of(f, mcp_take(f, token, "prompts/list", "{}"), "prompts");
}

static void a_list_has_what_is_released(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_PROMPTS_READ, secret);
    release(f, PERSONA_CUSTOMER_ADMIN, "b10", "x");
    release(f, PERSONA_CUSTOMER_ADMIN, "b9", "x");
    struct uuid gone = release(f, PERSONA_CUSTOMER_ADMIN, "archived", "x");
    make_prompt(f, PERSONA_CUSTOMER_ADMIN, "draft", "x");
    assert_int_equal(archive_prompt(f, PERSONA_CUSTOMER_ADMIN, &gone), ERR_NONE);
    assert_string_equal(prompt_names(f, secret), "b9,b10");
    struct uuid late = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "a", "x");
    assert_string_equal(prompt_names(f, secret), "b9,b10");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &late, LABEL_PRODUCTION, 0, 1),
                     ERR_NONE);
    assert_string_equal(prompt_names(f, secret), "a,b9,b10");
    assert_string_equal(mcp_refused(f, secret, "prompts/get", "{\"name\":\"draft\"}", -32602),
                        "Prompt not found: \"draft\" with label \"production\".");
}

static void the_version_is_the_one_with_the_label(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    struct uuid id = release(f, PERSONA_CUSTOMER_ADMIN, "p", "one {{a}}");
    (void)save_body(f, &id, "two {{b}}");
    json_t *prompt =
        json_array_get(json_object_get(mcp_take(f, secret, "prompts/list", "{}"), "prompts"), 0);
    assert_string_equal(names_of(f, prompt, "arguments"), "a");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, LABEL_PRODUCTION, 1, 2), ERR_NONE);
    prompt =
        json_array_get(json_object_get(mcp_take(f, secret, "prompts/list", "{}"), "prompts"), 0);
    assert_string_equal(names_of(f, prompt, "arguments"), "b");
    const char *tool = "{\"name\":\"get_prompt\",\"arguments\":{\"name\":\"p\",\"version\":1}}";
    json_t *content = json_object_get(mcp_take(f, secret, "tools/call", tool), "content");
    assert_non_null(strstr(json_text(json_array_get(content, 0), "text"), "one {{a}}"));
}

/* The second answer asks nothing but who it is, and a change shows at once. */
static void a_served_prompt_comes_from_memory(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    struct uuid id = release(f, PERSONA_CUSTOMER_ADMIN, "served", "one");
    assert_string_equal(mcp_prompt_text(f, secret, "served"), "one");
    int statements = f->work.statements;
    assert_string_equal(mcp_prompt_text(f, secret, "served"), "one");
    assert_in_range(f->work.statements, 1, 2);
    assert_true(statements > f->work.statements);
    (void)save_body(f, &id, "two");
    assert_string_equal(mcp_prompt_text(f, secret, "served"), "one");
    (void)move_label(f, PERSONA_CUSTOMER_ADMIN, &id, LABEL_PRODUCTION, 1, 2);
    assert_string_equal(mcp_prompt_text(f, secret, "served"), "two");
    (void)prompt_names(f, secret);
    (void)prompt_names(f, secret);
    assert_in_range(f->work.statements, 1, 2);
}

/* What another is given is not what was kept for the first. */
static void a_token_sees_what_it_may(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"in/a", "out"};
    char token[API_SECRET_LEN];
    for (size_t i = 0; i < COUNT_OF(names); i++)
        release(f, PERSONA_CUSTOMER_ADMIN, names[i], names[i]);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    assert_string_equal(prompt_names(f, secret), "in/a,out");
    assert_string_equal(mcp_prompt_text(f, secret, "out"), "out");

    make_token_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], SCOPE_PROMPTS_READ, "in", token);
    assert_string_equal(prompt_names(f, token), "in/a");
    assert_string_equal(mcp_prompt_text(f, token, "in/a"), "in/a");
    (void)mcp_refused(f, token, "prompts/get", "{\"name\":\"out\"}", -32602);

    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_AGENTS_READ, token);
    assert_string_equal(prompt_names(f, token), "");
    (void)mcp_refused(f, token, "prompts/get", "{\"name\":\"out\"}", -32602);

    make_token(f, PERSONA_PLATFORM_ADMIN, SCOPE_ALL, token); /* sees names only */
    assert_string_equal(prompt_names(f, token), "");
    (void)mcp_refused(f, token, "prompts/get", "{\"name\":\"out\"}", -32602);

    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_ALL, NULL, token);
    assert_string_equal(prompt_names(f, token), "");
    (void)mcp_refused(f, token, "prompts/get", "{\"name\":\"out\"}", -32602);
    (void)mcp_refused(f, token, "prompts/get", "{\"name\":\"in/a\"}", -32602);
}

/* Is the prompt served to the token, by name and in the list? Both must say the same. */
static bool is_served(struct fixture *f, const char *token, const char *name)
{
    const char *params = arena_printf(f->arena, "{\"name\":\"%s\"}", name);
    bool is_given = json_object_get(mcp_ask(f, token, "prompts/get", params), "result") != NULL;
    assert_int_equal(strstr(prompt_names(f, token), name) != NULL, is_given);
    return is_given;
}

/* Every persona with every scope, in a folder or not: as the policy says. */
static void the_policy_decides_what_is_served(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"in/a", "out"};
    char token[API_SECRET_LEN];
    for (size_t i = 0; i < COUNT_OF(names); i++)
        release(f, PERSONA_CUSTOMER_ADMIN, names[i], "x");
    int served = 0;
    for (int place = 0; place < 2 * PERSONA_COUNT * TOKEN_SCOPE_COUNT; place++) {
        unsigned scopes = token_scopes[place / 2 % TOKEN_SCOPE_COUNT].scope;
        const struct fixture_user *user = &f->own.users[place / 2 / TOKEN_SCOPE_COUNT];
        const char *folder = place % 2 == 0 ? NULL : "in";
        unsigned of_all =
            SCOPE_PROVISION | (folder == NULL ? 0 : SCOPE_AUDIT_READ | SCOPE_TRANSFER);
        if ((scopes & of_all) != 0) /* there is no such token */
            continue;
        struct actor_token known = {.scopes = scopes, .folder = folder};
        struct actor actor = user->actor;
        actor.kind = ACTOR_TOKEN;
        actor.token = &known;
        make_token_in(f, user, scopes, folder, token);
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            struct policy_target target = {f->own.id, f->own.users[PERSONA_CUSTOMER_ADMIN].id,
                                           i == 0 ? "in" : ""};
            bool is_allowed = policy_allows(&actor, PERMISSION_PROMPT_READ, &target);
            served += is_allowed;
            if (is_served(f, token, names[i]) != is_allowed)
                fail_msg("%s: persona %d, scopes %u, folder %s", names[i], (int)actor.persona,
                         scopes, folder == NULL ? "-" : folder);
        }
        fixture_begin(f);
    }
    assert_in_range(served, 10, 100);
}

static void agents_and_teams_are_resources(void **state)
{
    struct fixture *f = *state;
    char token[API_SECRET_LEN];
    struct uuid agent = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Helper", CONFIG);
    struct uuid hidden = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Draft", CONFIG);
    (void)hidden;
    struct problem problem;
    struct label_change change = {
        .record_id = agent, .label = LABEL_PRODUCTION, .to_version = 1, .reason = ""};
    assert_int_equal(
        label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agent_store, &change, &problem),
        ERR_NONE);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_AGENTS_READ, secret);
    json_t *list = mcp_take(f, secret, "resources/list", "{}");
    assert_string_equal(names_of(f, list, "resources"), "Helper");
    static const char read[] = "{\"uri\":\"rostrum://agents/Helper\"}";
    json_t *contents = json_object_get(mcp_take(f, secret, "resources/read", read), "contents");
    assert_non_null(strstr(json_text(json_array_get(contents, 0), "text"), "\"config\""));
    (void)mcp_refused(f, secret, "resources/read", "{\"uri\":\"rostrum://agents/Draft\"}", -32602);
    (void)mcp_refused(f, secret, "resources/read", "{\"uri\":\"rostrum://prompts/x\"}", -32602);

    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, token);
    list = mcp_take(f, token, "resources/list", "{}");
    assert_string_equal(names_of(f, list, "resources"), "");
    (void)mcp_refused(f, token, "resources/read", read, -32602);
    (void)mcp_refused(f, token, "resources/list", "{\"cursor\":\"agents:x\"}", -32602);
    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_ALL, NULL, token);
    (void)mcp_refused(f, token, "resources/read", read, -32602);
}

/* Those that are released, with their cases. */
static void released_test_sets_are_resources(void **state)
{
    struct fixture *f = *state;
    char agents[API_SECRET_LEN];
    struct uuid set =
        make_set(f, PERSONA_CUSTOMER_ADMIN, "refund cases", "[{\"expected\":\"Sorry\"}]", "{}");
    (void)make_set(f, PERSONA_CUSTOMER_ADMIN, "drafts", "[{}]", "{}");
    put_label(f, &set_store, &set, "production", 0, 1);
    fixture_begin(f);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_AGENTS_READ, agents);
    json_t *list = mcp_take(f, secret, "resources/list", "{}");
    assert_string_equal(names_of(f, list, "resources"), "refund cases");
    static const char read[] = "{\"uri\":\"rostrum://sets/refund%20cases\"}";
    json_t *contents = json_object_get(mcp_take(f, secret, "resources/read", read), "contents");
    const char *text = json_text(json_array_get(contents, 0), "text");
    assert_non_null(strstr(text, "\"expected\":\"Sorry\""));
    (void)mcp_refused(f, secret, "resources/read", "{\"uri\":\"rostrum://sets/drafts\"}", -32602);
    (void)mcp_refused(f, agents, "resources/read", read, -32602);
}

/* ---- pages -------------------------------------------------------------------------------- */

enum { MANY = 1000 };

static json_t *take_page(struct fixture *f, const char *cursor)
{
    bool is_first = cursor[0] == '\0';
    return mcp_take(f, secret, "prompts/list",
                    is_first ? "{}" : arena_printf(f->arena, "{\"cursor\":\"%s\"}", cursor));
}

static void make_many(struct fixture *f)
{
    for (int i = 0; i < MANY; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "many/%04d", i);
        release(f, PERSONA_CUSTOMER_ADMIN, name, "{{a}}");
        if (i % 100 == 99)
            fixture_begin(f);
    }
}

/* Between two pages somebody saves: before the place, behind it, and at its end. */
static void disturb(struct fixture *f, int page)
{
    char name[40];
    fixture_begin(f);
    (void)snprintf(name, sizeof name, "many/0000-%d", page);
    release(f, PERSONA_CUSTOMER_ADMIN, name, "x");
    (void)snprintf(name, sizeof name, "many/9999-%d", page);
    release(f, PERSONA_CUSTOMER_ADMIN, name, "x");
}

static void pages_lose_and_repeat_nothing(void **state)
{
    struct fixture *f = *state;
    char cursor[300] = "";
    char last[40] = "";
    int found = 0, pages = 0;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    make_many(f);
    do {
        json_t *result = take_page(f, cursor);
        json_t *prompts = json_object_get(result, "prompts");
        assert_in_range(json_array_size(prompts), 1, PROMPT_LABEL_PAGE);
        for (size_t i = 0; i < json_array_size(prompts); i++) {
            const char *name = json_text(json_array_get(prompts, i), "name");
            assert_true(strcmp(name, last) > 0);
            (void)snprintf(last, sizeof last, "%s", name);
            found += strlen(name) == strlen("many/0000");
        }
        (void)snprintf(cursor, sizeof cursor, "%s", json_text(result, "nextCursor"));
        disturb(f, pages);
        pages++;
    } while (cursor[0] != '\0');
    assert_int_equal(found, MANY);
    assert_int_equal(pages, 5);
}

/* Long bodies make short pages, however many there are: the answer stays within its budget. */
static void long_bodies_make_short_pages(void **state)
{
    struct fixture *f = *state;
    enum { LONG = 1000 * 1000, COUNT = 60 };
    char cursor[300] = "";
    int found = 0, pages = 0;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    for (int i = 0; i < COUNT; i++) {
        char name[40];
        char *body = arena_alloc(f->arena, LONG + 1);
        memset(body, 'x', LONG);
        memcpy(body, "{{a}}", 5);
        (void)snprintf(name, sizeof name, "long/%04d", i);
        release(f, PERSONA_CUSTOMER_ADMIN, name, body);
        fixture_begin(f);
    }
    do {
        json_t *result = take_page(f, cursor);
        found += (int)json_array_size(json_object_get(result, "prompts"));
        (void)snprintf(cursor, sizeof cursor, "%s", json_text(result, "nextCursor"));
        pages++;
    } while (cursor[0] != '\0');
    assert_int_equal(found, COUNT);
    assert_in_range(pages, 2, COUNT);
}

static void references_are_resolved_with_their_variables(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct uuid part = release(f, PERSONA_CUSTOMER_ADMIN, "part", "part {{inner}}");
    release(f, PERSONA_CUSTOMER_ADMIN, "whole", "@@@prompt:name=part@@@ {{outer}}");
    json_t *prompts = json_object_get(mcp_take(f, secret, "prompts/list", "{}"), "prompts");
    assert_string_equal(names_of(f, json_array_get(prompts, 1), "arguments"), "inner,outer");
    static const char params[] =
        "{\"name\":\"whole\",\"arguments\":{\"inner\":\"{{outer}}\",\"outer\":\"o\"}}";
    json_t *messages = json_object_get(mcp_take(f, secret, "prompts/get", params), "messages");
    assert_string_equal(json_text(json_object_get(json_array_get(messages, 0), "content"), "text"),
                        "part {{outer}} o");
    struct problem problem;
    struct label_change change = {.record_id = part,
                                  .label = LABEL_PRODUCTION,
                                  .from_version = 1,
                                  .reason = "",
                                  .accepts_uses = true};
    assert_int_equal(
        label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &change, &problem),
        ERR_NONE);
    const char *why = mcp_refused(f, secret, "prompts/get", params, -32602);
    assert_non_null(strstr(why, "part"));
    prompts = json_object_get(mcp_take(f, secret, "prompts/list", "{}"), "prompts");
    assert_string_equal(names_of(f, json_array_get(prompts, 0), "arguments"), "outer");
}

/* What the pages say to configure a client with is this address. */
static void the_pages_say_how_to_configure_a_client(void **state)
{
    struct fixture *f = *state;
    static const char address[] = "&quot;url&quot;: &quot;http://127.0.0.1:8080/mcp&quot;";
    struct uuid id = release(f, PERSONA_CUSTOMER_ADMIN, "p", "x");
    char text[UUID_TEXT_LEN], path[60];
    uuid_format(&id, text);
    (void)snprintf(path, sizeof path, "/prompts/%s", text);
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_has(fixture_get(f, path), address);
    fixture_assert_has(fixture_get(f, "/help/api"), address);
}

/* ---- who asks ----------------------------------------------------------------------------- */

static void a_message_is_read_and_changes_nothing(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    release(f, PERSONA_CUSTOMER_ADMIN, "p", "x");
    struct sent sent = {.secret = secret,
                        .key = "key",
                        .body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/get\","
                                "\"params\":{\"name\":\"p\"}}"};
    for (int i = 0; i < 2; i++) {
        struct response *response = send_call(f, "POST", "/mcp", &sent);
        fixture_assert_status(response, 200);
        assert_null(fixture_header(response, "Idempotency-Replayed"));
    }
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM idempotency_keys WHERE organization_id = $1",
                      &f->own.id),
        0);
}

static void assert_refused(struct fixture *f, const struct response *response, int status, int code)
{
    fixture_assert_status(response, status);
    assert_string_equal(response->content_type, "application/json");
    json_t *json = call_json(f, response);
    assert_int_equal(json_object_size(json), 2);
    assert_string_equal(json_text(json, "jsonrpc"), "2.0");
    json_t *error = json_object_get(json, "error");
    assert_int_equal(json_integer_value(json_object_get(error, "code")), code);
}

static void refusals_are_errors_of_json_rpc(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    static const char ping[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    struct sent sent = {.body = ping};
    struct response *response = send_call(f, "POST", "/mcp", &sent);
    assert_refused(f, response, 401, -32000);
    assert_string_equal(fixture_header(response, "WWW-Authenticate"), "Bearer");
    sent.secret = secret;
    sent.origin = "https://evil.example";
    assert_refused(f, send_call(f, "POST", "/mcp", &sent), 403, -32000);
    sent.origin = f->app.config.public_url;
    fixture_assert_status(send_call(f, "POST", "/mcp", &sent), 200);
    sent.origin = NULL;
    response = send_call(f, "GET", "/mcp", &(struct sent){.secret = secret});
    assert_refused(f, response, 405, -32000);
    assert_string_equal(fixture_header(response, "Allow"), "POST");
    assert_refused(f, send_call(f, "POST", "/mcp/x", &sent), 404, -32601);
    sent.body = "[";
    assert_refused(f, send_call(f, "POST", "/mcp", &sent), 400, -32700);
}

static void too_many_requests_are_refused(void **state)
{
    struct fixture *f = *state;
    static const char ping[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    struct sent sent = {.secret = secret, .body = ping};
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    f->app.rates.limit = 2;
    clock_stand(clock_now());
    for (int i = 0; i < 2; i++)
        fixture_assert_status(send_call(f, "POST", "/mcp", &sent), 200);
    struct response *response = send_call(f, "POST", "/mcp", &sent);
    assert_refused(f, response, 429, -32000);
    assert_non_null(fixture_header(response, "Retry-After"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_list_has_what_is_released),
        TEST(the_version_is_the_one_with_the_label),
        TEST(a_served_prompt_comes_from_memory),
        TEST(a_token_sees_what_it_may),
        TEST(the_policy_decides_what_is_served),
        TEST(agents_and_teams_are_resources),
        TEST(released_test_sets_are_resources),
        TEST(pages_lose_and_repeat_nothing),
        TEST(long_bodies_make_short_pages),
        TEST(references_are_resolved_with_their_variables),
        TEST(a_message_is_read_and_changes_nothing),
        TEST(refusals_are_errors_of_json_rpc),
        TEST(the_pages_say_how_to_configure_a_client),
        TEST(too_many_requests_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
