#ifndef TESTS_AGENTS_H
#define TESTS_AGENTS_H

#include "data/agent/agent.h"
#include "data/team/team.h"
#include "prompts.h"

/* Agents for the tests of the data module: each fails the test if it can't do its work. */

/* The tags as a form sends them. */
static inline const char *tags_of(struct fixture *f, const struct tag_list *tags)
{
    struct buf text;
    buf_init(&text, f->arena);
    for (int i = 0; i < tags->count; i++)
        buf_printf(&text, "%s,", tags->tags[i]);
    return text.data;
}

#define AGENT_CONFIG "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"}}"

static inline const json_t *config_of(struct fixture *f, const char *text)
{
    json_t *config = NULL;
    const char *problem = NULL;
    if (json_parse(f->arena, text, strlen(text), &config, &problem) != ERR_NONE)
        fail_msg("%s: %s", problem, text);
    return config;
}

static inline struct agent_draft agent_draft_of(struct fixture *f, const char *name,
                                                const char *config)
{
    return (struct agent_draft){
        .name = name, .description = "", .tags = "", .message = "", .config = config_of(f, config)};
}

static inline struct uuid make_agent(struct fixture *f, int persona, const char *name,
                                     const char *config)
{
    struct agent_draft draft = agent_draft_of(f, name, config);
    struct agent_problem problem;
    struct record_saved saved;
    enum err err = agent_create(f->db, actor_of(f, persona), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", name, err_name(err), problem.problem.message);
    return saved.id;
}

static inline struct agent get_agent(struct fixture *f, const struct uuid *id)
{
    struct agent agent;
    assert_int_equal(agent_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), id, &agent), ERR_NONE);
    return agent;
}

/* The draft that a form would send back unchanged. */
static inline struct agent_draft agent_draft_from(struct fixture *f, const struct uuid *id)
{
    struct agent agent = get_agent(f, id);
    return (struct agent_draft){.id = *id,
                                .based_on_revision = agent.revision,
                                .name = agent.name,
                                .description = agent.description,
                                .tags = tags_of(f, &agent.tags),
                                .message = "",
                                .config = config_of(f, agent.config.data)};
}

/* Saves a new config over the current version; gives the new number. */
static inline int64_t save_config(struct fixture *f, const struct uuid *id, const char *config)
{
    struct agent_draft draft = agent_draft_from(f, id);
    struct agent_problem problem;
    struct record_saved saved;
    draft.config = config_of(f, config);
    enum err err =
        agent_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", draft.name, err_name(err), problem.problem.message);
    return saved.version;
}

/* What is done with an agent or a team as a whole, whoever uses it. */
static inline enum err archive_agent(struct fixture *f, const struct actor *actor,
                                     const struct uuid *id, struct problem *problem)
{
    struct record_archive_draft draft = {*id, true};
    return record_archive(f->db, actor, &agent_store, &draft, problem);
}

static inline enum err archive_team(struct fixture *f, const struct actor *actor,
                                    const struct uuid *id, struct problem *problem)
{
    struct record_archive_draft draft = {*id, true};
    return record_archive(f->db, actor, &team_store, &draft, problem);
}

/* Moves a label of an agent or a team, as the admin. */
static inline void put_label(struct fixture *f, const struct record_store *store,
                             const struct uuid *id, const char *label, int64_t from, int64_t to)
{
    struct label_change change = {*id, label, from, to, "", .accepts_uses = true};
    struct problem problem = {0};
    enum err err = label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), store, &change, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", label, err_name(err), problem.message);
}

/* A round robin of these agents, each pinned to a version (0: the current one). */
static inline struct uuid make_team(struct fixture *f, int persona, const char *name,
                                    const struct uuid *agents, const int64_t *versions, int count)
{
    struct team_member members[TEAM_MEMBERS_MAX] = {{.agent_version = 0}};
    for (int i = 0; i < count; i++)
        members[i] = (struct team_member){.agent_id = agents[i],
                                          .role = TEAM_WORKER,
                                          .agent_version = versions == NULL ? 0 : versions[i]};
    struct team_draft draft = {
        .name = name,
        .description = "",
        .tags = "",
        .message = "",
        .plan = {.kind = TEAM_ROUND_ROBIN,
                 .members = members,
                 .member_count = count,
                 .termination = {.max_messages = 10, .text = ""}},
    };
    struct team_problem problem;
    struct record_saved saved;
    enum err err = team_create(f->db, actor_of(f, persona), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", name, err_name(err), problem.problem.message);
    return saved.id;
}

/* Lets a member of a team follow a label. */
static inline void follow_label(struct fixture *f, const struct uuid *id, int member,
                                const char *label)
{
    struct team team;
    struct team_problem problem;
    struct record_saved saved;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(team_get(f->db, actor, id, &team), ERR_NONE);
    struct team_draft draft = {.id = *id,
                               .based_on_revision = team.revision,
                               .name = team.name,
                               .description = team.description,
                               .tags = tags_of(f, &team.tags),
                               .message = ""};
    assert_int_equal(team_plan_of(f->arena, &team, &draft.plan), ERR_NONE);
    draft.plan.members[member].agent_version = 0;
    draft.plan.members[member].agent_label = label;
    enum err err = team_update(f->db, actor, &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", team.name, err_name(err), problem.problem.message);
}

#endif
