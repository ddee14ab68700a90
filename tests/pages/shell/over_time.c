#include "pages/record/record.h"

#include <stdlib.h>

#include "base/clock.h"
#include "data/agent/agent_link.h"
#include "rich.h"

/* Whatever a person makes as long as it may be, each page of it looks at the clock: over its budget
 * it is left soon, with an answer, and the worker serves the next one. */

enum {
    BUDGET_US = 4000,
    LATE_US = 40 * 1000,     /* for what is between two looks, and for the page that says so */
    CONNECT_US = 160 * 1000, /* PostgreSQL: work that was left took its connection with it */
    TRIES = 60,              /* at most: others may have the processor */
    USERS = 300,
    VARIABLES = 6000,
    TOOLS = 800,
    CREW = TEAM_MEMBERS_MAX,
};

static const struct actor *admin(struct fixture *f)
{
    return actor_of(f, PERSONA_CUSTOMER_ADMIN);
}

/* Of lines that all differ from the other version's, with variables. */
static struct text make_body(struct fixture *f, int seed)
{
    struct buf body;
    buf_init(&body, f->arena);
    for (int i = 0; i < VARIABLES; i++)
        buf_printf(&body, "Line %d of %d asks for {{variable_%d}} and {{other_%d}}.\n", i, seed, i,
                   (i * 7919 + seed) % VARIABLES);
    buf_add_text(&body, "@@@prompt:name=Style/plain@@@\n");
    return (struct text){body.data, body.len};
}

static void lengthen_prompt(struct fixture *f, const struct uuid *id)
{
    for (int seed = 1; seed <= 2; seed++) {
        struct problem problem;
        struct record_saved saved;
        fixture_begin(f);
        struct prompt_draft draft = draft_from(f, id);
        draft.body = make_body(f, seed);
        assert_int_equal(prompt_update(f->db, admin(f), &draft, &saved, &problem), ERR_NONE);
    }
}

static const char *make_config(struct fixture *f, int seed)
{
    struct buf config;
    buf_init(&config, f->arena);
    buf_add_text(&config, "{\"model\":{\"name\":\"gpt-4.1\"},\"prompt\":{\"name\":\"Rich/answer\"},"
                          "\"tools\":[");
    for (int i = 0; i < TOOLS; i++)
        buf_printf(
            &config,
            "%s{\"type\":\"function\",\"name\":\"tool_%d_%d\",\"description\":\"%d\","
            "\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},"
            "\"b\":{\"type\":\"number\"}}}}",
            i == 0 ? "" : ",", seed, i, i * seed);
    buf_add_text(&config, "]}");
    return config.data;
}

static void lengthen_agent(struct fixture *f, const struct uuid *id)
{
    for (int seed = 1; seed <= 2; seed++) {
        fixture_begin(f);
        (void)save_config(f, id, make_config(f, seed));
    }
}

static void lengthen_team(struct fixture *f, const struct uuid *id)
{
    static struct team_member members[CREW];
    static struct team_edge edges[TEAM_EDGES_MAX];
    for (int i = 0; i < CREW; i++) {
        fixture_begin(f);
        struct uuid agent = make_agent(f, PERSONA_CUSTOMER_ADMIN,
                                       arena_printf(f->arena, "Crew %d", i), AGENT_CONFIG);
        members[i] = (struct team_member){agent, i == 0 ? TEAM_LEAD : TEAM_WORKER, 0, NULL};
    }
    for (int i = 0; i < TEAM_EDGES_MAX; i++)
        edges[i] = (struct team_edge){members[i % CREW].agent_id,
                                      members[(i * 37 + 1 + i / CREW) % CREW].agent_id, ""};
    for (int turns = 8; turns <= 9; turns++) {
        fixture_begin(f);
        struct team_problem problem;
        struct team_draft draft = draft_of_team(f, id);
        draft.plan = (struct team_plan){.kind = TEAM_GRAPH,
                                        .members = members,
                                        .member_count = CREW,
                                        .edges = edges,
                                        .edge_count = TEAM_EDGES_MAX,
                                        .termination = {.max_turns = turns, .text = ""}};
        enum err err = update_team(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem);
        if (err != ERR_NONE)
            fail_msg("%s", problem.problem.message);
    }
}

static void make_users(struct fixture *f)
{
    for (int i = 0; i < USERS; i++) {
        fixture_begin(f);
        (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "Users/%d", i),
                          "@@@prompt:name=Rich/answer@@@");
    }
}

static const char *query_of(const char *pattern)
{
    if (strstr(pattern, "/diff") != NULL)
        return "?from=4&to=5";
    if (strstr(pattern, "/releases/change") != NULL)
        return "?label=staging&to=2";
    if (strcmp(pattern, "/search") == 0 || strcmp(pattern, "/prompts") == 0)
        return "?q=no+such+thing+asks";
    return "";
}

struct late {
    struct fixture *f;
    int left; /* pages that were over the budget */
};

static int64_t get_once(struct late *late, const char *address, int *status)
{
    struct fixture *f = late->f;
    fixture_assert_status(fixture_get(f, "/help"), 200); /* the connection is there */
    f->app.most[0] = (struct budget){.time = BUDGET_US};
    int64_t began = clock_monotonic();
    *status = fixture_get(f, address)->status;
    int64_t took = clock_monotonic() - began;
    f->app.most[0] = (struct budget){.time = 0};
    return took;
}

static void look_at(struct late *late, const char *address)
{
    int64_t shortest = INT64_MAX;
    int64_t most = BUDGET_US + LATE_US + (late->f->is_postgres ? CONNECT_US : 0);
    int status = 0;
    for (int i = 0; i < TRIES && shortest > most; i++) {
        int64_t took = get_once(late, address, &status);
        shortest = took < shortest ? took : shortest;
    }
    late->left += status == 503;
    if (getenv("ROSTRUM_TEST_TIMES") != NULL)
        print_message("# %6.1f ms %d %s\n", (double)shortest / 1000, status, address);
    if (status >= 500 && status != 503)
        fail_msg("%s: %d", address, status);
    if (shortest > most)
        fail_msg("%s: %.1f ms with a budget of %.1f", address, (double)shortest / 1000,
                 (double)BUDGET_US / 1000);
}

static void every_page_looks_at_the_clock(void **state)
{
    struct fixture *f = *state;
    static struct rich rich;
    struct late late = {f, 0};
    rich_make(f, &rich);
    lengthen_prompt(f, &rich.ids[RECORD_PROMPT]);
    lengthen_agent(f, &rich.ids[RECORD_AGENT]);
    lengthen_team(f, &rich.ids[RECORD_TEAM]);
    make_users(f);
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    for (int i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        if (route->method != HTTP_GET || route->kind != ROUTE_PAGE)
            continue;
        char address[512];
        (void)snprintf(address, sizeof address, "%s%s", rich_address(f, &rich, route->pattern),
                       query_of(route->pattern));
        look_at(&late, address);
    }
    fixture_assert_status(fixture_get(f, "/help"), 200);
    assert_true(late.left > 10);
}

/* ---- below the pages ------------------------------------------------------------------------- */

static void ask_long(void *context)
{
    struct fixture *f = context;
    struct db_result result;
    (void)!db_query(f->db,
                    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n "
                    "WHERE x < 200000000) SELECT count(*) FROM n WHERE x < 5",
                    NULL, 0, &result);
}

static void a_statement_ends_when_the_time_is_over(void **state)
{
    struct fixture *f = *state;
    static const struct budget budget = {.memory = 64 << 20, .time = BUDGET_US};
    struct uuid request_id = uuid_make();
    struct db_result result;
    fixture_begin(f);
    int64_t began = clock_monotonic();
    assert_int_equal(budget_run(&budget, ask_long, f), BUDGET_OUT_OF_TIME);
    assert_true(clock_monotonic() - began < BUDGET_US + 10 * (int64_t)LATE_US);
    db_abandon(f->db);
    db_begin_request(f->db, f->arena, &request_id);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_select(f->db, &result, "SELECT name FROM organizations WHERE id = $1",
                               db_uuid(&f->own.id)),
                     ERR_NONE);
    assert_int_equal(result.row_count, 1);
    fixture_begin(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_page_looks_at_the_clock, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_statement_ends_when_the_time_is_over, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
