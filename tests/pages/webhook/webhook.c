#include "test.h"

#include <stdio.h>
#include <string.h>

#include "webhooks.h"

/* The pages of webhooks: an empty list, a secret that is shown once, forms that come back filled
 * in, and deliveries. */

#define NEW "url=https%3A%2F%2Fhooks.example.org%2Fin&events=label.moved&kinds=prompt&kinds=agent"

static void sign_in(struct fixture *f, int persona)
{
    fixture_sign_in(f, &f->own.users[persona]);
}

/* Of what is looked at after the request that it came from. */
static struct arena *texts;

static const char *path_of(const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(texts, "/settings/webhooks/%s%s", text, rest);
}

/* As the database says: what somebody looks at afterwards begins a request of its own. */
static int64_t count(struct fixture *f, const char *sql)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return fixture_count(f, sql, &f->own.id);
}

static void a_new_webhook_shows_its_secret_once(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/settings/webhooks");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "No webhooks yet");
    response = fixture_get(f, "/settings/webhooks/new");
    fixture_assert_has(response, "name=\"events\" value=\"label.moved\" checked");
    fixture_assert_has_not(response, "name=\"events\" value=\"record.archived\" checked");
    fixture_assert_has_not(response, "value=\"webhook.test\"");
    response = fixture_post(f, "/settings/webhooks/new",
                            NEW "&folder=support&description=For+%3Cb%3Ethem&revision=0");
    fixture_assert_status(response, 200);
    const char *secret = fixture_between(f, response, "readonly value=\"", "\"");
    assert_non_null(secret);
    secret = arena_strdup(texts, secret);
    assert_int_equal(strlen(secret), WEBHOOK_SECRET_LEN - 1);
    assert_memory_equal(secret, "whsec_", 6);
    const char *done =
        arena_strdup(texts, fixture_between(f, response, "<a class=\"btn\" href=\"", "\">Done"));
    response = fixture_get(f, done);
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, secret);
    fixture_assert_has(response, arena_printf(texts, "%.10s…", secret));
    fixture_assert_has(response, "For &lt;b&gt;them");
    fixture_assert_has(response, "https://hooks.example.org/in");
    fixture_assert_has(response, "None yet. Send a test event");
    response = fixture_get(f, "/settings/webhooks");
    fixture_assert_has(response, "hooks.example.org/in</bdi>");
    fixture_assert_has_not(response, secret);
}

static void a_refused_form_comes_back_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_post(
        f, "/settings/webhooks/new",
        "url=http%3A%2F%2Fa.example%2F&events=record.archived&folder=a%2F%2Fb&description=mine"
        "&kinds=team&revision=0");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"url-error\"");
    fixture_assert_has(response, "value=\"http://a.example/\"");
    fixture_assert_has(response, "value=\"mine\"");
    fixture_assert_has(response, "value=\"a//b\"");
    fixture_assert_has(response, "value=\"record.archived\" checked");
    fixture_assert_has_not(response, "value=\"label.moved\" checked");
    fixture_assert_has(response, "value=\"team\" checked");
    response = fixture_post(f, "/settings/webhooks/new", NEW "&events=nonsense&revision=0");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"events-error\"");
    response = fixture_post(f, "/settings/webhooks/new", "url=https%3A%2F%2Fa.example&revision=0");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Choose at least one event.");
    assert_int_equal(count(f, "SELECT count(*) FROM webhooks WHERE organization_id = $1"), 0);
}

static void a_change_made_meanwhile_is_not_overwritten(void **state)
{
    struct fixture *f = *state;
    struct uuid id = webhooks_plant(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *edit = path_of(&id, "/edit");
    struct response *response = fixture_get(f, edit);
    fixture_assert_has(response, "name=\"revision\" value=\"1\"");
    fixture_assert_has(response, "value=\"https://hooks.example.org/in?key=planted\"");
    fixture_assert_redirect(fixture_post(f, edit, NEW "&revision=1"), path_of(&id, ""));
    response = fixture_post(f, edit, NEW "&description=late&revision=1");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "Someone else changed this webhook meanwhile");
    fixture_assert_has(response, "value=\"late\"");
}

static void a_delivery_that_failed_is_shown_and_sent_again(void **state)
{
    struct fixture *f = *state;
    struct uuid id = webhooks_plant(f);
    struct uuid message_id = webhooks_fail(f, &id);
    char text[UUID_TEXT_LEN];
    uuid_format(&message_id, text);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, path_of(&id, ""));
    fixture_assert_has(response, "<span class=\"chip state bad\">Failed</span>");
    fixture_assert_has(response, "data-label=\"Answer\">500 ");
    fixture_assert_has(response, arena_printf(texts, "msg_%s", text));
    fixture_assert_has(response, "Nothing has arrived since");
    const char *resend = path_of(&id, arena_printf(texts, "/deliveries/%s/resend", text));
    fixture_assert_redirect(fixture_post(f, resend, ""), path_of(&id, ""));
    response = fixture_get(f, path_of(&id, ""));
    fixture_assert_has(response, "It is sent again now.");
    fixture_assert_has(response, "<span class=\"chip state wait\">Waiting</span>");
    fixture_assert_has_not(response, "/resend");
    fixture_assert_redirect(fixture_post(f, resend, ""), path_of(&id, ""));
    fixture_assert_has(fixture_get(f, path_of(&id, "")), "on its way already");
}

static void a_test_waits_once_and_not_while_it_is_off(void **state)
{
    struct fixture *f = *state;
    struct uuid id = webhooks_plant(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *own = path_of(&id, "");
    const char *test = path_of(&id, "/test");
    fixture_assert_redirect(fixture_post(f, test, ""), own);
    fixture_assert_has(fixture_get(f, own), "A test is on its way.");
    fixture_assert_redirect(fixture_post(f, test, ""), own);
    fixture_assert_has(fixture_get(f, own), "A test is waiting to be sent already.");
    fixture_assert_redirect(fixture_post(f, path_of(&id, "/disable"), ""), own);
    struct response *response = fixture_get(f, own);
    fixture_assert_has(response, "<span class=\"chip state off\">Disabled</span>");
    fixture_assert_has_not(response, "Send test event");
    fixture_assert_redirect(fixture_post(f, test, ""), own);
    fixture_assert_has(fixture_get(f, own), "Enable it first.");
    assert_int_equal(count(f, "SELECT count(*) FROM webhook_deliveries WHERE organization_id = $1"),
                     1);
}

static void one_that_stopped_is_in_the_inbox_of_administrators(void **state)
{
    struct fixture *f = *state;
    struct uuid id = webhooks_plant(f);
    webhooks_test(f, &id);
    (void)webhooks_attempt(f, 410);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/inbox");
    fixture_assert_has(response, "It answered 410 Gone");
    fixture_assert_has(response, path_of(&id, ""));
    fixture_assert_has(fixture_get(f, path_of(&id, "")), "The receiver answered 410 Gone");
    fixture_assert_redirect(fixture_post(f, path_of(&id, "/enable"), ""), path_of(&id, ""));
    fixture_assert_has_not(fixture_get(f, "/inbox"), "410 Gone");
    sign_in(f, PERSONA_DEVOPS_ENGINEER);
    fixture_assert_has_not(fixture_get(f, "/inbox"), "410 Gone");
}

static void a_deleted_webhook_is_gone_after_it_was_confirmed(void **state)
{
    struct fixture *f = *state;
    struct uuid id = webhooks_plant(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *delete_path = path_of(&id, "/delete");
    struct response *response = fixture_get(f, delete_path);
    fixture_assert_has(response, "Delete webhook?");
    fixture_assert_has(response, "https://hooks.example.org/in?key=planted");
    fixture_assert_redirect(fixture_post(f, delete_path, ""), "/settings/webhooks");
    fixture_assert_status(fixture_get(f, path_of(&id, "")), 404);
    fixture_assert_has(fixture_get(f, "/settings/webhooks"), "No webhooks yet");
    fixture_assert_has_not(fixture_get(f, "/audit"), "key=planted");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    texts = arena_create_lasting(1 << 20);
    const struct CMUnitTest tests[] = {
        TEST(a_new_webhook_shows_its_secret_once),
        TEST(a_refused_form_comes_back_as_it_was_typed),
        TEST(a_change_made_meanwhile_is_not_overwritten),
        TEST(a_delivery_that_failed_is_shown_and_sent_again),
        TEST(a_test_waits_once_and_not_while_it_is_off),
        TEST(one_that_stopped_is_in_the_inbox_of_administrators),
        TEST(a_deleted_webhook_is_gone_after_it_was_confirmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
