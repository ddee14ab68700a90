#include "domain/diagram/diagram_ring.h"

#include <math.h>

/* Few members stand on an ellipse; angles run clockwise, as y grows downwards. */

static const double turn = 2 * 3.14159265358979323846;

struct ellipse {
    int rx, ry;
    struct point middle;
};

/* Wide enough that boxes keep clear of each other and of a hub in the middle. */
static struct ellipse ellipse_for(int count)
{
    static const struct {
        int rx, ry;
    } sizes[RING_MAX + 1] = {{0, 0},     {0, 90},    {216, 80},  {240, 120}, {264, 120},
                             {320, 140}, {340, 150}, {360, 170}, {372, 180}};
    int rx = sizes[count].rx, ry = sizes[count].ry;
    return (struct ellipse){rx, ry, {rx + HALF_WIDTH, ry + HALF_HEIGHT}};
}

/* Two face each other; otherwise the first is at the top. */
static double angle_of(int index, int count)
{
    return turn * index / count - (count == 2 ? turn / 2 : turn / 4);
}

static struct point point_at(const struct ellipse *ellipse, double angle)
{
    return (struct point){ellipse->middle.x + (int)lround(ellipse->rx * cos(angle)),
                          ellipse->middle.y + (int)lround(ellipse->ry * sin(angle))};
}

static bool is_inside(const struct diagram_node *node, struct point point)
{
    return point.x > node->x && point.x < node->x + node->width && point.y > node->y &&
           point.y < node->y + node->height;
}

/* Where the ellipse leaves a node on the way from an angle inside to one outside. */
static struct point leave(const struct ellipse *ellipse, const struct diagram_node *node,
                          double inside, double outside)
{
    for (int i = 0; i < 24; i++) {
        double angle = (inside + outside) / 2;
        if (is_inside(node, point_at(ellipse, angle)))
            inside = angle;
        else
            outside = angle;
    }
    return point_at(ellipse, outside);
}

/* An arc may go beyond the nodes. */
static void reach_arc(struct canvas *canvas, const struct ellipse *ellipse, double start,
                      double end)
{
    enum { STEPS = 32 };
    for (int i = 0; i <= STEPS; i++) {
        struct point point = point_at(ellipse, start + (end - start) * i / STEPS);
        canvas_reach(canvas, point.x, point.y);
    }
}

static void add_arc(struct canvas *canvas, const struct ellipse *ellipse, int from, int count)
{
    int to = (from + 1) % count;
    double start = angle_of(from, count), end = angle_of(from + 1, count);
    double half = (start + end) / 2;
    struct point a = leave(ellipse, &canvas->diagram->nodes[from], start, half);
    struct point b = leave(ellipse, &canvas->diagram->nodes[to], end, half);
    struct diagram_line *line = canvas_line(canvas, from, to);
    line->has_arrow = true;
    line->path = arena_printf(canvas->arena, "M%d,%d A%d,%d 0 0 1 %d,%d", a.x, a.y, ellipse->rx,
                              ellipse->ry, b.x, b.y);
    reach_arc(canvas, ellipse, start, end);
}

struct point ring_make(struct canvas *canvas, int count, bool has_arcs)
{
    struct ellipse ellipse = ellipse_for(count);
    for (int i = 0; i < count; i++)
        (void)canvas_node(canvas, i, point_at(&ellipse, angle_of(i, count)));
    for (int i = 0; has_arcs && i < count; i++)
        add_arc(canvas, &ellipse, i, count);
    return ellipse.middle;
}
