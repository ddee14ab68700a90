#include "pages/record/kinds.h"

/* What a version may do that the live one may not, on the pages where a person decides about it,
 * and the mark in the log. */

#define MARK "#wider\"></use></svg>Wider: "

static const char narrow[] = "{\"model\":{\"name\":\"m\"},\"limits\":{\"max_turns\":5}}";
static const char wide[] =
    "{\"model\":{\"name\":\"m\"},\"limits\":{\"max_turns\":9},\"tools\":[{\"name\":\"refund\"}],"
    "\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://crm.example\"}]}";
static const char moved[] =
    "{\"model\":{\"name\":\"m\"},\"limits\":{\"max_turns\":9,\"timeout_s\":60},"
    "\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://other.example\"}]}";

/* An agent whose versions are narrow, wide and moved; production is on the first. */
static struct uuid make_released(struct fixture *f)
{
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "Refunds", narrow);
    (void)save_config(f, &id, wide);
    (void)save_config(f, &id, moved);
    fixture_begin(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(kinds_post(f, RECORD_AGENT, &id, "/releases/move",
                                     "label=production&to_version=1&reason=&seen=&compared=1"),
                          303);
    return id;
}

static const char *scope_of(struct fixture *f, const struct response *response)
{
    fixture_assert_status(response, 200);
    return piece_with(f, response, "<section class=\"scope\"", "id=\"scope-title\"", "</section>");
}

/* The texts come in this order. */
static void assert_order(const char *piece, const char *const *texts)
{
    for (const char *at = piece; *texts != NULL; texts++) {
        at = strstr(at, *texts);
        if (at == NULL)
            fail_msg("not there, or too early: %s\n%s", *texts, piece);
    }
}

static void a_comparison_says_what_is_wider_first(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_released(f);
    const char *scope = scope_of(f, kinds_get(f, RECORD_AGENT, &id, "/diff?from=1&to=2"));
    assert_order(scope, (const char *const[]){
                            "<h2 id=\"scope-title\">What v2 may do that v1 may not</h2>",
                            "#wider\"></use></svg>Wider</span>", "Tool refund added</span>",
                            "#wider\"></use></svg>Wider</span>",
                            "MCP server crm added at https://crm.example</span>",
                            "#wider\"></use></svg>Wider</span>", "Max turns 5 → 9</span>",
                            "Unchanged: model.</p>", NULL});
    scope = scope_of(f, kinds_get(f, RECORD_AGENT, &id, "/diff?from=2&to=3"));
    assert_order(scope, (const char *const[]){"What v3 does differently from v2",
                                              "#changed\"></use></svg>Changed</span>",
                                              "MCP server crm now at https://other.example</span>",
                                              "#narrower\"></use></svg>Narrower</span>",
                                              "Tool refund removed</span>",
                                              "#narrower\"></use></svg>Narrower</span>",
                                              "Timeout 60 s, not limited before</span>", NULL});
    scope = scope_of(f, kinds_get(f, RECORD_AGENT, &id, "/diff?from=2&to=1"));
    assert_in(scope, "v1 may do less than v2");
    assert_in(scope, "Max turns 9 → 5");
    assert_not_in(scope, "Wider");
    fixture_assert_has_not(kinds_get(f, RECORD_AGENT, &id, "/diff?from=1&to=1"), "scope-title");
}

static void the_same_is_said_in_a_line(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "Talker",
                                "{\"model\":{\"name\":\"m\"},\"instructions\":\"Hi\"}");
    (void)save_config(f, &id, "{\"model\":{\"name\":\"m\"},\"instructions\":\"Hello\"}");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *scope = scope_of(f, kinds_get(f, RECORD_AGENT, &id, "/diff?from=1&to=2"));
    assert_in(scope, "v2 may do the same as v1");
    assert_in(scope, "Unchanged: model.</p>");
    assert_not_in(scope, "<li>");
    assert_not_in(scope, "all of it is new"); /* though production is on no version */
}

static void what_people_typed_is_text(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "Hostile", narrow);
    (void)save_config(f, &id, "{\"model\":{\"name\":\"m\"},\"handoffs\":[],\"<b>key</b>\":1}");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *scope = scope_of(f, kinds_get(f, RECORD_AGENT, &id, "/diff?from=1&to=2"));
    assert_in(scope, "Setting &lt;b&gt;key&lt;/b&gt; added");
    assert_not_in(scope, "<b>");
}

static void moving_a_label_says_it_before_the_form(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_released(f);
    struct response *response =
        kinds_get(f, RECORD_AGENT, &id, "/releases/change?label=production&to_version=2");
    fixture_assert_status(response, 200);
    assert_order(response->body.data,
                 (const char *const[]){"What v2 may do that v1 may not", "Tool refund added",
                                       "<form class=\"form panel move\"", NULL});
    response = kinds_get(f, RECORD_AGENT, &id, "/releases/change?label=staging&to_version=2");
    const char *scope = scope_of(f, response);
    assert_order(scope,
                 (const char *const[]){"What v2 may do</h2>", "all of it is new", "Wider</span>",
                                       "Model m</span>", "Tool refund</span>", "Narrower</span>",
                                       "Max turns 9</span>", NULL});
}

static void prompts_have_nothing_to_say(void **state)
{
    struct fixture *f = *state;
    struct uuid id = kinds_make_versions(f, RECORD_PROMPT, "Prompt", 2);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has_not(kinds_get(f, RECORD_PROMPT, &id, "/diff?from=1&to=2"), "scope-title");
    fixture_assert_has_not(kinds_get(f, RECORD_PROMPT, &id, "/releases/change?to_version=2"),
                           "scope-title");
}

static void members_of_teams_are_named(void **state)
{
    struct fixture *f = *state;
    struct uuid agents[2] = {make_agent(f, PERSONA_PRODUCT_MANAGER, "Ada", AGENT_CONFIG),
                             make_agent(f, PERSONA_PRODUCT_MANAGER, "Bea", AGENT_CONFIG)};
    struct uuid id = make_team(f, PERSONA_PRODUCT_MANAGER, "Desk", agents, NULL, 1);
    struct team team;
    struct team_problem problem;
    struct record_saved saved;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(team_get(f->db, actor, &id, &team), ERR_NONE);
    struct team_member members[2] = {{.agent_id = agents[0], .role = TEAM_WORKER},
                                     {.agent_id = agents[1], .role = TEAM_WORKER}};
    struct team_draft draft = {.id = id,
                               .based_on_revision = team.revision,
                               .name = team.name,
                               .description = "",
                               .tags = "",
                               .message = ""};
    assert_int_equal(team_plan_of(f->arena, &team, &draft.plan), ERR_NONE);
    draft.plan.members = members;
    draft.plan.member_count = 2;
    assert_int_equal(team_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    fixture_begin(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    const char *scope = scope_of(f, kinds_get(f, RECORD_TEAM, &id, "/diff?from=1&to=2"));
    assert_in(scope, "Member Bea added, worker, latest");
    assert_in(scope_of(f, kinds_get(f, RECORD_TEAM, &id, "/diff?from=2&to=1")),
              "Member Bea removed");
    assert_in(scope_of(f, kinds_get(f, RECORD_TEAM, &id, "/releases/change?to_version=1")),
              "Member Ada, ");
}

static void the_log_marks_what_was_made_wider(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_released(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(
        kinds_post(f, RECORD_AGENT, &id, "/releases/move",
                   "label=production&to_version=2&reason=&seen=production%3A1&compared=1"),
        303);
    fixture_assert_status(
        kinds_post(f, RECORD_AGENT, &id, "/releases/move",
                   "label=production&to_version=1&reason=&seen=production%3A2&compared=1"),
        303);
    struct response *response = fixture_get(f, "/audit?action=label.");
    fixture_assert_status(response, 200);
    assert_in(row_with(f, response, "Moved production from v1 to v2"),
              MARK "tools, MCP servers, limits</span>");
    assert_not_in(row_with(f, response, "Moved production from v2 to v1"), "Wider");
    assert_in(row_with(f, response, "Set production to v1"), MARK "model</span>");
    char url[128];
    response = kinds_get(f, RECORD_AGENT, &id, "/activity");
    assert_in(piece_with(f, response, "<li>", "Moved production from v1 to v2", "</li>"),
              MARK "tools, MCP servers, limits</span>");
    assert_not_in(piece_with(f, response, "<li>", "Moved production from v2 to v1", "</li>"),
                  "Wider");
    const char *link =
        piece_with(f, response, "<a href=\"/audit/", "Moved production from v1 to v2", "</a>");
    (void)snprintf(url, sizeof url, "%.*s", (int)strcspn(link + 9, "\""), link + 9);
    response = fixture_get(f, url);
    fixture_assert_has(response, MARK "tools, MCP servers, limits</span>");
    assert_in(row_with(f, response, "<th scope=\"row\">wider</th>"),
              "<ins>tools, MCP servers, limits</ins>");
}

static void waiting_proposals_are_marked(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_released(f);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(
        kinds_post(f, RECORD_AGENT, &id, "/releases/propose",
                   "label=production&to_version=2&reason=please&seen=production%3A1&compared=1"),
        303);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = kinds_get(f, RECORD_AGENT, &id, "/releases");
    assert_in(piece_with(f, response, "<article", "please", "</article>"),
              MARK "tools, MCP servers, limits</span>");
    response = fixture_get(f, "/inbox");
    assert_in(piece_with(f, response, "<li data-row>", "please", "</li>"),
              MARK "tools, MCP servers, limits</span>");
    response = fixture_get(f, "/audit?action=label.");
    assert_in(row_with(f, response, "Proposed v2 for production"),
              MARK "tools, MCP servers, limits</span>");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_comparison_says_what_is_wider_first),
        TEST(the_same_is_said_in_a_line),
        TEST(what_people_typed_is_text),
        TEST(moving_a_label_says_it_before_the_form),
        TEST(prompts_have_nothing_to_say),
        TEST(members_of_teams_are_named),
        TEST(the_log_marks_what_was_made_wider),
        TEST(waiting_proposals_are_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
