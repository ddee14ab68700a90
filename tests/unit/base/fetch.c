#include "test.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fetch.h"
#include "base/network.h"

/* Asking other servers: a small one on loopback, in a process of its own. */

static struct arena *arena;
static int port;
static pid_t child;

enum { LARGE = FETCH_MAX + 1, REQUEST_MAX = 8192, PATIENCE_MS = 300, ENDLESS = 100000 };

static void say(int fd, const char *text)
{
    if (write(fd, text, strlen(text)) < 0)
        _exit(1);
}

/* Answers a request by its path. What comes is said back. */
static void answer(int fd)
{
    static char zeros[LARGE];
    char request[REQUEST_MAX] = "";
    size_t len = 0;
    while (len + 1 < sizeof request && strstr(request, "\r\n\r\n") == NULL) {
        ssize_t got = read(fd, request + len, sizeof request - 1 - len);
        if (got <= 0)
            return;
        len += (size_t)got;
        request[len] = '\0';
        if (request[0] == 0x16) { /* who begins with TLS is answered in clear */
            say(fd, "HTTP/1.0 400 Bad Request\r\n\r\n");
            return;
        }
    }
    if (strstr(request, " /slow ") != NULL)
        (void)!read(fd, request, 1); /* until the other side has gone */
    else if (strstr(request, " /away ") != NULL)
        say(fd, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 4\r\n\r\n"
                "away");
    else if (strstr(request, " /large ") != NULL) {
        say(fd, "HTTP/1.0 200 OK\r\n\r\n");
        if (write(fd, zeros, sizeof zeros) < 0)
            return;
    } else if (strstr(request, " /headers ") != NULL) {
        say(fd, "HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < ENDLESS; i++)
            say(fd, "x-more: 0123456789012345678901234567890123456789\r\n");
    } else if (strstr(request, " /limited ") != NULL)
        say(fd, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n"
                "Content-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}");
    else if (strstr(request, " /announced ") != NULL)
        say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nx");
    else {
        say(fd, "HTTP/1.0 200 OK\r\n\r\n");
        say(fd, request);
    }
}

static void serve(int listener)
{
    (void)signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0)
            _exit(1);
        answer(fd);
        (void)close(fd);
    }
}

static int begin(void **state)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    (void)state;
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 8), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &len), 0);
    port = ntohs(address.sin_port);
    child = fork();
    if (child == 0)
        serve(listener);
    (void)close(listener);
    arena = arena_create(16 << 20);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_destroy(arena);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
    return 0;
}

static void list_host(bool is_listed)
{
    const char *list =
        arena_printf(arena, "login.example.org 127.0.0.1:%d  [::1]", is_listed ? port : port + 1);
    assert_int_equal(setenv("ROSTRUM_SSO_HOSTS", list, 1), 0);
}

static const char *url_of(const char *scheme, const char *path)
{
    return arena_printf(arena, "%s://127.0.0.1:%d%s", scheme, port, path);
}

static enum fetch_outcome ask(const char *url, struct fetch_answer *got)
{
    const struct fetch what = {
        .url = url, .hosts = SETTING_SSO_HOSTS, .until = clock_monotonic() + CLOCK_MINUTE};
    return fetch(arena, &what, got);
}

static void a_listed_host_answers(void **state)
{
    struct fetch_answer got;
    (void)state;
    list_host(true);
    assert_int_equal(ask(url_of("http", "/some?path=1"), &got), FETCH_DONE);
    assert_int_equal(got.status, 200);
    assert_non_null(strstr(got.body.data, "GET /some?path=1 HTTP/1.1\r\n"));
    assert_int_equal(strlen(got.body.data), got.body.len);
}

static void a_form_and_its_credentials_are_sent(void **state)
{
    struct fetch_answer got;
    (void)state;
    list_host(true);
    const struct fetch form = {.url = url_of("http", "/token"),
                               .hosts = SETTING_SSO_HOSTS,
                               .form = "a=1&b=2",
                               .user = "rostrum",
                               .password = "secret",
                               .until = clock_monotonic() + CLOCK_MINUTE};
    assert_int_equal(fetch(arena, &form, &got), FETCH_DONE);
    assert_non_null(strstr(got.body.data, "POST /token HTTP/1.1\r\n"));
    assert_non_null(strstr(got.body.data, "Authorization: Basic cm9zdHJ1bTpzZWNyZXQ=\r\n"));
    assert_non_null(strstr(got.body.data, "application/x-www-form-urlencoded\r\n"));
    assert_non_null(strstr(got.body.data, "Content-Length: 7\r\n"));
    const struct fetch bearer = {.url = url_of("http", "/userinfo"),
                                 .hosts = SETTING_SSO_HOSTS,
                                 .bearer = "abc.def",
                                 .until = clock_monotonic() + CLOCK_MINUTE};
    assert_int_equal(fetch(arena, &bearer, &got), FETCH_DONE);
    assert_non_null(strstr(got.body.data, "Authorization: Bearer abc.def\r\n"));
}

static void a_document_goes_with_its_headers_to_hosts_of_its_own_list(void **state)
{
    struct fetch_answer got;
    (void)state;
    static const char *const headers[] = {"webhook-id: msg_1", "User-Agent: Test/1", NULL};
    const char *own = arena_printf(arena, "127.0.0.1:%d", port);
    struct fetch json = {.url = url_of("http", "/hook"),
                         .hosts = SETTING_WEBHOOK_HOSTS,
                         .json = "{\"a\":1}",
                         .headers = headers,
                         .until = clock_monotonic() + CLOCK_MINUTE};
    list_host(true);
    assert_int_equal(unsetenv("ROSTRUM_WEBHOOK_HOSTS"), 0);
    assert_int_equal(fetch(arena, &json, &got), FETCH_ADDRESS); /* the other list is not asked */
    assert_int_equal(setenv("ROSTRUM_WEBHOOK_HOSTS", own, 1), 0);
    assert_int_equal(fetch(arena, &json, &got), FETCH_DONE);
    assert_non_null(strstr(got.body.data, "POST /hook HTTP/1.1\r\n"));
    assert_non_null(strstr(got.body.data, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(got.body.data, "webhook-id: msg_1\r\n"));
    assert_non_null(strstr(got.body.data, "User-Agent: Test/1\r\n"));
    json.most = 10;
    assert_int_equal(fetch(arena, &json, &got), FETCH_LARGE);
    assert_int_equal(got.status, 200);
}

static void a_redirect_is_not_followed(void **state)
{
    struct fetch_answer got;
    (void)state;
    list_host(true);
    assert_int_equal(ask(url_of("http", "/away"), &got), FETCH_DONE);
    assert_int_equal(got.status, 302);
    assert_string_equal(got.body.data, "away");
}

static void what_is_too_large_is_left(void **state)
{
    struct fetch_answer got;
    (void)state;
    list_host(true);
    assert_int_equal(ask(url_of("http", "/large"), &got), FETCH_LARGE);
    assert_int_equal(ask(url_of("http", "/announced"), &got), FETCH_LARGE);
}

static void nobody_is_waited_for_longer_than_was_said(void **state)
{
    struct fetch_answer got;
    int64_t began = clock_monotonic();
    (void)state;
    list_host(true);
    const struct fetch slow = {.url = url_of("http", "/slow"),
                               .hosts = SETTING_SSO_HOSTS,
                               .until = began + PATIENCE_MS * 1000};
    assert_int_equal(fetch(arena, &slow, &got), FETCH_SLOW);
    int64_t took_ms = (clock_monotonic() - began) / 1000;
    assert_true(took_ms >= PATIENCE_MS - 20); /* and it came back */
    const struct fetch late = {
        .url = url_of("http", "/"), .hosts = SETTING_SSO_HOSTS, .until = clock_monotonic() - 1};
    assert_int_equal(fetch(arena, &late, &got), FETCH_SLOW);
}

static void what_is_not_public_is_not_asked(void **state)
{
    struct fetch_answer got;
    (void)state;
    static const char *const hosts[] = {
        "localhost", "[::ffff:127.0.0.1]", "0x7f000001",      "2130706433",
        "127.1",     "10.1.2.3",           "169.254.169.254", "192.168.0.1",
        "0.0.0.0",   "[fe80::1]",          "[fd00::1]",       "[::]"};
    list_host(false);
    for (size_t i = 0; i < COUNT_OF(hosts); i++)
        assert_int_equal(ask(arena_printf(arena, "https://%s:%d/", hosts[i], port), &got),
                         FETCH_PRIVATE);
    assert_int_equal(ask(url_of("https", "/"), &got), FETCH_PRIVATE);
    assert_int_equal(ask(url_of("http", "/"), &got), FETCH_ADDRESS);
    /* listed by another port, and not at all */
    assert_int_equal(unsetenv("ROSTRUM_SSO_HOSTS"), 0);
    assert_int_equal(ask(url_of("https", "/"), &got), FETCH_PRIVATE);
}

static void a_server_without_a_certificate_is_not_believed(void **state)
{
    struct fetch_answer got;
    (void)state;
    list_host(true);
    enum fetch_outcome outcome = ask(url_of("https", "/"), &got);
    assert_true(outcome == FETCH_TLS || outcome == FETCH_UNREACHABLE);
    assert_int_equal(got.body.len, 0);
}

static void addresses_are_https_and_nothing_else(void **state)
{
    (void)state;
    static const char *const good[] = {"https://login.example.com",
                                       "https://login.example.com:8443/a/b?c=d",
                                       "http://login.example.org/", "http://[::1]:9/"};
    static const char *const bad[] = {"http://login.example.com",
                                      "ftp://login.example.org/",
                                      "https://a@example.com/",
                                      "https://a:b@example.com/",
                                      "https://example.com/#x",
                                      "https://example.com/a b",
                                      "https://ex\xc3\xa4mple.com",
                                      "example.com",
                                      "https://",
                                      "",
                                      "file:///etc/passwd",
                                      "javascript:alert(1)"};
    list_host(false);
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!fetch_is_address(arena, good[i], SETTING_SSO_HOSTS))
            fail_msg("%s is one", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (fetch_is_address(arena, bad[i], SETTING_SSO_HOSTS))
            fail_msg("%s is none", bad[i]);
}

/* ---- models -------------------------------------------------------------------------------- */

static enum fetch_outcome ask_model(const char *list, const char *url, struct fetch_answer *got)
{
    const struct fetch what = {
        .url = url, .hosts = SETTING_MODEL_HOSTS, .until = clock_monotonic() + 2 * CLOCK_SECOND};
    assert_int_equal(setenv("ROSTRUM_MODEL_HOSTS", list, 1), 0);
    return fetch(arena, &what, got);
}

/* Whatever else is listed: an empty list allows nothing, not even what is public. */
static void models_are_asked_where_the_operator_says(void **state)
{
    struct fetch_answer got;
    const char *http = url_of("http", "/m"), *https = url_of("https", "/m");
    (void)state;
    assert_int_equal(ask_model("", https, &got), FETCH_PRIVATE);
    assert_int_equal(ask_model("", "https://1.1.1.1/", &got), FETCH_PRIVATE);
    assert_int_equal(ask_model("api.invalid 8.8.8.0/24", "https://1.1.1.1/", &got), FETCH_PRIVATE);
    assert_int_equal(ask_model("public", https, &got), FETCH_PRIVATE);
    assert_int_equal(ask_model("public", http, &got), FETCH_ADDRESS);
    assert_int_equal(ask_model("127.0.0.0/8", http, &got), FETCH_DONE);
    assert_int_equal(got.status, 200);
    assert_int_equal(ask_model("10.0.0.0/8 127.0.0.1", http, &got), FETCH_DONE);
    assert_int_equal(ask_model("127.0.0.0/33", http, &got), FETCH_ADDRESS);
    assert_int_equal(ask_model("127.0.0.1:1", http, &got), FETCH_ADDRESS);
    /* a name whose addresses are in a listed network is asked over https alone */
    const char *name = arena_printf(arena, "://localhost:%d/", port);
    assert_int_equal(ask_model("127.0.0.0/8 ::1/128", arena_printf(arena, "http%s", name), &got),
                     FETCH_ADDRESS);
    enum fetch_outcome outcome =
        ask_model("127.0.0.0/8 ::1/128", arena_printf(arena, "https%s", name), &got);
    assert_true(outcome == FETCH_TLS || outcome == FETCH_UNREACHABLE);
    assert_int_equal(ask_model("10.0.0.0/8 public", arena_printf(arena, "https%s", name), &got),
                     FETCH_PRIVATE);
}

/* The lists of others know no networks. */
static void networks_are_for_models_alone(void **state)
{
    struct fetch_answer got;
    (void)state;
    assert_int_equal(setenv("ROSTRUM_SSO_HOSTS", "127.0.0.0/8 public", 1), 0);
    assert_int_equal(ask(url_of("http", "/"), &got), FETCH_ADDRESS);
    assert_int_equal(ask(url_of("https", "/"), &got), FETCH_PRIVATE);
}

static void what_an_answer_says_of_itself_is_told(void **state)
{
    struct fetch_answer got;
    (void)state;
    assert_int_equal(ask_model("127.0.0.1", url_of("http", "/limited"), &got), FETCH_DONE);
    assert_int_equal(got.status, 429);
    assert_int_equal(got.retry_after_s, 7);
    assert_string_equal(got.type, "application/json; charset=utf-8");
    assert_int_equal(ask_model("127.0.0.1", url_of("http", "/m"), &got), FETCH_DONE);
    assert_int_equal(got.retry_after_s, 0);
    assert_string_equal(got.type, "");
}

static void headers_without_an_end_are_left(void **state)
{
    struct fetch_answer got;
    (void)state;
    assert_int_equal(ask_model("127.0.0.1", url_of("http", "/headers"), &got), FETCH_LARGE);
    assert_int_equal(got.body.len, 0);
}

static void a_host_is_named_without_the_usual_port(void **state)
{
    (void)state;
    assert_int_equal(setenv("ROSTRUM_MODEL_HOSTS", "a.example b.example:80 [::1]", 1), 0);
    static const char *const rows[][2] = {{"https://A.example/v1", "a.example"},
                                          {"https://a.example:443/", "a.example"},
                                          {"https://a.example:8443/", "a.example:8443"},
                                          {"http://b.example/v1", "b.example"},
                                          {"http://a.example:81/", "a.example:81"},
                                          {"http://[::1]:8000/v1", "[::1]:8000"},
                                          {"http://c.example/", ""},
                                          {"file:///etc/passwd", ""},
                                          {"https://u:p@a.example/", ""},
                                          {"", ""}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(fetch_host(arena, rows[i][0], SETTING_MODEL_HOSTS), rows[i][1]);
}

static void networks_are_public_or_not(void **state)
{
    (void)state;
    static const char *const public[] = {"1.1.1.1",        "9.255.255.255", "11.0.0.0",
                                         "100.63.255.255", "100.128.0.0",   "172.15.255.255",
                                         "172.32.0.0",     "192.0.1.1",     "223.255.255.255",
                                         "2606:4700::1",   "2a00::1",       "::ffff:8.8.8.8"};
    static const char *const other[] = {
        "0.0.0.0",     "10.0.0.1",        "100.64.0.1", "100.127.255.255", "127.255.255.255",
        "169.254.0.1", "172.16.0.1",      "172.31.0.1", "192.0.0.1",       "192.0.2.1",
        "192.88.99.1", "192.168.255.1",   "198.18.0.1", "198.19.255.255",  "198.51.100.1",
        "203.0.113.1", "224.0.0.1",       "240.0.0.1",  "255.255.255.255", "::",
        "::1",         "::ffff:10.0.0.1", "64:ff9b::1", "100::1",          "2001::1",
        "2001:db8::1", "2002:7f00:1::",   "3fff::1",    "fc00::1",         "fe80::1",
        "fec0::1",     "ff02::1"};
    struct network_address address;
    for (size_t i = 0; i < COUNT_OF(public); i++) {
        assert_true(network_parse(public[i], &address));
        if (!network_is_public(&address))
            fail_msg("%s is public", public[i]);
    }
    for (size_t i = 0; i < COUNT_OF(other); i++) {
        assert_true(network_parse(other[i], &address));
        if (network_is_public(&address))
            fail_msg("%s is not public", other[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_listed_host_answers),
        cmocka_unit_test(a_form_and_its_credentials_are_sent),
        cmocka_unit_test(a_document_goes_with_its_headers_to_hosts_of_its_own_list),
        cmocka_unit_test(a_redirect_is_not_followed),
        cmocka_unit_test(what_is_too_large_is_left),
        cmocka_unit_test(nobody_is_waited_for_longer_than_was_said),
        cmocka_unit_test(what_is_not_public_is_not_asked),
        cmocka_unit_test(a_server_without_a_certificate_is_not_believed),
        cmocka_unit_test(addresses_are_https_and_nothing_else),
        cmocka_unit_test(models_are_asked_where_the_operator_says),
        cmocka_unit_test(networks_are_for_models_alone),
        cmocka_unit_test(what_an_answer_says_of_itself_is_told),
        cmocka_unit_test(headers_without_an_end_are_left),
        cmocka_unit_test(a_host_is_named_without_the_usual_port),
        cmocka_unit_test(networks_are_public_or_not),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
