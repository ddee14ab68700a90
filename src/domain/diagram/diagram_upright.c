#include "domain/diagram/diagram_upright.h"

#include "domain/diagram/diagram_canvas.h"
#include "domain/diagram/diagram_place.h"

enum {
    STEP = DIAGRAM_NODE_HEIGHT + 32, /* of a chain */
    BRANCH_STEP = DIAGRAM_NODE_HEIGHT + 16,
    TRUNK = 14,  /* from the left border of the node above */
    INDENT = 36, /* of the members below */
    ASIDE = 24,  /* how far the line back runs from the chain */
};

static void make_chain(struct canvas *canvas, int count)
{
    for (int i = 0; i < count; i++) {
        (void)canvas_node(canvas, i, (struct point){HALF_WIDTH, HALF_HEIGHT + i * STEP});
        if (i > 0)
            canvas_straight(canvas, i - 1, i)->has_arrow = true;
    }
}

static void make_ring(struct canvas *canvas, int count)
{
    const int right = DIAGRAM_NODE_WIDTH;
    make_chain(canvas, count);
    if (count == 1) {
        (void)canvas_loop(canvas, 0);
        return;
    }
    struct diagram_line *line = canvas_line(canvas, count - 1, 0);
    line->has_arrow = true;
    line->path = arena_printf(canvas->arena, "M%d,%d L%d,%d L%d,%d L%d,%d", right,
                              HALF_HEIGHT + (count - 1) * STEP, right + ASIDE,
                              HALF_HEIGHT + (count - 1) * STEP, right + ASIDE, HALF_HEIGHT, right,
                              HALF_HEIGHT);
    canvas_reach(canvas, right + ASIDE, HALF_HEIGHT);
}

/* The members but one below the node above, on branches from its trunk. */
static void add_branches(struct canvas *canvas, int count, int without, bool has_arrow)
{
    int y = HALF_HEIGHT;
    for (int i = 0; i < count; i++) {
        if (i == without)
            continue;
        y += BRANCH_STEP;
        int node = canvas_node(canvas, i, (struct point){INDENT + HALF_WIDTH, y});
        struct diagram_line *line = canvas_line(canvas, 0, node);
        line->has_arrow = has_arrow;
        line->path = arena_printf(canvas->arena, "M%d,%d L%d,%d L%d,%d", TRUNK, DIAGRAM_NODE_HEIGHT,
                                  TRUNK, y, INDENT, y);
    }
}

static const struct point top = {HALF_WIDTH, HALF_HEIGHT};

static void make_below_hub(struct canvas *canvas, int count, const char *says, bool has_arrow)
{
    (void)canvas_hub(canvas, says, top);
    add_branches(canvas, count, -1, has_arrow);
}

static void make_hierarchical(struct canvas *canvas, const struct team_plan *plan, int count)
{
    int lead = canvas_lead(plan, count);
    if (lead < 0) {
        make_below_hub(canvas, count, "No lead yet", false);
        return;
    }
    (void)canvas_node(canvas, lead, top);
    add_branches(canvas, count, lead, true);
}

void diagram_upright(struct arena *arena, const struct team_plan *plan, struct diagram *diagram)
{
    struct canvas canvas = {.arena = arena, .diagram = diagram};
    int count = plan->member_count < TEAM_MEMBERS_MAX ? plan->member_count : TEAM_MEMBERS_MAX;
    *diagram = (struct diagram){.width = 2 * DIAGRAM_MARGIN, .height = 2 * DIAGRAM_MARGIN};
    if (count == 0)
        return;
    switch (plan->kind) {
    case TEAM_ROUND_ROBIN:
        make_ring(&canvas, count);
        break;
    case TEAM_SELECTOR:
        make_below_hub(&canvas, count, "Model chooses", true);
        break;
    case TEAM_HANDOFF:
        make_below_hub(&canvas, count, "Any to any", false);
        break;
    case TEAM_HIERARCHICAL:
        make_hierarchical(&canvas, plan, count);
        break;
    case TEAM_GRAPH:
        graph_make(&canvas, plan, 1);
        break;
    case TEAM_SEQUENTIAL:
    default:
        make_chain(&canvas, count);
        break;
    }
    canvas_crop(&canvas);
}
