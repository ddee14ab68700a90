#include "pages/team/team.h"

#include "base/json.h"

/* The page of a team: what it shows to whom, its buttons. */

static struct agent_ids agents;

static const char *text_of_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *text_of_format(const char *format, ...)
{
    static char text[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return text;
}

static void name_agent(struct fixture *f, int index, const char *name, const char *description)
{
    fixture_begin(f);
    struct agent_draft draft = agent_draft_from(f, &agents.ids[index]);
    struct agent_problem problem;
    struct record_saved saved;
    draft.name = name;
    draft.description = description;
    draft.message = "So that there is a version 2";
    assert_int_equal(
        agent_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
}

static void the_page_shows_the_whole_team(void **state)
{
    struct fixture *f = *state;
    make_agents(f, 3, &agents);
    name_agent(f, 0, "Ada & b", "Knows it & all");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = created(fixture_post(
        f, "/teams/new",
        text_of_format("name=R%%26D&description=We+think&kind=graph&members=%s&role=lead"
                       "&pin=1&members=%s&role=reviewer&pin=&edge_from=%s"
                       "&edge_to=%s&edge_condition=if+%%3Cready%%3E&max_messages=1&timeout_s=7200"
                       "&termination_text=DONE",
                       agents.texts[0], agents.texts[1], agents.texts[0], agents.texts[1])));
    struct response *response = fixture_get(f, made.text);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<title>R&amp;D · Rostrum</title>");
    fixture_assert_has(response, "<h1>R&amp;D</h1>");
    fixture_assert_has(response, "We think");
    fixture_assert_has(response, "Ada &amp; b</a>");
    fixture_assert_has(response, "Knows it &amp; all");
    fixture_assert_has(response, "<span class=\"chip\">Lead</span>");
    fixture_assert_has(response, "<span class=\"chip\">Reviewer</span>");
    fixture_assert_has(response, "gpt-4.1");
    fixture_assert_has(response, "<span class=\"chip ver\">v1</span> Pinned");
    fixture_assert_has(response, "</span> Latest");
    fixture_assert_has(response, "latest is v2");
    fixture_assert_has(response, "if &lt;ready&gt;");
    fixture_assert_has(response, "<li>After 1 message</li>");
    fixture_assert_has(response, "<li>After 2 hours</li>");
    fixture_assert_has(response, "<li>When someone says “DONE”</li>");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_assert_has(response, "Created team");
    fixture_assert_has_not(response, "archived since");
}

static void the_diagram_names_and_links_its_members(void **state)
{
    struct fixture *f = *state;
    make_agents(f, 2, &agents);
    name_agent(f, 0, "A name that is much too long for a box of this size", "");
    name_agent(f, 1, "漢字の名前はとても幅が広いのです", "");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made =
        create_team(f, "sequential", &agents, 1,
                    text_of_format("&members=%s&role=lead&pin=2", agents.texts[1]));
    struct response *response = fixture_get(f, made.text);
    fixture_assert_has(response, "role=\"group\" aria-labelledby=\"diagram-name diagram-desc\"");
    fixture_assert_has(response, "<title id=\"diagram-name\">Diagram of Crew</title>");
    /* and once more for narrow screens */
    fixture_assert_has(response, "class=\"upright\"");
    fixture_assert_has(response, "role=\"group\" aria-labelledby=\"upright-name upright-desc\"");
    fixture_assert_has(response, "marker-end=\"url(#diagram-arrow)\"");
    fixture_assert_has(response, "marker-end=\"url(#upright-arrow)\"");
    fixture_assert_has(response, text_of_format("<a href=\"/agents/%s\"><g", agents.texts[0]));
    fixture_assert_has(response, ">A name that is much…</text>");
    fixture_assert_has(response, ">漢字の名前はとても…</text>");
    fixture_assert_has(response,
                       "<title>A name that is much too long for a box of this size</title>");
    fixture_assert_has(response, ">1 · Worker</text>");
    fixture_assert_has(response, ">2 · Lead · v2</text>");
    fixture_assert_has(response, "class=\"node lead\"");
    fixture_assert_has(response, "Text description");
    /* in the editor a picture alone: a link would lead away from what was typed */
    response = get_below(f, made, "/edit");
    fixture_assert_has(response, "role=\"img\" aria-labelledby=\"diagram-name diagram-desc\"");
    fixture_assert_has_not(response, "<g class=\"node lead\"><a");
    fixture_assert_has_not(response, text_of_format("<a href=\"/agents/%s\">", agents.texts[0]));
}

static void an_archived_team_and_member_say_so(void **state)
{
    struct fixture *f = *state;
    make_agents(f, 2, &agents);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_team(f, "sequential", &agents, 2, "");
    fixture_assert_has(fixture_get(f, made.text), "/archive\"");
    fixture_assert_status(post_below(f, made, "/archive", ""), 303);
    fixture_begin(f);
    struct problem problem;
    assert_int_equal(
        archive_agent(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agents.ids[1], &problem), ERR_NONE);
    struct response *response = fixture_get(f, made.text);
    fixture_assert_has(response, "This team is archived");
    fixture_assert_has(response, "/restore\"");
    fixture_assert_has_not(response, "/edit\"");
    assert_int_equal(count_of(response, "<span class=\"chip state off\">Archived</span>"), 2);
    fixture_assert_redirect(get_below(f, made, "/edit"), made.text);
    response = post_below(f, made, "/edit", team_form("sequential", &agents, 1, "&revision=1"));
    fixture_assert_status(response, 409);
    assert_int_equal(count_of(response, "name=\"members\""), 1);
    /* its copy begins without the archived member */
    response = fixture_get(f, text_of_format("/teams/new?from=%s", made.text + strlen("/teams/")));
    fixture_assert_has(response, "One member is not in this copy, because it is archived.");
    assert_int_equal(count_of(response, "name=\"members\""), 1);
}

static void platform_admins_see_the_metadata_alone(void **state)
{
    struct fixture *f = *state;
    make_agents(f, 2, &agents);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_team(
        f, "graph", &agents, 2,
        text_of_format("&edge_from=%s&edge_to=%s&edge_condition=secret&termination_text=unseen",
                       agents.texts[0], agents.texts[1]));
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    struct response *response = fixture_get(f, made.text);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Your persona sees names and metadata.");
    fixture_assert_has(response, "Agent 02");
    fixture_assert_has_not(response, "secret");
    fixture_assert_has_not(response, "unseen");
    fixture_assert_has_not(response, "/export");
    fixture_assert_has_not(response, "/teams/new?from");
    assert_int_equal(count_of(response, "class=\"line"), 0);
    fixture_assert_status(get_below(f, made, "/export"), 403);
    fixture_sign_in(f, &f->other.users[PERSONA_PLATFORM_ADMIN]);
    fixture_assert_status(fixture_get(f, made.text), 404);
    fixture_enter(f, &f->own);
    response = fixture_get(f, made.text);
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, "secret");
}

static void buttons_are_there_for_those_who_may_press_them(void **state)
{
    struct fixture *f = *state;
    make_agents(f, 1, &agents);
    sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
    struct prompt_address made = create_team(f, "sequential", &agents, 1, "");
    static const struct {
        int persona;
        bool may_change, may_delete, may_copy;
    } cases[] = {{PERSONA_INDIVIDUAL_DEVELOPER, false, false, true},
                 {PERSONA_ENTERPRISE_TEAM, true, false, true},
                 {PERSONA_DEVOPS_ENGINEER, true, false, true},
                 {PERSONA_PRODUCT_MANAGER, true, false, true},
                 {PERSONA_CUSTOMER_ADMIN, true, true, true},
                 {PERSONA_PLATFORM_ADMIN, false, false, false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sign_in_as(f, cases[i].persona);
        struct response *response = fixture_get(f, made.text);
        fixture_assert_status(response, 200);
        assert_int_equal(fixture_has(response, "/edit\""), cases[i].may_change);
        assert_int_equal(fixture_has(response, "/archive\""), cases[i].may_change);
        assert_int_equal(fixture_has(response, "/transfer\""), cases[i].may_change);
        assert_int_equal(fixture_has(response, "/delete\""), cases[i].may_delete);
        assert_int_equal(fixture_has(response, "/teams/new?from="), cases[i].may_copy);
    }
}

/* A team whose every member's row and node is there, with numbers that fit. */
static void a_team_of_a_hundred_shows_every_member(void **state)
{
    struct fixture *f = *state;
    make_agents(f, TEAM_MEMBERS_MAX, &agents);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (int kind = 0; kind < TEAM_KIND_COUNT; kind++) {
        char name[16];
        const char *last = agents.texts[TEAM_MEMBERS_MAX - 1];
        (void)snprintf(name, sizeof name, "Crew+%d", kind);
        const char *rest = text_of_format("&max_turns=9&members=%s&role=lead&pin=", last);
        struct prompt_address made = created(fixture_post(
            f, "/teams/new",
            team_form_named(name, team_kind_names[kind], &agents, TEAM_MEMBERS_MAX - 1, rest)));
        struct response *response = fixture_get(f, made.text);
        fixture_assert_status(response, 200);
        assert_int_equal(count_of(response, "class=\"node "),
                         2 * TEAM_MEMBERS_MAX); /* wide, upright */
        assert_int_equal(count_of(response, "<td class=\"primary\">"), TEAM_MEMBERS_MAX);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_page_shows_the_whole_team),
        TEST(the_diagram_names_and_links_its_members),
        TEST(an_archived_team_and_member_say_so),
        TEST(platform_admins_see_the_metadata_alone),
        TEST(buttons_are_there_for_those_who_may_press_them),
        TEST(a_team_of_a_hundred_shows_every_member),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
