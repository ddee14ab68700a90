#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/record/name.h"

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

static void assert_refused(const char *name, const char *part_of_problem)
{
    const char *problem = NULL;
    assert_int_equal(name_check(name, &problem), ERR_INVALID);
    assert_non_null(problem);
    if (strstr(problem, part_of_problem) == NULL)
        fail_msg("“%s” was refused with: %s", name, problem);
}

static void names_of_all_scripts_are_taken(void **state)
{
    (void)state;
    static const char *const taken[] = {"a",
                                        "Zo\u00eb O'Neill-M\u00fcller",
                                        "\u6771\u4eac",
                                        "\u0915\u094d\u0937",
                                        "\u05d3\u05d5\u05d3",
                                        "\U0001f600",
                                        "\u2764\ufe0f",
                                        " spaces at the ends "};
    for (size_t i = 0; i < COUNT_OF(taken); i++) {
        const char *problem = NULL;
        if (name_check(taken[i], &problem) != ERR_NONE)
            fail_msg("“%s” was refused with: %s", taken[i], problem);
    }
}

static void control_and_format_characters_are_refused(void **state)
{
    (void)state;
    static const char *const refused[] = {"a\x01",
                                          "a\nb",
                                          "a\x7f",
                                          "a\xc2\x85",
                                          "a\u00ad",
                                          "a\u200b",
                                          "a\u200db",
                                          "a\u2028",
                                          "a\u2029",
                                          "\ufeff"
                                          "a",
                                          "a\u202eb",
                                          "a\u202ab",
                                          "a\u2066b",
                                          "a\U000e0061"};
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        assert_refused(refused[i], "control");
    assert_refused("a\u0378", "define");
    assert_refused("a\uffff", "define");
    assert_refused("a\xff", "UTF-8");
}

static void what_is_empty_to_the_eye_is_refused(void **state)
{
    (void)state;
    static const char *const refused[] = {"\u3164",       "\u115f",        "\u1160",
                                          "\uffa0",       "\u2800 \u2800", "\u0301",
                                          "\u20dd\u0301", "\ufe0f",        "\u034f"};
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        assert_refused(refused[i], "see");
    assert_refused("", "Enter a name.");
    assert_refused(" \u00a0\u3000", "Enter a name.");
}

static void length_is_counted_in_characters(void **state)
{
    (void)state;
    struct buf name;
    const char *problem = NULL;
    buf_init(&name, arena);
    for (int i = 0; i < NAME_MAX_CHARS; i++)
        buf_add_text(&name, "\u00fc");
    assert_int_equal(name_check(name.data, &problem), ERR_NONE);
    buf_add_text(&name, "x");
    assert_refused(name.data, "longer");
}

static void normalizing_composes_and_trims(void **state)
{
    (void)state;
    assert_string_equal(name_normalize(arena, " \u00a0Zoe\u0308\u3000"), "Zo\u00eb");
    assert_string_equal(name_normalize(arena, "Caf\u00e9 A"), "Caf\u00e9 A");
    assert_string_equal(name_normalize(arena, " \u2003 "), "");
    assert_string_equal(name_normalize(arena, " \xff "), " \xff ");
}

static void the_same_name_has_the_same_key(void **state)
{
    (void)state;
    static const char *const same[][2] = {{"Refund", "refund"},
                                          {"Stra\u00dfe", "STRASSE"},
                                          {"Zoe\u0308", "ZO\u00cb"},
                                          {"\uff21\uff11", "a1"},
                                          {"\ufb01x", "Fix"},
                                          {"a\u00a0b", "A b"},
                                          {" x ", "x"},
                                          {"x\u3164", "x"},
                                          {"\u2764\ufe0f", "\u2764"},
                                          {"\u03a3\u03c2", "\u03c3\u03c3"}};
    for (size_t i = 0; i < COUNT_OF(same); i++)
        if (strcmp(name_key(arena, same[i][0]), name_key(arena, same[i][1])) != 0)
            fail_msg("“%s” and “%s” differ", same[i][0], same[i][1]);
    static const char *const different[][2] = {
        {"cafe", "caf\u00e9"}, {"a-b", "a b"}, {"a1", "a01"}, {"\u304b", "\u304c"}, {"a", "b"}};
    for (size_t i = 0; i < COUNT_OF(different); i++)
        if (strcmp(name_key(arena, different[i][0]), name_key(arena, different[i][1])) == 0)
            fail_msg("“%s” and “%s” are the same", different[i][0], different[i][1]);
}

/* In the order that a list has them. */
static const char *const ordered[] = {
    "!",
    "0",
    "00",
    "1",
    "001",
    "01",
    "1 a",
    "2",
    "10",
    "99999999",
    "100000000",
    "1234567890123456",
    "12345678901234567",
    "12345678901234568",
    "99999999999999999999999999",
    "100000000000000000000000000",
    "a",
    "A 2",
    "a 10",
    "a-b",
    "a/b",
    "a2b",
    "a02b",
    "a2c",
    "A10",
    "a10b",
    "B",
    "cafe",
    "Caf\u00e9",
    "cafe x",
    "version 1.9",
    "Version 1.10",
    "z",
    "\u6771\u4eac",
};

static void sort_keys_are_in_natural_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ordered); i++) {
        const char *key = name_sort_key(arena, ordered[i]);
        assert_true(text_is_utf8(key, strlen(key)));
        for (size_t j = 0; j < COUNT_OF(ordered); j++) {
            int order = strcmp(key, name_sort_key(arena, ordered[j]));
            if ((i < j) != (order < 0) || (i == j) != (order == 0))
                fail_msg("“%s” and “%s” are in the wrong order", ordered[i], ordered[j]);
        }
    }
}

static void spellings_of_a_name_sort_alike(void **state)
{
    (void)state;
    assert_string_equal(name_sort_key(arena, "Agent 007"), name_sort_key(arena, "AGENT 007"));
    assert_string_equal(name_sort_key(arena, "Agent \uff17"), name_sort_key(arena, "agent 7"));
    assert_string_equal(name_sort_key(arena, "Caf\u00e9"), name_sort_key(arena, "CAFE\u0301"));
}

static void a_number_of_any_length_has_its_place(void **state)
{
    (void)state;
    char shorter[202];
    char longer[202];
    for (size_t len = 1; len < 200; len++) {
        memset(shorter, '9', len);
        shorter[len] = '\0';
        memset(longer, '0', len + 1);
        longer[0] = '1';
        longer[len + 1] = '\0';
        assert_true(strcmp(name_sort_key(arena, shorter), name_sort_key(arena, longer)) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_all_scripts_are_taken),
        cmocka_unit_test(control_and_format_characters_are_refused),
        cmocka_unit_test(what_is_empty_to_the_eye_is_refused),
        cmocka_unit_test(length_is_counted_in_characters),
        cmocka_unit_test(normalizing_composes_and_trims),
        cmocka_unit_test(the_same_name_has_the_same_key),
        cmocka_unit_test(sort_keys_are_in_natural_order),
        cmocka_unit_test(spellings_of_a_name_sort_alike),
        cmocka_unit_test(a_number_of_any_length_has_its_place),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
