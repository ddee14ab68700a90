#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/clock_day.h"
#include "base/clock_local.h"
#include "base/time_zone.h"

static int64_t day_of(const char *text)
{
    int64_t day = 0;
    assert_int_equal(clock_parse_day(text, &day), ERR_NONE);
    return day;
}

/* A time in UTC, "2026-05-03" and the time of day. */
static int64_t at(const char *day, int hour, int minute)
{
    return day_of(day) + hour * CLOCK_HOUR + minute * CLOCK_MINUTE;
}

static const char *shown(const char *zone, int64_t time)
{
    static char text[64];
    struct clock_local local = clock_local(zone, time);
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d %+d", local.year, local.month,
                   local.day, local.hour, local.minute, local.second, local.offset_s / 60);
    return text;
}

static void clocks_show_the_local_time(void **state)
{
    (void)state;
    int64_t noon = at("2026-05-03", 12, 0);
    assert_string_equal(shown("UTC", noon), "2026-05-03 12:00:00 +0");
    assert_string_equal(shown("Europe/Berlin", noon), "2026-05-03 14:00:00 +120");
    assert_string_equal(shown("America/New_York", noon), "2026-05-03 08:00:00 -240");
    assert_string_equal(shown("Asia/Kolkata", noon), "2026-05-03 17:30:00 +330");
    assert_string_equal(shown("Asia/Calcutta", noon), "2026-05-03 17:30:00 +330");
    assert_string_equal(shown("Pacific/Kiritimati", noon), "2026-05-04 02:00:00 +840");
    assert_string_equal(shown("Pacific/Pago_Pago", at("2026-05-03", 10, 59)),
                        "2026-05-02 23:59:00 -660");
    assert_string_equal(shown("Asia/Kolkata", -1), "1970-01-01 05:29:59 +330");
}

static void clocks_change_at_the_second(void **state)
{
    (void)state;
    int64_t spring = at("2026-03-08", 7, 0);
    int64_t autumn = at("2026-11-01", 6, 0);
    assert_string_equal(shown("America/New_York", spring - 1), "2026-03-08 01:59:59 -300");
    assert_string_equal(shown("America/New_York", spring), "2026-03-08 03:00:00 -240");
    assert_string_equal(shown("America/New_York", autumn - 1), "2026-11-01 01:59:59 -240");
    assert_string_equal(shown("America/New_York", autumn), "2026-11-01 01:00:00 -300");
    /* what is remembered of one time is right for those around it, in whatever order */
    for (int i = -400; i <= 400; i++) {
        int64_t time = autumn + i * CLOCK_DAY;
        int offset_s = clock_local("America/New_York", time).offset_s;
        int64_t back = clock_local("America/New_York", 2 * autumn - time).offset_s;
        assert_true(offset_s == -5 * 3600 || offset_s == -4 * 3600);
        assert_true(back == -5 * 3600 || back == -4 * 3600);
    }
    assert_string_equal(shown("America/New_York", autumn - 1), "2026-11-01 01:59:59 -240");
}

/* Every hour of two years against the C library, asked directly. */
static void what_is_remembered_agrees_with_the_library(void **state)
{
    (void)state;
    static const char *const zones[] = {"America/New_York", "Africa/Casablanca", "Asia/Kolkata",
                                        "Australia/Lord_Howe", "Pacific/Apia"};
    enum { HOURS = 2 * 366 * 24 };
    static int offsets[HOURS];
    for (size_t z = 0; z < COUNT_OF(zones); z++) {
        int64_t first = at("2011-01-01", 0, 30);
        assert_int_equal(setenv("TZ", zones[z], 1), 0);
        tzset();
        for (int i = 0; i < HOURS; i++) {
            time_t seconds = (time_t)(first / CLOCK_SECOND + i * 3600);
            struct tm parts;
            assert_non_null(localtime_r(&seconds, &parts));
            offsets[i] = (int)parts.tm_gmtoff;
        }
        assert_int_equal(unsetenv("TZ"), 0);
        tzset();
        for (int i = 0; i < HOURS; i++) {
            int at_hour = (int)((int64_t)i * 7919 % HOURS); /* far apart, each once */
            int64_t time = first + at_hour * CLOCK_HOUR;
            assert_int_equal(clock_local(zones[z], time).offset_s, offsets[at_hour]);
        }
    }
}

static void expect_day(const char *zone, const char *day, int64_t start, int64_t hours)
{
    int64_t from = clock_local_start(zone, day_of(day));
    int64_t until = clock_local_start(zone, day_of(day) + CLOCK_DAY);
    assert_int_equal(from, start);
    assert_int_equal(until - from, hours * CLOCK_HOUR);
    if (hours == 0)
        return;
    assert_int_equal(clock_local_day(zone, from), day_of(day));
    assert_int_equal(clock_local_day(zone, until - 1), day_of(day));
    assert_true(clock_local_day(zone, from - 1) < day_of(day));
    assert_true(clock_local_day(zone, until) > day_of(day));
}

static void days_begin_at_local_midnight(void **state)
{
    (void)state;
    expect_day("UTC", "2026-05-03", at("2026-05-03", 0, 0), 24);
    expect_day("America/New_York", "2026-05-03", at("2026-05-03", 4, 0), 24);
    expect_day("America/New_York", "2026-03-08", at("2026-03-08", 5, 0), 23);
    expect_day("America/New_York", "2026-11-01", at("2026-11-01", 4, 0), 25);
    expect_day("Asia/Kolkata", "2026-05-03", at("2026-05-02", 18, 30), 24);
    expect_day("Pacific/Kiritimati", "2026-05-03", at("2026-05-02", 10, 0), 24);
    expect_day("Pacific/Pago_Pago", "2026-05-03", at("2026-05-03", 11, 0), 24);
}

/* Where the clocks are changed at midnight, a day begins at one, or has its midnight twice. */
static void days_begin_where_their_midnight_is_missing_or_double(void **state)
{
    (void)state;
    expect_day("America/Sao_Paulo", "2018-11-04", at("2018-11-04", 3, 0), 23);
    expect_day("America/Sao_Paulo", "2018-02-17", at("2018-02-17", 2, 0), 25);
    expect_day("America/Havana", "2025-11-02", at("2025-11-02", 4, 0), 25);
    /* Samoa went over the date line: its 30 December 2011 never was */
    expect_day("Pacific/Apia", "2011-12-29", at("2011-12-29", 10, 0), 24);
    expect_day("Pacific/Apia", "2011-12-30", at("2011-12-30", 10, 0), 0);
    expect_day("Pacific/Apia", "2011-12-31", at("2011-12-30", 10, 0), 24);
}

/* Nothing of the process remembers whose time was asked for. */
static void the_process_keeps_its_own_zone(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
    tzset();
    assert_string_equal(shown("America/Denver", at("2026-05-03", 12, 0)),
                        "2026-05-03 06:00:00 -360");
    assert_string_equal(getenv("TZ"), "Asia/Tokyo");
    time_t seconds = 0;
    struct tm parts;
    assert_non_null(localtime_r(&seconds, &parts));
    assert_int_equal(parts.tm_hour, 9);
    assert_int_equal(unsetenv("TZ"), 0);
    tzset();
    (void)clock_local("America/Denver", at("1999-05-03", 12, 0));
    assert_null(getenv("TZ"));
}

static void a_zone_that_is_not_there_is_utc(void **state)
{
    (void)state;
    assert_string_equal(shown("Europe/Atlantis", at("2026-05-03", 12, 0)),
                        "2026-05-03 12:00:00 +0");
    assert_int_equal(clock_local_start("Europe/Atlantis", day_of("2026-05-03")),
                     day_of("2026-05-03"));
}

static void names_of_zones_are_known(void **state)
{
    (void)state;
    static const char *const good[] = {"UTC",
                                       "Europe/Berlin",
                                       "Asia/Calcutta",
                                       "US/Eastern",
                                       "America/Argentina/Buenos_Aires",
                                       "Etc/GMT+5"};
    static const char *const bad[] = {"",
                                      "Europe",
                                      "Europe/",
                                      "europe/berlin",
                                      "Europe/Atlantis",
                                      "/Europe/Berlin",
                                      "Europe//Berlin",
                                      "Europe/../Europe/Berlin",
                                      "../zoneinfo/Europe/Berlin",
                                      "zone.tab",
                                      "posixrules",
                                      "right/Europe/Berlin",
                                      "Factory",
                                      "Europe/Berlin\n",
                                      "EST5EDT,M3.2.0,M11.1.0",
                                      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                                      "AAAAAAAAAAAA"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!time_zone_is_known(good[i]))
            fail_msg("%s should be known", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (time_zone_is_known(bad[i]))
            fail_msg("%s should not be known", bad[i]);
}

static void the_list_has_each_known_zone_once_by_name(void **state)
{
    (void)state;
    struct arena *arena = arena_create(1024 * 1024);
    struct time_zone_list list = time_zone_list(arena);
    bool has_berlin = false;
    bool has_kolkata = false;
    assert_true(list.count > 300);
    assert_string_equal(list.names[0], "UTC");
    for (int i = 0; i < list.count; i++) {
        assert_true(time_zone_is_known(list.names[i]));
        assert_true(i < 2 || strcmp(list.names[i - 1], list.names[i]) < 0);
        has_berlin = has_berlin || strcmp(list.names[i], "Europe/Berlin") == 0;
        has_kolkata = has_kolkata || strcmp(list.names[i], "Asia/Kolkata") == 0;
    }
    assert_true(has_berlin);
    assert_true(has_kolkata);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_show_the_local_time),
        cmocka_unit_test(clocks_change_at_the_second),
        cmocka_unit_test(what_is_remembered_agrees_with_the_library),
        cmocka_unit_test(days_begin_at_local_midnight),
        cmocka_unit_test(days_begin_where_their_midnight_is_missing_or_double),
        cmocka_unit_test(the_process_keeps_its_own_zone),
        cmocka_unit_test(a_zone_that_is_not_there_is_utc),
        cmocka_unit_test(names_of_zones_are_known),
        cmocka_unit_test(the_list_has_each_known_zone_once_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
