#include "base/clock_local.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/time_zone.h"

/* The C library knows the rules of the zone in the variable TZ only. Reading a zone file for each
 * of the hundred times of a page would take longer than the page, so that what was found is
 * remembered: from when until when the clocks of a zone stood that far ahead. */
struct span {
    char zone[TIME_ZONE_MAX + 1];
    int64_t from; /* seconds since 1970, as all times in this file; until is the first after */
    int64_t until;
    int offset_s;
};

enum {
    SPANS = 64,
    DAY_S = 24 * 3600,
    REACH_DAYS = 40, /* that a span is looked for on each side */
    /* No clock has ever been a whole day ahead or behind, nor two changes apart by less. */
    OFFSET_MAX_S = 26 * 3600,
};

/* The program has one thread, and nothing else in it asks for the local time: the variable is
 * changed in place, without a copy that nobody frees, and put back at once. */
static const char *enter(const char *zone)
{
    static char variable[sizeof "TZ=:" TIME_ZONE_FILES "/" + TIME_ZONE_MAX];
    const char *before = getenv("TZ");
    (void)snprintf(variable, sizeof variable, "TZ=:%s/%s", TIME_ZONE_FILES, zone);
    (void)putenv(variable);
    tzset();
    return before;
}

static void leave(const char *before)
{
    if (before == NULL)
        (void)unsetenv("TZ");
    else
        (void)putenv((char *)before - strlen("TZ="));
    tzset();
}

/* In the zone that was entered. */
static int offset_at(int64_t time_s)
{
    struct tm parts;
    time_t seconds = (time_t)time_s;
    return localtime_r(&seconds, &parts) == NULL ? 0 : (int)parts.tm_gmtoff;
}

/* Of two times, a day apart at most, of which the first has this offset and the second has not:
 * brings them so close that they are neighbors. */
static void close_in(int64_t *same, int64_t *other, int offset_s)
{
    while (*other - *same > 1 || *same - *other > 1) {
        int64_t middle = *same + (*other - *same) / 2;
        *(offset_at(middle) == offset_s ? same : other) = middle;
    }
}

/* Day by day from the time on, as far as the offset stays. */
static void find_span(int64_t time_s, struct span *span)
{
    int offset_s = span->offset_s = offset_at(time_s);
    span->from = span->until = time_s;
    for (int i = 0; i < REACH_DAYS; i++, span->until += DAY_S)
        if (offset_at(span->until + DAY_S) != offset_s) {
            int64_t same = span->until;
            span->until += DAY_S;
            close_in(&same, &span->until, offset_s);
            break;
        }
    for (int i = 0; i < REACH_DAYS; i++, span->from -= DAY_S)
        if (offset_at(span->from - DAY_S) != offset_s) {
            int64_t other = span->from - DAY_S;
            close_in(&span->from, &other, offset_s);
            break;
        }
}

static const struct span *span_at(const char *zone, int64_t time_s)
{
    static const struct span utc = {TIME_ZONE_UTC, INT64_MIN, INT64_MAX, 0};
    static struct span spans[SPANS];
    static int next;
    if (strcmp(zone, TIME_ZONE_UTC) == 0 || strlen(zone) > TIME_ZONE_MAX)
        return &utc;
    for (int i = 0; i < SPANS; i++)
        if (time_s >= spans[i].from && time_s < spans[i].until && strcmp(spans[i].zone, zone) == 0)
            return &spans[i];
    struct span *span = &spans[next];
    next = (next + 1) % SPANS;
    (void)snprintf(span->zone, sizeof span->zone, "%s", zone);
    const char *before = enter(zone);
    find_span(time_s, span);
    leave(before);
    return span;
}

static int64_t seconds_of(int64_t time)
{
    int64_t seconds = time / CLOCK_SECOND;
    return time % CLOCK_SECOND < 0 ? seconds - 1 : seconds;
}

struct clock_local clock_local(const char *zone, int64_t time)
{
    int64_t seconds = seconds_of(time);
    int offset_s = span_at(zone, seconds)->offset_s;
    time_t local = (time_t)(seconds + offset_s);
    struct tm parts;
    if (gmtime_r(&local, &parts) == NULL)
        return (struct clock_local){0};
    return (struct clock_local){
        .year = parts.tm_year + 1900,
        .month = parts.tm_mon + 1,
        .day = parts.tm_mday,
        .hour = parts.tm_hour,
        .minute = parts.tm_min,
        .second = parts.tm_sec,
        .offset_s = offset_s,
    };
}

int64_t clock_local_day(const char *zone, int64_t time)
{
    int64_t seconds = seconds_of(time);
    int64_t local = seconds + span_at(zone, seconds)->offset_s;
    int64_t day = local / DAY_S;
    return (local % DAY_S < 0 ? day - 1 : day) * CLOCK_DAY;
}

/* The first time at which the clocks show the midnight or, where they are put forward over it, a
 * time after it: of one span after the other, the first that has such a time. */
int64_t clock_local_start(const char *zone, int64_t day)
{
    int64_t midnight = seconds_of(day);
    const struct span *span = span_at(zone, midnight - OFFSET_MAX_S);
    int64_t start = midnight - span->offset_s;
    while (start >= span->until) {
        span = span_at(zone, span->until);
        start = midnight - span->offset_s;
        if (start < span->from)
            start = span->from;
    }
    return start * CLOCK_SECOND;
}
