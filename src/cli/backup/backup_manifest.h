#ifndef CLI_BACKUP_MANIFEST_H
#define CLI_BACKUP_MANIFEST_H

#include <jansson.h>
#include <stdint.h>

#include "base/arena.h"
#include "crypt/keyring.h"

/* The file "manifest" of a folder of a backup: a signed note (crypt/signed_note.h) whose text is a
 * JSON document, which lists the other files with their lengths and SHA-256. */
#define MANIFEST_DATABASE      "database"
#define MANIFEST_PERSONAL_KEYS "personal keys"

/* A manifest of a kind with the program's version and when what it lists was read; the arena's. */
json_t *manifest_begin(struct arena *arena, const char *kind, int64_t made_at) NONNULL;

/* Adds a file of the folder to it: "files" {"name", "bytes", "sha256"}. On an error the person has
 * been told. */
MUST_USE enum err manifest_add_file(json_t *manifest, const char *folder, const char *name) NONNULL;

/* Signs it and writes it into the folder, to the disk. On an error the person has been told. */
MUST_USE enum err manifest_write(const struct keyring *ring, struct arena *arena,
                                 const char *folder, const json_t *manifest) NONNULL;

/* Reads it: signed with a key of the ring, and of this kind. On an error the person has been told.
 */
MUST_USE enum err manifest_read(const struct keyring *ring, struct arena *arena, const char *folder,
                                const char *kind, const json_t **manifest) NONNULL;

/* Checks all the files that it lists, or copies one of them into an open file on the way. On an
 * error the person has been told. */
MUST_USE enum err manifest_check_files(const json_t *manifest, const char *folder) NONNULL;
MUST_USE enum err manifest_copy_file(const json_t *manifest, const char *folder, const char *name,
                                     int to) NONNULL;

int64_t manifest_made_at(const json_t *manifest) NONNULL;

#endif
