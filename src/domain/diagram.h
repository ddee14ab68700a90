#ifndef DOMAIN_DIAGRAM_H
#define DOMAIN_DIAGRAM_H

#include "domain/team_rules.h"

/* Where everything of a team's diagram stands: nodes and lines in the units of an SVG's viewBox.
 * Pure geometry, the same for the same team; the template draws it. Round robin is a ring,
 * sequential a chain that wraps into rows, hierarchical a tree of the lead and the others (in
 * rows), selector a star around the choosing model, handoff a ring with lines between all that can
 * hand over (or, of many members, around a hub), a graph layers from its sources (Sugiyama style:
 * longest path layering with back edges found by depth-first search, order within a layer by
 * barycenter). Readable with 1, 2 and 100 members: nodes do not overlap, their labels fit
 * (DIAGRAM_LABEL_CHARS, then an ellipsis), the viewBox grows downwards and is at most DIAGRAM_WIDTH
 * wide. */

enum { DIAGRAM_WIDTH = 960, DIAGRAM_NODE_WIDTH = 168, DIAGRAM_NODE_HEIGHT = 48 };
enum { DIAGRAM_LABEL_CHARS = 20 };

struct diagram_node {
    int member; /* index into the plan's members; -1: the hub "Model chooses" */
    int x, y;   /* of the upper left corner */
    int width, height;
};

struct diagram_line {
    int from, to;     /* indexes into nodes */
    const char *path; /* SVG path data, from border to border */
    bool has_arrow;
    bool is_back;         /* leads back: drawn dashed */
    const char *label;    /* a condition, cut short, or NULL */
    int label_x, label_y; /* its middle */
};

struct diagram {
    int width, height;
    struct diagram_node *nodes;
    int node_count;
    struct diagram_line *lines;
    int line_count;
};

/* Everything is owned by the arena. */
void diagram_make(struct arena *arena, const struct team_plan *plan,
                  struct diagram *diagram) NONNULL;

/* The same in words, one sentence a line, for those who can't see it and under the picture: "Ada
 * hands over to Bea, if approved." names has one name for each member. */
MUST_USE const char *diagram_words(struct arena *arena, const struct team_plan *plan,
                                   const char *const *names) NONNULL;

#endif
