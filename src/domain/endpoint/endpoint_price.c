#include "domain/endpoint/endpoint_price.h"

#include <string.h>

#include "base/number.h"

enum { DECIMALS = 6, DECIMALS_SHOWN = 2, MICROS = 1000000, CURRENCY_LEN = 3 };

enum err endpoint_price_parse(const char *text, int64_t *micros)
{
    char whole[16], decimals[DECIMALS + 1] = "000000";
    size_t whole_len = strcspn(text, ".");
    const char *rest = text[whole_len] == '.' ? text + whole_len + 1 : "0";
    size_t rest_len = strlen(rest);
    int64_t units = 0, parts = 0;
    if (whole_len >= sizeof whole || rest_len == 0 || rest_len > DECIMALS)
        return ERR_INVALID;
    memcpy(whole, text, whole_len);
    whole[whole_len] = '\0';
    memcpy(decimals, rest, rest_len);
    if (number_parse(NUMBER_PRICE, whole, &units) != ERR_NONE ||
        number_parse(NUMBER_PRICE_MICROS, decimals, &parts) != ERR_NONE)
        return ERR_INVALID;
    *micros = units * MICROS + parts;
    return ERR_NONE;
}

const char *endpoint_price_format(struct arena *arena, int64_t micros)
{
    char *text =
        arena_printf(arena, "%lld.%06d", (long long)(micros / MICROS), (int)(micros % MICROS));
    size_t len = strlen(text), least = len - DECIMALS + DECIMALS_SHOWN;
    while (len > least && text[len - 1] == '0')
        text[--len] = '\0';
    return text;
}

const char *endpoint_cost_format(struct arena *arena, int64_t nanos, const char *currency)
{
    enum { NANOS_A_MILLIONTH = 1000 };
    int64_t micros = nanos / NANOS_A_MILLIONTH;
    return arena_printf(arena, "%s%s %s", nanos > 0 && micros == 0 ? "under " : "",
                        endpoint_price_format(arena, nanos > 0 && micros == 0 ? 1 : micros),
                        currency);
}

int64_t endpoint_price_cost(int64_t tokens, int64_t micros)
{
    enum { TOKENS_TO_BILLIONTHS = 1000 };
    int64_t product = 0;
    return __builtin_mul_overflow(tokens, micros, &product) ? INT64_MAX
                                                            : product / TOKENS_TO_BILLIONTHS;
}

bool endpoint_price_is_currency(const char *text)
{
    return strlen(text) == CURRENCY_LEN &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == CURRENCY_LEN;
}
