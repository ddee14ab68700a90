#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/prompt/prompt.h"
#include "data/user/user.h"
#include "fixture.h"

#define EMAIL    "email=product%40northwind.example"
#define PASSWORD "password=gravel+lantern+52+orbit"

static const struct fixture_user *product(struct fixture *f)
{
    return &f->own.users[PERSONA_PRODUCT_MANAGER];
}

static bool is_signed_in(struct fixture *f)
{
    return fixture_get(f, "/account")->status == 200;
}

static void a_page_that_needs_a_session_leads_there(void **state)
{
    struct fixture *f = *state;
    fixture_assert_redirect(fixture_get(f, "/"), "/login");
    fixture_assert_redirect(fixture_get(f, "/users?q=a%20b&state=active"),
                            "/login?next=%2Fusers%3Fq%3Da%2520b%26state%3Dactive");
    struct response *response = fixture_get(f, "/login?next=%2Fusers%3Fq%3Da");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "name=\"next\" value=\"/users?q=a\"");
    fixture_assert_has(response, "autocomplete=\"username\"");
    fixture_assert_has(response, "autocomplete=\"current-password\"");
}

static void the_right_pair_goes_on(void **state)
{
    struct fixture *f = *state;
    fixture_assert_redirect(
        fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD "&next=%2Fusers%3Fq%3Da"),
        "/users?q=a");
    assert_true(is_signed_in(f));
    fixture_assert_redirect(fixture_get(f, "/login"), "/");
    fixture_assert_redirect(fixture_get(f, "/login?next=/account"), "/account");
}

/* As itself or as another: the session before is no longer good for anything. */
static void signing_in_again_ends_the_session_before(void **state)
{
    struct fixture *f = *state;
    static const char *const forms[] = {EMAIL "&" PASSWORD,
                                        "email=admin%40northwind.example&" PASSWORD};
    char before[600];
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        fixture_use_jar(f, (int)i);
        fixture_sign_in(f, product(f));
        assert_true(is_signed_in(f));
        assert_string_equal(f->jar->cookies[0].name, "session");
        (void)snprintf(before, sizeof before, "session=%s", f->jar->cookies[0].value);
        fixture_assert_redirect(fixture_post_patiently(f, "/login", forms[i]), "/");
        assert_string_not_equal(f->jar->cookies[0].value, before + strlen("session="));
        assert_true(is_signed_in(f));
        struct request_input input = {.method = "GET", .uri = "/account", .cookie = before};
        fixture_assert_redirect(fixture_serve(f, &input), "/login?next=%2Faccount");
        assert_int_equal(fixture_count_events(f, "session.sign_out", "success"), (int)i + 1);
    }
}

static void the_cookie_is_new_and_closed(void **state)
{
    struct fixture *f = *state;
    struct response *response = fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD);
    fixture_assert_redirect(response, "/");
    const char *cookie = NULL;
    for (int i = 0; i < response->header_count; i++)
        if (strcmp(response->headers[i].name, "Set-Cookie") == 0 &&
            strncmp(response->headers[i].value, "session=", 8) == 0)
            cookie = response->headers[i].value;
    assert_non_null(cookie);
    assert_non_null(strstr(cookie, "HttpOnly"));
    assert_non_null(strstr(cookie, "SameSite=Lax"));
    assert_non_null(strstr(cookie, "Path=/"));
    assert_null(strstr(cookie, "Max-Age"));
}

static void a_wrong_pair_gets_one_message(void **state)
{
    struct fixture *f = *state;
    static const char *const forms[] = {
        EMAIL "&password=wrong+horse+battery",
        "email=nobody%40northwind.example&" PASSWORD,
        "email=no-address&" PASSWORD,
        "email=%3Cb%3E%40x.example&" PASSWORD,
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct response *response = fixture_post_patiently(f, "/login", forms[i]);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "Wrong email or password.");
        fixture_assert_has_not(response, "wrong horse");
        fixture_assert_has_not(response, "<b>");
    }
    struct response *response = fixture_post_patiently(f, "/login", forms[0]);
    fixture_assert_has(response, "value=\"product@northwind.example\"");
    assert_false(is_signed_in(f));
}

static void empty_and_hostile_forms_are_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const forms[] = {
        "",       "email=&password=",           EMAIL,
        PASSWORD, EMAIL "&" EMAIL "&" PASSWORD, EMAIL "&" PASSWORD "&is_superuser=1"};
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        fixture_assert_status(fixture_post_patiently(f, "/login", forms[i]), 422);
    assert_false(is_signed_in(f));
    char huge[6000] = EMAIL "&password=";
    size_t len = strlen(huge);
    memset(huge + len, 'x', sizeof huge - len - 1);
    fixture_assert_status(fixture_post_patiently(f, "/login", huge), 422);
}

static void one_goes_on_to_our_own_pages_only(void **state)
{
    struct fixture *f = *state;
    static const char *const paths[] = {"https%3A%2F%2Fevil.example%2F",
                                        "%2F%2Fevil.example",
                                        "%2F%5Cevil.example",
                                        "javascript%3Aalert(1)",
                                        "%2Fok%5C..%5Cevil",
                                        "evil",
                                        "%2F%2F",
                                        ""};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        char form[300];
        (void)snprintf(form, sizeof form, "%s%s", EMAIL "&" PASSWORD "&next=", paths[i]);
        fixture_use_jar(f, (int)(i % FIXTURE_JARS));
        memset(f->jar, 0, sizeof *f->jar);
        fixture_assert_redirect(fixture_post_patiently(f, "/login", form), "/");
    }
    memset(f->jar, 0, sizeof *f->jar);
    fixture_assert_has(fixture_get(f, "/login?next=%2F%2Fevil.example"),
                       "name=\"next\" value=\"/\"");
}

static void an_inactive_user_stays_out(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, product(f));
    assert_true(is_signed_in(f));
    fixture_begin(f);
    assert_int_equal(
        user_deactivate(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &product(f)->id),
        ERR_NONE);
    struct response *response = fixture_get(f, "/account");
    fixture_assert_redirect(response, "/login?next=%2Faccount");
    response = fixture_get(f, "/login");
    fixture_assert_has(response, "Your session has ended");
    fixture_assert_status(fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD), 422);
}

static void signing_out_clears_the_browser(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, product(f));
    struct fixture_jar copy = *f->jar;
    struct response *response = fixture_post(f, "/logout", "");
    fixture_assert_redirect(response, "/login");
    assert_non_null(strstr(fixture_header(response, "Clear-Site-Data"), "storage"));
    fixture_assert_has(fixture_get(f, "/login"), "You are signed out.");
    *f->jar = copy; /* a stolen cookie is worth nothing afterwards */
    assert_false(is_signed_in(f));
}

static void signing_out_needs_the_form(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, product(f));
    fixture_assert_status(fixture_get(f, "/logout"), 405);
    struct request_input input = {.method = "POST", .uri = "/logout", .content_length = "0"};
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "Sign out");
    assert_true(is_signed_in(f));
    memset(f->jar, 0, sizeof *f->jar);
    fixture_assert_redirect(fixture_post(f, "/logout", ""), "/login");
}

/* The form of a new prompt, whose session ends while it is typed. */

#define PROMPT                                                                                     \
    "name=kept%2Fgreeting&description=%3Cb%3E%22quoted%22&type=text"                               \
    "&body=%20%20two%0D%0Alines%26more%09&tags=one%2C+two&message=why"

static int64_t count_prompts(struct fixture *f)
{
    return fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->own.id);
}

/* Every kept field of the last page, posted again together with a sign-in. */
static const char *with_kept_fields(const struct response *response, const char *form)
{
    static char all[4000];
    (void)snprintf(all, sizeof all, "%s&continue=1&next=%%2Fprompts%%2Fnew&%s", form,
                   "kept.name=kept%2Fgreeting&kept.description=%3Cb%3E%22quoted%22"
                   "&kept.type=text&kept.body=%20%20two%0D%0Alines%26more%09"
                   "&kept.tags=one%2C+two&kept.message=why");
    fixture_assert_has(response, "name=\"continue\" value=\"1\"");
    fixture_assert_has(response, "name=\"next\" value=\"/prompts/new\"");
    fixture_assert_has(response, "name=\"kept.name\" value=\"kept/greeting\"");
    fixture_assert_has(response, "name=\"kept.description\" value=\"&lt;b&gt;&quot;quoted&quot;\"");
    fixture_assert_has(response, "name=\"kept.body\" value=\"  two\r\nlines&amp;more\t\"");
    fixture_assert_has(response, "name=\"kept.message\" value=\"why\"");
    fixture_assert_has_not(response, "kept.csrf");
    return all;
}

static void a_form_survives_the_end_of_its_session(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, product(f));
    fixture_assert_status(fixture_get(f, "/prompts/new"), 200);
    clock_travel(clock_now() + SESSION_IDLE);
    struct response *response = fixture_post(f, "/prompts/new", PROMPT);
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "<h1>Sign in</h1>");
    fixture_assert_has(response, "What you typed is kept");
    const char *wrong = with_kept_fields(response, EMAIL "&password=not+this+one+surely");
    response = fixture_post_patiently(f, "/login", wrong);
    fixture_assert_status(response, 422); /* a slip keeps it once more */
    const char *right = with_kept_fields(response, EMAIL "&" PASSWORD);
    assert_int_equal(count_prompts(f), 0);
    response = fixture_post_patiently(f, "/login", right);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "You are signed in again. Nothing was lost");
    fixture_assert_has(response, "value=\"kept/greeting\"");
    fixture_assert_has(response, "  two\nlines&amp;more\t</textarea>");
    assert_int_equal(count_prompts(f), 0);
    response = fixture_post(f, "/prompts/new", PROMPT);
    fixture_assert_status(response, 303);
    assert_int_equal(count_prompts(f), 1);
}

static void a_button_is_asked_for_again(void **state)
{
    struct fixture *f = *state;
    char path[100];
    (void)snprintf(path, sizeof path, "/users/%s/activate", f->own.users[0].id_text);
    struct response *response = fixture_post(f, path, "");
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "name=\"continue\" value=\"1\"");
    char form[400];
    (void)snprintf(form, sizeof form,
                   "email=admin%%40northwind.example&" PASSWORD "&continue=1&next=%s", path);
    response = fixture_post_patiently(f, "/login", form);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Activate user</h1>");
    fixture_assert_has(response, path);
    char id_path[100];
    (void)snprintf(id_path, sizeof id_path, "/users/%s", f->own.users[0].id_text);
    fixture_assert_redirect(fixture_post(f, path, ""), id_path);
}

static void kept_passwords_are_left_out(void **state)
{
    struct fixture *f = *state;
    struct response *response = fixture_post(
        f, "/account/password", "current_password=planted-old&password=planted-new&x=kept-x");
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "kept-x");
    fixture_assert_has_not(response, "planted-");
}

static void a_kept_form_can_do_nothing_by_itself(void **state)
{
    struct fixture *f = *state;
    /* someone crafts a sign-in form that would deactivate a user */
    char form[400];
    (void)snprintf(form, sizeof form,
                   "email=admin%%40northwind.example&" PASSWORD
                   "&continue=1&next=/users/%s/deactivate&kept.to_id=",
                   f->own.users[0].id_text);
    struct response *response = fixture_post_patiently(f, "/login", form);
    fixture_assert_status(response, 200);
    struct user user;
    fixture_begin(f);
    assert_int_equal(user_get(f->db, &f->command, &f->own.users[0].id, &user), ERR_NONE);
    assert_int_equal(user.state, USER_ACTIVE);
}

static void a_kept_form_of_nowhere_is_an_error_page(void **state)
{
    struct fixture *f = *state;
    fixture_assert_status(
        fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD "&continue=1&next=/nowhere"), 404);
    memset(f->jar, 0, sizeof *f->jar);
    fixture_assert_status(
        fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD "&continue=1&next=/users/new"), 403);
    memset(f->jar, 0, sizeof *f->jar);
    fixture_assert_redirect(
        fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD "&continue=1&next=//evil"), "/");
}

static void colors_are_chosen_and_forgotten(void **state)
{
    struct fixture *f = *state;
    fixture_assert_redirect(fixture_post(f, "/theme", "theme=dark&return=/login%3Fnext%3D%2Fusers"),
                            "/login?next=/users");
    fixture_assert_has(fixture_get(f, "/login"), "data-theme=\"dark\"");
    fixture_assert_redirect(fixture_post(f, "/theme", "theme=light&return=//evil.example"), "/");
    fixture_assert_has(fixture_get(f, "/login"), "data-theme=\"light\"");
    fixture_assert_redirect(fixture_post(f, "/theme", "theme=system"), "/");
    fixture_assert_has_not(fixture_get(f, "/login"), "data-theme");
    fixture_assert_status(fixture_post(f, "/theme", "theme=%22%3E"), 422);
    fixture_assert_status(fixture_post(f, "/theme", ""), 422);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_page_that_needs_a_session_leads_there),
        WITH(the_right_pair_goes_on),
        WITH(signing_in_again_ends_the_session_before),
        WITH(the_cookie_is_new_and_closed),
        WITH(a_wrong_pair_gets_one_message),
        WITH(empty_and_hostile_forms_are_refused),
        WITH(one_goes_on_to_our_own_pages_only),
        WITH(an_inactive_user_stays_out),
        WITH(signing_out_clears_the_browser),
        WITH(signing_out_needs_the_form),
        WITH(a_form_survives_the_end_of_its_session),
        WITH(a_button_is_asked_for_again),
        WITH(kept_passwords_are_left_out),
        WITH(a_kept_form_can_do_nothing_by_itself),
        WITH(a_kept_form_of_nowhere_is_an_error_page),
        WITH(colors_are_chosen_and_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
