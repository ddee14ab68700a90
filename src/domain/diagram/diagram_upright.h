#ifndef DOMAIN_DIAGRAM_UPRIGHT_H
#define DOMAIN_DIAGRAM_UPRIGHT_H

#include "base/arena.h"
#include "domain/diagram/diagram_shape.h"
#include "domain/team/team_plan.h"

/* The same diagrams for narrow screens: one member below the other, at most DIAGRAM_UPRIGHT_WIDTH
 * wide. Round robin and sequential are a chain, that of a round robin with a line back to the
 * first; selector, handoff and hierarchical a trunk below the hub or the lead, from which branches
 * lead to the members; a graph has rows of one node. All else as in diagram.h. */
void diagram_upright(struct arena *arena, const struct team_plan *plan,
                     struct diagram *diagram) NONNULL;

#endif
