#include "test.h"

#include <string.h>

#include "base/turn.h"
#include "fixture.h"

/* What is heavy waits its turn: others of the same person are being worked on, by workers that the
 * test plays. */

static struct turns busy[TURN_PER_PERSON];

static int setup(void **state)
{
    if (fixture_open_app(state) != 0)
        return -1;
    struct fixture *f = *state;
    f->app.pool = POOL_SLOW;
    assert_int_equal(turns_open(&f->app.turns, f->dir, "slow"), ERR_NONE);
    for (int i = 0; i < TURN_PER_PERSON; i++)
        assert_int_equal(turns_open(&busy[i], f->dir, "slow"), ERR_NONE);
    return 0;
}

static int teardown(void **state)
{
    for (int i = 0; i < TURN_PER_PERSON; i++)
        turns_close(&busy[i]);
    return fixture_close(state);
}

static void be_busy(struct fixture *f, enum persona persona)
{
    const struct actor *actor = &f->own.users[persona].actor;
    for (int i = 0; i < TURN_PER_PERSON; i++)
        assert_int_equal(turns_take(&busy[i], &actor->user_id, &actor->organization_id), ERR_NONE);
}

static void a_page_says_that_it_waits_and_loads_itself_again(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    be_busy(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/search?q=greeting");
    fixture_assert_status(response, 503);
    fixture_assert_has(response, "Your turn comes soon");
    fixture_assert_has_not(response, "data-resend");
    assert_string_equal(fixture_header(response, "Refresh"), "2");
    assert_non_null(fixture_header(response, "Retry-After"));
    turns_give_back(&busy[0]);
    response = fixture_get(f, "/search?q=greeting");
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, "Your turn comes soon");
    assert_null(fixture_header(response, "Refresh"));
}

static void a_form_keeps_what_was_typed_and_nothing_is_done(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, "/import"), 200);
    turns_give_back(&f->app.turns); /* as when the answer was sent */
    be_busy(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_post(f, "/import", "text=typed+%3Ctext%3E");
    fixture_assert_status(response, 503);
    fixture_assert_has(response, "typed &lt;text&gt;");
    fixture_assert_has(response, "still being worked on");
    assert_null(fixture_header(response, "Refresh"));
    assert_string_equal(fixture_header(response, "Retry-After"), "5");
    fixture_assert_has(response, " data-resend=\"5\">"); /* static/app.js sends it again */
    turns_give_back(&busy[0]);
    fixture_assert_status(fixture_post(f, "/import", "text=typed+%3Ctext%3E"), 422);
}

static void others_are_served(void **state)
{
    struct fixture *f = *state;
    be_busy(f, PERSONA_PRODUCT_MANAGER);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, "/search?q=greeting"), 200);
    f->app.pool = POOL_FAST; /* and so are the pages of who is busy */
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_page_says_that_it_waits_and_loads_itself_again),
        TEST(a_form_keeps_what_was_typed_and_nothing_is_done),
        TEST(others_are_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
