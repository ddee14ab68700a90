#include "test.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "web/response.h"

static struct arena *arena;
static struct response response;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(1024 * 1024);
    response_init(&response, arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static const char *head(void)
{
    struct buf buf;
    buf_init(&buf, arena);
    response_format_head(&response, &buf);
    assert_int_equal(buf.len, strlen(buf.data));
    return buf.data;
}

static void a_page_has_type_and_length(void **state)
{
    (void)state;
    response.status = 200;
    buf_add_text(&response.body, "<p>\xc3\xa9</p>");
    response_header(&response, "Cache-Control", "no-store");
    assert_string_equal(head(), "Status: 200 OK\r\n"
                                "Cache-Control: no-store\r\n"
                                "Content-Type: text/html; charset=utf-8\r\n"
                                "Content-Length: 9\r\n\r\n");
}

static void text_replaces_what_was_there(void **state)
{
    (void)state;
    buf_add_text(&response.body, "half a page");
    response_text(&response, 503, "Busy.\n");
    assert_string_equal(response.body.data, "Busy.\n");
    assert_string_equal(head(), "Status: 503 Service Unavailable\r\n"
                                "Content-Type: text/plain; charset=utf-8\r\n"
                                "Content-Length: 6\r\n\r\n");
}

static void a_redirect_is_303(void **state)
{
    (void)state;
    response_redirect(&response, "/prompts?q=a");
    assert_string_equal(head(), "Status: 303 See Other\r\n"
                                "Location: /prompts?q=a\r\n"
                                "Content-Type: text/html; charset=utf-8\r\n"
                                "Content-Length: 0\r\n\r\n");
}

static void without_a_body_there_is_no_length(void **state)
{
    (void)state;
    response.status = 304;
    response_header(&response, "ETag", "\"x\"");
    assert_string_equal(head(), "Status: 304 Not Modified\r\nETag: \"x\"\r\n\r\n");
    response_init(&response, arena);
    response.status = 204;
    assert_string_equal(head(), "Status: 204 No Content\r\n\r\n");
}

static void cookies_carry_their_attributes(void **state)
{
    (void)state;
    response_cookie(&response, &(struct cookie){"session", "abc", -1, false});
    response_cookie(&response, &(struct cookie){"__Host-session", "abc", -1, true});
    response_cookie(&response, &(struct cookie){"flash", "", 0, true});
    response_cookie(&response, &(struct cookie){"theme", "dark", 86400, false});
    assert_int_equal(response.header_count, 4);
    for (int i = 0; i < 4; i++)
        assert_string_equal(response.headers[i].name, "Set-Cookie");
    assert_string_equal(response.headers[0].value, "session=abc; Path=/; HttpOnly; SameSite=Lax");
    assert_string_equal(response.headers[1].value,
                        "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_string_equal(response.headers[2].value,
                        "flash=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
    assert_string_equal(response.headers[3].value,
                        "theme=dark; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400");
}

static void reasons_are_those_of_http(void **state)
{
    (void)state;
    assert_string_equal(response_reason(422), "Unprocessable Content");
    assert_string_equal(response_reason(405), "Method Not Allowed");
    assert_string_equal(response_reason(299), "Unknown");
}

enum mistake {
    HEADER_WITH_LF,
    HEADER_WITH_CR,
    TOO_MANY_HEADERS,
    REDIRECT_TO_HOST,
    REDIRECT_BY_BACKSLASH,
    REDIRECT_ABSOLUTE,
    REDIRECT_WITH_LF,
    COOKIE_WITH_SEMICOLON,
    COOKIE_WITH_LF,
    NO_STATUS,
    MISTAKE_COUNT
};

static void make(enum mistake mistake)
{
    switch (mistake) {
    case HEADER_WITH_LF:
        response_header(&response, "X", "a\nSet-Cookie: b");
        break;
    case HEADER_WITH_CR:
        response_header(&response, "X", "a\rb");
        break;
    case TOO_MANY_HEADERS:
        for (int i = 0; i <= RESPONSE_HEADERS_MAX; i++)
            response_header(&response, "X", "a");
        break;
    case REDIRECT_TO_HOST:
        response_redirect(&response, "//evil.example/");
        break;
    case REDIRECT_BY_BACKSLASH:
        response_redirect(&response, "/\\evil.example/");
        break;
    case REDIRECT_ABSOLUTE:
        response_redirect(&response, "https://evil.example/");
        break;
    case REDIRECT_WITH_LF:
        response_redirect(&response, "/\nX: y");
        break;
    case COOKIE_WITH_SEMICOLON:
        response_cookie(&response, &(struct cookie){"a", "b; Domain=evil", -1, true});
        break;
    case COOKIE_WITH_LF:
        response_cookie(&response, &(struct cookie){"a", "b\n", -1, true});
        break;
    case NO_STATUS:
        (void)head();
        break;
    case MISTAKE_COUNT:
        break;
    }
}

static void mistakes_of_ours_end_the_process(void **state)
{
    (void)state;
    for (int mistake = 0; mistake < MISTAKE_COUNT; mistake++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            (void)close(STDERR_FILENO);
            make((enum mistake)mistake);
            _exit(0);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 70);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void a_problem_is_json(void **state)
{
    (void)state;
    response_problem(&response, 403, "Say \"please\".", NULL);
    assert_int_equal(response.status, 403);
    assert_string_equal(response.content_type, "application/problem+json");
    assert_string_equal(response.body.data,
                        "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
                        "\"detail\":\"Say \\\"please\\\".\"}");
    response_problem(&response, 404, NULL, NULL);
    assert_string_equal(response.body.data,
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}");
}

static void an_outcome_has_one_status(void **state)
{
    (void)state;
    assert_int_equal(response_status_of(ERR_NONE), 0);
    assert_int_equal(response_status_of(ERR_INVALID), 400);
    assert_int_equal(response_status_of(ERR_DENIED), 403);
    assert_int_equal(response_status_of(ERR_NOT_FOUND), 404);
    assert_int_equal(response_status_of(ERR_CONFLICT), 409);
    assert_int_equal(response_status_of(ERR_STALE), 409);
    assert_int_equal(response_status_of(ERR_UNAVAILABLE), 503);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_has_type_and_length),
        TEST(text_replaces_what_was_there),
        TEST(a_redirect_is_303),
        TEST(without_a_body_there_is_no_length),
        TEST(cookies_carry_their_attributes),
        TEST(reasons_are_those_of_http),
        TEST(mistakes_of_ours_end_the_process),
        TEST(a_problem_is_json),
        TEST(an_outcome_has_one_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
