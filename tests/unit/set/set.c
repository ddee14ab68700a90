#include "test.h"

#include <string.h>

#include "agents.h"
#include "base/buf.h"
#include "data/release/record_label.h"
#include "data/set/set_case.h"
#include "data/set/set_content.h"
#include "data/set/set_list.h"
#include "data/trail/audit_list.h"
#include "sets.h"

enum { PRODUCT = PERSONA_PRODUCT_MANAGER, ADMIN = PERSONA_CUSTOMER_ADMIN };

static struct set_content content_of(struct fixture *f, const struct uuid *id)
{
    struct set set = get_set(f, id);
    struct set_content content;
    set_content_read(f->arena, &set.content, &content);
    return content;
}

static enum err try_create(struct fixture *f, const char *cases, const char *settings,
                           struct problem *problem)
{
    struct set_draft draft = set_draft_of(f, "tried", cases, settings);
    struct record_saved saved;
    return set_create(f->db, actor_of(f, PRODUCT), &draft, &saved, problem);
}

static void a_new_one_has_its_fields_and_version_1(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PRODUCT, "desk/refund", "x {{order}}");
    (void)make_prompt(f, PRODUCT, "desk/judge", "judge");
    struct set_draft draft =
        set_draft_of(f, "  desk/Refunds ", SET_CASES,
                     "{\"for\":{\"kind\":\"prompt\",\"name\":\"desk/refund\"},"
                     "\"judge\":{\"prompt\":{\"name\":\"desk/judge\"},\"repeats\":3}}");
    struct problem problem;
    struct record_saved saved;
    draft.tags = "night, Day";
    draft.message = "To begin with";
    assert_int_equal(set_create(f->db, actor_of(f, PRODUCT), &draft, &saved, &problem), ERR_NONE);
    fixture_begin(f);
    struct set set = get_set(f, &saved.id);
    assert_string_equal(set.name, "desk/Refunds");
    assert_string_equal(set.folder, "desk");
    assert_string_equal(tags_of(f, &set.tags), "night,Day,");
    assert_string_equal(set.message, "To begin with");
    assert_int_equal(set.version, 1);
    assert_int_equal(set.subject, SET_FOR_PROMPT);
    assert_string_equal(set.content.facet, "prompt");
    assert_string_equal(
        set.settings.data,
        "{\"for\":{\"kind\":\"prompt\",\"name\":\"desk/refund\"},\"judge\":{\"prompt\":{\"name\":"
        "\"desk/judge\",\"label\":\"production\"},\"repeats\":3}}");
    struct set_content content = content_of(f, &saved.id);
    assert_int_equal(content.cases.count, 2);
    assert_string_equal(content.cases.items[1].id, "c2");
    struct set same;
    assert_int_equal(set_get_by_name(f->db, actor_of(f, PRODUCT), "DESK/refunds", &same), ERR_NONE);
    assert_true(uuid_equal(&same.id, &saved.id));
}

static void cases_and_settings_are_sealed_in_the_database(void **state)
{
    struct fixture *f = *state;
    struct uuid id =
        make_set(f, PRODUCT, "sealed", "[{\"variables\":{\"a\":\"very secret words\"}}]", "{}");
    struct db_result rows;
    assert_int_equal(db_select(f->db, &rows,
                               "SELECT cases, settings, subject FROM set_versions "
                               "WHERE organization_id = $1 AND record_id = $2",
                               db_uuid(&f->own.id), db_uuid(&id)),
                     ERR_NONE);
    struct text cases = db_get_bytes(&rows, 0, 0);
    assert_null(memmem(cases.data, cases.len, "secret", 6));
    assert_true(db_get_bytes(&rows, 0, 1).len > 2);
    assert_string_equal(db_get_text(&rows, 0, 2), "shared");
}

static void what_is_wrong_is_said_with_its_path(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *cases, *settings, *field, *message;
    } rows[] = {
        {"[{},{\"id\":\"X\"}]", "{}", "cases",
         "cases[1].id: must be 1 to 40 lowercase letters, digits, _ and -."},
        {"[{\"checks\":[{\"type\":\"guess\"}]}]", "{}", "cases", NULL},
        {"[]", "{\"for\":{\"kind\":\"team\",\"name\":\"x\"}}", "settings",
         "settings.for.kind: must be prompt or agent."},
        {"[]", "{\"for\":{\"kind\":\"prompt\",\"name\":\"gone\"}}", "settings",
         "settings.for.name: there is no prompt “gone”."},
        {"[]", "{\"judge\":{\"prompt\":{\"name\":\"gone\"}}}", "settings",
         "settings.judge.prompt: there is no prompt “gone”."},
        {"[]", "{\"judge\":{\"prompt\":{\"name\":\"there\",\"version\":9}}}", "settings",
         "settings.judge.prompt: the prompt does not have this version."},
        {"[]", "{\"judge\":{\"prompt\":{\"name\":\"there\",\"version\":1,\"label\":\"x\"}}}",
         "settings", "settings.judge.prompt: has a label and a version: choose one."},
        {"[]", "{\"judge\":{\"prompt\":{\"name\":\"there\"},\"repeats\":6}}", "settings",
         "settings.judge.repeats: must be a whole number from 1 to 5."},
        {"[]", "{\"for\":{\"kind\":\"prompt\",\"name\":\"there\",\"x\":1}}", "settings",
         "settings.for: “x” is not known here."},
        {"[]", "{\"rest\":1}", "settings", "settings: “rest” is not known here."},
    };
    (void)make_prompt(f, PRODUCT, "there", "x");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem = {0};
        assert_int_equal(try_create(f, rows[i].cases, rows[i].settings, &problem), ERR_INVALID);
        assert_string_equal(problem.field, rows[i].field);
        if (rows[i].message != NULL)
            assert_string_equal(problem.message, rows[i].message);
    }
}

static void a_new_case_never_gets_the_id_of_one_that_goes(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_set(f, PRODUCT, "ids", "[{},{},{}]", "{}");
    fixture_begin(f);
    struct record_saved saved = save_cases(f, &id, "[{\"id\":\"c1\"},{\"id\":\"c2\"},{}]");
    assert_int_equal(saved.version, 2);
    assert_string_equal(content_of(f, &id).cases.items[2].id, "c4");
    fixture_begin(f);
    saved = save_cases(f, &id,
                       " [ {\"id\":\"c1\", \"name\":\"\"} , {\"id\":\"c2\"},"
                       "{\"id\":\"c4\", \"checks\":[]}]");
    assert_false(saved.is_new_version); /* the same, written otherwise */
}

static void who_may_do_what_is_as_for_prompts(void **state)
{
    struct fixture *f = *state;
    static const enum err creates[PERSONA_COUNT] = {
        [PERSONA_DEVOPS_ENGINEER] = ERR_DENIED, [PERSONA_PLATFORM_ADMIN] = ERR_DENIED};
    struct uuid id = make_set(f, PRODUCT, "rights", SET_CASES, "{}");
    for (int i = 0; i < PERSONA_COUNT; i++) {
        fixture_begin(f);
        struct set_draft draft = set_draft_of(f, arena_printf(f->arena, "of %d", i), "[]", "{}");
        struct problem problem;
        struct record_saved saved;
        struct set set;
        assert_int_equal(set_create(f->db, actor_of(f, i), &draft, &saved, &problem), creates[i]);
        assert_int_equal(set_get(f->db, actor_of(f, i), &id, &set), ERR_NONE);
        assert_true((set.cases.data == NULL) == (i == PERSONA_PLATFORM_ADMIN));
    }
    struct set set;
    assert_int_equal(set_get(f->db, &f->other.users[ADMIN].actor, &id, &set), ERR_NOT_FOUND);
}

static void what_a_set_names_is_used_by_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem = {0};
    struct uuid prompt = make_prompt(f, PRODUCT, "used", "x");
    struct uuid agent = make_agent(f, PRODUCT, "tested", AGENT_CONFIG);
    struct uuid first = make_set(f, PRODUCT, "b of used", "[]",
                                 "{\"for\":{\"kind\":\"prompt\",\"name\":\"used\"}}");
    (void)make_set(f, PRODUCT, "a of used", "[]",
                   "{\"for\":{\"kind\":\"prompt\",\"name\":\"used\"}}");
    (void)make_set(f, PRODUCT, "of tested", "[]",
                   "{\"for\":{\"kind\":\"agent\",\"name\":\"tested\"},"
                   "\"judge\":{\"prompt\":{\"name\":\"used\",\"version\":1}}}");
    put_label(f, &set_store, &first, "production", 0, 1);
    fixture_begin(f);
    struct prompt head = get_prompt(f, &prompt);
    struct agent other = get_agent(f, &agent);
    struct set_list list;
    assert_int_equal(set_list_for(f->db, actor_of(f, PRODUCT), &head.head, &list), ERR_NONE);
    assert_int_equal(list.count, 2); /* the one that it judges is for another */
    assert_string_equal(list.items[0].name, "a of used");
    assert_string_equal(list.items[1].name, "b of used");
    assert_int_equal(list.items[1].live_version, 1);
    assert_int_equal(list.items[0].live_version, 0);
    assert_int_equal(set_list_for(f->db, actor_of(f, PRODUCT), &other.head, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_int_equal(
        record_delete(f->db, actor_of(f, ADMIN), &prompt_store, &prompt, "used", &problem),
        ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "of used"));
    fixture_begin(f);
    struct record_archive_draft gone = {.id = first, .accepts_uses = true};
    assert_int_equal(record_archive(f->db, actor_of(f, ADMIN), &set_store, &gone, &problem),
                     ERR_NONE);
    fixture_begin(f);
    assert_int_equal(set_list_for(f->db, actor_of(f, PRODUCT), &head.head, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
}

/* What a set tests, or is judged by, is named in it: as in agents and other prompts. */
static void what_a_set_names_keeps_its_name(void **state)
{
    struct fixture *f = *state;
    struct problem problem = {0};
    struct agent_problem agent_problem = {0};
    struct record_saved saved;
    struct uuid tested = make_prompt(f, PRODUCT, "tested", "x");
    struct uuid judge = make_prompt(f, PRODUCT, "judge", "{{output}}");
    struct uuid bot = make_agent(f, PRODUCT, "bot", AGENT_CONFIG);
    struct uuid set = make_set(f, PRODUCT, "first set", "[]",
                               "{\"for\":{\"kind\":\"prompt\",\"name\":\"tested\"},"
                               "\"judge\":{\"prompt\":{\"name\":\"judge\"}}}");
    (void)make_set(f, PRODUCT, "second set", "[]",
                   "{\"for\":{\"kind\":\"agent\",\"name\":\"bot\"}}");
    const struct uuid *const prompts[] = {&tested, &judge};
    for (size_t i = 0; i < COUNT_OF(prompts); i++) {
        fixture_begin(f);
        struct prompt_draft draft = draft_from(f, prompts[i]);
        draft.name = "renamed";
        assert_int_equal(prompt_update(f->db, actor_of(f, ADMIN), &draft, &saved, &problem),
                         ERR_CONFLICT);
        assert_string_equal(problem.field, "name");
        assert_non_null(strstr(problem.message, "first set"));
    }
    fixture_begin(f);
    struct agent_draft draft = agent_draft_from(f, &bot);
    draft.name = "renamed";
    assert_int_equal(agent_update(f->db, actor_of(f, ADMIN), &draft, &saved, &agent_problem),
                     ERR_CONFLICT);
    assert_non_null(strstr(agent_problem.problem.message, "second set"));
    /* whoever names it no more does not keep it */
    fixture_begin(f);
    struct set_draft other = set_draft_of(f, "first set", "[]", "{}");
    other.id = set;
    other.based_on_revision = get_set(f, &set).revision;
    assert_int_equal(set_update(f->db, actor_of(f, PRODUCT), &other, &saved, &problem), ERR_NONE);
    fixture_begin(f);
    struct prompt_draft again = draft_from(f, &tested);
    again.name = "renamed";
    assert_int_equal(prompt_update(f->db, actor_of(f, ADMIN), &again, &saved, &problem), ERR_NONE);
}

/* The details of the newest event of an action. */
static void assert_details(struct fixture *f, const char *action, const char *expected)
{
    struct audit_filter filter = {.record_type = "", .action = action, .limit = 1};
    struct audit_list list;
    struct audit_entry entry;
    static const struct uuid own;
    assert_int_equal(audit_list(f->db, actor_of(f, ADMIN), &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_int_equal(audit_get(f->db, actor_of(f, ADMIN), &own, &list.entries[0].id, &entry),
                     ERR_NONE);
    if (!json_equal(set_json(f, entry.details), set_json(f, expected)))
        fail_msg("%s: %s", action, entry.details);
}

static void events_say_what_changed_case_by_case(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_set(f, PRODUCT, "told", "[{\"name\":\"one\"},{\"name\":\"two\"}]", "{}");
    fixture_begin(f);
    (void)save_cases(f, &id, "[{\"id\":\"c1\",\"name\":\"first\"},{\"name\":\"three\"}]");
    fixture_begin(f);
    assert_details(f, "set.update",
                   "{\"cases.c1.name\": {\"before\": \"one\", \"after\": \"first\"}, "
                   "\"cases.c3\": {\"before\": null, \"after\": \"{\\\"id\\\":\\\"c3\\\","
                   "\\\"name\\\":\\\"three\\\",\\\"checks\\\":[],\\\"origin\\\":"
                   "\\\"typed\\\"}\"}, \"cases.c2\": {\"before\": \"{\\\"id\\\":\\\"c2\\\","
                   "\\\"name\\\":\\\"two\\\",\\\"checks\\\":[],\\\"origin\\\":"
                   "\\\"typed\\\"}\", \"after\": null}, \"version\": {\"before\": \"1\", "
                   "\"after\": \"2\"}}");
}

/* ---- one case more ----------------------------------------------------------------------------
 */

static struct set_case case_of(struct fixture *f, const char *text)
{
    struct set_case one;
    const char *problem = NULL;
    fixture_begin(f);
    if (set_case_read(f->arena, set_json(f, text), "", &one, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    return one;
}

static enum err add(struct fixture *f, int persona, const struct uuid *id, struct set_case *one)
{
    struct set_addition addition = {*id, one, "From a try"};
    struct record_saved saved;
    struct problem problem;
    return set_add_case(f->db, actor_of(f, persona), &addition, &saved, &problem);
}

static void a_case_is_added_with_an_id_of_its_own(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_set(f, PRODUCT, "more", "[{\"id\":\"c7\"}]", "{}");
    struct set_case one = case_of(f, "{\"name\":\"Tried\",\"origin\":\"try\"}");
    assert_int_equal(add(f, PRODUCT, &id, &one), ERR_NONE);
    assert_string_equal(one.id, "c8");
    struct set_case taken = case_of(f, "{\"id\":\"c7\",\"name\":\"Another\"}");
    assert_int_equal(add(f, PRODUCT, &id, &taken), ERR_NONE);
    assert_string_equal(taken.id, "c9");
    fixture_begin(f);
    struct set set = get_set(f, &id);
    assert_int_equal(set.version, 3);
    assert_string_equal(set.message, "From a try");
    struct set_content content = content_of(f, &id);
    assert_int_equal(content.cases.count, 3);
    assert_int_equal(content.cases.items[1].origin, SET_TRY);
    assert_string_equal(content.cases.items[2].name, "Another");
    one = case_of(f, "{}");
    assert_int_equal(add(f, PERSONA_DEVOPS_ENGINEER, &id, &one), ERR_DENIED);
    assert_int_equal(add(f, PERSONA_PLATFORM_ADMIN, &id, &one), ERR_DENIED);
    one = case_of(f, "{}");
    struct problem problem;
    struct record_archive_draft gone = {.id = id};
    assert_int_equal(record_archive(f->db, actor_of(f, ADMIN), &set_store, &gone, &problem),
                     ERR_NONE);
    assert_int_equal(add(f, PRODUCT, &id, &one), ERR_CONFLICT);
}

/* A JSON array of count cases with a variable of len bytes each. */
static const char *many(struct fixture *f, int count, int len)
{
    struct buf buf;
    buf_init(&buf, f->arena);
    char *text = arena_alloc(f->arena, (size_t)len + 1);
    memset(text, 'x', (size_t)len);
    for (int i = 0; i < count; i++)
        buf_printf(&buf, "%s{\"variables\":{\"a\":\"%s\"}}", i == 0 ? "[" : ",", text);
    buf_add_char(&buf, ']');
    return buf.data;
}

static void a_full_set_takes_no_more(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_set(f, PRODUCT, "full", many(f, SET_CASES_MAX, 400), "{}");
    struct set_case one = case_of(f, "{}");
    assert_int_equal(add(f, PRODUCT, &id, &one), ERR_INVALID);
    fixture_begin(f);
    assert_int_equal(content_of(f, &id).cases.count, SET_CASES_MAX);
    struct problem problem = {0};
    assert_int_equal(try_create(f, many(f, 1, SET_CASES_BYTES_MAX), "{}", &problem), ERR_INVALID);
    assert_string_equal(problem.message, "cases: are too long together: at most 1 MiB.");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_one_has_its_fields_and_version_1),
        TEST(cases_and_settings_are_sealed_in_the_database),
        TEST(what_is_wrong_is_said_with_its_path),
        TEST(a_new_case_never_gets_the_id_of_one_that_goes),
        TEST(who_may_do_what_is_as_for_prompts),
        TEST(what_a_set_names_is_used_by_it),
        TEST(what_a_set_names_keeps_its_name),
        TEST(events_say_what_changed_case_by_case),
        TEST(a_case_is_added_with_an_id_of_its_own),
        TEST(a_full_set_takes_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
