#include "test.h"

#include "runs.h"

/* What comes of the calls of a run: what fails is a result, what is lost is made again, and each
 * result is counted once. */

/* ---- what goes wrong ----------------------------------------------------------------------- */

static enum endpoint_outcome failing;

static void fail_so(struct fixture *f, const struct endpoint_claimed *claimed,
                    struct endpoint_result *result)
{
    (void)f;
    (void)claimed;
    *result = runs_failure(failing);
}

static void each_failure_is_a_result(void **state)
{
    static const enum endpoint_outcome outcomes[] = {
        ENDPOINT_LIMITED, ENDPOINT_UNKNOWN, ENDPOINT_SLOW,  ENDPOINT_LARGE, ENDPOINT_BROKEN,
        ENDPOINT_TYPE,    ENDPOINT_ERROR,   ENDPOINT_EMPTY, ENDPOINT_FAILED};
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
        struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
        failing = outcomes[i];
        struct test_run run = runs_drive(f, &id, fail_so);
        bool is_safe = failing == ENDPOINT_LIMITED || failing == ENDPOINT_UNKNOWN;
        assert_int_equal(run.state, RUN_DONE);
        assert_int_equal(run.error_count, 3);
        assert_int_equal(run.critical_fail_count, 1);
        assert_int_equal(run.guessed_tokens > 0, !is_safe);
        struct test_result_list list = runs_results(f, &run);
        assert_int_equal(list.items[0].state, RESULT_ERROR);
        assert_string_equal(list.items[0].case_id, "c1"); /* the critical one first */
        assert_int_equal(list.items[0].outcome, failing);
        assert_int_equal(list.items[0].attempt_count, is_safe ? ENDPOINT_ATTEMPTS : 1);
    }
}

/* A worker that dies with the call: it is made again, at most so often. */
static void what_is_lost_is_made_again(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct endpoint_claimed claimed;
    draft.case_ids = "c1";
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    assert_true(runs_step(f, runs_echo));
    fixture_begin(f);
    assert_int_equal(endpoint_claim(f->db, &claimed), ERR_NONE);
    runs_pass_time(f);
    assert_true(runs_step(f, runs_echo)); /* feeds */
    assert_true(runs_step(f, runs_echo)); /* finds it lost */
    struct test_run run = runs_find(f, &id);
    assert_int_equal(run.result_count, 0);
    assert_true(run.guessed_tokens > 0);
    run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.state, RUN_DONE);
    assert_int_equal(run.pass_count, 1);
    assert_int_equal(run.input_tokens, 100);
    assert_int_equal(runs_results(f, &run).items[0].attempt_count, 2);
}

static void what_is_always_lost_is_a_result(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct endpoint_claimed claimed;
    draft.case_ids = "c1";
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    assert_true(runs_step(f, runs_echo));
    for (int i = 0; i < ENDPOINT_ATTEMPTS; i++) {
        runs_pass_time(f);
        fixture_begin(f);
        enum err err = endpoint_claim(f->db, &claimed);
        while (err == ERR_NONE && claimed.is_over) { /* of the attempt before */
            const struct endpoint_result result = runs_failure(claimed.over);
            assert_int_equal(run_report(f->db, &claimed, &result), ERR_NONE);
            runs_pass_time(f);
            err = endpoint_claim(f->db, &claimed);
        }
        assert_int_equal(err, ERR_NONE);
    }
    runs_pass_time(f);
    struct test_run run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.state, RUN_DONE);
    assert_int_equal(run.error_count, 1);
    struct test_result_list list = runs_results(f, &run);
    assert_int_equal(list.items[0].outcome, ENDPOINT_LOST);
    assert_int_equal(list.items[0].attempt_count, ENDPOINT_ATTEMPTS);
    assert_int_equal(run.input_tokens, 0);
}

static void a_result_is_counted_once(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct endpoint_claimed claimed;
    struct endpoint_result result;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    assert_true(runs_step(f, runs_echo));
    fixture_begin(f);
    assert_int_equal(endpoint_claim(f->db, &claimed), ERR_NONE);
    runs_echo(f, &claimed, &result);
    assert_int_equal(run_report(f->db, &claimed, &result), ERR_NONE);
    assert_int_equal(run_report(f->db, &claimed, &result), ERR_NOT_FOUND);
    struct test_run run = runs_find(f, &id);
    assert_int_equal(run.result_count, 1);
    assert_int_equal(run.input_tokens, 100);
    assert_int_equal(run.cost_nanos, 200000);
}

/* ---- many workers -------------------------------------------------------------------------- */

static enum err work(struct fixture *f, int index, void *context)
{
    struct endpoint_claimed claimed;
    struct endpoint_result result;
    (void)index;
    (void)context;
    int idle = 0;
    while (idle < 20) {
        fixture_begin(f);
        enum err err = run_feed(f->db);
        if (err == ERR_NOT_FOUND)
            err = endpoint_claim(f->db, &claimed);
        else
            continue;
        idle = err == ERR_NONE ? 0 : idle + 1;
        if (err == ERR_NONE) {
            runs_echo(f, &claimed, &result);
            err = run_report(f->db, &claimed, &result);
        }
        if (err != ERR_NONE && err != ERR_NOT_FOUND)
            return err;
    }
    return ERR_NONE;
}

static void workers_together_make_each_result_once(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    enum err results[4];
    draft.repeats = 10;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    fixture_race(f, 4, work, NULL, results);
    for (int i = 0; i < 4; i++)
        assert_int_equal(results[i], ERR_NONE);
    struct test_run run = runs_drive(f, &id, runs_echo);
    assert_int_equal(run.state, RUN_DONE);
    assert_int_equal(run.result_count, 30);
    assert_int_equal(run.input_tokens, 3000);
    assert_int_equal(run.cost_nanos, 30 * 200000);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM model_calls WHERE organization_id = $1 "
                                   "AND state = 'done' AND attempt_count = 1",
                                   &f->own.id),
                     30);
}

/* What a person waits for is not held up by a run. */
static void calls_of_people_come_first(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct run_draft draft = runs_draft(&runs);
    struct endpoint_claimed claimed;
    struct uuid batch_id;
    struct problem problem;
    draft.repeats = 10;
    (void)runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    assert_true(runs_step(f, runs_echo));
    const struct endpoint_call_draft call = {runs.endpoint, "gpt-5", 1, "{\"model\":\"gpt-5\"}"};
    const struct endpoint_batch batch = {"prompt", runs.prompt, &call, 1};
    endpoints_begin(f);
    assert_int_equal(endpoint_call_queue(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &batch,
                                         &batch_id, &problem),
                     ERR_NONE);
    fixture_begin(f);
    assert_int_equal(endpoint_claim(f->db, &claimed), ERR_NONE);
    assert_true(uuid_equal(&claimed.call.batch_id, &batch_id));
    assert_true(uuid_is_nil(&claimed.call.run_id));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_failure_is_a_result),
        TEST(what_is_lost_is_made_again),
        TEST(what_is_always_lost_is_a_result),
        TEST(a_result_is_counted_once),
        TEST(workers_together_make_each_result_once),
        TEST(calls_of_people_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
