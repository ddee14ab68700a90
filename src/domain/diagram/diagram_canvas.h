#ifndef DOMAIN_DIAGRAM_CANVAS_H
#define DOMAIN_DIAGRAM_CANVAS_H

#include "base/buf.h"
#include "domain/diagram/diagram_shape.h"
#include "domain/team/team_plan.h"

/* Inside the diagrams: what their layouts share. */

enum { HALF_WIDTH = DIAGRAM_NODE_WIDTH / 2, HALF_HEIGHT = DIAGRAM_NODE_HEIGHT / 2 };

struct point {
    int x, y;
};

struct canvas {
    struct arena *arena;
    struct diagram *diagram;
    int node_room, line_room;
    bool has_bounds;
    int left, top, right, bottom; /* of all that is drawn */
};

/* Something is drawn here: for canvas_crop. Nodes, labels and the lines that are made here have
 * said so. */
void canvas_reach(struct canvas *canvas, int x, int y) NONNULL;

/* Cuts the diagram down to what is drawn. */
void canvas_crop(struct canvas *canvas) NONNULL;

/* The member who leads, among the first count; or -1. */
int canvas_lead(const struct team_plan *plan, int count) NONNULL;

/* Adds a node around its middle, and gives its index; member -1 is a hub. */
int canvas_node(struct canvas *canvas, int member, struct point middle) NONNULL;
int canvas_hub(struct canvas *canvas, const char *says, struct point middle) NONNULL;

/* Adds a line between nodes; the path is still to be set. */
struct diagram_line *canvas_line(struct canvas *canvas, int from, int to) NONNULL;

/* Adds the straight line between the middles of two nodes, cut off at their borders. */
struct diagram_line *canvas_straight(struct canvas *canvas, int from, int to) NONNULL;

/* Adds the line of a node to itself, in the room right of and below its corner. */
struct diagram_line *canvas_loop(struct canvas *canvas, int node) NONNULL;

#endif
