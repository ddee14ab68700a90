#ifndef DATA_IMPORT_START_H
#define DATA_IMPORT_START_H

#include "data/transfer/import.h"

/* Carries the plan out. ERR_CONFLICT if it is not ready or was carried out already (nothing
 * happens a second time); ERR_STALE if the records are not any more as the plan found them, or one
 * of its lines turned out to be impossible: then nothing was changed, and the plan is being made
 * anew. Each record writes its own events, and "import.apply" has the totals. */
MUST_USE enum err import_start(struct db *db, const struct actor *actor, const struct uuid *id,
                               struct problem *problem) NONNULL;

#endif
