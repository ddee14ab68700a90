#include "pages/shell/page_value.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/clock_local.h"
#include "base/time_zone.h"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

/* Lists print dozens of times, so that digits are set by hand. */
static char *put(char *at, int number, int digits)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + digits;
}

static char *put_text(char *at, const char *text)
{
    while (*text != '\0')
        *at++ = *text++;
    return at;
}

static const char *count_ago(struct arena *arena, int64_t count, const char *unit)
{
    char text[64];
    char *at = text + text_format_int(count, text);
    *at++ = ' ';
    at = put_text(at, unit);
    at = put_text(at, count == 1 ? " ago" : "s ago");
    return arena_copy(arena, text, (size_t)(at - text));
}

static const char *ago(struct arena *arena, int64_t time, const struct clock_local *local)
{
    enum { DAYS_SHOWN = 30 };
    int64_t age = clock_now() - time;
    if (age < CLOCK_MINUTE)
        return "just now";
    if (age < CLOCK_HOUR)
        return count_ago(arena, age / CLOCK_MINUTE, "minute");
    if (age < CLOCK_DAY)
        return count_ago(arena, age / CLOCK_HOUR, "hour");
    if (age < DAYS_SHOWN * CLOCK_DAY)
        return count_ago(arena, age / CLOCK_DAY, "day");
    return arena_printf(arena, "%d %.3s %d", local->day, months[local->month - 1], local->year);
}

/* "2026-05-03T14:05:06Z" */
static const char *iso(struct arena *arena, const struct clock_local *utc)
{
    char text[] = "YYYY-MM-DDTHH:MM:SSZ";
    (void)put(text, utc->year, 4);
    (void)put(text + 5, utc->month, 2);
    (void)put(text + 8, utc->day, 2);
    (void)put(text + 11, utc->hour, 2);
    (void)put(text + 14, utc->minute, 2);
    (void)put(text + 17, utc->second, 2);
    return arena_copy(arena, text, sizeof text - 1);
}

/* " UTC", " UTC-4", " UTC+5:30" */
static char *put_offset(char *at, int offset_s)
{
    enum { MINUTES = 60 };
    int minutes = abs(offset_s) / MINUTES;
    at = put_text(at, " UTC");
    if (minutes == 0)
        return at;
    at = put_text(at, offset_s < 0 ? "-" : "+");
    at = put(at, minutes / MINUTES, minutes < 10 * MINUTES ? 1 : 2);
    if (minutes % MINUTES == 0)
        return at;
    at = put_text(at, ":");
    return put(at, minutes % MINUTES, 2);
}

/* "3 May 2026, 14:05 UTC+2" */
static const char *exact(struct arena *arena, const struct clock_local *local)
{
    char text[64];
    char *at = put(text, local->day, local->day < 10 ? 1 : 2);
    at = put_text(at, " ");
    at = put_text(at, months[local->month - 1]);
    at = put_text(at, " ");
    at = put(at, local->year, 4);
    at = put_text(at, ", ");
    at = put(at, local->hour, 2);
    at = put_text(at, ":");
    at = put(at, local->minute, 2);
    at = put_offset(at, local->offset_s);
    return arena_copy(arena, text, (size_t)(at - text));
}

const char *page_zone(const struct page *page)
{
    return page->session != NULL ? page->session->time_zone : TIME_ZONE_UTC;
}

void page_time_here(struct page *page, struct view *view, int64_t time)
{
    struct clock_local utc = clock_local(TIME_ZONE_UTC, time);
    struct clock_local local = clock_local(page_zone(page), time);
    if (local.month == 0 || local.year > 9999 || utc.year > 9999)
        return;
    view_text(view, "AGO", ago(page->arena, time, &local));
    view_text(view, "ISO", iso(page->arena, &utc));
    view_text(view, "EXACT", exact(page->arena, &local));
}

void page_time(struct page *page, struct view *view, const char *key, int64_t time)
{
    if (time != 0)
        page_time_here(page, view_add(view, key), time);
}

void page_uuid(struct page *page, struct view *view, const char *key, const struct uuid *uuid)
{
    char *text = arena_alloc(page->arena, UUID_TEXT_LEN);
    uuid_format(uuid, text);
    view_text(view, key, text);
}
