#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/unicode.h"
#include "times.h"

/* Normal forms, folding and classes of characters. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(512 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static const char *nfc(const char *text)
{
    return unicode_nfc(arena, text, strlen(text)).data;
}

static const char *same(const char *text)
{
    return unicode_fold(arena, text, strlen(text), UNICODE_SAME).data;
}

static const char *unaccented(const char *text)
{
    return unicode_fold(arena, text, strlen(text), UNICODE_UNACCENTED).data;
}

/* The examples of Unicode Standard Annex 15. */
static void nfc_composes_and_keeps_what_is_compatible(void **state)
{
    (void)state;
    assert_string_equal(nfc(""), "");
    assert_string_equal(nfc("Plain ASCII, Kept"), "Plain ASCII, Kept");
    assert_string_equal(nfc("cafe\u0301"), "caf\u00e9");
    assert_string_equal(nfc("\u212b"), "\u00c5");
    assert_string_equal(nfc("\u1e9b\u0323"), "\u1e9b\u0323");
    assert_string_equal(nfc("d\u0307\u0323"), "\u1e0d\u0307");
    assert_string_equal(nfc("\ufb01"), "\ufb01");
    assert_string_equal(nfc("\u1100\u1161\u11a8"), "\uac01"); /* Hangul */
    assert_string_equal(nfc("\u09c7\u09be"), "\u09cb");       /* two starters */
    assert_string_equal(nfc("\u0958"), "\u0915\u093c");       /* excluded from composition */
    assert_string_equal(nfc("\u0301a"), "\u0301a");
}

static void texts_that_are_equal_to_the_eye_fold_to_the_same(void **state)
{
    (void)state;
    assert_string_equal(same("Refund ANSWER 7"), "refund answer 7");
    assert_string_equal(same("STRASSE"), same("Stra\u00dfe"));
    assert_string_equal(same("\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2"), /* final sigma */
                        same("\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3"));
    assert_string_equal(same("CAFE\u0301"), "caf\u00e9");
    assert_string_equal(same("\uff21\uff22\uff11"), "ab1"); /* full width */
    assert_string_equal(same("\ufb01\u2121\u00b2"), "fitel2");
    assert_string_equal(same("\u00a0\u3000"), "  ");
    assert_string_equal(same("a\u00ad\u200b\ufe0fb\u3164"), "ab"); /* nothing to see */
    assert_string_equal(same("\u212a"), "k");
}

static void accents_are_dropped_and_other_marks_are_kept(void **state)
{
    (void)state;
    assert_string_equal(unaccented("Caf\u00e9 cre\u0300me \u01d8"), "cafe creme u");
    assert_string_equal(unaccented("\u0130stanbul"), "istanbul");
    assert_string_equal(unaccented("\u0451"), "\u0435");
    assert_string_equal(unaccented("\u05e9\u05c1\u05b8"), "\u05e9"); /* Hebrew points */
    assert_string_equal(unaccented("\u304c"), "\u304c");             /* kana keep voicing */
    assert_string_equal(unaccented("\u0915\u093e"), "\u0915\u093e"); /* a vowel sign */
    assert_string_equal(unaccented("\uac01"), "\uac01");
    assert_string_equal(unaccented("\u0301"), "");
}

static size_t encode(uint32_t c, char out[4])
{
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(len == 1 ? c : ((0xf00U >> len & 0xf0) | c));
    return len;
}

/* A character alone may be folded with a table; one that nothing visible follows is folded the long
 * way. */
static void every_character_is_folded_alike_with_and_without_a_table(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10ffff; c = c == 0xd7ff ? 0xe000 : c + 1) {
        char text[16] = "a";
        size_t len = 1 + encode(c, text + 1);
        size_t longer = len + encode(0x2060, text + len);
        assert_true(text_is_utf8(text, longer));
        if (c % 0x1000 == 0)
            arena_reset(arena);
        for (int fold = UNICODE_SAME; fold <= UNICODE_UNACCENTED; fold++) {
            struct text one = unicode_fold(arena, text, len, (enum unicode_fold)fold);
            struct text other = unicode_fold(arena, text, longer, (enum unicode_fold)fold);
            assert_int_equal(one.len, other.len);
            assert_memory_equal(one.data, other.data, one.len);
        }
    }
}

static void bytes_that_are_not_utf8_become_replacement_characters(void **state)
{
    (void)state;
    static const char *const broken[] = {"\xff",     "a\xc3",         "\xe2\x82",
                                         "\xc0\xaf", "\xed\xa0\x80z", "\xf4\x90\x80\x80"};
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        const char *made = nfc(broken[i]);
        assert_true(text_is_utf8(made, strlen(made)));
        assert_non_null(strstr(made, "\ufffd"));
        made = unaccented(broken[i]);
        assert_true(text_is_utf8(made, strlen(made)));
    }
    assert_int_equal(unicode_nfc(arena, "a\0b", 3).len, 3);
}

/* The part of the text that a part of its folded form comes from. */
static const char *unfolded(const char *text, enum unicode_fold fold, const char *part)
{
    size_t len = strlen(text);
    const char *folded = unicode_fold(arena, text, len, fold).data;
    const char *found = strstr(folded, part);
    assert_non_null(found);
    size_t start = (size_t)(found - folded);
    struct unicode_range range = unicode_unfold(
        arena, (struct text){text, len}, fold, (struct unicode_range){start, start + strlen(part)});
    assert_true(range.start <= range.end && range.end <= len);
    return arena_copy(arena, text + range.start, range.end - range.start);
}

static void a_part_of_the_folded_text_leads_back_to_whole_characters(void **state)
{
    (void)state;
    assert_string_equal(unfolded("a plain TEXT", UNICODE_SAME, "text"), "TEXT");
    assert_string_equal(unfolded("le caf\u00e9 noir", UNICODE_UNACCENTED, "cafe"), "caf\u00e9");
    assert_string_equal(unfolded("le cafe\u0301 noir", UNICODE_UNACCENTED, "cafe"), "cafe\u0301");
    assert_string_equal(unfolded("\u00c4rger \u00c4RGER", UNICODE_UNACCENTED, "arger"),
                        "\u00c4rger");
    assert_string_equal(unfolded("gro\u00dfe", UNICODE_SAME, "s"), "\u00df");
    assert_string_equal(unfolded("gro\u00dfe", UNICODE_SAME, "se"), "\u00dfe");
    assert_string_equal(unfolded("x\ufb01x", UNICODE_SAME, "i"), "\ufb01");
    assert_string_equal(unfolded("\u6771\u4eac", UNICODE_SAME, "\u4eac"), "\u4eac");
}

static void characters_have_their_classes(void **state)
{
    (void)state;
    static const uint32_t controls[] = {0,      0x7f,   0x85,   0xad,   0x200b, 0x200d,
                                        0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xe0001};
    for (size_t i = 0; i < COUNT_OF(controls); i++)
        assert_true(unicode_is_control(controls[i]) && unicode_is_blank(controls[i]));
    static const uint32_t blanks[] = {' ',    0xa0,   0x115f, 0x1160, 0x3164, 0xffa0,
                                      0x2800, 0x3000, 0x301,  0x20dd, 0xfe0f};
    for (size_t i = 0; i < COUNT_OF(blanks); i++)
        assert_true(unicode_is_blank(blanks[i]) && !unicode_is_control(blanks[i]));
    static const uint32_t plain[] = {'a', 0xe9, 0x4eac, 0x1f600, '-', 0xe000};
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        assert_true(!unicode_is_blank(plain[i]) && !unicode_is_control(plain[i]) &&
                    !unicode_is_unassigned(plain[i]));
    assert_true(unicode_is_unassigned(0x378) && unicode_is_unassigned(0xffff) &&
                unicode_is_unassigned(0xd800) && unicode_is_unassigned(0x110000));
}

static double seconds_of(const char *text, size_t len)
{
    double best = 1e9;
    for (int round = 0; round < 3; round++) {
        arena_reset(arena);
        int64_t began = times_used();
        (void)!unicode_fold(arena, text, len, UNICODE_UNACCENTED).len;
        double took = (double)(times_used() - began) / 1e6;
        best = took < best ? took : best;
    }
    return best;
}

/* Marks in the wrong order, without a starter between them, are what takes utf8proc's own ordering
 * a time that grows with the square. Eight times the text may take 8 times as long, not 64 times.
 */
static void a_megabyte_of_unordered_marks_takes_linear_time(void **state)
{
    enum { LEN = 1 << 20, PART = LEN / 8 };
    (void)state;
    static char text[LEN];
    for (size_t i = 0; i < LEN / 2; i++)
        memcpy(text + 2 * i, i % 2 == 0 ? "\u0301" : "\u0323", 2);
    assert_true(seconds_of(text, LEN) < 30 * seconds_of(text, PART));
    struct text ordered = unicode_nfc(arena, text, LEN);
    assert_int_equal(ordered.len, LEN);
    assert_memory_equal(ordered.data, "\u0323\u0323", 4);
    assert_memory_equal(ordered.data + LEN - 4, "\u0301\u0301", 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nfc_composes_and_keeps_what_is_compatible),
        cmocka_unit_test(texts_that_are_equal_to_the_eye_fold_to_the_same),
        cmocka_unit_test(accents_are_dropped_and_other_marks_are_kept),
        cmocka_unit_test(every_character_is_folded_alike_with_and_without_a_table),
        cmocka_unit_test(bytes_that_are_not_utf8_become_replacement_characters),
        cmocka_unit_test(a_part_of_the_folded_text_leads_back_to_whole_characters),
        cmocka_unit_test(characters_have_their_classes),
        cmocka_unit_test(a_megabyte_of_unordered_marks_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
