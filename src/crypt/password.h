#ifndef CRYPT_PASSWORD_H
#define CRYPT_PASSWORD_H

#include <stdbool.h>

#include "base/arena.h"

/* Passwords: Argon2id (RFC 9106) with t=3 and 64 MiB; rules after NIST SP 800-63B. What counts is
 * the NFC of what was typed, however its accents are composed. */

enum { PASSWORD_MIN_CHARS = 15, PASSWORD_MAX_CHARS = 256, PASSWORD_MIN_BITS = 35 };

/* At most one hash per core runs at a time over all workers of a user: one lock file per core in
 * $TMPDIR or /tmp, rostrum-password-UID-CORE.lock, which the kernel releases when a worker dies. */

/* Hashes into the PHC string format, owned by the arena. ERR_UNAVAILABLE (logged) if no core came
 * free within a second, or there is no lock file or memory to be had. */
MUST_USE enum err password_hash(struct arena *arena, const char *password, char **hash) NONNULL;

/* ERR_NONE if it matches, ERR_DENIED if not, ERR_UNAVAILABLE as above and for a hash that can't be
 * read. hash NULL stands for an unknown user: it costs the same time and is ERR_DENIED. */
MUST_USE enum err password_verify(const char *password, const char *hash)
    __attribute__((nonnull(1)));

/* True if the hash was made with other settings than today's and should be made anew at sign-in. */
bool password_needs_rehash(const char *hash) NONNULL;

/* Checks a new password: length in characters, and at least PASSWORD_MIN_BITS by zxcvbn with the
 * person's own words (name, address, organization; NULL-terminated list of texts, taken apart into
 * words) in its dictionary. ERR_INVALID with a sentence for the person in static storage, else
 * *problem is NULL. */
MUST_USE enum err password_check_new(const char *password, const char *const *own_words,
                                     const char **problem) NONNULL;

#endif
