#include "test.h"

#include <string.h>

#include "domain/text_match.h"

/* Finding words in any case, and what is shown around them. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(16 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

/* Where it is found; -1: nowhere. */
static int find(const char *needle_text, const char *text)
{
    struct text_needle needle;
    struct text_span span;
    text_needle_make(arena, needle_text, &needle);
    return text_needle_find(&needle, text, strlen(text), &span) ? (int)span.start : -1;
}

static void test_ascii_in_any_case(void **state)
{
    (void)state;
    assert_int_equal(find("refund", "The REFUND is due"), 4);
    assert_int_equal(find("Refund", "a refund"), 2);
    assert_int_equal(find("refund", "refun"), -1);
    assert_int_equal(find("", "anything"), 0);
    assert_int_equal(find("x", ""), -1);
    assert_int_equal(find("aab", "aaab"), 1);
}

static void test_signs_stand_for_themselves(void **state)
{
    (void)state;
    assert_int_equal(find("100%", "1000, 100%"), 6);
    assert_int_equal(find("a_b", "axb a_b"), 4);
    assert_int_equal(find("\\", "a\\b"), 1);
    assert_int_equal(find("[a-z]*", "x[A-Z]*"), 1);
    assert_int_equal(find("@", "`"), -1);
    assert_int_equal(find("[", "{"), -1);
}

static void test_letters_of_other_scripts(void **state)
{
    (void)state;
    assert_int_equal(find("ärger", "So ein ÄRGER"), 7);
    assert_int_equal(find("ÄRGER", "ärger"), 0);
    assert_int_equal(find("für", "FÜR alle"), 0);
    assert_int_equal(find("ΌΔΟΣ", "όδος"), 0);
    assert_int_equal(find("москва", "МОСКВА"), 0);
    assert_int_equal(find("東京", "in 東京"), 3);
    assert_int_equal(find("é", "e"), -1);
    assert_int_equal(find("straße", "STRASSE"), -1);
}

/* The pieces that the search takes at a time overlap. */
static void test_found_at_every_place(void **state)
{
    enum { LEN = 9000 };
    (void)state;
    char *text = arena_alloc(arena, LEN + 1);
    struct text_needle needle;
    text_needle_make(arena, "NeEdLe", &needle);
    for (size_t at = 0; at + 6 <= LEN; at += 7) {
        struct text_span span;
        memset(text, '.', LEN);
        memcpy(text + at, "nEeDlE", 6);
        assert_true(text_needle_find(&needle, text, LEN, &span));
        assert_int_equal(span.start, at);
        assert_int_equal(span.len, 6);
        assert_false(text_needle_find(&needle, text, at + 5, &span));
    }
}

static void test_long_needles(void **state)
{
    (void)state;
    char needle[3000];
    memset(needle, 'a', sizeof needle - 1);
    needle[sizeof needle - 1] = '\0';
    assert_int_equal(find(needle, needle), -1); /* longer than anybody may type */
    needle[500] = '\0';
    assert_int_equal(find(needle, needle), 0);
}

static struct text_excerpt excerpt(const char *needle_text, const char *text, bool is_whole)
{
    struct text_needle needle;
    struct text_span span;
    text_needle_make(arena, needle_text, &needle);
    assert_true(text_needle_find(&needle, text, strlen(text), &span));
    return text_excerpt_make(arena, (struct text){text, strlen(text)}, &span, is_whole);
}

static void test_excerpts(void **state)
{
    (void)state;
    struct text_excerpt e = excerpt("two", "One\n\n  TWO\tthree", false);
    assert_string_equal(e.before, "One ");
    assert_string_equal(e.match, "TWO");
    assert_string_equal(e.after, " three");
    e = excerpt("b", "abc", true);
    assert_string_equal(e.before, "a");
    assert_string_equal(e.after, "c");
}

static void test_long_excerpts_are_cut(void **state)
{
    (void)state;
    char text[2001];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (size_t i = 0; i < sizeof text - 2; i += 2)
        memcpy(text + i, "ä", 2);
    memcpy(text + 1000, "needle", 6);
    struct text_excerpt e = excerpt("needle", text, false);
    assert_true(text_is_utf8(e.before, strlen(e.before)));
    assert_true(text_is_utf8(e.after, strlen(e.after)));
    assert_int_equal(strncmp(e.before, "…", strlen("…")), 0);
    assert_string_equal(e.after + strlen(e.after) - strlen("…"), "…");
    assert_in_range(strlen(e.before), 40, 64);
    assert_in_range(strlen(e.after), 100, 130);
    assert_true(strlen(excerpt("needle", text, true).after) > 900);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_ascii_in_any_case),
        TEST(test_signs_stand_for_themselves),
        TEST(test_letters_of_other_scripts),
        TEST(test_found_at_every_place),
        TEST(test_long_needles),
        TEST(test_excerpts),
        TEST(test_long_excerpts_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
