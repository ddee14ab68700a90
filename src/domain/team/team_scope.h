#ifndef DOMAIN_TEAM_SCOPE_H
#define DOMAIN_TEAM_SCOPE_H

#include "domain/record/scope.h"
#include "domain/team/team_plan.h"

/* What a team may do in its next version that it may not in the live one: its kind, its members
 * with their roles and the versions they are, the edges of a graph, what ends it, and settings that
 * Rostrum does not know. What the agents of its members may do is theirs to say; the order of
 * members and keys means nothing. */

struct team_scope_side {
    const struct team_plan *plan;
    const json_t *settings;   /* of which the plan was read */
    const char *const *names; /* of the members, in their order; NULL: ids are shown */
};

/* live NULL: nothing is live. Texts are in the arena or point into the sides. */
void team_scope(struct arena *arena, const struct team_scope_side *live,
                const struct team_scope_side *next, struct scope *scope)
    __attribute__((nonnull(1, 3, 4)));

#endif
