#include "pages/record/record.h"

/* The list of teams: what it has beside what the list of agents has as well. */

static void test_empty(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    struct response *response = fixture_get(f, "/teams");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Let agents work together");
    fixture_assert_has(response, "href=\"/teams/new\"");
    fixture_assert_has(response, "href=\"/starters\"");
    fixture_assert_has_not(response, "/teams/import");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    response = fixture_get(f, "/teams");
    fixture_assert_has_not(response, "/teams/new");
    fixture_assert_has(fixture_get(f, "/teams?kind=graph"), "No team matches");
}

static void test_row_and_filters(void **state)
{
    struct fixture *f = *state;
    struct uuid agents[] = {make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG),
                            make_agent(f, PERSONA_PRODUCT_MANAGER, "b", AGENT_CONFIG)};
    struct uuid id = make_team(f, PERSONA_PRODUCT_MANAGER, "Night <shift>", agents, NULL, 2);
    sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
    struct response *response = fixture_get(f, "/teams");
    fixture_assert_has(response,
                       record_path("<a href=\"/teams", &id, "\">Night &lt;shift&gt;</a>"));
    fixture_assert_has(response, "<td>Round robin</td><td>2 members</td>");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_assert_has(response, "<a href=\"/teams\" aria-current=\"page\">");
    assert_true(response->body.len < 40960);
    response = fixture_get(f, "/teams?kind=sequential");
    fixture_assert_has(response, "No team matches");
    response = fixture_get(f, "/teams?kind=round_robin&filters=1");
    fixture_assert_has(response, "Night");
    fixture_assert_has(response, "<option value=\"round_robin\" selected>Round robin</option>");
    fixture_assert_has(response, "kind Round robin");
    fixture_assert_has_not(response, "Also search inside");
    fixture_assert_has_not(response, "name=\"model\"");
    response = fixture_get(f, "/teams?kind=circle");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Night");
}

static void test_bulk(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG);
    struct uuid ids[] = {
        make_team(f, PERSONA_INDIVIDUAL_DEVELOPER, "mine", &agent, NULL, 1),
        make_team(f, PERSONA_PRODUCT_MANAGER, "theirs", &agent, NULL, 1),
    };
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = post_bulk(f, "/teams/bulk", ids, 2, "do=archive&return=%2Fteams");
    fixture_assert_redirect(response, "/teams");
    response = fixture_get(f, "/teams");
    fixture_assert_has(response, "1 team archived.");
    fixture_assert_has(response, "theirs (not yours to change)");
    fixture_assert_has_not(response, ">mine</a>");
    response = fixture_get(f, "/teams?state=archived");
    fixture_assert_has(response, ">mine</a>");
    fixture_assert_has(response, "Archived</span>");
}

static void test_other_organization(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG);
    struct uuid id = make_team(f, PERSONA_PRODUCT_MANAGER, "ours", &agent, NULL, 1);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has_not(fixture_get(f, "/teams"), "ours");
    struct response *response = post_bulk(f, "/teams/bulk", &id, 1, "do=archive");
    fixture_assert_status(response, 303);
    response = fixture_get(f, "/teams");
    fixture_assert_has(response, "one team (not there any more)");
    fixture_assert_has_not(response, "ours");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_has(fixture_get(f, "/teams"), ">ours</a>");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_empty),
        TEST(test_row_and_filters),
        TEST(test_bulk),
        TEST(test_other_organization),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
