#include "test.h"

#include "data/run/run_forget.h"
#include "runs.h"

/* Test runs in the hands of workers: their caps and their ends. */

static struct record_head head_of(struct fixture *f, const struct runs *runs)
{
    return get_prompt(f, &runs->prompt).head;
}

/* ---- caps ---------------------------------------------------------------------------------- */

static void answer_at_length(struct fixture *f, const struct endpoint_claimed *claimed,
                             struct endpoint_result *result)
{
    runs_echo(f, claimed, result);
    result->completion.output_tokens = 900;
}

static void answer_without_usage(struct fixture *f, const struct endpoint_claimed *claimed,
                                 struct endpoint_result *result)
{
    runs_echo(f, claimed, result);
    result->completion.input_tokens = result->completion.output_tokens = -1;
}

static void a_run_stops_before_it_passes_a_cap(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    draft.repeats = 10;
    draft.max_tokens = 100;
    draft.token_cap = 3000;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    struct test_run run = runs_drive(f, &id, answer_at_length);
    assert_int_equal(run.state, RUN_STOPPED);
    assert_int_equal(run.reason, RUN_TOKENS);
    assert_true(run.result_count > 0 && run.result_count < run.planned_count);
    assert_int_equal(run.fed_count, run.result_count);
    assert_int_equal(run.input_tokens + run.output_tokens, run.result_count * 1000);
    draft = runs_draft(&runs);
    draft.repeats = 10;
    draft.max_tokens = 100;
    draft.token_cap = -1;
    draft.cost_cap_nanos = 5 * 9100000;
    id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    run = runs_drive(f, &id, answer_at_length);
    assert_int_equal(run.state, RUN_STOPPED);
    assert_int_equal(run.reason, RUN_COST);
}

/* What an endpoint does not report counts as much as it may have been. */
static void what_is_not_reported_counts_as_reserved(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    draft.repeats = 10;
    draft.max_tokens = 100;
    draft.token_cap = 1000;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    struct test_run run = runs_drive(f, &id, answer_without_usage);
    assert_int_equal(run.state, RUN_STOPPED);
    assert_int_equal(run.input_tokens, 0);
    assert_int_equal(run.cost_nanos, 0);
    assert_true(run.guessed_tokens > 100 * run.result_count);
    assert_true(run.guessed_tokens <= draft.token_cap);
    assert_true(run.guessed_nanos > 0);
}

/* ---- ends ---------------------------------------------------------------------------------- */

/* What a report needs of a claim and its answer, beyond the next request of the test. */
static void keep(struct endpoint_claimed *claimed, struct endpoint_result *result)
{
    static char request[1000], content[1000];
    assert_true(strlen(claimed->call.request) < sizeof request);
    assert_true(strlen(result->completion.content) < sizeof content);
    strcpy(request, claimed->call.request);
    strcpy(content, result->completion.content);
    claimed->call.request = request;
    claimed->call.model = "gpt-5";
    claimed->endpoint.currency = "USD";
    result->completion.content = content;
}

static void canceling_drops_what_waits_and_counts_what_runs(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct endpoint_claimed claimed;
    struct endpoint_result result;
    struct problem problem;
    draft.repeats = 10;
    struct uuid id = runs_start(f, PERSONA_INDIVIDUAL_DEVELOPER, &draft);
    assert_true(runs_step(f, runs_echo)); /* feeds */
    fixture_begin(f);
    assert_int_equal(endpoint_claim(f->db, &claimed), ERR_NONE);
    runs_echo(f, &claimed, &result);
    keep(&claimed, &result);
    struct test_run run = runs_find(f, &id);
    struct record_head head = head_of(f, &runs);
    assert_int_equal(run.state, RUN_RUNNING);
    assert_int_equal(run_cancel(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &head, &run, &problem),
                     ERR_DENIED);
    assert_int_equal(
        run_cancel(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), &head, &run, &problem),
        ERR_NONE);
    run = runs_find(f, &id);
    assert_int_equal(run.state, RUN_CANCELED);
    assert_int_equal(run.fed_count, 1);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM model_calls WHERE organization_id = $1 "
                                   "AND outcome = 'canceled'",
                                   &f->own.id),
                     RUN_FED_MOST - 1);
    head = head_of(f, &runs);
    assert_int_equal(run_cancel(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &head, &run, &problem),
                     ERR_CONFLICT);
    fixture_begin(f);
    assert_int_equal(run_report(f->db, &claimed, &result), ERR_NONE);
    run = runs_find(f, &id);
    assert_int_equal(run.state, RUN_CANCELED);
    assert_int_equal(run.result_count, 1);
    assert_int_equal(run.cost_nanos, 200000);
    assert_false(runs_step(f, runs_echo));
    assert_int_equal(fixture_count_events(f, "test.cancel", "success"), 1);
}

static void deactivate(struct fixture *f, int persona)
{
    char sqlite[200], postgres[240];
    (void)snprintf(sqlite, sizeof sqlite,
                   "UPDATE users SET is_active = 0 WHERE user_persona = '%s'",
                   persona_names[persona]);
    (void)snprintf(postgres, sizeof postgres,
                   "SET rostrum.scope = 'all'; UPDATE users SET is_active = false "
                   "WHERE user_persona = '%s'",
                   persona_names[persona]);
    fixture_script(f, sqlite, postgres);
}

static void a_run_fails_when_it_cannot_go_on(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    draft.repeats = 10;
    struct uuid id = runs_start(f, PERSONA_ENTERPRISE_TEAM, &draft);
    assert_true(runs_step(f, runs_echo));
    deactivate(f, PERSONA_ENTERPRISE_TEAM);
    struct test_run run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.state, RUN_FAILED);
    assert_int_equal(run.reason, RUN_PERSON_GONE);
    id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    assert_true(runs_step(f, runs_echo));
    endpoints_begin(f);
    assert_int_equal(endpoint_archive(f->db, endpoints_admin(f), &runs.endpoint), ERR_NONE);
    run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.state, RUN_FAILED);
    assert_int_equal(run.reason, RUN_ENDPOINT_GONE);
    assert_int_equal(run.error_count, run.result_count);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM model_calls WHERE organization_id = $1 "
                                   "AND ended_at IS NULL",
                                   &f->own.id),
                     0);
}

/* A run belongs to bytes: when a label moves below it, half of it would be of something else. */
static void a_run_fails_when_what_it_uses_changes(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct uuid used = make_prompt(f, PERSONA_PRODUCT_MANAGER, "used", "Be kind.");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &used, "staging", 0, 1), ERR_NONE);
    runs.prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "user",
                              "@@@langfusePrompt:name=used|label=staging@@@ Say {{word}}.");
    struct run_draft draft = runs_draft(&runs);
    draft.repeats = 10;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    assert_true(runs_step(f, runs_echo));
    endpoints_begin(f);
    (void)save_body(f, &used, "Be curt.");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &used, "staging", 1, 2), ERR_NONE);
    struct test_run run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.state, RUN_FAILED);
    assert_int_equal(run.reason, RUN_CHANGED);
    assert_true(run.result_count < run.planned_count);
}

static void runs_of_a_deleted_record_go(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct problem problem;
    bool has_more = false;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    (void)runs_drive(f, &id, runs_echo);
    fixture_begin(f);
    assert_int_equal(run_forget(f->db, &has_more), ERR_NONE);
    assert_false(has_more);
    endpoints_begin(f);
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store,
                                   &runs.prompt, "answers/one", &problem),
                     ERR_NONE);
    do {
        fixture_begin(f);
        assert_int_equal(run_forget(f->db, &has_more), ERR_NONE);
    } while (has_more);
    assert_int_equal(fixture_count(f,
                                   "SELECT (SELECT count(*) FROM test_runs WHERE organization_id = "
                                   "$1) + (SELECT count(*) FROM test_results "
                                   "WHERE organization_id = $1)",
                                   &f->own.id),
                     0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_stops_before_it_passes_a_cap),
        TEST(what_is_not_reported_counts_as_reserved),
        TEST(canceling_drops_what_waits_and_counts_what_runs),
        TEST(a_run_fails_when_it_cannot_go_on),
        TEST(a_run_fails_when_what_it_uses_changes),
        TEST(runs_of_a_deleted_record_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
