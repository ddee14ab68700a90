#include "test.h"

#include "data/reference/record_use.h"
#include "data/release/label_proposal.h"
#include "kinds.h"

/* Every way to break a link is refused, or needs to be accepted, with the names of who uses it. */

#define USES(prompt)    "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"" prompt "\"}}"
#define HANDS_TO(agent) "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"" agent "\"]}"

static const struct kind_maker *const prompts = &kind_makers[RECORD_PROMPT];
static const struct kind_maker *const agents = &kind_makers[RECORD_AGENT];
static const struct kind_maker *const teams = &kind_makers[RECORD_TEAM];

/* part <- whole, and part <- user; user <- giver, and user <- crew by the label stable. */
struct graph {
    struct uuid part, whole, user, giver, crew;
};

static struct graph make_graph(struct fixture *f)
{
    struct graph graph;
    struct team_member member = {.role = TEAM_WORKER, .agent_label = "stable"};
    struct team_draft draft = {.name = "crew",
                               .description = "",
                               .tags = "",
                               .message = "",
                               .plan = {.kind = TEAM_ROUND_ROBIN,
                                        .members = &member,
                                        .member_count = 1,
                                        .termination = {.max_turns = 9, .text = ""}}};
    graph.part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    graph.whole = make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", "@@@prompt:name=part@@@");
    graph.user = make_agent(f, PERSONA_PRODUCT_MANAGER, "user", USES("part"));
    graph.giver = make_agent(f, PERSONA_PRODUCT_MANAGER, "giver", HANDS_TO("user"));
    member.agent_id = graph.user;
    graph.crew = create_team(f, PERSONA_PRODUCT_MANAGER, &draft);
    return graph;
}

static enum err rename_record(struct fixture *f, const struct kind_maker *maker,
                              const struct uuid *id, struct problem *problem)
{
    struct record_draft draft = kind_draft(f, maker, id);
    draft.name = "renamed";
    return kind_try_save(f, maker, &draft, NULL, problem);
}

static enum err delete_record(struct fixture *f, const struct kind_maker *maker,
                              const struct uuid *id, struct problem *problem)
{
    return record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store, id,
                         get_head(f, maker->store, id)->name, problem);
}

static enum err archive(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                        bool accepts_uses, struct problem *problem)
{
    struct record_archive_draft draft = {*id, accepts_uses};
    return record_archive(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store, &draft,
                          problem);
}

static void assert_says(const struct problem *problem, const char *field, const char *names)
{
    assert_string_equal(problem->field, field);
    if (strstr(problem->message, names) == NULL)
        fail_msg("“%s” does not say “%s”", problem->message, names);
}

/* ---- names -------------------------------------------------------------------------------- */

static void what_others_name_keeps_its_name(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct problem problem;
    assert_int_equal(rename_record(f, prompts, &graph.part, &problem), ERR_CONFLICT);
    assert_says(&problem, "name", "whole");
    assert_int_equal(rename_record(f, agents, &graph.user, &problem), ERR_CONFLICT);
    assert_says(&problem, "name", "giver");
    assert_null(strstr(problem.message, "crew")); /* it knows its members by id */
    assert_string_equal(get_prompt(f, &graph.part).name, "part");
    (void)save_body(f, &graph.whole, "free");
    assert_int_equal(rename_record(f, prompts, &graph.part, &problem), ERR_CONFLICT);
    assert_says(&problem, "name", "user");
    (void)save_config(f, &graph.user, AGENT_CONFIG);
    assert_int_equal(rename_record(f, prompts, &graph.part, &problem), ERR_NONE);
    (void)save_config(f, &graph.giver, AGENT_CONFIG);
    assert_int_equal(rename_record(f, agents, &graph.user, &problem), ERR_NONE);
    assert_string_equal(get_team(f, &graph.crew).members[0].name, "renamed");
    assert_int_equal(rename_record(f, teams, &graph.crew, &problem), ERR_NONE);
}

static void what_is_used_keeps_its_type(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct problem problem;
    struct record_saved saved;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct prompt_draft draft = draft_from(f, &graph.part);
    draft.type = PROMPT_CHAT;
    draft.body = text_of("[{\"role\":\"user\",\"content\":\"x\"}]");
    assert_int_equal(prompt_update(f->db, admin, &draft, &saved, &problem), ERR_CONFLICT);
    assert_says(&problem, "type", "user");
    assert_says(&problem, "type", "whole");
    (void)save_body(f, &graph.whole, "free");
    (void)save_config(f, &graph.user, AGENT_CONFIG);
    draft.based_on_revision = get_prompt(f, &graph.part).revision;
    assert_int_equal(prompt_update(f->db, admin, &draft, &saved, &problem), ERR_NONE);
    assert_int_equal(get_prompt(f, &graph.part).type, PROMPT_CHAT);
}

/* An old version that was of the other type may not come back either. */
static void a_version_of_another_type_does_not_return_while_used(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct record_saved saved;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "text");
    struct prompt_draft draft = draft_from(f, &id);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    draft.type = PROMPT_CHAT;
    draft.body = text_of("[{\"role\":\"user\",\"content\":\"x\"}]");
    assert_int_equal(prompt_update(f->db, admin, &draft, &saved, &problem), ERR_NONE);
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "user", USES("part"));
    struct record_restore_draft restore = {id, 1, saved.revision};
    assert_int_equal(
        record_restore_version(f->db, admin, &prompt_store, &restore, &saved, &problem),
        ERR_CONFLICT);
    assert_says(&problem, "type", "user");
}

/* ---- archive ------------------------------------------------------------------------------ */

static void archiving_what_is_used_must_be_accepted(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct problem problem;
    assert_int_equal(archive(f, prompts, &graph.part, false, &problem), ERR_CONFLICT);
    assert_says(&problem, "accept", "user");
    assert_says(&problem, "accept", "whole");
    assert_int_equal(get_prompt(f, &graph.part).archived_at, 0);
    assert_int_equal(archive(f, prompts, &graph.part, true, &problem), ERR_NONE);
    /* A member of an active team is not archived, whatever was accepted. */
    for (int accepts = 0; accepts < 2; accepts++) {
        assert_int_equal(archive(f, agents, &graph.user, accepts != 0, &problem), ERR_CONFLICT);
        assert_says(&problem, "", "crew");
    }
    assert_int_equal(archive(f, teams, &graph.crew, false, &problem), ERR_NONE);
    assert_int_equal(archive(f, agents, &graph.user, false, &problem), ERR_CONFLICT);
    assert_says(&problem, "accept", "giver");
    assert_null(strstr(problem.message, "crew"));
    assert_int_equal(archive(f, agents, &graph.giver, false, &problem), ERR_NONE);
    /* Archived ones do not count. */
    assert_int_equal(archive(f, agents, &graph.user, false, &problem), ERR_NONE);
    assert_int_equal(record_restore(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &team_store,
                                    &graph.crew, &problem),
                     ERR_CONFLICT);
    assert_says(&problem, "", "user");
    assert_int_equal(fixture_count_events(f, "agent.archive", "success"), 2);
}

/* Nobody is asked about each of many: what is used stays, and says by whom. */
static void what_is_used_stays_when_many_are_archived(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct record_bulk_result result;
    struct record_selection selection = {&graph.part, 1};
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    fixture_begin(f);
    assert_int_equal(record_archive_many(f->db, actor, &prompt_store, &selection, &result),
                     ERR_NONE);
    assert_int_equal(result.changed_count, 0);
    assert_int_equal(result.items[0].outcome, RECORD_REFUSED);
    assert_non_null(strstr(result.items[0].reason, "user"));
    selection.ids = &graph.crew;
    assert_int_equal(record_archive_many(f->db, actor, &team_store, &selection, &result), ERR_NONE);
    assert_int_equal(result.changed_count, 1);
    assert_int_equal(get_prompt(f, &graph.part).archived_at, 0);
}

/* ---- delete ------------------------------------------------------------------------------- */

static void what_is_used_is_not_deleted(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct problem problem;
    assert_int_equal(delete_record(f, prompts, &graph.part, &problem), ERR_CONFLICT);
    assert_says(&problem, "", "user");
    assert_says(&problem, "", "whole");
    assert_int_equal(delete_record(f, agents, &graph.user, &problem), ERR_CONFLICT);
    assert_says(&problem, "", "giver");
    assert_says(&problem, "", "crew");
    /* Archived ones count here: they could be restored. */
    assert_int_equal(archive(f, teams, &graph.crew, false, &problem), ERR_NONE);
    assert_int_equal(delete_record(f, agents, &graph.user, &problem), ERR_CONFLICT);
    assert_says(&problem, "", "crew");
    assert_int_equal(delete_record(f, teams, &graph.crew, &problem), ERR_NONE);
    assert_int_equal(delete_record(f, agents, &graph.giver, &problem), ERR_NONE);
    assert_int_equal(delete_record(f, agents, &graph.user, &problem), ERR_NONE);
    assert_int_equal(delete_record(f, prompts, &graph.whole, &problem), ERR_NONE);
    assert_int_equal(delete_record(f, prompts, &graph.part, &problem), ERR_NONE);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM record_links WHERE organization_id = $1",
                                   &f->own.id),
                     0);
}

static void a_labelled_version_keeps_what_it_uses(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct problem problem;
    (void)save_body(f, &graph.whole, "free");
    assert_int_equal(kind_move_label(f, agents, PERSONA_CUSTOMER_ADMIN, &graph.user, "old", 0, 1),
                     ERR_NONE);
    (void)save_config(f, &graph.user, AGENT_CONFIG);
    assert_int_equal(delete_record(f, prompts, &graph.part, &problem), ERR_CONFLICT);
    assert_says(&problem, "", "user");
    assert_int_equal(kind_move_label(f, agents, PERSONA_CUSTOMER_ADMIN, &graph.user, "old", 1, 0),
                     ERR_NONE);
    assert_int_equal(delete_record(f, prompts, &graph.part, &problem), ERR_NONE);
}

/* What old versions refer to may go; they keep its name, and can't come back. */
static void old_versions_do_not_return_without_what_they_used(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct uuid other = make_agent(f, PERSONA_PRODUCT_MANAGER, "other", AGENT_CONFIG);
    struct team_draft draft = draft_of_team(f, &graph.crew);
    struct team_problem team_problem;
    struct problem problem;
    draft.plan.members[0] = (struct team_member){other, TEAM_WORKER, 0, NULL};
    assert_int_equal(update_team(f, PERSONA_CUSTOMER_ADMIN, &draft, &team_problem), ERR_NONE);
    (void)save_body(f, &graph.whole, "free");
    (void)save_config(f, &graph.user, AGENT_CONFIG);
    (void)save_config(f, &graph.giver, AGENT_CONFIG);
    assert_int_equal(delete_record(f, prompts, &graph.part, &problem), ERR_NONE);
    const struct {
        const struct kind_maker *maker;
        const struct uuid *id;
        const char *name;
    } table[] = {
        {prompts, &graph.whole, "part"},
        {agents, &graph.user, "prompt"},
        {agents, &graph.giver, "handoffs"},
        {teams, &graph.crew, "Member 1"},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct record_restore_draft restore = {
            *table[i].id, 1, get_head(f, table[i].maker->store, table[i].id)->revision};
        struct record_saved saved;
        if (i == 2) /* now the agent goes as well */
            assert_int_equal(delete_record(f, agents, &graph.user, &problem), ERR_NONE);
        assert_int_equal(record_restore_version(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                                table[i].maker->store, &restore, &saved, &problem),
                         ERR_INVALID);
        if (strstr(problem.message, table[i].name) == NULL)
            fail_msg("%s", problem.message);
    }
    struct record_version version;
    struct team_content content;
    const struct record_head *crew = get_head(f, &team_store, &graph.crew);
    assert_int_equal(
        record_version_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), crew, 1, &version),
        ERR_NONE);
    assert_int_equal(team_content_get(f->db, crew, &version, &content), ERR_NONE);
    assert_string_equal(content.members[0].name, "user");
}

/* ---- labels ------------------------------------------------------------------------------- */

static void removing_a_label_that_others_refer_by_must_be_accepted(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct problem problem;
    const int who = PERSONA_CUSTOMER_ADMIN;
    struct label_change change = {graph.part, "production", 0, 1, "", .accepts_uses = false};
    (void)save_body(f, &graph.part, "second");
    assert_int_equal(kind_move(f, prompts, who, &change, &problem), ERR_NONE);
    change = (struct label_change){graph.part, "production", 1, 2, "", .accepts_uses = false};
    assert_int_equal(kind_move(f, prompts, who, &change, &problem), ERR_NONE); /* moved, not gone */
    change = (struct label_change){graph.part, "production", 2, 0, "", .accepts_uses = false};
    assert_int_equal(kind_move(f, prompts, who, &change, &problem), ERR_CONFLICT);
    assert_says(&problem, "label", "user");
    assert_says(&problem, "label", "whole");
    struct uuid proposal_id;
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &prompt_store,
                                   &change, &proposal_id, &problem),
                     ERR_CONFLICT);
    assert_says(&problem, "label", "whole");
    change.accepts_uses = true;
    assert_int_equal(kind_move(f, prompts, who, &change, &problem), ERR_NONE);
    /* A member follows the label of its agent. */
    change = (struct label_change){graph.user, "stable", 0, 1, "", .accepts_uses = false};
    assert_int_equal(kind_move(f, agents, who, &change, &problem), ERR_NONE);
    change = (struct label_change){graph.user, "stable", 1, 0, "", .accepts_uses = false};
    assert_int_equal(kind_move(f, agents, who, &change, &problem), ERR_CONFLICT);
    assert_says(&problem, "label", "crew");
    assert_null(strstr(problem.message, "giver")); /* not by this label */
    change.accepts_uses = true;
    assert_int_equal(kind_move(f, agents, who, &change, &problem), ERR_NONE);
    /* Nobody refers to a team: its label goes without a question. */
    change = (struct label_change){graph.crew, "stable", 0, 1, "", .accepts_uses = false};
    assert_int_equal(kind_move(f, teams, who, &change, &problem), ERR_NONE);
    change = (struct label_change){graph.crew, "stable", 1, 0, "", .accepts_uses = false};
    assert_int_equal(kind_move(f, teams, who, &change, &problem), ERR_NONE);
}

static void an_accepted_proposal_removes_a_label(void **state)
{
    struct fixture *f = *state;
    struct graph graph = make_graph(f);
    struct problem problem;
    struct uuid proposal_id;
    int64_t version = 1;
    struct label_change change = {graph.part, "production", 1, 0, "no more", .accepts_uses = true};
    assert_int_equal(
        kind_move_label(f, prompts, PERSONA_CUSTOMER_ADMIN, &graph.part, "production", 0, 1),
        ERR_NONE);
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &prompt_store,
                                   &change, &proposal_id, &problem),
                     ERR_NONE);
    assert_int_equal(label_proposal_approve(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                            &prompt_store, &proposal_id, "", &problem),
                     ERR_NONE);
    assert_int_equal(
        label_version(f->db, get_head(f, &prompt_store, &graph.part), "production", &version),
        ERR_NONE);
    assert_int_equal(version, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_others_name_keeps_its_name),
        TEST(what_is_used_keeps_its_type),
        TEST(a_version_of_another_type_does_not_return_while_used),
        TEST(archiving_what_is_used_must_be_accepted),
        TEST(what_is_used_stays_when_many_are_archived),
        TEST(what_is_used_is_not_deleted),
        TEST(a_labelled_version_keeps_what_it_uses),
        TEST(old_versions_do_not_return_without_what_they_used),
        TEST(removing_a_label_that_others_refer_by_must_be_accepted),
        TEST(an_accepted_proposal_removes_a_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
