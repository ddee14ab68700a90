#include "base/worker.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metric.h"
#include "base/number.h"

_Static_assert((int)WORKER_FIELD_COUNT <= (int)COUNT_OF(((struct metric_worker *)0)->fields),
               "a row has its place");

/* Without a file the one process is its first row. */
static struct {
    int fd;
    int row; /* -1: none is free */
    int pool;
    int memory_fd;
    int64_t measured_at; /* clock_monotonic */
    int64_t cpu_us;      /* that was counted */
} self = {.fd = -1, .memory_fd = -1};

static bool lock_row(int row)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = row, .l_len = 1};
    return fcntl(self.fd, F_OFD_SETLK, &lock) == 0;
}

static bool is_locked(int row)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = row, .l_len = 1};
    return fcntl(self.fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static int64_t *field_of(int row, int field)
{
    return &metrics()->workers[row].fields[field];
}

void worker_set(enum worker_field field, int64_t value)
{
    if (self.row >= 0)
        __atomic_store_n(field_of(self.row, (int)field), value, __ATOMIC_RELAXED);
}

void worker_open(int fd, int pool)
{
    worker_close();
    self.fd = fd;
    self.pool = pool;
    while (fd >= 0 && self.row < METRIC_WORKERS && !lock_row(self.row))
        self.row++;
    if (self.row == METRIC_WORKERS)
        self.row = -1;
    for (int field = 0; field < WORKER_FIELD_COUNT; field++)
        worker_set((enum worker_field)field, 0);
    worker_set(WORKER_POOL, pool);
    worker_set(WORKER_BEGAN_AT, clock_now());
    metric_raise(&metrics()->pools[pool].started, 1);
    self.memory_fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    worker_measure();
}

void worker_close(void)
{
    if (self.fd >= 0)
        (void)close(self.fd); /* the lock goes with it */
    if (self.memory_fd >= 0)
        (void)close(self.memory_fd);
    self.fd = self.memory_fd = -1;
    self.row = 0;
    self.measured_at = self.cpu_us = 0;
}

void worker_begin(int64_t waited_us)
{
    worker_set(WORKER_BUSY_SINCE, clock_monotonic());
    if (waited_us >= 0)
        metric_observe(&metrics()->pools[self.pool].waits, waited_us);
}

void worker_end(void)
{
    worker_set(WORKER_BUSY_SINCE, 0);
}

static int64_t microseconds(const struct timeval *time)
{
    return (int64_t)time->tv_sec * CLOCK_SECOND + time->tv_usec;
}

/* The second number of the file: pages (proc(5)). */
static int64_t memory_now(void)
{
    char text[128];
    const char *end = NULL;
    ssize_t len = self.memory_fd < 0 ? 0 : pread(self.memory_fd, text, sizeof text - 1, 0);
    text[len < 0 ? 0 : len] = '\0';
    const char *space = strchr(text, ' ');
    int64_t pages = space == NULL ? 0 : number_leading(NUMBER_COUNTER, space + 1, &end);
    return pages * (int64_t)sysconf(_SC_PAGESIZE);
}

void worker_measure(void)
{
    struct rusage usage;
    int64_t now = clock_monotonic();
    if (self.measured_at != 0 && now - self.measured_at < CLOCK_SECOND)
        return;
    self.measured_at = now;
    worker_set(WORKER_MEMORY, memory_now());
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return;
    int64_t cpu_us = microseconds(&usage.ru_utime) + microseconds(&usage.ru_stime);
    metric_raise(&metrics()->pools[self.pool].cpu_us, (uint64_t)(cpu_us - self.cpu_us));
    self.cpu_us = cpu_us;
}

bool worker_next(int *at, struct worker *worker)
{
    int last = self.fd < 0 ? 1 : METRIC_WORKERS;
    for (; *at < last; ++*at) {
        if (__atomic_load_n(field_of(*at, WORKER_BEGAN_AT), __ATOMIC_RELAXED) == 0)
            continue;
        if (*at != self.row && !is_locked(*at))
            continue;
        for (int field = 0; field < WORKER_FIELD_COUNT; field++)
            worker->fields[field] = __atomic_load_n(field_of(*at, field), __ATOMIC_RELAXED);
        ++*at;
        return true;
    }
    return false;
}
