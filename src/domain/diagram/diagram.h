#ifndef DOMAIN_DIAGRAM_H
#define DOMAIN_DIAGRAM_H

#include "domain/team/team_rules.h"

/* Where everything of a team's diagram stands: nodes and lines in the units of an SVG's viewBox.
 * Pure geometry, the same for the same team; the template draws it. Round robin is a ring, of many
 * members a rectangle along whose border they stand; sequential a chain that wraps into rows, every
 * second one from right to left; hierarchical a tree of the lead and the others in rows; selector a
 * star around the choosing model, and handoff a ring with lines between all members, both of many
 * members rows below a hub; a graph layers from its sources (Sugiyama style: longest path layering
 * with back edges found by depth-first search, order within a layer by barycenter, lines past other
 * layers led between their nodes). With 1, 2 and 100 members nodes do not overlap, their labels fit
 * (DIAGRAM_LABEL_CHARS, then an ellipsis), no line runs through a node, and the labels of lines
 * stand clear of nodes and of each other; the viewBox grows downwards and is at most DIAGRAM_WIDTH
 * wide. Works for plans that break rules as well, as an editor has them: edges from or to agents
 * that are no members are left out, and of members and edges there are at most TEAM_MEMBERS_MAX and
 * TEAM_EDGES_MAX. */

enum { DIAGRAM_WIDTH = 960, DIAGRAM_NODE_WIDTH = 168, DIAGRAM_NODE_HEIGHT = 48 };
enum { DIAGRAM_LABEL_CHARS = 20, DIAGRAM_CONDITION_CHARS = 24 }; /* columns: see diagram_cut */
enum { DIAGRAM_CHAR_WIDTH = 7, DIAGRAM_LINE_HEIGHT = 18 };       /* of the labels of lines */

struct diagram_node {
    int member;      /* index into the plan's members; -1: the hub */
    const char *hub; /* what the hub says: "Model chooses", "Any to any"; NULL for a member */
    int x, y;        /* of the upper left corner */
    int width, height;
};

struct diagram_line {
    int from, to;     /* indexes into nodes */
    const char *path; /* SVG path data from border to border, absolute; ends with a point */
    bool has_arrow;
    bool is_back;         /* leads back: drawn dashed */
    const char *label;    /* a condition, cut short, or NULL */
    int label_x, label_y; /* its middle; DIAGRAM_CHAR_WIDTH a column is wide enough for it */
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

/* A text that fits into so many columns: whole, or its beginning and an ellipsis. A wide character
 * (CJK, emoji) takes two columns, a combining one none. */
MUST_USE const char *diagram_cut(struct arena *arena, const char *text, int columns) NONNULL;

/* The columns of a text. */
int diagram_columns(const char *text) NONNULL;

/* The same in words, one sentence a line, for those who can't see it and under the picture: "Ada
 * hands over to Bea, if approved." names has one name for each member. */
MUST_USE const char *diagram_words(struct arena *arena, const struct team_plan *plan,
                                   const char *const *names) NONNULL;

#endif
