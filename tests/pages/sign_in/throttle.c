#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fixture.h"

/* Who guesses has to wait, and hears for how long. */

static const char wrong[] = "email=dev%40northwind.example&password=wrong&next=%2Fprompts";
static const char right[] =
    "email=dev%40northwind.example&password=gravel+lantern+52+orbit&next=%2Fprompts";

static void assert_waits(const struct response *response, int seconds)
{
    fixture_assert_status(response, 429);
    assert_in_range(atoi(fixture_header(response, "Retry-After")), 1, seconds);
    fixture_assert_has(response, "There were too many attempts. Nothing is lost: try again in ");
}

static void the_sixth_wrong_password_has_to_wait(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 5; i++)
        fixture_assert_status(fixture_post_patiently(f, "/login", wrong), 422);
    struct response *response = fixture_post_patiently(f, "/login", wrong);
    assert_waits(response, 5);
    fixture_assert_has(response, "value=\"dev@northwind.example\"");
    fixture_assert_has(response, "name=\"next\" value=\"/prompts\"");
    fixture_assert_has_not(response, "wrong");
    /* the right one has to wait as well, and then signs in */
    assert_waits(fixture_post_patiently(f, "/login", right), 5);
    clock_stand(clock_now() + 6 * CLOCK_SECOND);
    fixture_assert_redirect(fixture_post_patiently(f, "/login", right), "/prompts");
}

static void an_account_that_is_not_there_gets_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    static const char *const emails[] = {"dev%40northwind.example", "nod%40northwind.example"};
    char *pages[2][7] = {{NULL}};
    for (int k = 0; k < 2; k++) {
        char form[128];
        (void)snprintf(form, sizeof form, "email=%s&password=wrong", emails[k]);
        for (int i = 0; i < 7; i++) {
            struct response *response = fixture_post_patiently(f, "/login", form);
            fixture_assert_status(response, i < 5 ? 422 : 429);
            pages[k][i] = strdup(response->body.data);
            fixture_blank_tokens(pages[k][i]);
            for (char *at = pages[k][i]; (at = strstr(at, "nod@")) != NULL;)
                memcpy(at, "dev", 3);
        }
    }
    for (int i = 0; i < 7; i++)
        assert_string_equal(pages[0][i], pages[1][i]);
    for (int i = 0; i < 14; i++)
        free(pages[i / 7][i % 7]);
}

static void a_browser_that_is_known_waits_for_nobody_elses_guesses(void **state)
{
    struct fixture *f = *state;
    fixture_assert_redirect(fixture_post_patiently(f, "/login", right), "/prompts");
    fixture_assert_redirect(fixture_post(f, "/logout", ""), "/login");
    fixture_use_jar(f, 1);
    for (int i = 0; i < 5; i++)
        fixture_assert_status(fixture_post_patiently(f, "/login", wrong), 422);
    for (int i = 0; i < 25; i++) {
        char form[64];
        (void)snprintf(form, sizeof form, "email=%d&password=x", i);
        int status = fixture_post_patiently(f, "/login", form)->status;
        assert_int_equal(status, i < 15 ? 422 : 429); /* the address has used up its 20 */
    }
    assert_waits(fixture_post_patiently(f, "/login", right), 60);
    fixture_use_jar(f, 0);
    fixture_assert_redirect(fixture_post_patiently(f, "/login", right), "/prompts");
}

static void the_password_asked_for_again_is_counted(void **state)
{
    struct fixture *f = *state;
    static const char form[] = "full_name=Dana&email=new%40northwind.example&time_zone=UTC&"
                               "version=1&current_password=wrong";
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    clock_stand(clock_now() + 10 * CLOCK_MINUTE);
    for (int i = 0; i < 5; i++)
        fixture_assert_status(fixture_post_patiently(f, "/account", form), 422);
    struct response *response = fixture_post_patiently(f, "/account", form);
    assert_waits(response, 5);
    fixture_assert_has(response, "value=\"new@northwind.example\"");
    static const char change[] = "current_password=wrong&password=mellow+kettle+91+parsec";
    assert_waits(fixture_post_patiently(f, "/account/password", change), 5);
    assert_waits(fixture_post_patiently(f, "/account/data/erase", "current_password=wrong"), 5);
}

static void links_that_are_none_are_counted(void **state)
{
    struct fixture *f = *state;
    static const char path[] = "/reset/00000000-0000-7000-8000-000000000000."
                               "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for (int i = 0; i < 20; i++)
        fixture_assert_status(fixture_post(f, path, "password=gravel+lantern+53+orbit"), 404);
    struct response *response = fixture_post(f, path, "password=gravel+lantern+53+orbit");
    fixture_assert_status(response, 429);
    assert_in_range(atoi(fixture_header(response, "Retry-After")), 1, 60);
}

/* Those of the mails about an address likewise, and with the others. */
static void address_links_that_are_none_are_counted(void **state)
{
    struct fixture *f = *state;
#define NO_LINK "00000000-0000-7000-8000-000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    for (int i = 0; i < 10; i++) {
        fixture_assert_status(fixture_get(f, "/address/undo/" NO_LINK), 404);
        fixture_assert_status(fixture_post(f, "/address/undo/" NO_LINK, ""), 404);
        fixture_assert_status(fixture_post(f, "/address/confirm/" NO_LINK, ""), 404);
    }
    struct response *response = fixture_post(f, "/address/confirm/" NO_LINK, "");
    fixture_assert_status(response, 429);
    assert_in_range(atoi(fixture_header(response, "Retry-After")), 1, 60);
    fixture_assert_status(fixture_post(f, "/invite/" NO_LINK, "full_name=A&password=b"), 429);
    /* looking at one is not counted, nor refused */
    fixture_assert_status(fixture_get(f, "/address/undo/" NO_LINK), 404);
}

/* Time stands still, but for where a test moves it: how long a hash takes is none of its business.
 */
static int open_standing(void **state)
{
    int status = fixture_open_app(state);
    clock_stand(clock_now());
    return status;
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, open_standing, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_APP(the_sixth_wrong_password_has_to_wait),
        WITH_APP(an_account_that_is_not_there_gets_the_same_bytes),
        WITH_APP(a_browser_that_is_known_waits_for_nobody_elses_guesses),
        WITH_APP(the_password_asked_for_again_is_counted),
        WITH_APP(links_that_are_none_are_counted),
        WITH_APP(address_links_that_are_none_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
