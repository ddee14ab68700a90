#ifndef DOMAIN_DIAGRAM_GRAPH_H
#define DOMAIN_DIAGRAM_GRAPH_H

#include <stdbool.h>

#include "base/arena.h"

/* Inside the diagrams: a graph on its way to a picture. */

/* An edge between members, by index. */
struct arc {
    int from, to;
    const char *condition;
    bool is_back; /* found by the search on its way down: to a node that is still open, or itself */
};

enum { ROW_MAX = 4 }; /* nodes */

struct graph_row {
    int nodes[ROW_MAX]; /* from left to right */
    int count;
};

struct graph {
    struct arena *arena;
    int node_count;
    struct arc *arcs;
    int arc_count;
    int *layers; /* by node */
    int layer_count;
    struct graph_row *rows; /* a layer is one row or several */
    int row_count;
    int row_max; /* nodes in a row */
    int *row_of; /* by node */
};

/* Which edges lead back, and in which layer each node is: below all that lead to it, but sources
 * right above what they lead to, and nodes without edges in a layer of their own at the end. */
void graph_layer(struct graph *graph) NONNULL;

/* Puts the nodes of each layer into an order with few crossings, and the layers into rows. */
void graph_order(struct graph *graph) NONNULL;

#endif
