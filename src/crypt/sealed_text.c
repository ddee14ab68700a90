#include "crypt/sealed_text.h"

#include <sodium.h>
#include <string.h>

#include "crypt/base64.h"

enum {
    NONCE_LEN = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_LEN = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

char *sealed_text_make(const struct keyring *ring, struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    uint8_t *bytes = arena_alloc(arena, NONCE_LEN + len + TAG_LEN);
    const uint8_t *key = keyring_purpose_key(ring, NULL, KEY_PURPOSE_SEALED_COOKIE);
    randombytes_buf(bytes, NONCE_LEN);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + NONCE_LEN, NULL, (const uint8_t *)text,
                                                     len, NULL, 0, NULL, bytes, key);
    return arena_strdup(arena, base64url_make(arena, (struct text){(const char *)bytes,
                                                                   NONCE_LEN + len + TAG_LEN}));
}

enum err sealed_text_open(const struct keyring *ring, struct arena *arena, const char *sealed,
                          const char **text)
{
    struct text bytes;
    if (base64url_open(arena, sealed, &bytes) != ERR_NONE || bytes.len < NONCE_LEN + TAG_LEN)
        return ERR_INVALID;
    size_t len = bytes.len - NONCE_LEN - TAG_LEN;
    char *plain = arena_alloc(arena, len + 1);
    const uint8_t *from = (const uint8_t *)bytes.data;
    for (int i = 0; keyring_kid(ring, i) != NULL; i++) {
        const uint8_t *key =
            keyring_purpose_key(ring, keyring_kid(ring, i), KEY_PURPOSE_SEALED_COOKIE);
        if (key == NULL || crypto_aead_xchacha20poly1305_ietf_decrypt(
                               (uint8_t *)plain, NULL, NULL, from + NONCE_LEN, len + TAG_LEN, NULL,
                               0, from, key) != 0)
            continue;
        plain[len] = '\0';
        *text = plain;
        return ERR_NONE;
    }
    return ERR_INVALID;
}
