#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/stop/stop_resume.h"
#include "data/usage/usage.h"
#include "data/usage/usage_fetcher.h"
#include "fixture.h"
#include "kinds.h"
#include "tokens.h"

/* The page on which a record is stopped and resumed, and what the others say of it then. */

static const char *url(const struct record_kind *kind, const struct uuid *id, const char *rest)
{
    static char path[160];
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    (void)snprintf(path, sizeof path, "%s/%s%s", kind->path, text, rest);
    return path;
}

static void sign_in(struct fixture *f, int persona)
{
    fixture_use_jar(f, persona % FIXTURE_JARS);
    fixture_sign_in(f, &f->own.users[persona]);
}

static const char *stop_path(struct fixture *f, const struct record_kind *kind,
                             const struct uuid *id, const char *verb)
{
    struct stop_list list;
    char text[UUID_TEXT_LEN], rest[80];
    fixture_begin(f);
    assert_int_equal(stop_list(f->db, get_head(f, kind_makers[kind->id].store, id), &list),
                     ERR_NONE);
    uuid_format(&list.items[0].id, text);
    (void)snprintf(rest, sizeof rest, "/stops/%s/%s", text, verb);
    return url(kind, id, rest);
}

static void a_record_is_stopped_and_resumed_by_two(void **state)
{
    struct fixture *f = *state;
    for (int k = 0; k < RECORD_KIND_COUNT; k++) {
        const struct record_kind *kind = &record_kinds[k];
        struct uuid id = kind_make_versions(f, &kind_makers[k], "checkout", 2);
        put_label(f, kind_makers[k].store, &id, "production", 0, 1);
        sign_in(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_has(fixture_get(f, url(kind, &id, "")), "/stop");
        struct response *page = fixture_get(f, url(kind, &id, "/stop"));
        fixture_assert_status(page, 200);
        fixture_assert_has(page, "Version 1 (production)");
        if (k == RECORD_PROMPT)
            fixture_assert_has_not(page, "The whole");
        else
            fixture_assert_has(page, "The whole");
        /* what was typed comes back with why it was refused */
        page = fixture_post(f, url(kind, &id, "/stops"), "version=2&reason=");
        fixture_assert_status(page, 422);
        fixture_assert_has(page, "<option value=\"2\" selected>");
        page = fixture_post(f, url(kind, &id, "/stops"), "version=99&reason=why");
        fixture_assert_status(page, 422);
        fixture_assert_has(page, "There is no such version.");
        page = fixture_post(f, url(kind, &id, "/stops"),
                            k == RECORD_PROMPT ? "version=1&reason=It+lies"
                                               : "version=0&reason=It+lies");
        fixture_assert_redirect(page, url(kind, &id, "/stop"));
        page = fixture_get(f, url(kind, &id, "/stop"));
        fixture_assert_has(page, "It lies");
        fixture_assert_has(page, "Ask to resume");
        fixture_assert_has(fixture_get(f, url(kind, &id, "")), "chip state stopped");
        fixture_assert_has(fixture_get(f, url(kind, &id, "")),
                           k == RECORD_PROMPT ? "Production, version 1, is stopped"
                                              : " is stopped: no program is given it.");
        fixture_assert_has(fixture_get(f, kind->path), "chip state stopped");
        page =
            fixture_post(f, url(kind, &id, "/stops"),
                         k == RECORD_PROMPT ? "version=1&reason=again" : "version=0&reason=again");
        fixture_assert_status(page, 409);
        page = fixture_get(f, url(kind, &id, "/activity"));
        fixture_assert_has(page, k == RECORD_PROMPT ? "Stopped v1" : "Stopped ");
        /* one asks … */
        page = fixture_post(f, stop_path(f, kind, &id, "ask"), "reason=Mended");
        fixture_assert_redirect(page, url(kind, &id, "/stop"));
        page = fixture_get(f, url(kind, &id, "/stop"));
        fixture_assert_has(page, "Another person has to confirm it.");
        fixture_assert_has_not(page, "Confirm and resume");
        page = fixture_post(f, stop_path(f, kind, &id, "confirm"), "reason=");
        fixture_assert_status(page, 403);
        /* … and another confirms */
        sign_in(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_has(fixture_get(f, "/approvals"), url(kind, &id, "/stop"));
        fixture_assert_has(fixture_get(f, url(kind, &id, "/stop")), "Confirm and resume");
        page = fixture_post(f, stop_path(f, kind, &id, "confirm"), "reason=Agreed");
        fixture_assert_redirect(page, url(kind, &id, "/stop"));
        page = fixture_get(f, url(kind, &id, "/stop"));
        fixture_assert_has(page, "Earlier stops");
        fixture_assert_has_not(page, "chip state stopped");
        fixture_assert_has_not(fixture_get(f, url(kind, &id, "")), "chip state stopped");
    }
}

/* An administrator may decide on the page of the request as well; then either of them carries it
 * out. */
static void what_was_approved_elsewhere_is_carried_out(void **state)
{
    struct fixture *f = *state;
    const struct record_kind *kind = &record_kinds[RECORD_AGENT];
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    struct uuid stop_id;
    struct problem problem;
    struct approval asked;
    struct stop_draft draft = {id, 0, "It lies"};
    const struct actor *devops = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    assert_int_equal(stop_begin(f->db, devops, &agent_store, &draft, &stop_id, &problem), ERR_NONE);
    assert_int_equal(stop_ask_resume(f->db, devops, &agent_store, &stop_id, "Mended", &problem),
                     ERR_NONE);
    assert_int_equal(approval_find(f->db, devops, APPROVAL_RESUME, &stop_id, &asked), ERR_NONE);
    char text[UUID_TEXT_LEN], request[80], approve[100];
    uuid_format(&asked.id, text);
    (void)snprintf(request, sizeof request, "/approvals/%s", text);
    (void)snprintf(approve, sizeof approve, "%s/approve", request);
    fixture_begin(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(fixture_get(f, url(kind, &id, "/stop")), request);
    struct response *page = fixture_get(f, request);
    fixture_assert_has(page, approve);
    fixture_assert_has(page, "It lies");
    fixture_assert_redirect(
        fixture_post_patiently(f, approve, "current_password=" FIXTURE_PASSWORD), request);
    sign_in(f, PERSONA_DEVOPS_ENGINEER);
    fixture_assert_has(fixture_get(f, url(kind, &id, "/stop")), "Another person has agreed.");
    page = fixture_post(f, stop_path(f, kind, &id, "resume"), "");
    fixture_assert_redirect(page, url(kind, &id, "/stop"));
    assert_int_equal(get_head(f, &agent_store, &id)->stops.count, 0);
}

/* Who uses it sees why. */
static void what_uses_it_says_so(void **state)
{
    struct fixture *f = *state;
    struct uuid tone = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "tone", "Be kind.");
    put_label(f, &prompt_store, &tone, "production", 0, 1);
    struct uuid user = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "user", "@@@prompt:name=tone@@@");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const struct record_kind *kind = &record_kinds[RECORD_PROMPT];
    fixture_assert_has_not(fixture_get(f, url(kind, &user, "")), "that it uses");
    struct response *page = fixture_post(f, url(kind, &tone, "/stops"), "version=1&reason=It+lies");
    fixture_assert_redirect(page, url(kind, &tone, "/stop"));
    fixture_assert_has(fixture_get(f, url(kind, &user, "")), "Stopped by a prompt that it uses");
    page = fixture_get(f, url(kind, &user, ""));
    fixture_assert_has(page, url(kind, &tone, "/stop"));
}

/* Before the act the page says what stops with what is chosen, and nothing else; afterwards lists,
 * the search, what uses it and the bill of materials say what is stopped. */
static void what_stops_with_it_is_listed(void **state)
{
    struct fixture *f = *state;
    struct uuid tone = kind_make_versions(f, &kind_makers[RECORD_PROMPT], "tone", 2);
    put_label(f, &prompt_store, &tone, "production", 0, 1);
    put_label(f, &prompt_store, &tone, "canary", 0, 2);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "by-label", "@@@prompt:name=tone@@@");
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "by-number", "@@@prompt:name=tone|version=2@@@");
    struct uuid agent = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    struct uuid team = make_team(f, PERSONA_CUSTOMER_ADMIN, "crew", &agent, NULL, 1);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const struct record_kind *prompts = &record_kinds[RECORD_PROMPT];
    const struct record_kind *agents = &record_kinds[RECORD_AGENT];
    struct response *page = fixture_get(f, url(prompts, &tone, "/stop"));
    fixture_assert_has(page, "1 record uses version 1: no program is given it either");
    fixture_assert_has(page, ">by-label</a>");
    fixture_assert_has_not(page, ">by-number</a>");
    fixture_assert_has(page, "/stop?version=2\">version 2</a>");
    page = fixture_get(f, url(prompts, &tone, "/stop?version=2"));
    fixture_assert_has(page, ">by-number</a>");
    fixture_assert_has_not(page, ">by-label</a>");
    page = fixture_get(f, url(agents, &agent, "/stop"));
    fixture_assert_has(page, "1 record uses this agent: no program is given it either");
    fixture_assert_has(page, ">crew</a>");
    fixture_assert_has_not(fixture_get(f, url(agents, &agent, "/used-by")), "chip state stopped");
    page = fixture_post(f, url(agents, &agent, "/stops"), "version=0&reason=It+lies");
    fixture_assert_redirect(page, url(agents, &agent, "/stop"));
    (void)fixture_post(f, url(&record_kinds[RECORD_TEAM], &team, "/stops"),
                       "version=1&reason=It+too");
    page = fixture_get(f, "/agents?show=stopped");
    fixture_assert_has(page, ">bot</a>");
    fixture_assert_has(page, "class=\"dot stopped\"");
    fixture_assert_has_not(fixture_get(f, "/prompts?show=stopped"), ">tone</a>");
    page = fixture_get(f, "/search?q=bot");
    fixture_assert_has(page, "chip state stopped");
    fixture_assert_has_not(fixture_get(f, "/search?q=tone"), "chip state stopped");
    fixture_assert_has(fixture_get(f, url(agents, &agent, "/used-by")), "chip state stopped");
    page = fixture_get(f, url(&record_kinds[RECORD_TEAM], &team, "/bom"));
    fixture_assert_has(page, "chip state stopped");
}

/* Until when those who fetched it may go on. */
static void copies_are_told(void **state)
{
    struct fixture *f = *state;
    struct usage_notes *usage = usage_create();
    const struct record_kind *kind = &record_kinds[RECORD_AGENT];
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct uuid api = tokens_make(f, admin, "by api", NULL, "").id;
    struct uuid old = tokens_make(f, admin, "long ago", NULL, "").id;
    struct uuid langfuse = tokens_make(f, admin, "by langfuse", NULL, "").id;
    struct uuid bundle = tokens_make(f, admin, "by bundle", NULL, "").id;
    struct uuid team = make_team(f, PERSONA_CUSTOMER_ADMIN, "crew", &id, NULL, 1);
    struct uuid stranger = make_agent(f, PERSONA_CUSTOMER_ADMIN, "other", AGENT_CONFIG);
    struct uuid apart = make_team(f, PERSONA_CUSTOMER_ADMIN, "apart", &stranger, NULL, 1);
    struct usage_served served = {.kind = RECORD_AGENT, .record_id = id, .version = 1};
    usage_set_label(&served, "production");
    int64_t now = clock_now();
    clock_travel(now - CLOCK_HOUR);
    usage_note(usage, &f->own.id, &old, &served);
    clock_travel(0);
    usage_note(usage, &f->own.id, &api, &served);
    served.protocol = USAGE_LANGFUSE;
    usage_note(usage, &f->own.id, &langfuse, &served);
    served.kind = RECORD_TEAM;
    served.record_id = team;
    served.protocol = USAGE_BUNDLE;
    usage_note(usage, &f->own.id, &bundle, &served);
    served.record_id = apart;
    usage_note(usage, &f->own.id, &bundle, &served);
    usage_settle(usage, true);
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    usage_write(usage, f->db, f->arena);
    fixture_begin(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page = fixture_get(f, url(kind, &id, "/stop"));
    const char *text = page->body.data;
    const char *rows[] = {strstr(text, "by api"), strstr(text, "long ago"),
                          strstr(text, "by langfuse")};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_non_null(rows[i]);
    const char *stays = strstr(rows[2], "until it restarts");
    assert_true(stays != NULL && stays < strstr(rows[2], "</tr>"));
    const char *over = strstr(rows[1], "no longer");
    assert_true(over != NULL && over < strstr(rows[1], "</tr>"));
    const char *until = strstr(rows[0], "until <time");
    assert_true(until != NULL && until < strstr(rows[0], "</tr>"));
    /* what stops with it was fetched as well, and nothing else is named */
    const char *other = strstr(text, "by bundle");
    assert_non_null(other);
    const char *name = strstr(other, "<bdi>crew</bdi>");
    assert_true(name != NULL && name < strstr(other, "</tr>"));
    stays = strstr(other, "until it restarts");
    assert_true(stays != NULL && stays < strstr(other, "</tr>"));
    assert_null(strstr(other + 1, "by bundle"));
    fixture_assert_has_not(page, "<bdi>apart</bdi>");
}

/* Of more users than are looked at nobody says that no program fetched any. */
static void many_users_are_not_all_looked_at(void **state)
{
    struct fixture *f = *state;
    const struct record_kind *kind = &record_kinds[RECORD_AGENT];
    const char *nobody = "No program fetched it", *more = "the first 20 of them";
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    char name[20];
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    for (int i = 0; i < USAGE_OTHERS_MAX; i++) {
        (void)snprintf(name, sizeof name, "crew-%02d", i);
        (void)make_team(f, PERSONA_CUSTOMER_ADMIN, name, &id, NULL, 1);
    }
    struct response *page = fixture_get(f, url(kind, &id, "/stop"));
    fixture_assert_has(page, nobody);
    fixture_assert_has_not(page, more);
    (void)make_team(f, PERSONA_CUSTOMER_ADMIN, "crew-20", &id, NULL, 1);
    page = fixture_get(f, url(kind, &id, "/stop"));
    fixture_assert_status(page, 200);
    fixture_assert_has_not(page, nobody);
    fixture_assert_has(page, more);
}

static void others_see_the_page_without_the_button(void **state)
{
    struct fixture *f = *state;
    const struct record_kind *kind = &record_kinds[RECORD_AGENT];
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    sign_in(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *page = fixture_get(f, url(kind, &id, "/stop"));
    fixture_assert_status(page, 200);
    fixture_assert_has_not(page, "name=\"reason\"");
    fixture_assert_has_not(fixture_get(f, url(kind, &id, "")), "/stop\"");
    fixture_assert_status(fixture_post(f, url(kind, &id, "/stops"), "version=0&reason=why"), 403);
    assert_int_equal(fixture_count_events(f, "request.refuse", "refusal"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_record_is_stopped_and_resumed_by_two, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_was_approved_elsewhere_is_carried_out,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(what_uses_it_says_so, fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(what_stops_with_it_is_listed, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(copies_are_told, fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(many_users_are_not_all_looked_at, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(others_see_the_page_without_the_button, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
