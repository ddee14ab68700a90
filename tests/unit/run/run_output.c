#include "test.h"

#include "retention.h"
#include "runs.h"

/* Retention of what models answered: outputs and findings go, numbers and hashes stay. */

static void age(struct fixture *f)
{
    fixture_script(f, "UPDATE test_runs SET ended_at = ended_at - 8640000000000",
                   "SET rostrum.scope = 'all'; "
                   "UPDATE test_runs SET ended_at = ended_at - interval '100 days'");
    fixture_begin(f);
}

static struct retention_run carry_out(struct fixture *f)
{
    struct uuid live;
    struct problem problem;
    struct retention_run dry = retention_dry(f);
    retention_approve(f, &dry.id);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &live, &problem), ERR_NONE);
    struct retention_run run = retention_step_some(&timer, &live, 1000);
    retention_disconnect(&timer);
    return run;
}

static struct uuid make_old_run(struct fixture *f, struct runs *runs)
{
    *runs = runs_plant(f);
    struct run_draft draft = runs_draft(runs);
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    (void)runs_drive(f, &id, runs_echo);
    age(f);
    return id;
}

static void outputs_go_and_what_they_came_to_stays(void **state)
{
    struct fixture *f = *state;
    struct runs runs;
    struct uuid id = make_old_run(f, &runs);
    retention_set_rules(f, "outputs", 101);
    assert_int_equal(retention_dry(f).due_count, 0); /* not old enough */
    retention_set_rules(f, "outputs", 99);
    struct retention_run done = carry_out(f);
    assert_int_equal(done.deleted_count, 1);
    struct test_run run = runs_find(f, &id);
    assert_int_equal(run.pass_count, 2);
    assert_int_equal(run.cost_nanos, 600000);
    struct test_result_list list = runs_results(f, &run);
    assert_int_equal(list.count, 3);
    for (int i = 0; i < list.count; i++) {
        assert_true(list.items[i].is_deleted);
        assert_string_equal(list.items[i].output, "");
        assert_string_equal(list.items[i].findings, "");
        assert_int_equal(strlen(list.items[i].output_digest), 64);
        assert_int_equal(list.items[i].input_tokens, 100);
    }
    assert_int_equal(retention_dry(f).due_count, 0);
}

static void a_hold_on_the_record_keeps_them(void **state)
{
    struct fixture *f = *state;
    struct runs runs;
    struct uuid id = make_old_run(f, &runs);
    retention_set_rules(f, "outputs", 99);
    (void)retention_hold(f, "prompt", &runs.prompt);
    struct retention_run dry = retention_dry(f);
    assert_int_equal(dry.held_count, 1);
    struct test_run run = runs_find(f, &id);
    assert_true(strlen(runs_results(f, &run).items[0].output) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(outputs_go_and_what_they_came_to_stays, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_hold_on_the_record_keeps_them, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
