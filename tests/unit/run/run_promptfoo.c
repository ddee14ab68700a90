#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "domain/run/run_finding.h"
#include "domain/run/run_match.h"

/* Results of promptfoo: what is taken of a file, which cases it belongs to, and what is wrong with
 * others, with its place. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(512 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

#define ROW(column, test, rest)                                                                    \
    "{\"promptIdx\":" #column ",\"testIdx\":" #test ",\"provider\":{\"id\":\"openai:gpt-" #column  \
    "\"},\"prompt\":{\"label\":\"short\"}" rest "}"
#define FILE_OF(rows)                                                                              \
    "{\"evalId\":\"e\",\"results\":{\"version\":3,\"timestamp\":\"2026-10-01T12:00:00.5Z\","       \
    "\"results\":[" rows "]},\"config\":{}}"
#define PASSED ",\"success\":true,\"response\":{\"output\":\"Yes\"}"

static struct run_promptfoo *read(const char *text)
{
    struct run_promptfoo *file = arena_alloc(arena, sizeof *file);
    const char *problem = NULL;
    if (run_promptfoo_read(arena, text_of(text), file, &problem) != ERR_NONE)
        fail_msg("%.200s: %s", text, problem);
    return file;
}

static void assert_refused(const char *text, const char *words)
{
    struct run_promptfoo file;
    const char *problem = NULL;
    assert_int_equal(run_promptfoo_read(arena, text_of(text), &file, &problem), ERR_INVALID);
    assert_string_equal(problem, words);
}

/* ---- reading ------------------------------------------------------------------------------- */

static void a_result_is_taken_with_everything(void **state)
{
    struct grade_result graded;
    (void)state;
    const struct run_promptfoo *file = read(FILE_OF(ROW(
        0, 4,
        ",\"vars\":{\"word\":\"yes\",\"n\":3},\"testCase\":{\"description\":\"Agrees\","
        "\"metadata\":{\"id\":\"c7\"}},\"success\":false,\"failureReason\":1,\"score\":0.5,"
        "\"error\":\"Not polite\",\"response\":{\"output\":{\"a\":1},\"raw\":\"long\"},"
        "\"latencyMs\":540.6,\"cost\":0.00012,\"tokenUsage\":{\"prompt\":10,\"completion\":2,"
        "\"total\":12},\"namedScores\":{\"x\":1},\"metadata\":{},\"gradingResult\":{"
        "\"pass\":false,\"score\":0.5,\"reason\":\"Not polite\",\"componentResults\":[{\"pass\":"
        "true,\"score\":1,\"reason\":\"fine\",\"assertion\":{\"type\":\"contains\"}},{\"pass\":"
        "false,\"reason\":\"rude\",\"assertion\":{\"type\":\"llm-rubric\"}}]}")));
    const struct run_promptfoo_result *result = &file->results[0];
    char iso[CLOCK_ISO_LEN];
    clock_format_iso(file->made_at, iso);
    assert_string_equal(iso, "2026-10-01T12:00:00.500000Z");
    assert_string_equal(file->columns[0].provider, "openai:gpt-0");
    assert_string_equal(file->columns[0].prompt, "short");
    assert_string_equal(result->id, "c7");
    assert_string_equal(result->name, "Agrees");
    assert_string_equal(json_text(result->variables, "n"), "3");
    assert_int_equal(result->state, RESULT_FAILED);
    assert_string_equal(result->output, "{\"a\":1}");
    assert_string_equal(result->error, "");
    assert_int_equal(result->duration_ms, 541);
    assert_int_equal(result->cost_nanos, 120000);
    assert_int_equal(result->input_tokens, 10);
    assert_int_equal(result->output_tokens, 2);
    run_finding_parse(arena, result->findings, &graded);
    assert_int_equal(graded.count, 3);
    assert_string_equal(graded.items[0].reason, "Score 0.5. Not polite");
    assert_string_equal(graded.items[2].type, "llm-rubric");
    assert_string_equal(graded.items[2].reason, "rude");
    assert_false(graded.items[2].passed);
    assert_int_equal(file->note_count, 2);
    assert_string_equal(file->notes[0].what, "namedScores");
    assert_string_equal(file->notes[0].place, "results[0]");
    assert_string_equal(file->notes[1].what, "response.raw");
}

static void an_error_is_no_grade(void **state)
{
    (void)state;
    const struct run_promptfoo *file =
        read(FILE_OF(ROW(0, 0, ",\"success\":false,\"failureReason\":2,\"error\":\"429\"") "," ROW(
            0, 1, ",\"success\":false,\"response\":{\"error\":\"broken\"}") "," ROW(0, 2, PASSED)));
    assert_int_equal(file->results[0].state, RESULT_ERROR);
    assert_string_equal(file->results[0].error, "429");
    assert_string_equal(file->results[0].findings, "");
    assert_int_equal(file->results[1].state, RESULT_ERROR);
    assert_string_equal(file->results[1].error, "broken");
    assert_int_equal(file->results[2].state, RESULT_PASSED);
    assert_int_equal(file->results[2].input_tokens, -1);
    assert_int_equal(file->results[2].cost_nanos, -1);
}

static void columns_are_told_apart(void **state)
{
    (void)state;
    const struct run_promptfoo *file = read(FILE_OF(ROW(5, 0, PASSED) "," ROW(2, 0, PASSED) "," ROW(
        5, 1, ",\"success\":false,\"response\":{\"output\":\"No\"},\"failureReason\":1")));
    assert_int_equal(file->column_count, 2);
    assert_int_equal(file->columns[0].index, 2);
    assert_string_equal(file->columns[1].provider, "openai:gpt-5");
    assert_int_equal(file->columns[1].count, 2);
    assert_int_equal(file->columns[1].pass_count, 1);
    assert_int_equal(file->results[0].column, 1);
    assert_int_equal(file->results[1].column, 0);
}

/* What promptfoo's cache answered has a sum of tokens alone. */
static void tokens_of_a_cache_count_once(void **state)
{
    (void)state;
    const struct run_promptfoo *file =
        read(FILE_OF(ROW(0, 0,
                         ",\"success\":true,\"response\":{\"output\":\"x\",\"tokenUsage\":"
                         "{\"total\":7,\"cached\":7}}")));
    assert_int_equal(file->results[0].input_tokens, 7);
    assert_int_equal(file->results[0].output_tokens, 0);
    assert_int_equal(file->note_count, 1);
}

/* ---- what is wrong ------------------------------------------------------------------------- */

static void what_is_missing_is_said_with_its_place(void **state)
{
    static const struct bad {
        const char *file, *words;
    } bad[] = {
        {"", "The file is empty."},
        {"[]", "It has no list “results”: it is not a file of promptfoo eval -o."},
        {"{\"results\":{\"version\":2,\"results\":[]}}",
         "Its results are not of version 3. Newer promptfoo writes them so."},
        {"{\"results\":{\"version\":3,\"results\":[]}}",
         "timestamp must be a time such as 2026-05-03T14:05:06Z."},
        {FILE_OF(""), "results has no results."},
        {FILE_OF("7"), "results[0] must be an object."},
        {FILE_OF("{\"testIdx\":0}"), "results[0].promptIdx is missing."},
        {FILE_OF(ROW(0, -1, PASSED)),
         "results[0].testIdx must be a whole number from 0 to 1000000."},
        {FILE_OF(ROW(0, 0, "")), "results[0].success is missing."},
        {FILE_OF(ROW(0, 0, ",\"success\":\"yes\"")), "results[0].success must be true or false."},
        {FILE_OF(ROW(0, 0, ",\"success\":true")), "results[0].response is missing."},
        {FILE_OF(ROW(0, 0, PASSED ",\"latencyMs\":-5")),
         "results[0].latencyMs must be a number from 0 to 86400000."},
        {FILE_OF(ROW(0, 0, PASSED ",\"cost\":1e300")),
         "results[0].cost must be a number from 0 to 1000000."},
        {FILE_OF(ROW(0, 0, PASSED ",\"tokenUsage\":{\"prompt\":1.5}")),
         "results[0].prompt must be a whole number from 0 to 1000000000."},
        {FILE_OF(ROW(0, 0, PASSED) "," ROW(0, 1, PASSED) "," ROW(0, 0, PASSED)),
         "results[2] has the testIdx and promptIdx of results[0]."},
        {FILE_OF("{\"promptIdx\":0,\"testIdx\":0" PASSED "}"),
         "results[0].provider must have an id."},
        {FILE_OF(ROW(0, 0, PASSED) ",{\"promptIdx\":0,\"testIdx\":1,\"provider\":\"other\"" PASSED
                                   "}"),
         "results[1].provider is not that of the other results with its promptIdx."},
        {FILE_OF(ROW(0, 0, PASSED ",\"vars\":[1]")), "results[0].vars must be an object."},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_refused(bad[i].file, bad[i].words);
}

static void what_is_no_json_is_said(void **state)
{
    static const char *const bad[] = {
        "{\"results\":",
        FILE_OF(ROW(0, 0, PASSED ",\"score\":NaN")),
        FILE_OF(ROW(0, 0, PASSED ",\"testIdx\":1")),
        FILE_OF(ROW(0, 0, ",\"success\":true,\"response\":{\"output\":\"\\u0000\"}")),
        FILE_OF(ROW(0, 0, PASSED ",\"cost\":1e999")),
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct run_promptfoo file;
        const char *problem = NULL;
        assert_int_equal(run_promptfoo_read(arena, text_of(bad[i]), &file, &problem), ERR_INVALID);
        assert_non_null(strstr(problem, "It is not JSON: Line 1, column"));
    }
    assert_refused("{\"a\":\"\xff\"}", "The file is not text in UTF-8.");
}

static void sizes_have_an_end(void **state)
{
    struct buf buf;
    (void)state;
    buf_init(&buf, arena);
    for (int i = 0; i < 100; i++)
        buf_add_text(&buf, "[");
    const char *deep =
        arena_printf(arena, FILE_OF(ROW(0, 0, PASSED ",\"metadata\":%s1")), buf.data);
    struct run_promptfoo file;
    const char *problem = NULL;
    assert_int_equal(run_promptfoo_read(arena, text_of(deep), &file, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "It is not JSON:"));
    buf_init(&buf, arena);
    for (int i = 0; i <= RUN_PROMPTFOO_RESULTS_MAX; i++)
        buf_printf(&buf, "%s{}", i > 0 ? "," : "");
    assert_refused(arena_printf(arena, FILE_OF("%s"), buf.data),
                   "results has 4001 results: at most 4000 can be imported at once.");
    char *large = arena_alloc(arena, RUN_PROMPTFOO_BYTES_MAX + 2);
    memset(large, ' ', RUN_PROMPTFOO_BYTES_MAX + 1);
    large[RUN_PROMPTFOO_BYTES_MAX + 1] = '\0';
    assert_refused(large, "The file is too long: at most 4 MiB.");
}

/* ---- the cases ----------------------------------------------------------------------------- */

#define CASES                                                                                      \
    "[{\"id\":\"a\",\"name\":\"One\",\"variables\":{\"word\":\"yes\",\"tone\":\"kind\"}},"         \
    "{\"id\":\"b\",\"variables\":{\"word\":\"no\"}},"                                              \
    "{\"id\":\"c\",\"variables\":{\"word\":\"same\"}},{\"id\":\"d\",\"variables\":{\"word\":"      \
    "\"same\"}},{\"id\":\"e\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}]"

static struct set_cases cases(void)
{
    struct set_cases cases;
    const char *problem = NULL;
    assert_int_equal(set_cases_parse(arena, text_of(CASES), &cases, &problem), ERR_NONE);
    return cases;
}

#define BY_ID(id)  ",\"testCase\":{\"metadata\":{\"id\":\"" id "\"}}"
#define VARS(vars) ",\"vars\":{" vars "}"

static void cases_are_found_by_id_name_and_variables(void **state)
{
    static const struct wanted {
        int at;
        const char *why;
    } wanted[] = {
        {0, NULL},
        {1, NULL},
        {-1, "Cases c and d have its variables."},
        {3, NULL},
        {4, NULL},
        {-1, "Case a has other variables."},
        {-1, "No case has its id, or exactly its variables."},
        {-1, "No case has its id, or exactly its variables."},
    };
    struct run_match match;
    struct set_cases set = cases();
    const char *problem = NULL;
    (void)state;
    static const char *const rows[] = {
        ROW(0, 0, PASSED VARS("\"tone\":\"kind\",\"word\":\"yes\"")),
        ROW(0, 1, PASSED VARS("\"word\":\"no\"") ",\"testCase\":{\"description\":\"b\"}"),
        ROW(0, 2, PASSED VARS("\"word\":\"same\"")),
        ROW(0, 3, PASSED VARS("\"word\":\"same\",\"session\":\"x\"") BY_ID("d")),
        ROW(0, 4, PASSED VARS("\"x\":\"y\"") BY_ID("e")),
        ROW(0, 5, PASSED VARS("\"word\":\"never\"") BY_ID("a")),
        ROW(0, 6, PASSED VARS("\"word\":\"no\",\"more\":\"1\"")),
        ROW(0, 7, PASSED),
    };
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        buf_printf(&buf, "%s%s", i > 0 ? "," : "", rows[i]);
    const struct run_promptfoo *file = read(arena_printf(arena, FILE_OF("%s"), buf.data));
    assert_int_equal(run_match(arena, file, 0, &set, &match, &problem), ERR_NONE);
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        assert_int_equal(match.items[i].at, wanted[i].at);
        if (wanted[i].why != NULL)
            assert_string_equal(match.items[i].why, wanted[i].why);
    }
    assert_int_equal(match.taken_count, 4);
    assert_int_equal(match.case_count, 4);
    assert_string_equal(match.case_ids, "a\nb\nd\ne");
    assert_int_equal(match.places[3], 2);
    assert_int_equal(match.places[2], -1);
}

static void repeats_are_counted(void **state)
{
    struct run_match match;
    struct set_cases set = cases();
    const char *problem = NULL;
    (void)state;
    const struct run_promptfoo *file =
        read(FILE_OF(ROW(0, 0, PASSED BY_ID("e")) "," ROW(0, 1, PASSED BY_ID("e"))));
    assert_int_equal(run_match(arena, file, 0, &set, &match, &problem), ERR_NONE);
    assert_int_equal(match.repeats, 2);
    assert_int_equal(match.items[1].repeat, 1);
    file = read(FILE_OF(ROW(0, 0, PASSED BY_ID("e")) "," ROW(0, 1, PASSED BY_ID("e")) "," ROW(
        0, 2, PASSED VARS("\"word\":\"no\""))));
    assert_int_equal(run_match(arena, file, 0, &set, &match, &problem), ERR_INVALID);
    assert_string_equal(problem,
                        "Case b is there 1 time, and case e 2 times: each must be there as often.");
    file = read(FILE_OF(ROW(0, 0, PASSED)));
    assert_int_equal(run_match(arena, file, 0, &set, &match, &problem), ERR_INVALID);
    assert_string_equal(problem,
                        "None of these results belongs to a case of this version of the test set.");
}

static void all_cases_are_no_list(void **state)
{
    struct run_match match;
    struct set_cases set = cases();
    const char *problem = NULL;
    (void)state;
    set.count = 2;
    const struct run_promptfoo *file =
        read(FILE_OF(ROW(0, 0, PASSED BY_ID("b") VARS("\"word\":\"no\"")) "," ROW(
            0, 1, PASSED VARS("\"word\":\"yes\",\"tone\":\"kind\"")) "," ROW(1, 0, PASSED)));
    assert_int_equal(run_match(arena, file, 0, &set, &match, &problem), ERR_NONE);
    assert_string_equal(match.case_ids, "");
    assert_int_equal(match.case_count, 2);
    assert_int_equal(match.count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_result_is_taken_with_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_error_is_no_grade, set_up, tear_down),
        cmocka_unit_test_setup_teardown(columns_are_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tokens_of_a_cache_count_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_missing_is_said_with_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_json_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sizes_have_an_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cases_are_found_by_id_name_and_variables, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(repeats_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_cases_are_no_list, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
