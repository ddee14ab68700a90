#include "test.h"

#include <stdio.h>

#include "runs.h"

/* The pages of test runs: the tab, the form with its estimate, progress, results and files. */

/* Of what is looked at after the request that it came from. */
static struct arena *texts;

static const char *path_of(const struct runs *runs, const char *rest)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&runs->prompt, id);
    return arena_printf(texts, "/prompts/%s/tests%s", id, rest);
}

static const char *run_path(const struct runs *runs, const struct uuid *run, const char *rest)
{
    char id[UUID_TEXT_LEN];
    uuid_format(run, id);
    return path_of(runs, arena_printf(texts, "/%s%s", id, rest));
}

static const char *id_text(const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_strdup(texts, text);
}

static struct runs begin(struct fixture *f)
{
    struct runs runs = runs_plant(f);
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    return runs;
}

static void the_tab_says_what_a_run_is_and_where_to_begin(void **state)
{
    struct fixture *f = *state;
    struct runs runs = begin(f);
    struct response *response = fixture_get(f, path_of(&runs, ""));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "No test runs yet");
    fixture_assert_has(response, "/tests/new\">Run tests</a>");
    fixture_assert_has(response, "aria-current=\"page\">Tests</a>");
    endpoints_begin(f);
    assert_int_equal(endpoint_archive(f->db, endpoints_admin(f), &runs.endpoint), ERR_NONE);
    fixture_begin(f);
    response = fixture_get(f, path_of(&runs, ""));
    fixture_assert_has(response, "an administrator adds a model endpoint");
    response = fixture_get(f, path_of(&runs, "/new"));
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, "Start run");
}

static void the_form_estimates_and_starts(void **state)
{
    struct fixture *f = *state;
    struct runs runs = begin(f);
    const char *query = arena_printf(texts, "/new?set=%s&model=%s+gpt-5&repeats=2&max_tokens=7",
                                     id_text(&runs.set), id_text(&runs.endpoint));
    struct response *response = fixture_get(f, path_of(&runs, "/new"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "answers/cases");
    fixture_assert_has(response, "Main: small-1</option>");
    response = fixture_get(f, path_of(&runs, query));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "3 cases, 6 calls");
    fixture_assert_has(response, "up to 42 tokens");
    const char *form = arena_printf(texts,
                                    "version=1&set=%s&model=%s+gpt-5&repeats=2&temperature=&"
                                    "max_tokens=7&token_cap=%%s&cost_cap=%%s",
                                    id_text(&runs.set), id_text(&runs.endpoint));
    response = fixture_post(f, path_of(&runs, "/new"), arena_printf(texts, form, "", ""));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Enter a cap in tokens or in money.");
    fixture_assert_has(response, "3 cases, 6 calls");
    response = fixture_post(f, path_of(&runs, "/new"), arena_printf(texts, form, "x", "1,5"));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"1,5\"");
    response = fixture_post(f, path_of(&runs, "/new"), arena_printf(texts, form, "5000", "0.5"));
    fixture_assert_status(response, 303);
    const char *run = arena_strdup(texts, fixture_header(response, "Location"));
    response = fixture_get(f, run);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "0 of 6 results");
    fixture_assert_has(response, "Cancel run");
    assert_string_equal(fixture_header(response, "Refresh"), "4");
}

static void a_run_shows_what_failed_first_and_why(void **state)
{
    struct fixture *f = *state;
    struct runs runs = begin(f);
    struct run_draft draft = runs_draft(&runs);
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    (void)runs_drive(f, &id, runs_echo);
    fixture_begin(f);
    struct response *response = fixture_get(f, run_path(&runs, &id, ""));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "2 of 3 passed");
    fixture_assert_has(response, "300 in, 30 out");
    fixture_assert_has(response, "0.0006 USD");
    fixture_assert_has(response, "p50 11 ms, p95 12 ms");
    fixture_assert_has(response, "Run the failed ones again");
    fixture_assert_has_not(response, "Cancel run");
    assert_null(fixture_header(response, "Refresh"));
    const char *page = response->body.data;
    assert_true(strstr(page, "Refuses") < strstr(page, "Agrees"));
    response = fixture_get(f, run_path(&runs, &id, "?show=passed"));
    fixture_assert_has_not(response, "Refuses");
    response = fixture_get(f, run_path(&runs, &id, "/results/2"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Say no.");
    fixture_assert_has(response, "<code>equals</code>");
    fixture_assert_has(response, "never"); /* what was expected */
    fixture_assert_status(fixture_get(f, run_path(&runs, &id, "/results/4")), 404);
    response = fixture_get(f, path_of(&runs, "?version=1"));
    fixture_assert_has(response, "Test runs of v1");
    fixture_assert_has(response, "2 of 3 passed");
    fixture_assert_has(fixture_get(f, path_of(&runs, "?version=2")), "No test runs yet");
}

static void answer_hostile(struct fixture *f, const struct endpoint_claimed *claimed,
                           struct endpoint_result *result)
{
    runs_echo(f, claimed, result);
    result->completion.content = "<script>alert(1)</script>\xe2\x80\xae=HYPERLINK(\"x\")";
}

static void what_a_model_says_is_text(void **state)
{
    struct fixture *f = *state;
    struct runs runs = begin(f);
    struct run_draft draft = runs_draft(&runs);
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    (void)runs_drive(f, &id, answer_hostile);
    fixture_begin(f);
    static const char *const pages[] = {"", "/results/1"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct response *response = fixture_get(f, run_path(&runs, &id, pages[i]));
        fixture_assert_has(response, "&lt;script&gt;alert(1)");
        fixture_assert_has_not(response, "<script>alert(1)");
    }
}

static void a_run_is_canceled_once(void **state)
{
    struct fixture *f = *state;
    struct runs runs = begin(f);
    struct run_draft draft = runs_draft(&runs);
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    fixture_begin(f);
    struct response *response = fixture_post(f, run_path(&runs, &id, "/cancel"), "");
    fixture_assert_status(response, 303);
    response = fixture_get(f, run_path(&runs, &id, ""));
    fixture_assert_has(response, "It was canceled.");
    fixture_assert_has(response, "3 results of 3 missing.");
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    response = fixture_post(f, run_path(&runs, &id, "/cancel"), "");
    fixture_assert_status(response, 303);
    response = fixture_get(f, run_path(&runs, &id, ""));
    fixture_assert_has(response, "This run has ended already.");
}

static void runs_stay_with_their_record_and_organization(void **state)
{
    struct fixture *f = *state;
    struct runs runs = begin(f);
    struct run_draft draft = runs_draft(&runs);
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    endpoints_begin(f);
    struct runs elsewhere = runs;
    elsewhere.prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "elsewhere", "x");
    fixture_begin(f);
    fixture_assert_status(fixture_get(f, run_path(&elsewhere, &id, "")), 404);
    fixture_assert_status(fixture_get(f, run_path(&elsewhere, &id, "/results.csv")), 404);
    fixture_assert_status(fixture_post(f, run_path(&elsewhere, &id, "/cancel"), ""), 404);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, run_path(&runs, &id, "")), 404);
    fixture_assert_status(fixture_get(f, path_of(&runs, "/new")), 404);
}

static int open_app(void **state)
{
    texts = arena_create(1 << 24);
    return fixture_open_app(state);
}

static int close_app(void **state)
{
    arena_destroy(texts);
    return fixture_close(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_app, close_app)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_tab_says_what_a_run_is_and_where_to_begin),
        TEST(the_form_estimates_and_starts),
        TEST(a_run_shows_what_failed_first_and_why),
        TEST(what_a_model_says_is_text),
        TEST(a_run_is_canceled_once),
        TEST(runs_stay_with_their_record_and_organization),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
