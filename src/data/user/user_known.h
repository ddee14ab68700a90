#ifndef DATA_USER_KNOWN_H
#define DATA_USER_KNOWN_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Whose addresses of the actor's organization these are, asked in one round trip: ids[i] is nil for
 * one that nobody here has, or that is no address. What other organizations know is not said.
 * ERR_DENIED for who may not invite. */
MUST_USE enum err user_known(struct db *db, const struct actor *actor, const char *const *emails,
                             int count, struct uuid *ids) NONNULL;

#endif
