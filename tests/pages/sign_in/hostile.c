#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/sign_in/user_password.h"
#include "fixture.h"
#include "times.h"

/* What somebody hostile does with cookies, forms and links around signing in. */

static const char right[] = "email=dev%40northwind.example&password=gravel+lantern+52+orbit";
static const char own[] = "email=ops%40northwind.example&password=gravel+lantern+52+orbit";

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static bool is_signed_in(struct fixture *f)
{
    return fixture_get(f, "/account")->status == 200;
}

static struct fixture_cookie *find_cookie(struct fixture_jar *jar, const char *name)
{
    for (int i = 0; i < jar->count; i++)
        if (strcmp(jar->cookies[i].name, name) == 0)
            return &jar->cookies[i];
    return NULL;
}

static void a_session_that_was_planted_is_not_the_one_that_begins(void **state)
{
    struct fixture *f = *state;
    fixture_use_jar(f, 1); /* hostile, with an account of their own */
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    struct fixture_jar planted = f->jars[1];
    fixture_use_jar(f, 0);
    f->jars[0] = planted;
    f->jar->csrf[0] = '\0';
    fixture_assert_status(fixture_post_patiently(f, "/login", right), 303);
    const struct fixture_cookie *now = find_cookie(&f->jars[0], "session");
    assert_non_null(now);
    assert_string_not_equal(now->value, find_cookie(&planted, "session")->value);
    fixture_use_jar(f, 1);
    assert_false(is_signed_in(f)); /* nobody is, with what was planted */
}

static void a_cookie_from_before_signing_in_is_worth_nothing_after(void **state)
{
    struct fixture *f = *state;
    (void)fixture_get(f, "/login");
    struct fixture_jar before = f->jars[0];
    assert_non_null(find_cookie(&before, "presession"));
    fixture_assert_status(fixture_post_patiently(f, "/login", right), 303);
    assert_null(find_cookie(&f->jars[0], "presession"));
    (void)memcpy(f->jar->csrf, before.csrf, sizeof before.csrf);
    fixture_assert_status(fixture_post(f, "/account/sessions/revoke-others", ""), 403);
    fixture_use_jar(f, 1);
    f->jars[1] = before;
    assert_false(is_signed_in(f));
}

/* Whoever makes another's browser sign in as themselves would see what that person does. */
static void nobody_is_signed_in_by_a_form_from_elsewhere(void **state)
{
    struct fixture *f = *state;
    fixture_use_jar(f, 1);
    (void)fixture_get(f, "/login");
    char body[512];
    char len[24];
    (void)snprintf(body, sizeof body, "%s&csrf=%s", own, f->jars[1].csrf);
    (void)snprintf(len, sizeof len, "%zu", strlen(body));
    fixture_use_jar(f, 0);
    (void)fixture_get(f, "/login");
    static const struct {
        const char *site;
        const char *origin;
    } senders[] = {{"cross-site", NULL}, {"same-origin", NULL}, {NULL, "https://evil.example"}};
    for (size_t i = 0; i < COUNT_OF(senders); i++) {
        struct response *response =
            fixture_serve(f, &(struct request_input){
                                 .method = "POST",
                                 .uri = "/login",
                                 .content_type = "application/x-www-form-urlencoded",
                                 .content_length = len,
                                 .sec_fetch_site = senders[i].site,
                                 .origin = senders[i].origin,
                                 .remote_addr = "192.0.2.7",
                                 .body = body,
                                 .body_len = strlen(body),
                             });
        fixture_assert_status(response, 403);
        assert_null(find_cookie(&f->jars[0], "session"));
    }
    assert_int_equal(fixture_count_events(f, "session.sign_in", "success"), 0);
}

static void a_link_works_once_and_not_after_another_password(void **state)
{
    struct fixture *f = *state;
    struct user_link links[2];
    char paths[2][160];
    fixture_begin(f);
    for (int i = 0; i < 2; i++) {
        const struct fixture_user *user =
            &f->own.users[i == 0 ? PERSONA_INDIVIDUAL_DEVELOPER : PERSONA_PRODUCT_MANAGER];
        assert_int_equal(
            user_link(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &user->id, &links[i]),
            ERR_NONE);
        (void)snprintf(paths[i], sizeof paths[i], "/reset/%s", links[i].token);
    }
    fixture_assert_status(fixture_post_patiently(f, paths[0], "password=mellow+kettle+91+parsec"),
                          303);
    fixture_use_jar(f, 1);
    fixture_assert_status(fixture_get(f, paths[0]), 404);
    fixture_assert_status(fixture_post_patiently(f, paths[0], "password=velvet+harbor+17+quill"),
                          404);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_post_patiently(f, "/account/password",
                                                 "current_password=gravel+lantern+52+orbit&"
                                                 "password=mellow+kettle+91+parsec"),
                          303);
    fixture_use_jar(f, 2);
    fixture_assert_status(fixture_post_patiently(f, paths[1], "password=velvet+harbor+17+quill"),
                          404);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE subject_id = $1 "
                                   "AND action = 'user.password_reset' AND outcome = 'success'",
                                   &developer(f)->id),
                     1);
}

/* The processor time of a sign-in that is refused, in microseconds. */
static int64_t cost_of(struct fixture *f, const char *email)
{
    char form[200];
    (void)snprintf(form, sizeof form, "email=%s&password=not+the+right+one+47", email);
    fixture_begin(f);
    fixture_forget_attempts(f);
    (void)fixture_csrf(f);
    int64_t before = times_used();
    fixture_assert_status(fixture_post_patiently(f, "/login", form), 422);
    return times_used() - before;
}

/* The most and the least of what each costs at its cheapest, for whoever else works on the machine
 * makes memory slow: by turns, and as often as it takes until they are alike. */
static bool are_alike(struct fixture *f, const char *const *emails, size_t count)
{
    enum { ROUNDS = 3, ROUNDS_MAX = 30 };
    int64_t costs[8];
    int64_t least = 0;
    int64_t most = 1;
    for (int round = 0; round < ROUNDS || (round < ROUNDS_MAX && most * 7 > least * 10); round++) {
        most = 0;
        least = INT64_MAX;
        for (size_t i = 0; i < count; i++) {
            int64_t cost = cost_of(f, emails[i]);
            costs[i] = round == 0 || cost < costs[i] ? cost : costs[i];
            least = costs[i] < least ? costs[i] : least;
            most = costs[i] > most ? costs[i] : most;
        }
    }
    print_message("# a sign-in costs from %" PRId64 " to %" PRId64 " us\n", least, most);
    return most * 7 <= least * 10;
}

/* Nobody learns from the time it takes whether somebody has an account, and what became of it. */
static void unknown_people_cost_as_much_as_known_ones(void **state)
{
    struct fixture *f = *state;
    static const char *const emails[] = {"dev%40northwind.example", "nobody%40northwind.example",
                                         "new%40northwind.example", "ops%40northwind.example",
                                         "no-address"};
    struct user_invitation invitation;
    struct problem problem;
    struct user_new user = {.email = "new@northwind.example",
                            .full_name = "Nia New",
                            .persona = PERSONA_PRODUCT_MANAGER};
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    assert_int_equal(user_invite(f->db, admin, &user, &invitation, &problem), ERR_NONE);
    assert_int_equal(user_deactivate(f->db, admin, &f->own.users[PERSONA_DEVOPS_ENGINEER].id),
                     ERR_NONE);
    assert_true(are_alike(f, emails, COUNT_OF(emails)));
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_APP(a_session_that_was_planted_is_not_the_one_that_begins),
        WITH_APP(a_cookie_from_before_signing_in_is_worth_nothing_after),
        WITH_APP(nobody_is_signed_in_by_a_form_from_elsewhere),
        WITH_APP(a_link_works_once_and_not_after_another_password),
        WITH_APP(unknown_people_cost_as_much_as_known_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
