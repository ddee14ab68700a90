#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "base/json_memory.h"
#include "base/mail_header.h"
#include "base/text.h"
#include "domain/mail_text.h"

/* The words of every mail, and the fields that carry what people chose. */

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_create(1 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void make(enum mail_kind kind, const char *full_name, const json_t *json,
                 struct mail_words *words)
{
    const struct mail_facts facts = {
        .kind = kind,
        .public_url = "https://rostrum.example",
        .full_name = full_name,
        .organization = "Northwind",
        .time_zone = "UTC",
        .created_at = INT64_C(1790000000000000),
        .facts = json,
    };
    mail_text_make(arena, &facts, words);
}

static const json_t *every_fact(void)
{
    return json_keep(arena,
                     json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:[s]}", "path",
                               "/prompts/1/releases", "link", "/reset/abc", "asked", "you", "valid",
                               "1 hour", "new", "new@example.org", "what", "a <thing>", "where",
                               "Firefox on Linux", "lines", "2 proposals need your review"));
}

static void every_mail_says_what_it_is_and_why_it_came(void **state)
{
    (void)state;
    for (int kind = 0; kind < MAIL_KIND_COUNT; kind++) {
        struct mail_words words;
        enum mail_kind parsed;
        make((enum mail_kind)kind, "Lena Hartmann", every_fact(), &words);
        assert_int_equal(mail_kind_parse(mail_kinds[kind].name, &parsed), ERR_NONE);
        assert_int_equal(parsed, kind);
        assert_true(strlen(words.subject) > 10 && strlen(words.note) > 20 && words.count >= 2);
        assert_string_equal(words.paragraphs[0], "Hello Lena Hartmann,");
        assert_true(words.link_url[0] == '\0' ||
                    text_starts_with(words.link_url, "https://rostrum.example/"));
        const char *plain = mail_text_plain(arena, &words);
        assert_non_null(strstr(plain, words.link_url));
        for (const char *line = plain; *line != '\0';) {
            const char *end = strstr(line, "\r\n");
            assert_non_null(end);
            assert_true(end - line <= MAIL_TEXT_WIDTH || strncmp(line, "https://", 8) == 0);
            line = end + 2;
        }
    }
}

static void a_name_that_looks_like_a_link_is_not_repeated(void **state)
{
    static const char *const names[] = {"https://evil.example", "Win a prize at evil.example now",
                                        "evil@example.org", "www.evil.example"};
    struct mail_words words;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        make(MAIL_INVITATION, names[i], every_fact(), &words);
        assert_null(strstr(mail_text_plain(arena, &words), "evil"));
    }
    make(MAIL_INVITATION, "Dr. Ada King", every_fact(), &words);
    assert_string_equal(words.paragraphs[0], "Hello Dr. Ada King,");
}

/* Nothing in it ends a field: a line break is followed by a space only. */
static void assert_one_field(const char *value)
{
    for (const char *c = value; *c != '\0'; c++) {
        assert_true(*c != '\n' || (c > value && c[-1] == '\r' && c[1] == ' '));
        assert_true(*c != '\r' || c[1] == '\n');
    }
}

static void a_field_stays_one_field_whatever_is_in_it(void **state)
{
    static const char *const hostile[] = {
        "a\r\nBcc: all@example.org", "a\nb\n\n<html>",     "\r\n.\r\n", "\x7f\x01",
        "=?UTF-8?B?QkNDOg==?=",      "Zo\xc3\xab\r\nTo: x"};
    char *value = NULL;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        assert_one_field(mail_header_text(arena, hostile[i]));
        assert_int_equal(mail_header_address(arena, hostile[i], "a@example.org", &value), ERR_NONE);
        assert_one_field(value);
        assert_int_equal(mail_header_address(arena, "A", hostile[i], &value), ERR_INVALID);
    }
    assert_string_equal(mail_header_text(arena, "a\r\nBcc: b"), "a  Bcc: b");
}

static void addresses_that_could_be_read_otherwise_are_refused(void **state)
{
    static const char *const bad[] = {"",        "a",     "@b",   "a@",    "a b@c",
                                      "a@b,c@d", "<a@b>", "a@b>", "a@b@c", "a@b\r\nRCPT TO:<c@d>",
                                      "a@\xff"};
    char *value = NULL;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(mail_header_address(arena, "A", bad[i], &value), ERR_INVALID);
    assert_int_equal(mail_header_address(arena, "", "zo\xc3\xab@example.org", &value), ERR_NONE);
    assert_string_equal(value, "zo\xc3\xab@example.org");
}

static void names_are_quoted_or_encoded(void **state)
{
    char *value = NULL;
    char date[MAIL_DATE_LEN];
    (void)state;
    assert_int_equal(mail_header_address(arena, "Ada \"the\" King, \\", "a@b.c", &value), ERR_NONE);
    assert_string_equal(value, "\"Ada \\\"the\\\" King, \\\\\"\r\n <a@b.c>");
    assert_int_equal(mail_header_address(arena, "Zo\xc3\xab", "a@b.c", &value), ERR_NONE);
    assert_string_equal(value, "=?UTF-8?B?Wm/Dqw==?=\r\n <a@b.c>");
    char long_name[200] = "";
    for (int i = 0; i < 60; i++)
        (void)strcat(long_name, "\xe2\x82\xac"); /* three bytes each: no word cuts one in two */
    const char *text = mail_header_text(arena, long_name);
    assert_one_field(text);
    for (const char *word = text; word != NULL;) {
        const char *end = strstr(word, "\r\n ");
        size_t len = end == NULL ? strlen(word) : (size_t)(end - word);
        assert_true(len <= 75 && (len - 12) % 4 == 0);
        word = end == NULL ? NULL : end + 3;
    }
    mail_header_date(INT64_C(1790000000000000), date);
    assert_string_equal(date, "Mon, 21 Sep 2026 14:13:20 +0000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_mail_says_what_it_is_and_why_it_came, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(a_name_that_looks_like_a_link_is_not_repeated, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(a_field_stays_one_field_whatever_is_in_it, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(addresses_that_could_be_read_otherwise_are_refused,
                                        open_arena, close_arena),
        cmocka_unit_test_setup_teardown(names_are_quoted_or_encoded, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
