#ifndef DATA_MIGRATION_H
#define DATA_MIGRATION_H

#include "data/db/db.h"

/* The schema's history: numbered files in src/data/db/migrations, built into the program, each
 * applied in a transaction of its own and remembered with its checksum. "-- engine: NAME" in a file
 * begins a part for one engine, "-- engine: all" ends it. */
struct migration_text {
    int number;
    const char *name;
    const char *sql;
};

extern const struct migration_text migration_texts[];
extern const int migration_text_count;

/* The name of the row of installation that is there while a restore is not finished. */
#define MIGRATION_RESTORE_MARK "restore"
/* And while a copy into it is not. */
#define MIGRATION_COPY_MARK "copy"

/* Compares the database with the program. ERR_NONE if they fit, ERR_STALE if migrations are to be
 * applied, ERR_CONFLICT if the schema is newer than the program or a checksum differs, ERR_DENIED
 * if it is that of a restore or copy which is not finished. Logged. */
MUST_USE enum err migration_check(struct db *db) NONNULL;

/* The number of the last one that was applied; ERR_UNAVAILABLE if the database does not answer. */
MUST_USE enum err migration_last(struct db *db, int64_t *number) NONNULL;

/* Applies what is missing; *applied_count tells how many. Stores the key check values of the ring
 * on a new database. */
MUST_USE enum err migration_apply(struct db *db, int *applied_count) NONNULL;

#endif
