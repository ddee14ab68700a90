#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "web/request.h"

static struct arena *arena;
static struct request request;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void parse(const char *header)
{
    const struct request_input input = {.method = "GET", .uri = "/", .cookie = header};
    assert_int_equal(request_parse(arena, &input, &request), 0);
}

static void cookies_are_found_by_name(void **state)
{
    (void)state;
    parse("__Host-session=abc; theme=dark;flash=1");
    assert_int_equal(request.cookie_count, 3);
    assert_string_equal(request_cookie(&request, "__Host-session"), "abc");
    assert_string_equal(request_cookie(&request, "theme"), "dark");
    assert_string_equal(request_cookie(&request, "flash"), "1");
    assert_null(request_cookie(&request, "session"));
    assert_null(request_cookie(&request, "Theme"));
    assert_null(request_cookie(&request, ""));
}

static void nothing_is_decoded(void **state)
{
    (void)state;
    parse("a=%41+%00; b=x=y=; c=\"q\"; d=");
    assert_string_equal(request_cookie(&request, "a"), "%41+%00");
    assert_string_equal(request_cookie(&request, "b"), "x=y=");
    assert_string_equal(request_cookie(&request, "c"), "\"q\"");
    assert_string_equal(request_cookie(&request, "d"), "");
}

static void what_is_no_cookie_is_left_out(void **state)
{
    (void)state;
    parse(";; ; a ; =b; \t c=d \t; e=\x01; f=\xff; \xc3\xa9=g;h=i;");
    assert_int_equal(request.cookie_count, 2);
    assert_string_equal(request_cookie(&request, "c"), "d");
    assert_string_equal(request_cookie(&request, "h"), "i");
    parse("");
    assert_int_equal(request.cookie_count, 0);
    parse(NULL);
    assert_int_equal(request.cookie_count, 0);
}

static void a_cookie_sent_twice_is_none(void **state)
{
    (void)state;
    parse("session=mine; x=1; session=theirs");
    assert_null(request_cookie(&request, "session"));
    assert_string_equal(request_cookie(&request, "x"), "1");
}

static void too_many_cookies_do_no_harm(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, arena);
    buf_add_text(&buf, "session=mine");
    for (int i = 0; i < 1000; i++)
        buf_printf(&buf, "; c%d=%d", i, i);
    parse(buf.data);
    assert_int_equal(request.cookie_count, REQUEST_COOKIES_MAX);
    assert_string_equal(request_cookie(&request, "session"), "mine");
    assert_string_equal(request_cookie(&request, "c30"), "30");
    assert_null(request_cookie(&request, "c31"));
}

/* An error page has to know who asks, whatever is wrong with the rest. */
static void cookies_are_there_when_the_target_is_bad(void **state)
{
    (void)state;
    const struct request_input input = {.method = "GET", .uri = "/%00", .cookie = "session=abc"};
    assert_int_equal(request_parse(arena, &input, &request), 400);
    assert_string_equal(request_cookie(&request, "session"), "abc");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cookies_are_found_by_name),     TEST(nothing_is_decoded),
        TEST(what_is_no_cookie_is_left_out), TEST(a_cookie_sent_twice_is_none),
        TEST(too_many_cookies_do_no_harm),   TEST(cookies_are_there_when_the_target_is_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
