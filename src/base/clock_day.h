#ifndef BASE_CLOCK_DAY_H
#define BASE_CLOCK_DAY_H

#include <stdint.h>

#include "base/err.h"

/* Parses a day, "2026-05-03", to its first microsecond in UTC. ERR_INVALID for anything else. Not
 * in clock.h: the log has a clock, and errors have the log. */
MUST_USE enum err clock_parse_day(const char *text, int64_t *time) NONNULL;

/* Parses a moment of RFC 3339 in UTC, "2026-05-03T14:05:06Z" with or without a fraction of at most
 * six digits; a day alone is its first microsecond. ERR_INVALID for anything else. */
MUST_USE enum err clock_parse_iso(const char *text, int64_t *time) NONNULL;

#endif
