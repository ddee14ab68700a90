#include "base/number.h"

#include <math.h>

#define WHOLE   "a whole number"
#define DECIMAL "a number"

#define LIMIT(name, what, kind, from, to, unit)                                                    \
    [NUMBER_##name] = {what,                                                                       \
                       sizeof kind == sizeof DECIMAL,                                              \
                       from,                                                                       \
                       to,                                                                         \
                       unit,                                                                       \
                       kind " from " #from " to " #to,                                             \
                       #from " to " #to},

const struct number_limit number_limits[NUMBER_COUNT] = {NUMBERS(LIMIT)};

/* Every number has limits: NUMBER_NONE is no number. */
static const struct number_limit *limit_of(enum number number)
{
    if (number <= NUMBER_NONE || number >= NUMBER_COUNT)
        die("a number without limits: %d", (int)number);
    return &number_limits[number];
}

bool number_fits(enum number number, int64_t value)
{
    const struct number_limit *limit = limit_of(number);
    return value >= limit->from && value <= limit->to;
}

/* Reads digits up to *end. False if there is none, or there are too many. */
static bool read_digits(const char *text, const char **end, int64_t *value)
{
    bool has_fitted = *text >= '0' && *text <= '9';
    *value = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        if (__builtin_mul_overflow(*value, 10, value) ||
            __builtin_add_overflow(*value, *text - '0', value))
            has_fitted = false;
    *end = text;
    return has_fitted;
}

enum err number_parse(enum number number, const char *text, int64_t *out)
{
    const char *end = text;
    int64_t value = 0;
    if (!read_digits(text, &end, &value) || *end != '\0' || !number_fits(number, value))
        return ERR_INVALID;
    *out = value;
    return ERR_NONE;
}

int64_t number_leading(enum number number, const char *text, const char **end)
{
    const char *after = text;
    int64_t value = 0;
    bool is_number = read_digits(text, &after, &value) && number_fits(number, value);
    if (end != NULL)
        *end = after;
    return is_number ? value : 0;
}

int64_t number_of_json(enum number number, const json_t *json, int64_t otherwise)
{
    int64_t value = json_integer_value(json);
    return json_is_integer(json) && number_fits(number, value) ? value : otherwise;
}

int64_t number_nanos_of_json(enum number number, const json_t *json, int64_t otherwise)
{
    if (!number_fits_json(number, json))
        return otherwise;
    if (json_is_integer(json))
        return json_integer_value(json) * 1000000000;
    return llround(json_real_value(json) * 1e9);
}

/* Wide enough for every int64_t and every double. */
static long double wide(const json_t *json)
{
    return json_is_integer(json) ? (long double)json_integer_value(json)
                                 : (long double)json_real_value(json);
}

int number_order(const json_t *a, const json_t *b)
{
    long double left = wide(a), right = wide(b);
    return left < right ? -1 : left > right;
}

bool number_is_whole(const json_t *json)
{
    return json_is_integer(json) || truncl(wide(json)) == wide(json);
}

bool number_is_multiple(const json_t *json, const json_t *of)
{
    const long double rounding = 1e-9L;
    if (json_is_integer(json) && json_is_integer(of))
        return json_integer_value(json) % json_integer_value(of) == 0;
    long double times = wide(json) / wide(of);
    return fmodl(wide(json), wide(of)) == 0 ||
           (fabsl(times) < 1e6L && fabsl(times - roundl(times)) <= rounding);
}

bool number_fits_json(enum number number, const json_t *json)
{
    const struct number_limit *limit = limit_of(number);
    if (json_is_integer(json))
        return number_fits(number, json_integer_value(json));
    double value = json_real_value(json);
    return limit->is_decimal && json_is_real(json) && value >= (double)limit->from &&
           value <= (double)limit->to;
}
