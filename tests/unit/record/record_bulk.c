#include "test.h"

#include "agents.h"
#include "data/agent/agent_bulk.h"
#include "data/team/team_bulk.h"

/* Agents and teams archived by the dozen; what is said of prompts stands in prompt_bulk.c. */

static struct record_bulk_result archive(struct fixture *f, record_bulk_verb *verb, int persona,
                                         const struct uuid *ids, int count)
{
    struct record_bulk_result result;
    assert_int_equal(
        verb(f->db, actor_of(f, persona), &(struct record_selection){ids, count}, &result),
        ERR_NONE);
    return result;
}

static void each_agent_has_its_own_outcome(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[] = {make_agent(f, PERSONA_PRODUCT_MANAGER, "free", AGENT_CONFIG),
                         make_agent(f, PERSONA_PRODUCT_MANAGER, "used", AGENT_CONFIG),
                         make_agent(f, PERSONA_PRODUCT_MANAGER, "gone", AGENT_CONFIG),
                         uuid_make(),
                         {{0}}};
    ids[4] = ids[0];
    struct problem problem;
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "The team", &ids[1], NULL, 1);
    assert_int_equal(agent_archive(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &ids[2], &problem),
                     ERR_NONE);
    int64_t before = fixture_count_events(f, "agent.archive", "success");
    struct record_bulk_result result =
        archive(f, agent_bulk_archive, PERSONA_DEVOPS_ENGINEER, ids, 5);
    assert_int_equal(result.count, 4); /* a repetition counts once */
    assert_int_equal(result.changed_count, 1);
    assert_int_equal(result.refused_count, 2);
    assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
    assert_string_equal(result.items[0].name, "free");
    assert_int_equal(result.items[1].outcome, RECORD_REFUSED);
    assert_non_null(strstr(result.items[1].reason, "The team"));
    assert_int_equal(result.items[2].outcome, RECORD_UNCHANGED);
    assert_int_equal(result.items[3].outcome, RECORD_NOT_FOUND);
    assert_null(result.items[3].name);
    assert_int_equal(fixture_count_events(f, "agent.archive", "success"), before + 1);
    assert_true(get_agent(f, &ids[0]).archived_at != 0);
    assert_int_equal(get_agent(f, &ids[1]).archived_at, 0);
    /* Once the team is archived, its member may be. */
    result = archive(f, team_bulk_archive, PERSONA_DEVOPS_ENGINEER, &team, 1);
    assert_int_equal(result.changed_count, 1);
    result = archive(f, agent_bulk_archive, PERSONA_DEVOPS_ENGINEER, &ids[1], 1);
    assert_int_equal(result.changed_count, 1);
}

static void rights_are_asked_for_each(void **state)
{
    struct fixture *f = *state;
    struct uuid agents[] = {make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "own", AGENT_CONFIG),
                            make_agent(f, PERSONA_PRODUCT_MANAGER, "theirs", AGENT_CONFIG)};
    struct record_bulk_result result =
        archive(f, agent_bulk_archive, PERSONA_INDIVIDUAL_DEVELOPER, agents, 2);
    assert_int_equal(result.items[0].outcome, RECORD_CHANGED);
    assert_int_equal(result.items[1].outcome, RECORD_DENIED);
    assert_int_equal(fixture_count_events(f, "agent.archive", "refusal"), 1);
    result = archive(f, agent_bulk_archive, PERSONA_PLATFORM_ADMIN, agents, 2);
    assert_int_equal(result.refused_count, 2);
    assert_int_equal(agent_bulk_archive(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor,
                                        &(struct record_selection){agents, 2}, &result),
                     ERR_NONE);
    assert_int_equal(result.items[0].outcome, RECORD_NOT_FOUND);
    assert_null(result.items[0].name);
    assert_int_equal(result.items[1].outcome, RECORD_NOT_FOUND);
    assert_int_equal(get_agent(f, &agents[1]).archived_at, 0);
}

static void teams_have_the_same(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG);
    struct uuid teams[] = {
        make_team(f, PERSONA_PRODUCT_MANAGER, "one", &agent, NULL, 1),
        make_team(f, PERSONA_INDIVIDUAL_DEVELOPER, "two", &agent, NULL, 1),
    };
    struct record_bulk_result result =
        archive(f, team_bulk_archive, PERSONA_INDIVIDUAL_DEVELOPER, teams, 2);
    assert_int_equal(result.items[0].outcome, RECORD_DENIED);
    assert_string_equal(result.items[0].name, "one");
    assert_int_equal(result.items[1].outcome, RECORD_CHANGED);
    assert_int_equal(fixture_count_events(f, "team.archive", "success"), 1);
    assert_int_equal(fixture_count_events(f, "team.archive", "refusal"), 1);
    result = archive(f, team_bulk_archive, PERSONA_CUSTOMER_ADMIN, teams, 2);
    assert_int_equal(result.changed_count, 1);
    assert_int_equal(result.items[1].outcome, RECORD_UNCHANGED);
}

static void a_selection_has_a_size(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[RECORD_BULK_MAX + 1] = {{{0}}};
    record_bulk_verb *const verbs[] = {agent_bulk_archive, team_bulk_archive};
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        struct record_bulk_result result;
        const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
        assert_int_equal(verbs[i](f->db, actor, &(struct record_selection){ids, 0}, &result),
                         ERR_INVALID);
        assert_int_equal(
            verbs[i](f->db, actor, &(struct record_selection){ids, RECORD_BULK_MAX + 1}, &result),
            ERR_INVALID);
        assert_int_equal(
            verbs[i](f->db, actor, &(struct record_selection){ids, RECORD_BULK_MAX}, &result),
            ERR_NONE);
        assert_int_equal(result.count, 1);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_agent_has_its_own_outcome),
        TEST(rights_are_asked_for_each),
        TEST(teams_have_the_same),
        TEST(a_selection_has_a_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
