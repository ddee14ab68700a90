#include "pages/team/team.h"

#include "imports.h"

/* The editor of teams: every button, every refusal, every kind, without a script. */

static struct agent_ids agents;

static const char *member_value(int agent)
{
    static char text[4][64];
    static int next;
    char *value = text[next++ % 4];
    (void)snprintf(value, sizeof text[0], "name=\"members\" value=\"%s\"", agents.texts[agent]);
    return value;
}

static const char *text_with(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *text_with(const char *format, ...)
{
    static char text[4096];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return text;
}

static struct response *press(struct fixture *f, const char *kind, int count, const char *rest)
{
    return fixture_post(f, "/teams/new", team_form(kind, &agents, count, rest));
}

static void a_new_team_begins_empty(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/teams/new");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "There are no agents yet");
    fixture_assert_has(response, "href=\"/agents/new\"");
    fixture_assert_has(response, "href=\"/starters\"");
    make_agents(f, 3, &agents);
    response = fixture_get(f, "/teams/new");
    fixture_assert_has_not(response, "There are no agents yet");
    fixture_assert_has(response, ">Create team</button>");
    fixture_assert_has(response, "value=\"sequential\" checked");
    fixture_assert_has(response, "<strong>Agent 03</strong>");
    fixture_assert_has(response, "The team appears here");
    assert_int_equal(count_of(response, "type=\"radio\""), TEAM_KIND_COUNT);
    assert_int_equal(count_of(response, "name=\"add\""), 3);
}

/* A team of five in one go: ticked agents are members, whichever button is pressed. */
static void ticked_agents_are_saved_as_members(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 5, &agents);
    struct buf form;
    fixture_begin(f);
    buf_init(&form, f->arena);
    for (int i = 0; i < 5; i++)
        buf_printf(&form, "&add=%s", agents.texts[i]);
    struct prompt_address made =
        create_team(f, "hierarchical", &agents, 0, text_with("%s&do=save", form.data));
    struct response *response = fixture_get(f, made.text);
    fixture_assert_has(response, "Team created.");
    fixture_assert_has(response, "5 members");
    assert_int_equal(count_of(response, "<span class=\"chip\">Lead</span>"), 1);
    assert_int_equal(count_of(response, "<span class=\"chip\">Worker</span>"), 4);
}

static void buttons_add_move_and_remove_members(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 4, &agents);
    struct response *response = press(
        f, "sequential", 2, text_with("&add=%s&add=%s&do=add", agents.texts[3], agents.texts[0]));
    fixture_assert_status(response, 200);
    assert_int_equal(count_of(response, "name=\"members\""), 3);
    assert_true(is_before(response, member_value(1), member_value(3)));
    fixture_assert_has(response, "value=\"Crew\"");
    response = press(f, "sequential", 3, "&do=up%3A3");
    assert_true(is_before(response, member_value(2), member_value(1)));
    fixture_assert_has(response, "#up-2\"");
    response = press(f, "sequential", 3, "&do=down%3A1");
    assert_true(is_before(response, member_value(1), member_value(0)));
    response = press(f, "sequential", 3, "&do=remove%3A2");
    fixture_assert_has_not(response, member_value(1));
    assert_int_equal(count_of(response, "name=\"members\""), 2);
    response = press(f, "sequential", 1, "&do=remove%3A1");
    fixture_assert_has_not(response, "name=\"members\"");
    static const char *const odd[] = {"up%3A1", "down%3A2", "remove%3A9",
                                      "up%3Ax", "dance",    "edge-"};
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        response = press(f, "sequential", 2, text_with("&do=%s", odd[i]));
        fixture_assert_status(response, 200);
        assert_true(is_before(response, member_value(0), member_value(1)));
    }
    assert_int_equal(fixture_count_events(f, "team.create", "success"), 0);
}

/* Everything that was typed, the unfinished and the wrong, comes back from every button. */
static void buttons_lose_nothing_that_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 2, &agents);
    static const char *const buttons[] = {"find",     "refresh",    "up%3A2", "add",
                                          "edge-add", "edge-chain", "kind"};
    for (size_t i = 0; i < COUNT_OF(buttons); i++) {
        struct response *response = fixture_post(
            f, "/teams/new",
            text_with("name=a%%09b&description=%%3Cwhy%%3E&kind=graph&members=%s&role=reviewer"
                      "&pin=1&members=%s&role=lead&pin=&edge_from=%s&edge_to="
                      "&edge_condition=if+it+rains&max_turns=many&timeout_s=90"
                      "&termination_text=DONE&q=gent&revision=0&do=%s",
                      agents.texts[0], agents.texts[1], agents.texts[1], buttons[i]));
        fixture_assert_status(response, 200);
        fixture_assert_has_not(response, "error-summary");
        fixture_assert_has(response, "name=\"name\" value=\"a b\"");
        fixture_assert_has(response, "&lt;why&gt;</textarea>");
        fixture_assert_has(response, "value=\"graph\" checked");
        fixture_assert_has(response, "<option value=\"reviewer\" selected>");
        fixture_assert_has(response, "<option value=\"1\" selected>Pinned to v1</option>");
        fixture_assert_has(response, "value=\"if it rains\"");
        fixture_assert_has(response, "name=\"max_turns\" value=\"many\"");
        fixture_assert_has(response, "name=\"timeout_s\" value=\"90\"");
        fixture_assert_has(response, "value=\"DONE\"");
        fixture_assert_has(response, "type=\"search\" value=\"gent\"");
        assert_int_equal(count_of(response, "name=\"members\""), 2);
    }
}

/* Enter in the search finds, Enter elsewhere saves. */
static void enter_finds_in_the_search_and_saves_elsewhere(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 12, &agents);
    struct response *response = press(f, "sequential", 1, "&q=gent+11&q_before=&do=enter");
    fixture_assert_status(response, 200);
    assert_int_equal(count_of(response, "name=\"add\""), 1);
    fixture_assert_has(response, "<strong>Agent 11</strong>");
    fixture_assert_has(response, "name=\"q_before\" value=\"gent 11\"");
    (void)created(press(f, "sequential", 1, "&q=gent+11&q_before=gent+11&do=enter"));
    response = press(f, "sequential", 1, "&q=100%25&do=find");
    fixture_assert_has(response, "No other active agent has “100%” in its name.");
    response = press(f, "sequential", 12, "&do=find");
    fixture_assert_has(response, "Every active agent is in the team.");
}

static void only_some_of_many_agents_are_offered(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 60, &agents);
    struct response *response = fixture_get(f, "/teams/new");
    assert_int_equal(count_of(response, "name=\"add\""), 24);
    fixture_assert_has(response, "There are more agents.");
    response = press(f, "sequential", 55, "&do=refresh");
    assert_int_equal(count_of(response, "name=\"add\""), 5);
    fixture_assert_has_not(response, "There are more agents.");
}

static void buttons_add_chain_and_remove_edges(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 3, &agents);
    struct response *response = press(f, "sequential", 3, "&do=refresh");
    fixture_assert_has(response, "id=\"edges\"><summary");
    response = press(f, "graph", 3, "&do=refresh");
    fixture_assert_has(response, "id=\"edges\" open><summary");
    response = press(f, "graph", 3, "&do=edge-add");
    assert_int_equal(count_of(response, "name=\"edge_from\""), 1);
    assert_int_equal(count_of(response, "<option value=\"\" selected>Choose…</option>"), 2);
    response = press(f, "graph", 3, "&do=edge-chain");
    assert_int_equal(count_of(response, "name=\"edge_from\""), 2);
    assert_int_equal(count_of(response, "class=\"line"), 2 * 2); /* wide, upright */
    const char *edges =
        text_with("&edge_from=%s&edge_to=%s&edge_condition=one&edge_from=%s"
                  "&edge_to=%s&edge_condition=two&do=",
                  agents.texts[0], agents.texts[1], agents.texts[1], agents.texts[2]);
    char kept[512];
    (void)snprintf(kept, sizeof kept, "%s", edges);
    response = press(f, "graph", 3, text_with("%sedge-remove%%3A1", kept));
    fixture_assert_has_not(response, "value=\"one\"");
    fixture_assert_has(response, "value=\"two\"");
    response = press(f, "sequential", 3, text_with("%srefresh", kept));
    fixture_assert_has(response, "The chosen kind has no edges.");
    response = press(f, "sequential", 3, text_with("%sedge-clear", kept));
    fixture_assert_has_not(response, "name=\"edge_from\"");
    /* whoever leaves is missed at once */
    response = press(f, "graph", 3, text_with("%sremove%%3A3", kept));
    fixture_assert_has(response, "Agent 03 (not a member)</option>");
    fixture_assert_has(response, "Agent 03 is not a member. Choose a member, or remove this edge.");
}

/* The last of the members is the lead of a hierarchical team. */
static void save_and_look(struct fixture *f, enum team_kind kind, int count)
{
    char name[32];
    char rest[512];
    (void)snprintf(name, sizeof name, "Crew+%d+%d", (int)kind, count);
    (void)snprintf(rest, sizeof rest, "&members=%s&role=%s&pin=1&max_turns=7%s",
                   agents.texts[count - 1], kind == TEAM_HIERARCHICAL ? "lead" : "reviewer",
                   kind != TEAM_GRAPH ? ""
                                      : text_with("&edge_from=%s&edge_to=%s&edge_condition=ready",
                                                  agents.texts[1], agents.texts[0]));
    struct prompt_address made = created(fixture_post(
        f, "/teams/new", team_form_named(name, team_kind_names[kind], &agents, count - 1, rest)));
    struct response *response = fixture_get(f, made.text);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, text_with("%d members", count));
    fixture_assert_has(response, team_kind_sentences[kind]);
    fixture_assert_has(response, "After 7 turns");
    assert_int_equal(count_of(response, "class=\"node "), 2 * count);
    assert_int_equal(fixture_has(response, "ready"), kind == TEAM_GRAPH);
    response = get_below(f, made, "/edit");
    fixture_assert_status(response, 200);
    assert_int_equal(count_of(response, "name=\"members\""), count);
}

static void every_kind_is_saved_with_few_and_many_members(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 40, &agents);
    static const int counts[] = {2, 40};
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++)
        for (size_t i = 0; i < COUNT_OF(counts); i++)
            save_and_look(f, (enum team_kind)kind, counts[i]);
}

static void refuse(struct fixture *f, const char *kind, int count, const char *rest,
                   const char *message, const char *link)
{
    struct response *response = press(f, kind, count, rest);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, message);
    if (link != NULL)
        fixture_assert_has(response, text_with("<a href=\"#%s\">", link));
    fixture_assert_has(response, "value=\"Crew\"");
    assert_int_equal(fixture_count_events(f, "team.create", "success"), 0);
}

static void a_refused_plan_points_at_what_is_wrong(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 3, &agents);
    refuse(f, "sequential", 0, "", "A team needs at least one member.", "members");
    refuse(f, "sequential", 2, text_with("&members=%s&role=worker&pin=", agents.texts[0]),
           "Member 3 is in the team already, as member 1.", "member-3");
    refuse(f, "hierarchical", 2, "", "give one member the role Lead", "members");
    refuse(f, "hierarchical", 1,
           text_with("&members=%s&role=lead&pin=&members=%s&role=lead&pin=", agents.texts[1],
                     agents.texts[2]),
           "Member 3 is a second lead", "member-3");
    refuse(f, "selector", 1, "&max_turns=3", "at least two members", "members");
    refuse(f, "handoff", 1, "&max_turns=3", "at least two members", "members");
    refuse(f, "round_robin", 2, "", "goes on until something ends it", "termination");
    refuse(f, "round_robin", 2, "&max_turns=0", "must be a whole number from 1", "max_turns");
    refuse(f, "sequential", 2, "&timeout_s=604801", "from 1 to 604800", "timeout_s");
    refuse(f, "sequential", 2,
           text_with("&edge_from=%s&edge_to=%s&edge_condition=", agents.texts[0], agents.texts[1]),
           "Only a graph has edges.", "edges");
    refuse(f, "graph", 2,
           text_with("&edge_from=%s&edge_to=%s&edge_condition=", agents.texts[0], agents.texts[2]),
           "Edge 1 leads to an agent that is no member", "edge-1");
    refuse(f, "graph", 2, text_with("&edge_from=%s&edge_to=&edge_condition=", agents.texts[0]),
           "Edge 1: choose where it leads.", "edge-1");
    refuse(f, "graph", 2, "&edge_from=&edge_to=&edge_condition=when", "choose where it begins",
           "edge-1");
    refuse(f, "graph", 2,
           text_with("&edge_from=%s&edge_to=%s&edge_condition=&edge_from=%s&edge_to=%s"
                     "&edge_condition=",
                     agents.texts[0], agents.texts[1], agents.texts[1], agents.texts[0]),
           "The edges form a loop", "termination");
    refuse(f, "sequential", 1, "&members=nonsense&role=worker&pin=", "Member 2: this is no agent.",
           "member-2");
    refuse(f, "sequential", 1, text_with("&members=%s&role=king&pin=", agents.texts[1]),
           "Member 2: choose a role from the list.", "member-2");
    refuse(f, "sequential", 1, text_with("&members=%s&role=worker&pin=two", agents.texts[1]),
           "Member 2: choose a version from the list.", "member-2");
    refuse(f, "sequential", 1, text_with("&members=%s&role=worker&pin=9", agents.texts[1]),
           "has no version 9", "member-2");
    refuse(f, "pyramid", 1, "", "Choose a kind from the list.", "kind");
    refuse(f, "sequential", 1, "&unknown=1", "This form has no field named", NULL);
}

/* A blank row is no edge. */
static void blank_edges_are_left_out(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 2, &agents);
    struct prompt_address made = create_team(
        f, "graph", &agents, 2,
        text_with("&edge_from=&edge_to=&edge_condition=&edge_from=%s&edge_to=%s&edge_condition=",
                  agents.texts[0], agents.texts[1]));
    assert_int_equal(count_of(get_below(f, made, "/edit"), "name=\"edge_from\""), 1);
}

/* All that is wrong is told at once. */
static void a_wrong_name_and_a_wrong_plan_are_told_at_once(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 1, &agents);
    struct response *response = fixture_post(f, "/teams/new", "name=&description=&kind=selector");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Enter a name.");
    fixture_assert_has(response, "A team needs at least one member.");
    fixture_assert_has(response, "goes on until something ends it");
    (void)create_team(f, "sequential", &agents, 1, "");
    response = press(f, "sequential", 1, "&description=mine");
    fixture_assert_status(response, 422); /* twice */
    response = press(f, "sequential", 1, "&termination_text=mine");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "There is a team with this name already.");
    fixture_assert_has(response, "value=\"mine\"");
}

/* Agents that may not be members: archived ones, those of others, those that are not there. */
static void foreign_and_archived_agents_cannot_be_members(void **state)
{
    struct fixture *f = *state;
    static struct agent_ids others;
    make_agents(f, 2, &agents);
    make_agents_of(f, &f->other.users[PERSONA_ENTERPRISE_TEAM].actor, 1, &others);
    struct problem problem;
    assert_int_equal(
        archive_agent(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agents.ids[1], &problem), ERR_NONE);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    static const char missing[] = "00000000-0000-7000-8000-000000000000";
    const char *const ids[] = {others.texts[0], missing};
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct response *response =
            press(f, "sequential", 1, text_with("&members=%s&role=worker&pin=", ids[i]));
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "Member 2 is no agent of this organization.");
        fixture_assert_has(response, "Unknown agent");
        response = press(f, "sequential", 1, text_with("&add=%s&do=add", ids[i]));
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "Unknown agent");
        fixture_assert_status(fixture_get(f, text_with("/teams/new?agent=%s", ids[i])), 404);
    }
    struct response *response = press(f, "sequential", 2, "");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Member 2, Agent 02, is archived.");
    response = fixture_get(f, text_with("/teams/new?agent=%s", agents.texts[1]));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Agent 02 is archived.");
    fixture_assert_has_not(response, "name=\"members\"");
    response = fixture_get(f, text_with("/teams/new?agent=%s", agents.texts[0]));
    fixture_assert_has(response, member_value(0));
    fixture_assert_status(fixture_get(f, "/teams/new?agent=x"), 404);
}

static void too_many_members_are_refused(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, TEAM_MEMBERS_MAX + 1, &agents);
    char last[64];
    (void)snprintf(last, sizeof last, "&add=%s&do=", agents.texts[TEAM_MEMBERS_MAX]);
    struct response *response = press(f, "sequential", TEAM_MEMBERS_MAX, text_with("%sadd", last));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "The other agents were not added.");
    assert_int_equal(count_of(response, "name=\"members\""), TEAM_MEMBERS_MAX);
    response = press(f, "sequential", TEAM_MEMBERS_MAX, text_with("%ssave", last));
    fixture_assert_status(response, 422);
    response = press(f, "sequential", TEAM_MEMBERS_MAX + 1, "");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "too many members");
    struct prompt_address made = create_team(f, "sequential", &agents, TEAM_MEMBERS_MAX, "");
    response = get_below(f, made, "/edit");
    assert_int_equal(count_of(response, "name=\"members\""), TEAM_MEMBERS_MAX);
}

/* The largest graph that the rules allow is still one form: every edge comes back and is saved. */
static void the_largest_graph_is_one_form(void **state)
{
    struct fixture *f = *state;
    static char edges[TEAM_EDGES_MAX * 128];
    size_t len = 0;
    make_agents(f, TEAM_MEMBERS_MAX, &agents);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (int i = 0; i < TEAM_EDGES_MAX; i++)
        len += (size_t)snprintf(
            edges + len, sizeof edges - len,
            "&edge_from=%s&edge_to=%s&edge_condition=", agents.texts[i % TEAM_MEMBERS_MAX],
            agents.texts[(i + 1 + i / TEAM_MEMBERS_MAX) % TEAM_MEMBERS_MAX]);
    (void)snprintf(edges + len, sizeof edges - len, "&max_turns=5");
    struct prompt_address made = create_team(f, "graph", &agents, TEAM_MEMBERS_MAX, edges);
    struct response *response = get_below(f, made, "/edit");
    fixture_assert_status(response, 200);
    assert_int_equal(count_of(response, "name=\"edge_from\""), TEAM_EDGES_MAX);
    assert_int_equal(count_of(response, "<select id=\"edge-from-"), 0);
    assert_true(response->body.len < 1024 * 1024);
    response = post_below(f, made, "/edit",
                          team_form("graph", &agents, TEAM_MEMBERS_MAX,
                                    strcat(edges, "&revision=1&do=edge-remove%3A7")));
    fixture_assert_status(response, 200);
    assert_int_equal(count_of(response, "name=\"edge_from\""), TEAM_EDGES_MAX - 1);
}

static void an_edited_team_gets_a_new_version(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 3, &agents);
    struct prompt_address made = create_team(f, "sequential", &agents, 2, "");
    struct response *response = get_below(f, made, "/edit");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, ">Save team</button>");
    fixture_assert_has(response, "name=\"revision\" value=\"1\"");
    response = post_below(f, made, "/edit",
                          team_form("round_robin", &agents, 3, "&max_messages=9&revision=1"));
    fixture_assert_redirect(response, made.text);
    response = fixture_get(f, made.text);
    fixture_assert_has(response, "Saved as version 2.");
    fixture_assert_has(response, "/diff\">Compare</a>");
    fixture_assert_has(response, "/releases/change?label=production&amp;to_version=2\">");
    fixture_assert_has(response, "3 members");
    fixture_assert_has(response, "Saved v2");
    response = post_below(f, made, "/edit",
                          team_form("round_robin", &agents, 3, "&max_messages=9&revision=2"));
    fixture_assert_redirect(response, made.text);
    fixture_assert_has(fixture_get(f, made.text), "Nothing was changed, so nothing was saved.");
    response = post_below(f, made, "/edit", team_form("selector", &agents, 1, "&revision=2"));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "at least two members");
    response = post_below(f, made, "/edit",
                          team_form("selector", &agents, 3, "&revision=2&do=remove%3A1"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"selector\" checked");
    fixture_assert_has(fixture_get(f, made.text), "Round robin");
}

static void a_stale_save_loses_nothing(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 3, &agents);
    struct prompt_address made = create_team(f, "sequential", &agents, 2, "");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    (void)post_below(
        f, made, "/edit",
        team_form("graph", &agents, 3,
                  text_with("&revision=1&edge_from=%s&edge_to=%s&edge_condition=theirs",
                            agents.texts[0], agents.texts[1])));
    sign_in_as(f, PERSONA_ENTERPRISE_TEAM); /* does something else after the save */
    (void)post_below(f, made, "/archive", "");
    (void)post_below(f, made, "/restore", "");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = post_below(
        f, made, "/edit", team_form("sequential", &agents, 1, "&max_turns=4&revision=1"));
    fixture_assert_status(response, 409);
    char saved[128];
    (void)snprintf(saved, sizeof saved, "Its newest version is 2, by %s.",
                   f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
    fixture_assert_has(response, "This team was changed while you were editing it");
    fixture_assert_has(response, saved);
    fixture_assert_has(response, "<del>Graph</del>");
    fixture_assert_has(response, "<ins>Sequential</ins>");
    fixture_assert_has(response, "Agent 01 to Agent 02: theirs");
    fixture_assert_has(response, "<ins>After 4 turns</ins>");
    fixture_assert_has(response, "name=\"revision\" value=\"4\"");
    fixture_assert_has(response, "name=\"max_turns\" value=\"4\"");
    assert_int_equal(count_of(response, "name=\"members\""), 1);
    response = post_below(f, made, "/edit",
                          team_form("sequential", &agents, 1, "&max_turns=4&revision=4"));
    fixture_assert_redirect(response, made.text);
}

static void the_changes_are_seen_before_they_are_saved(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 3, &agents);
    struct prompt_address made = create_team(f, "sequential", &agents, 2, "");
    fixture_assert_has(get_below(f, made, "/edit"), ">Show changes</button>");
    struct response *response =
        post_below(f, made, "/edit",
                   team_form("sequential", &agents, 3,
                             "&max_turns=4&revision=1&tags=new&message=why&do=changes"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<th scope=\"row\">Members</th>");
    fixture_assert_has(response, "Agent 03");
    fixture_assert_has(response, "<ins>After 4 turns</ins>");
    fixture_assert_has(response, "<ins>new</ins>");
    fixture_assert_has_not(response, "<th scope=\"row\">Kind</th>");
    fixture_assert_has(response, "name=\"message\" value=\"why\"");
    fixture_assert_has(response, "name=\"max_turns\" value=\"4\"");
    assert_int_equal(count_of(response, "name=\"members\""), 3);
    fixture_assert_has_not(fixture_get(f, made.text), "After 4 turns");
    response =
        post_below(f, made, "/edit", team_form("sequential", &agents, 2, "&revision=1&do=changes"));
    fixture_assert_has(response, "Nothing differs from the saved version.");
    fixture_assert_has_not(fixture_get(f, "/teams/new"), "Show changes");
}

static void a_copy_begins_with_everything_but_the_name(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 3, &agents);
    struct prompt_address made =
        create_team(f, "graph", &agents, 3,
                    text_with("&edge_from=%s&edge_to=%s&edge_condition=go&timeout_s=60",
                              agents.texts[0], agents.texts[2]));
    struct response *response = fixture_get(f, text_with("/teams/new?from=%s", made.text + 7));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"Copy of Crew\"");
    fixture_assert_has(response, "value=\"graph\" checked");
    fixture_assert_has(response, "value=\"go\"");
    fixture_assert_has(response, "name=\"timeout_s\" value=\"60\"");
    fixture_assert_has(response, "name=\"max_messages\" value=\"\"");
    fixture_assert_has(response, "name=\"revision\" value=\"0\"");
    assert_int_equal(count_of(response, "name=\"members\""), 3);
    fixture_assert_status(fixture_get(f, text_with("/teams/new?from=%s", agents.texts[0])), 404);
    fixture_assert_status(fixture_get(f, "/teams/new?from="), 404);
}

static void personas_create_and_edit_what_the_policy_allows(void **state)
{
    struct fixture *f = *state;
    make_agents(f, 2, &agents);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_team(f, "sequential", &agents, 2, "");
    static const struct {
        int persona;
        int create;
        int edit;
    } cases[] = {{PERSONA_INDIVIDUAL_DEVELOPER, 200, 403},
                 {PERSONA_DEVOPS_ENGINEER, 200, 200},
                 {PERSONA_PLATFORM_ADMIN, 403, 403},
                 {PERSONA_ENTERPRISE_TEAM, 200, 200},
                 {PERSONA_CUSTOMER_ADMIN, 200, 200}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sign_in_as(f, cases[i].persona);
        fixture_assert_status(fixture_get(f, "/teams/new"), cases[i].create);
        fixture_assert_status(get_below(f, made, "/edit"), cases[i].edit);
        bool has_link = fixture_has(fixture_get(f, made.text), "/edit\"");
        assert_int_equal(has_link, cases[i].edit == 200);
        if (cases[i].create != 200)
            fixture_assert_status(press(f, "sequential", 1, ""), 403);
        if (cases[i].edit != 200)
            fixture_assert_status(
                post_below(f, made, "/edit", team_form("graph", &agents, 2, "&revision=1")), 403);
    }
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, made.text), 404);
    fixture_assert_status(get_below(f, made, "/edit"), 404);
    fixture_assert_status(
        post_below(f, made, "/edit", team_form("graph", &agents, 2, "&revision=1")), 404);
    fixture_assert_status(fixture_get(f, text_with("/teams/new?from=%s", made.text + 7)), 404);
}

/* A forged token: nothing happens, everything is kept, the ticked agents included. */
static void a_forged_form_does_nothing_and_keeps_everything(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_agents(f, 2, &agents);
    static char body[TEAM_FORM_SIZE + 16];
    (void)snprintf(body, sizeof body, "csrf=forged&%s",
                   team_form("sequential", &agents, 1, text_with("&add=%s", agents.texts[1])));
    char len[24];
    (void)snprintf(len, sizeof len, "%zu", strlen(body));
    struct request_input input = {.method = "POST",
                                  .uri = "/teams/new",
                                  .content_type = "application/x-www-form-urlencoded",
                                  .content_length = len,
                                  .sec_fetch_site = "same-origin",
                                  .body = body,
                                  .body_len = strlen(body)};
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "value=\"Crew\"");
    assert_int_equal(count_of(response, "name=\"members\""), 2);
    assert_int_equal(fixture_count_events(f, "team.create", "success"), 0);
}

/* Is a document with this number of a team, or of an agent, taken? */
static bool is_imported(struct fixture *f, const char *document)
{
    struct uuid id = upload(f, document, false);
    struct import import = check_all(f, &id);
    int64_t created = import_outcome_count(&import, IMPORT_CREATED);
    assert_int_equal(import_discard(f->db, manager(f), &id), ERR_NONE);
    return created == 1;
}

/* What the form takes an import takes, and neither takes more. */
static void try_number(struct fixture *f, const char *key, long long value, bool is_fine)
{
    char name[64], rest[64], document[512];
    (void)snprintf(name, sizeof name, "Number+%s+%lld", key, value);
    (void)snprintf(rest, sizeof rest, "&%s=%lld", key, value);
    struct response *response =
        fixture_post(f, "/teams/new", team_form_named(name, "sequential", &agents, 1, rest));
    fixture_assert_status(response, is_fine ? 303 : 422);
    (void)snprintf(document, sizeof document,
                   "{\"rostrum\": 1, \"kind\": \"organization\", \"teams\": [{\"name\": "
                   "\"Imported\", \"kind\": \"sequential\", \"members\": [\"Agent 01\"], "
                   "\"settings\": {\"termination\": {\"%s\": %lld}}}]}",
                   key, value);
    assert_int_equal(is_imported(f, document), is_fine);
    if (strcmp(key, "max_messages") == 0) /* a config has none */
        return;
    (void)snprintf(document, sizeof document,
                   "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": [{\"name\": "
                   "\"Imported\", \"config\": {\"model\": {\"name\": \"m\"}, "
                   "\"limits\": {\"%s\": %lld}}}]}",
                   key, value);
    assert_int_equal(is_imported(f, document), is_fine);
}

static void numbers_have_the_same_ends_in_forms_and_documents(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    make_agents(f, 3, &agents);
    for (int i = NUMBER_MAX_MESSAGES; i <= NUMBER_MAX_TOKENS; i++) {
        const struct number_limit *limit = &number_limits[i];
        try_number(f, limit->what, limit->from - 1, false);
        try_number(f, limit->what, limit->from, true);
        try_number(f, limit->what, limit->to, true);
        try_number(f, limit->what, limit->to + 1, false);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_team_begins_empty),
        TEST(ticked_agents_are_saved_as_members),
        TEST(buttons_add_move_and_remove_members),
        TEST(buttons_lose_nothing_that_was_typed),
        TEST(enter_finds_in_the_search_and_saves_elsewhere),
        TEST(only_some_of_many_agents_are_offered),
        TEST(buttons_add_chain_and_remove_edges),
        TEST(every_kind_is_saved_with_few_and_many_members),
        TEST(a_refused_plan_points_at_what_is_wrong),
        TEST(blank_edges_are_left_out),
        TEST(a_wrong_name_and_a_wrong_plan_are_told_at_once),
        TEST(foreign_and_archived_agents_cannot_be_members),
        TEST(too_many_members_are_refused),
        TEST(the_largest_graph_is_one_form),
        TEST(an_edited_team_gets_a_new_version),
        TEST(a_stale_save_loses_nothing),
        TEST(the_changes_are_seen_before_they_are_saved),
        TEST(a_copy_begins_with_everything_but_the_name),
        TEST(personas_create_and_edit_what_the_policy_allows),
        TEST(numbers_have_the_same_ends_in_forms_and_documents),
        TEST(a_forged_form_does_nothing_and_keeps_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
