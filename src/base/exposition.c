#include "base/exposition.h"

#include <stdio.h>

#include "base/clock.h"

void exposition_begin(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void begin_series(struct buf *out, const char *name, const char *labels)
{
    buf_add_text(out, name);
    if (labels[0] != '\0')
        buf_printf(out, "{%s}", labels);
}

void exposition_int(struct buf *out, const char *name, const char *labels, int64_t value)
{
    begin_series(out, name, labels);
    buf_printf(out, " %lld\n", (long long)value);
}

static void add_seconds(struct buf *out, int64_t time_us)
{
    buf_printf(out, " %lld.%06lld\n", (long long)(time_us / CLOCK_SECOND),
               (long long)(time_us % CLOCK_SECOND));
}

void exposition_seconds(struct buf *out, const char *name, const char *labels, int64_t time_us)
{
    begin_series(out, name, labels);
    add_seconds(out, time_us < 0 ? 0 : time_us);
}

/* Buckets have all that took at most so long, so the count is that of the last one. */
void exposition_histogram(struct buf *out, const char *name, const char *labels,
                          const struct metric_histogram *histogram)
{
    uint64_t count = 0;
    for (int i = 0; i < METRIC_BUCKETS; i++) {
        char bound[32] = "+Inf";
        if (i < METRIC_BUCKETS - 1)
            (void)snprintf(bound, sizeof bound, "%g", (double)metric_bounds_us[i] / CLOCK_SECOND);
        count += metric_get(&histogram->counts[i]);
        buf_printf(out, "%s_bucket{%s,le=\"%s\"} %llu\n", name, labels, bound,
                   (unsigned long long)count);
    }
    buf_printf(out, "%s_sum{%s}", name, labels);
    add_seconds(out, (int64_t)metric_get(&histogram->sum_us));
    buf_printf(out, "%s_count{%s} %llu\n", name, labels, (unsigned long long)count);
}
