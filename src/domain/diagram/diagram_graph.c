#include "domain/diagram/diagram_graph.h"

/* Layers of a graph after Sugiyama, Tagawa, Toda: Methods for Visual Understanding of Hierarchical
 * System Structures (1981), with the longest-path layering and the barycenter ordering. */

enum mark { UNSEEN, OPEN, DONE };

struct search {
    struct graph *graph;
    enum mark *marks;
    int *finished; /* nodes in the order in which the search left them */
    int finished_count;
};

static void visit(struct search *search, int node)
{
    struct graph *graph = search->graph;
    search->marks[node] = OPEN;
    for (int i = 0; i < graph->arc_count; i++) {
        struct arc *arc = &graph->arcs[i];
        if (arc->from != node)
            continue;
        if (search->marks[arc->to] == OPEN)
            arc->is_back = true;
        else if (search->marks[arc->to] == UNSEEN)
            visit(search, arc->to);
    }
    search->marks[node] = DONE;
    search->finished[search->finished_count++] = node;
}

/* How many edges lead to a node, and from it; those of a node to itself do not count. */
static int *count_ends(const struct graph *graph, bool is_to)
{
    int *counts = arena_array(graph->arena, (size_t)graph->node_count + 1, sizeof(int));
    for (int i = 0; i < graph->arc_count; i++)
        if (graph->arcs[i].from != graph->arcs[i].to)
            counts[is_to ? graph->arcs[i].to : graph->arcs[i].from]++;
    return counts;
}

/* Sources first, so that the search goes along the edges; then what only circles lead to. */
static void search_all(struct search *search, const int *to_counts)
{
    for (int is_rest = 0; is_rest < 2; is_rest++)
        for (int i = 0; i < search->graph->node_count; i++)
            if (search->marks[i] == UNSEEN && (is_rest || to_counts[i] == 0))
                visit(search, i);
}

static void find_longest_paths(struct graph *graph, const struct search *search)
{
    for (int i = search->finished_count - 1; i >= 0; i--) {
        int node = search->finished[i];
        for (int k = 0; k < graph->arc_count; k++) {
            const struct arc *arc = &graph->arcs[k];
            if (arc->from == node && !arc->is_back && graph->layers[arc->to] <= graph->layers[node])
                graph->layers[arc->to] = graph->layers[node] + 1;
        }
    }
}

/* Sources go down to right above the first of what they lead to. */
static void lower_sources(struct graph *graph, const int *to_counts)
{
    for (int node = 0; node < graph->node_count; node++) {
        int first = -1;
        for (int k = 0; k < graph->arc_count && to_counts[node] == 0; k++) {
            const struct arc *arc = &graph->arcs[k];
            if (arc->from == node && arc->to != node &&
                (first < 0 || graph->layers[arc->to] < first))
                first = graph->layers[arc->to];
        }
        if (first > 0)
            graph->layers[node] = first - 1;
    }
}

void graph_layer(struct graph *graph)
{
    size_t room = (size_t)graph->node_count + 1;
    const int *to_counts = count_ends(graph, true), *from_counts = count_ends(graph, false);
    struct search search = {.graph = graph,
                            .marks = arena_array(graph->arena, room, sizeof(enum mark)),
                            .finished = arena_array(graph->arena, room, sizeof(int))};
    graph->layers = arena_array(graph->arena, room, sizeof(int));
    search_all(&search, to_counts);
    find_longest_paths(graph, &search);
    lower_sources(graph, to_counts);
    for (int i = 0; i < graph->node_count; i++)
        if (to_counts[i] + from_counts[i] > 0 && graph->layers[i] >= graph->layer_count)
            graph->layer_count = graph->layers[i] + 1;
    int connected = graph->layer_count;
    for (int i = 0; i < graph->node_count; i++) {
        if (to_counts[i] + from_counts[i] > 0)
            continue;
        graph->layers[i] = connected;
        graph->layer_count = connected + 1;
    }
}

/* ---- order within layers ------------------------------------------------------------------ */

/* The nodes of a layer from left to right. */
struct layer {
    int *nodes;
    int count;
};

struct ordering {
    const struct graph *graph;
    struct layer *layers;
    double *x;    /* by node: its place, 0 in the middle of its layer */
    double *keys; /* by node: where it would like to be */
};

static void spread(struct ordering *ordering, const struct layer *layer)
{
    for (int i = 0; i < layer->count; i++)
        ordering->x[layer->nodes[i]] = i - (layer->count - 1) / 2.0;
}

/* The mean place of the neighbors in the layers above, or in those below. */
static double find_barycenter(const struct ordering *ordering, int node, bool is_above)
{
    const struct graph *graph = ordering->graph;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < graph->arc_count; i++) {
        const struct arc *arc = &graph->arcs[i];
        if (arc->from != node && arc->to != node)
            continue;
        int other = arc->from == node ? arc->to : arc->from;
        int distance = graph->layers[other] - graph->layers[node];
        if (is_above ? distance >= 0 : distance <= 0)
            continue;
        sum += ordering->x[other];
        count++;
    }
    return count == 0 ? ordering->x[node] : sum / count;
}

/* By insertion: those of the same key keep their order. */
static void sort(const struct ordering *ordering, const struct layer *layer)
{
    for (int i = 1; i < layer->count; i++) {
        int node = layer->nodes[i], k = i;
        for (; k > 0 && ordering->keys[layer->nodes[k - 1]] > ordering->keys[node]; k--)
            layer->nodes[k] = layer->nodes[k - 1];
        layer->nodes[k] = node;
    }
}

static void sweep(struct ordering *ordering, bool is_down)
{
    int count = ordering->graph->layer_count;
    for (int i = 0; i < count; i++) {
        const struct layer *layer = &ordering->layers[is_down ? i : count - 1 - i];
        for (int k = 0; k < layer->count; k++)
            ordering->keys[layer->nodes[k]] = find_barycenter(ordering, layer->nodes[k], is_down);
        sort(ordering, layer);
        spread(ordering, layer);
    }
}

static struct layer *collect_layers(const struct graph *graph)
{
    struct arena *arena = graph->arena;
    struct layer *layers = arena_array(arena, (size_t)graph->layer_count + 1, sizeof *layers);
    for (int i = 0; i < graph->layer_count; i++)
        layers[i].nodes = arena_array(arena, (size_t)graph->node_count + 1, sizeof(int));
    for (int i = 0; i < graph->node_count; i++) {
        struct layer *layer = &layers[graph->layers[i]];
        layer->nodes[layer->count++] = i;
    }
    return layers;
}

/* A layer with more nodes than a row holds becomes rows of about the same length. */
static void break_layer(struct graph *graph, const struct layer *layer)
{
    int rows = (layer->count + graph->row_max - 1) / graph->row_max;
    int in_row = rows == 0 ? 0 : (layer->count + rows - 1) / rows;
    for (int i = 0; i < layer->count; i++) {
        if (i % in_row == 0)
            graph->row_count++;
        struct graph_row *row = &graph->rows[graph->row_count - 1];
        row->nodes[row->count++] = layer->nodes[i];
        graph->row_of[layer->nodes[i]] = graph->row_count - 1;
    }
}

void graph_order(struct graph *graph)
{
    enum { SWEEPS = 8 };
    size_t room = (size_t)graph->node_count + 1;
    struct ordering ordering = {.graph = graph,
                                .layers = collect_layers(graph),
                                .x = arena_array(graph->arena, room, sizeof(double)),
                                .keys = arena_array(graph->arena, room, sizeof(double))};
    for (int i = 0; i < graph->layer_count; i++)
        spread(&ordering, &ordering.layers[i]);
    for (int i = 0; i < SWEEPS; i++)
        sweep(&ordering, i % 2 == 0);
    graph->rows = arena_array(graph->arena, room, sizeof *graph->rows);
    graph->row_of = arena_array(graph->arena, room, sizeof(int));
    for (int i = 0; i < graph->layer_count; i++)
        break_layer(graph, &ordering.layers[i]);
}
