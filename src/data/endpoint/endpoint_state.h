#ifndef DATA_ENDPOINT_STATE_H
#define DATA_ENDPOINT_STATE_H

#include "data/endpoint/endpoint.h"

/* Whether an endpoint is in use, and its end. ERR_DENIED without the right, ERR_NOT_FOUND. */

/* "endpoint.archive": nothing is called there any more; "endpoint.restore". ERR_NONE as well if it
 * is so already. */
MUST_USE enum err endpoint_archive(struct db *db, const struct actor *actor,
                                   const struct uuid *id) NONNULL;
MUST_USE enum err endpoint_restore(struct db *db, const struct actor *actor,
                                   const struct uuid *id) NONNULL;

/* "endpoint.delete", with its key and its prices. */
MUST_USE enum err endpoint_delete(struct db *db, const struct actor *actor,
                                  const struct uuid *id) NONNULL;

#endif
