#ifndef DATA_DB_SQLITE_COPY_H
#define DATA_DB_SQLITE_COPY_H

#include <stdbool.h>

#include "base/err.h"

/* Copies of a SQLite database: whole files that nobody has open. */

/* Writes a sound copy of the database, as it is at one moment, into a new file while others read
 * and write: VACUUM INTO. Copying the file byte by byte is not enough: what was written last is in
 * its WAL. ERR_UNAVAILABLE (logged) if it can't be written, or is there already. */
MUST_USE enum err sqlite_copy_make(const char *from, const char *to) NONNULL;

/* Makes one file of a copy that was open: what is in its WAL goes into it, and what stood beside it
 * goes away. Then every page of it is checked, and it is on the disk. without_keys: all data keys
 * are overwritten first. ERR_INVALID (logged) if the file is damaged, ERR_UNAVAILABLE (logged) if
 * that can't be done. */
MUST_USE enum err sqlite_copy_settle(const char *path, bool without_keys) NONNULL;

#endif
