#include "test.h"

#include "fixture.h"
#include "prompts.h"

/* The help, and what an address that leads nowhere suggests. */

static void help_names_the_keys_of_what_one_may_see(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    const struct response *response = fixture_get(f, "/help");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Help</h1>");
    fixture_assert_has(response, "<dd>Search everything</dd>");
    fixture_assert_has(response, "<kbd>g</kbd> <kbd>a</kbd>");
    fixture_assert_has(response, "href=\"/help\" data-help");
}

static void help_is_for_those_who_are_signed_in(void **state)
{
    struct fixture *f = *state;
    fixture_assert_status(fixture_get(f, "/help"), 303);
}

static void a_slip_is_understood(void **state)
{
    static const char *const slips[][2] = {{"/promts", "<a href=\"/prompts\">Prompts</a>?"},
                                           {"/Prompt", "<a href=\"/prompts\">Prompts</a>?"},
                                           {"/aduit", "<a href=\"/audit\">Audit log</a>?"},
                                           {"/agnets/x", "<a href=\"/agents\">Agents</a>?"}};
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    for (size_t i = 0; i < COUNT_OF(slips); i++) {
        const struct response *response = fixture_get(f, slips[i][0]);
        fixture_assert_status(response, 404);
        fixture_assert_has(response, slips[i][1]);
    }
}

static void nothing_near_suggests_nothing(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    const struct response *response = fixture_get(f, "/wp-admin/setup.php%20<b>");
    fixture_assert_status(response, 404);
    fixture_assert_has_not(response, "Did you mean");
    fixture_assert_has(response, "/search?q=wp-admin");
    fixture_assert_has_not(response, "<b>");
}

static void a_name_in_place_of_an_id_is_found(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "support/greeting", "Hello");
    char text[UUID_TEXT_LEN];
    uuid_format(&id, text);
    fixture_sign_in(f, &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER]);
    const struct response *response = fixture_get(f, "/prompts/support/greeting");
    fixture_assert_status(response, 404);
    fixture_assert_has(response, text);
    fixture_assert_has(response, "support/greeting</a> or <a href=\"/prompts\">");
    fixture_sign_in(f, &f->other.users[PERSONA_INDIVIDUAL_DEVELOPER]);
    fixture_assert_has_not(fixture_get(f, "/prompts/support/greeting"), text);
}

static void an_id_that_is_nowhere_tells_nothing(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    const struct response *response =
        fixture_get(f, "/prompts/01890000-0000-7000-8000-000000000000");
    fixture_assert_status(response, 404);
    fixture_assert_has_not(response, "/search?q=");
    fixture_assert_has(response, "<a href=\"/prompts\">Prompts</a>?");
}

static void nobody_is_told_about_pages(void **state)
{
    struct fixture *f = *state;
    const struct response *response = fixture_get(f, "/promts");
    fixture_assert_status(response, 404);
    fixture_assert_has_not(response, "Did you mean");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)
        TEST(help_names_the_keys_of_what_one_may_see),
        TEST(help_is_for_those_who_are_signed_in),
        TEST(a_slip_is_understood),
        TEST(nothing_near_suggests_nothing),
        TEST(a_name_in_place_of_an_id_is_found),
        TEST(an_id_that_is_nowhere_tells_nothing),
        TEST(nobody_is_told_about_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
