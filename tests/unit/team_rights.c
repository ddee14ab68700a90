#include "test.h"

#include "teams.h"

/* Who may do what to a team, and what happens if several do it at once. */

/* ---- rights ------------------------------------------------------------------------------- */

struct right {
    int persona;
    enum err create, change_own, change_other, delete_own, delete_other;
};

static const struct right rights[] = {
    {PERSONA_INDIVIDUAL_DEVELOPER, ERR_NONE, ERR_NONE, ERR_DENIED, ERR_DENIED, ERR_DENIED},
    {PERSONA_ENTERPRISE_TEAM, ERR_NONE, ERR_NONE, ERR_NONE, ERR_DENIED, ERR_DENIED},
    {PERSONA_DEVOPS_ENGINEER, ERR_NONE, ERR_NONE, ERR_NONE, ERR_DENIED, ERR_DENIED},
    {PERSONA_PRODUCT_MANAGER, ERR_NONE, ERR_NONE, ERR_NONE, ERR_NONE, ERR_DENIED},
    {PERSONA_CUSTOMER_ADMIN, ERR_NONE, ERR_NONE, ERR_NONE, ERR_NONE, ERR_NONE},
    {PERSONA_PLATFORM_ADMIN, ERR_DENIED, ERR_NONE, ERR_DENIED, ERR_NONE, ERR_DENIED},
    {FIXTURE_SUPERUSER, ERR_NONE, ERR_NONE, ERR_NONE, ERR_NONE, ERR_NONE},
};

/* Changes in every way that needs no right to delete; each must end as expected. */
static void assert_changes(struct fixture *f, const struct right *right, const struct uuid *id,
                           enum err expected)
{
    struct problem plain;
    struct team_problem problem;
    const struct actor *actor = actor_of(f, right->persona);
    struct team_draft draft = draft_of_team(f, id);
    struct uuid owner = get_team(f, id).owner_id;
    draft.description = arena_printf(f->arena, "by %d", right->persona);
    assert_int_equal(update_team(f, right->persona, &draft, &problem), expected);
    assert_int_equal(team_archive(f->db, actor, id, &plain), expected);
    assert_int_equal(team_restore(f->db, actor, id, &plain), expected);
    assert_int_equal(team_transfer(f->db, actor, id, &owner, &plain), expected);
    assert_int_equal(plain.message == NULL, expected == ERR_NONE);
}

static void rights_are_those_of_the_table(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    for (size_t i = 0; i < COUNT_OF(rights); i++) {
        const struct right *right = &rights[i];
        const struct actor *actor = actor_of(f, right->persona);
        struct team_problem problem;
        struct problem plain;
        struct uuid own = {{0}}, other;
        struct team team;
        struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
        draft->name = "own";
        assert_int_equal(team_create(f->db, actor, draft, &own, &problem), right->create);
        draft->name = "other";
        other = create_team(f, right->persona == PRODUCT ? PERSONA_CUSTOMER_ADMIN : PRODUCT, draft);
        assert_int_equal(team_get(f->db, actor, &other, &team), ERR_NONE);
        assert_changes(f, right, &other, right->change_other);
        assert_int_equal(team_delete(f->db, actor, &other, "other", &plain), right->delete_other);
        const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
        if (right->delete_other != ERR_NONE)
            assert_int_equal(team_delete(f->db, admin, &other, "other", &plain), ERR_NONE);
        if (right->create != ERR_NONE)
            continue;
        assert_changes(f, right, &own, right->change_own);
        assert_int_equal(team_delete(f->db, actor, &own, "own", &plain), right->delete_own);
        if (right->delete_own != ERR_NONE)
            assert_int_equal(team_delete(f->db, admin, &own, "own", &plain), ERR_NONE);
    }
    assert_true(fixture_count_events(f, "team.update", "refusal") > 0);
    assert_true(fixture_count_events(f, "team.delete", "refusal") > 0);
    assert_true(fixture_count_events(f, "team.create", "refusal") > 0);
}

static void another_organization_sees_nothing(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct problem plain;
    struct team team;
    struct agent_choice_list list;
    int64_t version = 0;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    struct team_draft draft = draft_of_team(f, &id);
    for (int i = 0; i < PERSONA_PLATFORM_ADMIN; i++) {
        const struct actor *actor = &f->other.users[i].actor;
        assert_int_equal(team_get(f->db, actor, &id, &team), ERR_NOT_FOUND);
        assert_int_equal(team_get_by_name(f->db, actor, "Editors", &team), ERR_NOT_FOUND);
        assert_int_equal(team_update(f->db, actor, &draft, &version, &problem), ERR_NOT_FOUND);
        assert_int_equal(team_archive(f->db, actor, &id, &plain), ERR_NOT_FOUND);
        assert_int_equal(team_restore(f->db, actor, &id, &plain), ERR_NOT_FOUND);
        assert_int_equal(team_delete(f->db, actor, &id, "Editors", &plain), ERR_NOT_FOUND);
        assert_int_equal(team_transfer(f->db, actor, &id, &actor->user_id, &plain), ERR_NOT_FOUND);
        assert_int_equal(team_agent_choices(f->db, actor, "", 10, &list), ERR_NONE);
        assert_int_equal(list.count, 0);
    }
}

static void platform_admins_see_metadata_alone(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team team;
    struct team_plan plan;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    const struct actor *actors[] = {&f->other.users[PERSONA_PLATFORM_ADMIN].actor,
                                    actor_of(f, PERSONA_PLATFORM_ADMIN)};
    for (size_t i = 0; i < COUNT_OF(actors); i++) {
        assert_int_equal(team_get(f->db, actors[i], &id, &team), ERR_NONE);
        assert_string_equal(team.members[2].name, "Cid");
        assert_null(team.settings.data);
        assert_int_equal(team_plan_of(f->arena, &team, &plan), ERR_DENIED);
        assert_true(json_is_null(json_object_get(team_json(f->db, &team), "settings")));
    }
}

static void a_command_can_own_nothing(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct actor command = f->command;
    struct uuid id;
    command.organization_id = f->own.id;
    assert_int_equal(
        team_create(f->db, &command, draft_crew(&crew, TEAM_ROUND_ROBIN), &id, &problem),
        ERR_DENIED);
}

/* ---- at once ------------------------------------------------------------------------------ */

static enum err save_once(struct fixture *f, int index, void *context)
{
    struct team_draft draft = draft_of_team(f, context);
    struct team_problem problem;
    draft.based_on_version = 1; /* all saw the first */
    draft.description = arena_printf(f->arena, "writer %d", index);
    draft.plan.members[0].role = index % 2 == 0 ? TEAM_REVIEWER : TEAM_WORKER;
    return update_team(f, PRODUCT, &draft, &problem);
}

static void of_writers_at_once_one_wins(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    enum err results[4];
    int winner = -1;
    fixture_race(f, 4, save_once, &id, results);
    for (int i = 0; i < 4; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_STALE);
        assert_true(results[i] == ERR_STALE || winner < 0);
        winner = results[i] == ERR_NONE ? i : winner;
    }
    struct team team = get_team(f, &id);
    assert_int_equal(team.version, 2);
    assert_string_equal(team.description, arena_printf(f->arena, "writer %d", winner));
    assert_int_equal(team.members[0].role, winner % 2 == 0 ? TEAM_REVIEWER : TEAM_WORKER);
}

static enum err create_once(struct fixture *f, int index, void *context)
{
    struct team_problem problem;
    struct uuid id;
    (void)index;
    return team_create(f->db, actor_of(f, PRODUCT), context, &id, &problem);
}

static void of_equal_names_at_once_one_is_made(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    enum err results[3];
    int made = 0;
    fixture_race(f, 3, create_once, draft_crew(&crew, TEAM_ROUND_ROBIN), results);
    for (int i = 0; i < 3; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_CONFLICT);
        made += results[i] == ERR_NONE;
    }
    assert_int_equal(made, 1);
}

/* One saves a team with Cid, one archives him, one deletes Bea, who is to be in it, too. */
static enum err meddle(struct fixture *f, int index, void *context)
{
    const struct crew *crew = context;
    struct problem problem;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    if (index == 0)
        return create_once(f, 0, (void *)&crew->draft);
    if (index == 1)
        return agent_archive(f->db, actor, &crew->agents[2], &problem);
    return agent_delete(f->db, actor, &crew->agents[1], "Bea", &problem);
}

static void an_agent_goes_while_its_team_is_saved(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    enum err results[3];
    (void)draft_crew(&crew, TEAM_ROUND_ROBIN);
    fixture_race(f, 3, meddle, &crew, results);
    if (results[0] == ERR_NONE) { /* the team came first: its members stay */
        assert_int_equal(results[1], ERR_CONFLICT);
        assert_int_equal(results[2], ERR_CONFLICT);
    } else {
        assert_int_equal(results[0], ERR_INVALID);
        assert_true(results[1] == ERR_NONE || results[2] == ERR_NONE);
    }
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM team_members m CROSS JOIN agents a "
                                   "WHERE m.organization_id = $1 AND a.id = m.agent_id "
                                   "AND a.archived_at IS NOT NULL",
                                   &f->own.id),
                     0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rights_are_those_of_the_table),         TEST(another_organization_sees_nothing),
        TEST(platform_admins_see_metadata_alone),    TEST(a_command_can_own_nothing),
        TEST(of_writers_at_once_one_wins),           TEST(of_equal_names_at_once_one_is_made),
        TEST(an_agent_goes_while_its_team_is_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
