#ifndef DATA_RETENTION_STEP_H
#define DATA_RETENTION_STEP_H

#include "data/retention/retention_run.h"

/* Does a batch of a run that is not over: of a live one only by a command. ERR_NOT_FOUND,
 * ERR_DENIED. erasures: where erasures are noted (erasure_ledger.h); NULL for dry runs. *run is the
 * run after it. */
MUST_USE enum err retention_step(struct db *db, const struct actor *actor, const struct uuid *id,
                                 const char *erasures, struct retention_run *run)
    __attribute__((nonnull(1, 2, 3, 5)));

#endif
