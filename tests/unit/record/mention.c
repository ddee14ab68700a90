#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/record/mention.h"

/* Who is named in a text. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(64 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static const char *const names[] = {"Petra Product", "Petra Product Lee", "Ann",
                                    "Ann Lee",       "ann  LEE",          "Jörg Müller",
                                    "O'Neil, Sam",   "Ολυμπία Σοφός",     "李 小龍"};
enum { NAMES = (int)COUNT_OF(names) };

/* "<Petra Product>" for each mention, as it stands in the text. */
static const char *found_in(const char *text)
{
    struct mention mentions[MENTION_MAX];
    struct buf found;
    buf_init(&found, arena);
    int count = mention_find(arena, text, names, NAMES, mentions);
    for (int i = 0; i < count; i++) {
        assert_int_equal(text[mentions[i].start], '@');
        buf_printf(&found, "<%.*s=%d>", (int)mentions[i].len, text + mentions[i].start,
                   mentions[i].person);
    }
    return found.data == NULL ? "" : found.data;
}

static void a_full_name_behind_the_sign_is_a_mention(void **state)
{
    (void)state;
    assert_string_equal(found_in("Ask @Petra Product, please"), "<@Petra Product=0>");
    assert_string_equal(found_in("@Petra Product"), "<@Petra Product=0>");
    assert_string_equal(found_in("(@petra product's)"), "<@petra product=0>");
    assert_string_equal(found_in("@Petra Product\xe2\x80\x99s"), "<@Petra Product=0>");
    assert_string_equal(found_in("@Petra Product\n@Jörg Müller."),
                        "<@Petra Product=0><@Jörg Müller=5>");
    assert_string_equal(found_in("@JO\xcc\x88RG MÜLLER"), "<@JO\xcc\x88RG MÜLLER=5>");
    assert_string_equal(found_in("@O'Neil, Sam: yes"), "<@O'Neil, Sam=6>");
    assert_string_equal(found_in("@ΟΛΥΜΠΊΑ ΣΟΦΌΣ;"), "<@ΟΛΥΜΠΊΑ ΣΟΦΌΣ=7>");
    assert_string_equal(found_in("问 @李 小龍。"), "<@李 小龍=8>");
}

static void the_longest_name_counts(void **state)
{
    (void)state;
    assert_string_equal(found_in("@Petra Product Lee!"), "<@Petra Product Lee=1>");
    assert_string_equal(found_in("@Petra Product Leeds"), "<@Petra Product=0>");
    assert_string_equal(found_in("@Ann"), "<@Ann=2>");
    assert_string_equal(found_in("@Ann: hello"), "<@Ann=2>");
}

static void a_name_of_two_people_means_nobody(void **state)
{
    static const char *const twins[] = {"Kim", "Kim Ray", "KIM ray"};
    struct mention mentions[MENTION_MAX];
    (void)state;
    assert_int_equal(mention_find(arena, "@Kim Ray", twins, 3, mentions), 0);
    assert_int_equal(mention_find(arena, "@Kim Rayson", twins, 3, mentions), 1);
    assert_int_equal(mentions[0].person, 0);
}

static void what_is_no_full_name_stays_plain(void **state)
{
    static const char *const plain[] = {"@Petra",           "Petra Product",      "@",     "",
                                        "me@Petra Product", "ü@Petra Product",    "@ Ann", "@Anna",
                                        "@Petra\nProduct",  "@Petra Productions", "@@"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        assert_string_equal(found_in(plain[i]), "");
    assert_string_equal(found_in("@@Ann"), "<@Ann=2>");
    assert_false(mention_is_possible("no sign"));
    assert_true(mention_is_possible("a sign @"));
    struct mention mentions[MENTION_MAX];
    assert_int_equal(mention_find(arena, "@Ann", names, 0, mentions), 0);
    static const char *const empty[] = {""};
    assert_int_equal(mention_find(arena, "@Ann", empty, 1, mentions), 0);
}

static void hostile_texts_are_bounded(void **state)
{
    struct mention mentions[MENTION_MAX];
    struct buf text;
    (void)state;
    buf_init(&text, arena);
    for (int i = 0; i < 2000; i++)
        buf_add_text(&text, "@Ann ");
    assert_int_equal(mention_find(arena, text.data, names, NAMES, mentions), MENTION_MAX);
    buf_init(&text, arena);
    for (int i = 0; i < 10000; i++)
        buf_add_char(&text, '@');
    assert_int_equal(mention_find(arena, text.data, names, NAMES, mentions), 0);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_full_name_behind_the_sign_is_a_mention),
        TEST(the_longest_name_counts),
        TEST(a_name_of_two_people_means_nobody),
        TEST(what_is_no_full_name_stays_plain),
        TEST(hostile_texts_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
