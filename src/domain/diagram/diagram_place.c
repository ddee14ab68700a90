#include "domain/diagram/diagram_place.h"

#include <stdlib.h>

#include "domain/diagram/diagram_route.h"
#include "domain/diagram/diagram_words.h"
#include "domain/team/team_rules.h"

enum { BETWEEN = 66 }; /* nodes of a row */

static int longest_row(const struct graph *graph)
{
    int longest = 0;
    for (int i = 0; i < graph->row_count; i++)
        if (graph->rows[i].count > longest)
            longest = graph->rows[i].count;
    return longest;
}

static bool has_passes(const struct graph *graph)
{
    for (int i = 0; i < graph->arc_count; i++) {
        int rows = graph->row_of[graph->arcs[i].from] - graph->row_of[graph->arcs[i].to];
        if (rows > 1 || rows < -1)
            return true;
    }
    return false;
}

/* Rows stand in the middle. Lines that pass narrow ones need room beside them; more may be asked
 * for. */
static void place_columns(struct routing *routing, int more)
{
    const struct graph *graph = routing->graph;
    int longest = longest_row(graph);
    int side = graph->row_max == 1 ? GRAPH_NARROW_SIDE : GRAPH_SIDE;
    int margin = GRAPH_MARGIN + (longest < ROW_MAX && has_passes(graph) ? side : 0) + more / 2;
    routing->width = 2 * margin + longest * (DIAGRAM_NODE_WIDTH + BETWEEN) - BETWEEN;
    for (int i = 0; i < graph->row_count; i++) {
        const struct graph_row *row = &graph->rows[i];
        int x = margin + (longest - row->count) * (DIAGRAM_NODE_WIDTH + BETWEEN) / 2;
        for (int k = 0; k < row->count; k++, x += DIAGRAM_NODE_WIDTH + BETWEEN)
            routing->left[row->nodes[k]] = x;
    }
}

static void cut_labels(struct routing *routing)
{
    enum { PAD = 8 };
    for (int i = 0; i < routing->graph->arc_count; i++) {
        struct route *route = &routing->routes[i];
        const char *condition = routing->graph->arcs[i].condition;
        if (condition[0] == '\0')
            continue;
        route->label = diagram_cut(routing->arena, condition, DIAGRAM_CONDITION_CHARS);
        route->label_width = diagram_columns(route->label) * DIAGRAM_CHAR_WIDTH + PAD;
    }
}

/* ---- paths -------------------------------------------------------------------------------- */

/* A line on its way: it is at (x, y). */
struct pen {
    struct buf buf;
    int x, y;
};

static void draw_straight(struct pen *pen, int y)
{
    if (pen->y != y)
        buf_printf(&pen->buf, " L%d,%d", pen->x, y);
    pen->y = y;
}

/* Through a gap; one that does not turn is drawn with what follows it. */
static void draw_curve(struct pen *pen, int x, int gap_begin, int gap_end)
{
    int middle = (gap_begin + gap_end) / 2;
    if (x == pen->x)
        return;
    draw_straight(pen, gap_begin);
    buf_printf(&pen->buf, " C%d,%d %d,%d %d,%d", pen->x, middle, x, middle, x, gap_end);
    pen->x = x;
    pen->y = gap_end;
}

/* The upper border of a row, or its lower one. */
static int border(const struct routing *routing, int row, bool is_lower)
{
    return routing->tops[row] + (is_lower ? DIAGRAM_NODE_HEIGHT : 0);
}

/* The curves between two points stay between them, and so do the bounds. */
static const char *draw(struct canvas *canvas, const struct routing *routing,
                        const struct route *route)
{
    int row = routing->graph->row_of[route->arc->from];
    bool is_down = route->step > 0;
    struct pen pen = {.x = route->from_x, .y = border(routing, row, is_down)};
    buf_init(&pen.buf, routing->arena);
    buf_printf(&pen.buf, "M%d,%d", pen.x, pen.y);
    for (int i = 0; i <= route->pass_count; i++, row += route->step) {
        int begin = border(routing, row, is_down),
            end = border(routing, row + route->step, !is_down);
        if (route->lanes[i] >= 0) {
            int labels = routing->track_counts[is_down ? row : row - 1] * DIAGRAM_LINE_HEIGHT;
            int side = (abs(end - begin) - labels) / 2;
            draw_curve(&pen, route->lanes[i], begin, begin + route->step * side);
            canvas_reach(canvas, pen.x, pen.y);
            begin = end - route->step * side;
        }
        draw_curve(&pen, i < route->pass_count ? route->passes[i] : route->to_x, begin, end);
        canvas_reach(canvas, pen.x, pen.y);
    }
    draw_straight(&pen, border(routing, row, !is_down));
    return pen.buf.data;
}

static void add_line(struct canvas *canvas, const struct routing *routing,
                     const struct route *route)
{
    int from = route->arc->from, to = route->arc->to, upper = 0, lower = 0;
    struct diagram_line *line =
        route->step == 0 ? canvas_loop(canvas, from) : canvas_line(canvas, from, to);
    if (route->step != 0)
        line->path = draw(canvas, routing, route);
    line->has_arrow = true;
    line->is_back = route->arc->is_back;
    line->label = route->label;
    if (route->label == NULL)
        return;
    int gap = route_gap(routing, route, &upper, &lower);
    int height = routing->track_counts[gap] * DIAGRAM_LINE_HEIGHT;
    line->label_x = route->label_x;
    line->label_y = border(routing, gap, true) + (routing->gaps[gap] - height) / 2 +
                    route->track * DIAGRAM_LINE_HEIGHT + DIAGRAM_LINE_HEIGHT / 2;
}

static void place_rows(struct routing *routing)
{
    int y = 0;
    for (int i = 0; i < routing->graph->row_count; i++) {
        routing->tops[i] = y;
        y += DIAGRAM_NODE_HEIGHT + routing->gaps[i];
    }
    routing->tops[routing->graph->row_count] = y;
}

/* As wide as the labels need it for lanes, if that can be. */
static void route_lines(struct routing *routing)
{
    enum { TRIES = 2 };
    int most = routing->graph->row_max == 1 ? DIAGRAM_UPRIGHT_WIDTH : DIAGRAM_WIDTH;
    place_columns(routing, 0);
    int room = most - routing->width;
    cut_labels(routing);
    route_all(routing);
    for (int i = 1; !route_labels(routing) && i <= TRIES && room > 0; i++) {
        place_columns(routing, room * i / TRIES);
        route_all(routing);
    }
}

/* Gives nodes and lines their places. */
static void place(struct canvas *canvas, const struct graph *graph)
{
    struct arena *arena = canvas->arena;
    size_t rows = (size_t)graph->row_count + 1;
    struct routing routing = {
        .arena = arena,
        .graph = graph,
        .routes = arena_array(arena, (size_t)graph->arc_count + 1, sizeof(struct route)),
        .left = arena_array(arena, (size_t)graph->node_count + 1, sizeof(int)),
        .tops = arena_array(arena, rows, sizeof(int)),
        .gaps = arena_array(arena, rows, sizeof(int)),
        .track_counts = arena_array(arena, rows, sizeof(int)),
    };
    route_lines(&routing);
    place_rows(&routing);
    for (int i = 0; i < graph->node_count; i++)
        (void)canvas_node(canvas, i,
                          (struct point){routing.left[i] + HALF_WIDTH,
                                         routing.tops[graph->row_of[i]] + HALF_HEIGHT});
    for (int i = 0; i < graph->arc_count; i++)
        add_line(canvas, &routing, &routing.routes[i]);
}

void graph_make(struct canvas *canvas, const struct team_plan *plan, int row_max)
{
    int edges = plan->edge_count < TEAM_EDGES_MAX ? plan->edge_count : TEAM_EDGES_MAX;
    struct graph graph = {
        .arena = canvas->arena, .node_count = plan->member_count, .row_max = row_max};
    if (graph.node_count > TEAM_MEMBERS_MAX)
        graph.node_count = TEAM_MEMBERS_MAX;
    graph.arcs = arena_array(canvas->arena, (size_t)edges + 1, sizeof *graph.arcs);
    for (int i = 0; i < edges; i++) {
        const struct team_edge *edge = &plan->edges[i];
        int from = team_member_find(plan, &edge->from), to = team_member_find(plan, &edge->to);
        if (from >= 0 && to >= 0 && from < graph.node_count && to < graph.node_count)
            graph.arcs[graph.arc_count++] =
                (struct arc){from, to, edge->condition == NULL ? "" : edge->condition, false};
    }
    graph_layer(&graph);
    graph_order(&graph);
    place(canvas, &graph);
}
