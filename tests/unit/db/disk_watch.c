#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "data/db/disk_watch.h"

/* Each watch stands for a process. */
enum { WORKERS = 3, LOG_LEN = 8192 };

#define START INT64_C(1790000000000000)

static char folder[] = "/tmp/disk-watch-test-XXXXXX";
static struct disk_watch watches[WORKERS];
static FILE *log_file;
static int old_stderr;

static int set_up(void **state)
{
    (void)state;
    char path[sizeof folder + 8];
    (void)snprintf(path, sizeof path, "%s/disk", folder);
    (void)unlink(path);
    clock_travel(START);
    for (int i = 0; i < WORKERS; i++)
        disk_watch_open(&watches[i], folder);
    log_file = tmpfile();
    assert_non_null(log_file);
    old_stderr = dup(STDERR_FILENO);
    assert_true(dup2(fileno(log_file), STDERR_FILENO) >= 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    (void)dup2(old_stderr, STDERR_FILENO);
    (void)close(old_stderr);
    (void)fclose(log_file);
    for (int i = 0; i < WORKERS; i++)
        disk_watch_close(&watches[i]);
    clock_travel(0);
    return 0;
}

static bool meet(int worker, enum db_disk state)
{
    return disk_watch_failure(&watches[worker], state, "13", "no room", "INSERT");
}

static int count_lines(void)
{
    char text[LOG_LEN];
    ssize_t len = pread(fileno(log_file), text, sizeof text, 0);
    int count = 0;
    for (ssize_t i = 0; i < len; i++)
        count += text[i] == '\n';
    return count;
}

static void expect_all(enum db_disk state)
{
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(disk_watch_state(&watches[i]), state);
}

static void what_one_met_all_know_until_one_has_saved(void **state)
{
    (void)state;
    expect_all(DB_DISK_FINE);
    assert_true(meet(0, DB_DISK_FULL));
    expect_all(DB_DISK_FULL);
    assert_int_equal(watches[0].refused, DB_DISK_FULL);
    assert_int_equal(watches[1].refused, DB_DISK_FINE); /* a request of its own */
    disk_watch_success(&watches[2]);
    expect_all(DB_DISK_FINE);
    assert_true(meet(1, DB_DISK_READ_ONLY));
    expect_all(DB_DISK_READ_ONLY);
}

static void another_failure_is_none_of_the_disk(void **state)
{
    (void)state;
    assert_false(meet(0, DB_DISK_FINE));
    assert_false(disk_watch_failure(NULL, DB_DISK_FULL, "13", "no room", NULL));
    expect_all(DB_DISK_FINE);
    assert_int_equal(count_lines(), 0);
}

static void all_together_log_a_line_a_minute(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        clock_travel(START + i * CLOCK_SECOND);
        assert_true(meet(i % WORKERS, i % 5 == 0 ? DB_DISK_READ_ONLY : DB_DISK_FULL));
        disk_watch_success(&watches[(i + 1) % WORKERS]); /* it comes and goes */
    }
    assert_int_equal(count_lines(), 1);
    clock_travel(START + CLOCK_MINUTE + CLOCK_SECOND);
    assert_true(meet(2, DB_DISK_FULL));
    assert_int_equal(count_lines(), 2);
}

static void nobody_tries_and_after_five_minutes_it_is_unknown(void **state)
{
    (void)state;
    assert_true(meet(0, DB_DISK_FULL));
    clock_travel(START + 4 * CLOCK_MINUTE);
    assert_true(meet(1, DB_DISK_FULL));
    clock_travel(START + 8 * CLOCK_MINUTE);
    expect_all(DB_DISK_FULL);
    clock_travel(START + 9 * CLOCK_MINUTE + CLOCK_SECOND); /* meeting it took some time */
    expect_all(DB_DISK_FINE);
}

static void without_a_folder_each_knows_its_own(void **state)
{
    (void)state;
    struct disk_watch lone;
    struct disk_watch other;
    disk_watch_open(&lone, "/nowhere");
    disk_watch_open(&other, NULL);
    assert_true(disk_watch_failure(&lone, DB_DISK_FULL, "13", "no room", NULL));
    assert_int_equal(disk_watch_state(&lone), DB_DISK_FULL);
    assert_int_equal(disk_watch_state(&other), DB_DISK_FINE);
    disk_watch_success(&lone);
    assert_int_equal(disk_watch_state(&lone), DB_DISK_FINE);
    disk_watch_close(&lone);
    disk_watch_close(&other);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[sizeof folder + 8];
    (void)snprintf(path, sizeof path, "%s/disk", folder);
    assert_int_equal(unlink(path), 0);
    return rmdir(folder);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_one_met_all_know_until_one_has_saved),
        TEST(another_failure_is_none_of_the_disk),
        TEST(all_together_log_a_line_a_minute),
        TEST(nobody_tries_and_after_five_minutes_it_is_unknown),
        TEST(without_a_folder_each_knows_its_own),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
