#ifndef DATA_ENDPOINT_CHANGE_H
#define DATA_ENDPOINT_CHANGE_H

#include "data/endpoint/endpoint_draft.h"

/* Making an endpoint, and changing it. ERR_DENIED without the right, ERR_NOT_FOUND. */

/* "endpoint.create". ERR_INVALID; ERR_CONFLICT if the name is taken, or there are ENDPOINT_MAX. */
MUST_USE enum err endpoint_create(struct db *db, const struct actor *actor,
                                  const struct endpoint_draft *draft, struct uuid *id,
                                  struct problem *problem) NONNULL;

/* "endpoint.update". ERR_INVALID, also where a key that is there would go to another host than it
 * was entered for; ERR_CONFLICT; ERR_STALE if someone else changed it meanwhile. */
MUST_USE enum err endpoint_update(struct db *db, const struct actor *actor, const struct uuid *id,
                                  const struct endpoint_draft *draft,
                                  struct problem *problem) NONNULL;

#endif
