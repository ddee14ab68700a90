#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "pages/page.h"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

static const char *count_ago(struct arena *arena, int64_t count, const char *unit)
{
    return arena_printf(arena, "%lld %s%s ago", (long long)count, unit, count == 1 ? "" : "s");
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

void page_time(struct page *page, struct view *view, const char *key, int64_t time)
{
    if (time == 0)
        return;
    struct tm parts;
    time_t seconds = (time_t)(time / CLOCK_SECOND);
    if (gmtime_r(&seconds, &parts) == NULL)
        return;
    struct view *section = view_add(view, key);
    int year = parts.tm_year + 1900;
    view_text(section, "AGO", ago(page->arena, time, &parts));
    view_text(section, "ISO",
              arena_printf(page->arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, parts.tm_mon + 1,
                           parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec));
    view_text(section, "EXACT",
              arena_printf(page->arena, "%d %s %d, %02d:%02d UTC", parts.tm_mday,
                           months[parts.tm_mon], year, parts.tm_hour, parts.tm_min));
}

void page_uuid(struct page *page, struct view *view, const char *key, const struct uuid *uuid)
{
    char *text = arena_alloc(page->arena, UUID_TEXT_LEN);
    uuid_format(uuid, text);
    view_text(view, key, text);
}
