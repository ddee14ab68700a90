#ifndef TESTS_AGENTS_H
#define TESTS_AGENTS_H

#include "data/agent/agent.h"
#include "data/team/team.h"
#include "prompts.h"

/* Agents for the tests of the data module: each fails the test if it can't do its work. */

#define AGENT_CONFIG "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"}}"

static inline struct agent_draft agent_draft_of(const char *name, const char *config)
{
    return (struct agent_draft){
        .name = name, .description = "", .config = text_of(config), .message = ""};
}

static inline struct uuid make_agent(struct fixture *f, int persona, const char *name,
                                     const char *config)
{
    struct agent_draft draft = agent_draft_of(name, config);
    struct agent_problem problem;
    struct uuid id;
    enum err err = agent_create(f->db, actor_of(f, persona), &draft, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", name, err_name(err), problem.problem.message);
    return id;
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
                                .based_on_version = agent.version,
                                .name = agent.name,
                                .description = agent.description,
                                .config = agent.config,
                                .message = ""};
}

/* Saves a new config over the current version; gives the new number. */
static inline int64_t save_config(struct fixture *f, const struct uuid *id, const char *config)
{
    struct agent_draft draft = agent_draft_from(f, id);
    struct agent_problem problem;
    int64_t version = 0;
    draft.config = text_of(config);
    enum err err =
        agent_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &version, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", draft.name, err_name(err), problem.problem.message);
    return version;
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
        .plan = {.kind = TEAM_ROUND_ROBIN,
                 .members = members,
                 .member_count = count,
                 .termination = {.max_messages = 10, .text = ""}},
    };
    struct team_problem problem;
    struct uuid id;
    enum err err = team_create(f->db, actor_of(f, persona), &draft, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", name, err_name(err), problem.problem.message);
    return id;
}

#endif
