#include "base/clock_day.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

enum { TIME_LEN = 8 /* "14:05:06" */ };

/* "14:05:06" */
static enum err parse_time(const char *text, int64_t *time)
{
    static const char shape[] = "00:00:00";
    int parts[3] = {0};
    for (int i = 0; i < TIME_LEN; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (is_digit != (shape[i] == '0') || (!is_digit && text[i] != ':'))
            return ERR_INVALID;
        if (is_digit)
            parts[i / 3] = 10 * parts[i / 3] + (text[i] - '0');
    }
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59)
        return ERR_INVALID;
    *time = parts[0] * CLOCK_HOUR + parts[1] * CLOCK_MINUTE + parts[2] * CLOCK_SECOND;
    return ERR_NONE;
}

/* ".123456Z" or "Z" */
static enum err parse_fraction(const char *text, int64_t *time)
{
    int64_t unit = CLOCK_SECOND;
    *time = 0;
    if (*text == '.' && text[1] != 'Z')
        for (text++; *text >= '0' && *text <= '9' && unit > 1; text++) {
            unit /= 10;
            *time += (*text - '0') * unit;
        }
    return strcmp(text, "Z") == 0 ? ERR_NONE : ERR_INVALID;
}

enum err clock_parse_iso(const char *text, int64_t *time)
{
    char day[CLOCK_DAY_LEN];
    int64_t of_day = 0;
    int64_t fraction = 0;
    size_t len = strlen(text);
    if (len == CLOCK_DAY_LEN - 1)
        return clock_parse_day(text, time);
    if (len < CLOCK_DAY_LEN + TIME_LEN + 1 || text[CLOCK_DAY_LEN - 1] != 'T')
        return ERR_INVALID;
    memcpy(day, text, CLOCK_DAY_LEN - 1);
    day[CLOCK_DAY_LEN - 1] = '\0';
    enum err err = clock_parse_day(day, time);
    if (err == ERR_NONE)
        err = parse_time(text + CLOCK_DAY_LEN, &of_day);
    if (err == ERR_NONE)
        err = parse_fraction(text + CLOCK_DAY_LEN + TIME_LEN, &fraction);
    *time += of_day + fraction;
    return err;
}

enum err clock_parse_day(const char *text, int64_t *time)
{
    struct tm parts = {.tm_isdst = 0};
    const char *end = strptime(text, "%Y-%m-%d", &parts);
    if (end == NULL || *end != '\0' || strlen(text) != CLOCK_DAY_LEN - 1)
        return ERR_INVALID;
    int64_t parsed = (int64_t)timegm(&parts) * CLOCK_SECOND;
    char again[CLOCK_DAY_LEN];
    clock_format_day(parsed, again);
    if (strcmp(again, text) != 0) /* 31 February */
        return ERR_INVALID;
    *time = parsed;
    return ERR_NONE;
}
