#include "test.h"

#include "api/cross_origin.h"
#include "api/rest/api_routes.h"
#include "calls.h"
#include "crypt/token.h"

/* Pages of other origins: nobody's, unless the operator named them. */

static const char app[] = "https://app.example.org";
static const char tools[] = "http://localhost:3000";
static const char both[] = "https://app.example.org http://localhost:3000";
static const char path[] = "/api/v1/prompts";
static char secret[API_SECRET_LEN];

static const char *allowed(const struct response *response)
{
    return fixture_header(response, "Access-Control-Allow-Origin");
}

static void nobody_reads_across_unless_it_is_set(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct sent sent = {.secret = secret, .origin = app, .requested_method = "GET"};
    struct response *response = send_call(f, "GET", path, &sent);
    fixture_assert_status(response, 200);
    assert_null(allowed(response));
    assert_null(fixture_header(response, "Vary"));
    sent.secret = NULL;
    response = send_call(f, "OPTIONS", path, &sent);
    assert_problem(f, response, 405);
    assert_null(allowed(response));
}

static void those_that_are_named_read_answers_and_refusals(void **state)
{
    struct fixture *f = *state;
    f->app.api_origins = both;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    const char *const origins[] = {app, tools};
    for (size_t i = 0; i < COUNT_OF(origins); i++) {
        struct sent sent = {.secret = secret, .origin = origins[i]};
        struct response *response = send_call(f, "GET", path, &sent);
        fixture_assert_status(response, 200);
        assert_string_equal(allowed(response), origins[i]);
        assert_string_equal(fixture_header(response, "Vary"), "Origin");
        assert_null(fixture_header(response, "Access-Control-Allow-Credentials"));
        static const char *const read[] = {
            "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"};
        const char *exposed = fixture_header(response, "Access-Control-Expose-Headers");
        for (size_t j = 0; j < COUNT_OF(read); j++)
            assert_non_null(strstr(exposed, read[j]));
        sent.secret = NULL;
        response = send_call(f, "GET", path, &sent);
        assert_problem(f, response, 401);
        assert_string_equal(allowed(response), origins[i]);
        response = send_call(f, "GET", "/api/v1/nothing", &sent);
        assert_problem(f, response, 404);
        assert_string_equal(allowed(response), origins[i]);
    }
}

/* What only looks like one of them, and pages: they are nobody's. */
static void others_do_not(void **state)
{
    struct fixture *f = *state;
    static const char *const origins[] = {"https://app.example.org.evil.example",
                                          "https://app.example.or",
                                          "ttps://app.example.org",
                                          "https://evil.example",
                                          "null",
                                          "*",
                                          "",
                                          "https://app.example.org http://localhost:3000",
                                          NULL};
    f->app.api_origins = both;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    for (size_t i = 0; i < COUNT_OF(origins); i++) {
        struct sent sent = {.secret = secret, .origin = origins[i], .requested_method = "GET"};
        struct response *response = send_call(f, "GET", path, &sent);
        fixture_assert_status(response, 200);
        assert_null(allowed(response));
        assert_string_equal(fixture_header(response, "Vary"), "Origin");
        sent.secret = NULL;
        assert_problem(f, send_call(f, "OPTIONS", path, &sent), 405);
    }
    struct sent page = {.origin = app, .requested_method = "GET"};
    struct response *response = send_call(f, "GET", "/login", &page);
    assert_null(allowed(response));
    fixture_assert_status(send_call(f, "OPTIONS", "/login", &page), 405);
}

/* A browser asks before it sends a token or JSON; it is answered for every row of the table. */
static void a_browser_may_ask_before(void **state)
{
    struct fixture *f = *state;
    f->app.api_origins = both;
    for (int i = 0; i < api_route_count; i++) {
        const char *method = http_method_names[api_routes[i].method];
        struct sent sent = {.origin = app, .requested_method = method};
        char address[200];
        size_t len = 0;
        for (const char *p = api_routes[i].pattern; *p != '\0'; p++) {
            const char *text = text_starts_with(p, "{id}") ? "0190a000-0000-7000-8000-00000000abcd"
                                                           : "1"; /* {n}, {token} */
            len += *p == '{' ? (size_t)snprintf(address + len, sizeof address - len, "%s", text)
                             : (size_t)snprintf(address + len, sizeof address - len, "%c", *p);
            if (*p == '{')
                p = strchr(p, '}');
        }
        struct response *response = send_call(f, "OPTIONS", address, &sent);
        fixture_assert_status(response, 204);
        assert_int_equal(response->body.len, 0);
        assert_string_equal(allowed(response), app);
        assert_string_equal(fixture_header(response, "Vary"), "Origin");
        assert_non_null(strstr(fixture_header(response, "Access-Control-Allow-Methods"), method));
        const char *headers = fixture_header(response, "Access-Control-Allow-Headers");
        assert_non_null(strstr(headers, "Authorization"));
        assert_non_null(strstr(headers, "Idempotency-Key"));
        assert_non_null(strstr(headers, "If-Match"));
        assert_non_null(fixture_header(response, "Access-Control-Max-Age"));
    }
    struct sent sent = {.origin = app, .requested_method = "PUT"};
    assert_problem(f, send_call(f, "OPTIONS", path, &sent), 405); /* has no PUT */
    sent.requested_method = NULL;
    assert_problem(f, send_call(f, "OPTIONS", path, &sent), 405);
    sent.requested_method = "GET";
    assert_problem(f, send_call(f, "OPTIONS", "/api/v1/nothing", &sent), 404);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_reads_across_unless_it_is_set),
        TEST(those_that_are_named_read_answers_and_refusals),
        TEST(others_do_not),
        TEST(a_browser_may_ask_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
