#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/listing/record_list.h"
#include "fixture.h"

/* The six steps, whatever the page: what every answer carries, what is refused and how. */

static const char form[] =
    "name=kept%2Fname&description=&type=text&body=typed+%3Ctext%3E&tags=&message=";

static struct request_input post_of(const char *uri, const char *body)
{
    static char len[24];
    (void)snprintf(len, sizeof len, "%zu", strlen(body));
    return (struct request_input){.method = "POST",
                                  .uri = uri,
                                  .content_type = "application/x-www-form-urlencoded",
                                  .content_length = len,
                                  .body = body,
                                  .body_len = strlen(body)};
}

static void sign_in(struct fixture *f, int persona)
{
    fixture_sign_in(f, &f->own.users[persona]);
}

static int count_prompts(struct fixture *f)
{
    struct record_filter filter = {.state = RECORD_ALL};
    struct record_list list;
    fixture_begin(f);
    assert_int_equal(record_list(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                                 &record_kinds[RECORD_PROMPT], &filter, &list),
                     ERR_NONE);
    return list.count;
}

static void assert_security_headers(const struct response *response)
{
    static const char *const names[] = {"Content-Security-Policy",
                                        "X-Content-Type-Options",
                                        "X-Frame-Options",
                                        "Referrer-Policy",
                                        "Cross-Origin-Opener-Policy",
                                        "Cross-Origin-Resource-Policy",
                                        "Permissions-Policy",
                                        "Cache-Control"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (fixture_header(response, names[i]) == NULL)
            fail_msg("no %s on a %d", names[i], response->status);
    assert_string_equal(fixture_header(response, "Referrer-Policy"), "same-origin");
    assert_string_equal(fixture_header(response, "Cache-Control"), "no-store");
}

static void every_answer_has_the_security_headers(void **state)
{
    struct fixture *f = *state;
    static const char *const paths[] = {"/healthz", "/login", "/no-such-page", "/prompts",
                                        "/a//b",    "/%00",   "/%ff"};
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        assert_security_headers(fixture_get(f, paths[i]));
}

static void a_wrong_method_is_405_with_those_allowed(void **state)
{
    struct fixture *f = *state;
    struct request_input input = {.method = "DELETE", .uri = "/login"};
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 405);
    assert_string_equal(fixture_header(response, "Allow"), "GET, HEAD, POST");
    input = (struct request_input){.method = "POST", .uri = "/healthz"};
    response = fixture_serve(f, &input);
    fixture_assert_status(response, 405);
    assert_string_equal(fixture_header(response, "Allow"), "GET, HEAD");
    input = (struct request_input){.method = "HEAD", .uri = "/login"};
    fixture_assert_status(fixture_serve(f, &input), 200);
    input = (struct request_input){.method = "GET", .uri = "/logout"};
    response = fixture_serve(f, &input);
    fixture_assert_status(response, 405);
    assert_string_equal(fixture_header(response, "Allow"), "POST");
}

static void an_error_page_keeps_the_navigation(void **state)
{
    struct fixture *f = *state;
    fixture_assert_has_not(fixture_get(f, "/no-such-page"), "Audit log");
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/no-such-page");
    fixture_assert_status(response, 404);
    fixture_assert_has(response, "Audit log");
    fixture_assert_has(response, "Request <code>");
}

static void an_unchanged_answer_is_304_by_its_etag(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = NULL;
    char etag[64];
    struct request_input input = {.method = "GET", .uri = "/healthz"};
    response = fixture_serve(f, &input);
    (void)snprintf(etag, sizeof etag, "%s", fixture_header(response, "ETag"));
    /* A new one each: the fixture adds the cookie, which lives as long as its request. */
    input = (struct request_input){.method = "GET", .uri = "/healthz", .if_none_match = etag};
    response = fixture_serve(f, &input);
    fixture_assert_status(response, 304);
    assert_int_equal(response->body.len, 0);
    input = (struct request_input){.method = "GET", .uri = "/healthz", .if_none_match = "W/\"0\""};
    fixture_assert_status(fixture_serve(f, &input), 200);
}

/* Each of the three layers refuses alone; the form comes back as it was typed; nothing is done. */
static void each_csrf_layer_refuses_alone(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    char good[512], bad[512];
    (void)snprintf(good, sizeof good, "csrf=%s&%s", fixture_csrf(f), form);
    (void)snprintf(bad, sizeof bad, "csrf=x%s&%s", fixture_csrf(f), form);
    struct {
        const char *body, *site, *origin;
        int status;
    } cases[] = {
        {bad, "same-origin", NULL, 403},
        {form, "same-origin", NULL, 403},
        {good, "cross-site", NULL, 403},
        {good, "same-site", NULL, 403},
        {good, "none", NULL, 403},
        {good, "cross-site", "http://127.0.0.1:8080", 403},
        {good, NULL, "http://evil.example", 403},
        {good, NULL, "null", 403},
        {good, NULL, NULL, 403},
        {good, NULL, "http://127.0.0.1:8080", 303},
    };
    int64_t refusals = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct request_input input = post_of("/prompts/new", cases[i].body);
        input.sec_fetch_site = cases[i].site;
        input.origin = cases[i].origin;
        struct response *response = fixture_serve(f, &input);
        fixture_assert_status(response, cases[i].status);
        if (cases[i].status != 403)
            break;
        refusals++;
        fixture_assert_has(response, "kept/name");
        fixture_assert_has(response, "typed &lt;text&gt;");
        assert_int_equal(count_prompts(f), 0);
    }
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "request.csrf_refuse", "refusal"), refusals);
    assert_int_equal(count_prompts(f), 1);
}

/* BREACH: what a page repeats beside typed text must not be the same twice. */
static void each_page_of_a_session_has_its_own_token_and_both_work(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    char bodies[2][512];
    for (int i = 0; i < 2; i++) {
        fixture_assert_status(fixture_get(f, "/prompts/new"), 200);
        (void)snprintf(bodies[i], sizeof bodies[i], "csrf=%s&name=own%d&type=text&body=x",
                       f->jar->csrf, i);
    }
    assert_memory_not_equal(bodies[0], bodies[1], strlen("csrf=") + 43);
    for (int i = 0; i < 2; i++) {
        struct request_input input = post_of("/prompts/new", bodies[i]);
        input.sec_fetch_site = "same-origin";
        fixture_assert_status(fixture_serve(f, &input), 303);
    }
    assert_int_equal(count_prompts(f), 2);
}

static void the_token_of_another_session_is_refused(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    char body[512];
    (void)snprintf(body, sizeof body, "csrf=%s&%s", fixture_csrf(f), form);
    sign_in(f, PERSONA_ENTERPRISE_TEAM);
    struct request_input input = post_of("/prompts/new", body);
    input.sec_fetch_site = "same-origin";
    fixture_assert_status(fixture_serve(f, &input), 403);
    assert_int_equal(count_prompts(f), 0);
}

static const char *value_after(struct fixture *f, const struct response *response, const char *mark)
{
    const char *value = fixture_between(f, response, mark, "\"");
    assert_non_null(value);
    return value;
}

/* Post without a session, sign in, and the form is there; nothing was done until it is sent again.
 */
static void a_form_survives_the_sign_in(void **state)
{
    struct fixture *f = *state;
    struct request_input input = post_of("/prompts/new", form);
    input.sec_fetch_site = "same-origin";
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 403);
    f->app.pool = POOL_SIGN_IN; /* as behind nginx, where the other form is one of the fast pool */
    fixture_assert_has(response, "name=\"kept.body\"");
    assert_string_equal(value_after(f, response, "name=\"next\" value=\""), "/prompts/new");

    char body[1024];
    (void)snprintf(
        body, sizeof body,
        "email=%s&password=wrong&continue=1&next=%%2Fprompts%%2Fnew&kept.name=kept%%2Fname"
        "&kept.type=text&kept.body=typed+%%3Ctext%%3E&kept.tags=&kept.message="
        "&kept.description=",
        f->own.users[PERSONA_PRODUCT_MANAGER].email);
    response = fixture_post(f, "/login", body);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "name=\"kept.body\""); /* a wrong password loses nothing */

    char *wrong = strstr(body, "wrong");
    char right[1024];
    (void)snprintf(right, sizeof right, "%.*s%s%s", (int)(wrong - body), body,
                   "gravel+lantern+52+orbit", wrong + strlen("wrong"));
    response = fixture_post(f, "/login", right);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "kept/name");
    fixture_assert_has(response, "typed &lt;text&gt;");
    fixture_assert_has(response, "Create prompt");
    assert_int_equal(count_prompts(f), 0);

    f->app.pool = POOL_FAST;
    response = fixture_post(f, "/prompts/new", form);
    fixture_assert_status(response, 303);
    assert_int_equal(count_prompts(f), 1);
}

/* Signing in does not open what the person may not do. */
static void a_kept_form_of_another_persona_is_403(void **state)
{
    struct fixture *f = *state;
    struct request_input input = post_of("/users/new", "full_name=Kept");
    input.sec_fetch_site = "same-origin";
    fixture_assert_status(fixture_serve(f, &input), 403);
    char body[512];
    (void)snprintf(body, sizeof body,
                   "email=%s&password=gravel+lantern+52+orbit&continue=1&next=%%2Fusers%%2Fnew"
                   "&kept.full_name=Kept",
                   f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].email);
    struct response *response = fixture_post(f, "/login", body);
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "You don&#39;t have access");
    fixture_assert_has_not(response, "Kept");
}

static struct response *serve(struct fixture *f, const char *method, const char *uri)
{
    struct request_input input = {.method = method, .uri = uri, .sec_fetch_site = "same-origin"};
    return fixture_serve(f, &input);
}

static void supervisors_get_a_line_of_text(void **state)
{
    struct fixture *f = *state;
    struct response *response = serve(f, "POST", "/healthz");
    fixture_assert_status(response, 405);
    assert_string_equal(response->content_type, "text/plain; charset=utf-8");
    fixture_assert_has(response, "Method Not Allowed\n");
    static const char sql[] = "ALTER TABLE data_keys RENAME TO data_keys_gone";
    fixture_script(f, sql, sql);
    response = serve(f, "GET", "/readyz");
    fixture_assert_status(response, 503);
    assert_string_equal(response->content_type, "text/plain; charset=utf-8");
    fixture_assert_has(response,
                       "not ready: the key ring does not open the keys of the database\n");
    assert_non_null(fixture_header(response, "Retry-After"));
}

static void a_refused_route_is_an_event(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(fixture_get(f, "/users/new"), 403);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "request.refuse", "refusal"), 1);
}

/* A database that does not answer: 503 with a page of ours, and the next request is served. */
static void a_failing_database_is_503_and_the_next_page_is_served(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    static const char sql[] = "ALTER TABLE record_links RENAME TO record_links_gone";
    fixture_script(f, sql, sql);
    struct response *response = fixture_get(f, "/prompts?sort=name"); /* the other one is kept */
    fixture_assert_status(response, 503);
    fixture_assert_has(response, "Request <code>");
    assert_non_null(fixture_header(response, "Retry-After"));
    assert_security_headers(response);
    fixture_assert_status(fixture_get(f, "/healthz"), 200);
    fixture_assert_status(fixture_get(f, "/account/sessions"), 200);
}

static void assert_pool(struct fixture *f, enum route_pool pool, const char *uri, int status)
{
    f->app.pool = pool;
    struct response *response = fixture_get(f, uri);
    if (response->status != status)
        fail_msg("GET %s of pool %d: %d, expected %d", uri, (int)pool, response->status, status);
}

static void a_worker_serves_the_routes_of_its_pool_alone(void **state)
{
    struct fixture *f = *state;
    assert_pool(f, POOL_ANY, "/login", 200);
    assert_pool(f, POOL_SIGN_IN, "/login", 200);
    assert_pool(f, POOL_SLOW, "/login", 404);
    assert_pool(f, POOL_FAST, "/login", 404);
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    assert_pool(f, POOL_ANY, "/prompts", 200);
    assert_pool(f, POOL_FAST, "/prompts", 200);
    assert_pool(f, POOL_SLOW, "/prompts", 404);
    assert_pool(f, POOL_FAST, "/prompts?q=", 200);
    assert_pool(f, POOL_SLOW, "/prompts?q=", 404);
    static const char *const searches[] = {"/prompts?q=x", "/prompts?%71=x", "/prompts?q=+x",
                                           "/prompts?state=all&q=%78", "/agents?tag=a&%71=%78"};
    for (size_t i = 0; i < COUNT_OF(searches); i++) {
        assert_pool(f, POOL_ANY, searches[i], 200);
        assert_pool(f, POOL_SLOW, searches[i], 200);
        assert_pool(f, POOL_FAST, searches[i], 404);
    }
    assert_pool(f, POOL_FAST, "/healthz", 200);
    assert_pool(f, POOL_SLOW, "/healthz", 200);
    assert_pool(f, POOL_ANY, "/%70rompts", 404);
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_APP(every_answer_has_the_security_headers),
        WITH_APP(a_wrong_method_is_405_with_those_allowed),
        WITH_APP(an_error_page_keeps_the_navigation),
        WITH_APP(an_unchanged_answer_is_304_by_its_etag),
        WITH_APP(each_csrf_layer_refuses_alone),
        WITH_APP(each_page_of_a_session_has_its_own_token_and_both_work),
        WITH_APP(the_token_of_another_session_is_refused),
        WITH_APP(a_form_survives_the_sign_in),
        WITH_APP(a_kept_form_of_another_persona_is_403),
        WITH_APP(supervisors_get_a_line_of_text),
        WITH_APP(a_refused_route_is_an_event),
        WITH_APP(a_worker_serves_the_routes_of_its_pool_alone),
        WITH_APP(a_failing_database_is_503_and_the_next_page_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
