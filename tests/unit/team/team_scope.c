#include "scopes.h"

#include "domain/team/team_scope.h"
#include "plans.h"

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_create((size_t)64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static const char *const names[] = {"Ada", "Bea", "Cleo", "Dan"};

static struct team_plan graph(int count)
{
    return plan_make(arena, TEAM_GRAPH, count);
}

/* The findings about two plans, whose settings are written from them and have the keys of these
 * objects beside. NULL: nothing is live. */
static struct scope compare(const struct team_plan *live, const struct team_plan *next)
{
    struct scope scope;
    struct team_scope_side sides[2] = {
        {live, live == NULL ? NULL : team_settings_write(arena, live, NULL), names},
        {next, team_settings_write(arena, next, NULL), names}};
    team_scope(arena, live == NULL ? NULL : &sides[0], &sides[1], &scope);
    return scope;
}

static void assert_found(const struct team_plan *live, const struct team_plan *next,
                         const char *lines, const char *wider)
{
    struct scope scope = compare(live, next);
    assert_string_equal(scope_lines(arena, &scope), lines);
    assert_string_equal(scope_wider_line(arena, &scope), wider);
}

static void the_same_team_is_the_same(void **state)
{
    struct team_plan plan = graph(2);
    (void)state;
    plan_edge(&plan, 0, 1, "if asked");
    assert_found(&plan, &plan,
                 "same kind: kind\nsame members: members\nsame edges: edges\nsame limits: limits",
                 "-");
}

static void members_are_compared_by_their_agents(void **state)
{
    struct team_plan two = plan_make(arena, TEAM_ROUND_ROBIN, 2);
    struct team_plan three = plan_make(arena, TEAM_ROUND_ROBIN, 3);
    (void)state;
    three.members[2].agent_version = 4;
    assert_found(&two, &three,
                 "same kind: kind\nwider members: Member Cleo added, worker, v4\n"
                 "same limits: limits",
                 "[\"members\"]");
    assert_found(&three, &two,
                 "same kind: kind\nnarrower members: Member Cleo removed\nsame limits: limits",
                 "-");
    struct team_plan turned = plan_make(arena, TEAM_ROUND_ROBIN, 2);
    turned.members[0] = two.members[1];
    turned.members[1] = two.members[0];
    assert_found(&two, &turned, "same kind: kind\nsame members: members\nsame limits: limits", "-");
}

static void roles_and_versions_of_members_count_as_wider(void **state)
{
    struct team_plan live = plan_make(arena, TEAM_HIERARCHICAL, 3);
    struct team_plan next = plan_make(arena, TEAM_HIERARCHICAL, 3);
    (void)state;
    next.members[0].role = TEAM_WORKER;
    next.members[1].role = TEAM_LEAD;
    live.members[1].agent_label = "production";
    next.members[1].agent_version = 3;
    live.members[2].agent_label = "production";
    next.members[2].agent_label = "staging";
    assert_found(&live, &next,
                 "same kind: kind\nchanged members: Member Ada: role lead → worker\n"
                 "changed members: Member Bea: role worker → lead\n"
                 "changed members: Member Bea: label production → v3\n"
                 "changed members: Member Cleo: label production → label staging\n"
                 "same limits: limits",
                 "[\"members\"]");
    live.members[2].agent_label = next.members[2].agent_label = NULL;
    live.members[2].agent_version = 2;
    next = live;
    next.members = arena_array(arena, 4, sizeof *next.members);
    memcpy(next.members, live.members, 3 * sizeof *next.members);
    next.members[2].agent_version = 0;
    assert_found(&live, &next,
                 "same kind: kind\nchanged members: Member Cleo: v2 → latest\nsame limits: limits",
                 "[\"members\"]");
}

static void another_kind_counts_as_wider(void **state)
{
    struct team_plan live = plan_make(arena, TEAM_ROUND_ROBIN, 2);
    struct team_plan next = plan_make(arena, TEAM_SELECTOR, 2);
    (void)state;
    assert_found(&live, &next,
                 "changed kind: Kind Round robin → Selector\nsame members: members\n"
                 "same limits: limits",
                 "[\"kind\"]");
}

static void edges_are_compared_by_their_ends(void **state)
{
    struct team_plan live = graph(3), next = graph(3);
    (void)state;
    plan_edge(&live, 0, 1, "");
    plan_edge(&live, 1, 2, "if asked");
    plan_edge(&live, 2, 0, "if sad");
    plan_edge(&next, 2, 0, "if glad");
    plan_edge(&next, 1, 2, "");
    plan_edge(&next, 0, 2, "");
    assert_found(&live, &next,
                 "same kind: kind\nsame members: members\n"
                 "changed edges: Edge from Cleo to Ada: condition “if sad” → “if glad”\n"
                 "wider edges: Edge from Bea to Cleo: no longer on a condition\n"
                 "wider edges: Edge from Ada to Cleo added\n"
                 "narrower edges: Edge from Ada to Bea removed\nsame limits: limits",
                 "[\"edges\"]");
    struct team_plan on_condition = graph(3);
    plan_edge(&on_condition, 0, 1, "if asked");
    struct team_plan always = graph(3);
    plan_edge(&always, 0, 1, NULL);
    assert_found(&always, &on_condition,
                 "same kind: kind\nsame members: members\n"
                 "narrower edges: Edge from Ada to Bea: only if “if asked”\nsame limits: limits",
                 "-");
}

static void what_ends_a_team_is_its_limits(void **state)
{
    static const struct {
        struct team_termination live, next;
        const char *lines, *wider;
    } pairs[] = {
        {{.max_turns = 10, .text = ""},
         {.max_turns = 25, .text = ""},
         "wider limits: Max turns 10 → 25",
         "[\"limits\"]"},
        {{.max_turns = 25, .text = ""},
         {.max_turns = 10, .text = ""},
         "narrower limits: Max turns 25 → 10",
         "-"},
        {{.timeout_s = 60, .max_tokens = 9, .text = ""},
         {.max_tokens = 9, .text = ""},
         "wider limits: No longer limited in time",
         "[\"limits\"]"},
        {{.max_tokens = 9, .text = ""},
         {.max_messages = 5, .max_tokens = 9, .text = ""},
         "narrower limits: Max messages 5, not limited before",
         "-"},
        {{.max_tokens = 9, .text = "DONE"},
         {.max_tokens = 9, .text = ""},
         "wider limits: Stop phrase “DONE” removed",
         "[\"limits\"]"},
        {{.max_tokens = 9, .text = NULL},
         {.max_tokens = 9, .text = "DONE"},
         "narrower limits: Stop phrase “DONE” added",
         "-"},
        {{.text = "DONE"},
         {.text = "END"},
         "changed limits: Stop phrase “DONE” → “END”",
         "[\"limits\"]"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct team_plan live = plan_make(arena, TEAM_SEQUENTIAL, 1);
        struct team_plan next = plan_make(arena, TEAM_SEQUENTIAL, 1);
        live.termination = pairs[i].live;
        next.termination = pairs[i].next;
        assert_found(
            &live, &next,
            arena_printf(arena, "same kind: kind\nsame members: members\n%s", pairs[i].lines),
            pairs[i].wider);
    }
}

static void settings_that_nobody_knows_count_as_wider(void **state)
{
    struct team_plan plan = graph(2);
    struct scope scope;
    (void)state;
    plan_edge(&plan, 0, 1, "");
    json_t *live = team_settings_write(arena, &plan, NULL);
    json_t *next = json_keep(arena, json_deep_copy(live));
    json_object_set_new(next, "selector_prompt", json_string("Choose."));
    json_object_set_new(json_object_get(next, "termination"), "max_cost", json_integer(3));
    json_object_set_new(json_array_get(json_object_get(next, "edges"), 0), "weight", json_true());
    struct team_scope_side sides[2] = {{&plan, live, names}, {&plan, next, names}};
    team_scope(arena, &sides[0], &sides[1], &scope);
    assert_string_equal(scope_lines(arena, &scope),
                        "same kind: kind\nsame members: members\n"
                        "changed edges: Edge from Ada to Bea: setting weight added\n"
                        "changed limits: Limit max_cost added\n"
                        "changed other: Setting selector_prompt added");
    assert_string_equal(scope_wider_line(arena, &scope), "[\"edges\",\"limits\",\"other\"]");
}

static void a_first_release_says_what_it_may_do(void **state)
{
    struct team_plan plan = graph(2);
    (void)state;
    plan_edge(&plan, 0, 1, "");
    plan.members[0].agent_label = "production";
    struct scope scope = compare(NULL, &plan);
    assert_true(scope.is_first);
    assert_string_equal(scope_lines(arena, &scope),
                        "wider members: Member Ada, worker, label production\n"
                        "wider members: Member Bea, worker, latest\n"
                        "wider edges: Edge from Ada to Bea\nnarrower limits: Max turns 20");
    plan = plan_make(arena, TEAM_SEQUENTIAL, 1);
    plan.termination.max_turns = 0;
    assert_found(NULL, &plan,
                 "wider members: Member Ada, worker, latest\n"
                 "wider limits: Not limited in turns, time and tokens",
                 "[\"members\",\"limits\"]");
}

static void without_names_ids_are_shown(void **state)
{
    struct team_plan live = graph(1), next = graph(2);
    struct team_scope_side sides[2] = {{&live, NULL, NULL}, {&next, NULL, NULL}};
    struct scope scope;
    (void)state;
    team_scope(arena, &sides[0], &sides[1], &scope);
    assert_non_null(strstr(scope_lines(arena, &scope),
                           "wider members: Member 01900000-0000-0000-0000-000000000002 added"));
}

static void the_largest_teams_take_little_time(void **state)
{
    struct team_plan live = graph(TEAM_MEMBERS_MAX), next = graph(TEAM_MEMBERS_MAX);
    (void)state;
    for (int i = 0; i < TEAM_MEMBERS_MAX; i++)
        next.members[i].agent_id = plan_agent(i + TEAM_MEMBERS_MAX);
    for (int i = 0; i < TEAM_EDGES_MAX; i++) {
        plan_edge(&live, i / 90, 1 + i / 90 + i % 90, "");
        plan_edge(&next, TEAM_MEMBERS_MAX + i / 90, TEAM_MEMBERS_MAX + 1 + i / 90 + i % 90, "");
    }
    struct team_scope_side sides[2] = {{&live, team_settings_write(arena, &live, NULL), NULL},
                                       {&next, team_settings_write(arena, &next, NULL), NULL}};
    struct scope scope;
    team_scope(arena, &sides[0], &sides[1], &scope);
    assert_int_equal(scope.counts[SCOPE_WIDER], TEAM_MEMBERS_MAX + TEAM_EDGES_MAX);
    assert_int_equal(scope.counts[SCOPE_NARROWER], TEAM_MEMBERS_MAX + TEAM_EDGES_MAX);
    assert_int_equal(scope.count, 2 * SCOPE_FINDINGS_MAX + 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_team_is_the_same),
        TEST(members_are_compared_by_their_agents),
        TEST(roles_and_versions_of_members_count_as_wider),
        TEST(another_kind_counts_as_wider),
        TEST(edges_are_compared_by_their_ends),
        TEST(what_ends_a_team_is_its_limits),
        TEST(settings_that_nobody_knows_count_as_wider),
        TEST(a_first_release_says_what_it_may_do),
        TEST(without_names_ids_are_shown),
        TEST(the_largest_teams_take_little_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
