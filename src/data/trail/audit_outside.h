#ifndef DATA_AUDIT_OUTSIDE_H
#define DATA_AUDIT_OUTSIDE_H

#include "data/db/db.h"
#include "domain/policy.h"

/* How many events of the actor's organization since a moment are by people of other organizations.
 * ERR_DENIED for those who may not see all of its events. */
MUST_USE enum err audit_count_outside(struct db *db, const struct actor *actor, int64_t from,
                                      int64_t *count) NONNULL;

#endif
