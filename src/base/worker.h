#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include <stdbool.h>
#include <stdint.h>

/* This process among the workers of the machine, as the operator watches them (base/metric.h): a
 * row that it alone writes, and that is its own as long as it holds a lock of the file, which the
 * kernel releases when it ends, however it ends. */

enum worker_field {
    WORKER_POOL,
    WORKER_BEGAN_AT,    /* clock_now */
    WORKER_BUSY_SINCE,  /* clock_monotonic; 0: it waits for a request */
    WORKER_MEMORY,      /* bytes of it that are in memory */
    WORKER_KEPT,        /* bytes of results that it keeps (data/db/kept.h) */
    WORKER_USAGE_SINCE, /* clock_now, of the oldest serving that is not written; 0: none */
    WORKER_FIELD_COUNT
};

/* Takes a row. fd is metrics_open's; -1: nobody else sees this process. Of more than METRIC_WORKERS
 * the rest is counted, but not seen. */
void worker_open(int fd, int pool);
void worker_close(void);

void worker_set(enum worker_field field, int64_t value);

/* A request begins, which waited so long for this worker (-1: nobody knows); and ends. */
void worker_begin(int64_t waited_us);
void worker_end(void);

/* Between requests: its memory and processor time, looked at once a second at most. */
void worker_measure(void);

/* All that live, in no order: false after the last. *at begins with 0. */
struct worker {
    int64_t fields[WORKER_FIELD_COUNT];
};
bool worker_next(int *at, struct worker *worker) __attribute__((nonnull));

#endif
