#include "test.h"

#include <stdlib.h>

#include "base/writable.h"

static void assert_folders(const char *const *found, const char *const *wanted)
{
    for (; *wanted != NULL; found++, wanted++)
        assert_string_equal(*found, *wanted);
    assert_null(*found);
}

static void folders_are_those_of_the_settings(void **state)
{
    struct arena *arena = *state;
    struct writable settings = {.database_url = "sqlite:/var/lib/rostrum/rostrum.db",
                                .keyring_path = "/etc/rostrum/key-ring",
                                .checkpoints = "/srv/checkpoints",
                                .runtime_dir = "/run/rostrum-slow:/run/other"};
    assert_int_equal(setenv("ROSTRUM_ERASURES", "/srv/erasures.jsonl", 1), 0);
    assert_int_equal(setenv("ROSTRUM_RUNTIME", "/run/rostrum", 1), 0);
    assert_int_equal(setenv("TMPDIR", "/var/tmp", 1), 0);
    assert_folders(writable_folders(arena, &settings),
                   (const char *const[]){"/var/lib/rostrum", "/etc/rostrum", "/srv/checkpoints",
                                         "/srv", "/run/rostrum-slow", "/run/rostrum", "/var/tmp",
                                         NULL});
}

static void what_is_not_set_is_left_out(void **state)
{
    struct arena *arena = *state;
    struct writable settings = {.database_url = "postgresql://rostrum@/rostrum",
                                .keyring_path = "key-ring",
                                .checkpoints = NULL,
                                .runtime_dir = ""};
    assert_int_equal(unsetenv("ROSTRUM_ERASURES"), 0);
    assert_int_equal(unsetenv("ROSTRUM_RUNTIME"), 0);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    assert_folders(writable_folders(arena, &settings), (const char *const[]){".", "/tmp", NULL});
}

static int set_up(void **state)
{
    *state = arena_create(1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_are_those_of_the_settings),
        cmocka_unit_test(what_is_not_set_is_left_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
