#include "base/keyed_hash.h"

#include <sodium.h>
#include <stdbool.h>

uint64_t keyed_hash(const void *bytes, size_t len)
{
    static unsigned char key[crypto_shorthash_KEYBYTES];
    static bool has_key;
    uint64_t hash = 0;
    _Static_assert(sizeof hash == crypto_shorthash_BYTES, "SipHash gives 64 bits");
    if (!has_key)
        crypto_shorthash_keygen(key);
    has_key = true;
    (void)crypto_shorthash((unsigned char *)&hash, bytes, len, key);
    return hash;
}
