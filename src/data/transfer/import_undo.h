#ifndef DATA_IMPORT_UNDO_H
#define DATA_IMPORT_UNDO_H

#include "data/transfer/import.h"

/* Undoes an import that was carried out, in batches as it was carried out, or goes on with it, for
 * about budget_us; the import is read anew and IMPORT_UNDOING while there is more to do.
 *
 * What it created is deleted, or archived by who may not delete; what it changed gets a new version
 * with the content of before, and its description and tags back. What someone changed, released or
 * commented on since, or what others use by now, is kept and says so at its line. ERR_CONFLICT for
 * an import that is not done, or undone already. Each record writes its own events, and
 * "import.undo" at the end has the numbers. */
MUST_USE enum err import_undo(struct db *db, const struct actor *actor, const struct uuid *id,
                              int64_t budget_us, struct import *import,
                              struct problem *problem) NONNULL;

/* How many records of an import are undone, kept although it is being undone, and still as it left
 * them. */
struct import_undo_count {
    int64_t undone;
    int64_t kept;
    int64_t left;
};
MUST_USE enum err import_undo_count(struct db *db, const struct import *import,
                                    struct import_undo_count *count) NONNULL;

#endif
