#include "test.h"

#include <stdio.h>
#include <string.h>

#include "sso.h"

/* The pages of single sign-on. What needs a provider that answers is in tests/http/sso.test.mjs. */

#define ADMIN    "email=admin%40northwind.example"
#define PRODUCT  "email=product%40northwind.example"
#define PASSWORD "&password=gravel+lantern+52+orbit"
#define TYPED                                                                                      \
    "issuer=https%3A%2F%2Flogin.example.org&client_id=my+client&client_secret=very+secret&"        \
    "revision="

static const struct fixture_user *own(struct fixture *f, int persona)
{
    return &f->own.users[persona];
}

static void settings_are_saved_and_the_secret_is_never_shown(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    struct response *response = fixture_get(f, "/settings/sso");
    fixture_assert_has(response, "/login/sso/callback");
    fixture_assert_has(response, "/login/sso/" SSO_SLUG);
    fixture_assert_has_not(response, "Check connection");
    fixture_assert_redirect(fixture_post(f, "/settings/sso", TYPED "0"), "/settings/sso");
    response = fixture_get(f, "/settings/sso");
    fixture_assert_has(response, "value=\"https://login.example.org\"");
    fixture_assert_has(response, "value=\"my client\"");
    fixture_assert_has_not(response, "very secret");
    fixture_assert_has(response, "Check connection");
    /* nor in the log */
    response = fixture_get(f, "/audit");
    fixture_assert_has(response, "Changed single sign-on");
    fixture_assert_has_not(response, "very secret");
}

static void a_refused_form_comes_back_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    struct response *response =
        fixture_post(f, "/settings/sso",
                     "issuer=http%3A%2F%2Flogin.example.org&client_id=my+client"
                     "&client_secret=very+secret&trusts_factor=1&revision=0");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"http://login.example.org\"");
    fixture_assert_has(response, "id=\"issuer-error\"");
    fixture_assert_has(response, "aria-describedby=\"trusts_factor-hint\" checked");
    fixture_assert_has_not(response, "very secret");
    fixture_assert_redirect(fixture_post(f, "/settings/sso", TYPED "0"), "/settings/sso");
    /* somebody else was faster */
    response = fixture_post(f, "/settings/sso", TYPED "0");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "name=\"revision\" value=\"1\"");
    response = fixture_post(f, "/settings/sso", TYPED "1&is_only=1");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"is_only-error\"");
}

static void turning_it_off_unlinks_everyone(void **state)
{
    struct fixture *f = *state;
    sso_set_up(f);
    sso_link_person(f, own(f, PERSONA_PRODUCT_MANAGER));
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    fixture_assert_redirect(fixture_post(f, "/settings/sso/off", ""), "/settings/sso");
    fixture_assert_has_not(fixture_get(f, "/settings/sso"), "Turn off single sign-on");
    fixture_assert_redirect(fixture_post(f, "/settings/sso/check", ""), "/settings/sso");
}

/* ---- leaving and coming back ---------------------------------------------------------------- */

static void the_short_name_leads_to_the_provider_by_a_link(void **state)
{
    struct fixture *f = *state;
    sso_set_up(f);
    sso_plant_document(f, "[]");
    fixture_assert_has(fixture_get(f, "/login"), "href=\"/login/sso?next=/\"");
    struct response *response = fixture_get(f, "/login/sso");
    fixture_assert_has(response, "name=\"organization\"");
    response = fixture_get(f, "/login/sso?organization=nobody");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"nobody\"");
    fixture_assert_has(response, "No single sign-on is set up under this short name.");
    response = fixture_get(f, "/login/sso?organization=Northwind&next=%2Fprompts");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "href=\"/login/sso/northwind?next=%2Fprompts\" data-go");
    response = fixture_get(f, "/login/sso/northwind?next=%2Fprompts");
    fixture_assert_status(response, 303);
    assert_true(text_starts_with(fixture_header(response, "Location"), SSO_ISSUER "/auth?"));
    assert_non_null(strstr(fixture_header(response, "Location"), "callback"));
    const char *cookie = fixture_header(response, "Set-Cookie");
    assert_non_null(strstr(cookie, "sso="));
    assert_non_null(strstr(cookie, "HttpOnly"));
    assert_non_null(strstr(cookie, "SameSite=Lax"));
    assert_non_null(strstr(cookie, "Max-Age=600"));
    fixture_assert_status(fixture_get(f, "/login/sso/nobody"), 404);
}

/* The state that the browser was sent away with. */
static const char *state_of(struct fixture *f, const struct response *left)
{
    const char *from = strstr(fixture_header(left, "Location"), "&state=");
    assert_non_null(from);
    from += strlen("&state=");
    return arena_copy(f->page_arena, from, strcspn(from, "&"));
}

static void whoever_did_not_leave_does_not_come_back(void **state)
{
    struct fixture *f = *state;
    static const char words[] = "This sign-in began in another browser";
    char form[400];
    sso_set_up(f);
    sso_plant_document(f, "[]");
    /* nothing is done by the GET: it asks for a POST */
    struct response *response = fixture_get(f, "/login/sso/callback?state=a&code=b&iss=c");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "name=\"code\" value=\"b\"");
    fixture_assert_has(response, "data-go");
    /* without a cookie */
    response = fixture_post(f, "/login/sso/callback", "state=a&code=b");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, words);
    /* with the state of another browser */
    response = fixture_get(f, "/login/sso/northwind");
    (void)snprintf(form, sizeof form, "code=b&state=%s", state_of(f, response));
    fixture_use_jar(f, 1);
    fixture_assert_status(fixture_get(f, "/login/sso/northwind"), 303);
    response = fixture_post(f, "/login/sso/callback", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, words);
    /* too late */
    fixture_use_jar(f, 0);
    clock_travel(clock_now() + 10 * CLOCK_MINUTE);
    response = fixture_post(f, "/login/sso/callback", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, words);
    assert_true(fixture_count_events(f, "session.sign_in", "failure") > 0);
    /* what the provider said */
    response = fixture_get(f, "/login/sso/callback?error=access_denied&state=a");
    fixture_assert_status(response, 422);
    fixture_assert_has_not(response, "access_denied");
}

static void a_provider_that_does_not_answer_lets_nobody_wait(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct sso_settings settings = sso_settings(0);
    settings.issuer = "https://127.0.0.1:9"; /* nobody may be asked there */
    fixture_begin(f);
    assert_int_equal(
        sso_provider_set(f->db, &own(f, PERSONA_CUSTOMER_ADMIN)->actor, &settings, &problem),
        ERR_NONE);
    fixture_begin(f);
    struct response *response = fixture_get(f, "/login/sso/northwind");
    fixture_assert_status(response, 503);
    fixture_assert_has(response, "The sign-in provider can");
    assert_non_null(fixture_header(response, "Retry-After"));
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    response = fixture_post(f, "/settings/sso/check", "");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "its host is on a network that is not public");
}

/* ---- only by SSO ---------------------------------------------------------------------------- */

static void only(struct fixture *f)
{
    struct problem problem;
    struct sso_settings settings = sso_settings(1);
    settings.client_secret = "";
    settings.is_only = true;
    sso_set_up(f);
    sso_link_person(f, own(f, PERSONA_CUSTOMER_ADMIN));
    fixture_begin(f);
    assert_int_equal(
        sso_provider_set(f->db, &own(f, PERSONA_CUSTOMER_ADMIN)->actor, &settings, &problem),
        ERR_NONE);
    fixture_begin(f);
}

static void a_right_password_says_what_a_wrong_one_says(void **state)
{
    struct fixture *f = *state;
    only(f);
    struct response *response = fixture_post_patiently(f, "/login", PRODUCT PASSWORD);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Wrong email or password.");
}

static void an_invitation_says_to_sign_in_with_sso(void **state)
{
    struct fixture *f = *state;
    only(f);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    struct response *response = fixture_post(f, "/users/new",
                                             "full_name=New+Person&email=new%40northwind.example"
                                             "&user_persona=Product+Manager");
    if (response->status == 303)
        response = fixture_get(f, fixture_header(response, "Location"));
    const char *token = fixture_between(f, response, "/invite/", "\"");
    assert_non_null(token);
    char path[FIXTURE_URL_LEN];
    (void)snprintf(path, sizeof path, "/invite/%s", token);
    fixture_use_jar(f, 1);
    response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "href=\"/login/sso?organization=northwind\"");
    fixture_assert_has_not(response, "type=\"password\"");
    fixture_assert_status(
        fixture_post(f, path, "full_name=New+Person&password=velvet+harbor+91+tunnel"), 404);
}

/* ---- links ---------------------------------------------------------------------------------- */

static void links_are_seen_and_taken_away(void **state)
{
    struct fixture *f = *state;
    char path[FIXTURE_URL_LEN];
    const struct fixture_user *person = own(f, PERSONA_PRODUCT_MANAGER);
    sso_set_up(f);
    sso_link_person(f, person);
    fixture_sign_in(f, person);
    fixture_assert_has(fixture_get(f, "/account/security"), "action=\"/account/sso/unlink\"");
    fixture_assert_redirect(fixture_post(f, "/account/sso/unlink", ""), "/account/security");
    fixture_assert_has_not(fixture_get(f, "/account/security"), "/account/sso/unlink");
    sso_link_person(f, person);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    (void)snprintf(path, sizeof path, "/users/%s", person->id_text);
    fixture_assert_has(fixture_get(f, path), "/sso/unlink\"");
    (void)snprintf(path, sizeof path, "/users/%s/sso/unlink", person->id_text);
    fixture_assert_status(fixture_post(f, path, ""), 303);
    fixture_assert_status(fixture_post(f, path, ""), 404);
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_APP(settings_are_saved_and_the_secret_is_never_shown),
        WITH_APP(a_refused_form_comes_back_as_it_was_typed),
        WITH_APP(turning_it_off_unlinks_everyone),
        WITH_APP(the_short_name_leads_to_the_provider_by_a_link),
        WITH_APP(whoever_did_not_leave_does_not_come_back),
        WITH_APP(a_provider_that_does_not_answer_lets_nobody_wait),
        WITH_APP(a_right_password_says_what_a_wrong_one_says),
        WITH_APP(an_invitation_says_to_sign_in_with_sso),
        WITH_APP(links_are_seen_and_taken_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
