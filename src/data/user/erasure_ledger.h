#ifndef DATA_ERASURE_LEDGER_H
#define DATA_ERASURE_LEDGER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/uuid.h"

/* Who was erased and when, in a file outside the database, so that a restore of an older backup
 * erases them again before anyone is served. One line of JSON for each erasure:
 *     {"organization":"UUID","user":"UUID","erased_at":MICROSECONDS}
 * It names nobody: the ids are those of rows. */
struct erasure {
    struct uuid organization_id;
    struct uuid user_id;
    int64_t erased_at;
};

/* Where the ledger is: the setting erasures-file, or "erasures.jsonl" beside the key ring. Owned by
 * the arena. */
char *erasure_ledger_path(struct arena *arena, const char *keyring_path) NONNULL;

/* Adds an erasure, and returns once it is on the disk. To be called inside the transaction of the
 * erasure, as the last thing before its commit: a line too much is recognized by a restore (the
 * person has a key in a later backup), a missing one is not. Creates the file with mode 0600. Half
 * a line that a crash left behind is taken away first. ERR_UNAVAILABLE (logged) if it can't be
 * written. */
MUST_USE enum err erasure_ledger_append(const char *path, const struct erasure *erasure) NONNULL;

/* All of them in the order of the file, in the arena; none if there is no file. Half a line at its
 * end is left out: its erasure was never committed. ERR_INVALID (logged with the line's number) if
 * another line is malformed, ERR_UNAVAILABLE if the file can't be read. */
MUST_USE enum err erasure_ledger_read(struct arena *arena, const char *path,
                                      struct erasure **erasures, int *count) NONNULL;

#endif
