#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/yaml.h"
#include "domain/set_file/set_file.h"
#include "domain/set_file/set_file_merge.h"
#include "times.h"

/* Files of test cases: what they hold comes back, what they can't take along is named, and bad ones
 * are refused with a reason. */

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

static struct set_cases cases_of(const char *json)
{
    struct set_cases cases;
    const char *problem = NULL;
    if (set_cases_parse(arena, text_of(json), &cases, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    return cases;
}

static struct set_file *read(const char *text)
{
    struct set_file *file = arena_alloc(arena, sizeof *file);
    const char *problem = NULL;
    if (set_file_read(arena, text_of(text), file, &problem) != ERR_NONE)
        fail_msg("%.200s: %s", text, problem);
    return file;
}

static const char *written(enum set_file_format format, const struct set_cases *cases)
{
    struct text text;
    assert_int_equal(set_file_write(arena, format, cases, "support/refund", &text), ERR_NONE);
    return text.data;
}

/* The cases of a file, as they are stored. Every row is good. */
static const char *stored(const struct set_file *file)
{
    struct set_cases cases = {.items = arena_array(arena, SET_CASES_MAX, sizeof *cases.items)};
    for (int i = 0; i < file->count; i++) {
        if (file->rows[i].problem != NULL)
            fail_msg("%s: %s", file->rows[i].place, file->rows[i].problem);
        cases.items[cases.count++] = file->rows[i].set_case;
    }
    return set_cases_format(arena, &cases);
}

static const char *notes(const struct set_file *file)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < file->note_count; i++)
        buf_printf(&buf, "%s%s (%s, %d)", i == 0 ? "" : "; ", file->notes[i].what,
                   file->notes[i].place, file->notes[i].count);
    return buf.data;
}

/* Texts that formats like to change. */
#define HOSTILE                                                                                    \
    "  two  \\n\\nlines\\r\\n\\t\\\"quoted\\\", 'single'; =SUM(A1) \\\\ "                          \
    "\\u0001\\u007f\\u0085\\u2028 "                                                                \
    "\\ufeff {{x}} # : - & * ! | > % @ ` äöü 😀 null "

static const char everything[] =
    "[{\"id\":\"c1\",\"name\":\"Late refund\",\"variables\":{\"question\":\"" HOSTILE
    "\",\"order\":\"=1+1\",\"empty\":\"\",\"mark\":\"'\",\"marked\":\"'=x\",\"number\":\"007\","
    "\"truth\":\"true\",\"none\":\"null\",\"dash\":\"- a\"},\"expected\":\"" HOSTILE
    "\",\"checks\":[{\"type\":\"contains\",\"value\":\"" HOSTILE
    "\"},{\"type\":\"contains\",\"value\":\"a\",\"ignore_case\":true},"
    "{\"type\":\"contains_any\",\"value\":[\"a\",\"b, c\"]},"
    "{\"type\":\"contains_any\",\"value\":[\"a\"],\"ignore_case\":true},"
    "{\"type\":\"contains_all\",\"value\":[\"a\",\"b\"]},"
    "{\"type\":\"contains_not\",\"value\":\"sorry\"},"
    "{\"type\":\"matches\",\"value\":\"^a\\\\d+\\\"$\"},"
    "{\"type\":\"matches\",\"value\":\"^a\",\"ignore_case\":true},"
    "{\"type\":\"equals\",\"value\":\"a\",\"ignore_case\":true},"
    "{\"type\":\"starts_with\",\"value\":\"Dear\"},"
    "{\"type\":\"starts_with\",\"value\":\"Dear\",\"ignore_case\":true},"
    "{\"type\":\"is_json\"},"
    "{\"type\":\"json_schema\",\"value\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":"
    "\"number\",\"minimum\":0.1}}}},"
    "{\"type\":\"tool_call\",\"tool\":\"find\"},"
    "{\"type\":\"tool_call\",\"value\":{\"required\":[\"id\"]}},"
    "{\"type\":\"max_duration_ms\",\"value\":2000},"
    "{\"type\":\"max_cost\",\"value\":0.0125}],\"critical\":true,\"note\":\"" HOSTILE
    "\",\"origin\":\"incident\"},"
    "{\"id\":\"c2\",\"name\":\"\",\"messages\":[{\"role\":\"user\",\"content\":\"" HOSTILE
    "\"},{\"role\":\"assistant\",\"content\":\"b\"}],\"expected\":\"Paris\",\"checks\":[],"
    "\"origin\":\"typed\"},"
    "{\"id\":\"my-case_3\",\"name\":\"=cmd\",\"variables\":{\"question\":\"\"},\"checks\":[],"
    "\"origin\":\"try\"},"
    "{\"id\":\"c9\",\"name\":\"\",\"checks\":[{\"type\":\"equals\",\"value\":\"\"}],\"expected\":"
    "\"\",\"origin\":\"imported\"}]";

static void every_format_gives_back_what_it_was_given(void **state)
{
    (void)state;
    struct set_cases cases = cases_of(everything);
    const char *before = set_cases_format(arena, &cases);
    for (int i = 0; i < SET_FILE_FORMAT_COUNT; i++) {
        const struct set_file *file = read(written((enum set_file_format)i, &cases));
        assert_string_equal(notes(file), "");
        assert_int_equal(file->format, i);
        const char *after = stored(file);
        size_t same = 0;
        while (after[same] != '\0' && after[same] == before[same])
            same++;
        if (strcmp(before, after) != 0)
            fail_msg("%s: “%.60s” became “%.60s”", set_file_kinds[i].title, before + same,
                     after + same);
    }
}

static void promptfoo_reads_the_assertions_that_it_is_given(void **state)
{
    (void)state;
    struct set_cases cases = cases_of(everything);
    json_t *json = NULL;
    const char *problem = NULL;
    const char *yaml = written(SET_FILE_PROMPTFOO_YAML, &cases);
    assert_int_equal(yaml_parse(arena, text_of(yaml), &json, &problem), ERR_NONE);
    const json_t *test = json_array_get(json_object_get(json, "tests"), 0);
    struct buf types;
    json_t *assertion = NULL;
    size_t index = 0;
    buf_init(&types, arena);
    json_array_foreach(json_object_get(test, "assert"), index, assertion)
        buf_printf(&types, "%s ", json_text(assertion, "type"));
    assert_string_equal(types.data,
                        "contains icontains contains-any icontains-any contains-all not-contains "
                        "regex javascript javascript starts-with javascript is-json is-json "
                        "is-valid-openai-tools-call is-valid-openai-tools-call latency cost ");
    assertion = json_array_get(json_object_get(test, "assert"), 7);
    assert_string_equal(json_text(assertion, "value"), "new RegExp(\"^a\", \"i\").test(output)");
    assertion = json_array_get(json_object_get(test, "assert"), 8);
    assert_string_equal(json_text(assertion, "value"),
                        "output.trim().toLowerCase() === (\"a\".trim().toLowerCase())");
    assertion = json_array_get(json_object_get(test, "assert"), 15);
    assert_int_equal(json_integer_value(json_object_get(assertion, "threshold")), 2000);
    assert_string_equal(json_text(test, "description"), "Late refund");
    test = json_array_get(json_object_get(json, "tests"), 1);
    assertion = json_array_get(json_object_get(test, "assert"), 0);
    assert_string_equal(json_text(assertion, "type"), "equals");
    assert_string_equal(json_text(assertion, "value"), "Paris");
    assert_string_equal(json_text(json, "description"), "support/refund");
}

static void a_configuration_of_promptfoo_is_read_and_the_rest_named(void **state)
{
    (void)state;
    const struct set_file *file = read(
        "# promptfoo\ndescription: Refunds\nprompts:\n  - file://a.txt\nproviders: [openai:gpt-5]\n"
        "defaultTest:\n  vars:\n    tone: calm\n  assert:\n    - type: llm-rubric\n"
        "      value: is polite\n    - type: latency\n      threshold: 3000\n"
        "tests:\n  - description: Asks for the order\n    vars:\n      question: Where is it?\n"
        "      count: 3\n      is_new: true\n    assert:\n      - type: icontains\n"
        "        value: order\n        weight: 2\n      - type: contains\n        value: 42\n"
        "      - type: equals\n        value: {a: 1}\n      - type: not-regex\n        value: x\n"
        "      - type: javascript\n        value: output.length < 10\n"
        "    metadata:\n      category: refunds\n      critical: true\n    options: {}\n"
        "  - vars:\n      question: [a, b]\n  - vars: {question: file://q.txt}\n"
        "  - vars:\n      question: Hi\n    assert:\n      - type: is-json\n"
        "        value: file://schema.json\n");
    assert_int_equal(file->format, SET_FILE_PROMPTFOO_YAML);
    assert_int_equal(file->count, 4);
    assert_string_equal(
        set_cases_format(arena,
                         &(struct set_cases){
                             &(struct set_case){.id = "x",
                                                .name = file->rows[0].set_case.name,
                                                .note = "",
                                                .variables = file->rows[0].set_case.variables,
                                                .checks = file->rows[0].set_case.checks,
                                                .is_critical = file->rows[0].set_case.is_critical,
                                                .origin = file->rows[0].set_case.origin},
                             1}),
        "[{\"id\":\"x\",\"name\":\"Asks for the order\",\"variables\":{\"tone\":"
        "\"calm\",\"question\":\"Where is it?\",\"count\":\"3\",\"is_new\":"
        "\"true\"},\"checks\":[{\"type\":\"max_duration_ms\",\"value\":3000},"
        "{\"type\":\"contains\",\"value\":\"order\",\"ignore_case\":true},"
        "{\"type\":\"contains\",\"value\":\"42\"},{\"type\":\"json_schema\","
        "\"value\":{\"const\":{\"a\":1}}}],\"critical\":true,\"origin\":"
        "\"imported\"}]");
    assert_string_equal(
        notes(file), "prompts (The configuration, 1); providers (The configuration, 1); "
                     "assert llm-rubric (tests[0], 2); weight of assert icontains (tests[0], 1); "
                     "assert not-regex (tests[0], 1); assert javascript (tests[0], 1); "
                     "metadata.category (tests[0], 1); options (tests[0], 1); "
                     "assert is-json with this value (tests[3], 1)");
    assert_string_equal(file->rows[1].place, "tests[1]");
    assert_string_equal(file->rows[1].problem,
                        "vars.question: a list makes one test of each item: write them out.");
    assert_string_equal(file->rows[2].problem, "vars.question: a file is not read.");
}

static void items_of_langfuse_are_read_as_their_api_gives_them(void **state)
{
    (void)state;
    static const char page[] =
        "{\"data\":[{\"id\":\"cm9z1\",\"status\":\"ACTIVE\",\"input\":{\"question\":\"Hi\","
        "\"n\":{\"a\":1}},\"expectedOutput\":\"Hello\",\"metadata\":{\"source\":\"trace\"},"
        "\"sourceTraceId\":\"t1\",\"sourceObservationId\":null,\"datasetId\":\"d\","
        "\"datasetName\":\"x\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"updatedAt\":"
        "\"2026-01-01T00:00:00Z\"},"
        "{\"id\":\"B\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"expectedOutput\":"
        "{\"role\":\"assistant\"},\"metadata\":null},"
        "{\"input\":\"just text\",\"expectedOutput\":null},"
        "{\"input\":\"old\",\"status\":\"ARCHIVED\"},{\"input\":{\"two words\":\"a\"}}],"
        "\"meta\":{\"page\":1}}";
    const struct set_file *file = read(page);
    assert_int_equal(file->format, SET_FILE_LANGFUSE);
    assert_int_equal(file->count, 5);
    assert_string_equal(file->rows[0].set_case.id, "cm9z1");
    assert_string_equal(json_text(file->rows[0].set_case.variables, "n"), "{\"a\":1}");
    assert_string_equal(file->rows[0].set_case.expected, "Hello");
    assert_null(file->rows[1].set_case.id);
    assert_int_equal(json_array_size(file->rows[1].set_case.messages), 1);
    assert_string_equal(file->rows[1].set_case.expected, "{\"role\":\"assistant\"}");
    assert_string_equal(json_text(file->rows[2].set_case.variables, "input"), "just text");
    assert_string_equal(file->rows[3].problem, "It is archived in Langfuse.");
    assert_string_equal(file->rows[4].problem,
                        "variables: the name of a variable is a letter, then letters, digits and "
                        "underscores.");
    assert_string_equal(
        notes(file), "input.n: kept as a text of JSON (Item 1, 1); metadata.source (Item 1, 1); "
                     "sourceTraceId (Item 1, 1); id: only lowercase letters, digits, _ and - can "
                     "be one (Item 2, 1); expectedOutput: kept as a text of JSON (Item 2, 1)");
    /* The same one a line, and in an array. */
    file = read("{\"input\":\"a\"}\n\n{\"input\":\"b\"\n{\"input\":\"c\"}\n");
    assert_int_equal(file->count, 3);
    assert_string_equal(file->rows[1].place, "Line 3");
    assert_non_null(strstr(file->rows[1].problem, "It is not JSON: column "));
    assert_int_equal(read("[{\"input\":\"a\"}]")->format, SET_FILE_LANGFUSE);
}

static void a_table_that_people_made_is_read(void **state)
{
    (void)state;
    const struct set_file *file =
        read("\xef\xbb\xbfquestion;expected;Critical;two words\r\n"
             "Where is it?;In the post;YES;x\r\n\"a;\"\"b\"\"\";;no;\r\n;;maybe;\r\n");
    assert_int_equal(file->format, SET_FILE_CSV);
    assert_int_equal(file->count, 3);
    assert_string_equal(json_text(file->rows[0].set_case.variables, "question"), "Where is it?");
    assert_string_equal(file->rows[0].set_case.expected, "In the post");
    assert_true(file->rows[0].set_case.is_critical);
    assert_string_equal(json_text(file->rows[1].set_case.variables, "question"), "a;\"b\"");
    assert_false(file->rows[1].set_case.is_critical);
    assert_null(file->rows[1].set_case.expected);
    assert_string_equal(file->rows[2].problem, "critical: must be yes or no.");
    assert_string_equal(file->rows[2].place, "Line 4");
    assert_string_equal(notes(file), "column “two words” (Line 1, 1)");
    file = read("id,checks\nc1,\"[{\"\"type\"\":\"\"similar\"\"}]\"\nc2,[\nc2,[]\nc2,[]\n");
    assert_string_equal(file->rows[0].problem, "checks[0].type: there is no check “similar”.");
    assert_non_null(strstr(file->rows[1].problem, "checks: is not JSON. Line 1, column "));
    assert_null(file->rows[2].problem);
    assert_string_equal(file->rows[3].problem, "The id “c2” is there twice.");
}

static void a_spreadsheet_gets_no_formulas(void **state)
{
    (void)state;
    struct set_cases cases = cases_of("[{\"id\":\"c1\",\"variables\":{\"a\":\"=HYPERLINK(1)\","
                                      "\"b\":\"@x\",\"c\":\"-1\",\"d\":\"\\t=1\"}}]");
    const char *csv = written(SET_FILE_CSV, &cases);
    assert_non_null(strstr(csv, "\"'=HYPERLINK(1)\",\"'@x\",\"'-1\",\"'\t=1\""));
}

static void assert_refused(const char *text, size_t len, const char *reason)
{
    struct set_file file;
    const char *problem = NULL;
    assert_int_equal(set_file_read(arena, (struct text){text, len}, &file, &problem), ERR_INVALID);
    if (strstr(problem, reason) == NULL)
        fail_msg("%.100s: %s", text, problem);
}

#define REFUSED(text, reason) assert_refused(text, strlen(text), reason)

static const char *repeat(const char *unit, size_t len)
{
    struct buf buf;
    buf_init(&buf, arena);
    while (buf.len < len)
        buf_add_text(&buf, unit);
    return buf.data;
}

static void what_is_no_file_of_cases_is_refused(void **state)
{
    (void)state;
    REFUSED("", "The file is empty.");
    REFUSED(" \n\t", "The file is empty.");
    assert_refused("a\0b", 3, "not text in UTF-8");
    REFUSED("a,b\n\xff,1\n", "not text in UTF-8");
    REFUSED("hello", "There are no test cases in this file.");
    REFUSED("[]", "There are no test cases in this file.");
    REFUSED("[1, 2]", "There are no test cases in this file.");
    REFUSED("[{\"vars\": {}}, ", "It is not JSON: ");
    REFUSED("tests: file://tests.csv\n", "“tests” must be a list of tests: files are not read.");
    REFUSED("tests:\n  - &a\n    vars: {x: y}\n  - *a\n", "aliases");
    REFUSED("id,name\n", "The file has no cases.");
    REFUSED("id,id\na,b\n", "The column “id” is there twice.");
    REFUSED("id,name\na,\"b\n", "Line 2: a quotation mark");
    REFUSED(repeat("{\"name\":\"a\"}\n", SET_FILE_MAX + 1), "at most 2 MiB");
    REFUSED(repeat("{\"name\":\"a\"}\n", 14 * 2000), "The file has more than 2000 cases.");
    REFUSED(repeat("id\nc1\n", 4 * 3000), "There are more than 2001 lines.");
    REFUSED(repeat("- vars: {a: b}\n", 15 * 2001), "The file has more than 2000 cases.");
}

static void hostile_files_end_soon(void **state)
{
    (void)state;
    static const char *const units[] = {
        "[",           "{\"a\":",         "tests:\n - ", "\"",   ",", "a,",   "- ",
        "{\"input\":", "{\"input\":1}\n", "{}\n",        "id\n", "'", "&a [", "\xef\xbb\xbf"};
    int64_t longest = 0;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        struct set_file file;
        const char *problem = NULL, *text = repeat(units[i], SET_FILE_MAX - 64);
        int64_t begin = times_used();
        enum err err = set_file_read(arena, text_of(text), &file, &problem);
        int64_t used = times_used() - begin;
        assert_true(err == ERR_NONE || problem[0] != '\0');
        longest = used > longest ? used : longest;
        arena_reset(arena);
    }
    printf("# the longest took %lld us\n", (long long)longest);
    assert_true(longest < 2000000);
}

static void a_file_changes_what_it_names_and_takes_nothing_away(void **state)
{
    (void)state;
    struct set_file_merge merge;
    const char *problem = NULL;
    struct set_cases cases =
        cases_of("[{\"id\":\"c1\",\"variables\":{\"q\":\"a\"},\"origin\":\"incident\"},"
                 "{\"id\":\"c2\",\"variables\":{\"q\":\"b\"}},{\"id\":\"c7\",\"name\":\"kept\"}]");
    struct set_file *file =
        read("id,var:q,note\nc1,changed,\nc2,b,\n,b,\n,new,\nc9,also new,\nX y,c,\n"
             "c1,d,\n");
    assert_int_equal(set_file_merge(arena, &cases, file, &merge, &problem), ERR_NONE);
    assert_int_equal(merge.changed_count, 1);
    assert_int_equal(merge.same_count, 2);
    assert_int_equal(merge.new_count, 3);
    assert_int_equal(merge.refused_count, 1);
    static const enum set_file_outcome outcomes[] = {SET_FILE_CHANGED, SET_FILE_SAME, SET_FILE_SAME,
                                                     SET_FILE_NEW,     SET_FILE_NEW,  SET_FILE_NEW,
                                                     SET_FILE_REFUSED};
    for (int i = 0; i < file->count; i++)
        assert_int_equal(file->rows[i].outcome, outcomes[i]);
    assert_string_equal(
        set_cases_format(arena, &merge.cases),
        "[{\"id\":\"c1\",\"name\":\"\",\"variables\":{\"q\":\"changed\"},\"checks\":[],\"origin\":"
        "\"incident\"},{\"id\":\"c2\",\"name\":\"\",\"variables\":{\"q\":\"b\"},\"checks\":[],"
        "\"origin\":\"typed\"},{\"id\":\"c7\",\"name\":\"kept\",\"checks\":[],\"origin\":\"typed\"}"
        ","
        "{\"id\":\"c10\",\"name\":\"\",\"variables\":{\"q\":\"new\"},\"checks\":[],\"origin\":"
        "\"imported\"},{\"id\":\"c9\",\"name\":\"\",\"variables\":{\"q\":\"also "
        "new\"},\"checks\":[],"
        "\"origin\":\"imported\"},{\"id\":\"c11\",\"name\":\"\",\"variables\":{\"q\":\"c\"},"
        "\"checks\":[],\"origin\":\"imported\"}]");
}

static void the_same_file_twice_changes_nothing(void **state)
{
    (void)state;
    struct set_cases cases = cases_of(everything);
    for (int i = 0; i < SET_FILE_FORMAT_COUNT; i++) {
        struct set_file_merge merge;
        const char *problem = NULL;
        struct set_file *file = read(written((enum set_file_format)i, &cases));
        assert_int_equal(set_file_merge(arena, &cases, file, &merge, &problem), ERR_NONE);
        assert_int_equal(merge.same_count, cases.count);
        assert_string_equal(set_cases_format(arena, &merge.cases), set_cases_format(arena, &cases));
    }
}

static void a_set_that_would_be_too_large_is_refused(void **state)
{
    (void)state;
    struct set_file_merge merge;
    const char *problem = NULL;
    struct set_cases cases = cases_of("[{\"id\":\"c1\"}]");
    struct set_file *file = read(repeat("{\"name\":\"a\"}\n", 13 * 2000 - 12));
    assert_int_equal(file->count, 2000);
    assert_int_equal(set_file_merge(arena, &cases, file, &merge, &problem), ERR_INVALID);
    assert_string_equal(problem, "cases: must have at most 2000 cases.");
    const char *large = repeat("x", 700000);
    file = read(arena_printf(
        arena, "{\"variables\":{\"a\":\"%s\"}}\n{\"variables\":{\"b\":\"%s\"}}\n", large, large));
    assert_int_equal(set_file_merge(arena, &cases, file, &merge, &problem), ERR_INVALID);
    assert_string_equal(problem, "cases: are too long together: at most 1 MiB.");
}

static void the_formats_have_names(void **state)
{
    (void)state;
    for (int i = 0; i < SET_FILE_FORMAT_COUNT; i++) {
        enum set_file_format format = SET_FILE_FORMAT_COUNT;
        assert_int_equal(set_file_format_parse(set_file_kinds[i].name, &format), ERR_NONE);
        assert_int_equal(format, i);
    }
    enum set_file_format format = SET_FILE_CSV;
    assert_int_equal(set_file_format_parse("xlsx", &format), ERR_INVALID);
    struct buf many;
    struct text text;
    buf_init(&many, arena);
    for (int i = 0; i < 200; i++)
        buf_printf(&many, "%s\"v%d\":\"\"", i == 0 ? "[{\"variables\":{" : ",", i);
    buf_add_text(&many, "}}]");
    struct set_cases cases = cases_of(many.data);
    assert_int_equal(set_file_write(arena, SET_FILE_CSV, &cases, "x", &text), ERR_INVALID);
    assert_int_equal(set_file_write(arena, SET_FILE_LINES, &cases, "x", &text), ERR_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_format_gives_back_what_it_was_given),
        TEST(promptfoo_reads_the_assertions_that_it_is_given),
        TEST(a_configuration_of_promptfoo_is_read_and_the_rest_named),
        TEST(items_of_langfuse_are_read_as_their_api_gives_them),
        TEST(a_table_that_people_made_is_read),
        TEST(a_spreadsheet_gets_no_formulas),
        TEST(what_is_no_file_of_cases_is_refused),
        TEST(hostile_files_end_soon),
        TEST(a_file_changes_what_it_names_and_takes_nothing_away),
        TEST(the_same_file_twice_changes_nothing),
        TEST(a_set_that_would_be_too_large_is_refused),
        TEST(the_formats_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
