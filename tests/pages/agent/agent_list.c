#include "pages/record/record.h"

/* The list of agents: rows, filters, paging, empty states, and several archived at once. */

#define SMALL "{\"model\":{\"name\":\"small\"},\"instructions\":\"Look for the needle\"}"

static void test_empty(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    struct response *response = fixture_get(f, "/agents");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Know every agent you run");
    fixture_assert_has(response, "href=\"/agents/new\"");
    fixture_assert_has(response, "href=\"/starters\"");
    fixture_assert_has(response, "href=\"/agents/import\"");
    fixture_assert_has(response, "<title>Agents ");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    response = fixture_get(f, "/agents");
    fixture_assert_has(response, "Know every agent you run");
    fixture_assert_has_not(response, "/agents/new");
    fixture_assert_has_not(response, "/starters");
    fixture_assert_has_not(response, "/agents/import");
    fixture_assert_has(fixture_get(f, "/agents?model=x"), "No agent matches");
}

static void test_row(void **state)
{
    struct fixture *f = *state;
    struct agent_draft draft = agent_draft_of("Support", SMALL);
    draft.description = "Answers customers";
    struct agent_problem problem;
    struct uuid id;
    assert_int_equal(
        agent_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &id, &problem), ERR_NONE);
    (void)save_config(f, &id, AGENT_CONFIG);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/agents");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, record_path("<a href=\"/agents", &id, "\">Support</a>"));
    fixture_assert_has(response, ">v2<");
    fixture_assert_has(response, "Answers customers");
    fixture_assert_has(response, "href=\"/agents?model=gpt-4.1\">gpt-4.1</a>");
    fixture_assert_has(response, "aria-label=\"Select Support\"");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_assert_has(response, "<a href=\"/agents\" aria-current=\"page\">");
}

static void test_hostile_texts_are_escaped(void **state)
{
    struct fixture *f = *state;
    struct agent_draft draft = agent_draft_of("a\"b'c&d", "{\"model\":{\"name\":\"m\\\"&x=1#y\"}}");
    draft.description = "<img src=x>";
    struct agent_problem problem;
    struct uuid id;
    assert_int_equal(
        agent_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &id, &problem), ERR_NONE);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/agents?q=%22%3E%3Cscript%3E");
    fixture_assert_has_not(response, "\"><script>");
    fixture_assert_has(response, "value=\"&quot;&gt;&lt;script&gt;\"");
    response = fixture_get(f, "/agents?filters=1&model=%22%3E%3Cscript%3E");
    fixture_assert_has_not(response, "\"><script>");
    response = fixture_get(f, "/agents?filters=1");
    fixture_assert_has_not(response, "<img");
    fixture_assert_has(response, "&lt;img src=x&gt;");
    fixture_assert_has(response, "a&quot;b&#39;c&amp;d");
    fixture_assert_has(response, "/agents?model=m%22%26x%3D1%23y");
}

static void test_filters(void **state)
{
    struct fixture *f = *state;
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "one", SMALL);
    (void)make_agent(f, PERSONA_DEVOPS_ENGINEER, "two", AGENT_CONFIG);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/agents?model=small&sort=name");
    fixture_assert_has(response, ">one</a>");
    fixture_assert_has_not(response, ">two</a>");
    fixture_assert_has(response, "href=\"/agents?sort=name\">model small");
    fixture_assert_has(response, "href=\"/agents\">Clear all</a>");
    response = fixture_get(f, "/agents?filters=1&model=small&state=all");
    fixture_assert_has(response, "<option value=\"small\" selected>small (1)</option>");
    fixture_assert_has(response, "<option value=\"gpt-4.1\">gpt-4.1 (1)</option>");
    fixture_assert_has(response, "<option value=\"all\" selected>All</option>");
    fixture_assert_has(response, "Also search inside configs");
    fixture_assert_has_not(response, "name=\"tag\"");
    fixture_assert_has_not(response, "name=\"kind\"");
    response = fixture_get(f, "/agents?filters=1&model=gone");
    fixture_assert_has(response, "<option value=\"gone\" selected>gone</option>");
    char path[128];
    (void)snprintf(path, sizeof path, "/agents?owner=%s",
                   f->own.users[PERSONA_DEVOPS_ENGINEER].id_text);
    response = fixture_get(f, path);
    fixture_assert_has(response, ">two</a>");
    fixture_assert_has_not(response, ">one</a>");
    fixture_assert_has(fixture_get(f, "/agents?q=needle"), "No agent matches");
    fixture_assert_has(fixture_get(f, "/agents?q=needle&in=bodies"), "No agent matches");
    response = fixture_get(f, "/agents?q=needle&in=configs");
    fixture_assert_has(response, ">one</a>");
    fixture_assert_has(response, "inside configs");
    /* filters of prompts and teams say nothing here */
    response = fixture_get(f, "/agents?tag=x&kind=graph&in=bodies&type=text&folder=a");
    fixture_assert_has(response, ">one</a>");
    fixture_assert_has(response, ">two</a>");
    fixture_assert_has_not(response, "Filtered by");
}

static void test_wrong_values_are_left_out(void **state)
{
    struct fixture *f = *state;
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "one", SMALL);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    static const char *const paths[] = {"/agents?owner=me",     "/agents?sort=x%00",
                                        "/agents?state=0",      "/agents?cursor=broken",
                                        "/agents?unknown=1",    "/agents?q=%25_%5C%27",
                                        "/agents?model=%C3%A4", "/agents?organization=x"};
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        assert_in_range(fixture_get(f, paths[i])->status, 200, 400);
    fixture_assert_has(fixture_get(f, "/agents?cursor=broken"), "Here is the first one");
    fixture_assert_status(fixture_get(f, "/agents?q=%FF"), 400);
}

static void test_paging(void **state)
{
    enum { AGENTS = 27 };
    struct fixture *f = *state;
    for (int i = 0; i < AGENTS; i++) {
        struct agent_draft draft = agent_draft_of(arena_printf(f->arena, "a%02d", i), SMALL);
        draft.description = "Answers a question of a customer in two sentences, and says why";
        struct agent_problem problem;
        struct uuid id;
        assert_int_equal(
            agent_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &id, &problem),
            ERR_NONE);
    }
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/agents?sort=name&model=small");
    assert_true(response->body.len < 40960);
    fixture_assert_has(response, ">a24</a>");
    fixture_assert_has_not(response, ">a25</a>");
    fixture_assert_has_not(response, ">Newer</a>");
    char path[512];
    copy_link(fixture_between(f, response, "rel=\"next\" href=\"", "\""), path, sizeof path);
    assert_non_null(strstr(path, "model=small"));
    response = fixture_get(f, path);
    fixture_assert_has(response, ">a26</a>");
    fixture_assert_has_not(response, ">a24</a>");
    copy_link(fixture_between(f, response, "rel=\"prev\" href=\"", "\""), path, sizeof path);
    response = fixture_get(f, path);
    fixture_assert_has(response, ">a00</a>");
    fixture_assert_has_not(response, "rel=\"prev\"");
}

static void test_every_persona(void **state)
{
    struct fixture *f = *state;
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "theirs", SMALL);
    (void)make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "mine", SMALL);
    for (int persona = 0; persona < PERSONA_COUNT; persona++) {
        sign_in_as(f, persona);
        struct response *response = fixture_get(f, "/agents");
        fixture_assert_has(response, ">theirs</a>");
        bool may_create = persona != PERSONA_PLATFORM_ADMIN;
        bool may_change_all = may_create && persona != PERSONA_INDIVIDUAL_DEVELOPER;
        assert_int_equal(fixture_has(response, "New agent"), may_create);
        assert_int_equal(fixture_has(response, "class=\"bulk\""), may_create);
        assert_int_equal(fixture_has(response, "Select mine"), may_create);
        assert_int_equal(fixture_has(response, "Select theirs"), may_change_all);
    }
    /* A Platform Admin sees the names of other organizations, and of nobody's configs. */
    char path[128];
    char id[UUID_TEXT_LEN];
    uuid_format(&f->own.id, id);
    (void)snprintf(path, sizeof path, "/agents?organization=%s&filters=1", id);
    fixture_sign_in(f, &f->other.users[PERSONA_PLATFORM_ADMIN]);
    struct response *response = fixture_get(f, path);
    fixture_assert_has(response, ">theirs</a>");
    fixture_assert_has(response, "name=\"organization\"");
    fixture_assert_has_not(response, "inside configs");
    fixture_assert_has(response, "small (2)");
    (void)snprintf(path, sizeof path, "/agents?organization=%s&q=needle&in=configs", id);
    fixture_assert_has_not(fixture_get(f, path), ">theirs</a>");
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has_not(fixture_get(f, path), "theirs");
    fixture_assert_has_not(fixture_get(f, "/agents"), "theirs");
}

static void test_bulk(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[] = {make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "mine", SMALL),
                         make_agent(f, PERSONA_PRODUCT_MANAGER, "theirs", SMALL),
                         make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "used", SMALL)};
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "Night shift", &ids[2], NULL, 1);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response =
        post_bulk(f, "/agents/bulk", ids, 3, "do=archive&return=%2Fagents%3Fsort%3Dname");
    fixture_assert_redirect(response, "/agents?sort=name");
    response = fixture_get(f, "/agents?sort=name");
    fixture_assert_has(response, "1 agent archived.");
    fixture_assert_has(response, "theirs (not yours to change)");
    fixture_assert_has(response, "used (");
    fixture_assert_has(response, "Night shift");
    fixture_assert_has_not(response, ">mine</a>");
    response = post_bulk(f, "/agents/bulk", ids, 1, "do=archive&return=%2Fagentsevil");
    fixture_assert_redirect(response, "/agents");
    fixture_assert_has(fixture_get(f, "/agents"), "1 was so already.");
}

static void test_bulk_refusals(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "one", SMALL);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = post_bulk(f, "/agents/bulk", &id, 0, "do=archive");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Change several agents");
    fixture_assert_has_not(response, "name=\"tag\"");
    fixture_assert_status(post_bulk(f, "/agents/bulk", &id, 1, "do=tag&tag=x"), 422);
    fixture_assert_status(fixture_post(f, "/agents/bulk", "ids=nonsense&do=archive"), 422);
    response = post_bulk(f, "/agents/bulk", &id, 1, "do=explode");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "name=\"ids\"");
    response = post_bulk(f, "/agents/bulk", &id, 1, "do=archive&return=%2F%2Fevil.example");
    fixture_assert_redirect(response, "/agents");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(post_bulk(f, "/agents/bulk", &id, 1, "do=archive"), 403);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_empty),
        TEST(test_row),
        TEST(test_hostile_texts_are_escaped),
        TEST(test_filters),
        TEST(test_wrong_values_are_left_out),
        TEST(test_paging),
        TEST(test_every_persona),
        TEST(test_bulk),
        TEST(test_bulk_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
