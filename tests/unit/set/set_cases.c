#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/set/set_cases.h"

static struct arena *arena;
static struct set_cases cases;
static const char *problem;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create((size_t)256 * 1024 * 1024);
    problem = NULL;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static enum err parse(const char *text)
{
    return set_cases_parse(arena, (struct text){text, strlen(text)}, &cases, &problem);
}

static void assert_parsed(const char *text)
{
    if (parse(text) != ERR_NONE)
        fail_msg("%s", problem);
}

static void assert_problem(const char *text, const char *expected)
{
    assert_int_equal(parse(text), ERR_INVALID);
    assert_string_equal(problem, expected);
}

static void a_case_is_read_with_everything_it_has(void **state)
{
    (void)state;
    assert_parsed(
        "[{\"id\":\"refund-1\",\"name\":\"Late refund\",\"variables\":{\"order\":\"A 17\","
        "\"tone\":\"\"},\"expected\":\"Yes\\n\",\"checks\":[{\"type\":\"contains\","
        "\"value\":\"refund\"}],\"critical\":true,\"note\":\"From the desk\","
        "\"origin\":\"incident\"},"
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}]");
    assert_int_equal(cases.count, 2);
    const struct set_case *first = &cases.items[0], *second = &cases.items[1];
    assert_string_equal(first->id, "refund-1");
    assert_string_equal(first->name, "Late refund");
    assert_string_equal(json_text(first->variables, "order"), "A 17");
    assert_int_equal(json_object_size(first->variables), 2);
    assert_null(first->messages);
    assert_string_equal(first->expected, "Yes\n");
    assert_string_equal(json_text(json_array_get(first->checks, 0), "value"), "refund");
    assert_true(first->is_critical);
    assert_string_equal(first->note, "From the desk");
    assert_int_equal(first->origin, SET_INCIDENT);
    assert_string_equal(second->id, "c1");
    assert_string_equal(second->name, "");
    assert_null(second->variables);
    assert_string_equal(json_text(json_array_get(second->messages, 0), "content"), "Hello");
    assert_null(second->expected);
    assert_int_equal(json_array_size(second->checks), 0);
    assert_false(second->is_critical);
    assert_string_equal(second->note, "");
    assert_int_equal(second->origin, SET_TYPED);
}

static void ids_are_given_where_they_are_absent(void **state)
{
    (void)state;
    assert_parsed("[{},{\"id\":\"c9\"},{\"id\":\"c010\"},{\"id\":\"cx\"},{},"
                  "{\"id\":\"c99999999999999999999\"},{}]");
    const char *expected[] = {"c11", "c9", "c010", "cx", "c12", "c99999999999999999999", "c13"};
    for (int i = 0; i < cases.count; i++)
        assert_string_equal(cases.items[i].id, expected[i]);
    assert_parsed("[{},{}]");
    assert_string_equal(cases.items[0].id, "c1");
    assert_string_equal(cases.items[1].id, "c2");
}

static void what_is_written_is_canonical_and_reads_back(void **state)
{
    (void)state;
    assert_parsed(" [ {\"origin\":\"try\", \"note\":\"\", \"critical\":false, \"expected\":null,"
                  "\"variables\":{}, \"name\":\"N\"}, {\"expected\":\"\", \"critical\": true,"
                  "\"messages\":[{\"content\":\"x\",\"role\":\"user\"}]} ] ");
    const char *written = set_cases_format(arena, &cases);
    assert_string_equal(
        written,
        "[{\"id\":\"c1\",\"name\":\"N\",\"checks\":[],\"origin\":\"try\"},"
        "{\"id\":\"c2\",\"name\":\"\",\"messages\":[{\"content\":\"x\",\"role\":\"user\"}],"
        "\"expected\":\"\",\"checks\":[],\"critical\":true,\"origin\":\"typed\"}]");
    assert_parsed(written);
    assert_string_equal(set_cases_format(arena, &cases), written);
    assert_parsed("[]");
    assert_int_equal(cases.count, 0);
    assert_string_equal(set_cases_format(arena, &cases), "[]");
}

static void a_mistake_is_told_with_its_path(void **state)
{
    (void)state;
    assert_problem("", "cases: Line 1, column 0: there is nothing.");
    assert_problem("{}", "cases: must be a list, [{\"variables\": {…}}].");
    assert_problem("[{},3]", "cases[1]: must be an object, {…}.");
    assert_problem("[{\"id\":\"A\"}]",
                   "cases[0].id: must be 1 to 40 lowercase letters, digits, _ and -.");
    assert_problem("[{\"id\":\"\"}]",
                   "cases[0].id: must be 1 to 40 lowercase letters, digits, _ and -.");
    assert_problem("[{\"id\":\"c2\"},{\"id\":\"x\"},{\"id\":\"c2\"}]",
                   "cases[2].id: “c2” is there twice.");
    assert_problem("[{\"name\":\"a\\nb\"}]",
                   "cases[0].name: must be one line without control characters.");
    assert_problem("[{\"nmae\":\"\"}]", "cases[0]: “nmae” is not a key of a case.");
    assert_problem("[{\"variables\":{\"a\":\"1\"},\"messages\":[{\"role\":\"user\","
                   "\"content\":\"\"}]}]",
                   "cases[0].messages: can't be there together with variables: choose one of "
                   "them.");
    assert_problem("[{\"variables\":{\"a\":1}}]", "cases[0].variables.a: must be a text.");
    assert_problem("[{\"variables\":{\"1a\":\"\"}}]",
                   "cases[0].variables: the name of a variable is a letter, then letters, digits "
                   "and underscores.");
    assert_problem("[{\"variables\":[]}]",
                   "cases[0].variables: must be an object of texts, {\"name\": \"text\"}.");
    assert_problem("[{\"messages\":[{\"role\":\"user\",\"content\":\"\"},{\"role\":\"boss\","
                   "\"content\":\"\"}]}]",
                   "cases[0].messages[1]: the role must be system, developer, user, assistant or "
                   "tool.");
    assert_problem("[{\"messages\":[{\"placeholder\":\"x\"}]}]",
                   "cases[0].messages[0]: a placeholder has no place in a case.");
    assert_problem("[{\"expected\":7}]", "cases[0].expected: must be a text.");
    assert_problem("[{\"checks\":{}}]", "cases[0].checks: must be an array, […].");
    assert_problem("[{},{\"checks\":[{\"type\":\"is_json\"},{\"value\":\"\"}]}]",
                   "cases[1].checks[1].type: is missing.");
    assert_problem("[{\"critical\":\"yes\"}]", "cases[0].critical: must be true or false.");
    assert_problem("[{\"note\":null}]", "cases[0].note: must be a text.");
    assert_problem("[{\"origin\":\"TRY\"}]",
                   "cases[0].origin: must be typed, imported, try or incident.");
}

/* A JSON array of count cases with a variable of len bytes each. */
static const char *many(int count, int len)
{
    struct buf buf;
    buf_init(&buf, arena);
    char *text = arena_alloc(arena, (size_t)len + 1);
    memset(text, 'x', (size_t)len);
    for (int i = 0; i < count; i++)
        buf_printf(&buf, "%s{\"variables\":{\"a\":\"%s\"}}", i == 0 ? "[" : ",", text);
    buf_add_char(&buf, ']');
    return buf.data;
}

static void the_limits_are_kept(void **state)
{
    (void)state;
    assert_parsed(many(SET_CASES_MAX, 100));
    assert_int_equal(cases.count, 2000);
    assert_string_equal(cases.items[1999].id, "c2000");
    assert_problem(many(SET_CASES_MAX + 1, 1), "cases: must have at most 2000 cases.");
    assert_problem(many(1, SET_CASES_BYTES_MAX), "cases: are too long together: at most 1 MiB.");
    /* As it comes it is short enough, as it is stored it is not. */
    assert_problem(many(2000, 490), "cases: are too long together: at most 1 MiB.");
    char name[256] = "[{\"name\":\"";
    memset(name + strlen(name), 'n', SET_CASE_NAME_MAX);
    assert_parsed(strcat(name, "\"}]"));
    memcpy(strstr(name, "\"}]"), "n\"}]", 5);
    assert_problem(name, "cases[0].name: must have at most 200 characters.");
}

static void one_case_stands_alone(void **state)
{
    (void)state;
    struct set_case one;
    json_t *json = NULL;
    const char *text = "{\"name\":\"From a try\",\"origin\":\"try\"}";
    assert_int_equal(json_parse(arena, text, strlen(text), &json, &problem), ERR_NONE);
    assert_int_equal(set_case_read(arena, json, "", &one, &problem), ERR_NONE);
    assert_null(one.id);
    assert_int_equal(one.origin, SET_TRY);
    text = "{\"name\":7}";
    assert_int_equal(json_parse(arena, text, strlen(text), &json, &problem), ERR_NONE);
    assert_int_equal(set_case_read(arena, json, "", &one, &problem), ERR_INVALID);
    assert_string_equal(problem, "name: must be a text.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_case_is_read_with_everything_it_has, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_are_given_where_they_are_absent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_written_is_canonical_and_reads_back, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_mistake_is_told_with_its_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_limits_are_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_case_stands_alone, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
