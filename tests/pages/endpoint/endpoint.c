#include "test.h"

#include <stdio.h>
#include <string.h>

#include "endpoints.h"

/* The pages of model endpoints: an empty list, forms that come back as typed but without the key,
 * prices, states. */

#define NEW                                                                                        \
    "name=Main&url=https%3A%2F%2Fmodels.invalid%2Fv1&models=gpt-5%0D%0Asmall-1&secret_kind=own"    \
    "&secret=sk-typed-here&data_class=confidential&timeout_s=60&context_tokens=8000&currency=USD"

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
    return arena_printf(texts, "/settings/endpoints/%s%s", text, rest);
}

static int64_t count(struct fixture *f, const char *sql)
{
    endpoints_begin(f);
    return fixture_count(f, sql, &f->own.id);
}

static void a_new_endpoint_is_shown_without_its_key(void **state)
{
    struct fixture *f = *state;
    endpoints_allow("public");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/settings/endpoints");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "No model endpoints yet");
    response = fixture_get(f, "/settings/endpoints/new");
    fixture_assert_has(response, "name=\"data_class\" value=\"internal\" checked");
    fixture_assert_has(response, "name=\"timeout_s\" class=\"short\" inputmode=\"numeric\" "
                                 "value=\"120\"");
    fixture_assert_has_not(response, "model-hosts");
    response = fixture_post(f, "/settings/endpoints/new", NEW "&revision=0");
    fixture_assert_status(response, 303);
    response = fixture_get(f, "/settings/endpoints");
    fixture_assert_has(response, "https://models.invalid/v1");
    fixture_assert_has(response, "2 models");
    fixture_assert_has(response, "Confidential");
    fixture_assert_has(response, "Not tested");
    const char *own = arena_printf(
        texts, "/settings/endpoints/%s",
        fixture_between(f, response, "<a href=\"/settings/endpoints/", "\"><bdi>Main"));
    response = fixture_get(f, own);
    fixture_assert_has(response, "Kept here, and never shown");
    fixture_assert_has(response, "gpt-5");
    fixture_assert_has(response, "8000 tokens");
    fixture_assert_has_not(response, "sk-typed-here");
    response = fixture_get(f, arena_printf(texts, "%s/edit", own));
    fixture_assert_has(response, "gpt-5\nsmall-1</textarea>");
    fixture_assert_has(response, "Leave it empty to keep it.");
    fixture_assert_has_not(response, "sk-typed-here");
    fixture_assert_has_not(fixture_get(f, "/audit"), "sk-typed-here");
}

static void a_refused_form_comes_back_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    endpoints_allow("public");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_post(
        f, "/settings/endpoints/new",
        "name=Mine&url=http%3A%2F%2F10.0.0.1%2F&models=a%0D%0Ab&secret_kind=none&secret=sk-typed"
        "&data_class=public&timeout_s=7&context_tokens=9&currency=EUR&revision=0");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"url-error\"");
    fixture_assert_has(response, "value=\"http://10.0.0.1/\"");
    fixture_assert_has(response, "value=\"Mine\"");
    fixture_assert_has(response, "a\nb</textarea>");
    fixture_assert_has(response, "value=\"none\" checked");
    fixture_assert_has(response, "value=\"public\" checked");
    fixture_assert_has(response, "value=\"7\"");
    fixture_assert_has(response, "value=\"EUR\"");
    fixture_assert_has_not(response, "sk-typed");
    response = fixture_post(f, "/settings/endpoints/new",
                            "name=&url=&models=&secret_kind=x&data_class=y&timeout_s=601"
                            "&context_tokens=-1&currency=&revision=0");
    fixture_assert_status(response, 422);
    static const char *const errors[] = {
        "name-error",       "url-error",       "models-error",         "secret_kind-error",
        "data_class-error", "timeout_s-error", "context_tokens-error", "currency-error"};
    for (size_t i = 0; i < COUNT_OF(errors); i++)
        fixture_assert_has(response, arena_printf(texts, "id=\"%s\"", errors[i]));
    assert_int_equal(count(f, "SELECT count(*) FROM model_endpoints WHERE organization_id = $1"),
                     0);
}

static void where_nothing_may_be_called_the_form_says_so(void **state)
{
    struct fixture *f = *state;
    endpoints_allow("");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(fixture_get(f, "/settings/endpoints/new"), "model-hosts");
    struct response *response = fixture_post(f, "/settings/endpoints/new", NEW "&revision=0");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "No model may be called yet.");
}

static void a_change_made_meanwhile_is_not_overwritten(void **state)
{
    struct fixture *f = *state;
    struct uuid id = endpoints_plant(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *edit = path_of(&id, "/edit");
    fixture_assert_has(fixture_get(f, edit), "name=\"revision\" value=\"1\"");
    fixture_assert_redirect(fixture_post(f, edit, NEW "&revision=1"), path_of(&id, ""));
    struct response *response =
        fixture_post(f, edit,
                     "name=Late&url=https%3A%2F%2Fmodels.invalid%2Fv1&models=a&secret_kind=own"
                     "&secret=&data_class=public&timeout_s=60&context_tokens=&currency=USD"
                     "&revision=1");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "Someone else changed this endpoint meanwhile");
    fixture_assert_has(response, "value=\"Late\"");
}

static void prices_are_typed_as_lines(void **state)
{
    struct fixture *f = *state;
    struct uuid id = endpoints_plant(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *own = path_of(&id, ""), *prices = path_of(&id, "/prices");
    fixture_assert_has(fixture_get(f, own),
                       "Without a price, calls show their tokens and no cost.");
    fixture_assert_status(fixture_get(f, prices), 200);
    struct response *response =
        fixture_post(f, prices, "prices=gpt-5%2C2026-01-01%2C1.25&revision=1");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Line 1 needs a model, a day, a price in and a price out.");
    fixture_assert_has(response, "gpt-5,2026-01-01,1.25</textarea>");
    fixture_assert_redirect(
        fixture_post(f, prices,
                     "prices=gpt-5%2C2020-01-01%2C1.25%2C10%0D%0Agpt-5%2C2020-06-01%2C1%2C8"
                     "%0D%0Agpt-5%2C2199-01-01%2C2%2C9&revision=1"),
        own);
    response = fixture_get(f, own);
    fixture_assert_has(response, "2020-06-01 <span class=\"chip state\">Now</span>");
    fixture_assert_has(response, "2199-01-01 <span class=\"chip state wait\">To come</span>");
    fixture_assert_has(response, "data-label=\"From\">2020-01-01</td>");
    fixture_assert_has(response, "data-label=\"Output\">8.00</td>");
    response = fixture_post(f, prices, "prices=&revision=1");
    fixture_assert_status(response, 409);
}

static void states_are_shown_and_change(void **state)
{
    struct fixture *f = *state;
    struct uuid id = endpoints_plant(f);
    endpoints_allow("");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *own = path_of(&id, "");
    fixture_assert_redirect(fixture_post(f, path_of(&id, "/test"), ""), own);
    struct response *response = fixture_get(f, own);
    fixture_assert_has(response, "The connection does not work.");
    fixture_assert_has(response, "<span class=\"chip state bad\">Fails</span>");
    fixture_assert_redirect(fixture_post(f, path_of(&id, "/archive"), ""), own);
    response = fixture_get(f, own);
    fixture_assert_has(response, "<span class=\"chip state off\">Archived</span>");
    fixture_assert_has_not(response, "/test\"");
    fixture_assert_redirect(fixture_post(f, path_of(&id, "/restore"), ""), own);
    fixture_assert_has(fixture_get(f, own), "The endpoint is in use again.");
    response = fixture_get(f, path_of(&id, "/delete"));
    fixture_assert_has(response, "Delete endpoint?");
    fixture_assert_redirect(fixture_post(f, path_of(&id, "/delete"), ""), "/settings/endpoints");
    fixture_assert_status(fixture_get(f, own), 404);
    response = fixture_get(f, arena_printf(texts, "/audit?record=%s", own + 20));
    fixture_assert_has(response, "Deleted a model endpoint");
    fixture_assert_has(response, "Tested a model endpoint");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    texts = arena_create_lasting(1 << 20);
    const struct CMUnitTest tests[] = {
        TEST(a_new_endpoint_is_shown_without_its_key),
        TEST(a_refused_form_comes_back_as_it_was_typed),
        TEST(where_nothing_may_be_called_the_form_says_so),
        TEST(a_change_made_meanwhile_is_not_overwritten),
        TEST(prices_are_typed_as_lines),
        TEST(states_are_shown_and_change),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
