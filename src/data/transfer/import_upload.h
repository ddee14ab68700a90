#ifndef DATA_IMPORT_UPLOAD_H
#define DATA_IMPORT_UPLOAD_H

#include "data/transfer/import.h"

/* Taking a document in, and forgetting it. */

struct import_draft {
    const char *source;
    struct text document;
    bool skips_existing;
};

/* Keeps a document, to be checked. ERR_INVALID (field "document") if it is none; ERR_CONFLICT if
 * IMPORT_OPEN_MAX wait already. What has expired is swept on the way. */
MUST_USE enum err import_create(struct db *db, const struct actor *actor,
                                const struct import_draft *draft, struct uuid *id,
                                struct problem *problem) NONNULL;

/* Forgets an import that was not carried out, or is over: what it made stays. ERR_CONFLICT while it
 * is being carried out or undone. */
MUST_USE enum err import_discard(struct db *db, const struct actor *actor,
                                 const struct uuid *id) NONNULL;

#endif
