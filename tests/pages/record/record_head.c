#include "pages/record/record.h"

#include <unistd.h>

/* Who did what, and when, in the head of a record: a person and a time always come from one event.
 * One person makes the record, another changes what becomes of it, a second later. */

struct kind {
    const char *base;
    struct uuid (*make)(struct fixture *f, int persona, const char *name);
    bool has_versions;
};

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

static const struct kind kinds[] = {{"/prompts", make_one_prompt, true},
                                    {"/agents", make_one_agent, true},
                                    {"/teams", make_one_team, false}};

enum { KINDS = COUNT_OF(kinds), TIME_LEN = 32 };

/* The records of a product manager, a second old. */
static void make_all(struct fixture *f, struct uuid ids[KINDS], char made_at[KINDS][TIME_LEN])
{
    for (int i = 0; i < KINDS; i++)
        ids[i] = kinds[i].make(f, PERSONA_PRODUCT_MANAGER, "One");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    for (int i = 0; i < KINDS; i++) {
        struct response *response = fixture_get(f, record_path(kinds[i].base, &ids[i], ""));
        const char *created = fixture_between(f, response, "<dt>Created</dt>", "</dd>");
        assert_non_null(created);
        const char *time = strstr(created, "datetime=\"");
        assert_non_null(time);
        (void)snprintf(made_at[i], TIME_LEN, "%.20s", time + strlen("datetime=\""));
    }
    (void)usleep(1100 * 1000);
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

static void assert_facts(struct fixture *f, const struct kind *kind, const struct uuid *id,
                         const char *what, const char *made_at)
{
    struct response *response = fixture_get(f, record_path(kind->base, id, ""));
    fixture_assert_status(response, 200);
    const char *head = head_of(f, response);
    const char *fact = arena_printf(f->arena, "%s by %s", what, name_of(f, PERSONA_CUSTOMER_ADMIN));
    assert_true(strcmp(time_after(f, head, fact), made_at) > 0);
    if (!kind->has_versions) {
        assert_null(strstr(head, name_of(f, PERSONA_PRODUCT_MANAGER)));
        return;
    }
    fact = arena_printf(f->arena, "v1</span> by %s", name_of(f, PERSONA_PRODUCT_MANAGER));
    assert_string_equal(time_after(f, head, fact), made_at);
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
            const char *path = record_path(kinds[i].base, &ids[i], steps[step][0]);
            fixture_assert_status(fixture_post(f, path, form), 303);
            assert_facts(f, &kinds[i], &ids[i], steps[step][1], made_at[i]);
        }
    }
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
        const char *path = record_path(kinds[i].base, &ids[i], "/archive");
        fixture_assert_status(fixture_post(f, path, ""), 403);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = fixture_get(f, record_path(kinds[i].base, &ids[i], ""));
        const char *head = head_of(f, response);
        const char *fact =
            arena_printf(f->arena, "%s by %s", kinds[i].has_versions ? "v1</span>" : "Created",
                         name_of(f, PERSONA_PRODUCT_MANAGER));
        assert_string_equal(time_after(f, head, fact), made_at[i]);
        assert_null(strstr(head, name_of(f, PERSONA_INDIVIDUAL_DEVELOPER)));
        assert_null(strstr(head, "Archived"));
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(what_others_did_to_a_record_is_a_fact_of_its_own),
        TEST(what_was_refused_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
