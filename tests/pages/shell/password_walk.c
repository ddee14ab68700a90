#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "fixture.h"
#include "pages/routes.h"

/* Every route, and whether it asks for the password again. */

static const char *const asking[] = {
    /* what leaves the organization */
    "/export",
    "/audit/export",
    "/users/{id}/data",
    "/account/data",
    /* who may come in, and what they may do */
    "/users/new",
    "/users/many",
    "/settings/organization/sessions",
    "/users/{id}/second-factor/remove",
    "/users/{id}/link",
    "/account/second-factor",
    "/account/second-factor/remove",
    "/account/recovery-codes",
    "/account/sso/unlink",
    "/users/{id}/sso/unlink",
    "/settings/webhooks/new",
    "/settings/webhooks/{id}/edit",
    "/settings/webhooks/{id}/rotate",
    "/settings/runners/new",
    "/settings/endpoints/new",
    "/settings/endpoints/{id}/edit",
    "/settings/agent-cards/key",
    "/settings/agent-cards/keys/{id}/withdraw",
    "/settings/sso",
    "/settings/sso/off",
    "/account/passkeys/new",
    "/account/passkeys/{id}/rename",
    "/account/passkeys/{id}/remove",
    "/settings/second-factor",
    "/users/{id}/superuser",
    "/account/tokens/new",
    "/account/tokens/{id}/rotate",
    "/settings/tokens/new",
    "/settings/tokens/{id}/rotate",
    "/settings/service-accounts/new",
    "/settings/service-accounts/{id}",
    "/organizations/new",
    "/organizations/{id}/enter",
    /* what is destroyed, or kept from it */
    "/users/{id}/erase",
    "/account/data/erase",
    "/approvals/{id}/approve",
    "/approvals/{id}/reject",
    "/settings/retention",
    "/settings/retention/timer",
    "/settings/retention/runs/{id}/ask",
    "/settings/erasure",
    "/settings/access/{id}/sign",
    "/settings/erasure/{id}/erase",
    "/settings/holds",
    "/settings/holds/{id}/ask",
    "/settings/holds/{id}/release",
    "/organizations/{id}/suspend",
    "/organizations/{id}/closing",
    "/organizations/{id}/closing/begin",
    "/organizations/{id}/closing/run",
};

/* For an address, a persona or the flag of a superuser: their own tests are in account.c, user.c.
 */
static const char *const asking_for_some[] = {"/account", "/users/{id}/edit"};

#define CONFIRM "<h1>Confirm your password</h1>"
#define RIGHT   "&current_password=gravel+lantern+52+orbit"

static bool is_in(const char *pattern, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], pattern) == 0)
            return true;
    return false;
}

static const char *path_of(const struct fixture *f, const char *pattern)
{
    static char path[200];
    size_t len = 0;
    char id[UUID_TEXT_LEN];
    uuid_format(&f->own.users[PERSONA_PRODUCT_MANAGER].id, id);
    for (const char *p = pattern; *p != '\0'; p++) {
        if (*p != '{') {
            path[len++] = *p;
            continue;
        }
        len += (size_t)snprintf(path + len, sizeof path - len, "%s",
                                text_starts_with(p, "{id}") ? id : "1");
        p = strchr(p, '}');
    }
    path[len] = '\0';
    return path;
}

static void let_the_password_grow_old(void)
{
    clock_travel(clock_now() + SESSION_REAUTH + CLOCK_MINUTE);
}

static void the_table_says_of_every_route_whether_it_asks(void **state)
{
    (void)state;
    size_t count = 0;
    for (int i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        enum route_password expected = PASSWORD_NOT_ASKED;
        if (route->method == HTTP_POST && is_in(route->pattern, asking, COUNT_OF(asking)))
            expected = PASSWORD_ASKED;
        if (route->method == HTTP_POST &&
            is_in(route->pattern, asking_for_some, COUNT_OF(asking_for_some)))
            expected = PASSWORD_ASKED_BY_HANDLER;
        if (route->password != expected)
            fail_msg("%s: %d instead of %d", route->pattern, (int)route->password, (int)expected);
        if (expected == PASSWORD_NOT_ASKED)
            continue;
        assert_int_not_equal(route->pool, POOL_FAST); /* where a hash may take its time */
        count++;
    }
    assert_int_equal(count, COUNT_OF(asking) + COUNT_OF(asking_for_some));
}

/* Whatever comes after it, the form is kept and nothing was done. */
static void a_route_that_asks_does_nothing_before(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    let_the_password_grow_old();
    int64_t before =
        fixture_count(f, "SELECT count(*) FROM audit_events WHERE id <> $1", &f->own.id);
    for (size_t i = 0; i < COUNT_OF(asking); i++) {
        struct response *response =
            fixture_post(f, path_of(f, asking[i]), "reason=Typed+%22text%22%0Aof+two+lines");
        fixture_assert_status(response, 422);
        fixture_assert_has(response, CONFIRM);
        fixture_assert_has(response, "name=\"current_password\"");
        fixture_assert_has(response, "name=\"reason\" value=\"Typed &quot;text&quot;");
        fixture_assert_has_not(response, "current_password-error"); /* not asked for before */
    }
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM audit_events WHERE id <> $1", &f->own.id), before);
}

static void a_route_that_does_not_ask_goes_on(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    let_the_password_grow_old();
    for (int i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        if (route->method != HTTP_POST || route->password != PASSWORD_NOT_ASKED ||
            strstr(route->pattern, "{token}") != NULL || strcmp(route->pattern, "/logout") == 0)
            continue;
        fixture_assert_has_not(fixture_post(f, path_of(f, route->pattern), "no_such_field=1"),
                               CONFIRM);
    }
}

#define INVITATION "full_name=New+Person&email=new%40northwind.example&user_persona=Product+Manager"

static void what_was_typed_is_carried_out_after_the_password(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    let_the_password_grow_old();
    struct response *response = fixture_post(f, "/users/new", INVITATION);
    fixture_assert_has(response, CONFIRM);
    response = fixture_post(f, "/users/new", INVITATION "&current_password=");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Enter your password to confirm this change.");
    response = fixture_post_patiently(f, "/users/new", INVITATION "&current_password=wrong");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "This is not your password.");
    fixture_assert_has(response, "value=\"new@northwind.example\"");
    fixture_assert_has_not(response, "wrong");
    assert_int_equal(fixture_count_events(f, "session.reauthenticate", "failure"), 1);
    response = fixture_post_patiently(f, "/users/new", INVITATION RIGHT);
    fixture_assert_has(response, "/invite/");
    assert_int_equal(fixture_count_events(f, "user.invite", "success"), 1);
    /* and for the next minutes it is not asked for */
    fixture_assert_status(fixture_post(f, "/export", "prompts=1"), 200);
}

static void a_form_that_was_forged_asks_for_nothing(void **state)
{
    struct fixture *f = *state;
    static char body[] = "csrf=forged&prompts=1&current_password=gravel+lantern+52+orbit";
    char len[24];
    (void)snprintf(len, sizeof len, "%zu", sizeof body - 1);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    let_the_password_grow_old();
    struct request_input input = {.method = "POST",
                                  .uri = "/export",
                                  .content_type = "application/x-www-form-urlencoded",
                                  .content_length = len,
                                  .sec_fetch_site = "same-origin",
                                  .body = body,
                                  .body_len = sizeof body - 1};
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "sent from another page");
    fixture_assert_has_not(response, "gravel");
    fixture_assert_has_not(response, CONFIRM);
    assert_int_equal(fixture_count_events(f, "session.reauthenticate", "success"), 0);
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_says_of_every_route_whether_it_asks),
        WITH_APP(a_route_that_asks_does_nothing_before),
        WITH_APP(a_route_that_does_not_ask_goes_on),
        WITH_APP(what_was_typed_is_carried_out_after_the_password),
        WITH_APP(a_form_that_was_forged_asks_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
