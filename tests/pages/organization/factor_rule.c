#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/session/factor_rule.h"
#include "factors.h"

/* Who must have a second factor, and what they see until they have one. */

#define ADMIN    "email=admin%40northwind.example"
#define PRODUCT  "email=product%40northwind.example"
#define PASSWORD "&password=gravel+lantern+52+orbit"
#define ENROL    "/account/second-factor"

static const struct fixture_user *own(struct fixture *f, int persona)
{
    return &f->own.users[persona];
}

static void set_rule(struct fixture *f, enum factor_who who, int64_t days)
{
    const struct factor_rule rule = {.who = who, .grace_days = days};
    fixture_begin(f);
    assert_int_equal(factor_rule_set(f->db, &own(f, PERSONA_CUSTOMER_ADMIN)->actor, &rule),
                     ERR_NONE);
    fixture_begin(f);
}

static void sign_in(struct fixture *f, const char *form, const char *leads_to)
{
    memset(f->jar, 0, sizeof *f->jar);
    fixture_forget_attempts(f);
    fixture_assert_redirect(fixture_post_patiently(f, "/login", form), leads_to);
}

/* Sets an app up on the page that is shown; what the form holds besides is kept. */
static struct response *set_up_app(struct fixture *f, const struct response *response,
                                   const char *kept)
{
    char secret[TOTP_SECRET_LEN], code[TOTP_DIGITS + 1], form[1600];
    factor_read_page(f, response, secret, form);
    factor_code(secret, 0, code);
    size_t len = strlen(form);
    (void)snprintf(form + len, sizeof form - len, "&code=%s%s", code, kept);
    return fixture_post(f, ENROL, form);
}

static void until_the_day_it_can_be_skipped(void **state)
{
    struct fixture *f = *state;
    set_rule(f, FACTOR_WHO_ADMINS, 7);
    sign_in(f, PRODUCT PASSWORD "&next=%2Fusers", "/users");
    sign_in(f, ADMIN PASSWORD "&next=%2Fusers", ENROL "?next=%2Fusers");
    struct response *response = fixture_get(f, ENROL "?next=%2Fusers");
    fixture_assert_has(response, "Your organization requires a second factor from");
    fixture_assert_has(response, "href=\"/users\">Not now</a>");
    fixture_assert_status(fixture_get(f, "/users"), 200);
    clock_travel(clock_now() + 7 * CLOCK_DAY);
    sign_in(f, PRODUCT PASSWORD, "/");
    sign_in(f, ADMIN PASSWORD "&next=%2Fusers", ENROL "?next=%2Fusers");
    response = fixture_get(f, ENROL "?next=%2Fusers");
    fixture_assert_has(response, "Set it up to go on.");
    fixture_assert_has_not(response, "Not now");
    fixture_assert_has_not(response, "class=\"sidebar\"");
}

static void afterwards_it_is_the_only_page(void **state)
{
    struct fixture *f = *state;
    static const char *const paths[] = {
        "/", "/prompts", "/account", "/users", "/account/security", "/inbox", "/search?q=a"};
    set_rule(f, FACTOR_WHO_ALL, 0);
    sign_in(f, PRODUCT PASSWORD, ENROL "?next=%2F");
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct response *response = fixture_get(f, paths[i]);
        fixture_assert_status(response, 303);
        assert_true(text_starts_with(fixture_header(response, "Location"), ENROL "?next="));
    }
    struct response *response = fixture_post(f, "/prompts/new", "name=held&type=text&body=x");
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "Your organization requires a second factor");
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->own.id), 0);
    response = set_up_app(f, fixture_get(f, ENROL "?next=%2Fusers"), "&next=%2Fusers");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "href=\"/users\">I have saved them</a>");
    fixture_assert_status(fixture_get(f, "/users"), 200);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
}

static void signing_out_stays_possible(void **state)
{
    struct fixture *f = *state;
    set_rule(f, FACTOR_WHO_ALL, 0);
    sign_in(f, PRODUCT PASSWORD, ENROL "?next=%2F");
    (void)fixture_get(f, ENROL);
    fixture_assert_redirect(fixture_post(f, "/logout", ""), "/login");
}

#define KEPT                                                                                       \
    "&continue=1&next=%2Fprompts%2Fnew&kept.name=kept%2Fgreeting&kept.description="                \
    "&kept.type=text&kept.body=two%0D%0Alines&kept.tags=&kept.message=why"

static void the_form_of_before_survives_it(void **state)
{
    struct fixture *f = *state;
    set_rule(f, FACTOR_WHO_ALL, 0);
    struct response *response = fixture_post_patiently(f, "/login", PRODUCT PASSWORD KEPT);
    fixture_assert_has(response, "Set it up to go on: what you typed is kept.");
    fixture_assert_has(response, "name=\"kept.name\" value=\"kept/greeting\"");
    response = set_up_app(f, response, KEPT);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Recovery codes</h1>");
    fixture_assert_has(response, "name=\"kept.name\" value=\"kept/greeting\"");
    response = fixture_post(f, "/login/continue", KEPT + 1);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "You are signed in again. Nothing was lost");
    fixture_assert_has(response, "value=\"kept/greeting\"");
}

static void sessions_of_before_go_on(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PRODUCT PASSWORD, "/");
    set_rule(f, FACTOR_WHO_ALL, 0);
    fixture_assert_status(fixture_get(f, "/users"), 200);
}

static void whoever_is_invited_later_has_as_many_days(void **state)
{
    struct fixture *f = *state;
    const struct factor_rule rule = {.who = FACTOR_WHO_ALL, .grace_days = 5, .set_at = 1000};
    const struct actor *developer = &own(f, PERSONA_INDIVIDUAL_DEVELOPER)->actor;
    assert_int_equal(factor_rule_due(&rule, developer, 500), 1000 + 5 * CLOCK_DAY);
    assert_int_equal(factor_rule_due(&rule, developer, 2000), 2000 + 5 * CLOCK_DAY);
    const struct factor_rule admins = {.who = FACTOR_WHO_ADMINS, .set_at = 1000};
    assert_int_equal(factor_rule_due(&admins, developer, 500), 0);
    static const int asked[] = {PERSONA_CUSTOMER_ADMIN, PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        assert_int_equal(factor_rule_due(&admins, &own(f, asked[i])->actor, 500), 1000);
}

static void its_page_says_what_a_choice_means_before_it_is_saved(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], token[TOKEN_TEXT_LEN];
    struct recovery_codes codes;
    factor_enrol(f, own(f, PERSONA_PRODUCT_MANAGER), secret, token, &codes);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    struct response *response = fixture_get(f, "/settings/second-factor");
    fixture_assert_has(response, "Required for: Nobody");
    fixture_assert_has(response, "6 people");
    fixture_assert_has(response, own(f, PERSONA_DEVOPS_ENGINEER)->full_name);
    fixture_assert_has_not(response, "Save rule");
    response = fixture_get(f, "/settings/second-factor?who=all&days=10");
    fixture_assert_has(response, "6 of 7 people have no second factor now.");
    fixture_assert_has(response, "Save rule");
    response = fixture_get(f, "/settings/second-factor?who=administrators&days=0");
    fixture_assert_has(response, "3 of 3 administrators have no second factor now.");
    fixture_assert_has(response, "From their next sign-in on");
    response = fixture_get(f, "/settings/second-factor?who=all&days=91");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"all\" checked");
    fixture_assert_has(response, "value=\"91\"");
    fixture_assert_has_not(response, "Save rule");
    fixture_assert_redirect(fixture_post(f, "/settings/second-factor", "who=all&days=10"),
                            "/settings/second-factor");
    fixture_assert_redirect(fixture_post(f, "/settings/second-factor", "who=all&days=10"),
                            "/settings/second-factor");
    assert_int_equal(fixture_count_events(f, "organization.factor_rule", "success"), 1);
    response = fixture_get(f, "/settings/second-factor");
    fixture_assert_has(response, "Required for: Everyone");
    fixture_assert_status(fixture_post(f, "/settings/second-factor", "days=10"), 422);
    fixture_assert_status(fixture_post(f, "/settings/second-factor", "who=all&days=100"), 422);
    (void)fixture_post(f, "/settings/second-factor", "who=nobody&days=10");
    fixture_assert_has(fixture_get(f, "/settings/second-factor"), "Required for: Nobody");
    assert_int_equal(fixture_count_events(f, "organization.factor_rule", "success"), 2);
}

static void only_administrators_set_it(void **state)
{
    struct fixture *f = *state;
    const struct factor_rule rule = {.who = FACTOR_WHO_ALL};
    struct factor_rule found;
    struct factor_missing missing;
    for (int i = 0; i < PERSONA_CUSTOMER_ADMIN; i++) {
        fixture_begin(f);
        assert_int_equal(factor_rule_set(f->db, &own(f, i)->actor, &rule), ERR_DENIED);
        assert_int_equal(factor_rule_get(f->db, &own(f, i)->actor, &found), ERR_DENIED);
        assert_int_equal(factor_rule_missing(f->db, &own(f, i)->actor, &rule, &missing),
                         ERR_DENIED);
    }
    assert_int_equal(fixture_count_events(f, "organization.factor_rule", "refusal"), 4);
}

static int tear_down(void **state)
{
    clock_travel(0);
    return fixture_close(state);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(until_the_day_it_can_be_skipped),
        WITH(afterwards_it_is_the_only_page),
        WITH(signing_out_stays_possible),
        WITH(the_form_of_before_survives_it),
        WITH(sessions_of_before_go_on),
        WITH(whoever_is_invited_later_has_as_many_days),
        WITH(its_page_says_what_a_choice_means_before_it_is_saved),
        WITH(only_administrators_set_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
