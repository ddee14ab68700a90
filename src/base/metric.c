#include "base/metric.h"

#include <stddef.h>

const int64_t metric_bounds_us[METRIC_BUCKETS - 1] = {1000,  2500,   5000,    10000,
                                                      50000, 250000, 1000000, 5000000};

static struct metrics alone;
static struct metrics *memory = &alone;

void metrics_use(struct metrics *other)
{
    memory = other == NULL ? &alone : other;
}

struct metrics *metrics(void)
{
    return memory;
}

void metric_add(enum metric metric, uint64_t by)
{
    metric_raise(&memory->counts[metric], by);
}

void metric_observe(struct metric_histogram *histogram, int64_t took_us)
{
    int bucket = 0;
    while (bucket < METRIC_BUCKETS - 1 && took_us > metric_bounds_us[bucket])
        bucket++;
    metric_raise(&histogram->counts[bucket], 1);
    metric_raise(&histogram->sum_us, took_us < 0 ? 0 : (uint64_t)took_us);
}
