#include "domain/diagram/diagram_canvas.h"

#include <stdlib.h>

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

struct diagram_line *canvas_loop(struct canvas *canvas, int at)
{
    enum { OUT = 28, DOWN = 26 };
    const struct diagram_node *node = &canvas->diagram->nodes[at];
    int right = node->x + node->width, bottom = node->y + node->height;
    struct diagram_line *line = canvas_line(canvas, at, at);
    line->has_arrow = line->is_back = true;
    line->path = arena_printf(canvas->arena, "M%d,%d C%d,%d %d,%d %d,%d", right,
                              node->y + HALF_HEIGHT, right + OUT, node->y + HALF_HEIGHT,
                              right - OUT / 2, bottom + DOWN, right - OUT / 2, bottom);
    return line;
}
