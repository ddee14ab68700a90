#include "pages/record/record.h"

/* Archive, restore, delete and transfer of agents and teams. */

/* Both kinds of record go through the same steps. */
struct noun {
    const char *base;
    struct uuid (*make)(struct fixture *f, int persona, const char *name);
    const char *delete_event;
};

static struct uuid make_plain_agent(struct fixture *f, int persona, const char *name)
{
    return make_agent(f, persona, name, AGENT_CONFIG);
}

static struct uuid make_plain_team(struct fixture *f, int persona, const char *name)
{
    struct uuid agent =
        make_agent(f, persona, arena_printf(f->arena, "member of %s", name), AGENT_CONFIG);
    return make_team(f, persona, name, &agent, NULL, 1);
}

static const struct noun nouns[] = {{"/agents", make_plain_agent, "agent.delete"},
                                    {"/teams", make_plain_team, "team.delete"}};

static void test_archive_and_restore(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(nouns); i++) {
        struct uuid id = nouns[i].make(f, PERSONA_PRODUCT_MANAGER, "One");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        const char *path = record_path(nouns[i].base, &id, "");
        char own[256];
        (void)snprintf(own, sizeof own, "%s", path);
        fixture_assert_redirect(fixture_post(f, record_path(nouns[i].base, &id, "/archive"), ""),
                                own);
        struct response *response = fixture_get(f, nouns[i].base);
        fixture_assert_has(response, "the list no longer shows it.");
        fixture_assert_has_not(response, ">One</a>");
        fixture_assert_redirect(fixture_post(f, record_path(nouns[i].base, &id, "/restore"), ""),
                                own);
        response = fixture_get(f, nouns[i].base);
        fixture_assert_has(response, "Restored. The list shows it again.");
        fixture_assert_has(response, ">One</a>");
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        fixture_assert_status(fixture_post(f, record_path(nouns[i].base, &id, "/archive"), ""),
                              403);
        fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
        fixture_assert_status(fixture_post(f, record_path(nouns[i].base, &id, "/archive"), ""),
                              404);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_has(fixture_get(f, nouns[i].base), ">One</a>");
    }
}

/* Who uses what stands in the way, by name. */
static void test_an_agent_in_use(void **state)
{
    struct fixture *f = *state;
    struct uuid used = make_agent(f, PERSONA_PRODUCT_MANAGER, "Used", AGENT_CONFIG);
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "Night shift", &used, NULL, 1);
    struct uuid other = make_agent(f, PERSONA_PRODUCT_MANAGER, "Giver",
                                   "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"Used\"]}");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_post(f, record_path("/agents", &used, "/archive"), "");
    fixture_assert_status(response, 303);
    response = fixture_get(f, "/agents");
    fixture_assert_has(response, "class=\"flash error\"");
    fixture_assert_has(response, "Night shift");
    fixture_assert_has(response, ">Used</a>");
    response = fixture_get(f, record_path("/agents", &used, "/delete"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, record_path("<a href=\"/teams", &team, "\">Night shift</a>"));
    fixture_assert_has(response, "Round robin; here as worker");
    fixture_assert_has(response, record_path("<a href=\"/agents", &other, "\">Giver</a>"));
    fixture_assert_has(response, "hands over to it in version 1");
    response = fixture_post(f, record_path("/agents", &used, "/delete"), "name=Used");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "Night shift");
    fixture_assert_has(response, "value=\"Used\"");
    response = fixture_get(f, record_path("/agents", &other, "/delete"));
    fixture_assert_has(response, "No team has it as a member");
    /* A team is not restored while a member is archived. */
    (void)fixture_post(f, record_path("/teams", &team, "/archive"), "");
    (void)fixture_post(f, record_path("/agents", &used, "/archive"), "");
    fixture_assert_status(fixture_post(f, record_path("/teams", &team, "/restore"), ""), 303);
    response = fixture_get(f, "/teams");
    fixture_assert_has(response, "class=\"flash error\"");
    fixture_assert_has(response, "Used");
    fixture_assert_has_not(response, ">Night shift</a>");
}

static void test_delete(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(nouns); i++) {
        struct uuid id = nouns[i].make(f, PERSONA_ENTERPRISE_TEAM, "One <of> us");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_status(fixture_get(f, record_path(nouns[i].base, &id, "/delete")), 403);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER); /* deletes what they own only */
        fixture_assert_status(fixture_get(f, record_path(nouns[i].base, &id, "/delete")), 403);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = fixture_get(f, record_path(nouns[i].base, &id, "/delete"));
        fixture_assert_has(response, "<title>Delete One &lt;of&gt; us ");
        fixture_assert_has(response, "Type <strong>One &lt;of&gt; us</strong> to confirm.");
        fixture_assert_has(response, "undone.</strong> ");
        const char *path = record_path(nouns[i].base, &id, "/delete");
        response = fixture_post(f, path, "name=One+of+us");
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "id=\"name-error\"");
        fixture_assert_status(fixture_post(f, path, "name="), 422);
        fixture_assert_status(fixture_post(f, path, "name=One+%3Cof%3E+us&extra=1"), 422);
        response = fixture_post(f, path, "name=One+%3Cof%3E+us");
        fixture_assert_redirect(response, nouns[i].base);
        fixture_assert_has(fixture_get(f, nouns[i].base), "Deleted for good.");
        fixture_assert_status(fixture_get(f, record_path(nouns[i].base, &id, "/delete")), 404);
        fixture_begin(f);
        assert_int_equal(fixture_count_events(f, nouns[i].delete_event, "success"), 1);
    }
}

static void test_transfer(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(nouns); i++) {
        struct uuid id = nouns[i].make(f, PERSONA_INDIVIDUAL_DEVELOPER, "One");
        const struct fixture_user *heir = &f->own.users[PERSONA_PRODUCT_MANAGER];
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        const char *path = record_path(nouns[i].base, &id, "/transfer");
        struct response *response = fixture_get(f, path);
        fixture_assert_status(response, 200);
        fixture_assert_has(response, heir->id_text);
        fixture_assert_has_not(response, f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id_text);
        fixture_assert_has_not(response, f->other.users[PERSONA_PRODUCT_MANAGER].id_text);
        fixture_assert_status(fixture_post(f, path, "owner_id="), 422);
        char form[64];
        (void)snprintf(form, sizeof form, "owner_id=%s",
                       f->other.users[PERSONA_PRODUCT_MANAGER].id_text);
        response = fixture_post(f, path, form);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "id=\"owner_id-error\"");
        (void)snprintf(form, sizeof form, "owner_id=%s", heir->id_text);
        fixture_assert_status(fixture_post(f, path, form), 303);
        response = fixture_get(f, nouns[i].base);
        fixture_assert_has(response, "has a new owner.");
        fixture_assert_has(response, heir->full_name);
        fixture_assert_status(fixture_get(f, path), 403); /* no longer theirs */
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_archive_and_restore),
        TEST(test_an_agent_in_use),
        TEST(test_delete),
        TEST(test_transfer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
