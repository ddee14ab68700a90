#ifndef DATA_DB_DISK_WATCH_H
#define DATA_DB_DISK_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* What db_disk.h tells, as the engines and db.c keep it. Processes tell each other through a file
 * of a few bytes in the runtime folder that all pools share: written in place, so that it needs no
 * room itself. Where that can't be written either, each process knows what itself has met. */

enum db_disk {
    DB_DISK_FINE,
    DB_DISK_LOW,       /* what is written now is kept, but there is hardly any room left */
    DB_DISK_FULL,      /* a write found no room */
    DB_DISK_READ_ONLY, /* a write was refused by the file system, or the server */
};

struct disk_note {
    int64_t state;     /* enum db_disk */
    int64_t failed_at; /* clock_now() */
    int64_t logged_at; /* at most once a minute, for all processes together */
};

struct disk_watch {
    int fd; /* of the file; -1: none */
    struct disk_note own;
    enum db_disk refused; /* the last failure of this request that was the disk's */
};

/* folder is the first of a list with colons; NULL or "": this process is alone. */
void disk_watch_open(struct disk_watch *watch, const char *folder) __attribute__((nonnull(1)));
void disk_watch_close(struct disk_watch *watch) NONNULL;

/* A statement failed because of the disk: noted, and logged if that was not done lately. code and
 * message are the engine's, sql may be NULL. False, and nothing done, if state is DB_DISK_FINE, or
 * there is no watch yet. */
bool disk_watch_failure(struct disk_watch *watch, enum db_disk state, const char *code,
                        const char *message, const char *sql);

/* A change was committed. */
void disk_watch_success(struct disk_watch *watch) NONNULL;

enum db_disk disk_watch_state(const struct disk_watch *watch) NONNULL;

#endif
