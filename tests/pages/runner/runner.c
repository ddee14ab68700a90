#include "test.h"

#include <string.h>

#include "runners.h"

/* The pages of runners: an empty list, a form that comes back as typed, withdrawing. */

static struct arena *texts;

/* The plus signs of a key's line would be spaces in a form. */
static const char *typed(struct runner_key *key)
{
    struct buf buf;
    buf_init(&buf, texts);
    for (const char *c = runner_public_text(texts, &key->public); *c != '\0'; c++)
        buf_printf(&buf, *c == '+' ? "%%2B" : "%c", *c);
    return buf.data;
}

static void a_runner_is_registered_shown_and_withdrawn(void **state)
{
    struct fixture *f = *state;
    struct runner_key key;
    runner_key_make(&key);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct response *response = fixture_get(f, "/settings/runners");
    fixture_assert_has(response, "No runners yet");
    response = fixture_get(f, "/settings/runners/new");
    fixture_assert_has(response, "name=\"data_class\" value=\"internal\" checked");
    response = fixture_post(
        f, "/settings/runners/new",
        arena_printf(texts, "name=Hall+7&public_key=%s&data_class=confidential", typed(&key)));
    fixture_assert_redirect(response, "/settings/runners");
    response = fixture_get(f, "/settings/runners");
    fixture_assert_has(response, "<bdi>Hall 7</bdi>");
    const char *line = runner_public_text(texts, &key.public);
    fixture_assert_has(response, arena_printf(texts, "<span class=\"mono\">%s</span>",
                                              runner_public_check(texts, line)));
    fixture_assert_has(response, "Confidential");
    fixture_assert_has(response, "<span class=\"chip state\">Registered</span>");
    const char *withdraw = arena_printf(
        texts, "/settings/runners/%s/withdraw",
        fixture_between(f, response, "btn small\" href=\"/settings/runners/", "/withdraw\""));
    response = fixture_get(f, withdraw);
    fixture_assert_has(response, "Withdraw runner?");
    fixture_assert_has(response, line);
    fixture_assert_has(response, "<bdi>Hall 7</bdi>");
    fixture_assert_redirect(fixture_post(f, withdraw, ""), "/settings/runners");
    response = fixture_get(f, "/settings/runners");
    fixture_assert_has(response, "The runner is withdrawn.");
    fixture_assert_has(response, "<span class=\"chip state off\">Withdrawn</span>");
    fixture_assert_has_not(response, "/withdraw\"");
    response = fixture_get(f, "/audit");
    fixture_assert_has(response, "Registered a runner");
    fixture_assert_has(response, "Withdrew a runner");
}

static void a_refused_form_comes_back_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct response *response =
        fixture_post(f, "/settings/runners/new",
                     "name=Hall+%3C7&public_key=rostrum-runner%2B0%2Babc%22&data_class=restricted");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"public_key-error\"");
    fixture_assert_has(response, "value=\"Hall &lt;7\"");
    fixture_assert_has(response, "value=\"rostrum-runner+0+abc&quot;\"");
    fixture_assert_has(response, "value=\"restricted\" checked");
}

static void others_have_no_such_page(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_get(f, "/settings/runners"), 403);
    fixture_assert_status(fixture_get(f, "/settings/runners/new"), 403);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    texts = arena_create_lasting(1 << 20);
    const struct CMUnitTest tests[] = {
        TEST(a_runner_is_registered_shown_and_withdrawn),
        TEST(a_refused_form_comes_back_as_it_was_typed),
        TEST(others_have_no_such_page),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
