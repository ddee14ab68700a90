#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/token/api_token_list.h"
#include "fixture.h"
#include "records.h"

/* API tokens on pages: made and shown once, rotated, revoked, listed; and never good for a page. */

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static const struct fixture_user *admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN];
}

#define NEW "name=checkout+service&scopes=prompts:read&scopes=labels:move&folder=&days=30"

/* A copy outlives the page. */
struct secret {
    char text[API_SECRET_LEN];
};

static struct secret secret_on(struct fixture *f, const struct response *response)
{
    struct secret kept;
    const char *secret = fixture_between(f, response, "id=\"secret_key\" readonly value=\"", "\"");
    assert_non_null(secret);
    assert_int_equal(strlen(secret), API_SECRET_LEN - 1);
    memcpy(kept.text, secret, API_SECRET_LEN);
    return kept;
}

static struct api_caller caller_of(struct fixture *f, const struct secret *secret,
                                   enum err expected)
{
    struct api_caller caller = {.expires_at = 0};
    fixture_begin(f);
    assert_int_equal(api_token_authenticate(f->db, NULL, secret->text, &caller), expected);
    return caller;
}

static void a_person_makes_a_token_and_sees_it_once(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    fixture_assert_has(fixture_get(f, "/account/tokens"), "No tokens yet");
    fixture_assert_has(fixture_get(f, "/account/tokens/new"), "Read agents and teams");
    struct response *response = fixture_post(f, "/account/tokens/new", NEW);
    fixture_assert_status(response, 200);
    struct secret secret = secret_on(f, response);
    fixture_assert_has(response, "curl -H &quot;Authorization: Bearer sk-rst-");
    fixture_assert_has(response, "value=\"pk-rst-");
    assert_string_equal(fixture_header(response, "Cache-Control"), "no-store");
    struct api_caller caller = caller_of(f, &secret, ERR_NONE);
    assert_int_equal(caller.actor.token->scopes, SCOPE_PROMPTS_READ | SCOPE_LABELS_MOVE);
    response = fixture_get(f, "/account/tokens");
    fixture_assert_has(response, "checkout service");
    fixture_assert_has(response, "in 29 days");
    fixture_assert_has(response, "Never");
    fixture_assert_has(response, "sk-rst-…");
    fixture_assert_has_not(response, secret.text + 50);
}

static void what_is_wrong_comes_back_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    struct response *response = fixture_post(
        f, "/account/tokens/new", "name=Kept+name&scopes=audit:read&folder=support&days=60");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Kept name");
    fixture_assert_has(response, "value=\"support\"");
    fixture_assert_has(response, "value=\"audit:read\" checked");
    fixture_assert_has(response, "value=\"60\" selected");
    fixture_assert_has(response, "a token of a folder can&#39;t have these scopes");
    response = fixture_post(f, "/account/tokens/new", "name=x&folder=&days=30");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Choose at least one scope.");
    response = fixture_post(f, "/account/tokens/new", "name=x&scopes=root&folder=&days=30");
    fixture_assert_has(response, "Choose scopes from the list.");
    response = fixture_post(f, "/account/tokens/new", "name=x&scopes=prompts:read&days=366");
    fixture_assert_status(response, 422);
}

/* The path of the newest token below a base. */
static const char *path_of(struct fixture *f, const char *base, const char *rest)
{
    static char path[160];
    struct response *response = fixture_get(f, base);
    char before[80];
    (void)snprintf(before, sizeof before, "href=\"%s/0", base);
    const char *id = fixture_between(f, response, before, "/");
    assert_non_null(id);
    (void)snprintf(path, sizeof path, "%s/0%s%s", base, id, rest);
    return path;
}

static void a_rotation_shows_a_new_secret_beside_the_old(void **state)
{
    struct fixture *f = *state;
    char form[128];
    fixture_sign_in(f, developer(f));
    struct secret old = secret_on(f, fixture_post(f, "/account/tokens/new", NEW));
    const char *path = path_of(f, "/account/tokens", "/rotate");
    struct response *response = fixture_get(f, path);
    (void)snprintf(form, sizeof form, "secret=%s&overlap=24&days=90",
                   fixture_between(f, response, "name=\"secret\" value=\"", "\""));
    response = fixture_post(f, path, form);
    fixture_assert_has(response, "API token rotated");
    struct secret young = secret_on(f, response);
    assert_string_not_equal(young.text, old.text);
    fixture_assert_has(fixture_get(f, "/account/tokens"), "old secret ends in 23 hours");
    response = fixture_post(f, path, form); /* by who saw the old one */
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "Someone rotated this token since you opened it.");
    (void)caller_of(f, &old, ERR_NONE);
}

static void revoking_asks_and_then_refuses(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    struct secret secret = secret_on(f, fixture_post(f, "/account/tokens/new", NEW));
    const char *path = path_of(f, "/account/tokens", "/revoke");
    fixture_assert_has(fixture_get(f, path), "Revoke <bdi>checkout service</bdi>?");
    fixture_assert_redirect(fixture_post(f, path, ""), "/account/tokens");
    fixture_assert_has(fixture_get(f, "/account/tokens"), "Revoked");
    (void)caller_of(f, &secret, ERR_NOT_FOUND);
}

static void others_do_not_see_it(void **state)
{
    struct fixture *f = *state;
    char path[160];
    fixture_sign_in(f, developer(f));
    (void)fixture_post(f, "/account/tokens/new", NEW);
    (void)snprintf(path, sizeof path, "%s", path_of(f, "/account/tokens", "/revoke"));
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_get(f, path), 404);
    fixture_assert_status(fixture_post(f, path, ""), 404);
    fixture_assert_status(fixture_get(f, "/settings/tokens"), 403);
    fixture_use_jar(f, 2);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_post(f, path, ""), 404);
    fixture_assert_has(fixture_get(f, "/settings/tokens"), "No tokens yet");
    fixture_use_jar(f, 3);
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_get(f, "/settings/tokens");
    fixture_assert_has(response, "checkout service");
    fixture_assert_has(response, developer(f)->full_name);
    fixture_assert_has_not(response, "/rotate\""); /* it would be their own then */
}

static void a_service_account_gets_a_token(void **state)
{
    struct fixture *f = *state;
    char form[200];
    fixture_sign_in(f, admin(f));
    fixture_assert_has(fixture_get(f, "/settings/service-accounts"), "No service accounts yet");
    fixture_assert_has_not(fixture_get(f, "/settings/service-accounts/new"),
                           ">Platform Admin</option>");
    (void)snprintf(form, sizeof form, "name=deploy+bot&user_persona=%s&responsible_id=%s",
                   "Individual+Developer", f->own.users[PERSONA_DEVOPS_ENGINEER].id_text);
    struct response *response = fixture_post(f, "/settings/service-accounts/new", form);
    fixture_assert_status(response, 303);
    char location[200];
    (void)snprintf(location, sizeof location, "%s", fixture_header(response, "Location"));
    const char *id = strrchr(location, '=') + 1;
    fixture_assert_has(fixture_get(f, strstr(location, "/settings")), "deploy bot");
    (void)snprintf(form, sizeof form, NEW "&account=%s", id);
    response = fixture_post(f, "/settings/tokens/new", form);
    struct secret secret = secret_on(f, response);
    struct api_caller caller = caller_of(f, &secret, ERR_NONE);
    assert_string_equal(caller.actor.token->owner_name, "deploy bot");
    response = fixture_get(f, "/settings/tokens");
    fixture_assert_has(response, "deploy bot");
    fixture_assert_has(response, "Service account");
    fixture_assert_has(fixture_get(f, "/settings/service-accounts"), "1 token");
    (void)snprintf(form, sizeof form, "/settings/service-accounts/%s/deactivate", id);
    fixture_assert_redirect(fixture_post(f, form, ""), "/settings/service-accounts");
    fixture_assert_has(fixture_get(f, "/settings/tokens"), "Stopped");
}

static void an_agent_has_its_tokens_on_its_page(void **state)
{
    struct fixture *f = *state;
    char path[160];
    char form[200];
    char id_text[UUID_TEXT_LEN];
    struct uuid id = records_make(
        f, &record_kinds[RECORD_AGENT],
        &(struct record_made){.persona = PERSONA_CUSTOMER_ADMIN, .name = "support/triage"});
    uuid_format(&id, id_text);
    fixture_sign_in(f, admin(f));
    (void)snprintf(path, sizeof path, "/agents/%s/tokens", id_text);
    fixture_assert_has(fixture_get(f, path), "No tokens yet");
    (void)snprintf(form, sizeof form, "/settings/tokens/new?agent=%s", id_text);
    fixture_assert_has(fixture_get(f, form), "It acts for the agent");
    (void)snprintf(form, sizeof form, NEW "&agent=%s", id_text);
    (void)secret_on(f, fixture_post(f, "/settings/tokens/new", form));
    fixture_assert_has(fixture_get(f, path), "checkout service");
    (void)snprintf(path, sizeof path, "/agents/%s", id_text);
    fixture_assert_has(fixture_get(f, path), "/tokens\">");
}

static void what_expires_soon_is_in_the_inbox(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    (void)fixture_post(f, "/account/tokens/new", NEW);
    fixture_assert_has_not(fixture_get(f, "/inbox"), "checkout service");
    clock_travel(clock_now() + 20 * CLOCK_DAY);
    fixture_sign_in(f, developer(f));
    struct response *response = fixture_get(f, "/inbox");
    fixture_assert_has(response, "API tokens that expire soon");
    fixture_assert_has(response, "checkout service");
    fixture_assert_has(response, "Expires in 9 days");
    clock_travel(0);
}

static void a_token_is_no_session(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    struct secret secret = secret_on(f, fixture_post(f, "/account/tokens/new", NEW));
    char cookie[256];
    (void)snprintf(cookie, sizeof cookie, "session=%s; __Host-session=%s", secret.text,
                   secret.text);
    struct request_input input = {.method = "GET", .uri = "/prompts", .cookie = cookie};
    fixture_assert_status(fixture_serve(f, &input), 303); /* to sign in */
}

static void a_secret_in_an_address_is_refused(void **state)
{
    struct fixture *f = *state;
    char path[300];
    fixture_sign_in(f, developer(f));
    struct secret secret = secret_on(f, fixture_post(f, "/account/tokens/new", NEW));
    static const char *const places[] = {"/prompts?token=%s", "/prompts?%s=1", "/prompts/%s",
                                         "/search?q=%s", "/nowhere?a=b&access_token=Bearer+%s"};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        (void)snprintf(path, sizeof path, places[i], secret.text);
        struct response *response = fixture_get(f, path);
        fixture_assert_status(response, 400);
        fixture_assert_has(response, "A secret is in this address");
        fixture_assert_has_not(response, secret.text + 8);
    }
    fixture_assert_status(fixture_get(f, "/prompts?q=%73k-rst-0123"), 400);
}

static void the_audit_log_tells_it_in_words(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    struct secret secret = secret_on(f, fixture_post(f, "/account/tokens/new", NEW));
    (void)fixture_post(f, path_of(f, "/account/tokens", "/revoke"), "");
    (void)caller_of(f, &secret, ERR_NOT_FOUND);
    struct response *response = fixture_get(f, "/audit");
    fixture_assert_has(response, "Created API token");
    fixture_assert_has(response, "Revoked API token");
    fixture_assert_has(response, "Was refused with API token");
    fixture_assert_has(response, "checkout service");
    fixture_assert_has_not(response, "sk-rst-");
}

static void programs_hear_it_as_a_problem(void **state)
{
    struct fixture *f = *state;
    struct request_input input = {.method = "GET", .uri = "/api/v1/prompts?token=sk-rst-0123"};
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 400);
    fixture_assert_has(response, "Send a secret key in the Authorization header");
    assert_string_equal(response->content_type, "application/problem+json");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_person_makes_a_token_and_sees_it_once),
        WITH(what_is_wrong_comes_back_as_it_was_typed),
        WITH(a_rotation_shows_a_new_secret_beside_the_old),
        WITH(revoking_asks_and_then_refuses),
        WITH(others_do_not_see_it),
        WITH(a_service_account_gets_a_token),
        WITH(an_agent_has_its_tokens_on_its_page),
        WITH(what_expires_soon_is_in_the_inbox),
        WITH(a_token_is_no_session),
        WITH(a_secret_in_an_address_is_refused),
        WITH(the_audit_log_tells_it_in_words),
        WITH(programs_hear_it_as_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
