#include "test.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

static struct arena *arena;
static void *volatile sink; /* memory that a test asks for and does not use */

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    for (size_t size = 0; size < 200; size++) {
        unsigned char *memory = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xa5, size);
    }
}

static void allocations_do_not_overlap(void **state)
{
    (void)state;
    unsigned char *pieces[100];
    for (int i = 0; i < 100; i++) {
        pieces[i] = arena_alloc(arena, 33);
        memset(pieces[i], i, 33);
    }
    for (int i = 0; i < 100; i++)
        for (int j = 0; j < 33; j++)
            assert_int_equal(pieces[i][j], i);
}

static void a_piece_larger_than_a_block_fits(void **state)
{
    (void)state;
    char *small = arena_strdup(arena, "before");
    char *large = arena_alloc(arena, 600 * 1024);
    large[0] = 'x';
    large[600 * 1024 - 1] = 'y';
    char *after = arena_strdup(arena, "after");
    assert_string_equal(small, "before");
    assert_string_equal(after, "after");
    assert_int_equal(large[0], 'x');
}

static void reset_takes_everything_back_and_wipes(void **state)
{
    (void)state;
    size_t before = arena_used(arena);
    assert_int_equal(before, 0);
    char *secret = arena_strdup(arena, "planted secret");
    sink = arena_alloc(arena, 500 * 1024);
    assert_true(arena_used(arena) >= 500 * 1024);
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
    char *again = arena_alloc(arena, 15);
    assert_ptr_equal(again, secret);
    for (int i = 0; i < 15; i++)
        assert_int_equal(again[i], 0);
}

static void copies_are_terminated(void **state)
{
    (void)state;
    assert_string_equal(arena_strdup(arena, ""), "");
    assert_string_equal(arena_copy(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_copy(arena, NULL, 0), "");
    assert_memory_equal(arena_copy(arena, "a\0b", 3), "a\0b", 4);
}

static void printf_prints_any_length(void **state)
{
    (void)state;
    assert_string_equal(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
    char *wide = arena_printf(arena, "%5000d", 1);
    assert_int_equal(strlen(wide), 5000);
    assert_string_equal(wide + 4999, "1");
}

static void array_multiplies(void **state)
{
    (void)state;
    int64_t *numbers = arena_array(arena, 1000, sizeof *numbers);
    assert_true(arena_used(arena) >= 8000);
    assert_int_equal(numbers[999], 0);
}

enum ask { ASK_PAST_LIMIT, ASK_OVERFLOW, ASK_PAST_LIMIT_IN_PIECES };

static void ask_for_too_much(enum ask ask)
{
    if (ask == ASK_PAST_LIMIT)
        sink = arena_alloc(arena, 1024 * 1024 + 1);
    if (ask == ASK_OVERFLOW)
        sink = arena_array(arena, SIZE_MAX / 2, 3);
    for (int i = 0; ask == ASK_PAST_LIMIT_IN_PIECES && i < 17; i++)
        sink = arena_alloc(arena, 64 * 1024);
}

/* The exit code of a child that asks for too much memory. */
static int exit_code_of(enum ask ask)
{
    pid_t child = fork();
    if (child == 0) {
        (void)close(STDERR_FILENO);
        ask_for_too_much(ask);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void past_the_limit_is_the_end(void **state)
{
    (void)state;
    assert_int_equal(exit_code_of(ASK_PAST_LIMIT), 70);
    assert_int_equal(exit_code_of(ASK_PAST_LIMIT_IN_PIECES), 70);
    assert_int_equal(exit_code_of(ASK_OVERFLOW), 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_is_zeroed_and_aligned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(allocations_do_not_overlap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_piece_larger_than_a_block_fits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reset_takes_everything_back_and_wipes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copies_are_terminated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(printf_prints_any_length, set_up, tear_down),
        cmocka_unit_test_setup_teardown(array_multiplies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(past_the_limit_is_the_end, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
