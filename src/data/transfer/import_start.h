#ifndef DATA_IMPORT_START_H
#define DATA_IMPORT_START_H

#include "data/transfer/import.h"

/* Carrying the plan out, in batches: at most 200 records in a transaction, each committed with its
 * events and seen by everyone from then on. Nobody who saves waits for more than one of them, and
 * what a worker that died has left is gone on with. */

/* Carries the plan out, or goes on, for about budget_us; the import is read anew and
 * IMPORT_APPLYING while there is more to do. Every record is looked at again before its batch.
 *
 * Until the first batch is committed nothing is imported: ERR_STALE if a record of that batch is
 * not any more as the plan found it, or turned out to be impossible; the plan is then being made
 * anew. What is so later is left out, with the reason at its line. ERR_CONFLICT if the plan is not
 * ready, was carried out already or is being carried out (nothing happens a second time); and with
 * the field ORGANIZATION_LIMIT where there is no room for more, until there is. Each record writes
 * its own events, and "import.apply" at the end has the totals. */
MUST_USE enum err import_start(struct db *db, const struct actor *actor, const struct uuid *id,
                               int64_t budget_us, struct import *import,
                               struct problem *problem) NONNULL;

/* Ends an import that is being carried out where it is: what was imported stays, the rest is
 * skipped. What budget_us is not enough for is left to import_start. ERR_CONFLICT if it is not
 * being carried out, or a batch of it was in between. */
MUST_USE enum err import_stop(struct db *db, const struct actor *actor, const struct uuid *id,
                              int64_t budget_us, struct problem *problem) NONNULL;

#endif
