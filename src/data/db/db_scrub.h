#ifndef DATA_DB_SCRUB_H
#define DATA_DB_SCRUB_H

#include "base/err.h"

struct db;

/* What was deleted leaves the files of the engine. In SQLite, which overwrites deleted rows with
 * zeros, everything in the write-ahead log goes into the database file, and the log is emptied. In
 * PostgreSQL the tables of keys and addresses are written anew, which is what an erasure must not
 * leave behind: what else it deletes is sealed under the person's key; other tables are left to
 * VACUUM. Between transactions. ERR_UNAVAILABLE, and nothing has failed, while others read an older
 * state: try again later. */
MUST_USE enum err db_scrub(struct db *db) NONNULL;

#endif
