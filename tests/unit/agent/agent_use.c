#include "test.h"

#include "agents.h"
#include "data/agent/agent_use.h"
#include "data/agent/agent_version.h"

#define WITH(members) "{\"model\":{\"name\":\"m\"}," members "}"

/* "name:kind:role:version:label:target " for each, a dash for what is not there. */
static const char *show(struct fixture *f, const struct agent_use_list *list)
{
    struct buf buf;
    buf_init(&buf, f->arena);
    assert_false(list->has_more);
    for (int i = 0; i < list->count; i++) {
        const struct agent_use *use = &list->uses[i];
        buf_printf(&buf, "%s%s:%s:%s:%d:%s:%d ", use->archived_at == 0 ? "" : "archived ",
                   use->name, use->kind == NULL ? "-" : use->kind,
                   use->role == NULL ? "-" : use->role, (int)use->version,
                   use->label == NULL ? "-" : use->label, (int)use->target_version);
    }
    return buf.data;
}

typedef enum err lister(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct agent_use_list *list);

static const char *uses(struct fixture *f, lister *list_uses, const struct uuid *id)
{
    struct agent_use_list list;
    assert_int_equal(list_uses(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), id, &list),
                     ERR_NONE);
    return show(f, &list);
}

static const struct actor *admin(struct fixture *f)
{
    return actor_of(f, PERSONA_CUSTOMER_ADMIN);
}

static void an_agent_lists_its_teams(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid agents[2] = {make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG),
                             make_agent(f, PERSONA_PRODUCT_MANAGER, "b", AGENT_CONFIG)};
    save_config(f, &agents[0], WITH("\"x\":1"));
    int64_t versions[2] = {1, 0};
    assert_string_equal(uses(f, agent_team_list, &agents[0]), "");
    struct uuid old = make_team(f, PERSONA_PRODUCT_MANAGER, "Able", agents, NULL, 2);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "Zeal", agents, versions, 2);
    assert_int_equal(team_archive(f->db, admin(f), &old, &problem), ERR_NONE);
    assert_string_equal(uses(f, agent_team_list, &agents[0]),
                        "Zeal:round_robin:worker:1:-:0 archived Able:round_robin:worker:0:-:0 ");
    assert_string_equal(uses(f, agent_team_list, &agents[1]),
                        "Zeal:round_robin:worker:0:-:0 archived Able:round_robin:worker:0:-:0 ");
}

static void an_agent_lists_who_hands_over_to_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid to = make_agent(f, PERSONA_PRODUCT_MANAGER, "to", AGENT_CONFIG);
    struct uuid a = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", WITH("\"handoffs\":[\"to\"]"));
    struct uuid b = make_agent(f, PERSONA_PRODUCT_MANAGER, "b", WITH("\"handoffs\":[\"to\"]"));
    assert_string_equal(uses(f, agent_handoff_list, &to), "a:-:-:1:-:0 b:-:-:1:-:0 ");
    assert_int_equal(agent_archive(f->db, admin(f), &a, &problem), ERR_NONE);
    assert_string_equal(uses(f, agent_handoff_list, &to), "b:-:-:1:-:0 archived a:-:-:1:-:0 ");
    save_config(f, &b, AGENT_CONFIG);
    assert_string_equal(uses(f, agent_handoff_list, &to), "archived a:-:-:1:-:0 ");
}

static void a_prompt_lists_its_agents_and_teams(void **state)
{
    struct fixture *f = *state;
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "p", "x");
    struct uuid agents[3] = {
        make_agent(f, PERSONA_PRODUCT_MANAGER, "by label", WITH("\"prompt\":{\"name\":\"p\"}")),
        make_agent(f, PERSONA_PRODUCT_MANAGER, "by version",
                   WITH("\"prompt\":{\"name\":\"p\",\"version\":1}")),
        make_agent(f, PERSONA_PRODUCT_MANAGER, "neither", AGENT_CONFIG)};
    assert_string_equal(uses(f, prompt_agent_list, &prompt),
                        "by label:-:-:1:production:0 by version:-:-:1:-:1 ");
    assert_string_equal(uses(f, prompt_team_list, &prompt), "");
    int64_t pins[3] = {1, 0, 0};
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "pinned", &agents[0], pins, 1);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "all", agents, NULL, 3);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "without", &agents[2], NULL, 1);
    assert_string_equal(uses(f, prompt_team_list, &prompt),
                        "all:round_robin:-:0:-:0 pinned:round_robin:-:0:-:0 ");
    /* Old versions do not count unless a team has pinned them. */
    save_config(f, &agents[0], AGENT_CONFIG);
    save_config(f, &agents[1], AGENT_CONFIG);
    assert_string_equal(uses(f, prompt_agent_list, &prompt), "by label:-:-:1:production:0 ");
    assert_string_equal(uses(f, prompt_team_list, &prompt), "pinned:round_robin:-:0:-:0 ");
}

static void lists_are_for_those_who_see_the_record(void **state)
{
    struct fixture *f = *state;
    struct agent_use_list list;
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "p", "x");
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG);
    const struct actor *stranger = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    const struct actor *platform = &f->other.users[PERSONA_PLATFORM_ADMIN].actor;
    assert_int_equal(agent_team_list(f->db, stranger, &agent, &list), ERR_NOT_FOUND);
    assert_int_equal(agent_handoff_list(f->db, stranger, &agent, &list), ERR_NOT_FOUND);
    assert_int_equal(prompt_agent_list(f->db, stranger, &prompt, &list), ERR_NOT_FOUND);
    assert_int_equal(prompt_team_list(f->db, stranger, &prompt, &list), ERR_NOT_FOUND);
    assert_int_equal(agent_team_list(f->db, platform, &agent, &list), ERR_NONE);
    assert_int_equal(prompt_agent_list(f->db, platform, &prompt, &list), ERR_NONE);
}

static void a_long_list_ends_and_says_so(void **state)
{
    struct fixture *f = *state;
    struct agent_use_list list;
    struct uuid to = make_agent(f, PERSONA_PRODUCT_MANAGER, "to", AGENT_CONFIG);
    for (int i = 0; i <= AGENT_USE_LIMIT; i++)
        (void)make_agent(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "from %03d", i),
                         WITH("\"handoffs\":[\"to\"]"));
    assert_int_equal(agent_handoff_list(f->db, admin(f), &to, &list), ERR_NONE);
    assert_int_equal(list.count, AGENT_USE_LIMIT);
    assert_true(list.has_more);
    assert_string_equal(list.uses[99].name, "from 099");
}

static void a_prompt_that_agents_use_stays_as_it_is(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    int64_t version = 0;
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "p", "[]");
    struct uuid agent =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "Helper", WITH("\"prompt\":{\"name\":\"p\"}"));
    int64_t pins[1] = {1};
    struct prompt_draft draft = draft_from(f, &prompt);
    draft.name = "q";
    assert_int_equal(prompt_update(f->db, admin(f), &draft, &version, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "name");
    assert_non_null(strstr(problem.message, "Other prompts and agents refer to this one: Helper."));
    draft = draft_from(f, &prompt);
    draft.type = PROMPT_CHAT;
    draft.body = text_of("[{\"role\":\"user\",\"content\":\"x\"}]");
    assert_int_equal(prompt_update(f->db, admin(f), &draft, &version, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "type");
    assert_int_equal(prompt_delete(f->db, admin(f), &prompt, "p", &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "Helper"));
    /* An old version that a team has pinned still needs it. */
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "Team", &agent, pins, 1);
    save_config(f, &agent, AGENT_CONFIG);
    assert_int_equal(prompt_delete(f->db, admin(f), &prompt, "p", &problem), ERR_CONFLICT);
    assert_int_equal(team_delete(f->db, admin(f), &team, "Team", &problem), ERR_NONE);
    assert_int_equal(prompt_delete(f->db, admin(f), &prompt, "p", &problem), ERR_NONE);
    /* The old version keeps the name. */
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM agent_prompts WHERE agent_id = $1 "
                                   "AND prompt_id IS NULL AND prompt_name = 'p'",
                                   &agent),
                     1);
}

static void members_of_active_teams_are_not_archived(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG);
    struct uuid first = make_team(f, PERSONA_PRODUCT_MANAGER, "First", &agent, NULL, 1);
    struct uuid second = make_team(f, PERSONA_PRODUCT_MANAGER, "Second", &agent, NULL, 1);
    assert_int_equal(agent_archive(f->db, admin(f), &agent, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "First, Second"));
    assert_int_equal(get_agent(f, &agent).archived_at, 0);
    assert_int_equal(team_archive(f->db, admin(f), &first, &problem), ERR_NONE);
    assert_int_equal(team_archive(f->db, admin(f), &second, &problem), ERR_NONE);
    assert_int_equal(agent_archive(f->db, admin(f), &agent, &problem), ERR_NONE);
    assert_null(problem.message);
}

static void what_others_refer_to_is_not_deleted(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct agent_problem refusal;
    int64_t version = 0;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "to", AGENT_CONFIG);
    struct uuid from =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "from", WITH("\"handoffs\":[\"to\"]"));
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "Team", &agent, NULL, 1);
    assert_int_equal(team_archive(f->db, admin(f), &team, &problem), ERR_NONE);
    assert_int_equal(agent_delete(f->db, admin(f), &agent, "to", &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "Team, from"));
    struct agent_draft draft = agent_draft_from(f, &agent);
    draft.name = "to whom";
    assert_int_equal(agent_update(f->db, admin(f), &draft, &version, &refusal), ERR_CONFLICT);
    assert_string_equal(refusal.problem.field, "name");
    assert_non_null(strstr(refusal.problem.message, "from"));
    save_config(f, &from, AGENT_CONFIG);
    assert_int_equal(agent_delete(f->db, admin(f), &agent, "to", &problem), ERR_CONFLICT);
    assert_int_equal(team_delete(f->db, admin(f), &team, "Team", &problem), ERR_NONE);
    assert_int_equal(agent_delete(f->db, admin(f), &agent, "to", &problem), ERR_NONE);
}

static struct agent_resolution resolve(struct fixture *f, const char *config)
{
    struct agent_resolution resolution;
    json_t *json = NULL;
    const char *problem = NULL;
    assert_int_equal(json_parse(f->arena, config, strlen(config), &json, &problem), ERR_NONE);
    assert_int_equal(agent_resolve(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), json, &resolution),
                     ERR_NONE);
    return resolution;
}

static void a_config_resolves_to_the_body_of_its_prompt(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "inner");
    struct uuid id =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "p", "one [@@@prompt:name=part|label=latest@@@]");
    save_body(f, &id, "two");
    struct agent_resolution none = resolve(f, AGENT_CONFIG);
    assert_false(none.has_prompt);
    assert_null(none.body.data);
    struct agent_resolution found = resolve(f, WITH("\"prompt\":{\"name\":\"p\",\"version\":1}"));
    assert_true(found.has_prompt);
    assert_true(uuid_equal(&found.prompt_id, &id));
    assert_int_equal(found.version, 1);
    assert_string_equal(found.body.data, "one [inner]");
    assert_null(found.problem);
    found = resolve(f, WITH("\"prompt\":{\"name\":\"p\",\"label\":\"latest\"}"));
    assert_int_equal(found.version, 2);
    assert_string_equal(found.body.data, "two");
    found = resolve(f, WITH("\"prompt\":{\"name\":\"p\"}"));
    assert_int_equal(found.version, 0);
    assert_null(found.body.data);
    assert_non_null(strstr(found.problem, "“production” is not on any version of “p”"));
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1), ERR_NONE);
    assert_int_equal(resolve(f, WITH("\"prompt\":{\"name\":\"p\"}")).version, 1);
}

static void a_reference_that_leads_nowhere_is_explained(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "inner");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "p", "[@@@prompt:name=part@@@]");
    struct agent_resolution found = resolve(f, WITH("\"prompt\":{\"name\":\"gone\"}"));
    assert_true(uuid_is_nil(&found.prompt_id));
    assert_string_equal(found.problem, "There is no prompt “gone”.");
    found = resolve(f, WITH("\"prompt\":{\"name\":\"p\",\"version\":7}"));
    assert_int_equal(found.version, 0);
    assert_string_equal(found.problem, "“p” has no version 7.");
    found = resolve(f, WITH("\"prompt\":{\"name\":\"p\",\"version\":1}"));
    assert_int_equal(found.version, 1);
    assert_null(found.body.data);
    assert_non_null(strstr(found.problem, "part")); /* whose label is not set */
}

static void names_are_found_in_their_order(void **state)
{
    struct fixture *f = *state;
    struct uuid a = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG);
    struct uuid b = make_agent(f, PERSONA_PRODUCT_MANAGER, "b", AGENT_CONFIG);
    const char *const names[] = {"b", "nobody", "a", "b"};
    struct uuid ids[4];
    assert_int_equal(agent_find_names(f->db, admin(f), names, 4, ids), ERR_NONE);
    assert_true(uuid_equal(&ids[0], &b) && uuid_equal(&ids[2], &a) && uuid_equal(&ids[3], &b));
    assert_true(uuid_is_nil(&ids[1]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_agent_lists_its_teams),
        TEST(an_agent_lists_who_hands_over_to_it),
        TEST(a_prompt_lists_its_agents_and_teams),
        TEST(lists_are_for_those_who_see_the_record),
        TEST(a_long_list_ends_and_says_so),
        TEST(a_prompt_that_agents_use_stays_as_it_is),
        TEST(members_of_active_teams_are_not_archived),
        TEST(what_others_refer_to_is_not_deleted),
        TEST(a_config_resolves_to_the_body_of_its_prompt),
        TEST(a_reference_that_leads_nowhere_is_explained),
        TEST(names_are_found_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
