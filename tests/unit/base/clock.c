#include "test.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/clock_day.h"

static void now_is_the_time_of_day(void **state)
{
    (void)state;
    int64_t before = (int64_t)time(NULL) * CLOCK_SECOND;
    int64_t now = clock_now();
    assert_true(now >= before - CLOCK_SECOND);
    assert_true(now <= before + CLOCK_MINUTE);
}

static void now_never_goes_back(void **state)
{
    (void)state;
    int64_t last = clock_now();
    for (int i = 0; i < 100000; i++) {
        int64_t now = clock_now();
        assert_true(now >= last);
        last = now;
    }
}

static void travel_moves_the_clock_and_comes_back(void **state)
{
    (void)state;
    int64_t start = clock_now();
    int64_t past = start - 90 * CLOCK_DAY;
    clock_travel(past);
    assert_true(clock_now() >= past);
    assert_true(clock_now() < past + CLOCK_MINUTE);
    clock_travel(start + 3 * CLOCK_HOUR);
    assert_true(clock_now() >= start + 3 * CLOCK_HOUR);
    clock_travel(0);
    assert_true(clock_now() >= start);
    assert_true(clock_now() < start + CLOCK_MINUTE);
}

static void it_stands_until_it_travels(void **state)
{
    (void)state;
    int64_t then = clock_now() + CLOCK_DAY;
    clock_stand(then);
    assert_int_equal(clock_now(), then);
    (void)usleep(2000);
    assert_int_equal(clock_now(), then);
    clock_stand(then - CLOCK_HOUR);
    assert_int_equal(clock_now(), then - CLOCK_HOUR);
    clock_travel(then);
    (void)usleep(2000);
    assert_true(clock_now() > then);
    clock_travel(0);
    assert_true(clock_now() < then);
}

static void expect_iso(int64_t time, const char *iso, const char *day)
{
    char out[CLOCK_ISO_LEN];
    char out_day[CLOCK_DAY_LEN];
    clock_format_iso(time, out);
    clock_format_day(time, out_day);
    assert_string_equal(out, iso);
    assert_string_equal(out_day, day);
}

static void times_are_written_in_utc(void **state)
{
    (void)state;
    expect_iso(0, "1970-01-01T00:00:00.000000Z", "1970-01-01");
    expect_iso(-1, "1969-12-31T23:59:59.999999Z", "1969-12-31");
    expect_iso(INT64_C(1777817106123456), "2026-05-03T14:05:06.123456Z", "2026-05-03");
    expect_iso(INT64_C(951868799999999), "2000-02-29T23:59:59.999999Z", "2000-02-29");
    expect_iso(INT64_C(253402300799999999), "9999-12-31T23:59:59.999999Z", "9999-12-31");
}

static void a_time_that_does_not_fit_is_not_written_past_the_buffer(void **state)
{
    (void)state;
    char out[CLOCK_ISO_LEN];
    char day[CLOCK_DAY_LEN];
    clock_format_iso(INT64_MAX, out);
    clock_format_day(INT64_MAX, day);
    assert_true(strlen(out) < sizeof out);
    assert_true(strlen(day) < sizeof day);
}

static void days_are_parsed_and_come_back(void **state)
{
    (void)state;
    for (int64_t day = -1000; day < 40000; day += 17) {
        char text[CLOCK_DAY_LEN];
        clock_format_day(day * CLOCK_DAY, text);
        int64_t parsed = 1;
        assert_int_equal(clock_parse_day(text, &parsed), ERR_NONE);
        assert_true(parsed == day * CLOCK_DAY);
    }
}

static void what_is_no_day_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2026",        "2026-02-29",  "2026-02-31", "2026-13-01",
        "2026-00-10", "2026-01-00",  "2026-1-1",    "26-01-01",   "2026-01-01 ",
        "2026/01/01", " 2026-01-01", "2026-01-01x", "today",      "2026-01-32",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        int64_t time = 42;
        if (clock_parse_day(bad[i], &time) != ERR_INVALID)
            fail_msg("taken as a day: \"%s\"", bad[i]);
        assert_int_equal(time, 42);
    }
}

static void a_moment_reads_back(void **state)
{
    static const char *const good[][2] = {
        {"2026-05-03T14:05:06.123456Z", "2026-05-03T14:05:06.123456Z"},
        {"2026-05-03T14:05:06Z", "2026-05-03T14:05:06.000000Z"},
        {"2026-05-03T14:05:06.5Z", "2026-05-03T14:05:06.500000Z"},
        {"2026-05-03T23:59:59.999999Z", "2026-05-03T23:59:59.999999Z"},
        {"2026-05-03", "2026-05-03T00:00:00.000000Z"}};
    static const char *const bad[] = {"",
                                      "2026-05-03T",
                                      "2026-05-03T14:05:06",
                                      "2026-05-03T14:05:06+01:00",
                                      "2026-05-03T24:00:00Z",
                                      "2026-05-03T14:60:00Z",
                                      "2026-05-03T14:05:60Z",
                                      "2026-05-03 14:05:06Z",
                                      "2026-02-31T14:05:06Z",
                                      "2026-05-03T14:05:06.Z",
                                      "2026-05-03T14:05:06.1234567Z",
                                      "2026-05-03T14:05:06ZZ",
                                      "2026-05-03T1:005:06Z"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        int64_t time = 0;
        char again[CLOCK_ISO_LEN];
        assert_int_equal(clock_parse_iso(good[i][0], &time), ERR_NONE);
        clock_format_iso(time, again);
        assert_string_equal(again, good[i][1]);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        int64_t time = 0;
        if (clock_parse_iso(bad[i], &time) != ERR_INVALID)
            fail_msg("\"%s\" was taken", bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_reads_back),
        cmocka_unit_test(now_is_the_time_of_day),
        cmocka_unit_test(now_never_goes_back),
        cmocka_unit_test(travel_moves_the_clock_and_comes_back),
        cmocka_unit_test(it_stands_until_it_travels),
        cmocka_unit_test(times_are_written_in_utc),
        cmocka_unit_test(a_time_that_does_not_fit_is_not_written_past_the_buffer),
        cmocka_unit_test(days_are_parsed_and_come_back),
        cmocka_unit_test(what_is_no_day_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
