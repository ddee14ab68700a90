#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Time is microseconds since 1970-01-01 UTC in an int64_t, everywhere. */
#define CLOCK_SECOND INT64_C(1000000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR   (60 * CLOCK_MINUTE)
#define CLOCK_DAY    (24 * CLOCK_HOUR)

/* Sizes of the buffers below, with the NUL: "2026-05-03T14:05:06.123456Z", "2026-05-03". */
enum { CLOCK_ISO_LEN = 28, CLOCK_DAY_LEN = 11 };

/* Now. Monotonic within the process: never smaller than the last answer. */
int64_t clock_now(void);

/* Moves this process's clock so that clock_now() answers from `now` on; 0 goes back to the real
 * one. For the demonstration data, which is dated over the last months, and for tests of expiry. */
void clock_travel(int64_t now);

/* The same, and there it stands until clock_travel: for what happens at an instant, which a slow
 * machine would reach too late. */
void clock_stand(int64_t now);

/* Microseconds since some moment in the past, for measuring; clock_travel does not move it. */
int64_t clock_monotonic(void);

/* RFC 3339 in UTC with microseconds; and the day alone. */
void clock_format_iso(int64_t time, char out[CLOCK_ISO_LEN]);
void clock_format_day(int64_t time, char out[CLOCK_DAY_LEN]);

#endif
