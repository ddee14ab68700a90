#ifndef DATA_RECORD_STATE_H
#define DATA_RECORD_STATE_H

#include "data/record/record_bulk.h"
#include "data/record/record_store.h"

/* Inside the data module: what can be done with a record of any noun, as verbs of their own. work
 * is what work_begin gave. The contracts are those of prompt_archive, prompt_restore, prompt_delete
 * and prompt_transfer. */

MUST_USE enum err record_archive(const struct work *work, const struct record_store *store,
                                 const struct uuid *id) NONNULL;
MUST_USE enum err record_restore(const struct work *work, const struct record_store *store,
                                 const struct uuid *id) NONNULL;
MUST_USE enum err record_delete(const struct work *work, const struct record_store *store,
                                const struct uuid *id, const char *typed_name) NONNULL;
MUST_USE enum err record_transfer(const struct work *work, const struct record_store *store,
                                  const struct uuid *id, const struct uuid *owner_id) NONNULL;

/* Archives those of a selection that are not so yet: a record_bulk_verb of the noun. */
MUST_USE enum err record_archive_many(struct db *db, const struct actor *actor,
                                      const struct record_store *store,
                                      const struct record_selection *selection,
                                      struct record_bulk_result *result) NONNULL;

/* For the change of a struct record_bulk: the record, which the actor may change. */
MUST_USE enum err record_load_selected(const struct work *work, const struct record_store *store,
                                       const struct uuid *id, void *record,
                                       struct record_bulk_one *one) NONNULL;

#endif
