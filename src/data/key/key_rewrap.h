#ifndef DATA_KEY_REWRAP_H
#define DATA_KEY_REWRAP_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Replacing a master key while others read and write: every data key is wrapped anew under the
 * active one, and every address gets its index under it. In batches, each a transaction of its own
 * with an event "key.rewrap" in the log of the organization: it can be stopped at any time, and
 * goes on where it was. Rows that someone else changed meanwhile are left to the next batch. */

enum { KEY_REWRAP_BATCH = 500 };

struct key_rewrap {
    int64_t data_key_count; /* wrapped, and indexes made, by this batch */
    int64_t address_count;
    bool is_done; /* there is nothing left in any organization */
};

/* One batch of one organization that has something left. For commands, in the scope of all.
 * ERR_DENIED for others. */
MUST_USE enum err key_rewrap_batch(struct db *db, const struct actor *actor,
                                   struct key_rewrap *rewrap) NONNULL;

/* How much still hangs on a master key. In the scope of all, or of the organization that is
 * given (nil: all of them). */
struct key_use {
    int64_t data_key_count; /* wrapped with it */
    int64_t address_count;  /* found by it */
    int64_t session_count;  /* live ones, and links, that began before the active key did: their */
    int64_t link_count;     /* hashes may be made with it */
    int64_t last_ends_at;   /* when the last of those ends; 0: there are none */
    int64_t known_at;       /* since when the database has its check value; 0: it has none */
};
MUST_USE enum err key_use_get(struct db *db, const char *kid, const struct uuid *organization_id,
                              struct key_use *use) NONNULL;

/* Notes that a key is the active one from now on, with its event "key.activate"; and the event of
 * any other step, "key.add" or "key.retire". In the log of no organization. */
MUST_USE enum err key_step_record(struct db *db, const struct actor *actor, const char *action,
                                  const char *kid) NONNULL;

#endif
