#include "test.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"

static char output[16384];

/* Runs write_lines in a child and keeps what it wrote to standard error; the child's exit code. */
static int run(void (*write_lines)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        write_lines();
        _exit(0);
    }
    (void)close(ends[1]);
    size_t len = 0;
    ssize_t got = 0;
    while ((got = read(ends[0], output + len, sizeof output - 1 - len)) > 0)
        len += (size_t)got;
    output[len] = '\0';
    (void)close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* The one line of the output, read as JSON. The caller gives the reference back. */
static json_t *only_line(void)
{
    size_t len = strlen(output);
    assert_true(len > 0);
    assert_int_equal(output[len - 1], '\n');
    assert_ptr_equal(strchr(output, '\n'), output + len - 1);
    json_error_t error;
    json_t *line = json_loads(output, JSON_REJECT_DUPLICATES, &error);
    if (line == NULL)
        fail_msg("not JSON: %s: %s", error.text, output);
    return line;
}

static void expect_field(const json_t *line, const char *name, const char *value)
{
    const char *got = json_string_value(json_object_get(line, name));
    assert_non_null(got);
    assert_string_equal(got, value);
}

static void write_simple(void)
{
    const struct log_field fields[] = {{"path", "/prompts"}, {"nothing", NULL}};
    log_line("info", "request", fields, 2);
}

static void a_line_is_one_json_object(void **state)
{
    (void)state;
    assert_int_equal(run(write_simple), 0);
    json_t *line = only_line();
    expect_field(line, "level", "info");
    expect_field(line, "event", "request");
    expect_field(line, "path", "/prompts");
    assert_true(json_is_null(json_object_get(line, "nothing")));
    assert_int_equal(strlen(json_string_value(json_object_get(line, "time"))), 27);
    assert_null(json_object_get(line, "request_id"));
    json_decref(line);
}

static void write_with_request_id(void)
{
    log_set_request_id("r-1");
    log_set_trace("t-1", "s-1");
    log_line("warn", "slow", NULL, 0);
}

static void write_after_request(void)
{
    log_set_request_id("r-1");
    log_set_trace("t-1", "s-1");
    log_set_request_id(NULL);
    log_line("warn", "slow", NULL, 0);
}

static void the_request_id_is_carried_until_it_ends(void **state)
{
    (void)state;
    (void)run(write_with_request_id);
    json_t *line = only_line();
    expect_field(line, "request_id", "r-1");
    expect_field(line, "trace_id", "t-1");
    expect_field(line, "span_id", "s-1");
    json_decref(line);
    (void)run(write_after_request);
    line = only_line();
    assert_null(json_object_get(line, "request_id"));
    assert_null(json_object_get(line, "trace_id"));
    assert_null(json_object_get(line, "span_id"));
    json_decref(line);
}

static const char nasty[] = "\"quote\" back\\slash\nline\r\ttab\x01\x1f\x7f \xc3\xa4 \xe2\x80\xa8";

static void write_nasty(void)
{
    log_line("info", "odd", (const struct log_field[]){{"value", nasty}}, 1);
}

static void every_byte_is_escaped_and_comes_back(void **state)
{
    (void)state;
    (void)run(write_nasty);
    json_t *line = only_line();
    expect_field(line, "value", nasty);
    json_decref(line);
}

static void write_long(void)
{
    static char value[10000];
    memset(value, 'x', sizeof value - 1);
    const struct log_field fields[] = {{"before", "kept"}, {"value", value}, {"after", "lost"}};
    log_line("info", "long", fields, 3);
}

static void a_long_line_is_cut_and_still_json(void **state)
{
    (void)state;
    (void)run(write_long);
    assert_true(strlen(output) <= 4096);
    json_t *line = only_line();
    expect_field(line, "before", "kept");
    assert_true(json_string_length(json_object_get(line, "value")) > 3000);
    assert_null(json_object_get(line, "after"));
    json_decref(line);
}

/* The line is cut at every place that the fields after a first one of any length offer: inside an
 * escape, a name, or a character of several bytes. */
static int first_len;

static void write_to_the_cut(void)
{
    static char value[5000];
    static char rest[5000];
    for (size_t i = 0; i + 8 < sizeof rest; i += 8)
        memcpy(rest + i, "\"\n\xc3\xa4\xf0\x9f\x98\x80", 8);
    memset(value, 'x', (size_t)first_len);
    value[first_len] = '\0';
    const struct log_field fields[] = {
        {"v", value}, {"name", "\"\"\""}, {"null", NULL}, {"r", rest}};
    log_line("info", "long", fields, 4);
}

static void the_cut_never_breaks_the_json(void **state)
{
    (void)state;
    for (first_len = 3900; first_len < 4100; first_len++) {
        (void)run(write_to_the_cut);
        assert_true(strlen(output) <= 4096);
        json_decref(only_line());
    }
}

static void write_death(void)
{
    die("no %s after %d tries", "luck", 3);
}

static void die_says_why_and_exits_70(void **state)
{
    (void)state;
    assert_int_equal(run(write_death), 70);
    json_t *line = only_line();
    expect_field(line, "level", "fatal");
    expect_field(line, "message", "no luck after 3 tries");
    json_decref(line);
}

static void every_error_has_its_own_name(void **state)
{
    (void)state;
    assert_string_equal(err_name(ERR_NONE), "none");
    assert_string_equal(err_name(ERR_NOT_FOUND), "not_found");
    for (int i = ERR_NONE; i <= ERR_UNAVAILABLE; i++)
        for (int j = i + 1; j <= ERR_UNAVAILABLE; j++)
            assert_string_not_equal(err_name((enum err)i), err_name((enum err)j));
    assert_string_equal(err_name((enum err)99), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_one_json_object),
        cmocka_unit_test(the_request_id_is_carried_until_it_ends),
        cmocka_unit_test(every_byte_is_escaped_and_comes_back),
        cmocka_unit_test(a_long_line_is_cut_and_still_json),
        cmocka_unit_test(the_cut_never_breaks_the_json),
        cmocka_unit_test(die_says_why_and_exits_70),
        cmocka_unit_test(every_error_has_its_own_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
