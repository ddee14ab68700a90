#include "test.h"

#include <stdio.h>
#include <string.h>

#include "domain/diff/intern.h"

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

static void numbers_follow_the_first_appearance(void **state)
{
    (void)state;
    struct intern intern;
    intern_init(&intern, arena);
    assert_int_equal(intern_find(&intern, "a", 1), INTERN_NONE);
    assert_int_equal(intern_add(&intern, "a", 1), 0);
    assert_int_equal(intern_add(&intern, "b", 1), 1);
    assert_int_equal(intern_add(&intern, "a", 1), 0);
    assert_int_equal(intern_add(&intern, "", 0), 2);
    assert_int_equal(intern_find(&intern, "b", 1), 1);
    assert_int_equal(intern_find(&intern, "", 0), 2);
    assert_int_equal(intern.count, 3);
}

static void length_and_every_byte_count(void **state)
{
    (void)state;
    struct intern intern;
    intern_init(&intern, arena);
    static const char zeros[32];
    for (size_t len = 0; len < sizeof zeros; len++)
        assert_int_equal(intern_add(&intern, zeros, len), len);
    char text[33] = "abcdefghijklmnopqrstuvwxyz012345";
    int first = intern_add(&intern, arena_copy(arena, text, 32), 32);
    for (int i = 0; i < 32; i++) {
        text[i] ^= 1;
        assert_int_equal(intern_find(&intern, text, 32), INTERN_NONE);
        text[i] ^= 1;
    }
    assert_int_equal(intern_find(&intern, text, 32), first);
}

static void many_texts_keep_their_numbers(void **state)
{
    (void)state;
    struct intern intern;
    intern_init(&intern, arena);
    for (int i = 0; i < 100000; i++) {
        const char *text = arena_printf(arena, "%d", i);
        assert_int_equal(intern_add(&intern, text, strlen(text)), i);
    }
    for (int i = 0; i < 100000; i++) {
        char text[16];
        int len = snprintf(text, sizeof text, "%d", i);
        assert_int_equal(intern_find(&intern, text, (size_t)len), i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_follow_the_first_appearance),
        cmocka_unit_test(length_and_every_byte_count),
        cmocka_unit_test(many_texts_keep_their_numbers),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
