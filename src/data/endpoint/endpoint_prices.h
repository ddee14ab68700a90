#ifndef DATA_ENDPOINT_PRICES_H
#define DATA_ENDPOINT_PRICES_H

#include "base/problem.h"
#include "data/endpoint/endpoint.h"
#include "domain/endpoint/endpoint_price_list.h"

/* What the models of an endpoint cost. */

/* Whoever asks: the caller has looked at the endpoint. */
MUST_USE enum err endpoint_prices(struct db *db, const struct uuid *organization_id,
                                  const struct uuid *id, struct endpoint_price_list *list) NONNULL;

/* Puts these, as they were typed, in the place of those that are there: "endpoint.prices".
 * revision: of the endpoint that they are based on. ERR_DENIED, ERR_NOT_FOUND, ERR_INVALID,
 * ERR_STALE. */
MUST_USE enum err endpoint_prices_set(struct db *db, const struct actor *actor,
                                      const struct endpoint *endpoint, struct text typed,
                                      struct problem *problem) NONNULL;

#endif
