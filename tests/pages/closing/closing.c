#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/closing/closing.h"
#include "fixture.h"

/* Closing a customer, as its administrators and a Platform Admin see it. */

static const char *path(const struct fixture_organization *organization, const char *end)
{
    static char paths[2][96]; /* for two in one call */
    static int turn;
    char *out = paths[turn ^= 1];
    char id[UUID_TEXT_LEN];
    uuid_format(&organization->id, id);
    (void)snprintf(out, sizeof paths[0], "/organizations/%s/closing%s", id, end);
    return out;
}

/* The page of the request that the closing page leads to, with an end. */
static const char *approval_path(struct fixture *f, const char *end)
{
    static char found[96];
    const struct response *response = fixture_get(f, path(&f->other, ""));
    const char *at = strstr(response->body.data, "href=\"/approvals/");
    assert_non_null(at);
    at += strlen("href=\"");
    (void)snprintf(found, sizeof found, "%.*s%s", (int)strcspn(at, "\""), at, end);
    return found;
}

/* Who looks after all customers works inside the one that it is about. */
static void enter_other(struct fixture *f)
{
    char id[UUID_TEXT_LEN], enter[96];
    uuid_format(&f->other.id, id);
    (void)snprintf(enter, sizeof enter, "/organizations/%s/enter", id);
    fixture_assert_status(fixture_post(f, enter, ""), 303);
    f->jar->csrf[0] = '\0';
}

static void an_administrator_asks_and_someone_else_approves(void **state)
{
    struct fixture *f = *state;
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has(fixture_get(f, "/settings/organization"), path(&f->other, ""));
    struct response *response = fixture_get(f, path(&f->other, ""));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "href=\"/export\"");
    fixture_assert_status(fixture_get(f, path(&f->own, "")), 404);
    fixture_assert_status(fixture_post(f, path(&f->own, ""), "reason=Mine"), 404);
    fixture_assert_status(fixture_post(f, path(&f->other, ""), "reason="), 422);
    fixture_assert_redirect(fixture_post(f, path(&f->other, "/begin"), ""), path(&f->other, ""));
    fixture_assert_has(fixture_get(f, path(&f->other, "")), "A second person has to approve");
    fixture_assert_redirect(fixture_post(f, path(&f->other, ""), "reason=We+are+moving"),
                            path(&f->other, ""));
    response = fixture_get(f, path(&f->other, ""));
    fixture_assert_has(response, "We are moving");
    fixture_assert_has(response, "You asked for it.");
    fixture_assert_has_not(response, "Begin closing");
    fixture_assert_status(fixture_post(f, approval_path(f, "/approve"), ""), 403);
    fixture_assert_has(fixture_get(f, "/approvals"), "Closing the organization");
    fixture_assert_status(fixture_post(f, path(&f->other, "/run"), ""), 403);
    fixture_use_jar(f, 0);
    fixture_sign_in(f, &f->own.users[PERSONA_PLATFORM_ADMIN]);
    response = fixture_get(f, path(&f->other, ""));
    fixture_assert_has(response, ">enter it</a>");
    fixture_assert_has_not(response, "/approvals/"); /* it can't be seen from here */
    enter_other(f);
    fixture_assert_has(fixture_get(f, "/inbox"), "Closing the organization");
    fixture_assert_has(fixture_get(f, path(&f->other, "")), "Review the request");
    response = fixture_post(f, approval_path(f, "/approve"), "reason=Agreed");
    fixture_assert_status(response, 303);
    fixture_use_jar(f, 1);
    fixture_assert_has(fixture_get(f, "/inbox"), "You can carry it out");
    response = fixture_get(f, path(&f->other, ""));
    fixture_assert_has(response, "Begin closing");
    fixture_assert_has_not(response, "Take it back");
    fixture_assert_redirect(fixture_post(f, path(&f->other, "/begin"), ""), path(&f->other, ""));
    fixture_assert_has(fixture_get(f, "/"), "Your organization is suspended");
    fixture_use_jar(f, 0);
    response = fixture_get(f, path(&f->other, ""));
    fixture_assert_has(response, "Take it back");
    fixture_assert_has_not(response, "Close now");
    fixture_assert_redirect(fixture_post(f, path(&f->other, "/run"), ""), path(&f->other, ""));
    fixture_assert_has(fixture_get(f, path(&f->other, "")), "It is not due");
    fixture_assert_redirect(fixture_post(f, path(&f->other, "/cancel"), ""), path(&f->other, ""));
    fixture_use_jar(f, 1);
    fixture_assert_status(fixture_get(f, "/"), 200);
    fixture_assert_has(fixture_get(f, path(&f->other, "")), "Ask to close");
}

static void what_is_due_is_closed_with_a_certificate(void **state)
{
    struct fixture *f = *state;
    char id[UUID_TEXT_LEN];
    uuid_format(&f->other.id, id);
    fixture_sign_in(f, &f->own.users[PERSONA_PLATFORM_ADMIN]);
    fixture_assert_redirect(fixture_post(f, path(&f->other, ""), "reason=Unpaid"),
                            path(&f->other, ""));
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    enter_other(f);
    fixture_assert_status(fixture_post(f, approval_path(f, "/approve"), ""), 303);
    fixture_assert_redirect(fixture_post(f, path(&f->other, "/begin"), ""), path(&f->other, ""));
    clock_travel(clock_now() + CLOSING_GRACE_DAYS * CLOCK_DAY + CLOCK_MINUTE);
    fixture_use_jar(f, 2);
    fixture_sign_in(f, &f->own.users[PERSONA_PLATFORM_ADMIN]);
    fixture_assert_has(fixture_get(f, path(&f->other, "")), "Close now");
    fixture_assert_redirect(fixture_post(f, path(&f->other, "/run"), ""), path(&f->other, ""));
    struct response *response = fixture_get(f, path(&f->other, ""));
    fixture_assert_has(response, "the closing of an organization");
    fixture_assert_has(response, id);
    response = fixture_get(f, "/organizations");
    fixture_assert_has(response, "Closed</span>");
    fixture_assert_has_not(response, "/enter\""); /* the own one, and nothing to enter */
    char enter[96];
    (void)snprintf(enter, sizeof enter, "/organizations/%s/enter", id);
    fixture_assert_status(fixture_post(f, enter, ""), 404);
    fixture_use_jar(f, 3);
    char sign_in[160];
    (void)snprintf(sign_in, sizeof sign_in, "email=%s&password=gravel+lantern+52+orbit",
                   f->other.users[PERSONA_CUSTOMER_ADMIN].email);
    response = fixture_post_patiently(f, "/login", sign_in);
    fixture_assert_has(response, "Wrong email or password."); /* nobody knows them any more */
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(an_administrator_asks_and_someone_else_approves),
        WITH(what_is_due_is_closed_with_a_certificate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
