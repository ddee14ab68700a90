#ifndef DATA_AUDIT_CHECKPOINT_H
#define DATA_AUDIT_CHECKPOINT_H

#include "base/clock.h"
#include "crypt/checkpoint.h"
#include "data/db/db.h"

/* Checkpoints of the trees of organizations: signed after at most AUDIT_CHECKPOINT_EVENTS events or
 * AUDIT_CHECKPOINT_AGE of change, by whoever numbers events, and by "rostrum audit checkpoint".
 * Each goes into a file outside the database and into a table. A tree is signed only if it extends
 * the newest checkpoint of both: a history that was rewritten never gets a signature. */

enum { AUDIT_CHECKPOINT_EVENTS = 1000 };
#define AUDIT_CHECKPOINT_AGE CLOCK_MINUTE

struct audit_checkpoint {
    int64_t size; /* events that it covers; 0: there is none yet */
    int64_t created_at;
    const char *note;
};

/* Where they are if nobody says anything else: the setting checkpoints, or "checkpoints" beside the
 * key ring. Static storage. */
const char *audit_checkpoint_folder(const char *keyring_path) NONNULL;

/* The folder of the files, which stays the caller's. NULL: there is only the table, for tests. */
void audit_checkpoint_keep_in(struct db *db, const char *folder) __attribute__((nonnull(1)));

/* The newest one in the table. */
MUST_USE enum err audit_checkpoint_newest(struct db *db, const struct uuid *organization_id,
                                          struct audit_checkpoint *newest) NONNULL;

/* Makes one if the tree has grown since the newest one, which is given in any case. ERR_CONFLICT
 * (logged) if the tree does not extend it: then nothing is signed. ERR_UNAVAILABLE if the folder or
 * the database fails. In a request of its own, in the scope of the organization or of all. */
MUST_USE enum err audit_checkpoint_make(struct db *db, const struct uuid *organization_id,
                                        struct audit_checkpoint *newest) NONNULL;

/* Inside the data module, between requests: the same if it is due now that there are last_seq
 * events. audit_checkpoint_is_due asks nobody. */
MUST_USE bool audit_checkpoint_is_due(struct db *db, const struct uuid *organization_id,
                                      int64_t last_seq) NONNULL;
void audit_checkpoint_if_due(struct db *db, const struct uuid *organization_id,
                             int64_t last_seq) NONNULL;

#endif
