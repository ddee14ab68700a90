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
    json_t *details; /* {"what": text, "notes": [{"path", "message"}], "needs": [positions]} */
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

/* An object of details without anything. The arena's. */
MUST_USE json_t *import_details(struct arena *arena) NONNULL;
void import_note(json_t *details, const char *path, const char *message) NONNULL;

#endif
