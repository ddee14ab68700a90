#include "test.h"

#include "base/clock.h"
#include "calls.h"
#include "sets.h"
#include "teams.h"

/* Programs read records: over app_serve. */

static char secret[API_SECRET_LEN];

static void a_prompt_is_read_with_all_its_fields(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "support/refund", "Hello {{name}}");
    char text[UUID_TEXT_LEN];
    uuid_format(&id, text);
    struct response *response = call_get(f, secret, id_path("prompts", &id, ""));
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "application/json");
    json_t *prompt = call_json(f, response);
    static const char *const names[] = {
        "id",          "organization_id", "name",       "description", "type",     "body",
        "settings",    "version",         "labels",     "tags",        "owner_id", "revision",
        "archived_at", "is_stopped",      "created_at", "updated_at",  "audit_log"};
    assert_int_equal(json_object_size(prompt), COUNT_OF(names));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (json_object_get(prompt, names[i]) == NULL)
            fail_msg("%s is missing", names[i]);
    assert_string_equal(call_text(f, response, "id"), text);
    assert_string_equal(call_text(f, response, "name"), "support/refund");
    assert_string_equal(call_text(f, response, "type"), "text");
    assert_string_equal(call_text(f, response, "body"), "Hello {{name}}");
    assert_string_equal(call_text(f, response, "owner_id"),
                        f->own.users[PERSONA_PRODUCT_MANAGER].id_text);
    json_t *event = json_array_get(json_object_get(prompt, "audit_log"), 0);
    assert_string_equal(json_string_value(json_object_get(event, "action")), "prompt.create");
}

static void a_version_is_served_by_name_and_label(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_PROMPTS_READ, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    struct response *response = call_get(f, secret, "/api/v1/prompts/by-name/support%2Frefund");
    assert_problem(f, response, 404); /* nobody released it */
    move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1);
    save_body(f, &id, "two");
    response = call_get(f, secret, "/api/v1/prompts/by-name/support%2Frefund");
    fixture_assert_status(response, 200);
    assert_string_equal(call_text(f, response, "body"), "one");
    assert_null(json_object_get(call_json(f, response), "audit_log"));
    response = call_get(f, secret, "/api/v1/prompts/by-name/support%2Frefund?label=latest");
    assert_string_equal(call_text(f, response, "body"), "two");
    response = call_get(f, secret, "/api/v1/prompts/by-name/support%2Frefund?version=1");
    assert_string_equal(call_text(f, response, "body"), "one");
    if (f->is_postgres) /* for the token, for the name, for all the rest */
        assert_in_range(f->work.trips, 1, 3);
    response = call_get(f, secret, id_path("prompts", &id, ""));
    assert_string_equal(call_text(f, response, "body"), "two");
    response = call_get(f, secret, id_path("prompts", &id, "?at=2020-01-01T00:00:00Z"));
    assert_problem(f, response, 404);
    response = call_get(f, secret, id_path("prompts", &id, "?at=2100-01-01T00:00:00Z"));
    assert_string_equal(call_text(f, response, "body"), "one");
    response = call_get(f, secret, id_path("prompts", &id, "?label=production&version=1"));
    assert_problem(f, response, 400);
}

static void what_a_program_has_already_is_not_sent_again(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    char path[PATH_LEN], tag[60], known[80];
    (void)snprintf(path, sizeof path, "%s", id_path("prompts", &id, "?audit_log=false"));
    struct response *response = call_get(f, secret, path);
    (void)snprintf(tag, sizeof tag, "%s", fixture_header(response, "ETag"));
    assert_int_equal(strncmp(tag, "\"1.", 3), 0);
    struct sent sent = {.secret = secret};
    (void)snprintf(known, sizeof known, "\"other\", W/%s", tag);
    sent.if_none_match = known;
    response = send_call(f, "GET", path, &sent);
    fixture_assert_status(response, 304);
    assert_int_equal(response->body.len, 0);
    save_body(f, &id, "two");
    response = send_call(f, "GET", path, &sent);
    fixture_assert_status(response, 200);
}

/* The address behind "next", without what the public address is. */
static void take_next(const struct response *response, char *path, size_t size)
{
    static const char begin[] = "<http://127.0.0.1:8080";
    path[0] = '\0';
    for (int i = 0; i < response->header_count; i++) {
        const char *value = response->headers[i].value;
        if (strcmp(response->headers[i].name, "Link") != 0 || strstr(value, "\"next\"") == NULL)
            continue;
        value += strlen(begin);
        (void)snprintf(path, size, "%.*s", (int)strcspn(value, ">"), value);
    }
}

/* The second answer asks nothing but who it is, and a change shows at once. */
static void a_served_prompt_comes_from_memory(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "served", "one");
    (void)move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1);
    static const char path[] = "/api/v1/prompts/by-name/served";
    fixture_assert_status(call_get(f, secret, path), 200);
    int statements = f->work.statements;
    struct response *response = call_get(f, secret, path);
    assert_string_equal(call_text(f, response, "body"), "one");
    assert_in_range(f->work.statements, 1, 2);
    assert_true(statements > f->work.statements);
    (void)save_body(f, &id, "two");
    (void)move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 1, 2);
    assert_string_equal(call_text(f, call_get(f, secret, path), "body"), "two");
    char other[API_SECRET_LEN];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_AGENTS_READ, other);
    assert_problem(f, call_get(f, other, path), 403);
    make_token(f, PERSONA_PLATFORM_ADMIN, SCOPE_ALL, other);
    assert_problem(f, call_get(f, other, path), 403);
    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_ALL, NULL, other);
    assert_problem(f, call_get(f, other, path), 404);
}

static void lists_are_filtered_and_paged(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    for (int i = 0; i < 5; i++)
        make_prompt(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "walk/%d", i), "body");
    make_prompt(f, PERSONA_PRODUCT_MANAGER, "other", "body");
    char path[400] = "/api/v1/prompts?folder=walk&sort=name&limit=2";
    int seen = 0;
    while (path[0] != '\0') {
        struct response *response = call_get(f, secret, path);
        fixture_assert_status(response, 200);
        json_t *items = json_object_get(call_json(f, response), "items");
        size_t index = 0;
        json_t *item = NULL;
        json_array_foreach(items, index, item)
        {
            const char *name = arena_printf(f->arena, "walk/%d", seen++);
            assert_string_equal(json_string_value(json_object_get(item, "name")), name);
            assert_null(json_object_get(item, "body"));
        }
        take_next(response, path, sizeof path);
    }
    assert_int_equal(seen, 5);
    struct response *response = call_get(f, secret, "/api/v1/prompts?limit=0");
    assert_problem(f, response, 400);
    assert_problem(f, call_get(f, secret, "/api/v1/prompts?cursor=x"), 400);
    assert_problem(f, call_get(f, secret, "/api/v1/prompts?colour=red"), 400);
    assert_problem(f, call_get(f, secret, "/api/v1/prompts?owner=me"), 400);
}

static void every_refusal_is_a_problem(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    char path[PATH_LEN];
    (void)snprintf(path, sizeof path, "%s", id_path("prompts", &id, ""));
    struct response *response = call_get(f, NULL, path);
    assert_problem(f, response, 401);
    assert_string_equal(fixture_header(response, "WWW-Authenticate"), "Bearer");
    assert_problem(f, call_get(f, "sk-rst-nothing", path), 401);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_AGENTS_READ, secret);
    assert_problem(f, call_get(f, secret, path), 403);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    assert_problem(f, call_get(f, secret, "/api/v1/nothing"), 404);
    assert_problem(f, call_get(f, secret, "/api"), 404);
    assert_problem(f, call_get(f, secret, "/api/v1/prompts/"), 404);
    assert_problem(f, call_get(f, secret, "/api/v1/%00"), 400);
    response =
        send_call(f, "DELETE", "/api/v1/prompts/by-name/x", &(struct sent){.secret = secret});
    assert_problem(f, response, 405);
    assert_string_equal(fixture_header(response, "Allow"), "GET, HEAD");
    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_ALL, NULL, secret);
    assert_problem(f, call_get(f, secret, path), 404);
}

static void a_database_that_fails_is_a_problem(void **state)
{
    struct fixture *f = *state;
    static const char sql[] = "ALTER TABLE prompt_labels RENAME TO labels_gone";
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    fixture_script(f, sql, sql);
    struct response *response = call_get(f, secret, id_path("prompts", &id, ""));
    assert_problem(f, response, 503);
    assert_string_equal(fixture_header(response, "Retry-After"), "5");
}

/* Guesses from one address are few a minute; a token that is one is never kept waiting. */
static void guesses_are_few(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    struct response *response = NULL;
    int count = 0;
    clock_stand(clock_now());
    do
        response = call_get(f, "sk-rst-guess", "/api/v1/prompts");
    while (response->status == 401 && count++ < 30);
    assert_problem(f, response, 429);
    assert_non_null(fixture_header(response, "Retry-After"));
    assert_int_equal(count, 20);
    fixture_assert_status(call_get(f, secret, "/api/v1/prompts"), 200);
}

/* A person who is signed in is nobody here, and a program is nobody on pages. */
static void cookies_are_nothing_to_programs(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    assert_problem(f, fixture_get(f, "/api/v1/prompts"), 401);
    fixture_use_jar(f, 1);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    fixture_assert_redirect(call_get(f, secret, "/prompts"), "/login?next=%2Fprompts");
}

static void agents_and_teams_are_read_alike(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct crew crew = make_crew(f);
    struct uuid team = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    struct uuid agent = crew.agents[0];
    struct response *response = call_get(f, secret, id_path("agents", &agent, ""));
    fixture_assert_status(response, 200);
    json_t *json = call_json(f, response);
    assert_true(json_is_object(json_object_get(json, "config")));
    assert_string_equal(call_text(f, response, "model"), "gpt-4.1");
    response = call_get(f, secret, id_path("teams", &team, ""));
    fixture_assert_status(response, 200);
    json = call_json(f, response);
    char text[UUID_TEXT_LEN];
    uuid_format(&agent, text);
    assert_string_equal(json_string_value(json_array_get(json_object_get(json, "members"), 0)),
                        text);
    assert_int_equal(json_array_size(json_object_get(json, "member_details")), 3);
    assert_string_equal(call_text(f, response, "kind"), "round_robin");
    static const char *const rests[] = {"/versions", "/versions/1", "/labels"};
    for (size_t i = 0; i < COUNT_OF(rests); i++) {
        fixture_assert_status(call_get(f, secret, id_path("agents", &agent, rests[i])), 200);
        fixture_assert_status(call_get(f, secret, id_path("teams", &team, rests[i])), 200);
        assert_problem(f, call_get(f, secret, id_path("prompts", &team, rests[i])), 404);
    }
}

/* Who sees names alone gets no content, and no place for one. */
static void who_may_only_see_gets_no_content(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_PLATFORM_ADMIN, SCOPE_ALL, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    struct response *response = call_get(f, secret, id_path("prompts", &id, ""));
    fixture_assert_status(response, 200);
    assert_null(json_object_get(call_json(f, response), "body"));
    fixture_assert_has_not(response, "one\"");
    assert_problem(f, call_get(f, secret, id_path("prompts", &id, "/versions/1")), 403);
    assert_problem(f, call_get(f, secret, id_path("prompts", &id, "?version=1")), 403);
}

static bool finds(struct fixture *f, const char *name)
{
    char mark[80];
    struct response *response = call_get(f, secret, "/api/v1/search?q=sought");
    fixture_assert_status(response, 200);
    (void)snprintf(mark, sizeof mark, "\"name\":\"%s\"", name);
    return fixture_has(response, mark);
}

/* Whoever may see some kinds, or a folder, finds what is there. */
static void a_search_finds_what_the_token_may_see(void **state)
{
    struct fixture *f = *state;
    make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/sought", "one");
    make_prompt(f, PERSONA_CUSTOMER_ADMIN, "other/sought", "one");
    make_prompt(f, PERSONA_CUSTOMER_ADMIN, "other/body", "the sought words");
    struct uuid agent = make_agent(f, PERSONA_CUSTOMER_ADMIN, "sought-agent", AGENT_CONFIG);
    (void)agent;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    assert_true(finds(f, "support/sought") && finds(f, "other/sought") && finds(f, "other/body"));
    assert_false(finds(f, "sought-agent"));
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_AGENTS_READ, secret);
    assert_true(finds(f, "sought-agent"));
    assert_false(finds(f, "support/sought"));
    make_token_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], SCOPE_PROMPTS_READ | SCOPE_AGENTS_READ,
                  "support", secret);
    assert_true(finds(f, "support/sought"));
    assert_false(finds(f, "other/sought") || finds(f, "other/body") || finds(f, "sought-agent"));
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_TRANSFER, secret);
    assert_false(finds(f, "support/sought") || finds(f, "sought-agent"));
}

/* The address in what stands before a mark of a page, with what may be in it. */
static void take_address(struct fixture *f, const char *page, const char *before, char *path,
                         size_t size)
{
    const struct response *response = fixture_get(f, page);
    fixture_assert_status(response, 200);
    const char *at = strstr(response->body.data, before);
    if (at == NULL)
        fail_msg("no %s on %s", before, page);
    at = strstr(at, "/api/v1/");
    assert_non_null(at);
    (void)snprintf(path, size, "%.*s", (int)strcspn(at, "&\""), at);
}

/* What stands under "Use in code" on the page of any record works as it stands. */
static void what_a_page_says_to_use_in_code_works(void **state)
{
    struct fixture *f = *state;
    static const char *const languages[] = {"curl -H", "urllib.request.Request(", "await fetch("};
    struct crew crew = make_crew(f);
    struct uuid ids[RECORD_KIND_COUNT];
    char page[PATH_LEN], path[PATH_LEN + 100], id[UUID_TEXT_LEN];
    ids[RECORD_PROMPT] = make_prompt(f, PERSONA_PRODUCT_MANAGER, "support/a refund", "one");
    ids[RECORD_AGENT] = crew.agents[0];
    ids[RECORD_TEAM] = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    ids[RECORD_SET] = make_set(f, PERSONA_PRODUCT_MANAGER, "support/refunds", SET_CASES, "{}");
    move_label(f, PERSONA_CUSTOMER_ADMIN, &ids[RECORD_PROMPT], "production", 0, 1);
    save_body(f, &ids[RECORD_PROMPT], "two");
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ | SCOPE_AGENTS_READ, secret);
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        uuid_format(&ids[kind], id);
        (void)snprintf(page, sizeof page, "%s/%s", record_kinds[kind].path, id);
        for (size_t i = 0; i < COUNT_OF(languages); i++) {
            take_address(f, page, languages[i], path, sizeof path);
            struct response *response = call_get(f, secret, path);
            fixture_assert_status(response, 200);
            assert_string_equal(call_text(f, response, "id"), id);
            if (kind == RECORD_PROMPT) /* at the label production */
                assert_string_equal(call_text(f, response, "body"), "one");
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_prompt_is_read_with_all_its_fields),
        TEST(a_version_is_served_by_name_and_label),
        TEST(what_a_program_has_already_is_not_sent_again),
        TEST(a_served_prompt_comes_from_memory),
        TEST(lists_are_filtered_and_paged),
        TEST(every_refusal_is_a_problem),
        TEST(a_database_that_fails_is_a_problem),
        TEST(guesses_are_few),
        TEST(cookies_are_nothing_to_programs),
        TEST(agents_and_teams_are_read_alike),
        TEST(who_may_only_see_gets_no_content),
        TEST(a_search_finds_what_the_token_may_see),
        TEST(what_a_page_says_to_use_in_code_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
