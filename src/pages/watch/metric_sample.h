#ifndef PAGES_METRIC_SAMPLE_H
#define PAGES_METRIC_SAMPLE_H

#include "base/clock.h"
#include "data/watch/watch.h"

/* However often /metrics is asked for, and by whatever worker, the database is asked once in so
 * long; in between all give what was answered then. */
#define METRIC_SAMPLE_EVERY (5 * CLOCK_SECOND)

/* ERR_UNAVAILABLE if the database did not answer, which is no failure of the request. */
MUST_USE enum err metric_sample(struct db *db, int64_t values[WATCH_COUNT]) NONNULL;

#endif
