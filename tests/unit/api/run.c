#include "test.h"

#include <string.h>

#include "calls.h"
#include "fixture.h"
#include "runs.h"

/* Test runs that programs start: with the right scope, for the person behind the token, once. */

enum { RUN_SCOPES = SCOPE_TESTS_RUN | SCOPE_PROMPTS_READ };

static const char good[] = "{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\","
                           "\"token_cap\":1000000}";

static struct response *post(struct fixture *f, const char *secret, const struct uuid *prompt,
                             const char *rest, const char *body)
{
    return send_call(f, "POST", id_path("prompts", prompt, rest),
                     &(struct sent){.secret = secret, .body = body});
}

static const char *run_path(const struct uuid *prompt, const char *run, const char *rest)
{
    char tail[120];
    (void)snprintf(tail, sizeof tail, "/runs/%s%s", run, rest);
    return id_path("prompts", prompt, tail);
}

static const char *start(struct fixture *f, const char *secret, const struct uuid *prompt)
{
    static char id[UUID_TEXT_LEN];
    struct response *answer = post(f, secret, prompt, "/runs", good);
    fixture_assert_status(answer, 201);
    (void)snprintf(id, sizeof id, "%s", call_text(f, answer, "id"));
    fixture_assert_has(answer, "\"state\":\"waiting\"");
    assert_non_null(strstr(fixture_header(answer, "Location"), id));
    return id;
}

static int64_t number(struct fixture *f, const struct response *answer, const char *key)
{
    return json_integer_value(json_object_get(call_json(f, answer), key));
}

static void assert_field(struct fixture *f, const struct response *answer, const char *field)
{
    assert_problem(f, answer, 422);
    const json_t *errors = json_object_get(call_json(f, answer), "errors");
    assert_int_equal(json_array_size(errors), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(errors, 0), "field")),
                        field);
}

/* ---- from the start to the end ------------------------------------------------------------- */

static void a_program_starts_a_run_and_reads_what_it_came_to(void **state)
{
    struct fixture *f = *state;
    char secret[API_SECRET_LEN];
    struct uuid id;
    struct runs runs = runs_plant(f);
    make_token(f, PERSONA_PRODUCT_MANAGER, RUN_SCOPES, secret);
    const char *text = start(f, secret, &runs.prompt);
    assert_int_equal(uuid_parse(text, &id), ERR_NONE);
    struct test_run run = runs_find(f, &id);
    assert_true(uuid_equal(&run.created_by, &f->own.users[PERSONA_PRODUCT_MANAGER].id));
    assert_false(uuid_is_nil(&run.token_id));
    (void)runs_drive(f, &id, runs_echo);
    struct response *answer = call_get(f, secret, run_path(&runs.prompt, text, ""));
    fixture_assert_has(answer, "\"state\":\"done\"");
    assert_int_equal(number(f, answer, "pass_count"), 2);
    assert_int_equal(number(f, answer, "fail_count"), 1);
    assert_int_equal(number(f, answer, "input_tokens"), 300);
    assert_int_equal(number(f, answer, "cost_nanos"), 3 * (100 * 1000 + 10 * 10000));
    fixture_assert_has(answer, "\"has_all_cases\":true");
    assert_string_equal(call_text(f, answer, "set_name"), "answers/cases");
    assert_int_equal(fixture_count_events(f, "test.start", "success"), 1);
    answer = call_get(f, secret, id_path("prompts", &runs.prompt, "/runs"));
    fixture_assert_has(answer, text);
}

static void results_come_page_by_page_and_as_junit(void **state)
{
    struct fixture *f = *state;
    char secret[API_SECRET_LEN], rest[60];
    struct uuid id;
    struct runs runs = runs_plant(f);
    make_token(f, PERSONA_PRODUCT_MANAGER, RUN_SCOPES, secret);
    const char *text = start(f, secret, &runs.prompt);
    assert_int_equal(uuid_parse(text, &id), ERR_NONE);
    (void)runs_drive(f, &id, runs_echo);
    const char *const outputs[] = {"Say yes.", "Say no.", "Say maybe."};
    (void)snprintf(rest, sizeof rest, "/results?limit=1");
    for (int i = 0; i < 3; i++) {
        struct response *answer = call_get(f, secret, run_path(&runs.prompt, text, rest));
        const json_t *items = json_object_get(call_json(f, answer), "items");
        assert_int_equal(json_array_size(items), 1);
        const json_t *item = json_array_get(items, 0);
        assert_int_equal(json_integer_value(json_object_get(item, "position")), i + 1);
        assert_string_equal(json_string_value(json_object_get(item, "output")), outputs[i]);
        assert_string_equal(json_string_value(json_object_get(item, "state")),
                            i == 1 ? "failed" : "passed");
        const char *link = fixture_header(answer, "Link");
        assert_int_equal(link != NULL, i < 2);
        (void)snprintf(rest, sizeof rest, "/results?limit=1&cursor=%d", i + 1);
    }
    assert_problem(f, call_get(f, secret, run_path(&runs.prompt, text, "/results?cursor=x")), 400);
    struct response *answer = call_get(f, secret, run_path(&runs.prompt, text, "/junit"));
    fixture_assert_status(answer, 200);
    assert_string_equal(answer->content_type, "application/xml");
    fixture_assert_has(answer, "tests=\"3\"");
    fixture_assert_has(answer, "failures=\"1\"");
    fixture_assert_has(answer, "answers/one v1");
    assert_int_equal(fixture_count_events(f, "test.export", "success"), 1);
}

static void an_estimate_starts_nothing(void **state)
{
    struct fixture *f = *state;
    char secret[API_SECRET_LEN];
    struct runs runs = runs_plant(f);
    make_token(f, PERSONA_PRODUCT_MANAGER, RUN_SCOPES, secret);
    struct response *answer =
        post(f, secret, &runs.prompt, "/runs/estimate",
             "{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"repeats\":2}");
    fixture_assert_status(answer, 200);
    assert_int_equal(number(f, answer, "case_count"), 3);
    assert_int_equal(number(f, answer, "call_count"), 6);
    assert_true(number(f, answer, "cost_nanos") > 0);
    assert_string_equal(call_text(f, answer, "currency"), "USD");
    answer = call_get(f, secret, id_path("prompts", &runs.prompt, "/runs"));
    assert_int_equal(json_array_size(json_object_get(call_json(f, answer), "items")), 0);
    assert_int_equal(fixture_count_events(f, "test.start", "success"), 0);
}

/* ---- what is refused ------------------------------------------------------------------------ */

static void what_is_wrong_is_said_at_its_field(void **state)
{
    static const struct {
        const char *body, *field;
    } wrong[] = {
        {"{\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"token_cap\":9999}", "set"},
        {"{\"set\":\"gone\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"token_cap\":9999}", "set"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"None\",\"model\":\"gpt-5\"}", "endpoint"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"none\",\"token_cap\":9999}",
         "model"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\"}", "token_cap"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"token_cap\":1}",
         "token_cap"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\","
         "\"cost_cap\":\"much\"}",
         "cost_cap"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"repeats\":11,"
         "\"token_cap\":9999}",
         "repeats"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"temperature\":3,"
         "\"token_cap\":9999}",
         "temperature"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"label\":\"gone\","
         "\"token_cap\":9999}",
         "label"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"cases\":[],"
         "\"token_cap\":9999}",
         "cases"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\","
         "\"cases\":[\"a\\nb\"],\"token_cap\":9999}",
         "cases"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"token_cap\":9999,"
         "\"judge_model\":\"gpt-5\"}",
         "judge_model"},
        {"{\"set\":\"answers/cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"else\":1}",
         "else"},
    };
    struct fixture *f = *state;
    char secret[API_SECRET_LEN];
    struct runs runs = runs_plant(f);
    make_token(f, PERSONA_PRODUCT_MANAGER, RUN_SCOPES, secret);
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_field(f, post(f, secret, &runs.prompt, "/runs", wrong[i].body), wrong[i].field);
    assert_problem(f, post(f, secret, &runs.prompt, "/runs", "[]"), 400);
    assert_int_equal(fixture_count_events(f, "test.start", "success"), 0);
}

static void a_token_needs_the_scope_and_the_folder(void **state)
{
    static const struct {
        unsigned scopes;
        const char *folder;
        int status;
    } tokens[] = {
        {SCOPE_PROMPTS_READ, NULL, 403}, {SCOPE_PROMPTS_WRITE | SCOPE_LABELS_MOVE, NULL, 403},
        {SCOPE_TESTS_RUN, NULL, 404},    {RUN_SCOPES, "elsewhere", 404},
        {RUN_SCOPES, "answers", 201},
    };
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    for (size_t i = 0; i < COUNT_OF(tokens); i++) {
        char secret[API_SECRET_LEN];
        fixture_begin(f);
        make_token_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER], tokens[i].scopes, tokens[i].folder,
                      secret);
        fixture_assert_status(post(f, secret, &runs.prompt, "/runs", good), tokens[i].status);
    }
}

static void nobody_starts_more_than_their_person_could(void **state)
{
    struct fixture *f = *state;
    char secret[API_SECRET_LEN], other[API_SECRET_LEN], admin[API_SECRET_LEN];
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    make_token(f, PERSONA_PRODUCT_MANAGER, RUN_SCOPES, secret);
    make_token(f, PERSONA_ENTERPRISE_TEAM, RUN_SCOPES, other);
    make_token(f, PERSONA_PLATFORM_ADMIN, SCOPE_ALL, admin);
    for (int i = 0; i < 3; i++)
        (void)runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    for (int i = 0; i < 2; i++)
        (void)start(f, secret, &runs.prompt);
    assert_problem(f, post(f, secret, &runs.prompt, "/runs", good), 409);
    fixture_assert_status(post(f, other, &runs.prompt, "/runs", good), 201);
    assert_problem(f, post(f, admin, &runs.prompt, "/runs", good), 403);
}

/* ---- once, canceled, revoked ---------------------------------------------------------------- */

static void the_same_request_starts_one_run(void **state)
{
    struct fixture *f = *state;
    char secret[API_SECRET_LEN], first[UUID_TEXT_LEN];
    struct runs runs = runs_plant(f);
    make_token(f, PERSONA_PRODUCT_MANAGER, RUN_SCOPES, secret);
    const struct sent sent = {.secret = secret, .body = good, .key = "run-1"};
    struct response *answer =
        send_call(f, "POST", id_path("prompts", &runs.prompt, "/runs"), &sent);
    fixture_assert_status(answer, 201);
    (void)snprintf(first, sizeof first, "%s", call_text(f, answer, "id"));
    answer = send_call(f, "POST", id_path("prompts", &runs.prompt, "/runs"), &sent);
    fixture_assert_status(answer, 201);
    assert_string_equal(call_text(f, answer, "id"), first);
    assert_string_equal(fixture_header(answer, "Idempotency-Replayed"), "true");
    assert_int_equal(fixture_count_events(f, "test.start", "success"), 1);
}

static void a_run_is_canceled_by_who_may(void **state)
{
    struct fixture *f = *state;
    char secret[API_SECRET_LEN], reader[API_SECRET_LEN], other[API_SECRET_LEN];
    struct runs runs = runs_plant(f);
    make_token(f, PERSONA_ENTERPRISE_TEAM, RUN_SCOPES, secret);
    make_token(f, PERSONA_ENTERPRISE_TEAM, SCOPE_PROMPTS_READ, reader);
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, RUN_SCOPES, other);
    const char *run = start(f, secret, &runs.prompt);
    const struct sent sent = {.secret = reader};
    assert_problem(f, send_call(f, "POST", run_path(&runs.prompt, run, "/cancel"), &sent), 403);
    const struct sent theirs = {.secret = other};
    assert_problem(f, send_call(f, "POST", run_path(&runs.prompt, run, "/cancel"), &theirs), 403);
    const struct sent own = {.secret = secret};
    struct response *answer = send_call(f, "POST", run_path(&runs.prompt, run, "/cancel"), &own);
    fixture_assert_status(answer, 200);
    assert_string_equal(call_text(f, answer, "state"), "canceled");
    assert_problem(f, send_call(f, "POST", run_path(&runs.prompt, run, "/cancel"), &own), 409);
    assert_problem(f, call_get(f, secret, run_path(&runs.set, run, "")), 404);
}

static void a_revoked_token_spends_no_more(void **state)
{
    struct fixture *f = *state;
    char secret[API_SECRET_LEN];
    struct uuid id;
    struct runs runs = runs_plant(f);
    make_token(f, PERSONA_PRODUCT_MANAGER, RUN_SCOPES, secret);
    assert_int_equal(uuid_parse(start(f, secret, &runs.prompt), &id), ERR_NONE);
    struct test_run run = runs_find(f, &id);
    assert_int_equal(api_token_revoke(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &run.token_id),
                     ERR_NONE);
    fixture_begin(f);
    run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.state, RUN_FAILED);
    assert_int_equal(run.reason, RUN_PERSON_GONE);
    assert_int_equal(run.result_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_program_starts_a_run_and_reads_what_it_came_to),
        TEST(results_come_page_by_page_and_as_junit),
        TEST(an_estimate_starts_nothing),
        TEST(what_is_wrong_is_said_at_its_field),
        TEST(a_token_needs_the_scope_and_the_folder),
        TEST(nobody_starts_more_than_their_person_could),
        TEST(the_same_request_starts_one_run),
        TEST(a_run_is_canceled_by_who_may),
        TEST(a_revoked_token_spends_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
