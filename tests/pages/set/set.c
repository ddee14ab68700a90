#include "pages/record/kinds.h"

#include <stdarg.h>

#include "base/buf.h"
#include "data/set/set_case.h"

/* The pages of test sets: the list, a set, its editor with every button, the difference of two
 * versions, and the tab "Tests" of what a set is for. Without a script. */

/* A form: pairs of names and values, as they were typed; NULL ends it. */
static const char *typed(const char *name, ...)
{
    static struct arena *kept;
    struct buf form;
    va_list args;
    if (kept == NULL)
        kept = arena_create_lasting(8 << 20);
    buf_init(&form, kept);
    va_start(args, name);
    for (; name != NULL; name = va_arg(args, const char *))
        buf_printf(&form, "%s%s=%s", form.len > 0 ? "&" : "", name,
                   text_percent_encode(kept, va_arg(args, const char *)));
    va_end(args);
    return form.data;
}

#define NAMED     "name", "Refunds", "description", "", "tags", "", "message", ""
#define ONE_OPEN  "open", "c1", "case_name", "Late", "input", "variables"
#define NO_CHECKS "expected", "Yes", "note", ""

static struct response *press(struct fixture *f, const char *form)
{
    return fixture_post(f, "/sets/new", form);
}

static void an_empty_list_says_what_it_is_for(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/sets");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Know what got better and what broke");
    fixture_assert_has(response, "href=\"/sets/new\"");
    fixture_assert_has(response, "<a href=\"/sets\" aria-current=\"page\">");
    (void)make_set(f, PERSONA_PRODUCT_MANAGER, "desk/Refunds", SET_CASES, "{}");
    fixture_begin(f);
    response = fixture_get(f, "/sets");
    fixture_assert_has_not(response, "Know what got better");
    fixture_assert_has(response, "Shared");
    fixture_assert_has(response, "1 test set");
    fixture_assert_has_not(fixture_get(f, "/sets?subject=prompt"), ">Refunds<");
    fixture_assert_has(fixture_get(f, "/sets?subject=shared"), "Refunds");
}

static void a_set_shows_its_cases_as_a_table(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "desk/answer", "x {{order}}");
    struct uuid id = make_set(f, PERSONA_PRODUCT_MANAGER, "desk/Refunds", SET_CASES,
                              "{\"for\":{\"kind\":\"prompt\",\"name\":\"desk/answer\"}}");
    fixture_begin(f);
    struct response *response = kinds_get(f, RECORD_SET, &id, "");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "2 cases, 1 critical");
    fixture_assert_has(response, kinds_path(RECORD_PROMPT, &prompt, "\" dir=\"auto\">desk/answer"));
    const char *row = row_with(f, response, "id=\"case-c1\"");
    assert_in(row, "Late");
    assert_in(row, "<span class=\"muted\">order</span> A 17");
    assert_in(row, "Contains “refund”");
    assert_in(row, ">Critical<");
    assert_in(row, "Typed");
    assert_in(row_with(f, response, "id=\"case-c2\""), "<span class=\"muted\">user</span> Hello");
    /* Who may see metadata alone sees none of it. */
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    response = kinds_get(f, RECORD_SET, &id, "");
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, "A 17");
    fixture_assert_has(response, "The cases of test sets stay in their organization");
}

static void the_first_case_begins_as_what_it_tests_asks(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "desk/answer", "{{order}} and {{day}}");
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "Triage", AGENT_CONFIG);
    fixture_begin(f);
    struct response *response = press(f, typed(NAMED, "subject", "prompt", "target", "desk/answer",
                                               "draft", "[]", "do", "case-add", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "name=\"variable_name\" class=\"mono\" value=\"order\"");
    fixture_assert_has(response, "name=\"variable_name\" class=\"mono\" value=\"day\"");
    response = press(f, typed(NAMED, "subject", "agent", "target", "Triage", "draft", "[]", "do",
                              "case-add", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<option value=\"messages\" selected>");
    fixture_assert_has(response, "id=\"content-1\"");
    /* What is not there is refused by the save, not by this. */
    response = press(f, typed(NAMED, "subject", "prompt", "target", "desk/gone", "draft", "[]",
                              "do", "case-add", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, "id=\"variable-1\"");
}

static void cases_are_added_changed_moved_and_removed_without_a_script(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_has(fixture_get(f, "/sets/new"), "No cases yet");
    struct response *response = press(f, typed(NAMED, "draft", "[]", "do", "case-add", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "name=\"open\" value=\"c1\"");
    fixture_assert_has(response, "value=\"[{&quot;id&quot;:&quot;c1&quot;");
    /* Rows keep what was typed. */
    response = press(f, typed(NAMED, "draft", "[{\"id\":\"c1\"}]", ONE_OPEN, NO_CHECKS, "do",
                              "variable-add", NULL));
    fixture_assert_has(response, "id=\"variable-1\"");
    fixture_assert_has(response, "value=\"Late\"");
    response = press(f, typed(NAMED, "draft", "[{\"id\":\"c1\"}]", ONE_OPEN, NO_CHECKS,
                              "variable_name", "order", "variable_value", "A 17", "check_type",
                              "contains_any", "check_value", "soon\r\ntoday\r\n\r\n", "check_case",
                              "any", "check_tool", "", "critical", "on", "do", "case-add", NULL));
    fixture_assert_has(response, "name=\"open\" value=\"c2\"");
    fixture_assert_has(response,
                       "{&quot;id&quot;:&quot;c1&quot;,&quot;name&quot;:&quot;Late&quot;,"
                       "&quot;variables&quot;:{&quot;order&quot;:&quot;A 17&quot;},&quot;expected"
                       "&quot;:&quot;Yes&quot;,&quot;checks&quot;:[{&quot;type&quot;:&quot;"
                       "contains_any&quot;,&quot;value&quot;:[&quot;soon&quot;,&quot;today&quot;],"
                       "&quot;ignore_case&quot;:true}],&quot;critical&quot;:true");
    /* The next one begins with the same variables. */
    fixture_assert_has(response, "value=\"order\"");
    response =
        press(f, typed(NAMED, "draft", "[{\"id\":\"a\"},{\"id\":\"b\"}]", "do", "case-up:b", NULL));
    fixture_assert_has(response, "[{&quot;id&quot;:&quot;b&quot;");
    response = press(
        f, typed(NAMED, "draft", "[{\"id\":\"a\"},{\"id\":\"b\"}]", "do", "case-remove:a", NULL));
    fixture_assert_has_not(response, "&quot;a&quot;");
    response =
        press(f, typed(NAMED, "draft", "[{\"id\":\"a\"},{\"id\":\"b\"}]", "do", "open:b", NULL));
    fixture_assert_has(response, "name=\"open\" value=\"b\"");
}

static void what_is_wrong_in_a_case_is_said_at_its_input(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    static const struct {
        const char *name, *value, *said;
    } rows[] = {
        {"variable_name", "1st", "the name of a variable is a letter"},
        {"check_value", "", "value"},
        {"case_name", "a\x01z", "Case name"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool is_check = strncmp(rows[i].name, "check", 5) == 0;
        bool is_variable = strncmp(rows[i].name, "var", 3) == 0;
        struct response *response = press(
            f, typed(NAMED, "draft", "[{\"id\":\"c1\"}]", "open", "c1", "case_name",
                     is_check || is_variable ? "" : rows[i].value, "input", "variables",
                     "variable_name", is_variable ? rows[i].value : "v", "variable_value", "x",
                     "check_type", "contains", "check_value", is_check ? rows[i].value : "y",
                     "check_case", "", "check_tool", "", NO_CHECKS, "do", "save", NULL));
        fixture_assert_status(response, 422);
        fixture_assert_has(response, rows[i].said);
        fixture_assert_has(response, "name=\"open\" value=\"c1\"");
    }
    struct response *response = press(
        f, typed(NAMED, "cases", "[{\"id\":\"c1\"},{\"id\":\"c1\"}]", "do", "view-form", NULL));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "cases[1].id: “c1” is there twice.");
    fixture_assert_has(response, "id=\"cases\" name=\"cases\"");
    response = press(f, typed(NAMED, "subject", "prompt", "target", "nobody", "draft", "[]", "do",
                              "save", NULL));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "there is no prompt “nobody”.");
}

static void a_set_is_created_saved_and_compared(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response =
        press(f, typed(NAMED, "draft", "[{\"id\":\"c1\",\"name\":\"Old\"},{\"id\":\"c2\"}]", "do",
                       "save", NULL));
    fixture_assert_status(response, 303);
    fixture_begin(f);
    struct set set;
    assert_int_equal(set_get_by_name(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), "Refunds", &set),
                     ERR_NONE);
    struct uuid id = set.id;
    const char *revision = "1";
    assert_int_equal(set.revision, 1);
    response = kinds_post(f, RECORD_SET, &id, "/edit",
                          typed(NAMED, "revision", revision, "cases",
                                "[{\"id\":\"c1\",\"name\":\"New\"},{}]", "do", "save", NULL));
    fixture_assert_status(response, 303);
    response = kinds_get(f, RECORD_SET, &id, "/diff?from=1&to=2");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "1 added, 1 changed, 1 removed");
    fixture_assert_has(response, "<del>Old</del>");
    fixture_assert_has(response, "<ins>New</ins>");
    fixture_assert_has(response, "id=\"case-c3\"");
    fixture_assert_has(kinds_get(f, RECORD_SET, &id, "/versions"), "1 added, 1 changed, 1 removed");
    /* Somebody saved in between: nothing is lost. */
    response = kinds_post(f, RECORD_SET, &id, "/edit",
                          typed(NAMED, "revision", revision, "draft",
                                "[{\"id\":\"c1\",\"name\":\"Mine\"}]", "do", "save", NULL));
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "Version 2 and yours");
    fixture_assert_has(response, "<ins>Mine</ins>");
    fixture_assert_has(response, "&quot;Mine&quot;");
    fixture_assert_has(response, "name=\"revision\" value=\"2\"");
    /* What differs, before it is saved. */
    response = kinds_post(
        f, RECORD_SET, &id, "/edit",
        typed(NAMED, "revision", "2", "draft", "[{\"id\":\"c1\"}]", "do", "view-changes", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "1 changed, 1 removed");
}

static void the_tab_tests_lists_the_sets_and_begins_one(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "desk/answer", "x");
    fixture_begin(f);
    struct response *response = kinds_get(f, RECORD_PROMPT, &prompt, "/tests");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "No test set is for this prompt yet");
    fixture_assert_has(response, ">Tests</a>");
    char id[UUID_TEXT_LEN];
    uuid_format(&prompt, id);
    const char *address = arena_printf(f->page_arena, "/sets/new?for=prompt&id=%s", id);
    fixture_assert_has(response, arena_printf(f->page_arena, "/sets/new?for=prompt&amp;id=%s", id));
    response = fixture_get(f, address);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "name=\"target\" value=\"desk/answer\"");
    fixture_assert_has(response, "<option value=\"prompt\" selected>");
    (void)make_set(f, PERSONA_PRODUCT_MANAGER, "desk/Refunds", SET_CASES,
                   "{\"for\":{\"kind\":\"prompt\",\"name\":\"desk/answer\"}}");
    fixture_begin(f);
    response = kinds_get(f, RECORD_PROMPT, &prompt, "/tests");
    fixture_assert_has(response, "Refunds");
    fixture_assert_has(response, "Not released");
    fixture_assert_has(kinds_get(f, RECORD_PROMPT, &prompt, "/used-by"), "tests it");
    fixture_assert_status(kinds_get(f, RECORD_SET, &prompt, "/tests"), 404);
    fixture_assert_status(fixture_get(f, "/sets/new?for=prompt&id=x"), 404);
    fixture_assert_status(fixture_get(f, "/sets/new?for=team&id=x"), 404);
}

/* A case that a program made with line ends of its own, and messages with more than texts, stays
 * byte for byte what it is when the form comes back as a browser sends it. */
static void a_form_that_changed_nothing_changes_nothing(void **state)
{
    struct fixture *f = *state;
    static const char cases[] =
        "[{\"id\":\"c1\",\"name\":\"Late\",\"variables\":{\"order\":\"a\\r\\nb\"},\"expected\":"
        "\"Yes\",\"checks\":[{\"type\":\"contains_all\",\"value\":[\"a\",\"b\"]}],\"origin\":"
        "\"typed\"},"
        "{\"id\":\"c2\",\"name\":\"\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
        "\"text\",\"text\":\"hi\"}]}],\"checks\":[],\"origin\":\"imported\"}]";
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct uuid id = make_set(f, PERSONA_PRODUCT_MANAGER, "Refunds", cases, "{}");
    fixture_begin(f);
    struct response *response = kinds_post(
        f, RECORD_SET, &id, "/edit",
        typed(NAMED, "revision", "1", "draft", cases, ONE_OPEN, NO_CHECKS, "variable_name", "order",
              "variable_value", "a\r\nb", "check_type", "contains_all", "check_value", "a\r\nb",
              "check_case", "", "check_tool", "", "do", "open:c2", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "These messages are more than roles and texts");
    fixture_assert_has(response, "a\\r\\nb");
    response =
        kinds_post(f, RECORD_SET, &id, "/edit",
                   typed(NAMED, "revision", "1", "draft", cases, "open", "c2", "case_name", "",
                         "input", "messages", "expected", "", "note", "", "do", "save", NULL));
    fixture_assert_status(response, 303);
    fixture_begin(f);
    assert_int_equal(get_set(f, &id).version, 1);
}

static void two_thousand_cases_have_pages(void **state)
{
    struct fixture *f = *state;
    struct buf cases;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_begin(f);
    buf_init(&cases, f->arena);
    for (int i = 0; i < SET_CASES_MAX; i++)
        buf_printf(&cases, "%s{\"name\":\"Case %d\"}", i == 0 ? "[" : ",", i + 1);
    buf_add_char(&cases, ']');
    struct uuid id = make_set(f, PERSONA_PRODUCT_MANAGER, "Many", cases.data, "{}");
    fixture_begin(f);
    struct response *response = kinds_get(f, RECORD_SET, &id, "");
    fixture_assert_has(response, "1 to 100 of 2000");
    assert_int_equal(count_in(response->body.data, "<tr id=\"case-c"), 100);
    response = kinds_get(f, RECORD_SET, &id, "?page=20");
    fixture_assert_has(response, "1901 to 2000 of 2000");
    fixture_assert_has(response, "id=\"case-c2000\"");
    fixture_assert_has(kinds_get(f, RECORD_SET, &id, "?page=99"), "1901 to 2000 of 2000");
    fixture_assert_has(kinds_get(f, RECORD_SET, &id, "?page=x"), "1 to 100 of 2000");
    response = kinds_get(f, RECORD_SET, &id, "/edit?case=c1000");
    fixture_assert_status(response, 200);
    assert_int_equal(count_in(response->body.data, "id=\"row-c"), 50);
    fixture_assert_has(response, "id=\"row-c1000\"");
    fixture_assert_has_not(response, ">Add case<");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_list_says_what_it_is_for),
        TEST(a_set_shows_its_cases_as_a_table),
        TEST(the_first_case_begins_as_what_it_tests_asks),
        TEST(cases_are_added_changed_moved_and_removed_without_a_script),
        TEST(what_is_wrong_in_a_case_is_said_at_its_input),
        TEST(a_set_is_created_saved_and_compared),
        TEST(the_tab_tests_lists_the_sets_and_begins_one),
        TEST(a_form_that_changed_nothing_changes_nothing),
        TEST(two_thousand_cases_have_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
