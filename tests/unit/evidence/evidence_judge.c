#include "test.h"

#include <string.h>

#include "data/evidence/evidence_gate.h"
#include "data/judge/judge_floor.h"
#include "data/release/label_set.h"
#include "evidences.h"
#include "judges.h"

/* Whether a judge decides is asked when a label moves: of a run that is over it may decide now, or
 * not any more. */

static const char no[] = "{\"pass\": false, \"score\": 0, \"reason\": \"No.\"}";

static void rule(struct fixture *f, const struct judges *world, bool needs_judge)
{
    struct evidence_rule_draft draft =
        rule_of(&prompt_store, &world->runs.prompt, &world->runs.set);
    draft.min_pass_permille = 600; /* two of three */
    draft.needs_judge = needs_judge;
    fixture_begin(f);
    set_rule(f, &draft);
}

static enum err move_to(struct fixture *f, const struct judges *world, int64_t from, int64_t to,
                        struct problem *problem)
{
    struct label_change change = {.record_id = world->runs.prompt,
                                  .label = "production",
                                  .from_version = from,
                                  .to_version = to,
                                  .reason = ""};
    fixture_begin(f);
    return label_move(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &prompt_store, &change, problem);
}

static void refuse(struct fixture *f, const struct judges *world, const char *words)
{
    struct problem problem = {.message = ""};
    assert_int_equal(move_to(f, world, 0, 1, &problem), ERR_CONFLICT);
    if (strstr(problem.message, words) == NULL)
        fail_msg("%s: not in: %s", words, problem.message);
}

/* And back again. */
static void accept(struct fixture *f, const struct judges *world)
{
    struct problem problem = {.message = ""};
    enum err err = move_to(f, world, 0, 1, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.message);
    assert_int_equal(move_to(f, world, 1, 0, &problem), ERR_NONE);
}

static void set_floor(struct fixture *f, int64_t floor)
{
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(judge_floor_set(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), floor, &problem),
                     ERR_NONE);
}

static struct test_run run_once(struct fixture *f, const struct judges *world)
{
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &world->draft);
    return runs_drive(f, &id, judges_speak);
}

static void a_run_of_before_counts_once_its_judge_is_calibrated(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    struct test_run run = run_once(f, &world);
    rule(f, &world, true);
    refuse(f, &world, "Its judge is not calibrated, so it only advises.");
    run = judges_calibrate(f, &world, 2, 0);
    assert_true(run_row_judge_decides(&run));
    accept(f, &world);
}

static void a_judge_that_fell_below_the_floor_advises(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    (void)judges_calibrate(f, &world, 2, 5); /* 91.6 % */
    struct test_run run = run_once(f, &world);
    assert_true(run_row_judge_decides(&run));
    rule(f, &world, true);
    accept(f, &world);
    set_floor(f, 917);
    refuse(f, &world, "Its judge is not calibrated, so it only advises.");
    set_floor(f, 916);
    accept(f, &world);
}

/* The same run, counted by both. */
static void the_counts_follow_the_judge(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    judges_play.said = no;
    struct test_run run = run_once(f, &world);
    assert_int_equal(run.pass_count, 2); /* it advises: two of three passed the checks */
    assert_int_equal(run.critical_fail_count, 0);
    judges_play.said = NULL;
    (void)judges_calibrate(f, &world, 2, 0);
    run = runs_find(f, &run.id);
    assert_int_equal(run.pass_count, 0);
    assert_int_equal(run.fail_count, 3);
    assert_int_equal(run.critical_fail_count, 1);
    assert_int_equal(judges_result(f, &run, 0).state, RESULT_FAILED);
    struct test_result_list list = runs_results(f, &run);
    assert_string_equal(list.items[0].case_id, "c1"); /* critical, and so the first */
}

static void another_text_is_another_judge(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    (void)judges_calibrate(f, &world, 2, 0);
    struct test_run run = run_once(f, &world);
    rule(f, &world, true);
    accept(f, &world);
    fixture_begin(f);
    (void)save_body(f, &world.prompt, "Was {{output}} any good?");
    accept(f, &world); /* it is not released */
    put_label(f, &prompt_store, &world.prompt, "production", 1, 2);
    refuse(f, &world, "Its judge says something else now, so it only advises.");
    run = runs_find(f, &run.id);
    assert_int_equal(run.judge_standing, JUDGE_CHANGED);
    rule(f, &world, false);
    accept(f, &world);
    rule(f, &world, true);
    put_label(f, &prompt_store, &world.prompt, "production", 2, 1);
    accept(f, &world);
}

static void without_its_model_there_is_no_judge(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    (void)judges_calibrate(f, &world, 2, 0);
    rule(f, &world, true);
    accept(f, &world);
    fixture_script(f, "UPDATE model_endpoints SET archived_at = 1 WHERE name = 'Judges';",
                   "SET rostrum.scope = 'all'; UPDATE model_endpoints SET archived_at = now() "
                   "WHERE name = 'Judges';");
    refuse(f, &world, "The endpoint or model of its judge is not there, so it only advises.");
}

/* Where the rule asks for no judge, one that advises keeps nobody; one that decides does. */
static void a_judge_that_only_advises_keeps_nobody(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    (void)judges_calibrate(f, &world, 2, 5);
    (void)save_body(f, &world.runs.prompt, "Say {{word}} now.");
    judges_play.said = no;
    struct run_draft draft = world.draft;
    draft.version = 2;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    struct test_run run = runs_drive(f, &id, judges_speak);
    struct problem problem = {.message = ""};
    assert_int_equal(run.pass_count, 0);
    rule(f, &world, false);
    assert_int_equal(move_to(f, &world, 0, 2, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "It passed 0% (0 of 3)."));
    set_floor(f, 917);
    assert_int_equal(runs_find(f, &id).pass_count, 2);
    assert_int_equal(move_to(f, &world, 0, 2, &problem), ERR_NONE);
    set_floor(f, 916);
    assert_int_equal(move_to(f, &world, 2, 0, &problem), ERR_NONE);
    assert_int_equal(move_to(f, &world, 0, 2, &problem), ERR_CONFLICT);
}

/* ---- at the same time ----------------------------------------------------------------------- */

/* People differ from the judge on the first result of a run, so that it falls below the floor. */
static enum err differ(struct fixture *f, const struct judges *world, const struct uuid *run_id)
{
    struct problem problem;
    struct test_run run;
    struct test_result result;
    struct record_head head = {
        .store = &prompt_store, .id = world->runs.prompt, .organization_id = f->own.id};
    enum err err = run_find(f->db, &f->own.id, run_id, &run);
    if (err == ERR_NONE)
        err = result_get(f->db, &run, 0, &result);
    if (err != ERR_NONE)
        return err;
    const struct run_verdict_draft draft = {.passed = !result.judge_passed, .note = ""};
    return run_verdict_give(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &head, &run, &result,
                            &draft, &problem);
}

/* What somebody says between the look and the move is seen. */
static void a_verdict_between_look_and_move_is_seen(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    struct problem problem;
    struct evidence_passed passed;
    (void)judges_calibrate(f, &world, 2, 5);
    struct uuid id = run_once(f, &world).id;
    set_floor(f, 916);
    rule(f, &world, true);
    fixture_begin(f);
    struct record_head *head = get_head(f, &prompt_store, &world.runs.prompt);
    for (int turn = 0; turn < 2; turn++) {
        struct work work = work_begin(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &problem);
        assert_int_equal(
            evidence_gate_look(&work, &prompt_store, &world.runs.prompt, "production", 1, false),
            ERR_NONE);
        if (turn == 0)
            assert_int_equal(differ(f, &world, &id), ERR_NONE);
        assert_int_equal(db_begin(f->db), ERR_NONE);
        enum err err = evidence_gate_check(&work, head, "production", 1, &passed);
        assert_int_equal(err, turn == 0 ? ERR_STALE : ERR_CONFLICT);
        assert_int_equal(db_finish(f->db, err), err);
        assert_int_equal(evidence_gate_again(&work, 1), turn == 0);
    }
    assert_non_null(strstr(problem.message, "Its judge is not calibrated"));
}

struct race {
    struct judges world;
    struct uuid run_id;
};

static enum err race(struct fixture *f, int index, void *context)
{
    struct race *race = context;
    struct problem problem;
    struct label_change change = {
        .record_id = race->world.runs.prompt, .label = "production", .to_version = 1, .reason = ""};
    return index == 0 ? label_move(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &prompt_store,
                                   &change, &problem)
                      : differ(f, &race->world, &race->run_id);
}

/* The label moves before the verdict, or not at all. */
static void a_verdict_at_the_same_moment_is_before_or_after(void **state)
{
    struct fixture *f = *state;
    struct race both = {.world = judges_plant(f)};
    (void)judges_calibrate(f, &both.world, 2, 5);
    both.run_id = run_once(f, &both.world).id;
    set_floor(f, 916);
    rule(f, &both.world, true);
    enum err results[2];
    fixture_race(f, 2, race, &both, results);
    assert_int_equal(results[1], ERR_NONE);
    fixture_begin(f);
    struct db_result
        rows; /* changes of an organization take turns, and look at the clock in them */
    assert_int_equal(
        db_select(f->db, &rows,
                  "SELECT v.created_at, m.created_at FROM judge_verdicts v LEFT JOIN label_moves m "
                  "ON m.organization_id = v.organization_id AND m.record_id = $2 "
                  "AND m.label = 'production' WHERE v.organization_id = $1 AND v.run_id = $3",
                  db_uuid(&f->own.id), db_uuid(&both.world.runs.prompt), db_uuid(&both.run_id)),
        ERR_NONE);
    assert_int_equal(rows.row_count, 1);
    assert_int_equal(results[0], db_is_null(&rows, 0, 1) ? ERR_CONFLICT : ERR_NONE);
    if (results[0] == ERR_NONE)
        assert_true(db_get_time(&rows, 0, 1) <= db_get_time(&rows, 0, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, judges_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_of_before_counts_once_its_judge_is_calibrated),
        TEST(a_judge_that_fell_below_the_floor_advises),
        TEST(the_counts_follow_the_judge),
        TEST(another_text_is_another_judge),
        TEST(without_its_model_there_is_no_judge),
        TEST(a_judge_that_only_advises_keeps_nobody),
        TEST(a_verdict_between_look_and_move_is_seen),
        TEST(a_verdict_at_the_same_moment_is_before_or_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
