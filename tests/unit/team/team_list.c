#include "test.h"

#include "agents.h"
#include "data/team/team_list.h"
#include "records.h"

enum { TEAMS = 24 };

/* 24 teams of two agents, made by two people; the kinds take turns. */
static void make_teams(struct fixture *f)
{
    struct uuid agents[2] = {make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG),
                             make_agent(f, PERSONA_PRODUCT_MANAGER, "b", AGENT_CONFIG)};
    static const enum team_kind kinds[] = {TEAM_ROUND_ROBIN, TEAM_SEQUENTIAL, TEAM_SELECTOR};
    for (int i = 0; i < TEAMS; i++) {
        struct team_member members[2] = {{.agent_id = agents[0], .role = TEAM_WORKER},
                                         {.agent_id = agents[1], .role = TEAM_REVIEWER}};
        struct team_draft draft = {.name = arena_printf(f->arena, "team-%02d", (i * 7) % TEAMS),
                                   .description = i == 0 ? "The very first" : "",
                                   .plan = {.kind = kinds[i % 3],
                                            .members = members,
                                            .member_count = i % 3 == 2 ? 2 : 1 + i % 2,
                                            .termination = {.max_messages = 10, .text = ""}}};
        int persona = i % 2 == 0 ? PERSONA_PRODUCT_MANAGER : PERSONA_ENTERPRISE_TEAM;
        struct team_problem problem;
        struct uuid id;
        enum err err = team_create(f->db, actor_of(f, persona), &draft, &id, &problem);
        if (err != ERR_NONE)
            fail_msg("%s: %s: %s", draft.name, err_name(err), problem.problem.message);
    }
}

static struct record_list list_of(struct fixture *f, const struct record_filter *filter)
{
    return records_of(f, team_list, filter);
}

static void walk_both_ways(struct fixture *f, struct record_filter filter, int expected)
{
    records_walk(f, team_list, filter, expected);
}

static void pages_go_both_ways_in_every_order(void **state)
{
    struct fixture *f = *state;
    make_teams(f);
    struct uuid owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
    for (enum record_sort sort = RECORD_SORT_UPDATED; sort < RECORD_SORT_COUNT; sort++) {
        walk_both_ways(f, (struct record_filter){.sort = sort}, TEAMS);
        walk_both_ways(f, (struct record_filter){.sort = sort, .state = RECORD_ALL}, TEAMS);
        walk_both_ways(f, (struct record_filter){.sort = sort, .kind = "sequential"}, TEAMS / 3);
        walk_both_ways(f, (struct record_filter){.sort = sort, .owner_id = owner_id}, TEAMS / 2);
        walk_both_ways(f, (struct record_filter){.sort = sort, .q = "TEAM-"}, TEAMS);
    }
    struct record_list list = list_of(f, &(struct record_filter){.sort = RECORD_SORT_NAME});
    assert_string_equal(list.rows[0].name, "team-00");
    assert_string_equal(list.rows[23].name, "team-23");
}

static void a_row_has_what_one_decides_by(void **state)
{
    struct fixture *f = *state;
    make_teams(f);
    struct record_list list = list_of(f, &(struct record_filter){.q = "VERY first"});
    assert_int_equal(list.count, 1);
    const struct record_row *row = &list.rows[0];
    assert_string_equal(row->name, "team-00");
    assert_string_equal(row->description, "The very first");
    assert_int_equal(row->kind, TEAM_ROUND_ROBIN);
    assert_int_equal(row->member_count, 1);
    assert_string_equal(row->owner_name, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    assert_int_equal(row->archived_at, 0);
}

static void filters_work_alone_and_together(void **state)
{
    struct fixture *f = *state;
    make_teams(f);
    struct problem problem;
    struct uuid id = list_of(f, &(struct record_filter){.q = "team-00"}).rows[0].id;
    assert_int_equal(team_archive(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &id, &problem),
                     ERR_NONE);
    struct uuid owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
    const struct {
        struct record_filter filter;
        int count;
    } cases[] = {
        {{.limit = 100}, TEAMS - 1},
        {{.state = RECORD_ARCHIVED}, 1},
        {{.state = RECORD_ALL}, TEAMS},
        {{.kind = "round_robin"}, TEAMS / 3 - 1},
        {{.kind = "round_robin", .state = RECORD_ALL}, TEAMS / 3},
        {{.kind = "graph"}, 0},
        {{.kind = "round_robin", .owner_id = owner_id, .state = RECORD_ALL}, TEAMS / 6},
        {{.kind = "selector", .q = "team-1"}, 3},
        /* settings are not searched, and asking for it is no error */
        {{.q = "max_messages", .in_content = true}, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct record_list list = list_of(f, &cases[i].filter);
        if (list.count != cases[i].count)
            fail_msg("case %zu: %d rows instead of %d", i, list.count, cases[i].count);
    }
    struct record_list list;
    records_refuse_hostile(f, team_list);
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    const struct record_filter bad[] = {
        {.kind = "circle"}, {.kind = "Round robin"}, {.kind = "\xff"}};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(team_list(f->db, actor, &bad[i], &list), ERR_INVALID);
}

static void organizations_are_apart(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "ours", &agent, NULL, 1);
    records_stay_apart(f, team_list, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pages_go_both_ways_in_every_order),
        TEST(a_row_has_what_one_decides_by),
        TEST(filters_work_alone_and_together),
        TEST(organizations_are_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
