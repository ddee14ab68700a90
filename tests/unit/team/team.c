#include "data/record/work_check.h"
#include "test.h"

#include <string.h>

#include "data/audit/audit.h"
#include "data/release/label_proposal.h"
#include "data/team/team_agent.h"
#include "data/team/team_json.h"
#include "data/trail/audit_list.h"
#include "domain/record/record_name.h"
#include "plans.h"
#include "teams.h"

static json_t *parse(struct fixture *f, const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(f->arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    return json;
}

/* ---- create and read ---------------------------------------------------------------------- */

static void a_new_one_has_its_fields_and_version_1(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    assert_int_equal(save_config(f, &crew.agents[1], "{\"model\":{\"name\":\"new\"}}"), 2);
    struct team_draft *draft = draft_crew(&crew, TEAM_GRAPH);
    draft->name = "  desk/Editors \t";
    draft->tags = "night, Day,night";
    draft->message = "To begin with";
    crew.members[1] = (struct team_member){crew.agents[1], TEAM_REVIEWER, 1, NULL};
    crew.edges[0] = (struct team_edge){crew.agents[0], crew.agents[1], "if written"};
    draft->plan.edge_count = 1;
    struct uuid id = create_team(f, PRODUCT, draft);
    fixture_begin(f);
    struct team team = get_team(f, &id);
    assert_string_equal(team.name, "desk/Editors");
    assert_string_equal(team.folder, "desk");
    assert_string_equal(tags_of(f, &team.tags), "night,Day,");
    assert_string_equal(team.message, "To begin with");
    assert_string_equal(team.author_name, "Petra Product of Northwind");
    assert_string_equal(team.description, "They edit.");
    assert_int_equal(team.kind, TEAM_GRAPH);
    assert_int_equal(team.version, 1);
    assert_int_equal(team.version_count, 1);
    assert_int_equal(team.revision, 1);
    assert_int_equal(team.archived_at, 0);
    assert_int_equal(team.created_at, team.updated_at);
    assert_string_equal(team.owner_name, "Petra Product of Northwind");
    assert_int_equal(team.member_count, 3);
    assert_string_equal(team.members[0].name, "Ada");
    assert_string_equal(team.members[0].model, "gpt-4.1");
    assert_int_equal(team.members[0].role, TEAM_LEAD);
    assert_int_equal(team.members[0].agent_version, 0);
    assert_int_equal(team.members[1].role, TEAM_REVIEWER);
    assert_string_equal(team.members[1].model, "new");
    assert_int_equal(team.members[1].agent_version, 1);
    assert_int_equal(team.members[1].current_version, 2);
    struct team_plan plan;
    assert_int_equal(team_plan_of(f->arena, &team, &plan), ERR_NONE);
    assert_int_equal(plan.edge_count, 1);
    assert_string_equal(plan.edges[0].condition, "if written");
    assert_int_equal(plan.termination.max_turns, 9);
    struct team same;
    assert_int_equal(team_get_by_name(f->db, actor_of(f, PRODUCT), "desk/Editors", &same),
                     ERR_NONE);
    assert_true(uuid_equal(&same.id, &id));
    assert_int_equal(team_get_by_name(f->db, actor_of(f, PRODUCT), "DESK/editors", &same),
                     ERR_NONE);
    assert_int_equal(team_get_by_name(f->db, actor_of(f, PRODUCT), "Editors", &same),
                     ERR_NOT_FOUND);
}

static void every_kind_can_be_made(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++) {
        struct team_draft *draft = draft_crew(&crew, (enum team_kind)kind);
        draft->name = team_kind_names[kind];
        struct uuid id = create_team(f, PRODUCT, draft);
        assert_int_equal(get_team(f, &id).kind, kind);
    }
}

static void settings_are_sealed_in_the_database(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    draft->plan.termination.text = "a telling phrase";
    struct uuid id = create_team(f, PRODUCT, draft);
    struct db_result result;
    assert_int_equal(db_select(f->db, &result,
                               "SELECT settings, members FROM team_versions WHERE record_id = $1",
                               db_uuid(&id)),
                     ERR_NONE);
    for (int column = 0; column < 2; column++) {
        struct text blob = db_get_bytes(&result, 0, column);
        assert_true(blob.len > 60);
        assert_null(memmem(blob.data, blob.len, "telling", 7));
        assert_null(memmem(blob.data, blob.len, "lead", 4));
    }
    assert_non_null(strstr(get_team(f, &id).settings.data, "a telling phrase"));
}

static void members_in_json_have_the_names_of_the_data_model(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    crew.members[1].agent_version = 1;
    crew.members[2].agent_label = "staging";
    struct uuid id = create_team(f, PRODUCT, draft);
    struct team team = get_team(f, &id);
    json_t *details =
        json_keep(f->arena, team_members_json(f->db, team.members, team.member_count));
    assert_int_equal(json_array_size(details), 3);
    for (size_t i = 0; i < 3; i++) {
        char text[UUID_TEXT_LEN];
        uuid_format(&crew.agents[i], text);
        json_t *detail = json_array_get(details, i);
        assert_string_equal(json_string_value(json_object_get(detail, "agent_id")), text);
        assert_string_equal(json_string_value(json_object_get(detail, "role")),
                            i == 0 ? "lead" : "worker");
        assert_int_equal(json_integer_value(json_object_get(detail, "agent_version")), i == 1);
        json_t *label = json_object_get(detail, "agent_label");
        if (i == 2)
            assert_string_equal(json_string_value(label), "staging");
        else
            assert_true(json_is_null(label));
    }
}

/* ---- refusals ----------------------------------------------------------------------------- */

static void assert_refused(struct fixture *f, const struct team_draft *draft, const char *field,
                           const char *paths)
{
    struct team_problem problem;
    struct record_saved saved;
    char joined[512] = "";
    assert_int_equal(team_create(f->db, actor_of(f, PRODUCT), draft, &saved, &problem),
                     ERR_INVALID);
    assert_string_equal(problem.problem.field, field);
    assert_non_null(problem.problem.message);
    for (int i = 0; i < problem.plan.count; i++) {
        strcat(joined, i > 0 ? " " : "");
        strcat(joined, problem.plan.items[i].path);
    }
    assert_string_equal(joined, paths);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM teams WHERE organization_id = $1", &f->own.id), 0);
}

static void bad_texts_are_refused_by_field(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    static const char *const names[] = {"", "  ", "a\nb", "\xff", "a<b", "/a"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        draft->name = names[i];
        assert_refused(f, draft, "name", "");
    }
    char text[WORK_DESCRIPTION_MAX + 2];
    memset(text, 'x', sizeof text);
    text[WORK_DESCRIPTION_MAX + 1] = text[RECORD_NAME_MAX + 1] = '\0';
    draft->name = text;
    assert_refused(f, draft, "name", "");
    text[RECORD_NAME_MAX + 1] = 'x';
    draft->name = "Editors";
    draft->description = text;
    assert_refused(f, draft, "description", "");
    text[WORK_DESCRIPTION_MAX] = '\0';
    struct uuid id = create_team(f, PRODUCT, draft);
    assert_int_equal(strlen(get_team(f, &id).description), WORK_DESCRIPTION_MAX);
    struct team_draft again = draft_of_team(f, &id);
    struct team_problem problem;
    again.tags = "a\nb";
    assert_int_equal(update_team(f, PRODUCT, &again, &problem), ERR_INVALID);
    assert_string_equal(problem.problem.field, "tags");
    again.tags = "";
    again.message = "two\nlines";
    assert_int_equal(update_team(f, PRODUCT, &again, &problem), ERR_INVALID);
    assert_string_equal(problem.problem.field, "message");
}

static void members_must_be_active_agents_of_the_organization(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    struct problem problem;
    struct agent_problem agent_problem;
    struct agent_draft foreign = agent_draft_of(f, "Zoe", AGENT_CONFIG);
    struct record_saved zoe;
    assert_int_equal(
        agent_create(f->db, &f->other.users[PRODUCT].actor, &foreign, &zoe, &agent_problem),
        ERR_NONE);
    crew.members[0].agent_id = zoe.id;
    assert_refused(f, draft, "members", "members[0]");
    crew.members[0].agent_id = plan_agent(7);
    crew.members[1].agent_version = 2;
    assert_int_equal(archive_agent(f, actor_of(f, PRODUCT), &crew.agents[2], &problem), ERR_NONE);
    assert_refused(f, draft, "members", "members[0] members[1] members[2]");
}

/* The fields that all records have go first; then all that is wrong with members and settings. */
static void everything_is_told_at_once(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_HIERARCHICAL);
    draft->name = "";
    crew.members[0].role = TEAM_WORKER;
    crew.members[1].agent_id = crew.agents[0];
    crew.members[2].agent_id = plan_agent(7);
    draft->plan.termination.max_turns = -1;
    assert_refused(f, draft, "name", "");
    draft->name = "Editors";
    assert_refused(f, draft, "members",
                   "members[1] members settings.termination.max_turns members[2]");
}

static void a_member_has_a_version_or_a_label(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    crew.members[0].agent_version = 1;
    crew.members[0].agent_label = "staging";
    crew.members[1].agent_label = "v2";
    crew.members[2].agent_label = "latest";
    assert_refused(f, draft, "members", "members[0] members[1] members[2]");
}

static void hostile_settings_are_refused(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_GRAPH);
    draft->settings = parse(f, "[]");
    assert_refused(f, draft, "settings", "settings");
    draft->settings = parse(f, "{\"edges\": [{\"from\": \"x\"}], \"termination\": 5}");
    assert_refused(f, draft, "settings",
                   "settings.edges[0].from settings.edges[0].to settings.termination");
    draft->settings = parse(f, "{\"note\": \"ghp_0123456789abcdefghijABCDEFGHIJ012345\"}");
    assert_refused(f, draft, "settings", "settings");
    char *large = arena_alloc(f->arena, TEAM_SETTINGS_MAX + 1);
    memset(large, 'x', TEAM_SETTINGS_MAX);
    draft->settings = json_keep(f->arena, json_pack("{s:s}", "note", large));
    assert_refused(f, draft, "settings", "settings"); /* and what the request had is gone */
    large = arena_alloc(f->arena, TEAM_SETTINGS_MAX);
    memset(large, 'x', TEAM_SETTINGS_MAX - 64);
    draft->settings = json_keep(f->arena, json_pack("{s:s}", "note", large));
    struct uuid id = create_team(f, PRODUCT, draft);
    assert_true(get_team(f, &id).settings.len < TEAM_SETTINGS_MAX);
}

/* ---- save --------------------------------------------------------------------------------- */

static void members_are_changed_reordered_and_pinned(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    struct uuid dan = make_agent(f, PRODUCT, "Dan", AGENT_CONFIG);
    struct team_draft draft = draft_of_team(f, &id);
    struct team_member members[] = {{crew.agents[2], TEAM_REVIEWER, 1, NULL},
                                    {crew.agents[0], TEAM_LEAD, 0, NULL},
                                    {dan, TEAM_WORKER, 0, NULL},
                                    {crew.agents[1], TEAM_WORKER, 0, NULL}};
    draft.plan.members = members;
    draft.plan.member_count = 4;
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    struct team team = get_team(f, &id);
    assert_int_equal(team.version, 2);
    assert_int_equal(team.member_count, 4);
    static const char *const names[] = {"Cid", "Ada", "Dan", "Bea"};
    for (int i = 0; i < 4; i++)
        assert_string_equal(team.members[i].name, names[i]);
    assert_int_equal(team.members[0].agent_version, 1);
    (void)save_config(f, &crew.agents[2], "{\"model\":{\"name\":\"newer\"}}");
    team = get_team(f, &id);
    assert_int_equal(team.members[0].agent_version, 1);
    assert_int_equal(team.members[0].current_version, 2);
    draft = draft_of_team(f, &id);
    draft.plan.member_count = 1;
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    assert_int_equal(fixture_count(f, "SELECT count(*) FROM team_members WHERE team_id = $1", &id),
                     1);
}

static void nothing_happens_if_nothing_differs(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_HIERARCHICAL));
    struct team before = get_team(f, &id);
    struct team_draft draft = draft_of_team(f, &id);
    struct record_saved saved;
    assert_int_equal(team_update(f->db, actor_of(f, PRODUCT), &draft, &saved, &problem), ERR_NONE);
    assert_false(saved.is_changed);
    draft.settings = parse(f, before.settings.data);
    assert_int_equal(team_update(f->db, actor_of(f, PRODUCT), &draft, &saved, &problem), ERR_NONE);
    assert_false(saved.is_changed);
    assert_int_equal(saved.version, 1);
    assert_int_equal(saved.revision, 1);
    assert_int_equal(get_team(f, &id).updated_at, before.updated_at);
    assert_int_equal(fixture_count_events(f, "team.update", "success"), 0);
}

static void unknown_keys_of_settings_survive_a_form(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct team_draft *first = draft_crew(&crew, TEAM_ROUND_ROBIN);
    first->settings = parse(f, "{\"ours\": [1, {\"x\": null}], \"termination\": "
                               "{\"max_turns\": 4, \"votes\": 0.1}}");
    struct uuid id = create_team(f, PRODUCT, first);
    struct team_draft draft = draft_of_team(f, &id);
    draft.plan.termination.max_turns = 5;
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    assert_string_equal(get_team(f, &id).settings.data,
                        "{\"ours\":[1,{\"x\":null}],\"termination\":"
                        "{\"max_turns\":5,\"votes\":0.1}}");
    draft = draft_of_team(f, &id);
    draft.settings = parse(f, "{\"termination\": {\"max_turns\": 6}}");
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    assert_string_equal(get_team(f, &id).settings.data, "{\"termination\":{\"max_turns\":6}}");
}

static void a_hundred_members_are_saved(void **state)
{
    struct fixture *f = *state;
    struct team_problem problem;
    struct team_plan plan = plan_make(f->arena, TEAM_GRAPH, TEAM_MEMBERS_MAX);
    for (int i = 0; i < TEAM_MEMBERS_MAX; i++)
        plan.members[i].agent_id =
            make_agent(f, PRODUCT, arena_printf(f->arena, "agent %03d", i), AGENT_CONFIG);
    for (int i = 0; i < TEAM_EDGES_MAX; i++)
        plan.edges[plan.edge_count++] =
            (struct team_edge){plan.members[i % 100].agent_id,
                               plan.members[(i % 100 + 1 + i / 100) % 100].agent_id, ""};
    struct team_draft draft = {
        .name = "All", .description = "", .tags = "", .message = "", .plan = plan};
    struct uuid id = create_team(f, PRODUCT, &draft);
    struct team team = get_team(f, &id);
    assert_int_equal(team.member_count, TEAM_MEMBERS_MAX);
    assert_string_equal(team.members[99].name, "agent 099");
    draft = draft_of_team(f, &id);
    assert_int_equal(draft.plan.edge_count, TEAM_EDGES_MAX);
    struct team_member first = draft.plan.members[0];
    draft.plan.members[0] = draft.plan.members[99];
    draft.plan.members[99] = first;
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    assert_string_equal(get_team(f, &id).members[0].name, "agent 099");
}

/* ---- state -------------------------------------------------------------------------------- */

/* Members and their teams rest and go in an order. */
static void archived_members_are_restored_first(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct problem plain;
    const struct actor *actor = actor_of(f, PRODUCT);
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    assert_int_equal(archive_agent(f, actor, &crew.agents[0], &plain), ERR_CONFLICT);
    assert_int_equal(archive_team(f, actor, &id, &plain), ERR_NONE);
    assert_int_equal(archive_agent(f, actor, &crew.agents[0], &plain), ERR_NONE);
    assert_int_equal(record_restore(f->db, actor, &team_store, &id, &plain), ERR_CONFLICT);
    assert_non_null(strstr(plain.message, "Ada"));
    assert_true(get_team(f, &id).members[0].archived_at > 0);
    assert_int_equal(record_restore(f->db, actor, &agent_store, &crew.agents[0], &plain), ERR_NONE);
    assert_int_equal(record_restore(f->db, actor, &team_store, &id, &plain), ERR_NONE);
}

static void deleting_lets_the_members_go(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct problem problem;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    assert_int_equal(record_delete(f->db, actor, &agent_store, &crew.agents[0], "Ada", &problem),
                     ERR_CONFLICT);
    assert_int_equal(record_delete(f->db, actor, &team_store, &id, "Editors", &problem), ERR_NONE);
    assert_int_equal(fixture_count(f, "SELECT count(*) FROM team_members WHERE team_id = $1", &id),
                     0);
    assert_int_equal(record_delete(f->db, actor, &agent_store, &crew.agents[0], "Ada", &problem),
                     ERR_NONE);
}

/* ---- events and choices ------------------------------------------------------------------- */

/* The details of the newest event of an action. */
static json_t *details_of(struct fixture *f, const char *action)
{
    struct audit_filter filter = {.record_type = "", .action = action, .limit = 1};
    struct audit_list list;
    struct audit_entry entry;
    static const struct uuid own;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(audit_list(f->db, actor, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.entries[0].record_type, "team");
    assert_int_equal(audit_get(f->db, actor, &own, &list.entries[0].id, &entry), ERR_NONE);
    return parse(f, entry.details);
}

static void assert_details(struct fixture *f, const char *action, const char *expected)
{
    json_t *details = details_of(f, action);
    if (!json_equal(details, parse(f, expected)))
        fail_msg("%s: %s", action, json_format(f->arena, details, JSON_LINE).data);
}

static void events_have_before_and_after(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct problem plain;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    assert_details(f, "team.create",
                   "{\"name\": {\"before\": null, \"after\": \"Editors\"}, \"description\": "
                   "{\"before\": null, \"after\": \"They edit.\"}, \"kind\": {\"before\": null, "
                   "\"after\": \"round_robin\"}, \"members\": {\"before\": null, \"after\": "
                   "[\"Ada (lead)\", \"Bea (worker)\", \"Cid (worker)\"]}, "
                   "\"settings.termination\": {\"before\": null, \"after\": \"{\\n  "
                   "\\\"max_turns\\\": 9\\n}\"}, \"version\": {\"before\": null, \"after\": "
                   "\"1\"}}");
    struct team_draft draft = draft_of_team(f, &id);
    draft.plan.kind = TEAM_SELECTOR;
    draft.plan.member_count = 2;
    draft.plan.members[1].agent_version = 1;
    draft.plan.termination.max_turns = 10;
    draft.message = "Two are enough";
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    assert_details(f, "team.update",
                   "{\"kind\": {\"before\": \"round_robin\", \"after\": \"selector\"}, "
                   "\"members\": {\"before\": [\"Ada (lead)\", \"Bea (worker)\", "
                   "\"Cid (worker)\"], \"after\": [\"Ada (lead)\", \"Bea (worker, version 1)\"]}, "
                   "\"settings.termination.max_turns\": {\"before\": \"9\", \"after\": \"10\"}, "
                   "\"message\": {\"before\": null, \"after\": \"Two are enough\"}, "
                   "\"version\": {\"before\": \"1\", \"after\": \"2\"}}");
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &team_store, &id,
                                   "Editors", &plain),
                     ERR_NONE);
    assert_details(f, "team.delete",
                   "{\"name\": {\"before\": \"Editors\", \"after\": null}, \"description\": "
                   "{\"before\": \"They edit.\", \"after\": null}, \"kind\": {\"before\": "
                   "\"selector\", \"after\": null}, \"settings.termination\": {\"before\": "
                   "\"{\\n  \\\"max_turns\\\": 10\\n}\", \"after\": null}, "
                   "\"version\": {\"before\": \"2\", \"after\": null}, \"members\": {\"before\": "
                   "[\"Ada (lead)\", \"Bea (worker, version 1)\"], \"after\": null}}");
}

/* ---- versions ----------------------------------------------------------------------------- */

static void contents_make_versions_and_properties_do_not(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    static const int64_t versions[] = {1, 1, 1, 2, 3, 4, 5};
    for (int i = 0; i < 7; i++) {
        struct team_draft draft = draft_of_team(f, &id);
        struct record_saved saved;
        draft.name = i == 0 ? "desk/Editors" : draft.name;
        draft.description = i == 1 ? "They edit at night." : draft.description;
        draft.tags = i == 2 ? "night, shift" : draft.tags;
        draft.message = i == 3 ? "Only a message" : "";
        draft.plan.kind = i == 4 ? TEAM_SELECTOR : draft.plan.kind;
        draft.plan.members[0].role = i == 5 ? TEAM_REVIEWER : draft.plan.members[0].role;
        draft.plan.termination.max_turns = i == 6 ? 20 : draft.plan.termination.max_turns;
        assert_int_equal(
            team_update(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &draft, &saved, &problem),
            ERR_NONE);
        assert_int_equal(saved.version, versions[i]);
        assert_int_equal(saved.revision, 2 + i);
        assert_int_equal(saved.is_new_version, i >= 3);
    }
    struct team team = get_team(f, &id);
    assert_string_equal(team.folder, "desk");
    assert_string_equal(team.description, "They edit at night.");
    assert_string_equal(tags_of(f, &team.tags), "night,shift,");
    assert_int_equal(team.version_count, 5);
    assert_string_equal(team.author_name, "Terry Team of Northwind");
    assert_string_equal(team.owner_name, "Petra Product of Northwind");
}

/* What a version was: "kind: Ada lead, Bea worker v1, Cid worker staging". */
static const char *version_words(struct fixture *f, const struct uuid *id, int64_t number)
{
    struct team team = get_team(f, id);
    struct record_version version;
    struct team_content content;
    struct buf words;
    const struct actor *actor = actor_of(f, DEVELOPER);
    assert_int_equal(record_version_get(f->db, actor, &team.head, number, &version), ERR_NONE);
    assert_int_equal(team_content_get(f->db, &team.head, &version, &content), ERR_NONE);
    buf_init(&words, f->arena);
    buf_printf(&words, "%s:", team_kind_names[content.kind]);
    for (int i = 0; i < content.member_count; i++) {
        const struct team_member_row *member = &content.members[i];
        buf_printf(&words, " %s %s", member->name, team_role_names[member->role]);
        if (member->agent_version != 0)
            buf_printf(&words, " v%d", (int)member->agent_version);
        if (member->agent_label != NULL)
            buf_printf(&words, " %s@%d", member->agent_label, (int)member->label_version);
    }
    buf_printf(&words, " %s", content.settings.data);
    return words.data;
}

static void a_version_keeps_what_a_team_was(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct problem plain;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    struct team_draft draft = draft_of_team(f, &id);
    draft.plan.kind = TEAM_SELECTOR;
    draft.plan.members[0] = (struct team_member){crew.agents[1], TEAM_LEAD, 1, NULL};
    draft.plan.members[1] = (struct team_member){crew.agents[0], TEAM_WORKER, 0, "staging"};
    draft.plan.member_count = 2;
    draft.plan.termination.max_turns = 3;
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    put_label(f, &agent_store, &crew.agents[0], "staging", 0, 1);
    /* Cid is gone, and Bea has another name now. */
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agent_store,
                                   &crew.agents[2], "Cid", &plain),
                     ERR_NONE);
    struct agent_draft renamed = agent_draft_from(f, &crew.agents[1]);
    struct agent_problem refusal;
    struct record_saved saved;
    renamed.name = "Beate";
    assert_int_equal(agent_update(f->db, actor_of(f, PRODUCT), &renamed, &saved, &refusal),
                     ERR_NONE);
    assert_string_equal(version_words(f, &id, 1), "round_robin: Ada lead Beate worker Cid worker "
                                                  "{\"termination\":{\"max_turns\":9}}");
    assert_string_equal(version_words(f, &id, 2), "selector: Beate lead v1 Ada worker staging@1 "
                                                  "{\"termination\":{\"max_turns\":3}}");
}

static void an_old_version_comes_back_as_a_new_one(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_problem problem;
    struct problem plain;
    struct record_saved saved;
    const struct actor *actor = actor_of(f, PRODUCT);
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_HIERARCHICAL));
    struct team_draft draft = draft_of_team(f, &id);
    draft.plan.kind = TEAM_SEQUENTIAL;
    draft.plan.member_count = 1;
    draft.description = "Kept as it is now.";
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    struct record_restore_draft restore = {id, 1, 1};
    assert_int_equal(record_restore_version(f->db, actor, &team_store, &restore, &saved, &plain),
                     ERR_STALE);
    restore.based_on_revision = 2;
    assert_int_equal(record_restore_version(f->db, actor, &team_store, &restore, &saved, &plain),
                     ERR_NONE);
    assert_int_equal(saved.version, 3);
    struct team team = get_team(f, &id);
    assert_int_equal(team.kind, TEAM_HIERARCHICAL);
    assert_int_equal(team.member_count, 3);
    assert_string_equal(team.members[2].name, "Cid");
    assert_int_equal(team.members[0].role, TEAM_LEAD);
    assert_string_equal(team.message, "Restored version 1");
    assert_string_equal(team.description, "Kept as it is now.");
    /* One with a member that is archived does not. */
    draft = draft_of_team(f, &id);
    draft.plan.member_count = 2;
    assert_int_equal(update_team(f, PRODUCT, &draft, &problem), ERR_NONE);
    assert_int_equal(archive_agent(f, actor, &crew.agents[2], &plain), ERR_NONE);
    restore = (struct record_restore_draft){id, 3, 4};
    assert_int_equal(record_restore_version(f->db, actor, &team_store, &restore, &saved, &plain),
                     ERR_INVALID);
    assert_string_equal(plain.field, "members");
    assert_non_null(strstr(plain.message, "Cid"));
    assert_int_equal(get_team(f, &id).version, 4);
}

static void members_follow_a_label_wherever_it_goes(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    crew.members[1].agent_label = "production";
    struct uuid id = create_team(f, PRODUCT, draft);
    assert_string_equal(get_team(f, &id).members[1].agent_label, "production");
    assert_int_equal(get_team(f, &id).members[1].label_version, 0); /* not set yet */
    put_label(f, &agent_store, &crew.agents[1], "production", 0, 1);
    assert_int_equal(get_team(f, &id).members[1].label_version, 1);
    (void)save_config(f, &crew.agents[1], "{\"model\":{\"name\":\"newer\"}}");
    put_label(f, &agent_store, &crew.agents[1], "production", 1, 2);
    struct team team = get_team(f, &id);
    assert_int_equal(team.members[1].label_version, 2);
    assert_int_equal(team.members[1].agent_version, 0);
    assert_int_equal(team.version, 1); /* the team is as it was */
    assert_null(team.members[0].agent_label);
    struct team_plan plan;
    assert_int_equal(team_plan_of(f->arena, &team, &plan), ERR_NONE);
    assert_string_equal(plan.members[1].agent_label, "production");
    /* Who would lose it is asked first. */
    struct label_change change = {crew.agents[1], "production", 2, 0, "", .accepts_uses = false};
    struct problem plain;
    assert_int_equal(
        label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agent_store, &change, &plain),
        ERR_CONFLICT);
    assert_non_null(strstr(plain.message, "Editors"));
}

static void labels_are_moved_and_proposed(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct problem problem = {0};
    struct uuid proposal;
    struct uuid id = create_team(f, PRODUCT, draft_crew(&crew, TEAM_ROUND_ROBIN));
    const struct actor *product = actor_of(f, PRODUCT);
    struct label_change change = {id, "staging", 0, 1, "", .accepts_uses = false};
    assert_int_equal(label_move(f->db, product, &team_store, &change, &problem), ERR_NONE);
    change = (struct label_change){id, "production", 0, 1, "ready", .accepts_uses = false};
    assert_int_equal(label_move(f->db, product, &team_store, &change, &problem), ERR_DENIED);
    assert_int_equal(label_propose(f->db, product, &team_store, &change, &proposal, &problem),
                     ERR_NONE);
    assert_int_equal(label_proposal_reject(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &team_store,
                                           &proposal, "not yet", &problem),
                     ERR_NONE);
    struct team team = get_team(f, &id);
    struct record_label_list list;
    assert_int_equal(record_label_list(f->db, &team.head, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.labels[0].label, "staging");
}

/* ---- what the editor offers --------------------------------------------------------------- */

static void agents_are_named_with_labels_and_versions(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct problem problem;
    for (int i = 2; i <= TEAM_AGENT_VERSIONS_MAX + 2; i++)
        (void)save_config(f, &crew.agents[0],
                          arena_printf(f->arena, "{\"model\":{\"name\":\"m%d\"}}", i));
    put_label(f, &agent_store, &crew.agents[0], "staging", 0, 2);
    put_label(f, &agent_store, &crew.agents[0], "production", 0, 1);
    assert_int_equal(archive_agent(f, actor_of(f, PRODUCT), &crew.agents[1], &problem), ERR_NONE);
    struct team_agent agents[3] = {
        {.id = crew.agents[0]}, {.id = crew.agents[1]}, {.id = plan_agent(7)}};
    assert_int_equal(team_agent_load(f->db, actor_of(f, DEVELOPER), &f->own.id, agents, 3),
                     ERR_NONE);
    assert_string_equal(agents[0].name, "Ada");
    assert_string_equal(agents[0].model, "m14");
    assert_int_equal(agents[0].version, 14);
    assert_int_equal(agents[0].version_count, TEAM_AGENT_VERSIONS_MAX);
    assert_int_equal(agents[0].versions[0], 14);
    assert_int_equal(agents[0].versions[11], 3);
    assert_int_equal(agents[0].label_count, 2);
    assert_string_equal(agents[0].labels[0].label, "production");
    assert_int_equal(agents[0].labels[1].version, 2);
    assert_false(agents[0].is_archived);
    assert_true(agents[1].is_archived);
    assert_null(agents[2].name);
    assert_int_equal(agents[2].version_count, 0);
    /* Another organization's are not there; and not everyone may ask for another's. */
    const struct actor *stranger = &f->other.users[DEVELOPER].actor;
    assert_int_equal(team_agent_load(f->db, stranger, &f->other.id, agents, 1), ERR_NONE);
    assert_null(agents[0].name);
    assert_int_equal(agents[0].version_count, 0);
    assert_int_equal(team_agent_load(f->db, stranger, &f->own.id, agents, 1), ERR_DENIED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_one_has_its_fields_and_version_1),
        TEST(every_kind_can_be_made),
        TEST(settings_are_sealed_in_the_database),
        TEST(members_in_json_have_the_names_of_the_data_model),
        TEST(bad_texts_are_refused_by_field),
        TEST(members_must_be_active_agents_of_the_organization),
        TEST(everything_is_told_at_once),
        TEST(a_member_has_a_version_or_a_label),
        TEST(hostile_settings_are_refused),
        TEST(members_are_changed_reordered_and_pinned),
        TEST(nothing_happens_if_nothing_differs),
        TEST(unknown_keys_of_settings_survive_a_form),
        TEST(a_hundred_members_are_saved),
        TEST(archived_members_are_restored_first),
        TEST(deleting_lets_the_members_go),
        TEST(events_have_before_and_after),
        TEST(contents_make_versions_and_properties_do_not),
        TEST(a_version_keeps_what_a_team_was),
        TEST(an_old_version_comes_back_as_a_new_one),
        TEST(members_follow_a_label_wherever_it_goes),
        TEST(labels_are_moved_and_proposed),
        TEST(agents_are_named_with_labels_and_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
