#ifndef DOMAIN_TEAM_RULES_H
#define DOMAIN_TEAM_RULES_H

#include "domain/agent/config_problem.h"
#include "domain/team/team_settings.h"

/* What makes a team. Pure rules; what the database knows
 * (is this an agent, is it archived) is checked by data/team/team.c. */

/* As stored ("round_robin", "lead"), NULL at the end; and as people read them ("Round robin",
 * "Lead"); and what a kind does, in a sentence. In the orders above. */
extern const char *const team_kind_names[TEAM_KIND_COUNT + 1];
extern const char *const team_kind_labels[TEAM_KIND_COUNT + 1];
extern const char *const team_kind_sentences[TEAM_KIND_COUNT + 1];
extern const char *const team_role_names[TEAM_ROLE_COUNT + 1];
extern const char *const team_role_labels[TEAM_ROLE_COUNT + 1];

MUST_USE enum err team_kind_parse(const char *name, enum team_kind *kind) NONNULL;
MUST_USE enum err team_role_parse(const char *name, enum team_role *role) NONNULL;

/* The index of a member, -1 for an agent that is none. */
int team_member_find(const struct team_plan *plan, const struct uuid *agent_id) NONNULL;

/* The rules: at least one member and at most TEAM_MEMBERS_MAX, none twice; a member has a version,
 * or a label that label_check allows, or neither; a hierarchical team has exactly one lead; a
 * selector or handoff team at least two members; edges only in a graph, only between members, none
 * twice; a graph whose edges make a cycle (found by depth-first search), and
 * a round robin, selector or handoff team, says when it ends: some termination. Adds problems by
 * path, counted from 0: "members[3]", "settings.edges[2].to", "settings.termination"; their
 * sentences count members and edges from 1. Nothing is added about a value that has a problem
 * already: team_settings_read may go before with the same problems. ERR_INVALID if there are any
 * afterwards. */
MUST_USE enum err team_plan_check(struct arena *arena, const struct team_plan *plan,
                                  struct config_problems *problems) NONNULL;

/* A time in the largest unit that divides it: 1800 is {30, "minute"}. The noun is static. */
struct team_duration {
    int64_t count;
    const char *noun;
};
struct team_duration team_duration_of(int64_t seconds);

#endif
