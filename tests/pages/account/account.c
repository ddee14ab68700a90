#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/user_new.h"
#include "data/account/user_reset.h"
#include "data/mail/mail_queue.h"
#include "data/sign_in/user_password.h"
#include "data/user/user.h"
#include "fixture.h"

static const struct session_client client = {.address = "203.0.113.77", .agent = "Fixture/1.0"};

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

#define PROFILE "full_name=Dana+Renamed&version=1&email="
#define SAME    "dev%40northwind.example"
#define ADMIN   "admin%40northwind.example"

static void the_profile_shows_and_saves(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    struct response *response = fixture_get(f, "/account");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"Dana Dev of Northwind\"");
    fixture_assert_has(response, "value=\"dev@northwind.example\"");
    fixture_assert_has(response, "Individual Developer");
    fixture_assert_has_not(response, "name=\"current_password\""); /* just signed in */
    fixture_assert_redirect(fixture_post(f, "/account", PROFILE SAME), "/account");
    response = fixture_get(f, "/account");
    fixture_assert_has(response, "Your profile is saved.");
    fixture_assert_has(response, "value=\"Dana Renamed\"");
    fixture_assert_has(response, "name=\"version\" value=\"2\"");
}

static void a_stale_profile_shows_both(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    fixture_assert_redirect(fixture_post(f, "/account", PROFILE SAME), "/account");
    struct response *response =
        fixture_post(f, "/account", "full_name=Typed+Later&version=1&email=" SAME);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Now saved: Dana Renamed");
    fixture_assert_has(response, "value=\"Typed Later\"");
    fixture_assert_has(response, "name=\"version\" value=\"2\"");
    fixture_assert_redirect(
        fixture_post(f, "/account", "full_name=Typed+Later&version=2&email=" SAME), "/account");
}

static void a_new_address_needs_the_password(void **state)
{
    struct fixture *f = *state;
    /* without mail an administrator sets it at once */
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    clock_travel(clock_now() + SESSION_REAUTH + CLOCK_MINUTE);
    fixture_assert_has(fixture_get(f, "/account"), "name=\"current_password\"");
    fixture_assert_redirect(fixture_post(f, "/account", PROFILE ADMIN), "/account");
#define NEW "full_name=Dana&version=2&email=dana%40northwind.example"
    struct response *response = fixture_post(f, "/account", NEW);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"current_password-error\"");
    fixture_assert_has(response, "value=\"dana@northwind.example\"");
    response = fixture_post_patiently(f, "/account", NEW "&current_password=planted+wrong+one");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "This is not your password.");
    fixture_assert_has_not(response, "planted");
    fixture_assert_redirect(
        fixture_post_patiently(f, "/account", NEW "&current_password=gravel+lantern+52+orbit"),
        "/account");
    fixture_assert_has(fixture_get(f, "/account"), "value=\"dana@northwind.example\"");
}

/* The field of the time zone alone. */
static const char *zone_field(struct fixture *f, const struct response *response)
{
    const char *field = strstr(response->body.data, "<select id=\"time_zone\"");
    assert_non_null(field);
    const char *end = strstr(field, "</div>");
    assert_non_null(end);
    return arena_copy(f->page_arena, field, (size_t)(end - field));
}

static void assert_zone(struct fixture *f, const char *option, const char *now)
{
    const char *field = zone_field(f, fixture_get(f, "/account"));
    const char *selected = strstr(field, "<option selected>");
    assert_non_null(selected);
    assert_true(strncmp(selected, option, strlen(option)) == 0);
    assert_null(strstr(selected + 1, "<option selected>"));
    assert_non_null(strstr(field, now));
}

#define ZONE(version, zone)                                                                        \
    "full_name=Dana+Renamed&version=" #version "&email=" SAME "&time_zone=" zone

static void a_time_zone_is_chosen(void **state)
{
    struct fixture *f = *state;
    clock_travel(INT64_C(1777817106) * CLOCK_SECOND); /* 2026-05-03T14:05:06Z */
    fixture_sign_in(f, developer(f));
    assert_zone(f, "<option selected>UTC</option>", "3 May 2026, 14:05 UTC<");
    fixture_assert_redirect(fixture_post(f, "/account", ZONE(1, "Asia%2FKolkata")), "/account");
    assert_zone(f, "<option selected>Asia/Kolkata</option>", "3 May 2026, 19:35 UTC+5:30<");
    fixture_assert_redirect(fixture_post(f, "/account", ZONE(2, "America%2FNew_York")), "/account");
    assert_zone(f, "<option selected>America/New_York</option>", "3 May 2026, 10:05 UTC-4<");
    fixture_assert_redirect(fixture_post(f, "/account", ZONE(3, "Pacific%2FKiritimati")),
                            "/account");
    assert_zone(f, "<option selected>Pacific/Kiritimati</option>", "4 May 2026, 04:05 UTC+14<");
    /* an older name, as some browsers send it, is no entry of the list but known */
    fixture_assert_redirect(fixture_post(f, "/account", ZONE(4, "Asia%2FCalcutta")), "/account");
    assert_zone(f, "<option selected>Asia/Calcutta</option>", "3 May 2026, 19:35 UTC+5:30<");
    /* a form without the field leaves it */
    fixture_assert_redirect(fixture_post(f, "/account", "full_name=Dana&version=5&email=" SAME),
                            "/account");
    assert_zone(f, "<option selected>Asia/Calcutta</option>", "3 May 2026, 19:35 UTC+5:30<");
}

static void a_time_zone_that_is_not_known_is_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const zones[] = {ZONE(1, "Europe%2FAtlantis"), ZONE(1, "..%2Fzone.tab"),
                                        ZONE(1, "%2Fetc%2Fpasswd"), ZONE(1, "EST5EDT4")};
    fixture_sign_in(f, developer(f));
    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        struct response *response = fixture_post(f, "/account", zones[i]);
        fixture_assert_status(response, 422);
        const char *field = zone_field(f, response);
        assert_non_null(strstr(field, "aria-invalid=\"true\""));
        assert_non_null(strstr(field, "id=\"time_zone-error\">There is no time zone of this name. "
                                      "Choose one from the list."));
        assert_null(strstr(field, "Atlantis"));
        fixture_assert_has(response, "value=\"Dana Renamed\"");
    }
    assert_zone(f, "<option selected>UTC</option>", " UTC<");
}

/* Where the page says what was typed, so that two answers can be compared. */
static const char *answer_to(struct fixture *f, const char *email)
{
    char form[128];
    (void)snprintf(form, sizeof form, "full_name=Dana+Dev&version=%d&email=%s", 1, email);
    fixture_assert_redirect(fixture_post(f, "/account", form), "/account");
    const struct response *response = fixture_get(f, "/account");
    fixture_assert_has(response, "A mail is on its way to the new address");
    fixture_assert_has(response, "You asked for the address");
    return fixture_between(f, response, "role=\"status\"", "<bdi>");
}

/* Of somebody of another customer, and of nobody: the same answer. */
static void nobody_learns_whose_a_new_address_is(void **state)
{
    struct fixture *f = *state;
    mail_switch(f->app.db, true);
    fixture_sign_in(f, developer(f));
    char *free_one = strdup(answer_to(f, "free%40contoso.example"));
    fixture_sign_in(f, developer(f));
    struct response *response = fixture_get(f, "/account");
    const char *version = fixture_between(f, response, "name=\"version\" value=\"", "\"");
    char form[128];
    (void)snprintf(form, sizeof form, "full_name=Dana+Dev&version=%s&email=%s", version,
                   "admin%40contoso.example");
    fixture_assert_redirect(fixture_post(f, "/account", form), "/account");
    response = fixture_get(f, "/account");
    assert_string_equal(fixture_between(f, response, "role=\"status\"", "<bdi>"), free_one);
    fixture_assert_has(response, "<bdi>admin@contoso.example</bdi>");
    fixture_assert_has(response, "value=\"dev@northwind.example\"");
    free(free_one);
    fixture_assert_redirect(fixture_post(f, "/account/address/cancel", ""), "/account");
    fixture_assert_has_not(fixture_get(f, "/account"), "You asked for the address");
}

static void bad_profiles_are_refused(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    static const char *const forms[][2] = {
        {"full_name=&version=1&email=" SAME, "full_name-error"},
        {PROFILE "nowhere", "email-error"},
        {PROFILE "admin%40northwind.example", "An administrator of your organization changes"},
        {PROFILE "free%40northwind.example", "An administrator of your organization changes"},
        {PROFILE SAME "&user_persona=Platform+Admin", "no field named"},
        {PROFILE SAME "&is_superuser=1", "no field named"},
        {"full_name=A&email=" SAME, "Enter a version"},
        {"full_name=A&version=-1&email=" SAME, "whole number"},
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct response *response = fixture_post(f, "/account", forms[i][0]);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, forms[i][1]);
    }
}

static void a_new_password_ends_the_other_sessions(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    fixture_use_jar(f, 1);
    fixture_sign_in(f, developer(f));
    struct fixture_jar before = *f->jar;
    fixture_assert_status(fixture_get(f, "/account/password"), 200);
    fixture_assert_redirect(fixture_post_patiently(f, "/account/password",
                                                   "current_password=gravel+lantern+52+orbit"
                                                   "&password=velvet+harbor+91+tunnel"),
                            "/account");
    fixture_assert_has(fixture_get(f, "/account"), "Your password is changed.");
    *f->jar = before; /* the token was renewed as well */
    fixture_assert_status(fixture_get(f, "/account"), 303);
    fixture_use_jar(f, 0);
    fixture_assert_status(fixture_get(f, "/account"), 303);
}

static void bad_passwords_are_refused(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    static const char *const forms[][2] = {
        {"current_password=planted+wrong&password=velvet+harbor+91+tunnel",
         "current_password-error"},
        {"current_password=gravel+lantern+52+orbit&password=planted", "id=\"password-error\""},
        {"current_password=&password=planted+velvet+harbor+91", "current_password-error"},
        {"current_password=gravel+lantern+52+orbit", "id=\"password-error\""},
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct response *response = fixture_post_patiently(f, "/account/password", forms[i][0]);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, forms[i][1]);
        fixture_assert_has_not(response, "planted");
    }
}

static void sessions_are_listed_and_ended(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    fixture_use_jar(f, 1);
    fixture_sign_in(f, developer(f));
    struct response *response = fixture_get(f, "/account/sessions");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "This one");
    fixture_assert_has(response, "192.0.2.7");
    fixture_assert_has(response, "Fixture/1.0");
    fixture_assert_has(response, "Sign out all other sessions");
    char path[120];
    const char *id = fixture_between(f, response, "action=\"/account/sessions/0", "/revoke\"");
    assert_non_null(id); /* ours begin with the time: the first digit is a 0 for long */
    (void)snprintf(path, sizeof path, "/account/sessions/0%s/revoke", id);
    fixture_assert_redirect(fixture_post(f, path, ""), "/account/sessions");
    fixture_assert_status(fixture_post(f, path, ""), 404);
    fixture_assert_has_not(fixture_get(f, "/account/sessions"), "Sign out all other sessions");
    fixture_use_jar(f, 0);
    fixture_assert_status(fixture_get(f, "/account"), 303);
}

/* The banner goes when it was acknowledged; the page of one's sessions has it for 30 days. */
static void a_reset_by_somebody_else_is_seen_for_30_days(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN];
    struct user_link link;
    struct problem problem;
    struct sign_in result;
    fixture_sign_in(f, developer(f));
    fixture_assert_has_not(fixture_get(f, "/account/sessions"), "Password resets");
    fixture_begin(f);
    assert_int_equal(user_link(f->db, &admin->actor, &developer(f)->id, &link), ERR_NONE);
    struct user_accept input = {LINK_PASSWORD_RESET, link.token, NULL, "velvet harbor 91 tunnel"};
    enum err err = ERR_UNAVAILABLE;
    FIXTURE_PATIENTLY(f, err, user_accept(f->db, &input, &client, &result, &problem));
    assert_int_equal(err, ERR_NONE);
    fixture_sign_in(f, developer(f));
    fixture_assert_has(fixture_get(f, "/account"), "I know about it");
    fixture_assert_redirect(fixture_post(f, "/account/reset-seen", ""), "/account/sessions");
    struct response *response = fixture_get(f, "/account/sessions");
    fixture_assert_has_not(response, "I know about it");
    fixture_assert_has(response, "Reset with a link that <strong>");
    fixture_assert_has(response, admin->full_name);
    clock_travel(clock_now() + USER_RESET_SHOWN - CLOCK_HOUR);
    fixture_sign_in(f, developer(f));
    fixture_assert_has(fixture_get(f, "/account/sessions"), "Password resets");
    clock_travel(clock_now() + 2 * CLOCK_HOUR);
    fixture_sign_in(f, developer(f));
    fixture_assert_has_not(fixture_get(f, "/account/sessions"), "Password resets");
}

static void all_other_sessions_end_at_once(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 3; i++) {
        fixture_use_jar(f, i);
        fixture_sign_in(f, developer(f));
    }
    fixture_assert_redirect(fixture_post(f, "/account/sessions/revoke-others", ""),
                            "/account/sessions");
    fixture_assert_has(fixture_get(f, "/account/sessions"), "2 other sessions have ended.");
    fixture_use_jar(f, 0);
    fixture_assert_status(fixture_get(f, "/account"), 303);
}

static void the_session_of_another_is_not_found(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct session_list list;
    fixture_begin(f);
    assert_int_equal(session_list(f->db, &developer(f)->actor, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    char id[UUID_TEXT_LEN];
    char path[120];
    uuid_format(&list.entries[0].id, id);
    (void)snprintf(path, sizeof path, "/account/sessions/%s/revoke", id);
    fixture_assert_status(fixture_post(f, path, ""), 404);
    fixture_use_jar(f, 0);
    fixture_assert_status(fixture_get(f, "/account"), 200);
    fixture_assert_redirect(fixture_post(f, path, ""), "/login"); /* one's own: that is leaving */
    fixture_assert_status(fixture_get(f, "/account"), 303);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(the_profile_shows_and_saves),
        WITH(a_time_zone_is_chosen),
        WITH(a_time_zone_that_is_not_known_is_refused),
        WITH(a_stale_profile_shows_both),
        WITH(a_new_address_needs_the_password),
        WITH(nobody_learns_whose_a_new_address_is),
        WITH(bad_profiles_are_refused),
        WITH(a_new_password_ends_the_other_sessions),
        WITH(bad_passwords_are_refused),
        WITH(sessions_are_listed_and_ended),
        WITH(a_reset_by_somebody_else_is_seen_for_30_days),
        WITH(all_other_sessions_end_at_once),
        WITH(the_session_of_another_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
