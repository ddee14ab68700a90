#include "domain/text_unescape.h"

#include "test.h"

#include <stdlib.h>
#include <string.h>

/* The escapes of JSON and of addresses, taken out of a text. */

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

static void escapes_become_what_they_stand_for(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain;
    } cases[] = {
        {"a\\nb\\tc", "a b c"},
        {"\\\"x\\\" \\/ \\\\", "\"x\" / \\"},
        {"Lind\\u00e9n", "Lind\xC3\xA9n"},
        {"\\u20AC", "\xE2\x82\xAC"},
        {"\\ud83d\\ude00", "\xF0\x9F\x98\x80"},
        {"a%40b%2Ec", "a@b.c"},
        {"\\u0000%00", "  "},
        {"\\u00e9\\ud83d", "\xC3\xA9\\ud83d"}, /* half a pair stays */
        {"%40%C3%A9", "@%C3%A9"},              /* only ASCII */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct text text = {cases[i].text, strlen(cases[i].text)};
        assert_true(text_unescape(arena, &text));
        assert_string_equal(text.data, cases[i].plain);
        assert_int_equal(text.len, strlen(cases[i].plain));
    }
}

static void what_is_no_escape_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",      "plain",   "100 %",          "\\",    "%",       "%4", "\\u",
        "\\u12", "\\uzzzz", "\\ude00\\ud83d", "C:\\q", "\\ud83d",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct text text = {texts[i], strlen(texts[i])};
        assert_false(text_unescape(arena, &text));
        assert_ptr_equal(text.data, texts[i]);
    }
}

/* A text need not end with a zero: nothing behind it is read, wherever it is cut. */
static void a_text_may_be_cut_anywhere(void **state)
{
    (void)state;
    static const char whole[] = "\\ud83d\\ude00%40\\n\\u00e9";
    for (size_t len = 0; len < sizeof whole; len++) {
        char *cut = malloc(len + 1);
        assert_non_null(cut);
        memcpy(cut, whole, len);
        cut[len] = '0'; /* would make more of the escape */
        struct text text = {cut, len};
        (void)text_unescape(arena, &text);
        assert_true(text.len <= len);
        free(cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_become_what_they_stand_for),
        cmocka_unit_test(what_is_no_escape_stays),
        cmocka_unit_test(a_text_may_be_cut_anywhere),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
