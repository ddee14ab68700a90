#ifndef DATA_KEY_FILE_H
#define DATA_KEY_FILE_H

#include "crypt/seal.h"
#include "data/db/db.h"

/* The data keys of a backup: wrapped, as data_keys has them, in files of their own. Those of
 * persons are kept apart from the rest, and for a shorter time: once they are gone, who was erased
 * is unreadable in every backup. A line of JSON for each key:
 *     {"organization":"UUID","id":"UUID","user":"UUID","kid":"…","wrapped_key":"HEX",
 *      "created_at":MICROSECONDS}
 * without "user" for a key of an organization. Keys that were replaced are there with their
 * owner's: events and versions of before are read with them. */
struct key_line {
    struct uuid user_id; /* nil: none */
    struct wrapped_key key;
    int64_t created_at;
};

struct key_counts {
    int64_t organizations;
    int64_t persons;
};

/* Writes the keys of organizations into one new file, and those of persons into another, both on
 * the disk afterwards, mode 0600. In the scope of all, in the open read transaction.
 * ERR_UNAVAILABLE (logged) if a file can't be written or the database failed. */
struct key_paths {
    const char *organizations;
    const char *persons;
};
MUST_USE enum err key_file_write(struct db *db, const struct key_paths *paths,
                                 struct key_counts *counts) NONNULL;

/* Does the schema know whose each key is (data_keys.owner_id)? That of an older version does not.
 */
MUST_USE enum err key_file_has_owners(struct db *db, bool *has_owners) NONNULL;

/* All lines of a file, in the arena. ERR_INVALID (logged with the line's number) if one is
 * malformed, ERR_UNAVAILABLE (logged) if the file can't be read. */
MUST_USE enum err key_file_read(struct arena *arena, const char *path, struct key_line **lines,
                                int *count) NONNULL;

#endif
