#ifndef TESTS_TEAMS_H
#define TESTS_TEAMS_H

#include "agents.h"

/* Teams for the tests of the data module. */

enum { PRODUCT = PERSONA_PRODUCT_MANAGER, DEVELOPER = PERSONA_INDIVIDUAL_DEVELOPER };

/* Ada, Bea and Cid, agents of Northwind, and a draft of a team of them. */
struct crew {
    struct uuid agents[3];
    struct team_member members[4];
    struct team_edge edges[4];
    struct team_draft draft;
};

static inline struct crew make_crew(struct fixture *f)
{
    static const char *const names[] = {"Ada", "Bea", "Cid"};
    struct crew crew;
    memset(&crew, 0, sizeof crew);
    for (int i = 0; i < 3; i++)
        crew.agents[i] = make_agent(f, PRODUCT, names[i], AGENT_CONFIG);
    return crew;
}

/* Valid while the crew stays where it is. */
static inline struct team_draft *draft_crew(struct crew *crew, enum team_kind kind)
{
    for (int i = 0; i < 3; i++)
        crew->members[i] = (struct team_member){crew->agents[i], TEAM_WORKER, 0, NULL};
    crew->members[0].role = TEAM_LEAD;
    crew->draft = (struct team_draft){.name = "Editors",
                                      .description = "They edit.",
                                      .tags = "",
                                      .message = "",
                                      .plan = {.kind = kind,
                                               .members = crew->members,
                                               .member_count = 3,
                                               .edges = crew->edges,
                                               .termination = {.max_turns = 9, .text = ""}}};
    return &crew->draft;
}

static inline struct uuid create_team(struct fixture *f, int persona,
                                      const struct team_draft *draft)
{
    struct team_problem problem;
    struct record_saved saved;
    enum err err = team_create(f->db, actor_of(f, persona), draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.problem.message);
    return saved.id;
}

static inline struct team get_team(struct fixture *f, const struct uuid *id)
{
    struct team team;
    assert_int_equal(team_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), id, &team), ERR_NONE);
    return team;
}

/* The draft that a form would send back unchanged. */
static inline struct team_draft draft_of_team(struct fixture *f, const struct uuid *id)
{
    struct team team = get_team(f, id);
    struct team_draft draft = {.id = *id,
                               .based_on_revision = team.revision,
                               .name = team.name,
                               .description = team.description,
                               .tags = tags_of(f, &team.tags),
                               .message = ""};
    assert_int_equal(team_plan_of(f->arena, &team, &draft.plan), ERR_NONE);
    return draft;
}

static inline enum err update_team(struct fixture *f, int persona, const struct team_draft *draft,
                                   struct team_problem *problem)
{
    struct record_saved saved;
    return team_update(f->db, actor_of(f, persona), draft, &saved, problem);
}

#endif
