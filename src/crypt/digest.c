#include "crypt/digest.h"

#include <sodium.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct digest), "the state must fit");

static crypto_hash_sha256_state *state_of(struct digest *digest)
{
    return (crypto_hash_sha256_state *)digest->state;
}

void digest_begin(struct digest *digest)
{
    crypto_hash_sha256_init(state_of(digest));
}

void digest_add(struct digest *digest, const void *bytes, size_t len)
{
    crypto_hash_sha256_update(state_of(digest), bytes, len);
}

void digest_end(struct digest *digest, char out[SHA256_HEX_LEN])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(state_of(digest), hash);
    sodium_bin2hex(out, SHA256_HEX_LEN, hash, sizeof hash);
}
