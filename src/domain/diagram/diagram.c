#include "domain/diagram/diagram.h"

#include "domain/diagram/diagram_canvas.h"
#include "domain/diagram/diagram_graph.h"
#include "domain/diagram/diagram_place.h"
#include "domain/diagram/diagram_ring.h"
#include "domain/team/team_rules.h"

/* Everything but graphs stands on a grid of four columns. */
enum {
    COLUMNS = 4,
    COLUMN = DIAGRAM_NODE_WIDTH + 80, /* from one to the next */
    ROW = DIAGRAM_NODE_HEIGHT + 48,
    TIGHT_ROW = DIAGRAM_NODE_HEIGHT + 32,
};

static struct point cell(int column, int row, int row_height)
{
    return (struct point){HALF_WIDTH + column * COLUMN, HALF_HEIGHT + row * row_height};
}

static int at_most(int a, int b)
{
    return a < b ? a : b;
}

/* A chain in rows; every second one runs from right to left, so that all its lines are short. */
static void make_sequential(struct canvas *canvas, int count)
{
    for (int i = 0; i < count; i++) {
        int row = i / COLUMNS, column = i % COLUMNS;
        (void)canvas_node(canvas, i, cell(row % 2 == 0 ? column : COLUMNS - 1 - column, row, ROW));
        if (i > 0)
            canvas_straight(canvas, i - 1, i)->has_arrow = true;
    }
}

/* A ring along the border of the grid: the upper row, down the right side, the lower row back, up
 * the left side, which has one member less if their number is odd. */
static void make_border(struct canvas *canvas, int count)
{
    int right = (count - 2 * COLUMNS + 1) / 2, left = (count - 2 * COLUMNS) / 2;
    int rows = right + 2, next = 0;
    int height = (rows - 1) * TIGHT_ROW;
    for (int i = 0; i < COLUMNS; i++)
        (void)canvas_node(canvas, next++, cell(i, 0, TIGHT_ROW));
    for (int i = 1; i <= right; i++)
        (void)canvas_node(canvas, next++, cell(COLUMNS - 1, i, TIGHT_ROW));
    for (int i = COLUMNS - 1; i >= 0; i--)
        (void)canvas_node(canvas, next++, cell(i, rows - 1, TIGHT_ROW));
    for (int i = left; i >= 1; i--)
        (void)canvas_node(canvas, next++, cell(0, 1, height * i / (left + 1)));
    for (int i = 0; i < count; i++)
        canvas_straight(canvas, i, (i + 1) % count)->has_arrow = true;
}

static void make_round_robin(struct canvas *canvas, int count)
{
    if (count > RING_MAX) {
        make_border(canvas, count);
        return;
    }
    (void)ring_make(canvas, count, count > 1);
    if (count == 1)
        (void)canvas_loop(canvas, 0);
}

/* ---- one above the others ----------------------------------------------------------------- */

/* A line from the node above along its trunk, over a row and down to a node. */
static void add_branch(struct canvas *canvas, int above, int below, bool has_arrow)
{
    const struct diagram_node *a = &canvas->diagram->nodes[above];
    const struct diagram_node *b = &canvas->diagram->nodes[below];
    int trunk = a->x + HALF_WIDTH, x = b->x + HALF_WIDTH;
    int bus = b->y - (ROW - DIAGRAM_NODE_HEIGHT) / 2;
    struct diagram_line *line = canvas_line(canvas, above, below);
    line->has_arrow = has_arrow;
    line->path = arena_printf(canvas->arena, "M%d,%d L%d,%d L%d,%d L%d,%d", trunk,
                              a->y + DIAGRAM_NODE_HEIGHT, trunk, bus, x, bus, x, b->y);
}

/* The members but one in rows below a node. Several rows have an even number of columns, so that
 * the trunk runs between them. */
static void add_rows(struct canvas *canvas, int count, int without, int columns)
{
    int placed = 0, total = without < 0 ? count : count - 1;
    for (int i = 0; i < count; i++) {
        if (i == without)
            continue;
        int row = placed / columns, in_row = at_most(total - row * columns, columns);
        struct point middle = cell(placed % columns, row + 1, ROW);
        middle.x += (columns - in_row) * COLUMN / 2;
        (void)canvas_node(canvas, i, middle);
        placed++;
    }
}

static struct point top_middle(int columns)
{
    struct point middle = cell(0, 0, ROW);
    middle.x += (columns - 1) * COLUMN / 2;
    return middle;
}

static void make_below_hub(struct canvas *canvas, int count, const char *says, bool has_arrow)
{
    int columns = at_most(count, COLUMNS);
    int hub = canvas_hub(canvas, says, top_middle(columns));
    add_rows(canvas, count, -1, columns);
    for (int i = hub + 1; i < canvas->diagram->node_count; i++)
        add_branch(canvas, hub, i, has_arrow);
}

static void make_hierarchical(struct canvas *canvas, const struct team_plan *plan, int count)
{
    int lead = canvas_lead(plan, count);
    if (lead < 0) {
        make_below_hub(canvas, count, "No lead yet", false);
        return;
    }
    int columns = count == 1 ? 1 : at_most(count - 1, COLUMNS);
    int above = canvas_node(canvas, lead, top_middle(columns));
    add_rows(canvas, count, lead, columns);
    for (int i = above + 1; i < canvas->diagram->node_count; i++)
        add_branch(canvas, above, i, true);
}

/* ---- all to all --------------------------------------------------------------------------- */

static void add_star(struct canvas *canvas, int count, const char *says, bool has_arrow)
{
    int hub = canvas_hub(canvas, says, ring_make(canvas, count, false));
    for (int i = 0; i < count; i++)
        canvas_straight(canvas, hub, i)->has_arrow = has_arrow;
}

static void make_selector(struct canvas *canvas, int count)
{
    if (count > RING_MAX)
        make_below_hub(canvas, count, "Model chooses", true);
    else
        add_star(canvas, count, "Model chooses", true);
}

/* Lines of so many would hide who is who: they go through a hub. */
enum { PAIRS_MAX = 6 };

static void make_handoff(struct canvas *canvas, int count)
{
    if (count > RING_MAX) {
        make_below_hub(canvas, count, "Any to any", false);
        return;
    }
    if (count > PAIRS_MAX) {
        add_star(canvas, count, "Any to any", false);
        return;
    }
    (void)ring_make(canvas, count, false);
    for (int i = 0; i < count; i++)
        for (int k = i + 1; k < count; k++)
            (void)canvas_straight(canvas, i, k);
}

void diagram_make(struct arena *arena, const struct team_plan *plan, struct diagram *diagram)
{
    struct canvas canvas = {.arena = arena, .diagram = diagram};
    int count = at_most(plan->member_count, TEAM_MEMBERS_MAX);
    *diagram = (struct diagram){.width = 2 * DIAGRAM_MARGIN, .height = 2 * DIAGRAM_MARGIN};
    if (count == 0)
        return;
    switch (plan->kind) {
    case TEAM_ROUND_ROBIN:
        make_round_robin(&canvas, count);
        break;
    case TEAM_SELECTOR:
        make_selector(&canvas, count);
        break;
    case TEAM_HANDOFF:
        make_handoff(&canvas, count);
        break;
    case TEAM_HIERARCHICAL:
        make_hierarchical(&canvas, plan, count);
        break;
    case TEAM_GRAPH:
        graph_make(&canvas, plan, ROW_MAX);
        break;
    case TEAM_SEQUENTIAL:
    default:
        make_sequential(&canvas, count);
        break;
    }
    canvas_crop(&canvas);
}
