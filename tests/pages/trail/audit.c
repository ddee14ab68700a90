#include "test.h"

#include <stdio.h>
#include <string.h>

#include "agents.h"
#include "base/clock.h"
#include "data/audit/audit.h"

static void sign_in(struct fixture *f, int persona)
{
    fixture_sign_in(f, &f->own.users[persona]);
}

/* A prompt that was created and changed by the Product Manager. */
static struct uuid make_history(struct fixture *f)
{
    const struct actor *manager = &f->own.users[PERSONA_PRODUCT_MANAGER].actor;
    struct prompt_draft draft = {.name = "support/history",
                                 .description = "first",
                                 .type = PROMPT_TEXT,
                                 .body = {"body", 4},
                                 .settings = "",
                                 .tags = "",
                                 .message = ""};
    struct problem problem;
    struct record_saved saved;
    assert_int_equal(prompt_create(f->db, manager, &draft, &saved, &problem), ERR_NONE);
    fixture_begin(f);
    draft.id = saved.id;
    draft.based_on_revision = 1;
    draft.description = "<i>second</i>\nline";
    assert_int_equal(prompt_update(f->db, manager, &draft, &saved, &problem), ERR_NONE);
    fixture_begin(f);
    return saved.id;
}

static void the_list_says_what_happened(void **state)
{
    struct fixture *f = *state;
    (void)make_history(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/audit");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "\">Changed description</a> of <a href=\"/prompts/");
    fixture_assert_has(response, ">Created prompt</a> ");
    fixture_assert_has(response, "<code>prompt.update</code>");
    fixture_assert_has(response, "dir=\"auto\">support/history</a>");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_assert_has(response, "Signed in");
}

static void filters_choose_what_is_listed(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_history(f);
    char id_text[UUID_TEXT_LEN];
    char path[160];
    uuid_format(&id, id_text);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);

    struct response *response = fixture_get(f, "/audit?action=prompt.");
    fixture_assert_has(response, "Changed description");
    fixture_assert_has_not(response, "Signed in");
    fixture_assert_has(response, "Clear all filters");

    (void)snprintf(path, sizeof path, "/audit?record=%s&action=session.", id_text);
    fixture_assert_has(fixture_get(f, path), "No event here");

    (void)snprintf(path, sizeof path, "/audit?actor=%s",
                   f->own.users[PERSONA_CUSTOMER_ADMIN].id_text);
    response = fixture_get(f, path);
    fixture_assert_has(response, "Signed in");
    fixture_assert_has_not(response, "Changed description");
    fixture_assert_has(response, "selected>Ada Admin");

    fixture_assert_has(fixture_get(f, "/audit?until=2020-01-01"), "No event here");
    fixture_assert_has(fixture_get(f, "/audit?from=2020-01-01"), "Signed in");
}

static void events_of_agents_and_teams_lead_to_them(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "Support agent", AGENT_CONFIG);
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "Support team", &agent, NULL, 1);
    char url[128];
    char id_text[UUID_TEXT_LEN];
    save_config(f, &agent, "{\"model\":{\"name\":\"other\"}}");
    fixture_begin(f);
    sign_in(f, PERSONA_PRODUCT_MANAGER); /* content events of the organization */
    struct response *response = fixture_get(f, "/audit?action=agent.");
    fixture_assert_has(response, ">Saved v2</a> of <a href=\"/agents/");
    fixture_assert_has(response, "/diff?from=1&amp;to=2\">Compare</a>");
    fixture_assert_has(response, "<option value=\"agent.\" selected>Agents</option>");
    fixture_assert_has_not(response, "Created team");
    uuid_format(&agent, id_text);
    (void)snprintf(url, sizeof url, "<a href=\"/agents/%s\" dir=\"auto\">Support agent</a>",
                   id_text);
    fixture_assert_has(response, url);
    const char *event = fixture_between(f, response, "<div class=\"title\"><a href=\"", "\"");
    assert_non_null(event);
    (void)snprintf(url, sizeof url, "%s", event);
    response = fixture_get(f, url);
    fixture_assert_has(response, "config.model.name");
    fixture_assert_has(response, "<del>gpt-4.1</del>");
    fixture_assert_has(response, "<ins>other</ins>");
    response = fixture_get(f, "/audit?action=team.");
    fixture_assert_has(response, "Created team");
    fixture_assert_has_not(response, "Saved v2");
    uuid_format(&team, id_text);
    (void)snprintf(url, sizeof url, "<a href=\"/teams/%s\" dir=\"auto\">Support team</a>", id_text);
    fixture_assert_has(response, url);
    sign_in(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_has(fixture_get(f, "/audit?action=agent."), "No event here");
}

static void wrong_filters_are_refused(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    static const char *const queries[] = {"actor=nobody",     "record=1",    "from=yesterday",
                                          "until=2026-02-31", "action=drop", "before=-1"};
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        char path[64];
        (void)snprintf(path, sizeof path, "/audit?%s", queries[i]);
        struct response *response = fixture_get(f, path);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "error-summary");
    }
}

static void an_event_shows_what_changed(void **state)
{
    struct fixture *f = *state;
    (void)make_history(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/audit?action=prompt.");
    const char *url = fixture_between(f, response, "<div class=\"title\"><a href=\"", "\"");
    assert_non_null(url);
    char path[64];
    (void)snprintf(path, sizeof path, "%s", url);
    response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<del>first</del>");
    fixture_assert_has(response, "<ins>&lt;i&gt;second&lt;/i&gt;\nline</ins>");
    fixture_assert_has(response, "description");
    fixture_assert_has(response, "everything this person did");
    fixture_assert_has(response, "<summary>Raw JSON</summary>");
    fixture_assert_has(response, "&quot;description&quot;");
    fixture_assert_status(fixture_get(f, "/audit/01890000-0000-7000-8000-000000000000"), 404);
    fixture_assert_status(fixture_get(f, "/audit/0"), 404);
}

static void personas_see_their_part(void **state)
{
    struct fixture *f = *state;
    (void)make_history(f);
    sign_in(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = fixture_get(f, "/audit");
    fixture_assert_has(response, "your own actions");
    fixture_assert_has_not(response, "Changed description");
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has_not(fixture_get(f, "/audit"), "support/history");
    char path[96];
    (void)snprintf(path, sizeof path, "/audit?record=%s",
                   f->own.users[PERSONA_PRODUCT_MANAGER].id_text);
    fixture_assert_has(fixture_get(f, path), "No event here");
    fixture_use_jar(f, 2);
    fixture_sign_in(f, &f->other.users[PERSONA_PLATFORM_ADMIN]);
    fixture_enter(f, &f->own);
    response = fixture_get(f, "/audit");
    fixture_assert_has(response, "Changed description");
    fixture_assert_has(response, "Entered an organization");
}

static void older_events_are_on_the_next_page(void **state)
{
    struct fixture *f = *state;
    enum { EVENTS = 60 };
    for (int i = 0; i < EVENTS; i++) {
        struct audit_event event = {.action = "prompt.walk", .record_type = "prompt"};
        assert_int_equal(
            audit_record_alone(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &event),
            ERR_NONE);
        fixture_begin(f);
    }
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/audit?action=prompt.&from=");
    fixture_assert_has(response, "Older");
    const char *next = fixture_between(f, response, "rel=\"next\" href=\"", "\"");
    assert_non_null(next);
    char path[160] = "";
    for (const char *p = next; *p != '\0'; p++) /* &amp; is an & in an address */
        (void)snprintf(path + strlen(path), sizeof path - strlen(path), "%c", *p),
            p += strncmp(p, "&amp;", 5) == 0 ? 4 : 0;
    response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "prompt.walk");
    fixture_assert_has_not(response, "Older<");
}

/* Production set, moved and removed: each line says what it named before and after. */
static void moves_of_labels_are_told_in_words(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_history(f);
    char id_text[UUID_TEXT_LEN];
    uuid_format(&id, id_text);
    (void)save_body(f, &id, "another body");
    put_label(f, &prompt_store, &id, "staging", 0, 1);
    put_label(f, &prompt_store, &id, "staging", 1, 2);
    put_label(f, &prompt_store, &id, "staging", 2, 0);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/audit?action=label.");
    fixture_assert_has(response, ">Set staging to v1</a> of <a href=\"/prompts/");
    fixture_assert_has(response, ">Moved staging from v1 to v2</a> on <a href=\"/prompts/");
    fixture_assert_has(response, ">Removed staging from v2</a> of <a href=\"/prompts/");
    fixture_assert_has(
        response,
        arena_printf(f->arena, "<a href=\"/prompts/%s/diff?from=1&amp;to=2\">Compare", id_text));
    char path[96];
    (void)snprintf(path, sizeof path, "/prompts/%s/activity", id_text);
    response = fixture_get(f, path);
    fixture_assert_has(response, ">Moved staging from v1 to v2</a>");
}

/* A record is chosen at the record or an event; the filter names it, keeps it and lets it go. */
static void the_chosen_record_is_named_and_kept(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_history(f);
    char id_text[UUID_TEXT_LEN];
    uuid_format(&id, id_text);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    char path[96];
    (void)snprintf(path, sizeof path, "/audit?record=%s&action=prompt.", id_text);
    struct response *response = fixture_get(f, path);
    fixture_assert_has(response,
                       "About <bdi>support/history</bdi> <a href=\"/audit?action=prompt.&amp;\">");
    fixture_assert_has(
        response, arena_printf(f->arena, "type=\"hidden\" name=\"record\" value=\"%s\"", id_text));
    fixture_assert_has(
        response,
        arena_printf(f->arena, "<a href=\"/audit?record=%s&amp;action=prompt.&amp;from=", id_text));
    fixture_assert_has_not(fixture_get(f, "/audit"), "About <bdi>");
}

static void presets_say_which_days_are_shown(void **state)
{
    struct fixture *f = *state;
    char day[CLOCK_DAY_LEN];
    (void)make_history(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    clock_format_day(clock_now() - 6 * CLOCK_DAY, day);
    char url[64];
    (void)snprintf(url, sizeof url, "/audit?from=%s", day);
    struct response *response = fixture_get(f, "/audit");
    fixture_assert_has(response, arena_printf(f->arena, "<a href=\"%s\">Last 7 days</a>", url));
    response = fixture_get(f, url);
    fixture_assert_has(
        response,
        arena_printf(f->arena, "<a href=\"%s\" aria-current=\"true\">Last 7 days</a>", url));
    fixture_assert_has(response, "Changed description");
}

/* One event at each end of 1 November 2026 in New York, where that day has 25 hours. */
static void days_are_those_of_the_reader(void **state)
{
    struct fixture *f = *state;
    int64_t start = INT64_C(1793505600) * CLOCK_SECOND; /* 2026-11-01T04:00:00Z */
    const char *const names[] = {"before", "first", "last", "after"};
    const int64_t times[] = {start - CLOCK_MINUTE, start, start + 25 * CLOCK_HOUR - CLOCK_MINUTE,
                             start + 25 * CLOCK_HOUR};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        clock_travel(times[i]);
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, names[i], "Hello");
        fixture_begin(f);
    }
    const struct fixture_user *user = &f->own.users[PERSONA_CUSTOMER_ADMIN];
    fixture_set_time_zone(f, user, "America/New_York");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response =
        fixture_get(f, "/audit?action=prompt.&from=2026-11-01&until=2026-11-01");
    fixture_assert_has(response, "Days and times are in <a href=\"/account\">America/New_York</a>");
    fixture_assert_has_not(response, ">before</a>");
    fixture_assert_has(response, ">first</a>");
    fixture_assert_has(response, ">last</a>");
    fixture_assert_has_not(response, ">after</a>");
    fixture_assert_has(response, "title=\"1 November 2026, 00:00 UTC-4\"");
    fixture_assert_has(response, "title=\"1 November 2026, 23:59 UTC-5\"");
    fixture_set_time_zone(f, user, "Asia/Kolkata");
    response = fixture_get(f, "/audit?action=prompt.&until=2026-11-01");
    fixture_assert_has(response, ">first</a>"); /* 09:30 in the morning */
    fixture_assert_has(response, "title=\"1 November 2026, 09:30 UTC+5:30\"");
    fixture_assert_has_not(response, ">last</a>");
    fixture_set_time_zone(f, user, "Pacific/Kiritimati");
    response = fixture_get(f, "/audit?action=prompt.&from=2026-11-02&until=2026-11-02");
    fixture_assert_has_not(response, ">first</a>");
    fixture_assert_has(response, ">last</a>");
    fixture_assert_has(response, "title=\"2 November 2026, 18:59 UTC+14\"");
}

/* 2 November in UTC, still the 1st in New York, at the end of its 25 hours. */
static void presets_end_with_the_readers_today(void **state)
{
    struct fixture *f = *state;
    clock_travel(INT64_C(1793505600) * CLOCK_SECOND + 25 * CLOCK_HOUR - CLOCK_MINUTE);
    fixture_set_time_zone(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], "America/New_York");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/audit?from=2026-11-01");
    fixture_assert_has(response,
                       "<a href=\"/audit?from=2026-11-01\" aria-current=\"true\">Today</a>");
    fixture_assert_has(response, "<a href=\"/audit?from=2026-10-26\">Last 7 days</a>");
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

static void a_filter_is_kept_under_a_name(void **state)
{
    struct fixture *f = *state;
    (void)make_history(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(fixture_get(f, "/audit?action=prompt."), "Save this filter");
    fixture_assert_redirect(fixture_post(f, "/audit/views", "name=Prompt+work&action=prompt."),
                            "/audit?action=prompt.");
    struct response *response = fixture_get(f, "/audit?action=prompt.");
    fixture_assert_has(response, "aria-current=\"page\" dir=\"auto\">Prompt work</a>");
    fixture_assert_has_not(response, "Save this filter");
    char path[96];
    const char *id = fixture_between(f, response, "action=\"/audit/views/", "/rename");
    assert_non_null(id);
    (void)snprintf(path, sizeof path, "/audit/views/%s/rename", id);
    fixture_assert_redirect(fixture_post(f, path, "name=Other"), "/audit");
    fixture_assert_has(fixture_get(f, "/audit"), ">Other</a>");
    sign_in(f, PERSONA_DEVOPS_ENGINEER); /* it is the person's alone */
    fixture_assert_has_not(fixture_get(f, "/audit"), ">Other</a>");
    fixture_assert_status(fixture_post(f, path, "name=Mine"), 404);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    memcpy(strstr(path, "/rename"), "/delete", 7);
    fixture_assert_redirect(fixture_post(f, path, ""), "/audit");
    fixture_assert_has_not(fixture_get(f, "/audit"), ">Other</a>");
    fixture_assert_status(fixture_post(f, "/audit/views", "name=&action=prompt."), 422);
    fixture_assert_status(fixture_post(f, "/audit/views", "name=Nothing"), 422);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_APP(the_list_says_what_happened),
        WITH_APP(filters_choose_what_is_listed),
        WITH_APP(events_of_agents_and_teams_lead_to_them),
        WITH_APP(wrong_filters_are_refused),
        WITH_APP(an_event_shows_what_changed),
        WITH_APP(personas_see_their_part),
        WITH_APP(moves_of_labels_are_told_in_words),
        WITH_APP(the_chosen_record_is_named_and_kept),
        WITH_APP(presets_say_which_days_are_shown),
        WITH_APP(days_are_those_of_the_reader),
        WITH_APP(presets_end_with_the_readers_today),
        WITH_APP(older_events_are_on_the_next_page),
        WITH_APP(a_filter_is_kept_under_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
