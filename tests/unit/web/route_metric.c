#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metric.h"
#include "base/metric_file.h"
#include "base/worker.h"
#include "times.h"
#include "web/route_metric.h"

static const struct route pages[] = {
    {.method = HTTP_GET, .pattern = "/things/{id}", .pool = POOL_FAST},
    {.method = HTTP_POST, .pattern = "/things/{id}", .pool = POOL_FAST},
};
static const struct route calls[] = {
    {.method = HTTP_DELETE, .pattern = "/api/things/{id}", .pool = POOL_SLOW},
};

static uint64_t count_of(int row, int class)
{
    uint64_t count = 0;
    for (int i = 0; i < METRIC_BUCKETS; i++)
        count += metric_get(&metrics()->routes[row].durations[class].counts[i]);
    return count;
}

static void requests_are_counted_by_row_and_status(void **state)
{
    (void)state;
    const struct route_cost cost = {.took_us = 1500, .database_us = 300, .round_trips = 2};
    route_metric_note(&pages[0], 200, &cost);
    route_metric_note(&pages[0], 304, &cost);
    route_metric_note(&pages[1], 303, &cost);
    route_metric_note(&calls[0], 404, &cost);
    route_metric_note(&calls[0], 503, &cost);
    route_metric_note(NULL, 404, &cost);
    route_metric_note(&(const struct route){.pattern = "/of/no/table"}, 404, &cost);
    assert_int_equal(count_of(1, 0), 1);
    assert_int_equal(count_of(1, 1), 1);
    assert_int_equal(count_of(2, 1), 1);
    assert_int_equal(count_of(3, 2), 1);
    assert_int_equal(count_of(3, 3), 1);
    assert_int_equal(count_of(0, 2), 2);
    assert_int_equal(metric_get(&metrics()->routes[1].database_us), 600);
    assert_int_equal(metric_get(&metrics()->routes[1].round_trips), 4);
}

static void only_what_was_asked_is_printed(void **state)
{
    (void)state;
    struct arena *arena = arena_create(1 << 20);
    struct buf out;
    buf_init(&out, arena);
    route_metric_print(&out);
    static const char *const lines[] = {
        "_bucket{route=\"/things/{id}\",method=\"GET\",status=\"2xx\",le=\"0.001\"} 0\n",
        "_bucket{route=\"/things/{id}\",method=\"GET\",status=\"2xx\",le=\"0.0025\"} 1\n",
        "_sum{route=\"/things/{id}\",method=\"GET\",status=\"2xx\"} 0.001500\n",
        "_count{route=\"/api/things/{id}\",method=\"DELETE\",status=\"5xx\"} 1\n",
        "_count{route=\"none\",method=\"none\",status=\"4xx\"} 2\n",
        "rostrum_database_seconds_total{route=\"/things/{id}\",method=\"GET\"} 0.000600\n",
    };
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (strstr(out.data, lines[i]) == NULL)
            fail_msg("%s is not in\n%s", lines[i], out.data);
    assert_null(strstr(out.data, "method=\"POST\",status=\"2xx\""));
    arena_destroy(arena);
}

enum { ROUNDS = 200000, RIVALS = 2 };

/* What counting adds to a request: the worker is busy and waits again, its route, what the database
 * took, and a line of the log. The clock is read as often as for one more statement. */
static int64_t count_rounds(void)
{
    const struct route_cost cost = {.took_us = 800, .database_us = 200, .round_trips = 2};
    int64_t began = times_used();
    for (int i = 0; i < ROUNDS; i++) {
        worker_begin(100);
        metric_add(METRIC_KEPT_HITS, 1);
        metric_add(METRIC_LOG_INFO, 1);
        route_metric_note(&pages[0], 200, &cost);
        worker_end();
        worker_measure();
    }
    return (times_used() - began) * 1000 / ROUNDS;
}

static int64_t count_in(const char *folder)
{
    int fd = -1;
    assert_int_equal(metrics_open(folder, route_metric_layout(), &fd), ERR_NONE);
    worker_open(fd, POOL_FAST);
    return count_rounds();
}

/* Printed; what is asserted is a limit that a slow machine keeps as well. */
static void counting_a_request_costs_little(void **state)
{
    (void)state;
    char folder[] = "/tmp/route-metric-test-XXXXXX", command[64];
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < RIVALS; i++)
        if (fork() == 0) {
            (void)count_in(folder);
            _exit(0);
        }
    int64_t beside_ns = count_in(folder);
    while (wait(NULL) > 0)
        continue;
    assert_int_equal(count_of(1, 0), (RIVALS + 1) * ROUNDS);
    int64_t alone_ns = count_rounds();
    print_message("# counting a request: %d ns, %d ns beside %d others\n", (int)alone_ns,
                  (int)beside_ns, RIVALS);
    worker_close();
    metrics_close();
    assert_in_range(alone_ns, 0, 20000);
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static void another_table_is_another_layout(void **state)
{
    (void)state;
    static const struct route more[] = {{.method = HTTP_GET, .pattern = "/more"}};
    uint64_t before = route_metric_layout();
    route_metric_add_table(pages, (int)COUNT_OF(pages));
    assert_true(route_metric_layout() == before);
    route_metric_add_table(more, 1);
    assert_true(route_metric_layout() != before);
}

int main(void)
{
    route_metric_add_table(pages, (int)COUNT_OF(pages));
    route_metric_add_table(calls, (int)COUNT_OF(calls));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_counted_by_row_and_status),
        cmocka_unit_test(only_what_was_asked_is_printed),
        cmocka_unit_test(counting_a_request_costs_little),
        cmocka_unit_test(another_table_is_another_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
