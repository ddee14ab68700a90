#include "base/clock_day.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"

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
