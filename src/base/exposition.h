#ifndef BASE_EXPOSITION_H
#define BASE_EXPOSITION_H

#include "base/buf.h"
#include "base/metric.h"

/* Prometheus' text format, version 0.0.4 ("Exposition formats" of its documentation). Names, labels
 * and helps are the program's own texts, and need no escapes. labels: "pool=\"fast\"", or "". */

#define EXPOSITION_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* Begins a metric; what follows, up to the next one, are its series. */
void exposition_begin(struct buf *out, const char *name, const char *type,
                      const char *help) NONNULL;

void exposition_int(struct buf *out, const char *name, const char *labels, int64_t value) NONNULL;

/* Microseconds, as seconds. */
void exposition_seconds(struct buf *out, const char *name, const char *labels,
                        int64_t time_us) NONNULL;

void exposition_histogram(struct buf *out, const char *name, const char *labels,
                          const struct metric_histogram *histogram) NONNULL;

#endif
