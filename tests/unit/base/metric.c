#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/exposition.h"
#include "base/metric.h"
#include "base/metric_file.h"
#include "base/worker.h"

enum { LAYOUT = 7, CHILDREN = 4, EACH = 100000 };

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/metric-test-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    worker_close();
    metrics_close();
    memset(metrics(), 0, sizeof *metrics());
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static uint64_t sum(enum metric metric)
{
    return metric_get(&metrics()->counts[metric]);
}

static void open_worker(int pool)
{
    int fd = -1;
    assert_int_equal(metrics_open(folder, LAYOUT, &fd), ERR_NONE);
    assert_true(fd >= 0);
    worker_open(fd, pool);
}

/* Runs it in a process that does not end by itself once it has said that it is done. */
static pid_t start_worker(void (*run)(void), int *done)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        run();
        (void)!write(ends[1], "x", 1);
        for (;;)
            (void)pause();
    }
    (void)close(ends[1]);
    *done = ends[0];
    return child;
}

static void await_byte(int fd)
{
    char byte;
    assert_int_equal(read(fd, &byte, 1), 1);
    (void)close(fd);
}

static void end_worker(pid_t child)
{
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static int worker_count(int pool)
{
    int count = 0;
    struct worker worker;
    for (int at = 0; worker_next(&at, &worker);)
        count += worker.fields[WORKER_POOL] == pool;
    return count;
}

static void count_much(void)
{
    open_worker(1);
    for (int i = 0; i < EACH; i++)
        metric_add(METRIC_KEPT_HITS, 1);
}

static void nothing_of_several_processes_is_lost(void **state)
{
    (void)state;
    pid_t children[CHILDREN];
    int done[CHILDREN];
    open_worker(2);
    for (int i = 0; i < CHILDREN; i++)
        children[i] = start_worker(count_much, &done[i]);
    for (int i = 0; i < CHILDREN; i++)
        await_byte(done[i]);
    assert_int_equal(sum(METRIC_KEPT_HITS), CHILDREN * EACH);
    assert_int_equal(worker_count(1), CHILDREN);
    assert_int_equal(worker_count(2), 1);
    end_worker(children[0]);
    end_worker(children[1]);
    assert_int_equal(sum(METRIC_KEPT_HITS), CHILDREN * EACH);
    assert_int_equal(worker_count(1), CHILDREN - 2);
    assert_int_equal(metric_get(&metrics()->pools[1].started), CHILDREN);
    for (int i = 2; i < CHILDREN; i++)
        end_worker(children[i]);
    assert_int_equal(worker_count(1), 0);
    assert_int_equal(worker_count(2), 1);
}

static void serve_for_ever(void)
{
    open_worker(3);
    worker_begin(2000);
    worker_set(WORKER_KEPT, 4096);
}

/* Its row is free at once, and the next one in it begins with nothing. */
static void who_was_killed_is_not_busy(void **state)
{
    (void)state;
    int done;
    struct worker worker;
    int at = 0;
    pid_t child = start_worker(serve_for_ever, &done);
    await_byte(done);
    end_worker(child);
    open_worker(3);
    assert_int_equal(metric_get(&metrics()->pools[3].waits.counts[1]), 1);
    assert_true(worker_next(&at, &worker));
    assert_int_equal(worker.fields[WORKER_BUSY_SINCE], 0);
    assert_int_equal(worker.fields[WORKER_KEPT], 0);
    assert_true(worker.fields[WORKER_MEMORY] > 100 * 1024);
    assert_false(worker_next(&at, &worker));
}

static void a_worker_is_busy_while_it_serves(void **state)
{
    (void)state;
    struct worker worker;
    open_worker(1);
    worker_begin(-1);
    assert_true(worker_next(&(int){0}, &worker));
    int64_t since = worker.fields[WORKER_BUSY_SINCE];
    assert_in_range(clock_monotonic() - since, 0, CLOCK_HOUR);
    worker_end();
    assert_true(worker_next(&(int){0}, &worker));
    assert_int_equal(worker.fields[WORKER_BUSY_SINCE], 0);
}

static void another_layout_has_another_file(void **state)
{
    (void)state;
    int fd = -1;
    open_worker(1);
    metric_add(METRIC_SIGN_INS, 3);
    assert_int_equal(metrics_open(folder, LAYOUT + 1, &fd), ERR_NONE);
    (void)close(fd);
    assert_int_equal(sum(METRIC_SIGN_INS), 0);
    assert_int_equal(metrics_open(folder, LAYOUT, &fd), ERR_NONE);
    (void)close(fd);
    assert_int_equal(sum(METRIC_SIGN_INS), 3);
}

/* On a disk without room (here: a limit of the process) it counts for itself alone. */
static void without_room_a_process_counts_alone(void **state)
{
    (void)state;
    int fd = 0;
    assert_int_equal(metrics_open("", LAYOUT, &fd), ERR_NONE);
    assert_int_equal(fd, -1);
    worker_open(fd, 1);
    metric_add(METRIC_SIGN_INS, 1);
    assert_int_equal(sum(METRIC_SIGN_INS), 1);
    assert_int_equal(worker_count(1), 1);
    assert_int_equal(metrics_open("/tmp/there-is-no-such-folder", LAYOUT, &fd), ERR_UNAVAILABLE);
}

static void histograms_count_each_time_once(void **state)
{
    (void)state;
    struct metric_histogram histogram = {.sum_us = 0};
    static const int64_t times[] = {0, 1000, 1001, 2500, 400000, 5000000, 5000001, 90000000};
    struct arena *arena = arena_create(1 << 20);
    struct buf out;
    for (size_t i = 0; i < COUNT_OF(times); i++)
        metric_observe(&histogram, times[i]);
    buf_init(&out, arena);
    exposition_histogram(&out, "x", "a=\"b\"", &histogram);
    assert_string_equal(out.data, "x_bucket{a=\"b\",le=\"0.001\"} 2\n"
                                  "x_bucket{a=\"b\",le=\"0.0025\"} 4\n"
                                  "x_bucket{a=\"b\",le=\"0.005\"} 4\n"
                                  "x_bucket{a=\"b\",le=\"0.01\"} 4\n"
                                  "x_bucket{a=\"b\",le=\"0.05\"} 4\n"
                                  "x_bucket{a=\"b\",le=\"0.25\"} 4\n"
                                  "x_bucket{a=\"b\",le=\"1\"} 5\n"
                                  "x_bucket{a=\"b\",le=\"5\"} 6\n"
                                  "x_bucket{a=\"b\",le=\"+Inf\"} 8\n"
                                  "x_sum{a=\"b\"} 100.404502\n"
                                  "x_count{a=\"b\"} 8\n");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_of_several_processes_is_lost, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(who_was_killed_is_not_busy, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_worker_is_busy_while_it_serves, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(another_layout_has_another_file, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(without_room_a_process_counts_alone, make_folder,
                                        remove_folder),
        cmocka_unit_test(histograms_count_each_time_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
