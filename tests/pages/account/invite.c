#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/one_time_link.h"
#include "data/account/user_new.h"
#include "data/sign_in/user_password.h"
#include "data/user/user.h"
#include "fixture.h"

static const char accept_form[] = "full_name=New+Person&password=velvet+harbor+91+tunnel";

static const struct fixture_user *admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN];
}

/* "/invite/TOKEN" of someone new. */
static const char *invite(struct fixture *f)
{
    static char path[100];
    struct user_invitation invitation;
    struct problem problem;
    struct user_new user_new = {.email = "new@northwind.example",
                                .full_name = "<New> Person",
                                .persona = PERSONA_PRODUCT_MANAGER};
    fixture_begin(f);
    assert_int_equal(user_invite(f->db, &admin(f)->actor, &user_new, &invitation, &problem),
                     ERR_NONE);
    (void)snprintf(path, sizeof path, "/invite/%s", invitation.token);
    return path;
}

static const char *reset(struct fixture *f)
{
    static char path[100];
    struct user_link link;
    fixture_begin(f);
    assert_int_equal(user_link(f->db, &admin(f)->actor, &f->own.users[0].id, &link), ERR_NONE);
    (void)snprintf(path, sizeof path, "/reset/%s", link.token);
    return path;
}

static void an_invitation_is_accepted(void **state)
{
    struct fixture *f = *state;
    const char *path = invite(f);
    struct response *response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Join Northwind</h1>");
    fixture_assert_has(response, "value=\"new@northwind.example\"");
    fixture_assert_has(response, "value=\"&lt;New&gt; Person\"");
    fixture_assert_redirect(fixture_post_patiently(f, path, accept_form), "/");
    response = fixture_get(f, "/account");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"New Person\"");
    fixture_assert_has(response, "Product Manager");
    fixture_use_jar(f, 1);
    fixture_assert_status(fixture_get(f, path), 404);
    response = fixture_post_patiently(f, path, accept_form);
    fixture_assert_status(response, 404);
    fixture_assert_has(response, "This link does not work any more");
}

static void a_weak_password_keeps_the_form_and_the_link(void **state)
{
    struct fixture *f = *state;
    const char *path = invite(f);
    struct response *response =
        fixture_post_patiently(f, path, "full_name=Typed+Name&password=too+short");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"Typed Name\"");
    fixture_assert_has(response, "value=\"new@northwind.example\"");
    fixture_assert_has(response, "id=\"password-error\"");
    fixture_assert_has_not(response, "too short");
    fixture_assert_status(fixture_post_patiently(f, path, "full_name=&password=x"), 422);
    fixture_assert_status(fixture_post_patiently(f, path, ""), 422);
    fixture_assert_status(
        fixture_post_patiently(f, path, "full_name=A&password=velvet+harbor+91+tunnel&email=x"),
        422);
    fixture_assert_redirect(fixture_post_patiently(f, path, accept_form), "/");
}

static void wrong_links_are_one_page(void **state)
{
    struct fixture *f = *state;
    static const char *const paths[] = {"/invite/x", "/reset/x", "/invite/%F0%9F%92%A9",
                                        "/invite/'%20OR%201=1"};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct response *response = fixture_get(f, paths[i]);
        fixture_assert_status(response, 404);
        fixture_assert_has(response, "This link does not work any more");
    }
    const char *path = invite(f);
    char swapped[100];
    (void)snprintf(swapped, sizeof swapped, "/reset/%s", path + strlen("/invite/"));
    fixture_assert_status(fixture_get(f, swapped), 404);
    clock_travel(clock_now() + LINK_INVITATION_LIFETIME);
    fixture_assert_status(fixture_get(f, path), 404);
}

static void a_form_from_elsewhere_accepts_nothing(void **state)
{
    struct fixture *f = *state;
    const char *path = invite(f);
    char len[8];
    (void)snprintf(len, sizeof len, "%zu", strlen(accept_form));
    struct request_input input = {
        .method = "POST",
        .uri = path,
        .content_type = "application/x-www-form-urlencoded",
        .content_length = len,
        .sec_fetch_site = "cross-site",
        .body = accept_form,
        .body_len = strlen(accept_form),
    };
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "value=\"New Person\"");
    fixture_assert_redirect(fixture_post_patiently(f, path, accept_form), "/");
}

static void a_reset_has_no_name_and_signs_in(void **state)
{
    struct fixture *f = *state;
    const char *path = reset(f);
    struct response *response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Choose a new password</h1>");
    fixture_assert_has(response, "value=\"dev@northwind.example\"");
    fixture_assert_has_not(response, "name=\"full_name\"");
    fixture_assert_status(fixture_post_patiently(f, path, accept_form), 422); /* unknown field */
    fixture_assert_redirect(fixture_post_patiently(f, path, "password=velvet+harbor+91+tunnel"),
                            "/");
    fixture_assert_has(fixture_get(f, "/account"), "Dana Dev of Northwind");
    fixture_use_jar(f, 1);
    fixture_assert_status(fixture_get(f, path), 404);
}

static void accepting_replaces_the_session_of_somebody_else(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    const char *path = invite(f);
    fixture_assert_status(fixture_get(f, path), 200);
    fixture_assert_redirect(fixture_post_patiently(f, path, accept_form), "/");
    fixture_assert_has(fixture_get(f, "/account"), "value=\"new@northwind.example\"");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(an_invitation_is_accepted),
        WITH(a_weak_password_keeps_the_form_and_the_link),
        WITH(wrong_links_are_one_page),
        WITH(a_form_from_elsewhere_accepts_nothing),
        WITH(a_reset_has_no_name_and_signs_in),
        WITH(accepting_replaces_the_session_of_somebody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
