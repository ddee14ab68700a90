#ifndef DATA_SQLITE_FILES_H
#define DATA_SQLITE_FILES_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/* Are the files that a SQLite connection has open still those that its path names? A file that was
 * unlinked or replaced, by a restore or a careless mv, takes writes as before, and nobody ever
 * reads them again: a commit into it must not be acknowledged. SQLite's own SQLITE_FCNTL_HAS_MOVED
 * compares only the database file, and only its inode. */

enum { SQLITE_FILES = 4, SQLITE_PATH_MAX = 4096 }; /* database, WAL, its index, writer lock */

struct sqlite_files {
    char path[SQLITE_PATH_MAX];
    struct sqlite_file {
        dev_t device;
        ino_t inode; /* 0: not there yet */
    } files[SQLITE_FILES];
};

/* Remembers the files of a path. ERR_INVALID for a path that is too long. */
MUST_USE enum err sqlite_files_begin(struct sqlite_files *files, const char *path) NONNULL;

/* Notes those that were not there yet: the WAL is made by the first transaction. */
void sqlite_files_note(struct sqlite_files *files) NONNULL;

/* True if each that was noted is still the file at its path; otherwise logged. Four stat(2), some 5
 * microseconds. */
MUST_USE bool sqlite_files_are_in_place(const struct sqlite_files *files) NONNULL;

#endif
