#include "pages/watch/metric_sample.h"

#include "base/metric.h"

_Static_assert((int)WATCH_COUNT <= (int)METRIC_SAMPLES, "all values have a place");

static int64_t get(const int64_t *word)
{
    return __atomic_load_n(word, __ATOMIC_RELAXED);
}

static void set(int64_t *word, int64_t value)
{
    __atomic_store_n(word, value, __ATOMIC_RELAXED);
}

/* Of several that come at once one reads. */
static bool is_our_turn(struct metric_sample *sample, int64_t now)
{
    int64_t tried_at = get(&sample->tried_at);
    return (tried_at == 0 || now - tried_at >= METRIC_SAMPLE_EVERY || now < tried_at) &&
           __atomic_compare_exchange_n(&sample->tried_at, &tried_at, now, false, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED);
}

static void read_anew(struct db *db, struct metric_sample *sample, int64_t now)
{
    int64_t values[WATCH_COUNT];
    bool had_failed = db_has_failed(db);
    bool is_read = watch_read(db, values) == ERR_NONE;
    if (!is_read && !had_failed)
        db_forgive(db);
    for (int i = 0; is_read && i < WATCH_COUNT; i++)
        set(&sample->values[i], values[i]);
    set(&sample->read_at, is_read ? now : 0);
}

enum err metric_sample(struct db *db, int64_t values[WATCH_COUNT])
{
    struct metric_sample *sample = &metrics()->sample;
    int64_t now = clock_monotonic();
    if (is_our_turn(sample, now))
        read_anew(db, sample, now);
    for (int i = 0; i < WATCH_COUNT; i++)
        values[i] = get(&sample->values[i]);
    return get(&sample->read_at) != 0 ? ERR_NONE : ERR_UNAVAILABLE;
}
