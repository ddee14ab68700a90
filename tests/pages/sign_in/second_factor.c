#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/sign_in/user_password.h"
#include "factors.h"

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

/* "code=123456" so many steps from now. */
static const char *code_field(const char *secret, int64_t steps)
{
    static char field[32];
    char code[TOTP_DIGITS + 1];
    factor_code(secret, steps, code);
    (void)snprintf(field, sizeof field, "code=%s", code);
    return field;
}

/* The person has an app; the jar is empty. */
static void enrol(struct fixture *f, char secret[TOTP_SECRET_LEN], struct recovery_codes *codes)
{
    char token[TOKEN_TEXT_LEN];
    factor_enrol(f, product(f), secret, token, codes);
    memset(f->jar, 0, sizeof *f->jar);
}

static void an_app_is_set_up_on_its_page(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], form[700];
    fixture_sign_in(f, product(f));
    fixture_assert_has(fixture_get(f, "/account/security"), "Set up an authenticator app");
    struct response *response = fixture_get(f, "/account/second-factor");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<svg class=\"qr\" viewBox=\"0 0 ");
    fixture_assert_has(response, "d=\"M4 4h7v1h-7z");
    factor_read_page(f, response, secret, form);
    assert_int_equal(strlen(secret), TOTP_SECRET_LEN - 1);
    size_t len = strlen(form);
    (void)snprintf(form + len, sizeof form - len, "&code=12+34");
    response = fixture_post(f, "/account/second-factor", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "This code is wrong.");
    char again[TOTP_SECRET_LEN], unused[700];
    factor_read_page(f, response, again, unused);
    assert_string_equal(again, secret); /* the app that was scanned stays right */
    (void)snprintf(form + len, sizeof form - len, "&%s", code_field(secret, 0));
    const char *before = f->jar->cookies[0].value;
    char old_cookie[512];
    (void)snprintf(old_cookie, sizeof old_cookie, "%s", before);
    response = fixture_post(f, "/account/second-factor", form);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Recovery codes</h1>");
    assert_string_not_equal(f->jar->cookies[0].value, old_cookie); /* a new session */
    const char *first = fixture_between(f, response, "<li>", "</li>");
    assert_int_equal(strlen(first), RECOVERY_TEXT_LEN - 1);
    response = fixture_get(f, "/account/security");
    fixture_assert_has(response, "10 left");
    fixture_assert_has_not(response, secret);
    fixture_assert_has(response, "Not yet");
}

static void the_key_of_another_page_is_not_taken(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], form[700];
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_DEVOPS_ENGINEER]);
    factor_read_page(f, fixture_get(f, "/account/second-factor"), secret, form);
    size_t len = strlen(form);
    (void)snprintf(form + len, sizeof form - len, "&%s", code_field(secret, 0));
    fixture_use_jar(f, 0);
    fixture_sign_in(f, product(f));
    struct response *response = fixture_post(f, "/account/second-factor", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "open for too long");
    factor_read_page(f, fixture_get(f, "/account/second-factor"), secret, form);
    clock_travel(clock_now() + 31 * CLOCK_MINUTE);
    fixture_sign_in(f, product(f));
    len = strlen(form);
    (void)snprintf(form + len, sizeof form - len, "&%s", code_field(secret, 0));
    fixture_assert_status(fixture_post(f, "/account/second-factor", form), 422);
    fixture_assert_status(
        fixture_post(f, "/account/second-factor", "enrolment=dG90cA.AAAA&code=123456"), 422);
    fixture_assert_has(fixture_get(f, "/account/security"), ">Off<");
}

static void a_code_is_asked_for_after_the_password(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], form[200], step_cookie[600];
    struct recovery_codes codes;
    enrol(f, secret, &codes);
    struct response *response =
        fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD "&next=%2Fusers%3Fq%3Da");
    fixture_assert_redirect(response, "/login/code?next=%2Fusers%3Fq%3Da");
    assert_false(is_signed_in(f));
    response = fixture_get(f, "/login/code?next=%2Fusers%3Fq%3Da");
    fixture_assert_has(response, "autocomplete=\"one-time-code\"");
    fixture_assert_has(response, "name=\"next\" value=\"/users?q=a\"");
    fixture_assert_status(fixture_post(f, "/login/code", ""), 422);
    response = fixture_post(f, "/login/code", "code=000000");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "This code is wrong");
    assert_false(is_signed_in(f));
    (void)snprintf(step_cookie, sizeof step_cookie, "presession=%s", f->jar->cookies[0].value);
    assert_string_equal(f->jar->cookies[0].name, "presession");
    (void)snprintf(form, sizeof form, "%s&next=%%2Fusers%%3Fq%%3Da", code_field(secret, 1));
    fixture_assert_redirect(fixture_post(f, "/login/code", form), "/users?q=a");
    assert_true(is_signed_in(f));
    struct request_input input = {.method = "GET", .uri = "/account", .cookie = step_cookie};
    fixture_assert_status(fixture_serve(f, &input), 303); /* what was between is worth nothing */
    input.uri = "/login/code";
    fixture_assert_redirect(fixture_serve(f, &input), "/login?next=%2F");
}

static void without_a_step_nobody_enters_a_code(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN];
    struct recovery_codes codes;
    enrol(f, secret, &codes);
    fixture_assert_redirect(fixture_get(f, "/login/code"), "/login?next=%2F");
    (void)fixture_get(f, "/login");
    fixture_assert_redirect(fixture_post(f, "/login/code", code_field(secret, 1)),
                            "/login?next=%2F");
    fixture_assert_redirect(fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD),
                            "/login/code?next=%2F");
    struct fixture_jar other = *f->jar;
    memset(f->jar, 0, sizeof *f->jar); /* another browser */
    (void)fixture_get(f, "/login");
    fixture_assert_redirect(fixture_post(f, "/login/code", code_field(secret, 1)),
                            "/login?next=%2F");
    *f->jar = other;
    for (int i = 0; i < SIGN_IN_STEP_TRIES; i++)
        fixture_assert_status(fixture_post(f, "/login/code", "code=000000"), 422);
    struct response *response = fixture_post(f, "/login/code", code_field(secret, 1));
    fixture_assert_redirect(response, "/login?next=%2F");
    fixture_assert_has(fixture_get(f, "/login"), "Enter your password again");
    fixture_assert_redirect(fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD),
                            "/login/code?next=%2F");
    response = fixture_post(f, "/login/code", code_field(secret, 1));
    fixture_assert_status(response, 429);
    assert_non_null(fixture_header(response, "Retry-After"));
    assert_false(is_signed_in(f));
}

#define PROMPT "name=kept%2Fgreeting&description=&type=text&body=two%0D%0Alines&tags=&message=why"
#define KEPT                                                                                       \
    "&continue=1&next=%2Fprompts%2Fnew&kept.name=kept%2Fgreeting&kept.description="                \
    "&kept.type=text&kept.body=two%0D%0Alines&kept.tags=&kept.message=why"

static void a_form_survives_both_steps(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], form[600];
    struct recovery_codes codes;
    enrol(f, secret, &codes);
    struct response *response = fixture_post(f, "/prompts/new", PROMPT);
    fixture_assert_status(response, 403);
    response = fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD KEPT);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Enter your code</h1>");
    fixture_assert_has(response, "name=\"kept.body\" value=\"two\r\nlines\"");
    response = fixture_post(f, "/login/code", "code=111" KEPT);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "name=\"kept.name\" value=\"kept/greeting\"");
    (void)snprintf(form, sizeof form, "%s%s", code_field(secret, 1), KEPT);
    response = fixture_post(f, "/login/code", form);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "You are signed in again. Nothing was lost");
    fixture_assert_has(response, "value=\"kept/greeting\"");
    fixture_assert_status(fixture_post(f, "/prompts/new", PROMPT), 303);
}

static void a_form_survives_a_step_that_is_over(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], form[600];
    struct recovery_codes codes;
    enrol(f, secret, &codes);
    (void)fixture_get(f, "/login");
    (void)snprintf(form, sizeof form, "%s%s", code_field(secret, 1), KEPT);
    struct response *response = fixture_post(f, "/login/code", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "<h1>Sign in</h1>");
    fixture_assert_has(response, "Enter your password again");
    fixture_assert_has(response, "name=\"kept.name\" value=\"kept/greeting\"");
    fixture_assert_has_not(response, "kept.code");
}

static void recovery_codes_sign_in_and_say_how_many_are_left(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], form[200];
    struct recovery_codes codes;
    enrol(f, secret, &codes);
    for (int left = RECOVERY_CODE_COUNT - 1; left >= RECOVERY_CODES_FEW; left--) {
        factor_give_step(f, product(f));
        (void)fixture_get(f, "/login/code");
        (void)snprintf(form, sizeof form, "recovery_code=%s", codes.codes[left]);
        fixture_assert_redirect(fixture_post(f, "/login/code", form), "/");
    }
    struct response *response = fixture_get(f, "/account/security");
    fixture_assert_has(response, "You have 3 left.");
    fixture_assert_has(response, "Make new recovery codes");
    fixture_assert_has(response, "You have 3 of ten left.");
    memset(f->jar, 0, sizeof *f->jar);
    factor_give_step(f, product(f));
    (void)fixture_get(f, "/login/code");
    response = fixture_post(f, "/login/code", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "not one of your recovery codes");
    fixture_assert_has(response, "<details open>");
    fixture_assert_has_not(response, codes.codes[3]);
}

static void new_codes_are_shown_once_and_downloaded(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], form[400];
    struct recovery_codes codes;
    enrol(f, secret, &codes);
    fixture_sign_in(f, product(f));
    struct response *response = fixture_post(f, "/account/recovery-codes", "");
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, codes.codes[0]);
    const char *all =
        fixture_between(f, response, "<textarea name=\"codes\" hidden>", "</textarea>");
    assert_int_equal(strlen(all), RECOVERY_CODE_COUNT * RECOVERY_TEXT_LEN);
    (void)snprintf(form, sizeof form, "codes=%.27s%%0D%%0A%.27s", all, all + RECOVERY_TEXT_LEN);
    char first[RECOVERY_TEXT_LEN];
    (void)snprintf(first, sizeof first, "%.27s", all);
    response = fixture_post(f, "/account/recovery-codes/download", form);
    fixture_assert_status(response, 200);
    assert_non_null(strstr(fixture_header(response, "Content-Disposition"), "attachment"));
    fixture_assert_has(response, first);
}

static void removing_it_leaves_the_password(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN];
    struct recovery_codes codes;
    enrol(f, secret, &codes);
    fixture_sign_in(f, product(f));
    fixture_assert_redirect(fixture_post(f, "/account/second-factor/remove", ""),
                            "/account/security");
    fixture_assert_has(fixture_get(f, "/account/security"), "your password alone signs you in");
    memset(f->jar, 0, sizeof *f->jar);
    fixture_assert_redirect(fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD), "/");
}

static void an_administrator_removes_it_and_the_person_reads_so(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], path[120];
    struct recovery_codes codes;
    enrol(f, secret, &codes);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    (void)snprintf(path, sizeof path, "/users/%s", product(f)->id_text);
    fixture_assert_has(fixture_get(f, path), "<dt>Second factor</dt><dd>Authenticator app</dd>");
    (void)snprintf(path, sizeof path, "/users/%s/second-factor/remove", product(f)->id_text);
    fixture_assert_status(fixture_post(f, path, ""), 303);
    fixture_use_jar(f, 1);
    fixture_assert_redirect(fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD), "/");
    struct response *response = fixture_get(f, "/account");
    fixture_assert_has(response, "Your second factor was removed by");
    fixture_assert_has(response, f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
    fixture_assert_redirect(fixture_post(f, "/account/reset-seen", ""), "/account/sessions");
    fixture_assert_has_not(fixture_get(f, "/account"), "Your second factor was removed");
}

/* A link for a new password is no way around the second factor. */
static void a_reset_leads_to_the_code(void **state)
{
    struct fixture *f = *state;
    char secret[TOTP_SECRET_LEN], path[200];
    struct recovery_codes codes;
    struct user_link link;
    enrol(f, secret, &codes);
    assert_int_equal(
        user_link(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &product(f)->id, &link),
        ERR_NONE);
    (void)snprintf(path, sizeof path, "/reset/%s", link.token);
    fixture_assert_redirect(fixture_post_patiently(f, path, "password=velvet+harbor+91+tunnel"),
                            "/login/code?next=%2F");
    assert_false(is_signed_in(f));
    (void)fixture_get(f, "/login/code");
    fixture_assert_redirect(fixture_post(f, "/login/code", code_field(secret, 1)), "/");
    assert_true(is_signed_in(f));
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
        WITH(an_app_is_set_up_on_its_page),
        WITH(the_key_of_another_page_is_not_taken),
        WITH(a_code_is_asked_for_after_the_password),
        WITH(without_a_step_nobody_enters_a_code),
        WITH(a_form_survives_both_steps),
        WITH(a_form_survives_a_step_that_is_over),
        WITH(recovery_codes_sign_in_and_say_how_many_are_left),
        WITH(new_codes_are_shown_once_and_downloaded),
        WITH(removing_it_leaves_the_password),
        WITH(an_administrator_removes_it_and_the_person_reads_so),
        WITH(a_reset_leads_to_the_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
