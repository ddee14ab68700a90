#include "test.h"

#include "base/clock.h"
#include "diagrams.h"
#include "plans.h"
#include "times.h"

/* With ROSTRUM_DIAGRAMS set to a folder, every diagram of these tests is written there as an SVG,
 * to be looked at. */

static struct arena *arena;

static const int counts[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 40, 41, 100};

static int set_up(void **state)
{
    (void)state;
    arena = arena_create((size_t)256 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void write_svg(FILE *file, const struct diagram *diagram)
{
    fprintf(file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"%d %d %d %d\" width=\"%d\" "
            "height=\"%d\" font-family=\"sans-serif\" font-size=\"13\" text-anchor=\"middle\">"
            "<marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" "
            "markerHeight=\"8\" orient=\"auto\"><path d=\"M0,0L8,4L0,8z\"/></marker>"
            "<rect x=\"-2000\" y=\"-2000\" width=\"40000\" height=\"40000\" fill=\"#fff\"/>\n",
            diagram->left, diagram->top, diagram->width, diagram->height, diagram->width,
            diagram->height);
    for (int i = 0; i < diagram->line_count; i++)
        fprintf(file, "<path d=\"%s\" fill=\"none\" stroke=\"#678\"%s%s/>\n",
                diagram->lines[i].path,
                diagram->lines[i].has_arrow ? " marker-end=\"url(#a)\"" : "",
                diagram->lines[i].is_back ? " stroke-dasharray=\"5 3\"" : "");
    for (int i = 0; i < diagram->node_count; i++) {
        const struct diagram_node *node = &diagram->nodes[i];
        fprintf(file,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\" "
                "stroke=\"#456\"/><text x=\"%d\" y=\"%d\">%s %d</text>\n",
                node->x, node->y, node->width, node->height, node->hub ? "#fed" : "#eef",
                node->x + node->width / 2, node->y + 28, node->hub ? node->hub : "Member",
                node->member + 1);
    }
    for (int i = 0; i < diagram->line_count; i++)
        if (diagram->lines[i].label != NULL)
            fprintf(file,
                    "<text x=\"%d\" y=\"%d\" font-size=\"12\" stroke=\"#fff\" stroke-width=\"4\" "
                    "paint-order=\"stroke\">%s</text>\n",
                    diagram->lines[i].label_x, diagram->lines[i].label_y + 4,
                    diagram->lines[i].label);
    fprintf(file, "</svg>\n");
}

static void look(const struct diagram *diagram, const char *name)
{
    const char *folder = getenv("ROSTRUM_DIAGRAMS");
    if (folder != NULL) {
        FILE *file = fopen(arena_printf(arena, "%s/%s.svg", folder, name), "w");
        assert_non_null(file);
        write_svg(file, diagram);
        fclose(file);
    }
    const char *wrong = diagram_check(diagram);
    if (wrong != NULL)
        fail_msg("%s: %s", name, wrong);
}

/* Makes it, and for narrow screens too. */
static struct diagram make(const struct team_plan *plan, const char *name)
{
    struct diagram diagram, upright;
    diagram_make(arena, plan, &diagram);
    look(&diagram, name);
    diagram_upright(arena, plan, &upright);
    look(&upright, arena_printf(arena, "%s-upright", name));
    assert_in_range(upright.width, 1, DIAGRAM_UPRIGHT_WIDTH);
    assert_true(upright.node_count >= plan->member_count || upright.node_count >= TEAM_MEMBERS_MAX);
    return diagram;
}

/* Every member stands there once. */
static void assert_all_members(const struct diagram *diagram, int count)
{
    bool is_there[TEAM_MEMBERS_MAX] = {false};
    for (int i = 0; i < diagram->node_count; i++) {
        int member = diagram->nodes[i].member;
        if (member < 0)
            continue;
        assert_in_range(member, 0, count - 1);
        assert_false(is_there[member]);
        is_there[member] = true;
    }
    for (int i = 0; i < count; i++)
        assert_true(is_there[i]);
}

static int count_hubs(const struct diagram *diagram)
{
    int hubs = 0;
    for (int i = 0; i < diagram->node_count; i++)
        hubs += diagram->nodes[i].hub != NULL;
    return hubs;
}

static bool has_line(const struct diagram *diagram, int from, int to)
{
    for (int i = 0; i < diagram->line_count; i++)
        if (diagram->nodes[diagram->lines[i].from].member == from &&
            diagram->nodes[diagram->lines[i].to].member == to)
            return true;
    return false;
}

static struct diagram make_kind(enum team_kind kind, int count)
{
    struct team_plan plan = plan_make(arena, kind, count);
    struct diagram diagram =
        make(&plan, arena_printf(arena, "%s-%03d", team_kind_names[kind], count));
    assert_all_members(&diagram, count);
    return diagram;
}

static void every_kind_is_drawn_with_any_number(void **state)
{
    (void)state;
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++)
        for (int count = 1; count <= TEAM_MEMBERS_MAX; count++) {
            struct team_plan plan = plan_make(arena, (enum team_kind)kind, count);
            struct diagram diagram;
            diagram_make(arena, &plan, &diagram);
            const char *wrong = diagram_check(&diagram);
            if (wrong != NULL)
                fail_msg("%s of %d: %s", team_kind_names[kind], count, wrong);
            assert_all_members(&diagram, count);
        }
}

static void a_round_robin_is_a_ring(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        int count = counts[i];
        struct diagram diagram = make_kind(TEAM_ROUND_ROBIN, count);
        assert_int_equal(diagram.line_count, count);
        for (int k = 0; k < count; k++)
            assert_true(has_line(&diagram, k, (k + 1) % count));
        assert_int_equal(count_hubs(&diagram), 0);
    }
}

static void a_sequence_is_a_chain(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        struct diagram diagram = make_kind(TEAM_SEQUENTIAL, counts[i]);
        assert_int_equal(diagram.line_count, counts[i] - 1);
        for (int k = 0; k + 1 < counts[i]; k++)
            assert_true(has_line(&diagram, k, k + 1));
    }
}

static void a_lead_stands_above(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        struct team_plan plan = plan_make(arena, TEAM_HIERARCHICAL, counts[i]);
        int lead = counts[i] / 2;
        plan.members[0].role = TEAM_WORKER;
        plan.members[lead].role = TEAM_LEAD;
        struct diagram diagram = make(&plan, arena_printf(arena, "hierarchical-%03d", counts[i]));
        assert_all_members(&diagram, counts[i]);
        assert_int_equal(diagram.nodes[0].member, lead);
        assert_int_equal(diagram.line_count, counts[i] - 1);
        for (int k = 1; k < diagram.node_count; k++)
            assert_true(diagram.nodes[k].y > diagram.nodes[0].y);
    }
}

static void without_a_lead_there_is_a_gap_for_it(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_HIERARCHICAL, 6);
    plan.members[0].role = TEAM_WORKER;
    struct diagram diagram = make(&plan, "no-lead");
    assert_all_members(&diagram, 6);
    assert_int_equal(count_hubs(&diagram), 1);
    assert_string_equal(diagram.nodes[0].hub, "No lead yet");
    plan.members[4].role = plan.members[2].role = TEAM_LEAD;
    diagram = make(&plan, "two-leads");
    assert_int_equal(diagram.nodes[0].member, 2);
}

static void a_selector_has_the_model_in_its_middle(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        struct diagram diagram = make_kind(TEAM_SELECTOR, counts[i]);
        assert_int_equal(count_hubs(&diagram), 1);
        assert_int_equal(diagram.line_count, counts[i]);
        for (int k = 0; k < counts[i]; k++)
            assert_true(has_line(&diagram, -1, k));
    }
}

static void handoffs_join_all_and_stay_few(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        int count = counts[i];
        struct diagram diagram = make_kind(TEAM_HANDOFF, count);
        if (count_hubs(&diagram) == 0)
            assert_int_equal(diagram.line_count, count * (count - 1) / 2);
        else
            assert_int_equal(diagram.line_count, count);
        assert_true(diagram.line_count <= 15 || count_hubs(&diagram) == 1);
    }
}

static void the_height_grows_with_the_rows(void **state)
{
    (void)state;
    static const int most[TEAM_KIND_COUNT] = {2200, 1200, 1200, 1200, 1200, 1200};
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++)
        assert_in_range(make_kind((enum team_kind)kind, 40).height, 400, most[kind]);
}

/* ---- graphs ------------------------------------------------------------------------------- */

static void a_review_reads_from_top_to_bottom(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 5);
    plan_edge(&plan, 0, 1, "");
    plan_edge(&plan, 0, 2, "needs figures");
    plan_edge(&plan, 1, 3, "");
    plan_edge(&plan, 2, 3, "");
    plan_edge(&plan, 3, 4, "approved");
    plan_edge(&plan, 3, 0, "not approved, with what is missing");
    plan_edge(&plan, 3, 3, "unsure");
    struct diagram diagram = make(&plan, "review");
    assert_int_equal(diagram.line_count, 7);
    for (int i = 0; i < 7; i++) {
        const struct diagram_line *line = &diagram.lines[i];
        assert_int_equal(line->is_back, i >= 5);
        assert_true(line->has_arrow);
        if (i < 5)
            assert_true(diagram.nodes[line->from].y < diagram.nodes[line->to].y);
    }
    assert_null(diagram.lines[0].label);
    assert_string_equal(diagram.lines[4].label, "approved");
    assert_string_equal(diagram.lines[5].label, "not approved, with what…");
}

static void long_edges_go_past_other_nodes(void **state)
{
    (void)state;
    for (int count = 3; count <= 100; count += 97 / 4) {
        struct team_plan plan = plan_make(arena, TEAM_GRAPH, count);
        for (int i = 0; i + 1 < count; i++)
            plan_edge(&plan, i, i + 1, "next");
        for (int i = 2; i < count; i += 3)
            plan_edge(&plan, 0, i, "at once");
        for (int i = 2; i < count; i += 5)
            plan_edge(&plan, i, 0, "start again");
        (void)make(&plan, arena_printf(arena, "long-%03d", count));
    }
}

static void a_wide_layer_becomes_rows(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 40);
    for (int i = 1; i < 39; i++) {
        plan_edge(&plan, 0, i, i % 3 == 0 ? "some reason to go here" : "");
        plan_edge(&plan, i, 39, i % 4 == 0 ? "done" : "");
    }
    struct diagram diagram = make(&plan, "fan");
    assert_true(diagram.width <= DIAGRAM_WIDTH);
    assert_int_equal(diagram.line_count, 76);
}

static void parts_may_be_apart(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 12);
    plan_edge(&plan, 0, 1, "");
    plan_edge(&plan, 1, 2, "");
    plan_edge(&plan, 5, 6, "");
    plan_edge(&plan, 6, 5, "back");
    plan_edge(&plan, 9, 9, "again");
    struct diagram diagram = make(&plan, "apart");
    assert_int_equal(diagram.line_count, 5);
    assert_true(diagram.lines[3].is_back);
    assert_true(diagram.nodes[11].y > diagram.nodes[2].y);
}

static void edges_of_strangers_are_left_out(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 3);
    plan_edge(&plan, 0, 50, "");
    plan_edge(&plan, 51, 1, "");
    plan_edge(&plan, 0, 1, NULL);
    struct diagram diagram = make(&plan, "strangers");
    assert_int_equal(diagram.line_count, 1);
    assert_null(diagram.lines[0].label);
}

/* A small generator of its own: the same graphs everywhere. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void any_graph_is_drawn(void **state)
{
    (void)state;
    static const char *const conditions[] = {"", "", "ok", "if it is approved",
                                             "\u6f22\u5b57\u306e\u6761\u4ef6\u3067\u3059\u304c"
                                             "\u9577\u3044\u3082\u306e"};
    uint32_t seed = 7;
    for (int round = 0; round < 120; round++) {
        int count = 1 + (int)(next_random(&seed) % (round % 10 == 0 ? 100 : 14));
        int edges = (int)(next_random(&seed) % (round % 10 == 0 ? 501 : 30));
        struct team_plan plan = plan_make(arena, TEAM_GRAPH, count);
        for (int i = 0; i < edges; i++)
            plan_edge(&plan, (int)(next_random(&seed) % (uint32_t)count),
                      (int)(next_random(&seed) % (uint32_t)count),
                      conditions[next_random(&seed) % COUNT_OF(conditions)]);
        struct diagram diagram = make(&plan, arena_printf(arena, "random-%03d", round));
        assert_all_members(&diagram, count);
        assert_int_equal(diagram.line_count, edges);
    }
}

static void few_edges_run_past_the_labels_of_others(void **state)
{
    (void)state;
    static const char *const conditions[] = {"", "ok", "if it is approved", "tests are missing"};
    uint32_t seed = 11;
    for (int round = 0; round < 300; round++) {
        int count = 2 + (int)(next_random(&seed) % 6), edges = (int)(next_random(&seed) % 8);
        struct team_plan plan = plan_make(arena, TEAM_GRAPH, count);
        for (int i = 0; i < edges; i++)
            plan_edge(&plan, (int)(next_random(&seed) % (uint32_t)count),
                      (int)(next_random(&seed) % (uint32_t)count),
                      conditions[next_random(&seed) % COUNT_OF(conditions)]);
        const char *name = arena_printf(arena, "lanes-%03d", round);
        struct diagram diagram = make(&plan, name);
        const char *wrong = diagram_check_lanes(&diagram);
        if (wrong != NULL)
            fail_msg("%s: %s", name, wrong);
    }
}

static void the_largest_graphs_take_little_time(void **state)
{
    (void)state;
    for (int shape = 0; shape < 4; shape++) {
        struct team_plan plan = plan_make(arena, TEAM_GRAPH, 100);
        for (int i = 0; i < TEAM_EDGES_MAX; i++) {
            int from = shape == 0 ? i % 99 : shape == 1 ? i % 5 : shape == 2 ? 0 : i % 100;
            int to = shape == 0   ? i % 99 + 1
                     : shape == 1 ? 5 + i % 95
                     : shape == 2 ? 1
                                  : (i * 37 + 11) % 100;
            plan_edge(&plan, from, to, "a condition as long as it can be, and longer than that");
        }
        int64_t start = times_used();
        struct diagram diagram;
        diagram_make(arena, &plan, &diagram);
        int64_t took = times_used() - start;
        (void)make(&plan, arena_printf(arena, "largest-%d", shape));
        assert_in_range(took, 0, 2 * CLOCK_SECOND);
        assert_in_range(diagram.height, 100, 40000);
    }
}

static void more_than_allowed_is_cut_off(void **state)
{
    (void)state;
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++) {
        struct team_plan plan = plan_make(arena, (enum team_kind)kind, TEAM_MEMBERS_MAX + 30);
        plan.members[0].role = TEAM_WORKER;
        plan.members[TEAM_MEMBERS_MAX + 1].role = TEAM_LEAD;
        plan_edge(&plan, 0, TEAM_MEMBERS_MAX + 5, "");
        struct diagram diagram = make(&plan, "too-many");
        assert_all_members(&diagram, TEAM_MEMBERS_MAX);
        plan.member_count = 0;
        diagram_make(arena, &plan, &diagram);
        assert_int_equal(diagram.node_count, 0);
        assert_int_equal(diagram.line_count, 0);
    }
}

static void the_same_team_looks_the_same(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 20);
    for (int i = 0; i < 60; i++)
        plan_edge(&plan, i * 7 % 20, i * 11 % 20, "c");
    struct diagram a, b;
    diagram_make(arena, &plan, &a);
    diagram_make(arena, &plan, &b);
    for (int i = 0; i < a.node_count; i++) {
        assert_int_equal(a.nodes[i].x, b.nodes[i].x);
        assert_int_equal(a.nodes[i].y, b.nodes[i].y);
    }
    for (int i = 0; i < a.line_count; i++)
        assert_string_equal(a.lines[i].path, b.lines[i].path);
}

/* ---- words -------------------------------------------------------------------------------- */

static const char *const names[] = {"Ada", "Bea", "Cid", "Dan"};

static void assert_words(enum team_kind kind, int count, const char *expected)
{
    struct team_plan plan = plan_make(arena, kind, count);
    plan.termination = (struct team_termination){.text = ""};
    assert_string_equal(diagram_words(arena, &plan, names), expected);
}

static void every_kind_has_words(void **state)
{
    (void)state;
    assert_words(TEAM_ROUND_ROBIN, 3,
                 "Ada is followed by Bea.\nBea is followed by Cid.\nCid is followed by Ada "
                 "again.\n");
    assert_words(TEAM_ROUND_ROBIN, 1, "Ada speaks again and again.\n");
    assert_words(TEAM_SELECTOR, 3, "A model chooses who speaks next: Ada, Bea or Cid.\n");
    assert_words(TEAM_HANDOFF, 2, "Ada and Bea can hand over to each other.\n");
    assert_words(TEAM_SEQUENTIAL, 2, "Ada is followed by Bea.\n");
    assert_words(TEAM_SEQUENTIAL, 1, "Ada works alone.\n");
    assert_words(TEAM_HIERARCHICAL, 4, "Ada gives work to Bea, Cid and Dan.\n");
    assert_words(TEAM_HIERARCHICAL, 1, "Ada leads nobody yet.\n");
    assert_words(TEAM_GRAPH, 2, "Ada has no edges.\nBea has no edges.\n");
    assert_words(TEAM_GRAPH, 0, "");
}

static void edges_and_ends_have_words(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 4);
    plan_edge(&plan, 0, 1, "");
    plan_edge(&plan, 1, 0, "If it is not good enough. ");
    plan_edge(&plan, 1, 1, "unsure");
    plan_edge(&plan, 1, 2, "when approved");
    plan_edge(&plan, 2, 60, "");
    plan.termination = (struct team_termination){1, 2, 60, 0, "DONE"};
    assert_string_equal(diagram_words(arena, &plan, names),
                        "Ada hands over to Bea.\n"
                        "Bea hands over to Ada, If it is not good enough.\n"
                        "Bea goes on alone, if unsure.\n"
                        "Bea hands over to Cid, when approved.\n"
                        "Dan has no edges.\n"
                        "The team ends after 1 message or after 2 turns or after 1 minute or "
                        "when someone says “DONE”.\n");
}

static void texts_are_cut_by_columns(void **state)
{
    (void)state;
    assert_string_equal(diagram_cut(arena, "exactly ten", 11), "exactly ten");
    assert_string_equal(diagram_cut(arena, "exactly ten.", 11), "exactly te…");
    assert_string_equal(diagram_cut(arena, "", 5), "");
    assert_string_equal(diagram_cut(arena, "\u6f22\u5b57\u6f22\u5b57", 7), "\u6f22\u5b57\u6f22…");
    assert_string_equal(diagram_cut(arena, "e\u0301e\u0301e\u0301", 3), "e\u0301e\u0301e\u0301");
    assert_int_equal(diagram_columns("\u6f22a\u0301"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_drawn_with_any_number),
        cmocka_unit_test(a_round_robin_is_a_ring),
        cmocka_unit_test(a_sequence_is_a_chain),
        cmocka_unit_test(a_lead_stands_above),
        cmocka_unit_test(without_a_lead_there_is_a_gap_for_it),
        cmocka_unit_test(a_selector_has_the_model_in_its_middle),
        cmocka_unit_test(handoffs_join_all_and_stay_few),
        cmocka_unit_test(the_height_grows_with_the_rows),
        cmocka_unit_test(a_review_reads_from_top_to_bottom),
        cmocka_unit_test(long_edges_go_past_other_nodes),
        cmocka_unit_test(a_wide_layer_becomes_rows),
        cmocka_unit_test(parts_may_be_apart),
        cmocka_unit_test(edges_of_strangers_are_left_out),
        cmocka_unit_test(any_graph_is_drawn),
        cmocka_unit_test(few_edges_run_past_the_labels_of_others),
        cmocka_unit_test(the_largest_graphs_take_little_time),
        cmocka_unit_test(more_than_allowed_is_cut_off),
        cmocka_unit_test(the_same_team_looks_the_same),
        cmocka_unit_test(every_kind_has_words),
        cmocka_unit_test(edges_and_ends_have_words),
        cmocka_unit_test(texts_are_cut_by_columns),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
