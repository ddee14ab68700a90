#include "pages/record/record.h"

#include <unistd.h>

#include "base/clock.h"
#include "sets.h"

/* Who did what, and when, in the head of a record: a person and a time always come from one event.
 * One person makes the record, another changes what becomes of it, a second later. */

static struct uuid make_one_prompt(struct fixture *f, int persona, const char *name)
{
    return make_prompt(f, persona, name, "Text");
}

static struct uuid make_one_agent(struct fixture *f, int persona, const char *name)
{
    return make_agent(f, persona, name, AGENT_CONFIG);
}

static struct uuid make_one_team(struct fixture *f, int persona, const char *name)
{
    struct uuid agent =
        make_agent(f, persona, arena_printf(f->arena, "member of %s", name), AGENT_CONFIG);
    return make_team(f, persona, name, &agent, NULL, 1);
}

static struct uuid make_one_set(struct fixture *f, int persona, const char *name)
{
    return make_set(f, persona, name, SET_CASES, "{}");
}

typedef struct uuid make_one(struct fixture *f, int persona, const char *name);

static make_one *const makers[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = make_one_prompt,
    [RECORD_AGENT] = make_one_agent,
    [RECORD_TEAM] = make_one_team,
    [RECORD_SET] = make_one_set,
};

enum { KINDS = RECORD_KIND_COUNT, TIME_LEN = 32 };

static const char *path_of(int kind, const struct uuid *id, const char *rest)
{
    return record_path(record_kinds[kind].path, id, rest);
}

/* The records of a product manager, a second old. */
static void make_all(struct fixture *f, struct uuid ids[KINDS], char made_at[KINDS][TIME_LEN])
{
    for (int i = 0; i < KINDS; i++)
        ids[i] = makers[i](f, PERSONA_PRODUCT_MANAGER, "One");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    for (int i = 0; i < KINDS; i++) {
        struct response *response = fixture_get(f, path_of(i, &ids[i], ""));
        const char *created = fixture_between(f, response, "<dt>Created</dt>", "</dd>");
        assert_non_null(created);
        const char *time = strstr(created, "datetime=\"");
        assert_non_null(time);
        (void)snprintf(made_at[i], TIME_LEN, "%.20s", time + strlen("datetime=\""));
    }
    clock_travel(clock_now() + 2 * CLOCK_SECOND);
}

static const char *name_of(struct fixture *f, int persona)
{
    return f->own.users[persona].full_name;
}

/* The line of facts below the name, with single spaces. */
static const char *head_of(struct fixture *f, const struct response *response)
{
    const char *head = fixture_between(f, response, "<div class=\"meta\">", "</div>");
    if (head == NULL)
        fail_msg("no head:\n%s", response->body.data);
    return head;
}

/* The time that stands after this text in the head; the test fails without it. */
static const char *time_after(struct fixture *f, const char *head, const char *text)
{
    const char *mark = arena_printf(f->arena, "%s, <time datetime=\"", text);
    const char *found = strstr(head, mark);
    if (found == NULL)
        fail_msg("not in the head: %s\n%s", mark, head);
    return arena_copy(f->arena, found + strlen(mark), 20);
}

/* On every page with the head: what the admin did a second later, and who saved version 1. */
static void assert_facts(struct fixture *f, int kind, const struct uuid *id, const char *what,
                         const char *made_at)
{
    static const char *const tabs[] = {"", "/versions", "/releases", "/used-by", "/activity"};
    for (size_t i = 0; i < COUNT_OF(tabs); i++) {
        struct response *response = fixture_get(f, path_of(kind, id, tabs[i]));
        fixture_assert_status(response, 200);
        const char *head = head_of(f, response);
        const char *fact =
            arena_printf(f->arena, "%s by %s", what, name_of(f, PERSONA_CUSTOMER_ADMIN));
        assert_true(strcmp(time_after(f, head, fact), made_at) > 0);
        fact = arena_printf(f->arena, "v1</span> by %s", name_of(f, PERSONA_PRODUCT_MANAGER));
        assert_string_equal(time_after(f, head, fact), made_at);
    }
}

static void what_others_did_to_a_record_is_a_fact_of_its_own(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[KINDS];
    char made_at[KINDS][TIME_LEN];
    char owner[64];
    static const char *const steps[][2] = {
        {"/archive", "Archived"}, {"/restore", "Restored"}, {"/transfer", "Transferred"}};
    (void)snprintf(owner, sizeof owner, "owner_id=%s",
                   f->own.users[PERSONA_ENTERPRISE_TEAM].id_text);
    make_all(f, ids, made_at);
    for (size_t step = 0; step < COUNT_OF(steps); step++) {
        const char *form = step == 2 ? owner : "";
        for (int i = 0; i < KINDS; i++) {
            const char *path = path_of(i, &ids[i], steps[step][0]);
            fixture_assert_status(fixture_post(f, path, form), 303);
            assert_facts(f, i, &ids[i], steps[step][1], made_at[i]);
        }
    }
}

/* Tags make no version: who set them is not who saved the content. */
static void properties_are_updated_by_others(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[KINDS];
    char made_at[KINDS][TIME_LEN];
    make_all(f, ids, made_at);
    for (int i = 0; i < KINDS; i++) {
        char bulk[64];
        (void)snprintf(bulk, sizeof bulk, "%s/bulk", record_kinds[i].path);
        fixture_assert_status(post_bulk(f, bulk, &ids[i], 1, "do=tag&tag=fine"), 303);
        assert_facts(f, i, &ids[i], "Updated", made_at[i]);
    }
}

/* Moving a label is no change of the record, and does not hide the last one. */
static void labels_leave_the_last_change_as_it_is(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[KINDS];
    char made_at[KINDS][TIME_LEN];
    make_all(f, ids, made_at);
    for (int i = 0; i < KINDS; i++) {
        fixture_assert_status(fixture_post(f, path_of(i, &ids[i], "/archive"), ""), 303);
        fixture_assert_status(fixture_post(f, path_of(i, &ids[i], "/restore"), ""), 303);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_status(fixture_post(f, path_of(i, &ids[i], "/releases/move"),
                                           "label=beta&to_version=1&reason=&seen="),
                              303);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        assert_facts(f, i, &ids[i], "Restored", made_at[i]);
    }
}

/* A new version is the last change: what was before it is not said any more. */
static void a_new_version_ends_what_was_said_before(void **state)
{
    struct fixture *f = *state;
    struct uuid id = makers[RECORD_PROMPT](f, PERSONA_PRODUCT_MANAGER, "One");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(fixture_post(f, path_of(RECORD_PROMPT, &id, "/archive"), ""), 303);
    fixture_assert_status(fixture_post(f, path_of(RECORD_PROMPT, &id, "/restore"), ""), 303);
    fixture_assert_has(fixture_get(f, path_of(RECORD_PROMPT, &id, "")), "<span>Restored by ");
    (void)save_body(f, &id, "Other text");
    struct response *response = fixture_get(f, path_of(RECORD_PROMPT, &id, ""));
    fixture_assert_has_not(response, "<span>Restored by ");
    const char *fact =
        arena_printf(f->arena, "v2</span> by %s", name_of(f, PERSONA_CUSTOMER_ADMIN));
    (void)time_after(f, head_of(f, response), fact);
}

/* Where the log does not say who it was, the time is alone. */
static void a_change_that_no_event_tells_has_a_time_alone(void **state)
{
    struct fixture *f = *state;
    struct uuid id = makers[RECORD_PROMPT](f, PERSONA_PRODUCT_MANAGER, "One");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change_one(f->db, "UPDATE prompts SET updated_at = $2 WHERE id = $1",
                                   db_uuid(&id), db_time(clock_now() + CLOCK_HOUR)),
                     ERR_NONE);
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    struct response *response = fixture_get(f, path_of(RECORD_PROMPT, &id, ""));
    fixture_assert_has(response, "<span>Updated <time ");
    fixture_assert_has_not(response, "Updated by");
}

/* A refused change is not a change; nor does it hide the last one. */
static void what_was_refused_is_not_told(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[KINDS];
    char made_at[KINDS][TIME_LEN];
    make_all(f, ids, made_at);
    for (int i = 0; i < KINDS; i++) {
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        const char *path = path_of(i, &ids[i], "/archive");
        fixture_assert_status(fixture_post(f, path, ""), 403);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = fixture_get(f, path_of(i, &ids[i], ""));
        const char *head = head_of(f, response);
        const char *fact =
            arena_printf(f->arena, "v1</span> by %s", name_of(f, PERSONA_PRODUCT_MANAGER));
        assert_string_equal(time_after(f, head, fact), made_at[i]);
        assert_null(strstr(head, name_of(f, PERSONA_INDIVIDUAL_DEVELOPER)));
        assert_null(strstr(head, "Archived"));
    }
}

static void code_keeps_its_lines(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_one_prompt(f, PERSONA_PRODUCT_MANAGER, "desk/Style");
    fixture_begin(f);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, path_of(0, &id, ""));
    fixture_assert_has(response, "Authorization: Bearer $ROSTRUM_TOKEN&quot; \\\n  &quot;http");
    fixture_assert_has(response, "import json, os, urllib.request\n\nrequest = ");
    fixture_assert_has(response, "\n});\nconst prompt = await answer.json();");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(what_others_did_to_a_record_is_a_fact_of_its_own),
        TEST(properties_are_updated_by_others),
        TEST(labels_leave_the_last_change_as_it_is),
        TEST(a_new_version_ends_what_was_said_before),
        TEST(a_change_that_no_event_tells_has_a_time_alone),
        TEST(what_was_refused_is_not_told),
        TEST(code_keeps_its_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
