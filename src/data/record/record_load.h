#ifndef DATA_RECORD_LOAD_H
#define DATA_RECORD_LOAD_H

#include "data/record/record_store.h"

/* Reading a record: its row, its owner, and its current version, in one query. */

enum record_depth {
    RECORD_HEAD_ONLY, /* without the content's parts */
    RECORD_WHOLE,     /* with them, if the actor may read them; the kind's own members are set */
};

/* record is the kind's struct. Asks the policy: ERR_NOT_FOUND for what the actor may not see,
 * ERR_DENIED for what may be seen, but not this. A program that reads a whole record gets
 * ERR_STOPPED if its current version is stopped (data/stop). */
MUST_USE enum err record_load(struct db *db, const struct actor *actor,
                              const struct record_store *store, const struct uuid *id,
                              enum permission permission, enum record_depth depth,
                              void *record) NONNULL;

/* For who loads a whole record now, and whose verb loads it again before it writes: it is asked
 * once (query_ahead). */
void record_load_ahead(struct db *db, const struct actor *actor, const struct record_store *store,
                       const struct uuid *id) NONNULL;

/* The record of the actor's organization with this name. ERR_NOT_FOUND; asks nobody. */
struct record_found {
    struct uuid id;
    struct uuid owner_id;
    int64_t version; /* the current one */
    bool is_archived;
};
MUST_USE enum err record_find(struct db *db, const struct actor *actor,
                              const struct record_kind *kind, const char *name,
                              struct record_found *found) NONNULL;

/* For a change, inside its transaction: the whole record, active, as it was when a person saw it at
 * this revision. ERR_CONFLICT for an archived one, ERR_STALE if it changed since. */
MUST_USE enum err record_load_seen(const struct work *work, const struct record_store *store,
                                   const struct uuid *id, int64_t based_on_revision,
                                   void *record) NONNULL;

/* ERR_STALE, with a sentence. */
MUST_USE enum err record_refuse_stale(const struct work *work,
                                      const struct record_kind *kind) NONNULL;

/* ERR_CONFLICT for an archived record. */
MUST_USE enum err record_check_active(const struct work *work,
                                      const struct record_head *head) NONNULL;

/* Where a part of a version, or its message, is sealed. */
struct seal_place record_place(const struct record_kind *kind, const char *column,
                               const struct uuid *organization_id,
                               const struct uuid *version_id) NONNULL;

/* Where the description of a record is sealed. */
struct seal_place record_description_place(const struct record_kind *kind,
                                           const struct uuid *organization_id,
                                           const struct uuid *id) NONNULL;

/* Opens the parts of a version in a row of any query: its sealed columns begin at column first. */
struct record_sealed {
    const struct db_result *result;
    int row;
    int first;
    struct uuid organization_id;
    struct uuid version_id;
    struct uuid data_key_id;
};
MUST_USE enum err record_open(struct db *db, const struct record_kind *kind,
                              const struct record_sealed *sealed,
                              struct record_content *content) NONNULL;

/* Adds the sealed columns of a kind's versions, as v, to a query: ", v.body, v.settings". */
struct query;
void record_add_columns(struct query *query, const struct record_kind *kind) NONNULL;

#endif
