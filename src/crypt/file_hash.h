#ifndef CRYPT_FILE_HASH_H
#define CRYPT_FILE_HASH_H

#include <stdint.h>

#include "crypt/token.h"

/* The SHA-256 (FIPS 180-4) of what is read from a file descriptor up to its end, in lower-case hex,
 * and how many bytes it were. With to >= 0 they are written there as well. ERR_UNAVAILABLE if they
 * can't be read or written; errno says why. */
MUST_USE enum err file_hash(int from, int to, char hex[SHA256_HEX_LEN],
                            int64_t *byte_count) NONNULL;

#endif
