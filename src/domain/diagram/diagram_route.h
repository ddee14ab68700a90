#ifndef DOMAIN_DIAGRAM_ROUTE_H
#define DOMAIN_DIAGRAM_ROUTE_H

#include "domain/diagram/diagram_canvas.h"
#include "domain/diagram/diagram_graph.h"

/* Inside the diagrams: the lines of a graph. Between two rows is a gap, in which lines run in
 * curves; past the nodes of a row they run straight down or up. */

enum { GRAPH_MARGIN = 44, GRAPH_SIDE = 60, GRAPH_NARROW_SIDE = 30 };

/* The way of an edge from node to node. */
struct route {
    const struct arc *arc;
    int step;    /* from row to row: 1 down, -1 up, 0 to the node itself */
    int *passes; /* where it passes the rows in between, in its direction */
    int pass_count;
    int from_x, to_x;  /* on the borders of its nodes */
    const char *label; /* NULL: none */
    int label_width;
    int label_x, track; /* in the gap where it begins */
    int *lanes;         /* by pass: where it runs through the labels of the gap before it, and of
                           the last gap; -1: there are no lanes */
};

struct routing {
    struct arena *arena;
    const struct graph *graph;
    struct route *routes; /* by arc */
    int *left;            /* by node: its left border */
    int width;
    int *tops;         /* by row: its upper border */
    int *gaps;         /* by row: the height of the gap below */
    int *track_counts; /* by row: of labels in that gap */
};

/* Fills passes and ports: nodes have their left borders. May be done again, with others. */
void route_all(struct routing *routing) NONNULL;

/* Fills tracks, label_x, lanes and the heights of the gaps. Where there is no room for lanes, lines
 * may run behind the labels of others: then false. */
bool route_labels(struct routing *routing) NONNULL;

/* The gap in which a route begins, which has its label; and where the route is on its upper and
 * lower side. */
int route_gap(const struct routing *routing, const struct route *route, int *upper_x,
              int *lower_x) NONNULL;

#endif
