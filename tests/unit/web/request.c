#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "web/request.h"

#define BODY_MAX   ((size_t)number_limits[NUMBER_BODY].to)
#define UPLOAD_MAX ((size_t)number_limits[NUMBER_UPLOAD].to)

static struct arena *arena;
static struct request request;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static int get(const char *uri)
{
    const struct request_input input = {.method = "GET", .uri = uri};
    return request_parse(arena, &input, &request);
}

static int post(const char *body)
{
    size_t len = strlen(body);
    const struct request_input input = {
        .method = "POST",
        .uri = "/x",
        .content_type = "application/x-www-form-urlencoded",
        .content_length = arena_printf(arena, "%zu", len),
        .body = body,
        .body_len = len,
    };
    return request_parse(arena, &input, &request);
}

static const char *repeated(const char *piece, size_t times)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t i = 0; i < times; i++)
        buf_add_text(&buf, piece);
    return buf.data;
}

static void a_path_is_decoded_once(void **state)
{
    (void)state;
    assert_int_equal(get("/"), 0);
    assert_int_equal(request.segment_count, 0);
    assert_false(request.has_trailing_slash);
    assert_int_equal(get("/a/b%2Fc/%C3%A9/d+e/%252F?q=%2F"), 0);
    assert_int_equal(request.segment_count, 5);
    assert_string_equal(request.segments[0], "a");
    assert_string_equal(request.segments[1], "b/c");
    assert_string_equal(request.segments[2], "\xc3\xa9");
    assert_string_equal(request.segments[3], "d+e");
    assert_string_equal(request.segments[4], "%2F");
    assert_string_equal(request.path, "/a/b%2Fc/%C3%A9/d+e/%252F");
    assert_string_equal(request.target, "/a/b%2Fc/%C3%A9/d+e/%252F?q=%2F");
    assert_string_equal(param_find(&request.query, "q")->data, "/");
    assert_int_equal(get("/a/"), 0);
    assert_int_equal(request.segment_count, 1);
    assert_true(request.has_trailing_slash);
}

static void bad_targets_are_refused(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "",           "*",       "a",         "http://host/", "//",       "//host/x", "/a//b",
        "/.",         "/a/../b", "/%2e%2e/b", "/%2E",         "/a#b",     "/a?b#c",   "/%",
        "/%4",        "/%zz",    "/%00",      "/a%00b",       "/%ff",     "/\xff",    "/%c0%af",
        "/%ed%a0%80", "/a b",    "/a\tb",     "/a\nb",        "/?%00",    "/?a=%00",  "/?a=%ff",
        "/?%c0%80=a", "/?a=%",   "/?a=%1",    "/?a=%gg",      "/?a=\xfe", "/a\x7f",   "/\xc2\x80",
    };
    for (size_t i = 0; i < COUNT_OF(targets); i++)
        assert_int_equal(get(targets[i]), 400);
    assert_int_equal(get(NULL), 400);
    assert_string_equal(request.path, "/");
}

static void long_targets_are_refused(void **state)
{
    (void)state;
    assert_int_equal(get(arena_printf(arena, "/%s", repeated("a", REQUEST_URI_MAX - 1))), 0);
    assert_int_equal(get(arena_printf(arena, "/%s", repeated("a", REQUEST_URI_MAX))), 414);
    assert_int_equal(get(repeated("/a", REQUEST_SEGMENTS_MAX)), 0);
    assert_int_equal(request.segment_count, REQUEST_SEGMENTS_MAX);
    assert_int_equal(get(repeated("/a", REQUEST_SEGMENTS_MAX + 1)), 404);
}

static void a_query_is_decoded(void **state)
{
    (void)state;
    assert_int_equal(get("/?a=1+2%2B3&b&c=&=d&&a=x=y&%C3%A9=%20"), 0);
    assert_int_equal(request.query.count, 6);
    assert_string_equal(param_find(&request.query, "a")->data, "1 2+3");
    assert_string_equal(param_find(&request.query, "b")->data, "");
    assert_int_equal(param_find(&request.query, "c")->len, 0);
    assert_string_equal(param_find(&request.query, "")->data, "d");
    assert_string_equal(request.query.items[4].value.data, "x=y");
    assert_string_equal(param_find(&request.query, "\xc3\xa9")->data, " ");
    assert_null(param_find(&request.query, "d"));
    assert_int_equal(request.form.count, 0);
    assert_int_equal(get("/?"), 0);
    assert_int_equal(request.query.count, 0);
}

static void too_many_parameters_are_refused(void **state)
{
    (void)state;
    const char *most = repeated("a&", REQUEST_PARAMS_MAX - 1);
    assert_int_equal(get(arena_printf(arena, "/?%sa", most)), 0);
    assert_int_equal(request.query.count, REQUEST_PARAMS_MAX);
    assert_int_equal(get(arena_printf(arena, "/?%sa&a", most)), 400);
    assert_int_equal(post(arena_printf(arena, "%sa", most)), 0);
    assert_int_equal(post(arena_printf(arena, "%sa&a", most)), 400);
}

static void a_form_keeps_its_bytes(void **state)
{
    (void)state;
    assert_int_equal(post("body=+a%0D%0Ab%09%E2%80%A8%F0%9F%98%80+&csrf=x"), 0);
    assert_int_equal(request.form.count, 2);
    const struct text *body = param_find(&request.form, "body");
    assert_string_equal(body->data, " a\r\nb\t\xe2\x80\xa8\xf0\x9f\x98\x80 ");
    assert_int_equal(body->len, strlen(body->data));
    assert_int_equal(request.query.count, 0);
    assert_int_equal(post(""), 0);
    assert_int_equal(request.form.count, 0);
    assert_int_equal(request.body.len, 0);
}

static void a_megabyte_fits_even_when_escaped(void **state)
{
    (void)state;
    assert_int_equal(post(repeated("%0A", 1 << 20)), 0);
    assert_int_equal(strlen(request.form.items[0].name), 1 << 20);
}

static void bad_forms_are_refused(void **state)
{
    (void)state;
    assert_int_equal(post("%00=a"), 400);
    assert_int_equal(post("a=%ff"), 400);
    assert_int_equal(post("a=%00%ff"), 400);
    assert_int_equal(post("a=%"), 400);
    assert_int_equal(post("%=a"), 400);
    assert_int_equal(post("a=\xff"), 400);
    const char with_nul[] = "a=b\0c";
    const struct request_input input = {
        .method = "POST",
        .uri = "/x",
        .content_type = "application/x-www-form-urlencoded",
        .content_length = "5",
        .body = with_nul,
        .body_len = 5,
    };
    assert_int_equal(request_parse(arena, &input, &request), 0);
    assert_true(request.form.items[0].had_nul);
    assert_string_equal(request.form.items[0].value.data, "bc");
    assert_int_equal(request.form.items[0].value.len, 2);
    assert_int_equal(post("a=%00%00&b=c"), 0);
    assert_true(request.form.items[0].had_nul);
    assert_string_equal(request.form.items[0].value.data, "");
    assert_false(request.form.items[1].had_nul);
}

static int post_length(const char *announced, size_t len)
{
    const struct request_input input = {
        .method = "POST",
        .uri = "/x",
        .content_type = "application/x-www-form-urlencoded",
        .content_length = announced,
        .body = "a=bcdefghi",
        .body_len = len,
    };
    return request_parse(arena, &input, &request);
}

static void a_body_must_have_its_length(void **state)
{
    (void)state;
    assert_int_equal(post_length("3", 3), 0);
    assert_int_equal(post_length("0003", 3), 0);
    assert_int_equal(post_length("4", 3), 400);
    assert_int_equal(post_length("2", 3), 400);
    assert_int_equal(post_length("", 3), 400);
    assert_int_equal(post_length(NULL, 3), 400);
    assert_int_equal(post_length(NULL, 0), 0);
    assert_int_equal(post_length("", 0), 0);
    assert_int_equal(post_length("-3", 3), 400);
    assert_int_equal(post_length("3x", 3), 400);
    assert_int_equal(post_length("4194305", 3), 413);
    assert_int_equal(post_length("99999999999999999999999999", 3), 413);
}

static void a_large_body_is_413(void **state)
{
    (void)state;
    struct request_input input = {
        .method = "POST",
        .uri = "/x",
        .content_type = "application/x-www-form-urlencoded",
        .is_body_too_large = true,
    };
    assert_int_equal(request_parse(arena, &input, &request), 413);
    input.is_body_too_large = false;
    input.content_length = "4194304";
    input.body = repeated("a", BODY_MAX);
    input.body_len = BODY_MAX;
    assert_int_equal(request_parse(arena, &input, &request), 0);
    assert_int_equal(request.body.len, BODY_MAX);
}

static int post_upload(const char *uri, size_t len)
{
    const struct request_input input = {
        .method = "POST",
        .uri = uri,
        .content_type = "application/x-www-form-urlencoded",
        .content_length = arena_printf(arena, "%zu", len),
        .body = repeated("a", len),
        .body_len = len,
    };
    return request_parse(arena, &input, &request);
}

static void files_may_be_larger(void **state)
{
    (void)state;
    assert_int_equal(request_body_max("/import"), UPLOAD_MAX);
    assert_int_equal(request_body_max("/agents/import?x=/"), UPLOAD_MAX);
    assert_int_equal(request_body_max("/sets/0192f3a1-7b5c-7d3e-8f00-1234567890ab/import?a=b"),
                     UPLOAD_MAX);
    static const char *const others[] = {"/",
                                         "/imports",
                                         "/import/",
                                         "/import/x",
                                         "/agents",
                                         "/Import",
                                         "/%69mport",
                                         "import",
                                         "/x?/import",
                                         "",
                                         "//agents/import",
                                         "/sets/import",
                                         "/sets//import",
                                         "/sets/a/b/import",
                                         "/sets/a/imports"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_int_equal(request_body_max(others[i]), BODY_MAX);
    assert_int_equal(request_body_max(NULL), BODY_MAX);
    assert_int_equal(post_upload("/import", BODY_MAX + 1), 0);
    assert_int_equal(post_upload("/import", UPLOAD_MAX), 0);
    assert_int_equal(post_upload("/import", UPLOAD_MAX + 1), 413);
    assert_int_equal(post_upload("/x", BODY_MAX + 1), 413);
}

static int post_type(const char *type)
{
    const struct request_input input = {
        .method = "POST",
        .uri = "/x",
        .content_type = type,
        .content_length = "3",
        .body = "a=b",
        .body_len = 3,
    };
    return request_parse(arena, &input, &request);
}

static void only_forms_are_posted(void **state)
{
    (void)state;
    assert_int_equal(post_type("application/x-www-form-urlencoded"), 0);
    assert_int_equal(post_type("application/X-WWW-form-urlencoded; charset=UTF-8"), 0);
    assert_int_equal(request.form.count, 1);
    assert_int_equal(post_type("application/x-www-form-urlencodedx"), 415);
    assert_int_equal(post_type("application/json"), 415);
    assert_int_equal(post_type("text/plain"), 415);
    assert_int_equal(post_type("multipart/form-data; boundary=x"), 415); /* takes no files */
    assert_int_equal(post_type(""), 415);
    assert_int_equal(post_type(NULL), 415);
}

static int with_method(const char *method)
{
    const struct request_input input = {.method = method, .uri = "/"};
    return request_parse(arena, &input, &request);
}

static void methods_are_known(void **state)
{
    (void)state;
    assert_int_equal(with_method("GET"), 0);
    assert_int_equal(request.method, HTTP_GET);
    assert_true(request_is_safe(&request));
    assert_int_equal(with_method("HEAD"), 0);
    assert_int_equal(request.method, HTTP_HEAD);
    assert_true(request_is_safe(&request));
    assert_int_equal(with_method("POST"), 0);
    assert_int_equal(request.method, HTTP_POST);
    assert_false(request_is_safe(&request));
    assert_int_equal(with_method("DELETE"), 0);
    assert_int_equal(request.method, HTTP_DELETE);
    assert_int_equal(with_method("TRACE"), 0);
    assert_int_equal(request.method, HTTP_OTHER);
    assert_false(request_is_safe(&request));
    assert_int_equal(with_method("get"), 501);
    assert_int_equal(with_method("BREW"), 501);
    assert_string_equal(request.method_text, "BREW");
    assert_int_equal(with_method(NULL), 400);
    assert_int_equal(with_method(""), 400);
}

static void headers_are_kept(void **state)
{
    (void)state;
    const struct request_input input = {
        .method = "GET",
        .uri = "/",
        .origin = "https://rostrum.example",
        .sec_fetch_site = "same-origin",
        .user_agent = "Firefox",
        .if_none_match = "\"x\"",
        .remote_addr = "192.0.2.1",
        .request_id = "0123456789abcdef0123456789abcdef",
    };
    assert_int_equal(request_parse(arena, &input, &request), 0);
    assert_string_equal(request.origin, "https://rostrum.example");
    assert_string_equal(request.sec_fetch_site, "same-origin");
    assert_string_equal(request.user_agent, "Firefox");
    assert_string_equal(request.if_none_match, "\"x\"");
    assert_string_equal(request.remote_addr, "192.0.2.1");
    assert_string_equal(request.request_id, "0123456789abcdef0123456789abcdef");
}

static void missing_and_empty_headers_are_the_same(void **state)
{
    (void)state;
    const struct request_input input = {.method = "GET",
                                        .uri = "/",
                                        .origin = "",
                                        .sec_fetch_site = "",
                                        .if_none_match = "",
                                        .cookie = ""};
    assert_int_equal(request_parse(arena, &input, &request), 0);
    assert_null(request.origin);
    assert_null(request.sec_fetch_site);
    assert_null(request.if_none_match);
    assert_int_equal(request.cookie_count, 0);
    assert_string_equal(request.user_agent, "");
    assert_string_equal(request.remote_addr, "");
}

static const char *agent_of(const char *user_agent)
{
    const struct request_input input = {.method = "GET", .uri = "/", .user_agent = user_agent};
    assert_int_equal(request_parse(arena, &input, &request), 0);
    return request.user_agent;
}

static void a_user_agent_is_text(void **state)
{
    (void)state;
    assert_string_equal(agent_of("a\xff"), "");
    assert_string_equal(agent_of("a\x01"), "");
    const char *long_one = agent_of(arena_printf(arena, "x%s", repeated("\xc3\xa9", 1000)));
    assert_int_equal(strlen(long_one), 511); /* not half a letter */
}

static const char *id_of(const char *request_id)
{
    const struct request_input input = {.method = "GET", .uri = "/", .request_id = request_id};
    assert_int_equal(request_parse(arena, &input, &request), 0);
    return request.request_id;
}

static void an_id_is_made_if_there_is_none(void **state)
{
    (void)state;
    static const char *const given[] = {
        NULL, "", "x", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef0",
    };
    for (size_t i = 0; i < COUNT_OF(given); i++) {
        const char *id = id_of(given[i]);
        assert_int_equal(strlen(id), 32);
        assert_int_equal(strspn(id, "0123456789abcdef"), 32);
        assert_string_not_equal(id, id_of(given[i]));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_path_is_decoded_once),
        TEST(bad_targets_are_refused),
        TEST(long_targets_are_refused),
        TEST(a_query_is_decoded),
        TEST(too_many_parameters_are_refused),
        TEST(a_form_keeps_its_bytes),
        TEST(a_megabyte_fits_even_when_escaped),
        TEST(bad_forms_are_refused),
        TEST(a_body_must_have_its_length),
        TEST(a_large_body_is_413),
        TEST(files_may_be_larger),
        TEST(only_forms_are_posted),
        TEST(methods_are_known),
        TEST(headers_are_kept),
        TEST(missing_and_empty_headers_are_the_same),
        TEST(a_user_agent_is_text),
        TEST(an_id_is_made_if_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
