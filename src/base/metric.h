#ifndef BASE_METRIC_H
#define BASE_METRIC_H

#include <stdint.h>

/* What the operator watches, counted by all processes of a machine in memory that they share: a
 * file in the runtime folder. Whoever counts adds to a word there, atomically and without waiting
 * for anybody; so sums are there for whoever reads them, nothing that a killed process counted is
 * lost, and no counter ever goes backwards. Nothing in it comes from a request: names are those of
 * this table and of the program's routes, so there are only so many of them. */

enum metric {
    METRIC_SIGN_INS, /* sessions that began */
    METRIC_SIGN_INS_FAILED,
    METRIC_SIGN_INS_REFUSED,
    METRIC_LIMITED_TOKENS,   /* requests of programs: base/rate.h */
    METRIC_LIMITED_ATTEMPTS, /* at passwords and codes: data/session/throttle.h */
    METRIC_LIMITED_HASHES,   /* no place to wait for a core: crypt/password_turn.h */
    METRIC_LIMITED_TURNS,    /* heavy work of one person or organization: base/turn.h */
    METRIC_KEPT_HITS,        /* data/db/kept.h */
    METRIC_KEPT_MISSES,
    METRIC_USAGE_LOST, /* servings that nobody will ever count: data/usage/usage.h */
    METRIC_LOG_INFO,   /* lines of the log; the next three are those of higher levels */
    METRIC_LOG_WARN,
    METRIC_LOG_ERROR,
    METRIC_LOG_FATAL,
    METRIC_COUNT
};

/* How long something took: how often at most so long, and in all. */
enum { METRIC_BUCKETS = 9 };
struct metric_histogram {
    uint64_t counts[METRIC_BUCKETS]; /* each is counted in one; the last one has no bound */
    uint64_t sum_us;
};
extern const int64_t metric_bounds_us[METRIC_BUCKETS - 1];

/* What the requests of a row of the route tables cost (web/route_metric.h), by the first digit of
 * the status from 2 on. */
enum { METRIC_STATUSES = 4, METRIC_ROUTES = 1024 };
struct metric_route {
    struct metric_histogram durations[METRIC_STATUSES];
    uint64_t database_us, round_trips, statements;
};

/* The workers, by pool (web/route.h). base/worker.h writes them. */
enum { METRIC_POOLS = 4, METRIC_WORKERS = 256 };
struct metric_pool {
    struct metric_histogram waits; /* of requests for a worker */
    uint64_t started;              /* processes */
    uint64_t cpu_us;
};
struct metric_worker {
    int64_t fields[8];
};

/* What was last read from the database, by whoever was asked for it (data/watch/watch.h). */
enum { METRIC_SAMPLES = 32 };
struct metric_sample {
    int64_t tried_at; /* clock_monotonic */
    int64_t read_at;  /* 0: that failed */
    int64_t values[METRIC_SAMPLES];
};

struct metrics {
    uint64_t counts[METRIC_COUNT];
    struct metric_pool pools[METRIC_POOLS];
    struct metric_worker workers[METRIC_WORKERS];
    struct metric_sample sample;
    struct metric_route routes[METRIC_ROUTES];
};

/* The memory, which is this process's own until another is used (base/metric_file.h; NULL: its own
 * again). Read it with metric_get. */
struct metrics *metrics(void) __attribute__((returns_nonnull));
void metrics_use(struct metrics *memory);

static inline uint64_t metric_get(const uint64_t *word)
{
    return __atomic_load_n(word, __ATOMIC_RELAXED);
}

static inline void metric_raise(uint64_t *word, uint64_t by)
{
    (void)__atomic_fetch_add(word, by, __ATOMIC_RELAXED);
}

void metric_add(enum metric metric, uint64_t by);
void metric_observe(struct metric_histogram *histogram, int64_t took_us) __attribute__((nonnull));

#endif
