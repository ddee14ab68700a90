#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/record/tag.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(16 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void assert_parsed(const char *text, const char *joined)
{
    struct tag_list list;
    const char *problem = NULL;
    assert_int_equal(tag_list_parse(arena, text, &list, &problem), ERR_NONE);
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < list.count; i++)
        buf_printf(&buf, "[%s]", list.tags[i]);
    assert_string_equal(buf.data, joined);
}

static void assert_refused(const char *text, const char *part_of_problem)
{
    struct tag_list list;
    const char *problem = NULL;
    assert_int_equal(tag_list_parse(arena, text, &list, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, part_of_problem));
}

static void one_tag_has_rules(void **state)
{
    (void)state;
    assert_parsed("draft", "[draft]");
    assert_parsed("höher 🎉", "[höher 🎉]");
    assert_refused("a\nb", "line breaks");
    assert_refused("a,\xff", "UTF-8");
}

static void length_is_counted_in_characters(void **state)
{
    (void)state;
    struct buf tag;
    buf_init(&tag, arena);
    for (int i = 0; i < TAG_MAX; i++)
        buf_add_text(&tag, "ü");
    const char *problem = NULL;
    assert_int_equal(tag_list_check(tag.data, &problem), ERR_NONE);
    buf_add_text(&tag, "x");
    assert_int_equal(tag_list_check(tag.data, &problem), ERR_INVALID);
    assert_string_equal(problem, "The tag “üüüüüüüüüüüüüüüüüüüü…” is too long: 51 characters, at "
                                 "most 50.");
    assert_refused("fine, a-tag-of-many-words-that-goes-on-and-on-and-on-without-an-end",
                   "The tag “a-tag-of-many-words-that-goes-on-and-on-…” is too long: 61");
}

static void a_list_is_tidied(void **state)
{
    (void)state;
    assert_parsed("", "");
    assert_parsed(" , ,, ", "");
    assert_parsed("b,a", "[b][a]");
    assert_parsed(" b ,\ta\n,b,, c d ", "[b][a][c d]");
    assert_parsed("\xc2\xa0x\xe2\x80\xa8,y", "[x][y]");
}

static void one_tag_in_several_spellings_keeps_the_first(void **state)
{
    (void)state;
    assert_parsed("A,a", "[A]");
    assert_parsed("x, Stra\u00dfe, STRASSE, strasse", "[x][Stra\u00dfe]");
    assert_parsed("cafe\u0301, Caf\u00e9, cafe", "[caf\u00e9][cafe]");
    assert_parsed("\uff41,A", "[\uff41]");
}

static void what_breaks_a_rule_is_refused(void **state)
{
    (void)state;
    assert_refused("a,b\x01", "control");
    assert_refused("a,\xff", "UTF-8");
    assert_refused("a,b\u202e", "control");
    assert_refused("a,b\u0378", "define");
    assert_refused("a,\u3164", "invisible");
}

static void at_most_fifty_different_tags_are_accepted(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, arena);
    for (int i = 0; i < TAG_LIST_MAX; i++)
        buf_printf(&text, "t%d,t0,", i);
    struct tag_list list;
    const char *problem = NULL;
    assert_int_equal(tag_list_parse(arena, text.data, &list, &problem), ERR_NONE);
    assert_int_equal(list.count, TAG_LIST_MAX);
    buf_add_text(&text, "one more");
    assert_refused(text.data, "at most 50");
    buf_init(&text, arena);
    for (int i = 0; i < 100000; i++)
        buf_add_text(&text, i % 2 == 0 ? "\u00e9," : "e\u0301,");
    assert_refused(text.data, "at most 50");
}

static void a_megabyte_of_commas_is_nothing(void **state)
{
    (void)state;
    char *commas = arena_alloc(arena, 1024 * 1024 + 1);
    memset(commas, ',', 1024 * 1024);
    assert_parsed(commas, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_tag_has_rules),
        cmocka_unit_test(length_is_counted_in_characters),
        cmocka_unit_test(a_list_is_tidied),
        cmocka_unit_test(one_tag_in_several_spellings_keeps_the_first),
        cmocka_unit_test(what_breaks_a_rule_is_refused),
        cmocka_unit_test(at_most_fifty_different_tags_are_accepted),
        cmocka_unit_test(a_megabyte_of_commas_is_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
