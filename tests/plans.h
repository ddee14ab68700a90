#ifndef TESTS_PLANS_H
#define TESTS_PLANS_H

#include "domain/team/team_rules.h"

/* Plans of teams for the tests of what is done with them. */

/* An agent's id: the same for the same number. */
static inline struct uuid plan_agent(int number)
{
    struct uuid id = {{0x01, 0x90}};
    id.bytes[14] = (uint8_t)(number / 256);
    id.bytes[15] = (uint8_t)(number % 256 + 1);
    return id;
}

/* A team that keeps the rules of its kind: members 0 … count - 1, member 0 the lead of a
 * hierarchical one, a limit of turns; room for edges, of which there are none yet. */
static inline struct team_plan plan_make(struct arena *arena, enum team_kind kind, int count)
{
    struct team_plan plan = {.kind = kind, .member_count = count};
    plan.members = arena_array(arena, (size_t)count + 1, sizeof *plan.members);
    plan.edges = arena_array(arena, TEAM_EDGES_MAX + 1, sizeof *plan.edges);
    plan.termination = (struct team_termination){.max_turns = 20, .text = ""};
    for (int i = 0; i < count; i++)
        plan.members[i] = (struct team_member){plan_agent(i), TEAM_WORKER, 0, NULL};
    if (kind == TEAM_HIERARCHICAL && count > 0)
        plan.members[0].role = TEAM_LEAD;
    return plan;
}

static inline void plan_edge(struct team_plan *plan, int from, int to, const char *condition)
{
    plan->edges[plan->edge_count++] =
        (struct team_edge){plan_agent(from), plan_agent(to), condition};
}

#endif
