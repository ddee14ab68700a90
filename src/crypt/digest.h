#ifndef CRYPT_DIGEST_H
#define CRYPT_DIGEST_H

#include "crypt/token.h"

/* SHA-256 (FIPS 180-4) of a text that is too long to be in memory at once. */
struct digest {
    uint64_t state[16];
};
void digest_begin(struct digest *digest) NONNULL;
void digest_add(struct digest *digest, const void *bytes, size_t len) NONNULL;
void digest_end(struct digest *digest, char out[SHA256_HEX_LEN]) NONNULL;

#endif
