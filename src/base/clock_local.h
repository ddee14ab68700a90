#ifndef BASE_CLOCK_LOCAL_H
#define BASE_CLOCK_LOCAL_H

#include <stdint.h>

#include "base/err.h"

/* Times as the clocks of a time zone show them (base/time_zone.h), by the rules that hold at that
 * time: with daylight saving, and as they were then. A zone that the system does not know is UTC.
 */

struct clock_local {
    int year;
    int month; /* 1 to 12 */
    int day;   /* of the month, from 1 */
    int hour;
    int minute;
    int second;
    int offset_s; /* ahead of UTC; negative in the west */
};

/* What the clocks show at a time; all 0 beyond the years that a calendar has. */
struct clock_local clock_local(const char *zone, int64_t time) NONNULL;

/* The day that a time falls on, as clock_parse_day gives one: the first microsecond of the day of
 * that date in UTC. Days are counted with CLOCK_DAY. */
int64_t clock_local_day(const char *zone, int64_t time) NONNULL;

/* The first microsecond of such a day in the zone. A day ends where the next begins: after 23 or 25
 * hours when the clocks are changed, at once where a place left the day out to change the side of
 * the date line. */
int64_t clock_local_start(const char *zone, int64_t day) NONNULL;

#endif
