#include "test.h"

#include "domain/endpoint/endpoint_completion.h"
#include "domain/run/run_finding.h"
#include "runs.h"

/* Test runs: what is refused, what is estimated, and what a run comes to. */

static struct record_head head_of(struct fixture *f, const struct runs *runs)
{
    return get_prompt(f, &runs->prompt).head;
}

static enum err start(struct fixture *f, int persona, const struct run_draft *draft,
                      struct problem *problem)
{
    struct uuid id;
    endpoints_begin(f);
    return run_start(f->db, actor_of(f, persona), draft, &id, problem);
}

/* ---- from the start to the end ------------------------------------------------------------- */

static void a_run_sends_each_case_and_grades_it(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct uuid id = runs_start(f, PERSONA_INDIVIDUAL_DEVELOPER, &draft);
    struct test_run run = runs_find(f, &id);
    assert_int_equal(run.state, RUN_WAITING);
    assert_int_equal(run.planned_count, 3);
    assert_int_equal(strlen(run.digest), 64);
    run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.state, RUN_DONE);
    assert_int_equal(run.result_count, 3);
    assert_int_equal(run.pass_count, 2);
    assert_int_equal(run.fail_count, 1);
    assert_int_equal(run.error_count, 0);
    assert_int_equal(run.critical_fail_count, 0);
    assert_int_equal(run.input_tokens, 300);
    assert_int_equal(run.output_tokens, 30);
    assert_int_equal(run.cost_nanos, 3 * (100 * 1000 + 10 * 10000));
    assert_int_equal(run.guessed_tokens, 0);
    assert_int_equal(run.p50_ms, 11);
    assert_int_equal(run.p95_ms, 12);
    assert_int_equal(run.duration_ms, 10 + 11 + 12);
    assert_true(run.started_at > 0 && run.ended_at >= run.started_at);
    assert_int_equal(fixture_count_events(f, "test.start", "success"), 1);
    assert_int_equal(fixture_count_events(f, "test.end", "success"), 1);
}

static void results_say_what_came_and_why(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    struct test_run run = runs_drive(f, &id, runs_echo);
    struct test_result_list list = runs_results(f, &run);
    struct endpoint_completion said;
    struct grade_result graded;
    assert_int_equal(list.count, 3);
    assert_string_equal(list.items[0].case_id, "c2"); /* what failed comes first */
    assert_int_equal(list.items[0].state, RESULT_FAILED);
    endpoint_completion_parse(f->arena, list.items[0].output, &said);
    assert_string_equal(said.content, "Say no.");
    run_finding_parse(f->arena, list.items[0].findings, &graded);
    assert_int_equal(graded.count, 1);
    assert_string_equal(graded.items[0].type, "equals");
    assert_true(strlen(graded.items[0].reason) > 0);
    assert_string_equal(list.items[1].case_id, "c1");
    assert_true(list.items[1].is_critical);
    assert_int_equal(list.items[1].cost_nanos, 200000);
    assert_int_equal(list.items[1].attempt_count, 1);
    assert_int_equal(strlen(list.items[1].output_digest), 64);
    assert_string_equal(list.items[2].case_id, "c3"); /* no checks: it answered */
    assert_int_equal(list.items[2].state, RESULT_PASSED);
}

static void repeats_and_chosen_cases_make_the_plan(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    draft.repeats = 10;
    draft.case_ids = "c3\nc1";
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    struct test_run run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.planned_count, 20);
    assert_int_equal(run.pass_count, 20);
    assert_string_equal(run.case_ids, "c3\nc1");
    struct test_result_list list = runs_results(f, &run);
    assert_int_equal(list.count, 20);
    for (int i = 0; i < list.count; i++) {
        assert_int_equal(list.items[i].position, i);
        assert_int_equal(list.items[i].repeat, i / 2);
        assert_string_equal(list.items[i].case_id, i % 2 == 0 ? "c1" : "c3");
    }
}

static void lists_are_of_a_record_a_version_or_a_set(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct test_run_list list;
    struct uuid first = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    struct uuid second = runs_start(f, PERSONA_CUSTOMER_ADMIN, &draft);
    struct record_head head = head_of(f, &runs);
    struct set set = get_set(f, &runs.set);
    const struct actor *reader = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    assert_int_equal(run_list(f->db, reader, &head, 0, NULL, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_true(uuid_equal(&list.items[0].id, &second));
    assert_string_equal(list.items[0].set_name, "answers/cases");
    assert_string_equal(list.items[0].record_name, "answers/one");
    assert_non_null(list.items[0].created_by_name);
    assert_int_equal(run_list(f->db, reader, &head, 1, &second, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_true(uuid_equal(&list.items[0].id, &first));
    assert_int_equal(run_list(f->db, reader, &head, 2, NULL, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    assert_int_equal(run_list(f->db, reader, &set.head, 1, NULL, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_int_equal(run_list(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), &head, 0, NULL, &list),
                     ERR_DENIED);
}

/* ---- refusals ------------------------------------------------------------------------------ */

static void expect_refusal(struct fixture *f, const struct run_draft *draft, const char *field,
                           const char *words)
{
    struct problem problem;
    assert_int_equal(start(f, PERSONA_PRODUCT_MANAGER, draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, field);
    if (strstr(problem.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", problem.message, words);
}

static void what_cannot_be_run_is_refused(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs), wrong = draft;
    wrong.token_cap = -1;
    expect_refusal(f, &wrong, "token_cap", "Enter a cap");
    wrong.token_cap = 50;
    expect_refusal(f, &wrong, "token_cap", "One case alone");
    wrong = draft;
    wrong.cost_cap_nanos = 1000;
    expect_refusal(f, &wrong, "cost_cap", "One case alone");
    wrong.model = "small-1"; /* without a price */
    expect_refusal(f, &wrong, "cost_cap", "no price");
    wrong = draft;
    wrong.model = "small-12";
    expect_refusal(f, &wrong, "model", "not there any more");
    wrong = draft;
    wrong.endpoint_id = runs.set;
    expect_refusal(f, &wrong, "model", "not there any more");
    wrong = draft;
    wrong.set_id = runs.prompt;
    expect_refusal(f, &wrong, "set", "not there");
    wrong = draft;
    wrong.set_version = 2;
    expect_refusal(f, &wrong, "set", "not there");
    wrong = draft;
    wrong.case_ids = "c9";
    expect_refusal(f, &wrong, "set", "None of these cases");
    wrong = draft;
    wrong.repeats = 11;
    expect_refusal(f, &wrong, "repeats", "1 to 10");
    wrong.repeats = 0;
    expect_refusal(f, &wrong, "repeats", "1 to 10");
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM test_runs WHERE organization_id = $1", &f->own.id),
        0);
}

static void cases_that_lack_something_are_named(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    runs.set = make_set(f, PERSONA_PRODUCT_MANAGER, "empty", "[]", "{}");
    draft.set_id = runs.set;
    expect_refusal(f, &draft, "set", "no cases");
    runs.set = make_set(f, PERSONA_PRODUCT_MANAGER, "lacking",
                        "[{\"variables\":{\"word\":\"a\"}},{\"variables\":{\"other\":\"b\"}},"
                        "{\"id\":\"odd\"}]",
                        "{}");
    draft.set_id = runs.set;
    expect_refusal(f, &draft, "set", "Case c2 has no value for {{word}}. Case odd has no value");
}

static void who_may_not_read_does_not_run(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct problem problem;
    struct uuid id;
    assert_int_equal(start(f, PERSONA_PLATFORM_ADMIN, &draft, &problem), ERR_DENIED);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(
        run_start(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &draft, &id, &problem),
        ERR_NOT_FOUND);
    endpoints_begin(f);
    struct actor outsider = *actor_of(f, PERSONA_CUSTOMER_ADMIN);
    outsider.home_organization_id = f->other.id;
    assert_int_equal(run_start(f->db, &outsider, &draft, &id, &problem), ERR_INVALID);
    assert_non_null(strstr(problem.message, "Only members"));
}

static void a_person_has_so_many_open(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct problem problem;
    struct uuid id = {{0}};
    for (int i = 0; i < RUN_OPEN_MAX; i++)
        id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    assert_int_equal(start(f, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_CONFLICT);
    (void)runs_start(f, PERSONA_CUSTOMER_ADMIN, &draft);
    (void)runs_drive(f, &id, runs_echo);
    assert_int_equal(start(f, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_NONE);
}

static void the_estimate_comes_from_the_texts(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct run_estimate estimate;
    struct problem problem;
    draft.repeats = 2;
    draft.max_tokens = 50;
    assert_int_equal(
        run_estimate(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &estimate, &problem),
        ERR_NONE);
    assert_int_equal(estimate.case_count, 3);
    assert_int_equal(estimate.call_count, 6);
    assert_int_equal(estimate.output_tokens, 6 * 50);
    assert_true(estimate.input_tokens > 6 * 10 && estimate.input_tokens < 6 * 40);
    assert_int_equal(estimate.cost_nanos,
                     estimate.input_tokens * 1000 + estimate.output_tokens * 10000);
    assert_false(estimate.is_over_cap);
    draft.token_cap = 300;
    draft.model = "small-1";
    assert_int_equal(
        run_estimate(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &estimate, &problem),
        ERR_NONE);
    assert_int_equal(estimate.cost_nanos, -1);
    assert_true(estimate.is_over_cap);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_sends_each_case_and_grades_it),
        TEST(results_say_what_came_and_why),
        TEST(repeats_and_chosen_cases_make_the_plan),
        TEST(lists_are_of_a_record_a_version_or_a_set),
        TEST(what_cannot_be_run_is_refused),
        TEST(cases_that_lack_something_are_named),
        TEST(who_may_not_read_does_not_run),
        TEST(a_person_has_so_many_open),
        TEST(the_estimate_comes_from_the_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
