#include "test.h"

#include "record_verbs.h"
#include "teams.h"

/* What holds for every record: who may do what to a team, and what happens if several do it at
 * once. */

/* The crew of the actor's organization. */
static struct crew crew_of(struct fixture *f, const struct actor *actor)
{
    static const char *const names[] = {"Ada", "Bea", "Cid"};
    bool is_own = uuid_equal(&actor->organization_id, &f->own.id);
    const struct actor *maker = &(is_own ? &f->own : &f->other)->users[PRODUCT].actor;
    struct crew crew;
    memset(&crew, 0, sizeof crew);
    for (int i = 0; i < 3; i++) {
        struct agent_draft draft = agent_draft_of(f, names[i], AGENT_CONFIG);
        struct agent_problem problem;
        struct agent agent;
        struct record_saved saved;
        if (agent_get_by_name(f->db, maker, names[i], &agent) == ERR_NONE) {
            crew.agents[i] = agent.id;
        } else {
            assert_int_equal(agent_create(f->db, maker, &draft, &saved, &problem), ERR_NONE);
            crew.agents[i] = saved.id;
        }
    }
    return crew;
}

static enum err create(struct fixture *f, const struct actor *actor, const char *name,
                       struct uuid *id, struct problem *problem)
{
    struct crew crew = crew_of(f, actor);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    struct team_problem refusal;
    struct record_saved saved;
    draft->name = name;
    enum err err = team_create(f->db, actor, draft, &saved, &refusal);
    *problem = refusal.problem;
    *id = saved.id;
    return err;
}

static enum err find(struct fixture *f, const struct actor *actor, const char *name)
{
    struct team team;
    return team_get_by_name(f->db, actor, name, &team);
}

/* The first member's role goes by the last character of the text. */
static enum err update(struct fixture *f, const struct actor *actor, const struct uuid *id,
                       const struct record_edit *edit, struct problem *problem)
{
    struct team_draft draft = draft_of_team(f, id);
    struct team_problem refusal;
    struct record_saved saved;
    size_t len = strlen(edit->text);
    draft.based_on_revision = edit->based_on;
    draft.name = edit->name == NULL ? draft.name : edit->name;
    draft.description = edit->text;
    draft.plan.members[0].role =
        len > 0 && edit->text[len - 1] % 2 == 0 ? TEAM_REVIEWER : TEAM_WORKER;
    enum err err = team_update(f->db, actor, &draft, &saved, &refusal);
    *problem = refusal.problem;
    return err;
}

const struct record_verbs record_verbs = {
    .store = &team_store,
    .devops = ERR_NONE,
    .create = create,
    .find = find,
    .update = update,
};

static void deleting_needs_the_name(void **state)
{
    struct uuid id = verbs_make(*state, PRODUCT, "gone");
    verbs_delete(*state, &id);
}

static void another_organization_sees_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid id = verbs_make(f, PRODUCT, "secret");
    verbs_hide(f, &id);
}

static void platform_admins_see_metadata_alone(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team team;
    struct team_plan plan;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    struct actor inside = fixture_inside(&f->other.users[PERSONA_PLATFORM_ADMIN], &f->own);
    const struct actor *actors[] = {&inside, actor_of(f, PERSONA_PLATFORM_ADMIN)};
    for (size_t i = 0; i < COUNT_OF(actors); i++) {
        assert_int_equal(team_get(f->db, actors[i], &id, &team), ERR_NONE);
        assert_string_equal(team.members[2].name, "Cid");
        assert_null(team.settings.data);
        assert_int_equal(team_plan_of(f->arena, &team, &plan), ERR_DENIED);
    }
}

/* ---- at once ------------------------------------------------------------------------------ */

static void of_writers_at_once_one_wins(void **state)
{
    struct fixture *f = *state;
    struct record_head head = verbs_race_to_save(f);
    struct team team = get_team(f, &head.id);
    bool is_even = head.description[strlen(head.description) - 1] % 2 == 0;
    assert_int_equal(team.members[0].role, is_even ? TEAM_REVIEWER : TEAM_WORKER);
}

static enum err create_once(struct fixture *f, int index, void *context)
{
    struct team_problem problem;
    struct record_saved saved;
    (void)index;
    return team_create(f->db, actor_of(f, PRODUCT), context, &saved, &problem);
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
        return archive_agent(f, actor, &crew->agents[2], &problem);
    return record_delete(f->db, actor, &agent_store, &crew->agents[1], "Bea", &problem);
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
    assert_int_equal(
        fixture_count(
            f,
            "SELECT count(*) FROM team_members m CROSS JOIN agents a "
            "WHERE m.organization_id = $1 AND a.organization_id = $1 AND a.id = m.agent_id "
            "AND a.archived_at IS NOT NULL",
            &f->own.id),
        0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_name_is_taken_once_in_an_organization),
        TEST(a_stale_save_is_refused_and_changes_nothing),
        TEST(an_archived_one_rests_until_it_is_restored),
        TEST(deleting_needs_the_name),
        TEST(only_active_users_of_the_organization_become_owners),
        TEST(a_superuser_of_another_organization_is_marked),
        TEST(rights_are_those_of_the_table),
        TEST(another_organization_sees_nothing),
        TEST(platform_admins_see_metadata_alone),
        TEST(a_command_can_own_nothing),
        TEST(of_writers_at_once_one_wins),
        TEST(of_equal_names_at_once_one_is_made),
        TEST(an_agent_goes_while_its_team_is_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
