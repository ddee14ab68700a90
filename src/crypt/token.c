#include "crypt/token.h"

#include <sodium.h>
#include <string.h>

enum {
    SECRET_LEN = 32, /* random bytes */
    ORGANIZATION_LEN = UUID_TEXT_LEN - 1,
    CODE_CHARS = 20,     /* of 5 bits each */
    CODE_GROUP = 5,      /* characters between two dashes */
    CODE_CHARS_MAX = 64, /* what is typed past this can't make a code right */
    BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
};

_Static_assert(SECRET_TEXT_LEN == sodium_base64_ENCODED_LEN(SECRET_LEN, BASE64), "secret text");
_Static_assert((int)HASH_LEN == (int)SECRET_LEN, "a hash is written like a secret");
_Static_assert(CODE_TEXT_LEN == CODE_CHARS + CODE_CHARS / CODE_GROUP, "code text");

static const char code_alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void secret_make(char out[SECRET_TEXT_LEN])
{
    uint8_t bytes[SECRET_LEN];
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2base64(out, SECRET_TEXT_LEN, bytes, sizeof bytes, BASE64);
    sodium_memzero(bytes, sizeof bytes);
}

void token_make(const struct uuid *organization_id, char out[TOKEN_TEXT_LEN])
{
    uuid_format(organization_id, out);
    out[ORGANIZATION_LEN] = '.'; /* in place of the NUL */
    secret_make(out + UUID_TEXT_LEN);
}

enum err token_organization(const char *token, struct uuid *organization_id)
{
    char id[UUID_TEXT_LEN];
    if (strlen(token) != TOKEN_TEXT_LEN - 1 || token[ORGANIZATION_LEN] != '.')
        return ERR_INVALID;
    memcpy(id, token, ORGANIZATION_LEN);
    id[ORGANIZATION_LEN] = '\0';
    return uuid_parse(id, organization_id);
}

void code_make(char out[CODE_TEXT_LEN])
{
    uint8_t bytes[CODE_CHARS];
    randombytes_buf(bytes, sizeof bytes);
    char *next = out;
    for (int i = 0; i < CODE_CHARS; i++) {
        if (i > 0 && i % CODE_GROUP == 0)
            *next++ = '-';
        *next++ = code_alphabet[bytes[i] & 0x1f];
    }
    *next = '\0';
    sodium_memzero(bytes, sizeof bytes);
}

void token_hash(const struct keyring *ring, enum key_purpose purpose, const char *token,
                uint8_t out[HASH_LEN])
{
    keyring_hash(ring, purpose, token, strlen(token), out);
}

/* The character that a typed one stands for. */
static char code_char(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

void code_hash(const struct keyring *ring, enum key_purpose purpose, const char *code,
               uint8_t out[HASH_LEN])
{
    char plain[CODE_CHARS_MAX];
    size_t len = 0;
    for (const char *p = code; *p != '\0' && len < sizeof plain; p++)
        if (*p != '-' && *p != ' ')
            plain[len++] = code_char(*p);
    keyring_hash(ring, purpose, plain, len, out);
    sodium_memzero(plain, sizeof plain);
}

static void hash_text(const struct keyring *ring, enum key_purpose purpose, const void *bytes,
                      size_t len, char out[SECRET_TEXT_LEN])
{
    uint8_t hash[HASH_LEN];
    keyring_hash(ring, purpose, bytes, len, hash);
    (void)sodium_bin2base64(out, SECRET_TEXT_LEN, hash, sizeof hash, BASE64);
}

void csrf_token(const struct keyring *ring, const char *cookie_value, char out[SECRET_TEXT_LEN])
{
    hash_text(ring, KEY_PURPOSE_CSRF, cookie_value, strlen(cookie_value), out);
}

bool token_equal(const char *a, const char *b)
{
    size_t len = strlen(a);
    return strlen(b) == len && sodium_memcmp(a, b, len) == 0;
}

char *signed_text_make(const struct keyring *ring, struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    size_t text_size = sodium_base64_encoded_len(len, BASE64);
    char *out = arena_alloc(arena, text_size + SECRET_TEXT_LEN);
    (void)sodium_bin2base64(out, text_size, (const uint8_t *)text, len, BASE64);
    out[text_size - 1] = '.'; /* in place of the NUL */
    hash_text(ring, KEY_PURPOSE_COOKIE, text, len, out + text_size);
    return out;
}

enum err signed_text_open(const struct keyring *ring, struct arena *arena, const char *signed_text,
                          char **text)
{
    const char *dot = strchr(signed_text, '.');
    if (dot == NULL)
        return ERR_INVALID;
    size_t encoded_len = (size_t)(dot - signed_text);
    size_t len = 0;
    char *plain = arena_alloc(arena, encoded_len + 1);
    if (sodium_base642bin((uint8_t *)plain, encoded_len, signed_text, encoded_len, NULL, &len, NULL,
                          BASE64) != 0)
        return ERR_INVALID;
    char expected[SECRET_TEXT_LEN];
    hash_text(ring, KEY_PURPOSE_COOKIE, plain, len, expected);
    if (!token_equal(expected, dot + 1))
        return ERR_INVALID;
    *text = plain;
    return ERR_NONE;
}

void sha256_hex(const void *bytes, size_t len, char out[SHA256_HEX_LEN])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(hash, bytes, len);
    (void)sodium_bin2hex(out, SHA256_HEX_LEN, hash, sizeof hash);
}
