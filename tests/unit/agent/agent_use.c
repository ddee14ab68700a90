#include "test.h"

#include "agents.h"
#include "data/agent/agent_link.h"
#include "data/agent/agent_resolve.h"
#include "data/reference/record_use.h"

#define WITH(members) "{\"model\":{\"name\":\"m\"}," members "}"

/* "name:sort:version:label:target " for each, a dash for what is not there; what is archived, not
 * current or deeper says so. */
static const char *uses(struct fixture *f, const struct record_head *head, int depth)
{
    struct record_use_list list;
    struct buf buf;
    buf_init(&buf, f->arena);
    assert_int_equal(record_use_list(f->db, head, depth, &list), ERR_NONE);
    assert_true(depth < RECORD_USE_DEPTH_MAX || !list.has_more);
    for (int i = 0; i < list.count; i++) {
        const struct record_use *use = &list.uses[i];
        buf_printf(&buf, "%s%s%s:%s:%d:%s:%d ", use->archived_at == 0 ? "" : "archived ",
                   use->depth > 1 ? "deep " : "", use->name, use->sort, (int)use->version,
                   use->label == NULL ? "-" : use->label, (int)use->target_version);
    }
    return buf.data;
}

static const char *agent_uses(struct fixture *f, const struct uuid *id)
{
    struct agent agent = get_agent(f, id);
    return uses(f, &agent.head, 1);
}

static const char *prompt_uses(struct fixture *f, const struct uuid *id, int depth)
{
    struct prompt prompt = get_prompt(f, id);
    return uses(f, &prompt.head, depth);
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
    assert_string_equal(agent_uses(f, &agents[0]), "");
    struct uuid old = make_team(f, PERSONA_PRODUCT_MANAGER, "Able", agents, NULL, 2);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "Zeal", agents, versions, 2);
    assert_int_equal(archive_team(f, admin(f), &old, &problem), ERR_NONE);
    assert_string_equal(agent_uses(f, &agents[0]), "Zeal:member:1:-:1 archived Able:member:1:-:0 ");
    assert_string_equal(agent_uses(f, &agents[1]), "Zeal:member:1:-:0 archived Able:member:1:-:0 ");
}

static void an_agent_lists_who_hands_over_to_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid to = make_agent(f, PERSONA_PRODUCT_MANAGER, "to", AGENT_CONFIG);
    struct uuid a = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", WITH("\"handoffs\":[\"to\"]"));
    struct uuid b = make_agent(f, PERSONA_PRODUCT_MANAGER, "b", WITH("\"handoffs\":[\"to\"]"));
    assert_string_equal(agent_uses(f, &to), "a:handoff:1:-:0 b:handoff:1:-:0 ");
    assert_int_equal(archive_agent(f, admin(f), &a, &problem), ERR_NONE);
    assert_string_equal(agent_uses(f, &to), "b:handoff:1:-:0 archived a:handoff:1:-:0 ");
    save_config(f, &b, AGENT_CONFIG);
    assert_string_equal(agent_uses(f, &to), "archived a:handoff:1:-:0 ");
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
    assert_string_equal(prompt_uses(f, &prompt, RECORD_USE_DEPTH_MAX),
                        "by label:prompt:1:production:0 by version:prompt:1:-:1 ");
    int64_t pins[3] = {1, 0, 0};
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "pinned", &agents[0], pins, 1);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "all", agents, NULL, 3);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "without", &agents[2], NULL, 1);
    assert_string_equal(prompt_uses(f, &prompt, RECORD_USE_DEPTH_MAX),
                        "by label:prompt:1:production:0 by version:prompt:1:-:1 "
                        "deep all:member:1:-:0 deep pinned:member:1:-:1 ");
    /* Old versions do not count unless a team has pinned them. */
    save_config(f, &agents[0], AGENT_CONFIG);
    save_config(f, &agents[1], AGENT_CONFIG);
    assert_string_equal(prompt_uses(f, &prompt, RECORD_USE_DEPTH_MAX),
                        "by label:prompt:1:production:0 deep pinned:member:1:-:1 ");
}

/* A team that follows a label uses the version that has it, whatever the agent's newest is. */
static void a_team_that_follows_a_label_uses_its_version(void **state)
{
    struct fixture *f = *state;
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "p", "x");
    struct uuid agent =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "a", WITH("\"prompt\":{\"name\":\"p\"}"));
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "follows", &agent, NULL, 1);
    follow_label(f, &team, 0, "production");
    put_label(f, &agent_store, &agent, "production", 0, 1);
    save_config(f, &agent, AGENT_CONFIG);
    assert_string_equal(agent_uses(f, &agent), "follows:member:2:production:0 ");
    assert_string_equal(prompt_uses(f, &prompt, RECORD_USE_DEPTH_MAX),
                        "a:prompt:1:production:0 deep follows:member:2:production:0 ");
    put_label(f, &agent_store, &agent, "production", 1, 2);
    assert_string_equal(prompt_uses(f, &prompt, RECORD_USE_DEPTH_MAX), "");
}

static void a_long_list_ends_and_says_so(void **state)
{
    struct fixture *f = *state;
    struct record_use_list list;
    struct uuid to = make_agent(f, PERSONA_PRODUCT_MANAGER, "to", AGENT_CONFIG);
    for (int i = 0; i <= RECORD_USES_MAX; i++)
        (void)make_agent(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "from %03d", i),
                         WITH("\"handoffs\":[\"to\"]"));
    struct agent agent = get_agent(f, &to);
    assert_int_equal(record_use_list(f->db, &agent.head, 1, &list), ERR_NONE);
    assert_int_equal(list.count, RECORD_USES_MAX);
    assert_true(list.has_more);
}

static void a_prompt_that_agents_use_stays_as_it_is(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct record_saved saved;
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "p", "[]");
    struct uuid agent =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "Helper", WITH("\"prompt\":{\"name\":\"p\"}"));
    int64_t pins[1] = {1};
    struct prompt_draft draft = draft_from(f, &prompt);
    draft.name = "q";
    assert_int_equal(prompt_update(f->db, admin(f), &draft, &saved, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "name");
    assert_non_null(strstr(problem.message, "Helper"));
    draft = draft_from(f, &prompt);
    draft.type = PROMPT_CHAT;
    draft.body = text_of("[{\"role\":\"user\",\"content\":\"x\"}]");
    assert_int_equal(prompt_update(f->db, admin(f), &draft, &saved, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "type");
    assert_int_equal(record_delete(f->db, admin(f), &prompt_store, &prompt, "p", &problem),
                     ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "Helper"));
    /* An old version that a team has pinned still needs it. */
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "Team", &agent, pins, 1);
    save_config(f, &agent, AGENT_CONFIG);
    assert_int_equal(record_delete(f->db, admin(f), &prompt_store, &prompt, "p", &problem),
                     ERR_CONFLICT);
    assert_int_equal(record_delete(f->db, admin(f), &team_store, &team, "Team", &problem),
                     ERR_NONE);
    assert_int_equal(record_delete(f->db, admin(f), &prompt_store, &prompt, "p", &problem),
                     ERR_NONE);
    /* The old version keeps the name. */
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM record_links WHERE source_id = $1 "
                                   "AND target_id IS NULL AND target_name = 'p'",
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
    assert_int_equal(archive_agent(f, admin(f), &agent, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "First, Second"));
    assert_int_equal(get_agent(f, &agent).archived_at, 0);
    assert_int_equal(archive_team(f, admin(f), &first, &problem), ERR_NONE);
    assert_int_equal(archive_team(f, admin(f), &second, &problem), ERR_NONE);
    assert_int_equal(archive_agent(f, admin(f), &agent, &problem), ERR_NONE);
    assert_null(problem.message);
}

static void what_others_refer_to_is_not_deleted(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct agent_problem refusal;
    struct record_saved saved;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "to", AGENT_CONFIG);
    struct uuid from =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "from", WITH("\"handoffs\":[\"to\"]"));
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "Team", &agent, NULL, 1);
    assert_int_equal(archive_team(f, admin(f), &team, &problem), ERR_NONE);
    assert_int_equal(record_delete(f->db, admin(f), &agent_store, &agent, "to", &problem),
                     ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "Team"));
    assert_non_null(strstr(problem.message, "from"));
    struct agent_draft draft = agent_draft_from(f, &agent);
    draft.name = "to whom";
    assert_int_equal(agent_update(f->db, admin(f), &draft, &saved, &refusal), ERR_CONFLICT);
    assert_string_equal(refusal.problem.field, "name");
    assert_non_null(strstr(refusal.problem.message, "from"));
    save_config(f, &from, AGENT_CONFIG);
    assert_int_equal(record_delete(f->db, admin(f), &agent_store, &agent, "to", &problem),
                     ERR_CONFLICT);
    assert_int_equal(record_delete(f->db, admin(f), &team_store, &team, "Team", &problem),
                     ERR_NONE);
    assert_int_equal(record_delete(f->db, admin(f), &agent_store, &agent, "to", &problem),
                     ERR_NONE);
}

static struct agent_resolution resolve(struct fixture *f, const char *config)
{
    struct agent_resolution resolution;
    json_t *json = NULL;
    const char *problem = NULL;
    assert_int_equal(json_parse(f->arena, config, strlen(config), &json, &problem), ERR_NONE);
    assert_int_equal(
        agent_resolve(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), json, NULL, &resolution),
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
        TEST(a_team_that_follows_a_label_uses_its_version),
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
