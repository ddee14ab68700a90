#ifndef DOMAIN_DIAGRAM_H
#define DOMAIN_DIAGRAM_H

#include "domain/diagram/diagram_shape.h"
#include "domain/diagram/diagram_words.h"
#include "domain/team/team_plan.h"

/* Where everything of a team's diagram stands: nodes and lines in the units of an SVG's viewBox.
 * Pure geometry, the same for the same team; the template draws it. Round robin is a ring, of many
 * members a rectangle along whose border they stand; sequential a chain that wraps into rows, every
 * second one from right to left; hierarchical a tree of the lead and the others in rows; selector a
 * star around the choosing model, and handoff a ring with lines between all members, both of many
 * members rows below a hub; a graph layers from its sources (Sugiyama style: longest path layering
 * with back edges found by depth-first search, order within a layer by barycenter, lines past other
 * layers led between their nodes, and past the labels of others in lanes of their own while there
 * is room). With 1, 2 and 100 members nodes do not overlap, their labels fit (DIAGRAM_LABEL_CHARS,
 * then an ellipsis), no line runs through a node, and the labels of lines stand clear of nodes, of
 * arrows and of each other; the viewBox is cropped to what there is, grows downwards and is at most
 * DIAGRAM_WIDTH wide. Works for plans that break rules as well, as an editor has them: edges from
 * or to agents that are no members are left out, and of members and edges there are at most
 * TEAM_MEMBERS_MAX and TEAM_EDGES_MAX. */

/* Everything is owned by the arena. */
void diagram_make(struct arena *arena, const struct team_plan *plan,
                  struct diagram *diagram) NONNULL;

#endif
