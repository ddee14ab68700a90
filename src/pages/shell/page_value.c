#include "pages/shell/page_value.h"

#include <time.h>

#include "base/clock.h"

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

static const char *ago(struct arena *arena, int64_t time, const struct tm *parts)
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
    return arena_printf(arena, "%d %.3s %d", parts->tm_mday, months[parts->tm_mon],
                        parts->tm_year + 1900);
}

/* "2026-05-03T14:05:06Z" */
static const char *iso(struct arena *arena, const struct tm *parts)
{
    char text[] = "YYYY-MM-DDTHH:MM:SSZ";
    (void)put(text, parts->tm_year + 1900, 4);
    (void)put(text + 5, parts->tm_mon + 1, 2);
    (void)put(text + 8, parts->tm_mday, 2);
    (void)put(text + 11, parts->tm_hour, 2);
    (void)put(text + 14, parts->tm_min, 2);
    (void)put(text + 17, parts->tm_sec, 2);
    return arena_copy(arena, text, sizeof text - 1);
}

/* "3 May 2026, 14:05 UTC" */
static const char *exact(struct arena *arena, const struct tm *parts)
{
    char text[64];
    char *at = put(text, parts->tm_mday, parts->tm_mday < 10 ? 1 : 2);
    at = put_text(at, " ");
    at = put_text(at, months[parts->tm_mon]);
    at = put_text(at, " ");
    at = put(at, parts->tm_year + 1900, 4);
    at = put_text(at, ", ");
    at = put(at, parts->tm_hour, 2);
    at = put_text(at, ":");
    at = put(at, parts->tm_min, 2);
    at = put_text(at, " UTC");
    return arena_copy(arena, text, (size_t)(at - text));
}

void page_time_here(struct page *page, struct view *view, int64_t time)
{
    struct tm parts;
    time_t seconds = (time_t)(time / CLOCK_SECOND);
    if (gmtime_r(&seconds, &parts) == NULL || parts.tm_year + 1900 > 9999)
        return;
    view_text(view, "AGO", ago(page->arena, time, &parts));
    view_text(view, "ISO", iso(page->arena, &parts));
    view_text(view, "EXACT", exact(page->arena, &parts));
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
