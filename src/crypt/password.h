#ifndef CRYPT_PASSWORD_H
#define CRYPT_PASSWORD_H

#include <stdbool.h>

#include "base/arena.h"

/* Passwords: Argon2id (RFC 9106) with t=3 and 64 MiB; what counts is
 * the NFC of what was typed, however its accents are composed. */

/* Hashes into the PHC string format, owned by the arena. ERR_UNAVAILABLE if too many hash already
 * (password_turn.h), or there is no lock file or memory to be had. */
MUST_USE enum err password_hash(struct arena *arena, const char *password, char **hash) NONNULL;

/* ERR_NONE if it matches, ERR_DENIED if not, ERR_UNAVAILABLE as above and for a hash that can't be
 * read. hash NULL stands for an unknown user: it costs the same time and is ERR_DENIED. */
MUST_USE enum err password_verify(const char *password, const char *hash)
    __attribute__((nonnull(1)));

/* True if the hash was made with other settings than today's and should be made anew at sign-in. */
bool password_needs_rehash(const char *hash) NONNULL;

#endif
