#include "test.h"

#include "agents.h"
#include "base/clock.h"
#include "data/run/run_import.h"
#include "data/run/run_tally.h"
#include "domain/endpoint/endpoint_completion.h"
#include "domain/run/run_finding.h"
#include "runs.h"

/* Imported results: what is written, all of it or nothing, and who may. */

#define RESULT(test, word, rest)                                                                   \
    "{\"promptIdx\":0,\"testIdx\":" #test ",\"provider\":{\"id\":\"openai:gpt-5\"},"               \
    "\"vars\":{\"word\":\"" word "\"}," rest "}"
#define FILE_OF(rows)                                                                              \
    "{\"results\":{\"version\":3,\"timestamp\":\"2026-01-02T03:04:05Z\",\"results\":[" rows "]}}"
#define GOOD                                                                                       \
    "\"success\":true,\"score\":1,\"latencyMs\":100,\"cost\":0.002,\"response\":{\"output\":"      \
    "\"Say yes.\",\"tokenUsage\":{\"prompt\":10,\"completion\":4}}"
#define BAD                                                                                        \
    "\"success\":false,\"failureReason\":1,\"latencyMs\":300,\"response\":{\"output\":\"Never\"}," \
    "\"gradingResult\":{\"pass\":false,\"score\":0,\"reason\":\"Expected never\"}"
#define BROKEN "\"success\":false,\"failureReason\":2,\"error\":\"429 too many\",\"latencyMs\":9"

static struct run_import_draft file_draft(const struct runs *runs, const char *text)
{
    return (struct run_import_draft){.store = &prompt_store,
                                     .record_id = runs->prompt,
                                     .set_id = runs->set,
                                     .file_name = "results.json",
                                     .bytes = {text, strlen(text)},
                                     .column = -1};
}

static enum err import(struct fixture *f, int persona, const struct run_import_draft *draft,
                       struct uuid *id, struct problem *problem)
{
    fixture_begin(f);
    return run_import(f->db, actor_of(f, persona), draft, id, problem);
}

/* Rows of our organization; where begins with AND, or is "". */
#define ROWS(f, table, where)                                                                      \
    fixture_count(f, "SELECT count(*) FROM " table " WHERE organization_id = $1 " where,           \
                  &(f)->own.id)

static void it_is_a_run_with_everything(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct uuid id;
    struct problem problem;
    char iso[CLOCK_ISO_LEN];
    const char *text =
        FILE_OF(RESULT(0, "no", BAD) "," RESULT(1, "maybe", BROKEN) "," RESULT(2, "yes", GOOD));
    const struct run_import_draft draft = file_draft(&runs, text);
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_NONE);
    struct test_run run = runs_find(f, &id);
    assert_int_equal(run.grade, RUN_IMPORTED);
    assert_int_equal(run.state, RUN_DONE);
    assert_string_equal(run.model, "openai:gpt-5");
    assert_string_equal(run.endpoint_name, "promptfoo");
    assert_string_equal(run.source_name, "results.json");
    char digest[SHA256_HEX_LEN];
    sha256_hex(text, strlen(text), digest);
    assert_string_equal(run.source_digest, digest);
    assert_string_equal(run.case_ids, "");
    assert_int_equal(strlen(run.digest), SHA256_HEX_LEN - 1);
    assert_int_equal(run.version, 1);
    assert_int_equal(run.set_version, 1);
    assert_int_equal(run.planned_count, 3);
    assert_int_equal(run.result_count, 3);
    assert_int_equal(run.pass_count, 1);
    assert_int_equal(run.fail_count, 1);
    assert_int_equal(run.error_count, 1);
    assert_int_equal(run.critical_fail_count, 0);
    assert_int_equal(run.input_tokens, 10);
    assert_int_equal(run.output_tokens, 4);
    assert_int_equal(run.cost_nanos, 2000000);
    assert_string_equal(run.currency, "USD");
    assert_true(run.is_priced);
    assert_int_equal(run.p50_ms, 100);
    assert_int_equal(run.p95_ms, 300);
    clock_format_iso(run.ended_at, iso);
    assert_string_equal(iso, "2026-01-02T03:04:05.000000Z");
    assert_true(run.created_at > run.ended_at);
    assert_true(uuid_equal(&run.created_by, &actor_of(f, PERSONA_PRODUCT_MANAGER)->user_id));
    assert_int_equal(ROWS(f, "audit_events", "AND action = 'test.import'"), 1);
}

/* In the order of the set, each sealed, with what promptfoo said of it. */
static void its_results_are_those_of_the_cases(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct uuid id;
    struct problem problem;
    struct test_result result;
    struct grade_result graded;
    struct endpoint_completion completion;
    const struct run_import_draft draft = file_draft(
        &runs,
        FILE_OF(RESULT(0, "no", BAD) "," RESULT(1, "maybe", BROKEN) "," RESULT(2, "yes", BAD)));
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_NONE);
    struct test_run run = runs_find(f, &id);
    assert_int_equal(run.critical_fail_count, 1);
    assert_int_equal(result_get(f->db, &run, 0, &result), ERR_NONE);
    assert_string_equal(result.case_id, "c1");
    assert_true(result.is_critical);
    assert_int_equal(result.state, RESULT_FAILED);
    endpoint_completion_parse(f->arena, result.output, &completion);
    assert_string_equal(completion.content, "Never");
    run_finding_parse(f->arena, result.findings, &graded);
    assert_string_equal(graded.items[0].reason, "Score 0. Expected never");
    assert_int_equal(result_get(f->db, &run, 2, &result), ERR_NONE);
    assert_int_equal(result.state, RESULT_ERROR);
    assert_int_equal(result.outcome, ENDPOINT_ERROR);
    endpoint_completion_parse(f->arena, result.output, &completion);
    assert_string_equal(completion.error, "429 too many");
    assert_int_equal(
        ROWS(f, "test_results", "AND (output IS NULL OR (state <> 'error' AND findings IS NULL))"),
        0);
}

static void a_part_is_said_to_be_one(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct uuid id;
    struct problem problem;
    struct run_cases cases;
    struct run_import seen;
    const struct run_import_draft draft = file_draft(
        &runs,
        FILE_OF(RESULT(0, "maybe", GOOD) "," RESULT(1, "other", GOOD) "," RESULT(2, "maybe", BAD)));
    fixture_begin(f);
    assert_int_equal(
        run_import_read(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &seen, &problem),
        ERR_NONE);
    assert_int_equal(seen.match.taken_count, 2);
    assert_string_equal(seen.match.items[1].why, "No case has its id, or exactly its variables.");
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_NONE);
    struct test_run run = runs_find(f, &id);
    assert_string_equal(run.case_ids, "c3");
    assert_int_equal(run.repeats, 2);
    assert_int_equal(run.case_count, 1);
    assert_int_equal(run.pass_count, 1);
    assert_int_equal(run_cases_get(f->db, &run, &cases), ERR_NONE);
    assert_int_equal(runs_results(f, &run).count, 2);
}

static void nothing_is_written_of_what_is_wrong(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct uuid id;
    struct problem problem;
    static const struct bad {
        const char *text, *field, *words;
    } bad[] = {
        {"{", "file", "It is not JSON: Line 1, column 1: the text ends too early."},
        {FILE_OF(RESULT(0, "never", GOOD)), "set",
         "None of these results belongs to a case of this version of the test set."},
        {FILE_OF(RESULT(0, "yes", GOOD) "," RESULT(1, "yes", GOOD) "," RESULT(2, "no", GOOD)),
         "set", "Case c1 is there 2 times, and case c2 1 time: each must be there as often."},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const struct run_import_draft draft = file_draft(&runs, bad[i].text);
        assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_INVALID);
        assert_string_equal(problem.field, bad[i].field);
        if (i > 0)
            assert_string_equal(problem.message, bad[i].words);
    }
    struct run_import_draft draft = file_draft(&runs, FILE_OF(RESULT(0, "yes", GOOD)));
    draft.column = 7;
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "column");
    draft.column = 0;
    draft.set_version = 9;
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "set");
    draft.set_version = 0;
    draft.version = 9;
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_NOT_FOUND);
    assert_int_equal(ROWS(f, "test_runs", ""), 0);
    assert_int_equal(ROWS(f, "test_results", ""), 0);
}

/* Who may read a record runs its tests; what is said of them elsewhere, only who may change it. */
static void only_who_may_change_the_record_imports(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct uuid id;
    struct problem problem;
    const struct run_import_draft draft = file_draft(&runs, FILE_OF(RESULT(0, "yes", GOOD)));
    assert_int_equal(import(f, PERSONA_DEVOPS_ENGINEER, &draft, &id, &problem), ERR_DENIED);
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_NONE);
}

/* A chart has one bar a version: what was graded here, where it was. */
static void our_own_runs_go_before_it(void **state)
{
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct uuid id;
    struct problem problem;
    struct test_run_list list;
    const struct run_import_draft draft = file_draft(
        &runs,
        FILE_OF(RESULT(0, "yes", GOOD) "," RESULT(1, "no", GOOD) "," RESULT(2, "maybe", GOOD)));
    struct run_draft own = runs_draft(&runs);
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_NONE);
    struct record_head *head = get_head(f, &prompt_store, &runs.prompt);
    assert_int_equal(run_trend(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), head, &runs.set, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].grade, RUN_IMPORTED);
    struct uuid ours = runs_start(f, PERSONA_PRODUCT_MANAGER, &own);
    (void)runs_drive(f, &ours, runs_echo);
    assert_int_equal(import(f, PERSONA_PRODUCT_MANAGER, &draft, &id, &problem), ERR_NONE);
    head = get_head(f, &prompt_store, &runs.prompt);
    assert_int_equal(run_trend(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), head, &runs.set, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_true(uuid_equal(&list.items[0].id, &ours));
}

/* As many results as a file may have: each in its place. */
static void a_file_at_its_limit_is_imported(void **state)
{
    enum { CASES = 2000, REPEATS = 2 };
    struct fixture *f = *state;
    struct runs runs = runs_plant(f);
    struct uuid id;
    struct problem problem;
    struct test_result result;
    struct buf cases, file;
    buf_init(&cases, f->arena);
    for (int i = 0; i < CASES; i++)
        buf_printf(&cases, "%s{\"variables\":{\"word\":\"w%d\"}}", i == 0 ? "[" : ",", i);
    buf_add_text(&cases, "]");
    runs.set = make_set(f, PERSONA_PRODUCT_MANAGER, "answers/many", cases.data, "{}");
    fixture_begin(f);
    buf_init(&file, f->arena);
    buf_add_text(&file, "{\"version\":3,\"timestamp\":\"2026-01-02\",\"results\":[");
    for (int i = 0; i < CASES * REPEATS; i++)
        buf_printf(&file,
                   "%s{\"promptIdx\":0,\"testIdx\":%d,\"provider\":\"p\",\"vars\":{\"word\":"
                   "\"w%d\"},\"success\":true,\"response\":{\"output\":\"%d\"}}",
                   i == 0 ? "" : ",", i, i % CASES, i);
    buf_add_text(&file, "]}");
    const struct run_import_draft draft = file_draft(&runs, file.data);
    assert_int_equal(run_import(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &id, &problem),
                     ERR_NONE);
    struct test_run run = runs_find(f, &id);
    assert_int_equal(run.pass_count, RUN_PROMPTFOO_RESULTS_MAX);
    assert_int_equal(run.repeats, REPEATS);
    assert_int_equal(ROWS(f, "test_results", "AND state = 'passed'"), RUN_PROMPTFOO_RESULTS_MAX);
    assert_int_equal(result_get(f->db, &run, CASES + 7, &result), ERR_NONE);
    assert_string_equal(result.case_id, "c8");
    assert_int_equal(result.repeat, 1);
    assert_non_null(strstr(result.output, "\"2007\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_a_run_with_everything, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(its_results_are_those_of_the_cases, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_part_is_said_to_be_one, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(nothing_is_written_of_what_is_wrong, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(only_who_may_change_the_record_imports, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_file_at_its_limit_is_imported, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(our_own_runs_go_before_it, fixture_open, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
