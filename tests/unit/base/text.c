#include "test.h"

#include <string.h>

#include "base/text.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(8 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static bool is_utf8(const char *text)
{
    return text_is_utf8(text, strlen(text));
}

static void utf8_takes_every_well_formed_length(void **state)
{
    (void)state;
    assert_true(text_is_utf8("", 0));
    assert_true(text_is_utf8(NULL, 0));
    assert_true(is_utf8("plain"));
    assert_true(text_is_utf8("a\0b", 3));
    assert_true(is_utf8("\xc2\x80"));         /* U+0080, the first of two bytes */
    assert_true(is_utf8("\xdf\xbf"));         /* U+07FF, the last */
    assert_true(is_utf8("\xe0\xa0\x80"));     /* U+0800 */
    assert_true(is_utf8("\xed\x9f\xbf"));     /* U+D7FF, before the surrogates */
    assert_true(is_utf8("\xee\x80\x80"));     /* U+E000, after them */
    assert_true(is_utf8("\xef\xbf\xbf"));     /* U+FFFF */
    assert_true(is_utf8("\xf0\x90\x80\x80")); /* U+10000 */
    assert_true(is_utf8("\xf4\x8f\xbf\xbf")); /* U+10FFFF */
    assert_true(is_utf8("\xe2\x80\xa8 \xf0\x9f\x98\x80"));
}

static void utf8_refuses_what_rfc_3629_forbids(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",             /* a continuation alone */
        "\xbf",             /* the same */
        "\xc0\x80",         /* overlong NUL */
        "\xc1\xbf",         /* overlong DEL */
        "\xe0\x9f\xbf",     /* overlong U+07FF */
        "\xf0\x8f\xbf\xbf", /* overlong U+FFFF */
        "\xed\xa0\x80",     /* the first surrogate */
        "\xed\xbf\xbf",     /* the last surrogate */
        "\xf4\x90\x80\x80", /* U+110000 */
        "\xf5\x80\x80\x80", /* past every plane */
        "\xff",             /* never a lead byte */
        "\xc2",             /* cut after one byte */
        "\xe2\x82",         /* cut after two */
        "\xf0\x9f\x98",     /* cut after three */
        "\xc2\x41",         /* the second byte is a letter */
        "\xe2\x82\x41",     /* the third is */
        "\xf0\x9f\x98\x41", /* the fourth is */
        "good then \xfe",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (is_utf8(bad[i]))
            fail_msg("taken as UTF-8: number %zu", i);
}

static void utf8_reads_no_byte_past_the_length(void **state)
{
    (void)state;
    assert_false(text_is_utf8("\xe2\x82\xac", 2));
    assert_true(text_is_utf8("a\xff", 1));
}

static void nul_is_found_only_within_the_length(void **state)
{
    (void)state;
    assert_true(text_has_nul("a\0b", 3));
    assert_false(text_has_nul("ab", 2));
    assert_false(text_has_nul(NULL, 0));
}

static void characters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_count_chars("", 0), 0);
    assert_int_equal(text_count_chars("abc", 3), 3);
    assert_int_equal(text_count_chars("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 9), 3);
}

static void next_char_walks_code_points(void **state)
{
    (void)state;
    const char *text = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80";
    static const uint32_t expected[] = {'a', 0xe4, 0x20ac, 0x1f600};
    size_t at = 0;
    for (size_t i = 0; i < COUNT_OF(expected); i++)
        assert_int_equal(text_next_char(text, strlen(text), &at), expected[i]);
    assert_int_equal(at, strlen(text));
}

/* Embeddings, overrides and isolates, with or without lines; not the marks beside them. */
static void what_turns_a_text_is_found(void **state)
{
    static const char *const turns[] = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
                                        "\u2066", "\u2067", "\u2068", "\u2069"};
    static const char *const others[] = {"\u2029", "\u202f", "\u2065", "\u200e", "\u200f",
                                         "\u061c", "\u05d0", "\u00e2", "\u20ac"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(turns); i++) {
        assert_true(text_has_control(turns[i], strlen(turns[i]), true));
        assert_true(text_has_control(turns[i], strlen(turns[i]), false));
        assert_false(text_has_control(turns[i], strlen(turns[i]) - 1, false));
    }
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_false(text_has_control(others[i], strlen(others[i]), true));
}

static void control_characters_are_found(void **state)
{
    (void)state;
    assert_false(text_has_control("plain", 5, false));
    assert_true(text_has_control("a\nb", 3, false));
    assert_false(text_has_control("a\r\n\tb", 5, true));
    assert_true(text_has_control("\x1b", 1, true));
    assert_true(text_has_control("\x7f", 1, true));
    assert_true(text_has_control("\0", 1, true));
    assert_true(text_has_control("\xc2\x85", 2, true));  /* U+0085, next line */
    assert_true(text_has_control("\xc2\x9f", 2, true));  /* U+009F, the last */
    assert_false(text_has_control("\xc2\xa0", 2, true)); /* U+00A0, a space */
    assert_false(text_has_control("\xe2\x80\xa8", 3, false));
}

static void expect_lf(const char *from, const char *to)
{
    size_t len = 0;
    const char *got = text_to_lf(arena, from, strlen(from), &len);
    assert_int_equal(len, strlen(to));
    assert_string_equal(got, to);
}

static void line_breaks_become_lf(void **state)
{
    (void)state;
    expect_lf("", "");
    expect_lf("a\r\nb", "a\nb");
    expect_lf("a\rb\r", "a\nb\n");
    expect_lf("\r\r\n\n", "\n\n\n");
    expect_lf("  a\t\xe2\x80\xa8 ", "  a\t\xe2\x80\xa8 ");
    size_t len = 0;
    const char *got = text_to_lf(arena, "a\0\r\nb", 5, &len);
    assert_int_equal(len, 4);
    assert_memory_equal(got, "a\0\nb", 5);
}

static void trim_takes_ascii_white_space_only(void **state)
{
    (void)state;
    assert_string_equal(text_trim(arena, ""), "");
    assert_string_equal(text_trim(arena, " \t\r\n\v\f"), "");
    assert_string_equal(text_trim(arena, "  a b\n"), "a b");
    assert_string_equal(text_trim(arena, "a"), "a");
    assert_string_equal(text_trim(arena, "\xc2\xa0 a"), "\xc2\xa0 a");
}

static void lower_case_is_ascii_only(void **state)
{
    (void)state;
    assert_string_equal(text_lower_ascii(arena, "AZ az09@[`{"), "az az09@[`{");
    assert_string_equal(text_lower_ascii(arena, "\xc3\x84"), "\xc3\x84");
}

static void expect_decoded(const char *text, bool plus_is_space, const char *expected)
{
    char *out = NULL;
    size_t len = 0;
    assert_int_equal(text_percent_decode(arena, text, strlen(text), plus_is_space, &out, &len),
                     ERR_NONE);
    assert_int_equal(len, strlen(expected));
    assert_string_equal(out, expected);
}

static void percent_decoding_follows_its_place(void **state)
{
    (void)state;
    expect_decoded("", false, "");
    expect_decoded("a%2Fb%2fc", false, "a/b/c");
    expect_decoded("a+b%20c", false, "a+b c");
    expect_decoded("a+b%2B", true, "a b+");
    expect_decoded("%C3%A4", true, "\xc3\xa4");
    expect_decoded("%2541", false, "%41"); /* once, not twice */
    char *out = NULL;
    size_t len = 0;
    assert_int_equal(text_percent_decode(arena, "a%00b", 5, false, &out, &len), ERR_NONE);
    assert_int_equal(len, 3);
    assert_memory_equal(out, "a\0b", 4);
}

static void malformed_escapes_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"%", "%4", "a%", "%g0", "%0g", "%%41", "% 1", "%-1"};
    char *out = NULL;
    size_t len = 0;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(text_percent_decode(arena, bad[i], strlen(bad[i]), true, &out, &len),
                         ERR_INVALID);
    /* The digits stand past the length. */
    assert_int_equal(text_percent_decode(arena, "%41", 2, false, &out, &len), ERR_INVALID);
}

static void percent_encoding_comes_back(void **state)
{
    (void)state;
    assert_string_equal(text_percent_encode(arena, "aZ09-._~"), "aZ09-._~");
    assert_string_equal(text_percent_encode(arena, "a b/c?\xc3\xa4"), "a%20b%2Fc%3F%C3%A4");
    char every[256];
    for (int i = 1; i < 256; i++)
        every[i - 1] = (char)i;
    every[255] = '\0';
    expect_decoded(text_percent_encode(arena, every), true, every);
}

static void white_space_is_that_of_unicode(void **state)
{
    (void)state;
    const uint32_t spaces[] = {' ',    '\t',   '\n',   '\r',   0x85,   0xa0,   0x1680,
                               0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000};
    for (size_t i = 0; i < COUNT_OF(spaces); i++)
        assert_true(text_char_is_space(spaces[i]));
    const uint32_t others[] = {0, 8, 0x0e, 'a', 0x84, 0x180e, 0x200b, 0x2060, 0xfeff, 0x1f389};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_false(text_char_is_space(others[i]));
}

static void a_range_is_trimmed_at_both_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text, *trimmed;
    } cases[] = {
        {"", ""},    {" ", ""},           {" \t\xe2\x80\xa8\xc2\xa0", ""},
        {"a", "a"},  {" a b ", "a b"},    {"\xe3\x80\x80ü\xe2\x80\xa9\n", "ü"},
        {"🎉 ", "🎉"}, {"\xc2\xa0 🎉", "🎉"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *text = cases[i].text;
        size_t len = strlen(text);
        text_trim_range(&text, &len);
        assert_int_equal(len, strlen(cases[i].trimmed));
        assert_memory_equal(text, cases[i].trimmed, len);
    }
}

static void a_prefix_is_the_beginning_of_a_text(void **state)
{
    (void)state;
    assert_true(text_starts_with("abc", "ab"));
    assert_true(text_starts_with("abc", ""));
    assert_false(text_starts_with("ab", "abc"));
    assert_false(text_starts_with("abc", "b"));
}

static void ascii_is_told_and_folded_at_every_length(void **state)
{
    (void)state;
    char text[200];
    char folded[200];
    for (size_t len = 0; len <= sizeof text; len++) {
        memset(text, 'Z', sizeof text);
        memset(folded, '?', sizeof folded);
        assert_true(text_is_ascii(text, len));
        text_fold_ascii(folded, text, len);
        for (size_t i = 0; i < sizeof folded; i++)
            assert_int_equal(folded[i], i < len ? 'z' : '?');
        for (size_t at = 0; at < len; at++) {
            text[at] = (char)0x80;
            assert_false(text_is_ascii(text, len));
            text[at] = 'Z';
        }
    }
    text_fold_ascii(folded, "@AZ[`az{\xc3\x84", 10);
    assert_memory_equal(folded, "@az[`az{\xc3\x84", 10);
}

static void counted_nouns_are_right(void **state)
{
    (void)state;
    assert_string_equal(text_counted(arena, 0, "version"), "0 versions");
    assert_string_equal(text_counted(arena, 1, "version"), "1 version");
    assert_string_equal(text_counted(arena, 2, "version"), "2 versions");
    assert_string_equal(text_counted(arena, INT64_MIN, "day"), "-9223372036854775808 days");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_takes_every_well_formed_length),
        cmocka_unit_test(utf8_refuses_what_rfc_3629_forbids),
        cmocka_unit_test(utf8_reads_no_byte_past_the_length),
        cmocka_unit_test(nul_is_found_only_within_the_length),
        cmocka_unit_test(ascii_is_told_and_folded_at_every_length),
        cmocka_unit_test(characters_are_counted_not_bytes),
        cmocka_unit_test(next_char_walks_code_points),
        cmocka_unit_test(control_characters_are_found),
        cmocka_unit_test(what_turns_a_text_is_found),
        cmocka_unit_test(line_breaks_become_lf),
        cmocka_unit_test(trim_takes_ascii_white_space_only),
        cmocka_unit_test(lower_case_is_ascii_only),
        cmocka_unit_test(percent_decoding_follows_its_place),
        cmocka_unit_test(malformed_escapes_are_refused),
        cmocka_unit_test(percent_encoding_comes_back),
        cmocka_unit_test(white_space_is_that_of_unicode),
        cmocka_unit_test(a_range_is_trimmed_at_both_ends),
        cmocka_unit_test(a_prefix_is_the_beginning_of_a_text),
        cmocka_unit_test(counted_nouns_are_right),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
