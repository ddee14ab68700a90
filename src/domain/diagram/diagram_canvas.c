#include "domain/diagram/diagram_canvas.h"

#include <math.h>
#include <stdlib.h>

#include "domain/diagram/diagram_words.h"

static void *grow(struct arena *arena, const void *items, int count, int *room, size_t size)
{
    if (count < *room)
        return NULL;
    *room = *room == 0 ? 32 : *room * 2;
    void *grown = arena_array(arena, (size_t)*room, size);
    if (count > 0)
        memcpy(grown, items, (size_t)count * size);
    return grown;
}

void canvas_reach(struct canvas *canvas, int x, int y)
{
    canvas->left = !canvas->has_bounds || x < canvas->left ? x : canvas->left;
    canvas->right = !canvas->has_bounds || x > canvas->right ? x : canvas->right;
    canvas->top = !canvas->has_bounds || y < canvas->top ? y : canvas->top;
    canvas->bottom = !canvas->has_bounds || y > canvas->bottom ? y : canvas->bottom;
    canvas->has_bounds = true;
}

static void reach_box(struct canvas *canvas, struct point middle, int width, int height)
{
    canvas_reach(canvas, middle.x - width / 2, middle.y - height / 2);
    canvas_reach(canvas, middle.x + width / 2, middle.y + height / 2);
}

void canvas_crop(struct canvas *canvas)
{
    struct diagram *diagram = canvas->diagram;
    for (int i = 0; i < diagram->line_count; i++) {
        const struct diagram_line *line = &diagram->lines[i];
        if (line->label != NULL)
            reach_box(canvas, (struct point){line->label_x, line->label_y},
                      diagram_columns(line->label) * DIAGRAM_CHAR_WIDTH, DIAGRAM_LINE_HEIGHT);
    }
    diagram->left = canvas->left - DIAGRAM_MARGIN;
    diagram->top = canvas->top - DIAGRAM_MARGIN;
    diagram->width = canvas->right - canvas->left + 2 * DIAGRAM_MARGIN;
    diagram->height = canvas->bottom - canvas->top + 2 * DIAGRAM_MARGIN;
}

int canvas_lead(const struct team_plan *plan, int count)
{
    for (int i = 0; i < count; i++)
        if (plan->members[i].role == TEAM_LEAD)
            return i;
    return -1;
}

int canvas_node(struct canvas *canvas, int member, struct point middle)
{
    struct diagram *diagram = canvas->diagram;
    struct diagram_node *grown =
        grow(canvas->arena, diagram->nodes, diagram->node_count, &canvas->node_room, sizeof *grown);
    if (grown != NULL)
        diagram->nodes = grown;
    diagram->nodes[diagram->node_count] = (struct diagram_node){.member = member,
                                                                .x = middle.x - HALF_WIDTH,
                                                                .y = middle.y - HALF_HEIGHT,
                                                                .width = DIAGRAM_NODE_WIDTH,
                                                                .height = DIAGRAM_NODE_HEIGHT};
    reach_box(canvas, middle, DIAGRAM_NODE_WIDTH, DIAGRAM_NODE_HEIGHT);
    return diagram->node_count++;
}

int canvas_hub(struct canvas *canvas, const char *says, struct point middle)
{
    int hub = canvas_node(canvas, -1, middle);
    canvas->diagram->nodes[hub].hub = says;
    return hub;
}

struct diagram_line *canvas_line(struct canvas *canvas, int from, int to)
{
    struct diagram *diagram = canvas->diagram;
    struct diagram_line *grown =
        grow(canvas->arena, diagram->lines, diagram->line_count, &canvas->line_room, sizeof *grown);
    if (grown != NULL)
        diagram->lines = grown;
    struct diagram_line *line = &diagram->lines[diagram->line_count++];
    *line = (struct diagram_line){.from = from, .to = to};
    return line;
}

static struct point middle_of(const struct diagram_node *node)
{
    return (struct point){node->x + node->width / 2, node->y + node->height / 2};
}

/* a * b / c, rounded; c is not 0. */
static int scale(int a, int b, int c)
{
    int sign = (a < 0) != (b < 0) ? -1 : 1;
    return sign * ((abs(a) * abs(b) + c / 2) / c);
}

/* Where the way from the middle of a node towards a point leaves its border. */
static struct point leave(const struct diagram_node *node, struct point towards)
{
    struct point middle = middle_of(node);
    int dx = towards.x - middle.x, dy = towards.y - middle.y;
    if (dx == 0 && dy == 0)
        return middle;
    if (abs(dx) * HALF_HEIGHT > abs(dy) * HALF_WIDTH) /* through the left or right border */
        return (struct point){middle.x + (dx < 0 ? -HALF_WIDTH : HALF_WIDTH),
                              middle.y + scale(dy, HALF_WIDTH, abs(dx))};
    return (struct point){middle.x + scale(dx, HALF_HEIGHT, abs(dy)),
                          middle.y + (dy < 0 ? -HALF_HEIGHT : HALF_HEIGHT)};
}

struct diagram_line *canvas_straight(struct canvas *canvas, int from, int to)
{
    const struct diagram_node *a = &canvas->diagram->nodes[from];
    const struct diagram_node *b = &canvas->diagram->nodes[to];
    struct point start = leave(a, middle_of(b)), end = leave(b, middle_of(a));
    struct diagram_line *line = canvas_line(canvas, from, to);
    line->path = arena_printf(canvas->arena, "M%d,%d L%d,%d", start.x, start.y, end.x, end.y);
    return line;
}

/* A point of a cubic curve (Bézier) at 0 <= t <= 1. */
static struct point curve_at(const struct point p[4], double t)
{
    double s = 1 - t;
    double a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
    return (struct point){(int)lround(a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x),
                          (int)lround(a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y)};
}

struct diagram_line *canvas_loop(struct canvas *canvas, int at)
{
    enum { OUT = 28, DOWN = 26, STEPS = 32 };
    const struct diagram_node *node = &canvas->diagram->nodes[at];
    int right = node->x + node->width, bottom = node->y + node->height;
    const struct point p[4] = {{right, node->y + HALF_HEIGHT},
                               {right + OUT, node->y + HALF_HEIGHT},
                               {right - OUT / 2, bottom + DOWN},
                               {right - OUT / 2, bottom}};
    struct diagram_line *line = canvas_line(canvas, at, at);
    line->has_arrow = line->is_back = true;
    line->path = arena_printf(canvas->arena, "M%d,%d C%d,%d %d,%d %d,%d", p[0].x, p[0].y, p[1].x,
                              p[1].y, p[2].x, p[2].y, p[3].x, p[3].y);
    for (int i = 0; i <= STEPS; i++) {
        struct point point = curve_at(p, (double)i / STEPS);
        canvas_reach(canvas, point.x, point.y);
    }
    return line;
}
