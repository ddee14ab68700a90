#ifndef DATA_IMPORT_STORE_INTERNAL_H
#define DATA_IMPORT_STORE_INTERNAL_H

#include "data/transfer/import.h"

/* The rows of imports: the document, and the lines of the plan as they are kept. */

/* The document of an import, opened and parsed. ERR_CONFLICT if it is gone. */
MUST_USE enum err import_load_bundle(struct db *db, const struct import *import,
                                     struct bundle *bundle) NONNULL;

/* A line as it is kept. */
struct import_row {
    struct uuid id;
    int64_t position;
    enum record_kind_id kind;
    const char *name;
    enum import_outcome outcome;
    int64_t base_version;
    const char *applied;   /* what became of it: see the migration import_batches */
    struct uuid record_id; /* likewise, nil; and the revision that this left */
    int64_t after_revision;
    int64_t applied_at;
    /* {"what": text, "notes": [{"path", "message"}], "needs": [positions], "before": {fields}} */
    json_t *details;
};

struct import_rows {
    struct import_row *items;
    int count;
};

/* Lines behind a position, in their order, at most limit. */
MUST_USE enum err import_load_rows(struct db *db, const struct import_line_filter *filter,
                                   const struct uuid *organization_id, int limit,
                                   struct import_rows *rows) NONNULL;
MUST_USE enum err import_insert_row(struct db *db, const struct import *import,
                                    const struct import_row *row) NONNULL;
/* Its outcome and details. */
MUST_USE enum err import_update_row(struct db *db, const struct import *import,
                                    const struct import_row *row) NONNULL;

/* What became of it: the record of record_id, with the revision that it has now; or, of one that is
 * undone, kept or not carried out, the word alone. Nobody waits for either. */
void import_mark_made(struct db *db, const struct import *import, const struct import_row *row,
                      const char *applied) NONNULL;
void import_mark(struct db *db, const struct import *import, const struct import_row *row,
                 const char *applied) NONNULL;

/* Totals as the lines have them now; and which positions (from 1) are refused, of record_count + 1.
 */
MUST_USE enum err import_load_totals(struct db *db, struct import *import) NONNULL;
MUST_USE enum err import_load_refused(struct db *db, const struct import *import,
                                      bool **is_refused) NONNULL;

/* An object of details without anything. The arena's. */
MUST_USE json_t *import_details(struct arena *arena) NONNULL;
void import_note(json_t *details, const char *path, const char *message) NONNULL;

#endif
