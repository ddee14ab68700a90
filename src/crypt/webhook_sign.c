#include "crypt/webhook_sign.h"

#include <sodium.h>
#include <string.h>

#include "crypt/base64.h"
#include "crypt/hkdf.h"

static const char prefix[] = "whsec_";

enum {
    PREFIX_LEN = sizeof prefix - 1,
    SECRET_MIN = 24,
    SECRET_MAX = 64,
    VARIANT = sodium_base64_VARIANT_ORIGINAL,
};

void webhook_secret_make(char out[WEBHOOK_SECRET_LEN])
{
    uint8_t bytes[KEY_LEN];
    randombytes_buf(bytes, sizeof bytes);
    memcpy(out, prefix, PREFIX_LEN);
    (void)sodium_bin2base64(out + PREFIX_LEN, WEBHOOK_SECRET_LEN - PREFIX_LEN, bytes, sizeof bytes,
                            VARIANT);
    sodium_memzero(bytes, sizeof bytes);
}

enum err webhook_sign(struct arena *arena, const char *secret, const struct webhook_signed *what,
                      const char **signature)
{
    crypto_auth_hmacsha256_state state;
    uint8_t hmac[HASH_LEN];
    char base64[sodium_base64_ENCODED_LEN(HASH_LEN, VARIANT)];
    struct text key;
    if (!text_starts_with(secret, prefix) ||
        base64_open(arena, secret + PREFIX_LEN, &key) != ERR_NONE || key.len < SECRET_MIN ||
        key.len > SECRET_MAX)
        return ERR_INVALID;
    const char *head = arena_printf(arena, "%s.%lld.", what->id, (long long)what->timestamp_s);
    (void)crypto_auth_hmacsha256_init(&state, (const uint8_t *)key.data, key.len);
    (void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)head, strlen(head));
    (void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)what->body.data, what->body.len);
    (void)crypto_auth_hmacsha256_final(&state, hmac);
    (void)sodium_bin2base64(base64, sizeof base64, hmac, sizeof hmac, VARIANT);
    sodium_memzero(&state, sizeof state);
    *signature = arena_printf(arena, "v1,%s", base64);
    return ERR_NONE;
}
