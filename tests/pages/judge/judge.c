#include "test.h"

#include <stdio.h>

#include "fixture.h"
#include "judges.h"

/* The page of a judge, and what runs and results say of it. */

/* Outlives the request before. */
static const char *path_of(const struct uuid *id, const char *rest)
{
    static char path[600];
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    (void)snprintf(path, sizeof path, "/prompts/%s%s", text, rest);
    return path;
}

static const char *run_path(const struct judges *world, const struct uuid *run, const char *rest)
{
    static char path[200];
    char text[UUID_TEXT_LEN];
    uuid_format(run, text);
    (void)snprintf(path, sizeof path, "/tests/%s%s", text, rest);
    return path_of(&world->runs.prompt, path);
}

static struct response *get_as(struct fixture *f, int persona, const struct uuid *id,
                               const char *rest, int status)
{
    fixture_use_jar(f, persona % FIXTURE_JARS);
    fixture_sign_in(f, &f->own.users[persona]);
    struct response *page = fixture_get(f, path_of(id, rest));
    fixture_assert_status(page, status);
    return page;
}

/* One dispute, and nobody without the right to the record learns which case it is on. */
static void disputes_are_for_who_may_read_the_record(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &world.draft);
    struct test_run run = runs_drive(f, &id, judges_speak);
    struct test_result result = judges_result(f, &run, 1);
    assert_int_equal(judges_give(f, &world, &run, &result, !result.judge_passed), ERR_NONE);
    fixture_begin(f);
    struct response *page = get_as(f, PERSONA_PRODUCT_MANAGER, &world.prompt, "/judge", 200);
    fixture_assert_has(page, ">c2</a> of <bdi>answers/one</bdi>: the judge failed it, a person "
                             "passed it");
    fixture_assert_has_not(page, "that you can&#39;t read");
    page = get_as(f, PERSONA_PLATFORM_ADMIN, &world.prompt, "/judge", 403);
    fixture_assert_has_not(page, ">c2<");
    fixture_assert_has_not(page, "answers/one");
    fixture_script(f, "UPDATE test_runs SET record_id = organization_id;",
                   "SET rostrum.scope = 'all'; UPDATE test_runs SET record_id = organization_id;");
    page = get_as(f, PERSONA_PRODUCT_MANAGER, &world.prompt, "/judge", 200);
    fixture_assert_has(page, "They also differ on 1 result of records that you can't read.");
    fixture_assert_has_not(page, ">c2<");
}

/* Three answers of the judge to each, of 100 tokens in and 10 out: 100 + 10 * 10 millionths. */
static void what_judging_took_is_on_each_result(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &world.draft);
    struct test_run run = runs_drive(f, &id, judges_speak);
    struct test_result result = judges_result(f, &run, 0);
    assert_int_equal(result.judge_input_tokens, 300);
    assert_int_equal(result.judge_output_tokens, 30);
    assert_int_equal(result.judge_cost_nanos, 600000);
    assert_int_equal(run.cost_nanos, 3 * (200000 + 600000));
    fixture_begin(f);
    fixture_use_jar(f, 0);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    struct response *page = fixture_get(f, run_path(&world, &id, "/results/1"));
    fixture_assert_has(page, "<dt>Judging</dt><dd>300 tokens in, 30 out, 0.0006 USD</dd>");
    page = fixture_get(f, run_path(&world, &id, "/results.jsonl"));
    fixture_assert_has(page, "\"judge_passed\":true");
    fixture_assert_has(page, "\"judge_score\":0.8");
    fixture_assert_has(page, "\"judge_input_tokens\":300");
    fixture_assert_has(page, "\"judge_output_tokens\":30");
    fixture_assert_has(page, "\"judge_cost_nanos\":600000");
    page = fixture_get(f, run_path(&world, &id, "/results.csv"));
    fixture_assert_has(page, "judge_passed,judge_score,judge_input_tokens,judge_output_tokens,"
                             "judge_cost_nanos");
    fixture_assert_has(page, "true,0.8,300,30,600000");
}

static void without_a_judge_nothing_is_said_of_one(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    world.draft.is_judge_known = true;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &world.draft);
    (void)runs_drive(f, &id, judges_speak);
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_has_not(fixture_get(f, run_path(&world, &id, "/results/1")), "Judging");
    fixture_assert_has(fixture_get(f, run_path(&world, &id, "/results.jsonl")),
                       "\"judge_cost_nanos\":null");
}

/* Parameters of the run's own, where the prompt has settings of its own. */
static void what_is_no_evidence_says_so(void **state)
{
    struct fixture *f = *state;
    struct judges world = judges_plant(f);
    char set[UUID_TEXT_LEN], endpoint[UUID_TEXT_LEN], query[300];
    uuid_format(&world.runs.set, set);
    uuid_format(&world.runs.endpoint, endpoint);
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    (void)snprintf(query, sizeof query, "/tests/new?set=%s&model=%s+gpt-5&temperature=0.2", set,
                   endpoint);
    struct response *page = fixture_get(f, path_of(&world.runs.prompt, query));
    fixture_assert_status(page, 200);
    fixture_assert_has_not(page, "will not count as evidence"); /* it has no settings */
    fixture_begin(f);
    struct prompt_draft draft = draft_from(f, &world.runs.prompt);
    struct record_saved saved;
    struct problem problem;
    draft.settings = "{\"temperature\":1}";
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_NONE);
    fixture_begin(f);
    page = fixture_get(f, path_of(&world.runs.prompt, query));
    fixture_assert_has(page, "This run will not count as evidence: temperature is set here and not "
                             "in the prompt.");
    (void)snprintf(query, sizeof query, "/tests/new?set=%s&model=%s+gpt-5", set, endpoint);
    page = fixture_get(f, path_of(&world.runs.prompt, query));
    fixture_assert_has_not(page, "will not count as evidence");

    world.draft.max_tokens = 50;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &world.draft);
    (void)runs_drive(f, &id, judges_speak);
    fixture_begin(f);
    page = fixture_get(f, run_path(&world, &id, ""));
    fixture_assert_has(page, "This run does not count as evidence: max output tokens are set here "
                             "and not in the prompt.");
    world.draft.max_tokens = 0;
    id = runs_start(f, PERSONA_PRODUCT_MANAGER, &world.draft);
    (void)runs_drive(f, &id, judges_speak);
    fixture_begin(f);
    fixture_assert_has_not(fixture_get(f, run_path(&world, &id, "")), "count as evidence");
    world.draft.case_ids = "c1";
    id = runs_start(f, PERSONA_PRODUCT_MANAGER, &world.draft);
    (void)runs_drive(f, &id, judges_speak);
    fixture_begin(f);
    fixture_assert_has(fixture_get(f, run_path(&world, &id, "")),
                       "This run does not count as evidence: it has only some cases of its test "
                       "set.");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, judges_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(disputes_are_for_who_may_read_the_record),
        TEST(what_judging_took_is_on_each_result),
        TEST(without_a_judge_nothing_is_said_of_one),
        TEST(what_is_no_evidence_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
