#include "pages/record/kinds.h"

/* What uses a record, to any depth, and its audit events. */

/* Style <- Greeting <- Clerk <- {Desk, Porter}; Porter <- Desk as well: Desk and Porter are three
 * steps away from Style, Desk on two ways. */
struct web {
    struct uuid style, greeting, clerk, porter, desk;
};

static struct web make_web(struct fixture *f)
{
    struct web web;
    web.style = kinds_prompt(f, "Style", 1);
    put_label(f, &prompt_store, &web.style, "production", 0, 1);
    web.greeting = make_prompt(f, PERSONA_PRODUCT_MANAGER, "Greeting",
                               "Hello @@@prompt:name=Style|label=production@@@");
    web.clerk =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "Clerk",
                   "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"Greeting\",\"version\":1}}");
    web.porter = make_agent(f, PERSONA_PRODUCT_MANAGER, "Porter",
                            "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"Clerk\"]}");
    struct uuid members[] = {web.clerk, web.porter};
    web.desk = make_team(f, PERSONA_PRODUCT_MANAGER, "Desk", members, NULL, 2);
    fixture_begin(f);
    return web;
}

static const char *uses_of(struct fixture *f, enum record_kind_id kind, const struct uuid *id)
{
    struct response *response = kinds_get(f, kind, id, "/used-by");
    fixture_assert_status(response, 200);
    return piece_with(f, response, "<section", "id=\"used-title\"", "</section>");
}

/* The list below a heading such as "Agents", its number in it. */
static const char *group_of(struct fixture *f, const char *uses, enum record_kind_id kind)
{
    const char *start =
        strstr(uses, arena_printf(f->page_arena, "<h3>%s <small>", record_kinds[kind].title));
    if (start == NULL)
        fail_msg("no group %s: %s", record_kinds[kind].title, uses);
    const char *end = start == NULL ? NULL : strstr(start, "</ul>");
    assert_non_null(end);
    return arena_copy(f->page_arena, start, (size_t)(end - start));
}

static const char *use_of(struct fixture *f, const char *group, const char *name)
{
    const char *found = strstr(group, arena_printf(f->page_arena, ">%s</a>", name));
    if (found == NULL)
        fail_msg("%s is not in: %s", name, group);
    return arena_copy(f->page_arena, found, (size_t)(strstr(found, "</li>") - found));
}

static void uses_are_listed_once_to_any_depth(void **state)
{
    struct fixture *f = *state;
    struct web web = make_web(f);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *uses = uses_of(f, RECORD_PROMPT, &web.style);
    assert_int_equal(count_in(uses, "<li>"), 4);
    assert_not_in(uses, ">Style</a>");
    const char *prompts = group_of(f, uses, RECORD_PROMPT);
    assert_in(prompts, "Prompts <small>1</small>");
    assert_in(use_of(f, prompts, "Greeting"), "<p>refers to the label production</p>");
    const char *agents = group_of(f, uses, RECORD_AGENT);
    assert_in(agents, "Agents <small>2</small>");
    assert_in(use_of(f, agents, "Clerk"), "<p>through Greeting</p>");
    assert_in(use_of(f, agents, "Porter"), "<p>through Clerk</p>");
    const char *teams = group_of(f, uses, RECORD_TEAM);
    assert_in(teams, "Teams <small>1</small>");
    assert_in(use_of(f, teams, "Desk"), "<p>through Clerk</p>");
    assert_in(use_of(f, teams, "Desk"), "<span class=\"chip ver\">v1</span>");
    assert_in(use_of(f, teams, "Desk"), "<span class=\"chip label latest\">latest</span>");
    assert_not_in(uses, "There are more");
}

static void uses_of_agents_and_teams_say_how_they_are_used(void **state)
{
    struct fixture *f = *state;
    struct web web = make_web(f);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    const char *uses = uses_of(f, RECORD_AGENT, &web.clerk);
    assert_int_equal(count_in(uses, "<li>"), 2);
    assert_in(use_of(f, group_of(f, uses, RECORD_AGENT), "Porter"), "<p>hands over to it</p>");
    assert_in(use_of(f, group_of(f, uses, RECORD_TEAM), "Desk"), "<p>has it as a member</p>");
    uses = uses_of(f, RECORD_TEAM, &web.desk);
    assert_in(uses, "Nothing uses this team.");
    assert_not_in(uses, "<li>");
}

/* Who is affected stands on the record's own page, nearest first; what there is no room for is
 * behind a link. */
static void the_page_of_a_record_shows_its_uses(void **state)
{
    struct fixture *f = *state;
    struct web web = make_web(f);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = kinds_get(f, RECORD_PROMPT, &web.style, "");
    const char *uses = piece_with(f, response, "<section", "id=\"used-title\"", "</section>");
    assert_in(use_of(f, uses, "Greeting"), "refers to the label production");
    assert_in(use_of(f, uses, "Porter"), "<p>through ");
    assert_in(use_of(f, uses, "Desk"), "<p>through ");
    assert_not_in(uses, "Show all uses");
    for (int i = 0; i < 12; i++)
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "more-%d", i),
                          "@@@prompt:name=Style|label=production@@@");
    fixture_begin(f);
    response = kinds_get(f, RECORD_PROMPT, &web.style, "");
    uses = piece_with(f, response, "<section", "id=\"used-title\"", "</section>");
    assert_int_equal(count_in(uses, "<li>"), 12);
    assert_not_in(uses, "Porter");
    assert_in(uses, "/used-by\">Show all uses</a>");
}

static void uses_stay_within_the_organization(void **state)
{
    struct fixture *f = *state;
    struct web web = make_web(f);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(kinds_get(f, RECORD_PROMPT, &web.style, "/used-by"), 404);
    fixture_assert_status(kinds_get(f, RECORD_PROMPT, &web.style, "/activity"), 404);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &web.style, "/used-by"), 404);
}

static void the_activity_lists_the_events_of_the_record(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Busy", 2);
        struct uuid other = kinds_make(f, kind, "Idle");
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 2);
        fixture_begin(f);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", "accept=1"), 303);
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER); /* what is refused has not happened */
        fixture_assert_status(kinds_post(f, kind, &id, "/restore", ""), 403);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_get(f, kind, &id, "/activity");
        fixture_assert_status(response, 200);
        const char *events =
            piece_with(f, response, "<section", "id=\"events-title\"", "</section>");
        const char *const happened[] = {"Archived ", "production to v2", "Saved v2", "Created "};
        const char *at = events;
        for (size_t i = 0; i < COUNT_OF(happened); i++) { /* the newest first */
            at = strstr(at, happened[i]);
            if (at == NULL)
                fail_msg("no %s in its place: %s", happened[i], events);
            assert_int_equal(count_in(events, happened[i]), 1);
        }
        assert_int_equal(count_in(events, "<li>"), 4);
        const char *made = strstr(events, "Created ");
        assert_in(made, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
        assert_int_equal(count_in(events, "<a href=\"/audit/"), 4);
        response = kinds_get(f, kind, &other, "/activity");
        events = piece_with(f, response, "<section", "id=\"events-title\"", "</section>");
        assert_int_equal(count_in(events, "<li>"), 1);
    }
}

/* Who may not look at the log sees what happened, without the way to it. */
static void the_activity_hides_the_log_from_who_may_not_read_it(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Seen");
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        struct response *response = kinds_get(f, kind, &id, "/activity");
        fixture_assert_status(response, 200);
        const char *events =
            piece_with(f, response, "<section", "id=\"events-title\"", "</section>");
        assert_not_in(events, "href=\"/audit/");
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(uses_are_listed_once_to_any_depth),
        TEST(uses_of_agents_and_teams_say_how_they_are_used),
        TEST(the_page_of_a_record_shows_its_uses),
        TEST(uses_stay_within_the_organization),
        TEST(the_activity_lists_the_events_of_the_record),
        TEST(the_activity_hides_the_log_from_who_may_not_read_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
