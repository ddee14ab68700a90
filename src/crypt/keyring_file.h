#ifndef CRYPT_KEYRING_FILE_H
#define CRYPT_KEYRING_FILE_H

#include "crypt/keyring.h"

/* Changing the file of the master keys. Each change writes a whole new file beside it, which takes
 * its place once it reached the disk: whoever reads it finds the ring of before or of after. Two at
 * once wait for each other (flock on "PATH.lock"). Mode 0600. */

/* Creates the file with one fresh active key under a random kid, mode 0600: a temporary file beside
 * it, fsync, link, fsync of the folder. So it is there whole or not at all, and an existing ring is
 * never overwritten. ERR_CONFLICT if the file is there, ERR_UNAVAILABLE if it can't be written
 * (logged). */
MUST_USE enum err keyring_create(const char *path) NONNULL;

/* Adds a fresh key in the state decrypt, under a random kid. ERR_CONFLICT if there are two usable
 * keys already: the last replacement is not finished. ERR_UNAVAILABLE (logged) if the file can't be
 * written; the refusals of keyring_open. */
MUST_USE enum err keyring_file_add(const char *path, char kid[KID_LEN + 1]) NONNULL;

/* Makes a usable key the active one; the one before goes on to decrypt. ERR_NOT_FOUND if there is
 * none of this kid. The active one stays so. */
MUST_USE enum err keyring_file_activate(const char *path, const char *kid) NONNULL;

/* Retires a key: it is not used any more, but stays in the file. ERR_CONFLICT for the active one.
 */
MUST_USE enum err keyring_file_retire(const char *path, const char *kid) NONNULL;

/* The keys of the file in its order, retired ones too, without what is secret. */
struct keyring_line {
    char kid[KID_LEN + 1];
    char state[8]; /* "active", "decrypt", "retired" */
};
enum { KEYRING_LINES_MAX = 32 };
struct keyring_lines {
    struct keyring_line items[KEYRING_LINES_MAX];
    int count;
};
MUST_USE enum err keyring_file_list(const char *path, struct keyring_lines *lines) NONNULL;

#endif
