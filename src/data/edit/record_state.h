#ifndef DATA_RECORD_STATE_H
#define DATA_RECORD_STATE_H

#include "data/edit/record_bulk.h"
#include "data/record/record_load.h"

/* What can be done with a record of any kind as a whole.
 *
 * Every verb asks the policy itself: ERR_NOT_FOUND for what the actor may not see, ERR_DENIED for
 * what the actor may see but not do, ERR_UNAVAILABLE when the database did not answer. */

/* Hides a record, and brings it back. Doing it twice is no error and no event. ERR_CONFLICT, with
 * a sentence that names them, for an agent that active teams have as a member and for a team whose
 * members are archived; and, unless accepts_uses, for a record that others use or that is live
 * (field "accept"). */
struct record_archive_draft {
    struct uuid id;
    bool accepts_uses; /* the person saw who uses it, and what is live */
};
MUST_USE enum err record_archive(struct db *db, const struct actor *actor,
                                 const struct record_store *store,
                                 const struct record_archive_draft *draft,
                                 struct problem *problem) NONNULL;
MUST_USE enum err record_restore(struct db *db, const struct actor *actor,
                                 const struct record_store *store, const struct uuid *id,
                                 struct problem *problem) NONNULL;

/* Deletes permanently, with all versions, labels and their history. typed_name must be the record's
 * name, else ERR_INVALID (field "name"). ERR_CONFLICT, with a sentence that names them, while
 * anything that is live refers to it, and while it or a version of it is stopped. */
MUST_USE enum err record_delete(struct db *db, const struct actor *actor,
                                const struct record_store *store, const struct uuid *id,
                                const char *typed_name, struct problem *problem) NONNULL;

/* Gives the record to another active user of its organization; ERR_INVALID (field "owner_id") for
 * anyone else. */
MUST_USE enum err record_transfer(struct db *db, const struct actor *actor,
                                  const struct record_store *store, const struct uuid *id,
                                  const struct uuid *owner_id, struct problem *problem) NONNULL;

/* Archives those of a selection that are not so yet; what others use, or what is live, is refused.
 */
MUST_USE enum err record_archive_many(struct db *db, const struct actor *actor,
                                      const struct record_store *store,
                                      const struct record_selection *selection,
                                      struct record_bulk_result *result) NONNULL;

/* Inside the data module, and the open write transaction, whose event the caller writes: deletes an
 * archived record of the actor's organization with everything about it, whoever asks. That nothing
 * refers to it and no hold is on it is the caller's to know. */
MUST_USE enum err record_remove_inside(struct db *db, const struct actor *actor,
                                       const struct record_kind *kind,
                                       const struct uuid *id) NONNULL;

/* Inside the data module, for the change of a struct record_bulk: the whole record, which the actor
 * may change. */
MUST_USE enum err record_load_selected(const struct work *work, const struct record_store *store,
                                       const struct uuid *id, void *record,
                                       struct record_bulk_one *one) NONNULL;

#endif
