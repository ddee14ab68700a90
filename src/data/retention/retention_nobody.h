#ifndef DATA_RETENTION_NOBODY_H
#define DATA_RETENTION_NOBODY_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Events of no organization, such as a sign-in with an unknown address: no customer has rules for
 * them, nor holds, and two people can't be asked. They are pruned by the default rules of the
 * program (domain/retention/retention_kind.h): number and hash stay. For a command, in the scope of
 * the nil organization; with what the role of retention may do. */

/* How many are due. ERR_DENIED. */
MUST_USE enum err retention_nobody_count(struct db *db, const struct actor *actor,
                                         int64_t *count) NONNULL;

/* Deletes at most RETENTION_BATCH of them, in one transaction ("retention.delete", if there were
 * any); *count is how many: fewer than that at the end. ERR_DENIED. */
MUST_USE enum err retention_nobody_prune(struct db *db, const struct actor *actor,
                                         int64_t *count) NONNULL;

#endif
