#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metric.h"
#include "base/worker.h"
#include "fixture.h"

/* /metrics: for the operator's address alone, in Prometheus' format, with what was asked and
 * nothing that somebody sent. */

enum { MANY = 10000 };

/* As the fixture's operator. */
static const char *read_metrics(struct fixture *f)
{
    struct response *response = fixture_get(f, "/metrics");
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "text/plain; version=0.0.4; charset=utf-8");
    return response->body.data;
}

/* The value of a series, 0 if it is not there yet. */
static double value_of(const char *text, const char *series)
{
    char line[300];
    (void)snprintf(line, sizeof line, "\n%s ", series);
    const char *found = strstr(text, line);
    return found == NULL ? 0 : strtod(found + strlen(line), NULL);
}

static double read_value(struct fixture *f, const char *series)
{
    return value_of(read_metrics(f), series);
}

#define REQUESTS(route, method, status)                                                            \
    "rostrum_http_request_duration_seconds_count{route=\"" route "\",method=\"" method             \
    "\",status=\"" status "\"}"

static void each_request_is_counted_by_its_route(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    const char *text = read_metrics(f);
    double pages = value_of(text, REQUESTS("/prompts/{id}", "GET", "4xx"));
    double lost = value_of(text, REQUESTS("none", "none", "4xx"));
    double database =
        value_of(text, "rostrum_database_seconds_total{route=\"/prompts/{id}\",method=\"GET\"}");
    double statements =
        value_of(text, "rostrum_database_statements_total{route=\"/prompts/{id}\",method=\"GET\"}");
    for (int i = 0; i < 7; i++)
        fixture_assert_status(fixture_get(f, "/prompts/01890000-0000-7000-8000-00000000000a"), 404);
    fixture_assert_status(fixture_get(f, "/no-such-place?secret=planted"), 404);
    text = read_metrics(f);
    assert_true(value_of(text, REQUESTS("/prompts/{id}", "GET", "4xx")) == pages + 7);
    assert_true(value_of(text, REQUESTS("none", "none", "4xx")) == lost + 1);
    assert_true(
        value_of(text, "rostrum_database_seconds_total{route=\"/prompts/{id}\",method=\"GET\"}") >
        database);
    assert_true(
        value_of(text,
                 "rostrum_database_statements_total{route=\"/prompts/{id}\",method=\"GET\"}") >=
        statements + 7);
    if (f->is_postgres)
        assert_true(
            value_of(
                text,
                "rostrum_database_round_trips_total{route=\"/prompts/{id}\",method=\"GET\"}") >= 7);
    assert_null(strstr(text, "planted"));
    assert_null(strstr(text, "no-such-place"));
}

static void the_buckets_of_a_route_end_with_all_of_it(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 3; i++)
        fixture_assert_status(fixture_get(f, "/healthz"), 200);
    const char *text = read_metrics(f);
    double count = value_of(text, REQUESTS("/healthz", "GET", "2xx"));
    assert_true(count >= 3);
    assert_true(count == value_of(text,
                                  "rostrum_http_request_duration_seconds_bucket{route=\"/healthz\","
                                  "method=\"GET\",status=\"2xx\",le=\"+Inf\"}"));
}

/* What is said of each goes nowhere: there are many. */
static void ask_for_many(struct fixture *f, int count)
{
    int before = dup(STDERR_FILENO);
    int nowhere = open("/dev/null", O_WRONLY);
    assert_int_equal(dup2(nowhere, STDERR_FILENO), STDERR_FILENO);
    for (int i = 0; i < count; i++) {
        char path[128];
        struct uuid id = uuid_make();
        char text[UUID_TEXT_LEN];
        uuid_format(&id, text);
        (void)snprintf(path, sizeof path, i % 2 == 0 ? "/planted/%s" : "/a2a/planted/%s", text);
        if (fixture_get(f, path)->status != 404)
            fail_msg("%s is there", path);
    }
    assert_int_equal(dup2(before, STDERR_FILENO), STDERR_FILENO);
    (void)close(before);
    (void)close(nowhere);
}

static int count_lines(const char *text)
{
    int count = 0;
    for (const char *at = strchr(text, '\n'); at != NULL; at = strchr(at + 1, '\n'))
        count++;
    return count;
}

static void many_addresses_make_no_series(void **state)
{
    struct fixture *f = *state;
    ask_for_many(f, 2);
    (void)read_metrics(f);
    const char *text = read_metrics(f);
    double lost = value_of(text, REQUESTS("none", "none", "4xx"));
    int lines = count_lines(text);
    ask_for_many(f, MANY);
    text = read_metrics(f);
    assert_true(value_of(text, REQUESTS("none", "none", "4xx")) == lost + MANY);
    assert_int_equal(count_lines(text), lines);
    assert_null(strstr(text, "planted"));
}

/* Whoever else asks gets a line, and the audit log nothing. */
static void only_the_operator_may_read_it(void **state)
{
    struct fixture *f = *state;
    static const char *const others[] = {"192.0.2.8", "127.0.0.1",           "::1",
                                         "",          "10.0.0.1, 192.0.2.7", "unix:"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        struct request_input input = {.method = "GET", .uri = "/metrics", .remote_addr = others[i]};
        struct response *response = fixture_serve(f, &input);
        fixture_assert_status(response, 403);
        assert_string_equal(response->body.data, "Forbidden\n");
    }
    /* nor does a session open it */
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    struct request_input input = {.method = "GET", .uri = "/metrics", .remote_addr = "192.0.2.8"};
    fixture_assert_status(fixture_serve(f, &input), 403);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "request.refuse", "refusal"), 0);
}

static void sign_ins_are_counted_by_their_results(void **state)
{
    struct fixture *f = *state;
    char form[256];
    const char *text = read_metrics(f);
    double success = value_of(text, "rostrum_sign_ins_total{result=\"success\"}");
    double failure = value_of(text, "rostrum_sign_ins_total{result=\"failure\"}");
    double limited = value_of(text, "rostrum_limited_total{limit=\"attempts\"}");
    const char *email = f->own.users[PERSONA_PRODUCT_MANAGER].email;
    (void)snprintf(form, sizeof form, "email=%s&password=not+that+one+at+all", email);
    for (int i = 0; i < 2; i++)
        fixture_assert_status(fixture_post_patiently(f, "/login", form), 422);
    (void)snprintf(form, sizeof form, "email=%s&password=gravel+lantern+52+orbit", email);
    fixture_assert_status(fixture_post_patiently(f, "/login", form), 303);
    text = read_metrics(f);
    assert_true(value_of(text, "rostrum_sign_ins_total{result=\"success\"}") == success + 1);
    assert_true(value_of(text, "rostrum_sign_ins_total{result=\"failure\"}") == failure + 2);
    assert_true(value_of(text, "rostrum_limited_total{limit=\"attempts\"}") == limited);
}

static void too_many_attempts_are_counted(void **state)
{
    struct fixture *f = *state;
    double limited = read_value(f, "rostrum_limited_total{limit=\"attempts\"}");
    static const char form[] = "email=nobody%40northwind.example&password=not+that+one+at+all";
    int refused = 0;
    clock_stand(clock_now());
    for (int i = 0; i < 8; i++)
        refused += fixture_post_patiently(f, "/login", form)->status == 429;
    assert_true(refused >= 1);
    assert_true(read_value(f, "rostrum_limited_total{limit=\"attempts\"}") == limited + refused);
}

static void kept_results_are_counted(void **state)
{
    struct fixture *f = *state;
    static const char hits[] = "rostrum_kept_results_total{result=\"hit\"}";
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    double before = read_value(f, hits);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    assert_true(read_value(f, hits) > before);
    assert_true(read_value(f, "rostrum_kept_bytes{pool=\"any\"}") >= 2048);
}

/* The database is gone: that is what the page says, with all that it knows without it. */
static void a_database_that_does_not_answer_is_shown(void **state)
{
    struct fixture *f = *state;
    static const char sql[] = "ALTER TABLE schema_migrations RENAME TO schema_gone";
    memset(&metrics()->sample, 0, sizeof metrics()->sample);
    assert_true(read_value(f, "rostrum_database_up") == 1);
    fixture_script(f, sql, sql);
    memset(&metrics()->sample, 0, sizeof metrics()->sample); /* as some seconds later */
    const char *text = read_metrics(f);
    assert_non_null(strstr(text, "\nrostrum_database_up 0\n"));
    assert_null(strstr(text, "rostrum_queue_length"));
    assert_true(value_of(text, "rostrum_workers{pool=\"any\"}") == 1);
}

/* In a second the database is asked at most once. */
static void the_database_is_not_asked_each_time(void **state)
{
    struct fixture *f = *state;
    (void)read_metrics(f);
    for (int i = 0; i < 5; i++) {
        (void)read_metrics(f);
        assert_int_equal(f->work.statements, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_request_is_counted_by_its_route, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(the_buckets_of_a_route_end_with_all_of_it, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(many_addresses_make_no_series, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(only_the_operator_may_read_it, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(sign_ins_are_counted_by_their_results, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(too_many_attempts_are_counted, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(kept_results_are_counted, fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(a_database_that_does_not_answer_is_shown, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(the_database_is_not_asked_each_time, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
