#include "test.h"

#include <stdio.h>
#include <string.h>

#include "domain/run/run_compare.h"

/* What became of each case from one run to another. */

static struct arena *arena;

/* Of a text such as "a 2/3!": id, how many of how many passed, and whether it is critical. */
static struct run_case_list cases(const char *const *texts)
{
    struct run_case_list list = {arena_array(arena, 20, sizeof(struct run_case)), 0};
    for (; texts[list.count] != NULL; list.count++) {
        int passed = 0, count = 0;
        char id[8] = "", mark = ' ';
        assert_in_range(sscanf(texts[list.count], "%7s %d/%d%c", id, &passed, &count, &mark), 3, 4);
        list.items[list.count] = (struct run_case){.case_id = arena_printf(arena, "%s", id),
                                                   .position = list.count,
                                                   .is_critical = mark == '!',
                                                   .count = count,
                                                   .pass_count = passed,
                                                   .output_digest = ""};
    }
    return list;
}

#define CASES(...) cases((const char *const[]){__VA_ARGS__, NULL})

static struct run_comparison compare(struct run_case_list before, struct run_case_list after)
{
    struct run_comparison comparison;
    struct run_case_list *old = arena_alloc(arena, sizeof *old),
                         *new = arena_alloc(arena, sizeof *new);
    *old = before;
    *new = after;
    run_compare(arena, old, new, &comparison);
    return comparison;
}

static void each_case_has_one_change(void **state)
{
    static const struct {
        const char *before, *after;
        enum run_change change;
    } table[] = {
        {"a 1/1", "a 1/1", RUN_CASE_PASSING}, {"a 0/1", "a 1/1", RUN_CASE_FIXED},
        {"a 1/1", "a 0/1", RUN_CASE_BROKEN},  {"a 0/1", "a 0/1", RUN_CASE_FAILING},
        {"a 3/3", "a 2/3", RUN_CASE_BROKEN},  {"a 2/3", "a 3/3", RUN_CASE_FIXED},
        {"a 2/3", "a 1/3", RUN_CASE_WORSE},   {"a 1/3", "a 2/3", RUN_CASE_BETTER},
        {"a 1/2", "a 2/4", RUN_CASE_FAILING}, {"a 1/2", "a 1/3", RUN_CASE_WORSE},
        {"a 1/1", "a 5/5", RUN_CASE_PASSING}, {"a 0/2", "a 1/9", RUN_CASE_BETTER},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct run_comparison comparison = compare(CASES(table[i].before), CASES(table[i].after));
        assert_int_equal(comparison.count, 1);
        assert_int_equal(comparison.items[0].change, table[i].change);
        for (int change = 0; change < RUN_CHANGE_COUNT; change++)
            assert_int_equal(comparison.counts[change], change == (int)table[i].change);
    }
}

/* What a person must see is first: broken before fixed before the rest, critical cases first. */
static void what_changed_comes_first(void **state)
{
    (void)state;
    struct run_comparison comparison =
        compare(CASES("a 0/1", "b 1/1", "c 0/1!", "d 1/1", "e 2/3", "g 1/1!", "h 1/1"),
                CASES("d 1/1", "c 0/1!", "f 1/1", "b 0/1", "g 0/1!", "e 1/3", "a 1/1"));
    char found[64] = "";
    assert_int_equal(comparison.count, 8);
    /* "h" is only in the earlier run, "f" only in the later one. */
    for (int i = 0; i < comparison.count; i++) {
        const struct run_difference *item = &comparison.items[i];
        const struct run_case *side = item->after != NULL ? item->after : item->before;
        (void)snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s",
                       i == 0 ? "" : " ", side->case_id);
    }
    assert_string_equal(found, "g b e a c f h d");
    assert_int_equal(comparison.critical_broken_count, 1);
    assert_string_equal(run_comparison_words(arena, &comparison),
                        "1 fixed, 2 broken, 1 worse, 1 new, 1 removed, 1 critical");
}

static void the_same_is_said(void **state)
{
    (void)state;
    struct run_comparison comparison = compare(CASES("a 1/1", "b 0/1"), CASES("b 0/1", "a 1/1"));
    assert_string_equal(run_comparison_words(arena, &comparison), "no differences");
    assert_int_equal(comparison.items[0].change, RUN_CASE_FAILING);
    struct run_case_list none = {arena_array(arena, 1, sizeof(struct run_case)), 0};
    comparison = compare(none, none);
    assert_int_equal(comparison.count, 0);
    assert_string_equal(run_comparison_words(arena, &comparison), "no differences");
}

/* A critical case counts if either version of the set says so. */
static void either_set_makes_a_case_critical(void **state)
{
    (void)state;
    struct run_comparison comparison = compare(CASES("a 1/1!"), CASES("a 0/1"));
    assert_int_equal(comparison.critical_broken_count, 1);
    assert_string_equal(run_comparison_words(arena, &comparison), "1 broken, 1 critical");
    comparison = compare(CASES("a 0/1"), CASES("a 1/1!"));
    assert_int_equal(comparison.critical_broken_count, 0);
    assert_string_equal(run_comparison_words(arena, &comparison), "1 fixed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_case_has_one_change),
        cmocka_unit_test(what_changed_comes_first),
        cmocka_unit_test(the_same_is_said),
        cmocka_unit_test(either_set_makes_a_case_critical),
    };
    arena = arena_create(16 << 20);
    int failed_count = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed_count;
}
