#include "test.h"

#include <string.h>

#include "domain/record/record_name.h"

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
    assert_int_equal(record_name_check(name, &problem), ERR_INVALID);
    assert_non_null(problem);
    if (strstr(problem, part_of_problem) == NULL)
        fail_msg("“%s” was refused with: %s", name, problem);
}

static void assert_taken(const char *name)
{
    const char *problem = NULL;
    if (record_name_check(name, &problem) != ERR_NONE)
        fail_msg("“%s” was refused with: %s", name, problem);
    assert_null(problem);
}

static void ordinary_names_are_taken(void **state)
{
    (void)state;
    assert_taken("a");
    assert_taken("support/reply to a complaint");
    assert_taken("Grüße/日本語/🎉");
    assert_taken("a.b/..c/d../.e/...");
    assert_taken("{{x}} & \"quotes\" 'too' #1 100% ?a=b\\c");
}

static void length_is_counted_in_characters(void **state)
{
    (void)state;
    char name[RECORD_NAME_MAX * 2 + 3] = "";
    for (int i = 0; i < RECORD_NAME_MAX; i++)
        memcpy(name + strlen(name), "ü", 3);
    assert_taken(name);
    memcpy(name + strlen(name), "x", 2);
    assert_refused(name, "too long");
    assert_refused("", "Enter a name");
}

static void a_megabyte_is_refused(void **state)
{
    (void)state;
    char *name = arena_alloc(arena, 1024 * 1024 + 1);
    memset(name, '/', 1024 * 1024);
    assert_refused(name, "too long");
}

static void reserved_and_control_characters_are_refused(void **state)
{
    (void)state;
    assert_refused("a|b", "| < >");
    assert_refused("a<b", "| < >");
    assert_refused("a>b", "| < >");
    assert_refused("a\tb", "control");
    assert_refused("a\nb", "control");
    assert_refused("a\x7f", "control");
    assert_refused("a\xc2\x85"
                   "b",
                   "control");
    assert_refused("a\u2028", "control");
    assert_refused("a\u202e"
                   "b",
                   "control");
    assert_refused("a\u0378", "define");
    assert_refused("a\xff", "UTF-8");
    assert_refused("\xed\xa0\x80", "UTF-8");
}

static void white_space_at_the_ends_is_refused(void **state)
{
    (void)state;
    assert_refused(" ", "Enter a name");
    assert_refused("a/\u3164/b", "just spaces");
    assert_refused("a/ /b", "just spaces");
    assert_refused(" a", "space");
    assert_refused("a ", "space");
    assert_refused("\xc2\xa0"
                   "a",
                   "space");
    assert_refused("a\u3000", "space");
    assert_taken("a b");
}

static void slashes_make_folders_with_names(void **state)
{
    (void)state;
    assert_refused("/", "slash");
    assert_refused("/a", "slash");
    assert_refused("a/", "slash");
    assert_refused("a//b", "slash");
    assert_refused("a/ /b", "just spaces"); /* a folder's link would have no text */
    assert_refused(".", "“.”");
    assert_refused("..", "“.”");
    assert_refused("a/./b", "“.”");
    assert_refused("a/..", "“.”");
    assert_refused("../a", "“.”");
}

static void the_folder_is_what_stands_before_the_last_slash(void **state)
{
    (void)state;
    assert_string_equal(record_name_folder(arena, "a"), "");
    assert_string_equal(record_name_folder(arena, "a/b"), "a");
    assert_string_equal(record_name_folder(arena, "a/b/c"), "a/b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_names_are_taken),
        cmocka_unit_test(length_is_counted_in_characters),
        cmocka_unit_test(a_megabyte_is_refused),
        cmocka_unit_test(reserved_and_control_characters_are_refused),
        cmocka_unit_test(white_space_at_the_ends_is_refused),
        cmocka_unit_test(slashes_make_folders_with_names),
        cmocka_unit_test(the_folder_is_what_stands_before_the_last_slash),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
