#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/grade/check_type.h"
#include "domain/grade/grade.h"

/* Each check: what passes, what does not and the sentence that says why; and which are refused. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static json_t *json_of(const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s: %s", text, problem);
    return json;
}

static json_t *checks_of(const char *check)
{
    const char *problem = NULL;
    json_t *checks = json_of(arena_printf(arena, "[%s]", check));
    if (grade_checks_read(arena, checks, &problem) != ERR_NONE)
        fail_msg("%s: %s", check, problem);
    return checks;
}

static void assert_grade(const char *check, const struct grade_subject *subject, const char *reason)
{
    struct grade_result result;
    json_t *checks = checks_of(check);
    grade_checks(arena, checks, NULL, subject, &result);
    assert_int_equal(result.count, 1);
    assert_string_equal(result.items[0].type, json_text(json_array_get(checks, 0), "type"));
    if (strcmp(result.items[0].reason, reason) != 0)
        fail_msg("%s: %s", check, result.items[0].reason);
    assert_int_equal(result.items[0].passed, reason[0] == '\0');
    assert_int_equal(result.passed, reason[0] == '\0');
}

/* reason "": it passes. */
static void assert_output(const char *check, const char *output, const char *reason)
{
    struct grade_subject subject = {.output = output, .duration_ms = -1, .cost_nanos = -1};
    assert_grade(check, &subject, reason);
}

static void assert_refused(const char *check, const char *problem)
{
    const char *is = NULL;
    assert_int_equal(grade_checks_read(arena, json_of(arena_printf(arena, "[%s]", check)), &is),
                     ERR_INVALID);
    assert_string_equal(is, problem);
}

static void texts_are_looked_for(void **state)
{
    (void)state;
    assert_output("{\"type\":\"equals\",\"value\":\"Yes.\"}", " Yes.\n", "");
    assert_output("{\"type\":\"equals\",\"value\":\"Yes.\"}", "yes.", "Does not equal “Yes.”.");
    assert_output("{\"type\":\"equals\",\"value\":\"YES\",\"ignore_case\":true}", "yes", "");
    assert_output("{\"type\":\"contains\",\"value\":\"refund\"}", "We refund you.", "");
    assert_output("{\"type\":\"contains\",\"value\":\"refund\"}", "We Refund you.",
                  "Does not contain “refund”.");
    assert_output("{\"type\":\"contains\",\"value\":\"STRASSE\",\"ignore_case\":true}",
                  "Hauptstraße 1", "");
    assert_output("{\"type\":\"contains\",\"value\":\"caf\\u00e9\"}", "cafe\xcc\x81", "");
    assert_output("{\"type\":\"contains_any\",\"value\":[\"a\",\"b\"]}", "xbx", "");
    assert_output("{\"type\":\"contains_any\",\"value\":[\"a\",\"b\"]}", "x",
                  "Contains none of “a”, “b”.");
    assert_output("{\"type\":\"contains_all\",\"value\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}", "xax",
                  "Does not contain “b”, “c”, “d” and 1 more.");
    assert_output("{\"type\":\"contains_all\",\"value\":[\"a\",\"b\"]}", "ab", "");
    assert_output("{\"type\":\"contains_not\",\"value\":\"sorry\"}", "Sorry", "");
    assert_output("{\"type\":\"contains_not\",\"value\":\"sorry\",\"ignore_case\":true}", "Sorry",
                  "Contains “sorry”.");
    assert_output("{\"type\":\"starts_with\",\"value\":\"Dear\"}", "\n Dear Ms", "");
    assert_output("{\"type\":\"starts_with\",\"value\":\"Dear\"}", "Hi",
                  "Does not start with “Dear”.");
    assert_output("{\"type\":\"matches\",\"value\":\"ORD-\\\\d{5}\"}", "It is ORD-10442.", "");
    assert_output("{\"type\":\"matches\",\"value\":\"ORD-\\\\d{5}\"}", "It is ord-10442.",
                  "Does not match “ORD-\\d{5}”.");
    assert_output("{\"type\":\"matches\",\"value\":\"ORD\",\"ignore_case\":true}", "ord", "");
    assert_output("{\"type\":\"matches\",\"value\":\"^(a+)+$\"}",
                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
                  "The pattern “^(a+)+$” takes too long on this answer.");
}

static void json_is_read_whole(void **state)
{
    (void)state;
    static const char schema[] = "{\"type\":\"json_schema\",\"value\":{\"type\":\"object\","
                                 "\"required\":[\"a\"]}}";
    assert_output("{\"type\":\"is_json\"}", " {\"a\": [1]}\n", "");
    assert_output("{\"type\":\"is_json\"}", "", "Is not JSON: it is empty.");
    assert_output("{\"type\":\"is_json\"}", "```json\n{}\n```",
                  "Is not JSON: it is in a code fence (```).");
    assert_output(schema, "{\"a\":1}", "");
    assert_output(schema, "{}", "a is missing.");
    assert_output(schema, "[]", "The answer must be an object.");
    struct grade_result result;
    struct grade_subject subject = {.output = "{\"a\" 1}"};
    grade_checks(arena, checks_of("{\"type\":\"is_json\"}"), NULL, &subject, &result);
    assert_non_null(strstr(result.items[0].reason, "Is not JSON. Line 1, column "));
}

#define CALL(name, arguments)                                                                      \
    "[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"" name                          \
    "\",\"arguments\":\"" arguments "\"}}]"

static void tool_calls_have_the_arguments_of_their_schema(void **state)
{
    (void)state;
    struct grade_subject subject = {.output = ""};
    assert_grade("{\"type\":\"tool_call\"}", &subject, "Does not call a tool.");
    assert_grade("{\"type\":\"tool_call\",\"tool\":\"find\"}", &subject,
                 "Does not call the tool “find”.");
    subject.tool_calls = json_of(CALL("find", "{\\\"id\\\": 1}"));
    assert_grade("{\"type\":\"tool_call\",\"tool\":\"pay\"}", &subject,
                 "Does not call the tool “pay”.");
    assert_grade("{\"type\":\"tool_call\",\"tool\":\"find\"}", &subject,
                 "There is no schema for the tool “find”.");
    assert_grade("{\"type\":\"tool_call\",\"value\":{\"required\":[\"id\"]}}", &subject, "");
    assert_grade(
        "{\"type\":\"tool_call\",\"value\":{\"properties\":{\"id\":{\"type\":\"string\"}}}}",
        &subject, "The arguments of “find”: id must be a text.");
    /* As an agent has it, and as a request does. */
    subject.tools =
        json_of("[{\"type\":\"function\",\"name\":\"find\",\"parameters\":{\"required\":"
                "[\"id\"]}}]");
    assert_grade("{\"type\":\"tool_call\"}", &subject, "");
    subject.tools =
        json_of("[{\"type\":\"function\",\"function\":{\"name\":\"find\",\"parameters\":"
                "{\"required\":[\"order\"]}}}]");
    assert_grade("{\"type\":\"tool_call\",\"tool\":\"find\"}", &subject,
                 "The arguments of “find”: order is missing.");
    subject.tools = json_of("[{\"name\":\"find\",\"parameters\":{\"nullable\":true}}]");
    assert_grade("{\"type\":\"tool_call\"}", &subject,
                 "The arguments of “find”: The schema can't be used: “nullable” is a keyword that "
                 "is not checked here.");
    subject.tool_calls = json_of(CALL("find", "{"));
    struct grade_result result;
    grade_checks(arena, checks_of("{\"type\":\"tool_call\"}"), NULL, &subject, &result);
    assert_non_null(strstr(result.items[0].reason, "The arguments of “find”: Is not JSON. Line 1"));
}

static void time_and_cost_have_a_most(void **state)
{
    (void)state;
    struct grade_subject subject = {.output = "a", .duration_ms = 2000, .cost_nanos = 12500000};
    assert_grade("{\"type\":\"max_duration_ms\",\"value\":2000}", &subject, "");
    assert_grade("{\"type\":\"max_duration_ms\",\"value\":1999}", &subject,
                 "Took 2000 ms, longer than 1999 ms.");
    assert_grade("{\"type\":\"max_cost\",\"value\":0.0125}", &subject, "");
    assert_grade("{\"type\":\"max_cost\",\"value\":0.01}", &subject,
                 "Cost 0.0125, more than 0.01.");
    assert_grade("{\"type\":\"max_cost\",\"value\":1}", &subject, "");
    subject.duration_ms = subject.cost_nanos = -1;
    assert_grade("{\"type\":\"max_duration_ms\",\"value\":1999}", &subject,
                 "It is not known how long the answer took.");
    assert_grade("{\"type\":\"max_cost\",\"value\":1}", &subject,
                 "It is not known what the answer cost: its endpoint has no price.");
}

static void without_checks_the_expected_text_or_any_answer_counts(void **state)
{
    (void)state;
    struct grade_result result;
    struct grade_subject subject = {.output = " Paris\n"};
    grade_checks(arena, NULL, "Paris", &subject, &result);
    assert_true(result.passed && result.count == 1);
    assert_string_equal(result.items[0].type, "equals");
    grade_checks(arena, json_keep(arena, json_array()), "Rome", &subject, &result);
    assert_false(result.passed);
    assert_string_equal(result.items[0].reason, "Does not equal “Rome”.");
    grade_checks(arena, NULL, NULL, &subject, &result);
    assert_true(result.passed);
    subject.output = " \n";
    grade_checks(arena, NULL, NULL, &subject, &result);
    assert_false(result.passed);
    assert_string_equal(result.items[0].reason, "The answer is empty.");
    subject.tool_calls = json_of(CALL("find", "{}"));
    grade_checks(arena, NULL, NULL, &subject, &result);
    assert_true(result.passed);
    /* With checks, the expected text is for people and judges. */
    grade_checks(arena, checks_of("{\"type\":\"equals\",\"value\":\"\"}"), "Rome", &subject,
                 &result);
    assert_true(result.passed);
}

static void all_checks_of_a_case_count(void **state)
{
    (void)state;
    struct grade_result result;
    struct grade_subject subject = {.output = "We refund you."};
    grade_checks(arena,
                 checks_of("{\"type\":\"contains\",\"value\":\"refund\"},{\"type\":\"is_json\"},"
                           "{\"type\":\"contains_not\",\"value\":\"sorry\"}"),
                 NULL, &subject, &result);
    assert_int_equal(result.count, 3);
    assert_true(result.items[0].passed && !result.items[1].passed && result.items[2].passed);
    assert_string_equal(result.items[0].reason, "");
    assert_false(result.passed);
}

static void what_can_t_be_checked_is_refused(void **state)
{
    (void)state;
    assert_refused("1", "checks[0]: must be an object, {…}.");
    assert_refused("{}", "checks[0].type: is missing.");
    assert_refused("{\"type\":\"similar\"}", "checks[0].type: there is no check “similar”.");
    assert_refused("{\"type\":\"contains\"}", "checks[0].value: is missing.");
    assert_refused("{\"type\":\"contains\",\"value\":\"\"}", "checks[0].value: must not be empty.");
    assert_refused("{\"type\":\"contains\",\"value\":1}", "checks[0].value: must be a text.");
    assert_refused("{\"type\":\"contains\",\"value\":\"a\",\"tool\":\"b\"}",
                   "checks[0]: “tool” is no member of this check.");
    assert_refused("{\"type\":\"contains\",\"value\":\"a\",\"ignore_case\":1}",
                   "checks[0].ignore_case: must be true or false.");
    assert_refused("{\"type\":\"contains_any\",\"value\":[]}",
                   "checks[0].value: must be an array of 1 to 100 texts.");
    assert_refused("{\"type\":\"contains_any\",\"value\":[\"a\",\"\"]}",
                   "checks[0].value[1]: must not be empty.");
    assert_refused("{\"type\":\"matches\",\"value\":\"(\"}",
                   "checks[0].value: is not a regular expression. At character 2: missing closing "
                   "parenthesis.");
    assert_refused("{\"type\":\"is_json\",\"value\":true}",
                   "checks[0].value: this check has no value.");
    assert_refused("{\"type\":\"json_schema\",\"value\":{\"properties\":{\"a\":{\"typ\":1}}}}",
                   "checks[0].value.properties.a: “typ” is a keyword that is not checked here.");
    assert_refused("{\"type\":\"json_schema\",\"value\":{\"typ\":1}}",
                   "checks[0].value: “typ” is a keyword that is not checked here.");
    assert_refused("{\"type\":\"tool_call\",\"tool\":\"\"}",
                   "checks[0].tool: must be the name of a tool.");
    assert_refused("{\"type\":\"max_duration_ms\",\"value\":0}",
                   "checks[0].value: must be a whole number from 1 to 3600000.");
    assert_refused("{\"type\":\"max_cost\",\"value\":\"1\"}",
                   "checks[0].value: must be a number from 0 to 1000000.");
    const char *problem = NULL;
    assert_int_equal(grade_checks_read(arena, json_of("{}"), &problem), ERR_INVALID);
    assert_string_equal(problem, "checks: must be an array, […].");
    struct buf many;
    buf_init(&many, arena);
    for (int i = 0; i <= GRADE_CHECKS_MAX; i++)
        buf_printf(&many, "%s{\"type\":\"is_json\"}", i == 0 ? "[" : ",");
    buf_add_char(&many, ']');
    assert_int_equal(grade_checks_read(arena, json_of(many.data), &problem), ERR_INVALID);
    assert_string_equal(problem, "checks: a case may have 20 checks.");
    assert_int_equal(grade_checks_read(arena, NULL, &problem), ERR_NONE);
}

static void the_table_names_every_check_once(void **state)
{
    (void)state;
    for (int i = 0; i < CHECK_TYPE_COUNT; i++) {
        assert_ptr_equal(check_type_find(check_types[i].name), &check_types[i]);
        assert_true(check_types[i].title[0] != '\0' && check_types[i].hint[0] != '\0');
        assert_non_null(check_types[i].look);
    }
    assert_null(check_type_find("similar"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(texts_are_looked_for),
        TEST(json_is_read_whole),
        TEST(tool_calls_have_the_arguments_of_their_schema),
        TEST(time_and_cost_have_a_most),
        TEST(without_checks_the_expected_text_or_any_answer_counts),
        TEST(all_checks_of_a_case_count),
        TEST(what_can_t_be_checked_is_refused),
        TEST(the_table_names_every_check_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
