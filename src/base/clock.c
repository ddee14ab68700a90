#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t offset;
static int64_t last_answer;
static int64_t standing; /* 0: it goes on */

static int64_t real_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

int64_t clock_now(void)
{
    int64_t now = standing > 0 ? standing : real_now() + offset;
    if (now < last_answer)
        now = last_answer;
    last_answer = now;
    return now;
}

int64_t clock_monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

void clock_travel(int64_t now)
{
    offset = now == 0 ? 0 : now - real_now();
    standing = last_answer = 0;
}

void clock_stand(int64_t now)
{
    clock_travel(now);
    standing = now;
}

static void to_parts(int64_t time, struct tm *parts, int *micros)
{
    int64_t seconds = time / CLOCK_SECOND;
    int64_t rest = time % CLOCK_SECOND;
    if (rest < 0) {
        rest += CLOCK_SECOND;
        seconds--;
    }
    time_t when = (time_t)seconds;
    if (gmtime_r(&when, parts) == NULL)
        memset(parts, 0, sizeof *parts);
    *micros = (int)rest;
}

void clock_format_iso(int64_t time, char out[CLOCK_ISO_LEN])
{
    struct tm parts;
    int micros = 0;
    to_parts(time, &parts, &micros);
    size_t len = strftime(out, CLOCK_ISO_LEN, "%Y-%m-%dT%H:%M:%S", &parts);
    (void)snprintf(out + len, CLOCK_ISO_LEN - len, ".%06dZ", micros);
}

void clock_format_day(int64_t time, char out[CLOCK_DAY_LEN])
{
    struct tm parts;
    int micros = 0;
    to_parts(time, &parts, &micros);
    if (strftime(out, CLOCK_DAY_LEN, "%Y-%m-%d", &parts) == 0)
        out[0] = '\0';
}
