#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/organization/setup_code.h"
#include "fixture.h"

#define FORM                                                                                       \
    "&organization_name=Light%20%26%20House&full_name=Ada+Lovelace"                                \
    "&email=ada%40lighthouse.example&password=velvet+harbor+91+tunnel"

static const char *make_code(struct fixture *f)
{
    static char code[CODE_TEXT_LEN];
    fixture_begin(f);
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    return code;
}

static struct response *post(struct fixture *f, const char *code, const char *rest)
{
    char form[2000] = "setup_code=";
    assert_true(strlen(code) + strlen(rest) < sizeof form - 20);
    strcat(form, code);
    strcat(form, rest);
    return fixture_post_patiently(f, "/setup", form);
}

static void everything_leads_to_set_up(void **state)
{
    struct fixture *f = *state;
    fixture_assert_redirect(fixture_get(f, "/"), "/login");
    fixture_assert_redirect(fixture_get(f, "/login"), "/setup");
    struct response *response = fixture_get(f, "/setup?code=ABCDE%22%3E-12345");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Set up Rostrum</h1>");
    fixture_assert_has(response, "value=\"ABCDE&quot;&gt;-12345\"");
    fixture_assert_has(response, "autocomplete=\"new-password\"");
}

static void the_first_user_is_signed_in(void **state)
{
    struct fixture *f = *state;
    const char *code = make_code(f);
    fixture_assert_redirect(post(f, code, FORM), "/");
    struct response *response = fixture_get(f, "/account");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Ada Lovelace");
    fixture_assert_has(response, "Light &amp; House");
    fixture_assert_has(response, "Rostrum is set up.");
    fixture_assert_status(fixture_get(f, "/setup"), 404);
    fixture_assert_status(post(f, code, FORM), 404);
}

static void a_wrong_code_keeps_what_was_typed(void **state)
{
    struct fixture *f = *state;
    (void)make_code(f);
    struct response *response = post(f, "WRONG-WRONG-WRONG-WRONG", FORM);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"WRONG-WRONG-WRONG-WRONG\"");
    fixture_assert_has(response, "value=\"Light &amp; House\"");
    fixture_assert_has(response, "value=\"ada@lighthouse.example\"");
    fixture_assert_has(response, "id=\"setup_code-error\"");
    fixture_assert_has(response, "href=\"#setup_code\"");
    fixture_assert_has_not(response, "velvet harbor");
    fixture_assert_status(fixture_get(f, "/setup"), 200);
}

static void every_field_has_its_message(void **state)
{
    struct fixture *f = *state;
    const char *code = make_code(f);
    static const char *const cases[][2] = {
        {"&organization_name=&full_name=A&email=a%40b.example&password=p",
         "organization_name-error"},
        {"&organization_name=O&full_name=+&email=a%40b.example&password=p", "full_name-error"},
        {"&organization_name=O&full_name=A&email=&password=p", "email-error"},
        {"&organization_name=O&full_name=A&email=a%40b.example&password=", "password-error"},
        {"&organization_name=O&full_name=A&email=nowhere&password=velvet+harbor+91+tunnel",
         "email-error"},
        {"&organization_name=O&full_name=A&email=a%40b.example&password=fifteen+is+not",
         "password-error"},
        {"&organization_name=O&full_name=A%0AB&email=a%40b.example&password=p", "full_name-error"},
        {"&organization_name=O&full_name=A&full_name=B&email=a%40b.example&password=p",
         "full_name-error"},
        {FORM "&is_superuser=1", "no field named"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct response *response = post(f, code, cases[i][0]);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, cases[i][1]);
    }
    fixture_assert_redirect(post(f, code, FORM), "/");
}

static void a_form_from_elsewhere_sets_nothing_up(void **state)
{
    struct fixture *f = *state;
    static const char form[] = "setup_code=X" FORM;
    struct request_input input = {
        .method = "POST",
        .uri = "/setup",
        .content_type = "application/x-www-form-urlencoded",
        .content_length = "129",
        .body = form,
        .body_len = strlen(form),
    };
    char len[8];
    (void)snprintf(len, sizeof len, "%zu", strlen(form));
    input.content_length = len;
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "value=\"ada@lighthouse.example\"");
    fixture_assert_status(fixture_get(f, "/setup"), 200);
}

static void a_set_up_rostrum_has_no_set_up(void **state)
{
    struct fixture *f = *state;
    struct response *response = fixture_get(f, "/setup");
    fixture_assert_status(response, 404);
    fixture_assert_status(post(f, "X", FORM), 404);
    fixture_assert_status(fixture_get(f, "/login"), 200);
}

#define EMPTY(test) cmocka_unit_test_setup_teardown(test, fixture_open_empty_app, fixture_close)
#define WITH(test)  cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EMPTY(everything_leads_to_set_up),
        EMPTY(the_first_user_is_signed_in),
        EMPTY(a_wrong_code_keeps_what_was_typed),
        EMPTY(every_field_has_its_message),
        EMPTY(a_form_from_elsewhere_sets_nothing_up),
        WITH(a_set_up_rostrum_has_no_set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
