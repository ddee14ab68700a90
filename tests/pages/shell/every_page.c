#include "pages/record/record.h"

#include "data/record/label_proposal.h"
#include "pages/routes.h"
#include "teams.h"

/* Every page of the table of routes with as much on it as there can be: the engine of the tests
 * ends the program at a value that a template shows and nobody set, and every link is looked at. */

static const char text[] = "Answer {{question}} for {{name}}.\n@@@prompt:name=Style/plain@@@\n"
                           "@@@prompt:name=Style/plain|version=1@@@";
static const char chat[] =
    "[{\"role\":\"system\",\"content\":\"Be {{mood}}.\"},{\"placeholder\":\"history\"},"
    "{\"role\":\"user\",\"content\":\"@@@prompt:name=Rich/answer|label=production@@@\"}]";
static const char config[] =
    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\",\"temperature\":0.2,\"top_p\":1,"
    "\"max_output_tokens\":2000,\"stop\":[\"END\"],\"reasoning\":\"low\"},"
    "\"prompt\":{\"name\":\"Rich/answer\",\"label\":\"production\"},"
    "\"tools\":[{\"type\":\"function\",\"name\":\"look_up\",\"description\":\"Finds an order.\","
    "\"parameters\":{\"type\":\"object\"}},{\"type\":\"web_search\"}],"
    "\"mcp_servers\":[{\"name\":\"files\",\"url\":\"https://mcp.example.com/v1\",\"headers\":"
    "{\"Authorization\":{\"secret\":\"MCP_TOKEN\"}}},{\"name\":\"local\",\"command\":\"mcp\"}],"
    "\"handoffs\":[\"Ada\"],\"output\":{\"type\":\"json\",\"schema\":{\"type\":\"object\"}},"
    "\"limits\":{\"max_turns\":8,\"timeout_s\":60,\"max_tokens\":100000},"
    "\"skills\":[{\"id\":\"s\",\"name\":\"Refunds\",\"tags\":[\"money\"],\"examples\":[\"Pay\"]}],"
    "\"endpoint\":{\"url\":\"https://a.example\",\"protocol\":\"a2a\"},"
    "\"metadata\":{\"n\":[1,null]},\"unknown\":{\"kept\":[true]}}";

static const struct record_store *const stores[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = &prompt_store,
    [RECORD_AGENT] = &agent_store,
    [RECORD_TEAM] = &team_store,
};

/* A record of each kind with versions, labels, proposals, tags and uses. */
struct rich {
    struct uuid ids[RECORD_KIND_COUNT];
    struct uuid proposals[RECORD_KIND_COUNT];
    struct uuid chat_id;
    struct crew crew;
};

static void make_prompts(struct fixture *f, struct rich *rich)
{
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct record_saved saved;
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "Style/plain", "Plain");
    struct prompt_draft draft = draft_of("Rich/answer", text);
    draft.description = "How we answer";
    draft.tags = "fine, good";
    draft.settings = "{\"temperature\":1}";
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    rich->ids[RECORD_PROMPT] = saved.id;
    (void)save_body(f, &saved.id, "Answer {{question}}.");
    (void)save_body(f, &saved.id, text);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &saved.id, LABEL_PRODUCTION, 0, 1),
                     ERR_NONE);
    draft = draft_of("Rich/chat", chat);
    draft.type = PROMPT_CHAT;
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    rich->chat_id = saved.id;
}

static void make_agents(struct fixture *f, struct rich *rich)
{
    rich->crew = make_crew(f);
    rich->ids[RECORD_AGENT] = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Rich/agent", AGENT_CONFIG);
    (void)save_config(f, &rich->ids[RECORD_AGENT], config);
    (void)save_config(f, &rich->ids[RECORD_AGENT], AGENT_CONFIG);
    (void)save_config(f, &rich->ids[RECORD_AGENT], config);
    put_label(f, &agent_store, &rich->ids[RECORD_AGENT], "beta", 0, 1);
}

static void make_teams(struct fixture *f, struct rich *rich)
{
    struct team_problem problem;
    struct team_draft *draft = draft_crew(&rich->crew, TEAM_GRAPH);
    struct team_plan *plan = &draft->plan;
    plan->members[0].agent_id = rich->ids[RECORD_AGENT];
    plan->members[0].agent_version = 2;
    plan->members[1].agent_id = rich->crew.agents[0];
    plan->members[2].agent_id = rich->crew.agents[1];
    plan->edges[0] =
        (struct team_edge){plan->members[0].agent_id, plan->members[1].agent_id, "drafted"};
    plan->edges[1] = (struct team_edge){plan->members[1].agent_id, plan->members[2].agent_id, ""};
    plan->edge_count = 2;
    draft->name = "Rich/team";
    draft->tags = "fine";
    rich->ids[RECORD_TEAM] = create_team(f, PERSONA_CUSTOMER_ADMIN, draft);
    struct team_draft next = draft_of_team(f, &rich->ids[RECORD_TEAM]);
    next.plan.members[0].agent_version = 0;
    next.plan.members[0].agent_label = "beta";
    next.message = "By label";
    assert_int_equal(update_team(f, PERSONA_CUSTOMER_ADMIN, &next, &problem), ERR_NONE);
}

/* One proposal is open, one was rejected. */
static void make_proposals(struct fixture *f, struct rich *rich)
{
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct problem problem;
        struct uuid id;
        struct label_change change = {
            .record_id = rich->ids[kind],
            .label = LABEL_PRODUCTION,
            .from_version = kind == RECORD_PROMPT ? 1 : 0,
            .to_version = 2,
            .reason = "Better",
        };
        const struct actor *proposer = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
        assert_int_equal(label_propose(f->db, proposer, stores[kind], &change, &id, &problem),
                         ERR_NONE);
        assert_int_equal(label_proposal_reject(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                               stores[kind], &id, "Not yet", &problem),
                         ERR_NONE);
        assert_int_equal(
            label_propose(f->db, proposer, stores[kind], &change, &rich->proposals[kind], &problem),
            ERR_NONE);
    }
}

static void make_all(struct fixture *f, struct rich *rich)
{
    fixture_begin(f);
    make_prompts(f, rich);
    make_agents(f, rich);
    make_teams(f, rich);
    make_proposals(f, rich);
    fixture_begin(f);
}

/* ---- the walk ----------------------------------------------------------------------------- */

static const struct uuid *id_of(const struct fixture *f, const struct rich *rich,
                                const char *pattern, int place)
{
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        if (text_starts_with(pattern, record_kinds[kind].path))
            return place == 0 ? &rich->ids[kind] : &rich->proposals[kind];
    return &f->own.users[PERSONA_DEVOPS_ENGINEER].id;
}

/* The address of a route; until the next call. */
static const char *address_of(const struct fixture *f, const struct rich *rich, const char *pattern)
{
    static char path[256];
    size_t len = 0;
    int place = 0;
    for (const char *p = pattern; *p != '\0'; p++) {
        char part[UUID_TEXT_LEN] = "no-such-token";
        if (*p != '{') {
            path[len++] = *p;
            continue;
        }
        if (text_starts_with(p, "{id}"))
            uuid_format(id_of(f, rich, pattern, place++), part);
        if (text_starts_with(p, "{n}"))
            (void)snprintf(part, sizeof part, "2");
        len += (size_t)snprintf(path + len, sizeof path - len, "%s", part);
        p = strchr(p, '}');
    }
    path[len] = '\0';
    return path;
}

/* What is not there for this walk: tokens, an import, the set-up that was done. */
static bool is_there(const char *pattern)
{
    return strstr(pattern, "{token}") == NULL && strcmp(pattern, "/setup") != 0 &&
           !text_starts_with(pattern, "/import/");
}

/* One who sees everything: the superuser, whose persona is Customer Admin. */
static void get_all(struct fixture *f, const struct rich *rich, int persona)
{
    for (int i = 0; i < route_count; i++) {
        if (routes[i].method != HTTP_GET || !is_there(routes[i].pattern))
            continue;
        const char *address = address_of(f, rich, routes[i].pattern);
        int status = fixture_get(f, address)->status;
        bool is_shown = status == 200 || status == 303;
        if (!is_shown && (persona == FIXTURE_SUPERUSER || (status != 403 && status != 404)))
            fail_msg("%s as %s: status %d", address, f->own.users[persona].email, status);
    }
}

static void every_page_is_complete_for_everyone(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    make_all(f, &rich);
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        sign_in_as(f, persona);
        get_all(f, &rich, persona);
    }
    /* once more for those who came from outside */
    static const int visitors[] = {PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    for (size_t i = 0; i < COUNT_OF(visitors); i++) {
        fixture_sign_in(f, &f->other.users[visitors[i]]);
        fixture_enter(f, &f->own);
        get_all(f, &rich, PERSONA_PLATFORM_ADMIN);
    }
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        fixture_assert_status(
            fixture_post(f, record_path(record_kinds[kind].path, &rich.ids[kind], "/archive"),
                         "accept=1"),
            303);
    static const int others[] = {PERSONA_PLATFORM_ADMIN, PERSONA_INDIVIDUAL_DEVELOPER};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        sign_in_as(f, others[i]);
        get_all(f, &rich, others[i]);
    }
}

static void every_page_of_an_empty_organization_is_complete(void **state)
{
    struct fixture *f = *state;
    for (int persona = 0; persona < PERSONA_COUNT; persona++) {
        sign_in_as(f, persona);
        for (int i = 0; i < route_count; i++)
            if (routes[i].method == HTTP_GET && strchr(routes[i].pattern, '{') == NULL &&
                is_there(routes[i].pattern))
                assert_true(fixture_get(f, routes[i].pattern)->status < 404);
    }
}

static void pages_are_complete_with_queries(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    static const char *const lists[] = {"?q=rich",
                                        "?q=nowhere-at-all",
                                        "?filters=1&q=rich&tag=fine&label=beta&sort=name",
                                        "?state=all&folder=Rich",
                                        "?q=%22open",
                                        "?cursor=none"};
    static const char *const pages[] = {
        "/diff?from=1&to=2",
        "/diff?from=2&to=1",
        "/diff?to=1",
        "/versions?before=2",
        "/versions?before=1",
        "/releases?to_version=1",
        "/releases?to_version=77",
        "/releases?label=production&on=2020-01-01",
        "/releases?label=latest&on=2100-01-01",
        "/releases?on=never",
        "/versions/1",
    };
    static const char *const others[] = {"/search?q=rich&in=bodies",
                                         "/search?q=answer",
                                         "/search?q=nothing-there",
                                         "/search?q=%22open",
                                         "/audit?action=prompt.&from=2020-01-01",
                                         "/audit?from=never",
                                         "/users?q=no",
                                         "/login?next=%2Fprompts"};
    make_all(f, &rich);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        char address[256];
        for (size_t i = 0; i < COUNT_OF(lists); i++) {
            (void)snprintf(address, sizeof address, "%s%s", record_kinds[kind].path, lists[i]);
            assert_true(fixture_get(f, address)->status < 500);
        }
        (void)snprintf(address, sizeof address, "%s",
                       record_path(record_kinds[kind].path, &rich.ids[kind], ""));
        (void)snprintf(address, sizeof address, "%s/new?from=%s", record_kinds[kind].path,
                       arena_strdup(f->page_arena, address + strlen(record_kinds[kind].path) + 1));
        assert_int_equal(fixture_get(f, address)->status, 200);
        for (size_t i = 0; i < COUNT_OF(pages); i++)
            assert_true(
                fixture_get(f, record_path(record_kinds[kind].path, &rich.ids[kind], pages[i]))
                    ->status < 500);
    }
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_true(fixture_get(f, others[i])->status < 500);
    fixture_assert_status(fixture_get(f, record_path("/prompts", &rich.chat_id, "")), 200);
    fixture_assert_status(fixture_get(f, record_path("/prompts", &rich.chat_id, "/try")), 200);
    fixture_assert_status(fixture_get(f, record_path("/prompts", &rich.chat_id, "/edit")), 200);
}

/* Forms come back with what was typed, and with nothing typed. */
static void refused_forms_are_complete(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    static const char *const forms[] = {
        "", "revision=0", "revision=99&name=Rich%2Fagent&body=x&members=1&pin=x&role=x&kind=graph",
        "name=%3C&label=A&to_version=x&reason=%01&email=x&tag=%7C&do=tag&revision=x&text=%7B&on=x"};
    make_all(f, &rich);
    for (size_t form = 0; form < COUNT_OF(forms); form++)
        for (int i = 0; i < route_count; i++) {
            if (routes[i].method != HTTP_POST || strcmp(routes[i].pattern, "/logout") == 0)
                continue;
            fixture_use_jar(f, 1);
            sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
            const char *address = address_of(f, &rich, routes[i].pattern);
            int status = fixture_post(f, address, forms[form])->status;
            if (status >= 500)
                fail_msg("%s with %s: status %d", address, forms[form], status);
        }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(every_page_is_complete_for_everyone),
        TEST(every_page_of_an_empty_organization_is_complete),
        TEST(pages_are_complete_with_queries),
        TEST(refused_forms_are_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
