#ifndef CRYPT_KEYRING_TEXT_H
#define CRYPT_KEYRING_TEXT_H

#include <stddef.h>
#include <sys/stat.h>

#include "base/err.h"

/* The file of the master keys as text. */

enum { KEYRING_TEXT_MAX = 16 * 1024 }; /* bytes */

/* Gives the whole text, NUL-terminated and in locked memory, which the caller frees with
 * sodium_free, and the state of the file that it was read from. The refusals of keyring_open about
 * the file itself. Initialises libsodium. */
MUST_USE enum err keyring_text_read(const char *path, char **text, size_t *len,
                                    struct stat *status) NONNULL;

/* Logs what is wrong with the file, in this line (0: none), and gives err back. */
enum err keyring_text_refuse(enum err err, const char *path, int line, const char *problem) NONNULL;

#endif
