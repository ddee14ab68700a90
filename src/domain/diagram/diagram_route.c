#include "domain/diagram/diagram_route.h"

#include <stdlib.h>

#include "domain/diagram/diagram_lane.h"

enum { CLEAR = 10, EDGE = 12, LOOP_X = 14 };

/* ---- past rows ---------------------------------------------------------------------------- */

struct interval {
    int from, to;
};

/* The room left of the node at this place of a row; at the end, right of the last. */
static struct interval room_at(const struct routing *routing, const struct graph_row *row,
                               int place)
{
    struct interval room = {EDGE, routing->width - EDGE};
    if (place > 0)
        room.from = routing->left[row->nodes[place - 1]] + DIAGRAM_NODE_WIDTH + CLEAR;
    if (place < row->count)
        room.to = routing->left[row->nodes[place]] - CLEAR;
    return room;
}

static int clamp(int x, struct interval interval)
{
    return x < interval.from ? interval.from : x > interval.to ? interval.to : x;
}

/* The free place in a row that is next to the wanted one; lines that must give way do not all do it
 * by as much. */
static int pass(const struct routing *routing, const struct graph_row *row, int wanted, int number)
{
    struct interval best = {0, 0};
    int distance = -1;
    for (int i = 0; i <= row->count; i++) {
        struct interval room = room_at(routing, row, number % 2 == 0 ? i : row->count - i);
        int away = abs(clamp(wanted, room) - wanted);
        if (distance >= 0 && away >= distance)
            continue;
        best = room;
        distance = away;
    }
    int aside = number % 6 * 7;
    if (wanted < best.from)
        return clamp(best.from + aside, best);
    return wanted > best.to ? clamp(best.to - aside, best) : wanted;
}

static int middle_of(const struct routing *routing, int node)
{
    return routing->left[node] + HALF_WIDTH;
}

static void find_passes(struct routing *routing, int number)
{
    struct route *route = &routing->routes[number];
    const struct graph *graph = routing->graph;
    int from = graph->row_of[route->arc->from], to = graph->row_of[route->arc->to];
    int x = (middle_of(routing, route->arc->from) + middle_of(routing, route->arc->to)) / 2;
    route->step = to > from ? 1 : to < from ? -1 : 0;
    route->pass_count = 0;
    if (abs(to - from) < 2)
        return;
    route->passes = arena_array(routing->arena, (size_t)abs(to - from), sizeof(int));
    for (int row = from + route->step; row != to; row += route->step) {
        x = pass(routing, &graph->rows[row], x, number);
        route->passes[route->pass_count++] = x;
    }
}

/* ---- ports -------------------------------------------------------------------------------- */

/* An end of a line on the upper or lower border of a node. */
struct port {
    int node;
    bool is_lower;
    int towards; /* the x that the line comes from or goes to */
    int number;
    int *x;
};

static int compare_ports(const void *left, const void *right)
{
    const struct port *a = left, *b = right;
    if (a->node != b->node)
        return a->node - b->node;
    if (a->is_lower != b->is_lower)
        return a->is_lower - b->is_lower;
    if (a->towards != b->towards)
        return a->towards - b->towards;
    return a->number - b->number;
}

static bool is_same_border(const struct port *a, const struct port *b)
{
    return a->node == b->node && a->is_lower == b->is_lower;
}

static void spread_ports(const struct routing *routing, const struct port *ports, int count)
{
    for (int first = 0, next = 0; first < count; first = next) {
        while (next < count && is_same_border(&ports[first], &ports[next]))
            next++;
        for (int i = first; i < next; i++)
            *ports[i].x = routing->left[ports[i].node] +
                          DIAGRAM_NODE_WIDTH * (i - first + 1) / (next - first + 1);
    }
}

static int add_ports(const struct routing *routing, int number, struct port *ports)
{
    struct route *route = &routing->routes[number];
    int from = route->arc->from, to = route->arc->to, count = route->pass_count;
    if (route->step == 0)
        return 0;
    ports[0] =
        (struct port){from, route->step > 0, count > 0 ? route->passes[0] : middle_of(routing, to),
                      number, &route->from_x};
    ports[1] = (struct port){
        to, route->step<0, count> 0 ? route->passes[count - 1] : middle_of(routing, from), number,
        &route->to_x};
    return 2;
}

void route_all(struct routing *routing)
{
    int arcs = routing->graph->arc_count, count = 0;
    struct port *ports = arena_array(routing->arena, 2 * (size_t)arcs + 1, sizeof *ports);
    for (int i = 0; i < arcs; i++) {
        routing->routes[i].arc = &routing->graph->arcs[i];
        find_passes(routing, i);
        count += add_ports(routing, i, ports + count);
    }
    qsort(ports, (size_t)count, sizeof *ports, compare_ports);
    spread_ports(routing, ports, count);
}

int route_gap(const struct routing *routing, const struct route *route, int *upper_x, int *lower_x)
{
    int row = routing->graph->row_of[route->arc->from];
    int next = route->pass_count > 0 ? route->passes[0] : route->to_x;
    if (route->step == 0)
        *upper_x = *lower_x = routing->left[route->arc->from] + DIAGRAM_NODE_WIDTH - LOOP_X;
    else {
        *upper_x = route->step > 0 ? route->from_x : next;
        *lower_x = route->step > 0 ? next : route->from_x;
    }
    return route->step < 0 ? row - 1 : row;
}

/* ---- labels ------------------------------------------------------------------------------- */

enum { PAD = 14, GAP = 60, GAP_WITH_LINES = 120, LABEL_EDGE = 8 };

/* Where a curve from (upper_x, 0) to (lower_x, 1) with vertical ends is at the height y. */
static int curve_x(int upper_x, int lower_x, double y)
{
    double from = 0, to = 1, t = 0.5;
    for (int i = 0; i < 16; i++) {
        t = (from + to) / 2;
        if (1.5 * t * (1 - t) + t * t * t < y)
            from = t;
        else
            to = t;
    }
    double back = 1 - t;
    double upper = back * back * back + 3 * back * back * t;
    double x = upper * upper_x + (1 - upper) * lower_x;
    return (int)(x + 0.5);
}

/* A label that stands in a track already. */
struct placed {
    int from, to;
    const struct placed *next;
};

struct tracks {
    int count;
    int height; /* of the gap */
    const struct placed **heads;
};

static int track_middle(const struct tracks *tracks, int track)
{
    return (tracks->height - tracks->count * DIAGRAM_LINE_HEIGHT) / 2 +
           track * DIAGRAM_LINE_HEIGHT + DIAGRAM_LINE_HEIGHT / 2;
}

static bool put(const struct routing *routing, struct tracks *tracks, struct route *route,
                int track)
{
    int upper = 0, lower = 0, half = route->label_width / 2;
    (void)route_gap(routing, route, &upper, &lower);
    int x = curve_x(upper, lower, (double)track_middle(tracks, track) / tracks->height);
    x = clamp(x, (struct interval){half + LABEL_EDGE, routing->width - half - LABEL_EDGE});
    for (const struct placed *other = tracks->heads[track]; other != NULL; other = other->next)
        if (x - half < other->to && other->from < x + half)
            return false;
    struct placed *label = arena_alloc(routing->arena, sizeof *label);
    *label = (struct placed){x - half, x + half, tracks->heads[track]};
    tracks->heads[track] = label;
    route->label_x = x;
    route->track = track;
    return true;
}

/* The tracks in their order of liking: the middle one, then to both sides. */
static int liked(int count, int place)
{
    int aside = (place + 1) / 2;
    return (count - 1) / 2 + (place % 2 == 1 ? aside : -aside);
}

static bool put_all(const struct routing *routing, struct tracks *tracks, struct route **routes,
                    int count)
{
    for (int i = 0; i < count; i++) {
        bool is_put = false;
        for (int k = 0; k < tracks->count && !is_put; k++)
            is_put = put(routing, tracks, routes[i], liked(tracks->count, k));
        if (!is_put)
            return false;
    }
    return true;
}

/* As few tracks as there must be, doubling; each label has one of its own in the end. */
static void place_labels(const struct routing *routing, int gap, struct route **routes, int count)
{
    int base = routing->gaps[gap];
    for (int tracks = 1;; tracks *= 2) {
        int height = 2 * PAD + tracks * DIAGRAM_LINE_HEIGHT;
        struct tracks trial = {tracks, height < base ? base : height,
                               arena_array(routing->arena, (size_t)tracks, sizeof(void *))};
        routing->gaps[gap] = trial.height;
        routing->track_counts[gap] = tracks;
        if (put_all(routing, &trial, routes, count))
            return;
    }
}

/* ---- lanes -------------------------------------------------------------------------------- */

enum {
    SIDE = 28,
    SIDE_MORE = 24
}; /* above and below the labels, where lines turn to their lanes */

/* Which of the gaps that a route runs through this one is; -1: none of them. */
static int crossing_of(const struct routing *routing, const struct route *route, int gap)
{
    int row = routing->graph->row_of[route->arc->from];
    int crossing = route->step > 0 ? gap - row : row - 1 - gap;
    return route->step == 0 || crossing > route->pass_count ? -1 : crossing;
}

static struct lane lane_of(const struct route *route, int crossing, int number)
{
    int begin = crossing == 0 ? route->from_x : route->passes[crossing - 1];
    int end = crossing == route->pass_count ? route->to_x : route->passes[crossing];
    return (struct lane){.wanted = (begin + end) / 2 - LABEL_EDGE,
                         .half_width = crossing == 0 ? (route->label_width + 1) / 2 : 0,
                         .number = number};
}

/* All lines through a gap; the label of a loop is as wide as it, and has no line. */
static int collect_lanes(const struct routing *routing, int gap, struct lane *lanes)
{
    int count = 0;
    for (int i = 0; i < routing->graph->arc_count; i++) {
        const struct route *route = &routing->routes[i];
        int upper = 0, lower = 0, crossing = crossing_of(routing, route, gap);
        if (crossing >= 0)
            lanes[count++] = lane_of(route, crossing, i);
        else if (route->step == 0 && route->label != NULL &&
                 route_gap(routing, route, &upper, &lower) == gap)
            lanes[count++] = (struct lane){.wanted = upper - LABEL_EDGE,
                                           .half_width = (route->label_width + 1) / 2,
                                           .number = i};
    }
    return count;
}

static void clear_lanes(struct routing *routing)
{
    for (int i = 0; i < routing->graph->arc_count; i++) {
        struct route *route = &routing->routes[i];
        route->lanes = arena_array(routing->arena, (size_t)route->pass_count + 1, sizeof(int));
        for (int k = 0; k <= route->pass_count; k++)
            route->lanes[k] = -1;
    }
}

static bool set_lanes(struct routing *routing, int gap, struct lane *lanes)
{
    int count = collect_lanes(routing, gap, lanes), tracks = 0;
    if (!lane_assign(routing->arena, lanes, count, routing->width - 2 * LABEL_EDGE, &tracks))
        return false;
    for (int i = 0; i < count; i++) {
        struct route *route = &routing->routes[lanes[i].number];
        int crossing = crossing_of(routing, route, gap);
        if (crossing >= 0)
            route->lanes[crossing] = lanes[i].x + LABEL_EDGE;
        if (lanes[i].half_width == 0)
            continue;
        route->label_x = lanes[i].x + LABEL_EDGE;
        route->track = lanes[i].track;
    }
    routing->track_counts[gap] = tracks;
    routing->gaps[gap] =
        tracks * DIAGRAM_LINE_HEIGHT + 2 * (SIDE + (count < SIDE_MORE ? count : SIDE_MORE));
    return true;
}

/* More lines need more room to be told apart. */
static void set_gaps(struct routing *routing)
{
    const struct graph *graph = routing->graph;
    for (int i = 0; i < graph->row_count; i++)
        routing->gaps[i] = i + 1 < graph->row_count ? GAP : 0;
    for (int i = 0; i < graph->arc_count; i++) {
        int from = graph->row_of[graph->arcs[i].from], to = graph->row_of[graph->arcs[i].to];
        for (int row = from < to ? from : to; row < (from < to ? to : from); row++)
            if (routing->gaps[row] < GAP_WITH_LINES)
                routing->gaps[row] += 3;
    }
}

bool route_labels(struct routing *routing)
{
    const struct graph *graph = routing->graph;
    struct route **labelled =
        arena_array(routing->arena, (size_t)graph->arc_count + 1, sizeof(struct route *));
    struct lane *lanes = arena_array(routing->arena, (size_t)graph->arc_count + 1, sizeof *lanes);
    bool have_lanes = true;
    set_gaps(routing);
    clear_lanes(routing);
    for (int gap = 0; gap < graph->row_count; gap++) {
        int count = 0, upper = 0, lower = 0;
        for (int i = 0; i < graph->arc_count; i++)
            if (routing->routes[i].label != NULL &&
                route_gap(routing, &routing->routes[i], &upper, &lower) == gap)
                labelled[count++] = &routing->routes[i];
        if (count == 0 || set_lanes(routing, gap, lanes))
            continue;
        place_labels(routing, gap, labelled, count);
        have_lanes = false;
    }
    return have_lanes;
}
