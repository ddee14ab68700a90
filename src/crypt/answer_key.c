#include "crypt/answer_key.h"

#include <sodium.h>

#include "crypt/base64.h"

const char *answer_key_public(struct arena *arena, const struct keyring *ring)
{
    uint8_t public[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];
    (void)crypto_box_seed_keypair(public, secret,
                                  keyring_purpose_key(ring, NULL, KEY_PURPOSE_ANSWERS));
    sodium_memzero(secret, sizeof secret);
    return base64url_make(arena, (struct text){(const char *)public, sizeof public});
}

enum err answer_seal(struct arena *arena, const char *public_key, struct text plain,
                     struct text *sealed)
{
    struct text public;
    size_t len = plain.len + crypto_box_SEALBYTES;
    char *out = arena_alloc(arena, len + 1);
    if (base64url_open(arena, public_key, &public) != ERR_NONE ||
        public.len != crypto_box_PUBLICKEYBYTES ||
        crypto_box_seal((uint8_t *)out, (const uint8_t *)plain.data, plain.len,
                        (const uint8_t *)public.data) != 0)
        return ERR_INVALID;
    out[len] = '\0';
    *sealed = (struct text){out, len};
    return ERR_NONE;
}

enum err answer_unseal(struct arena *arena, const struct keyring *ring, const char *kid,
                       struct text sealed, struct text *plain)
{
    uint8_t public[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];
    const uint8_t *seed = keyring_purpose_key(ring, kid, KEY_PURPOSE_ANSWERS);
    if (seed == NULL)
        return ERR_NOT_FOUND;
    if (sealed.len < crypto_box_SEALBYTES)
        return ERR_INVALID;
    size_t len = sealed.len - crypto_box_SEALBYTES;
    char *out = arena_alloc(arena, len + 1);
    (void)crypto_box_seed_keypair(public, secret, seed);
    bool is_open = crypto_box_seal_open((uint8_t *)out, (const uint8_t *)sealed.data, sealed.len,
                                        public, secret) == 0;
    sodium_memzero(secret, sizeof secret);
    out[len] = '\0';
    *plain = (struct text){out, len};
    return is_open ? ERR_NONE : ERR_INVALID;
}
