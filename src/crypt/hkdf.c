#include "crypt/hkdf.h"

#include <sodium.h>

void hkdf_expand(const uint8_t key[KEY_LEN], const void *info, size_t info_len,
                 uint8_t out[HASH_LEN])
{
    static const uint8_t counter = 1;
    crypto_auth_hmacsha256_state state;
    (void)crypto_auth_hmacsha256_init(&state, key, KEY_LEN);
    (void)crypto_auth_hmacsha256_update(&state, info, info_len);
    (void)crypto_auth_hmacsha256_update(&state, &counter, sizeof counter);
    (void)crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}
