#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/team/team_diff.h"
#include "plans.h"

static struct arena *arena;
static struct config_problems problems;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(64 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static enum err check(const struct team_plan *plan)
{
    problems = (struct config_problems){.count = 0};
    enum err err = team_plan_check(arena, plan, &problems);
    assert_int_equal(err, problems.count > 0 ? ERR_INVALID : ERR_NONE);
    return err;
}

static void assert_fine(const struct team_plan *plan)
{
    if (check(plan) != ERR_NONE)
        fail_msg("%s", config_problems_text(arena, &problems));
}

/* Exactly these problems: "path: message" of each, joined by lines. */
static void assert_problems(const struct team_plan *plan, const char *text)
{
    assert_int_equal(check(plan), ERR_INVALID);
    assert_string_equal(config_problems_text(arena, &problems), text);
}

static void assert_paths(const char *paths)
{
    char joined[1024] = "";
    for (int i = 0; i < problems.count; i++) {
        if (i > 0)
            strcat(joined, " ");
        strcat(joined, problems.items[i].path);
        assert_true(strlen(problems.items[i].message) > 10);
    }
    assert_string_equal(joined, paths);
}

static void every_name_reads_back(void **state)
{
    (void)state;
    for (int i = 0; i < TEAM_KIND_COUNT; i++) {
        enum team_kind kind = TEAM_KIND_COUNT;
        assert_int_equal(team_kind_parse(team_kind_names[i], &kind), ERR_NONE);
        assert_int_equal(kind, i);
        assert_non_null(team_kind_labels[i]);
        assert_non_null(team_kind_sentences[i]);
    }
    for (int i = 0; i < TEAM_ROLE_COUNT; i++) {
        enum team_role role = TEAM_ROLE_COUNT;
        assert_int_equal(team_role_parse(team_role_names[i], &role), ERR_NONE);
        assert_int_equal(role, i);
        assert_non_null(team_role_labels[i]);
    }
    enum team_kind kind;
    enum team_role role;
    static const char *const others[] = {"", "Graph", "graph ", "round-robin", "boss"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_int_equal(team_kind_parse(others[i], &kind), ERR_INVALID);
        assert_int_equal(team_role_parse(others[i], &role), ERR_INVALID);
    }
}

static void every_kind_may_have_up_to_a_hundred_members(void **state)
{
    (void)state;
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++) {
        for (int count = 2; count <= TEAM_MEMBERS_MAX; count += 49) {
            struct team_plan plan = plan_make(arena, (enum team_kind)kind, count);
            assert_fine(&plan);
        }
        struct team_plan plan = plan_make(arena, (enum team_kind)kind, TEAM_MEMBERS_MAX + 1);
        assert_problems(&plan, "members: The team has too many members: at most 100.");
        plan = plan_make(arena, (enum team_kind)kind, 0);
        assert_problems(&plan, "members: A team needs at least one member.");
    }
}

static void choosing_and_handing_over_take_two(void **state)
{
    (void)state;
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++) {
        struct team_plan plan = plan_make(arena, (enum team_kind)kind, 1);
        assert_int_equal(check(&plan),
                         kind == TEAM_SELECTOR || kind == TEAM_HANDOFF ? ERR_INVALID : ERR_NONE);
        if (problems.count > 0)
            assert_paths("members");
    }
}

static void nobody_is_a_member_twice(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_SEQUENTIAL, 5);
    plan.members[2].agent_id = plan.members[0].agent_id;
    plan.members[4].agent_id = plan.members[0].agent_id;
    assert_problems(&plan, "members[2]: Member 3 is in the team already, as member 1. Remove one "
                           "of them.\n"
                           "members[4]: Member 5 is in the team already, as member 1. Remove one "
                           "of them.");
}

static void a_pin_is_a_number(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_SEQUENTIAL, 2);
    plan.members[1].agent_version = 7;
    assert_fine(&plan);
    plan.members[1].agent_version = -1;
    assert_int_equal(check(&plan), ERR_INVALID);
    assert_paths("members[1]");
}

static void a_hierarchy_has_one_lead(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_HIERARCHICAL, 4);
    plan.members[0].role = TEAM_REVIEWER;
    assert_problems(&plan,
                    "members: A hierarchical team needs a lead: give one member the role Lead.");
    plan.members[1].role = plan.members[3].role = TEAM_LEAD;
    assert_problems(&plan, "members[3]: Member 4 is a second lead: member 2 is the lead already. A "
                           "hierarchical team has one.");
    plan.kind = TEAM_SEQUENTIAL;
    assert_fine(&plan);
}

static void who_never_ends_must_say_when(void **state)
{
    (void)state;
    static const bool is_endless[TEAM_KIND_COUNT] = {
        [TEAM_ROUND_ROBIN] = true, [TEAM_SELECTOR] = true, [TEAM_HANDOFF] = true};
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++) {
        struct team_plan plan = plan_make(arena, (enum team_kind)kind, 3);
        plan.termination = (struct team_termination){.text = ""};
        assert_int_equal(check(&plan), is_endless[kind] ? ERR_INVALID : ERR_NONE);
        assert_paths(is_endless[kind] ? "settings.termination" : "");
    }
    struct team_plan plan = plan_make(arena, TEAM_ROUND_ROBIN, 3);
    static const struct team_termination ends[] = {{.max_messages = 1, .text = ""},
                                                   {.max_turns = 1, .text = ""},
                                                   {.timeout_s = 1, .text = ""},
                                                   {.max_tokens = 1, .text = ""},
                                                   {.text = "DONE"},
                                                   {.max_turns = 1}};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        plan.termination = ends[i];
        assert_fine(&plan);
    }
}

static void limits_have_ranges(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_ROUND_ROBIN, 3);
    plan.termination = (struct team_termination){100000, 100000, 604800, 1000000000, "x"};
    assert_fine(&plan);
    plan.termination = (struct team_termination){100001, -1, 604801, 1000000001, "a\nb"};
    assert_int_equal(check(&plan), ERR_INVALID);
    assert_paths("settings.termination.max_messages settings.termination.max_turns "
                 "settings.termination.timeout_s settings.termination.max_tokens "
                 "settings.termination.text");
    assert_string_equal(problems.items[0].message, "This must be a whole number from 1 to 100000.");
    char text[TEAM_END_TEXT_MAX + 2];
    memset(text, 'x', sizeof text);
    text[TEAM_END_TEXT_MAX] = '\0';
    plan.termination = (struct team_termination){.text = text};
    assert_fine(&plan);
    text[TEAM_END_TEXT_MAX] = 'x';
    text[TEAM_END_TEXT_MAX + 1] = '\0';
    assert_int_equal(check(&plan), ERR_INVALID);
    assert_paths("settings.termination.text");
}

static void only_a_graph_has_edges(void **state)
{
    (void)state;
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++) {
        struct team_plan plan = plan_make(arena, (enum team_kind)kind, 3);
        plan_edge(&plan, 0, 1, "");
        assert_int_equal(check(&plan), kind == TEAM_GRAPH ? ERR_NONE : ERR_INVALID);
        assert_paths(kind == TEAM_GRAPH ? "" : "settings.edges");
    }
}

static void a_member_follows_a_version_or_a_label(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_SEQUENTIAL, 3);
    plan.members[0].agent_label = "production";
    plan.members[1].agent_version = 3;
    assert_fine(&plan);
    plan.members[0].agent_version = 1;
    plan.members[2].agent_label = "latest";
    assert_problems(&plan,
                    "members[0]: Member 1 has a version and a label. Choose one of them, or "
                    "neither for the latest version.\n"
                    "members[2]: Member 3 can't follow this label. “latest” always means the "
                    "newest version and cannot be set.");
}

/* "A1>2 moved role pin" for a change from place 1 to 2; + and - for who was added and removed. */
static const char *changes(const struct team_plan *before, const struct team_plan *after)
{
    struct team_diff diff;
    struct buf words;
    buf_init(&words, arena);
    team_diff(arena, before, after, &diff);
    for (int i = 0; i < diff.count; i++) {
        const struct team_change *change = &diff.changes[i];
        if (change->before < 0 || change->after < 0)
            buf_printf(&words, "%s%d ", change->before < 0 ? "+" : "-",
                       (change->before < 0 ? change->after : change->before) + 1);
        else
            buf_printf(&words, "%d>%d%s%s%s ", change->before + 1, change->after + 1,
                       change->is_moved ? " moved" : "", change->has_role ? " role" : "",
                       change->has_pin ? " pin" : "");
    }
    return words.data;
}

static void a_difference_names_what_happened_to_members(void **state)
{
    (void)state;
    struct team_plan before = plan_make(arena, TEAM_SEQUENTIAL, 5);
    struct team_plan after = plan_make(arena, TEAM_SEQUENTIAL, 5);
    assert_string_equal(changes(&before, &after), "");
    after.members[0].role = TEAM_REVIEWER;
    after.members[1].agent_version = 2;
    after.members[2].agent_label = "staging";
    assert_string_equal(changes(&before, &after), "1>1 role 2>2 pin 3>3 pin ");
    before.members[2].agent_label = "production";
    assert_string_equal(changes(&before, &after), "1>1 role 2>2 pin 3>3 pin ");
    before.members[2].agent_label = arena_strdup(arena, "staging");
    assert_string_equal(changes(&before, &after), "1>1 role 2>2 pin ");
    /* The last one goes first: it alone moved. */
    before = plan_make(arena, TEAM_SEQUENTIAL, 5);
    after = plan_make(arena, TEAM_SEQUENTIAL, 5);
    for (int i = 0; i < 5; i++)
        after.members[i] = before.members[(i + 4) % 5];
    assert_string_equal(changes(&before, &after), "5>1 moved ");
    /* The first one goes, another comes in the middle: nobody moved. */
    after.members[0] = before.members[1];
    after.members[1].agent_id = plan_agent(9);
    for (int i = 2; i < 5; i++)
        after.members[i] = before.members[i];
    assert_string_equal(changes(&before, &after), "+2 -1 ");
    after.member_count = 0;
    assert_string_equal(changes(&before, &after), "-1 -2 -3 -4 -5 ");
}

static void edges_join_members_once(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 3);
    plan_edge(&plan, 0, 1, "approved");
    plan_edge(&plan, 1, 2, "");
    plan_edge(&plan, 0, 7, "");
    plan_edge(&plan, 8, 1, "");
    plan_edge(&plan, 0, 1, "not approved");
    plan_edge(&plan, 2, 0, "one\ntwo");
    assert_problems(&plan,
                    "settings.edges[2].to: Edge 3 leads to an agent that is no member of the "
                    "team.\n"
                    "settings.edges[3].from: Edge 4 begins at an agent that is no member of the "
                    "team.\n"
                    "settings.edges[4]: Edge 5 leads from and to the same members as edge 1. "
                    "Remove one of them.\n"
                    "settings.edges[5].condition: A condition is one line of at most 500 "
                    "characters.");
}

static void there_are_at_most_500_edges(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 40);
    for (int i = 0; i < TEAM_EDGES_MAX; i++)
        plan_edge(&plan, i / 39, (i / 39 + 1 + i % 39) % 40, "");
    assert_fine(&plan);
    plan.edge_count = TEAM_EDGES_MAX + 1;
    assert_problems(&plan, "settings.edges: There are too many edges: at most 500.");
}

static void a_condition_has_at_most_500_characters(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 2);
    char condition[TEAM_CONDITION_MAX * 2 + 3];
    for (int i = 0; i <= TEAM_CONDITION_MAX; i++)
        memcpy(condition + 2 * i, "\u00e9", 2);
    condition[TEAM_CONDITION_MAX * 2] = '\0';
    plan_edge(&plan, 0, 1, condition);
    assert_fine(&plan);
    condition[TEAM_CONDITION_MAX * 2] = 'x';
    condition[TEAM_CONDITION_MAX * 2 + 1] = '\0';
    assert_int_equal(check(&plan), ERR_INVALID);
    plan.edges[0].condition = "\xff";
    assert_int_equal(check(&plan), ERR_INVALID);
    plan.edges[0].condition = NULL;
    assert_fine(&plan);
}

static void circles_are_found(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 100);
    plan.termination = (struct team_termination){.text = ""};
    for (int i = 0; i + 1 < 100; i++)
        plan_edge(&plan, i, i + 1, "");
    for (int i = 0; i + 2 < 100; i++)
        plan_edge(&plan, i, i + 2, "");
    assert_fine(&plan);
    plan_edge(&plan, 99, 0, "again");
    assert_int_equal(check(&plan), ERR_INVALID);
    assert_paths("settings.termination");
    plan.termination.max_turns = 5;
    assert_fine(&plan);
    plan.termination.max_turns = 0;
    plan.edge_count--;
    plan_edge(&plan, 50, 50, "not good enough");
    assert_int_equal(check(&plan), ERR_INVALID);
    assert_paths("settings.termination");
    plan.edge_count--;
    plan_edge(&plan, 99, 200, ""); /* no member: that is what is wrong, and no circle */
    plan_edge(&plan, 200, 0, "");
    assert_int_equal(check(&plan), ERR_INVALID);
    assert_paths("settings.edges[197].to settings.edges[198].from");
}

/* Each kind of refusal in one team: nobody must save ten times to learn ten things. */
static void all_problems_are_told_at_once(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_HIERARCHICAL, 4);
    plan.members[0].role = TEAM_WORKER;
    plan.members[1].agent_id = plan.members[0].agent_id;
    plan.members[2].agent_version = -2;
    plan.termination.max_turns = -3;
    plan_edge(&plan, 0, 9, "");
    assert_int_equal(check(&plan), ERR_INVALID);
    assert_paths("members[1] members[2] members settings.edges settings.termination.max_turns");
}

static void the_first_twenty_problems_are_kept(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 3);
    for (int i = 0; i < 30; i++)
        plan_edge(&plan, 0, 10 + i, "");
    assert_int_equal(check(&plan), ERR_INVALID);
    assert_int_equal(problems.count, CONFIG_PROBLEMS_MAX);
    assert_true(problems.has_more);
    assert_non_null(strstr(config_problems_text(arena, &problems), "more to correct"));
}

/* ---- settings ----------------------------------------------------------------------------- */

static json_t *parse(const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    return json;
}

static struct team_plan read_settings(const char *text, enum err expected)
{
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 3);
    problems = (struct config_problems){.count = 0};
    assert_int_equal(team_settings_read(arena, parse(text), &plan, &problems), expected);
    return plan;
}

#define A "01900000-0000-0000-0000-000000000001"
#define B "01900000-0000-0000-0000-000000000002"
#define C "01900000-0000-0000-0000-000000000003"

static void settings_are_read(void **state)
{
    (void)state;
    struct team_plan plan = read_settings(
        "{\"edges\": [{\"from\": \"" A "\", \"to\": \"" B "\", \"condition\": \"if good\"}, "
        "{\"to\": \"" C "\", \"from\": \"" B "\"}], \"termination\": {\"max_messages\": 1, "
        "\"max_turns\": 2, \"timeout_s\": 3, \"max_tokens\": 4, \"text\": \"DONE\"}}",
        ERR_NONE);
    assert_int_equal(plan.edge_count, 2);
    struct uuid a = plan_agent(0), c = plan_agent(2);
    assert_true(uuid_equal(&plan.edges[0].from, &a));
    assert_string_equal(plan.edges[0].condition, "if good");
    assert_true(uuid_equal(&plan.edges[1].to, &c));
    assert_string_equal(plan.edges[1].condition, "");
    assert_int_equal(plan.termination.max_messages, 1);
    assert_int_equal(plan.termination.max_turns, 2);
    assert_int_equal(plan.termination.timeout_s, 3);
    assert_int_equal(plan.termination.max_tokens, 4);
    assert_string_equal(plan.termination.text, "DONE");
    plan = read_settings("{}", ERR_NONE);
    assert_int_equal(plan.edge_count, 0);
    assert_false(team_termination_is_set(&plan.termination));
}

static void wrong_settings_are_refused_by_path(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"[]", "settings"},
        {"null", "settings"},
        {"{\"edges\": {}}", "settings.edges"},
        {"{\"edges\": null}", "settings.edges"},
        {"{\"edges\": [7]}", "settings.edges[0]"},
        {"{\"edges\": [{\"from\": \"" A "\"}]}", "settings.edges[0].to"},
        {"{\"edges\": [{\"from\": 1, \"to\": \"nobody\", \"condition\": []}]}",
         "settings.edges[0].from settings.edges[0].to settings.edges[0].condition"},
        {"{\"edges\": [{\"from\": \"" A "\", \"to\": \"" B "\", \"condition\": \"a\\nb\"}]}",
         "settings.edges[0].condition"},
        {"{\"termination\": []}", "settings.termination"},
        {"{\"termination\": {\"max_turns\": 0}}", "settings.termination.max_turns"},
        {"{\"termination\": {\"max_turns\": \"5\"}}", "settings.termination.max_turns"},
        {"{\"termination\": {\"max_turns\": 5.0}}", "settings.termination.max_turns"},
        {"{\"termination\": {\"max_turns\": true}}", "settings.termination.max_turns"},
        {"{\"termination\": {\"max_tokens\": 1000000001, \"text\": 5}}",
         "settings.termination.max_tokens settings.termination.text"},
        {"{\"termination\": {\"timeout_s\": -9223372036854775808, \"text\": \"\\u0007\"}}",
         "settings.termination.timeout_s settings.termination.text"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        (void)read_settings(cases[i][0], ERR_INVALID);
        assert_paths(cases[i][1]);
    }
}

static void too_many_edges_are_not_read(void **state)
{
    (void)state;
    json_t *edges = json_array();
    for (int i = 0; i <= TEAM_EDGES_MAX; i++)
        json_array_append_new(edges, json_integer(i));
    json_t *settings = json_keep(arena, json_pack("{s:o}", "edges", edges));
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 3);
    problems = (struct config_problems){.count = 0};
    assert_int_equal(team_settings_read(arena, settings, &plan, &problems), ERR_INVALID);
    assert_paths("settings.edges");
    assert_int_equal(plan.edge_count, 0);
}

/* What could not be read is told once, and by what it is. */
static void reading_and_checking_do_not_tell_twice(void **state)
{
    (void)state;
    struct team_plan plan =
        read_settings("{\"edges\": [7, {\"from\": \"" A "\", \"to\": \"x\", \"condition\": "
                      "\"\\u0001\"}, {\"from\": \"" A "\", \"to\": \"" A "\"}], "
                      "\"termination\": {\"max_turns\": 100001}}",
                      ERR_INVALID);
    plan.members[1].agent_id = plan.members[0].agent_id;
    assert_int_equal(team_plan_check(arena, &plan, &problems), ERR_INVALID);
    assert_paths("settings.edges[0] settings.edges[1].to settings.edges[1].condition "
                 "settings.termination.max_turns members[1]");
    plan = read_settings("{\"termination\": 5}", ERR_INVALID);
    plan.kind = TEAM_ROUND_ROBIN;
    assert_int_equal(team_plan_check(arena, &plan, &problems), ERR_INVALID);
    assert_paths("settings.termination");
}

static void assert_written(const struct team_plan *plan, const char *before, const char *after)
{
    json_t *json = team_settings_write(arena, plan, before == NULL ? NULL : parse(before));
    assert_string_equal(json_format(arena, json, JSON_LINE).data, after);
}

static void settings_are_written(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 3);
    assert_written(&plan, NULL, "{\"termination\":{\"max_turns\":20}}");
    plan_edge(&plan, 0, 1, "");
    plan_edge(&plan, 1, 2, "a \"quoted\" \u2028 one");
    plan.termination = (struct team_termination){1, 2, 3, 4, "DONE"};
    assert_written(&plan, NULL,
                   "{\"edges\":[{\"from\":\"" A "\",\"to\":\"" B "\"},{\"from\":\"" B
                   "\",\"to\":\"" C "\",\"condition\":\"a \\\"quoted\\\" \u2028 one\"}],"
                   "\"termination\":{\"max_messages\":1,\"max_turns\":2,\"timeout_s\":3,"
                   "\"max_tokens\":4,\"text\":\"DONE\"}}");
}

static void unknown_keys_survive(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 3);
    plan_edge(&plan, 0, 1, "new");
    plan_edge(&plan, 1, 2, "");
    assert_written(
        &plan,
        "{\"x\":[1,{\"y\":null}],\"edges\":[{\"from\":\"" A "\",\"to\":\"" B
        "\",\"condition\":\"old\",\"weight\":0.1},{\"from\":\"" C "\",\"to\":\"" A
        "\"}],\"termination\":{\"max_turns\":5,\"max_messages\":7,\"votes\":3},\"z\":{}}",
        "{\"x\":[1,{\"y\":null}],\"edges\":[{\"from\":\"" A "\",\"to\":\"" B
        "\",\"condition\":\"new\",\"weight\":0.1},{\"from\":\"" B "\",\"to\":\"" C
        "\"}],\"termination\":{\"max_turns\":20,\"votes\":3},\"z\":{}}");
    plan.edge_count = 0;
    plan.termination = (struct team_termination){.text = ""};
    assert_written(&plan,
                   "{\"edges\":[{\"from\":\"" A "\",\"to\":\"" B
                   "\"}],\"termination\":{\"max_turns\":5},\"z\":1}",
                   "{\"z\":1}");
    /* what a program wrote in its own way says the same, and stays */
    assert_written(&plan, "{\"edges\":[],\"termination\":{},\"z\":1}",
                   "{\"edges\":[],\"termination\":{},\"z\":1}");
}

/* What was written reads back, and writing it again changes nothing. */
static void writing_and_reading_are_each_others_reverse(void **state)
{
    (void)state;
    struct team_plan plan = plan_make(arena, TEAM_GRAPH, 9);
    for (int i = 0; i < 9; i++)
        plan_edge(&plan, i, (i * 4 + 1) % 9, i % 2 == 0 ? "" : "it depends");
    plan.termination = (struct team_termination){.timeout_s = 60, .text = "THE END"};
    json_t *json = team_settings_write(arena, &plan, NULL);
    struct team_plan same = plan_make(arena, TEAM_GRAPH, 9);
    problems = (struct config_problems){.count = 0};
    assert_int_equal(team_settings_read(arena, json, &same, &problems), ERR_NONE);
    assert_int_equal(same.edge_count, plan.edge_count);
    for (int i = 0; i < 9; i++) {
        assert_true(uuid_equal(&same.edges[i].from, &plan.edges[i].from));
        assert_true(uuid_equal(&same.edges[i].to, &plan.edges[i].to));
        assert_string_equal(same.edges[i].condition, plan.edges[i].condition);
    }
    assert_true(json_equal(team_settings_write(arena, &same, json), json));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_reads_back),
        cmocka_unit_test(every_kind_may_have_up_to_a_hundred_members),
        cmocka_unit_test(choosing_and_handing_over_take_two),
        cmocka_unit_test(nobody_is_a_member_twice),
        cmocka_unit_test(a_pin_is_a_number),
        cmocka_unit_test(a_hierarchy_has_one_lead),
        cmocka_unit_test(who_never_ends_must_say_when),
        cmocka_unit_test(limits_have_ranges),
        cmocka_unit_test(only_a_graph_has_edges),
        cmocka_unit_test(a_member_follows_a_version_or_a_label),
        cmocka_unit_test(a_difference_names_what_happened_to_members),
        cmocka_unit_test(edges_join_members_once),
        cmocka_unit_test(there_are_at_most_500_edges),
        cmocka_unit_test(a_condition_has_at_most_500_characters),
        cmocka_unit_test(circles_are_found),
        cmocka_unit_test(all_problems_are_told_at_once),
        cmocka_unit_test(the_first_twenty_problems_are_kept),
        cmocka_unit_test(settings_are_read),
        cmocka_unit_test(wrong_settings_are_refused_by_path),
        cmocka_unit_test(too_many_edges_are_not_read),
        cmocka_unit_test(reading_and_checking_do_not_tell_twice),
        cmocka_unit_test(settings_are_written),
        cmocka_unit_test(unknown_keys_survive),
        cmocka_unit_test(writing_and_reading_are_each_others_reverse),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
