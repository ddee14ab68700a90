#ifndef DATA_RECORD_TAG_MANY_H
#define DATA_RECORD_TAG_MANY_H

#include "data/edit/record_bulk.h"
#include "data/record/record_store.h"

/* A tag of many records at once. */

/* Adds a tag to many records, or removes it. */
struct record_tag_change {
    const struct record_store *store;
    const char *tag;
    bool is_added;
};

/* Why a tag can't be added: a sentence, in static storage, or NULL. */
const char *record_tag_problem(struct arena *arena, const char *tag) NONNULL;

/* As a record_bulk_verb. ERR_INVALID also for a tag with a problem. */
MUST_USE enum err record_tag_many(struct db *db, const struct actor *actor,
                                  const struct record_tag_change *change,
                                  const struct record_selection *selection,
                                  struct record_bulk_result *result) NONNULL;

#endif
