#ifndef DOMAIN_TEAM_SETTINGS_H
#define DOMAIN_TEAM_SETTINGS_H

#include "base/json.h"
#include "domain/agent/config_problem.h"
#include "domain/team/team_plan.h"

/* settings as JSON {edges: [{from, to, condition}], termination: {…}} with unknown keys kept: read
 * into the plan (edges and termination), ERR_INVALID with problems for wrong types and ranges
 * (paths as above), and then the plan has what could be read, each edge at its index; and written
 * from it, with unknown keys, of edges and of termination too, taken over from `before` (may be
 * NULL). Texts of the plan point into settings. */
MUST_USE enum err team_settings_read(struct arena *arena, const json_t *settings,
                                     struct team_plan *plan,
                                     struct config_problems *problems) NONNULL;
MUST_USE json_t *team_settings_write(struct arena *arena, const struct team_plan *plan,
                                     const json_t *before) __attribute__((nonnull(1, 2)));

/* True if anything ends the team. */
bool team_termination_is_set(const struct team_termination *termination) NONNULL;

/* The rules of single values, which reading and team_plan_check share: the condition of an edge
 * (*problem is static), and the ranges of a termination, with problems by path. */
MUST_USE enum err team_condition_check(const char *condition, const char **problem)
    __attribute__((nonnull(2)));
void team_termination_check(struct arena *arena, const struct team_termination *termination,
                            struct config_problems *problems) NONNULL;

#endif
