#ifndef DOMAIN_ENDPOINT_PRICE_H
#define DOMAIN_ENDPOINT_PRICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Prices of models in whole numbers: millionths of a currency, for a million tokens. */

/* "0.15", at most 1000000 and with at most six decimals, to 150000. ERR_INVALID. */
MUST_USE enum err endpoint_price_parse(const char *text, int64_t *micros) NONNULL;

/* "0.15" of 150000: two decimals at least, and as many as it needs. In the arena. */
const char *endpoint_price_format(struct arena *arena, int64_t micros) NONNULL;

/* What so many tokens cost at a price, in billionths of its currency; INT64_MAX where it is more
 * than that. */
int64_t endpoint_price_cost(int64_t tokens, int64_t micros);

/* "0.000112 USD": what something cost, of billionths of a currency; what is under a millionth says
 * so. In the arena. */
const char *endpoint_cost_format(struct arena *arena, int64_t nanos, const char *currency) NONNULL;

/* "USD": three capital letters, as ISO 4217 has them. */
bool endpoint_price_is_currency(const char *text) NONNULL;

#endif
