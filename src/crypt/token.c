#include "crypt/token.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

enum {
    SECRET_LEN = 32, /* random bytes */
    ORGANIZATION_LEN = UUID_TEXT_LEN - 1,
    CODE_CHARS = 20, /* of 5 bits each */
    CODE_GROUP = 5,  /* characters between two dashes */
    RECOVERY_CHARS = 24,
    RECOVERY_GROUP = 6,
    CODE_CHARS_MAX = 64, /* what is typed past this can't make a code right */
    BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
};

_Static_assert(SECRET_TEXT_LEN == sodium_base64_ENCODED_LEN(SECRET_LEN, BASE64), "secret text");
_Static_assert(CSRF_TEXT_LEN == sodium_base64_ENCODED_LEN(2 * HASH_LEN, BASE64), "form token");
_Static_assert((int)HASH_LEN == (int)SECRET_LEN, "a hash is written like a secret");
_Static_assert(CODE_TEXT_LEN == CODE_CHARS + CODE_CHARS / CODE_GROUP, "code text");
_Static_assert(RECOVERY_TEXT_LEN == RECOVERY_CHARS + RECOVERY_CHARS / RECOVERY_GROUP, "its text");

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

static void make_code(char *next, int count, int group)
{
    uint8_t bytes[CODE_CHARS_MAX];
    randombytes_buf(bytes, sizeof bytes);
    for (int i = 0; i < count; i++) {
        if (i > 0 && i % group == 0)
            *next++ = '-';
        *next++ = code_alphabet[bytes[i] & 0x1f];
    }
    *next = '\0';
    sodium_memzero(bytes, sizeof bytes);
}

void code_make(char out[CODE_TEXT_LEN])
{
    make_code(out, CODE_CHARS, CODE_GROUP);
}

void recovery_code_make(char out[RECOVERY_TEXT_LEN])
{
    make_code(out, RECOVERY_CHARS, RECOVERY_GROUP);
}

void token_hash(const struct keyring *ring, enum key_purpose purpose, const char *token,
                uint8_t out[KEYRING_HASHES][HASH_LEN])
{
    keyring_hash_all(ring, purpose, token, strlen(token), out);
}

/* The character that a typed one stands for. */
static char code_char(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

static size_t read_code(const char *code, char plain[CODE_CHARS_MAX])
{
    size_t len = 0;
    for (const char *p = code; *p != '\0' && len < CODE_CHARS_MAX; p++)
        if (*p != '-' && *p != ' ')
            plain[len++] = code_char(*p);
    return len;
}

void code_hash(const struct keyring *ring, enum key_purpose purpose, const char *code,
               uint8_t out[KEYRING_HASHES][HASH_LEN])
{
    char plain[CODE_CHARS_MAX];
    size_t len = read_code(code, plain);
    keyring_hash_all(ring, purpose, plain, len, out);
    sodium_memzero(plain, sizeof plain);
}

void recovery_code_hash(const char *key, const char *code, uint8_t out[HASH_LEN])
{
    char plain[CODE_CHARS_MAX];
    crypto_auth_hmacsha256_state state;
    size_t len = read_code(code, plain);
    crypto_auth_hmacsha256_init(&state, (const uint8_t *)key, strlen(key));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)plain, len);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(plain, sizeof plain);
}

void secret_hash(const char *key, const char *text, uint8_t out[HASH_LEN])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, (const uint8_t *)key, strlen(key));
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)text, strlen(text));
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

static void hash_text(const struct keyring *ring, enum key_purpose purpose, const void *bytes,
                      size_t len, char out[SECRET_TEXT_LEN])
{
    uint8_t hash[HASH_LEN];
    keyring_hash(ring, purpose, bytes, len, hash);
    (void)sodium_bin2base64(out, SECRET_TEXT_LEN, hash, sizeof hash, BASE64);
}

bool secret_equal(const char *a, const char *b)
{
    size_t len = strlen(a);
    return strlen(b) == len && sodium_memcmp(a, b, len) == 0;
}

/* Is this what hash_text gives, or gave with the key before? */
static bool fits(const struct keyring *ring, enum key_purpose purpose, struct text text,
                 const char *hash_text)
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    char expected[SECRET_TEXT_LEN];
    bool is_one = false;
    keyring_hash_all(ring, purpose, text.data, text.len, hashes);
    for (int i = 0; i < KEYRING_HASHES; i++) {
        (void)sodium_bin2base64(expected, sizeof expected, hashes[i], HASH_LEN, BASE64);
        is_one |= secret_equal(expected, hash_text);
    }
    return is_one;
}

/* One half of a masked token from the other. */
static void mask(uint8_t *half, const uint8_t *pad)
{
    for (size_t i = 0; i < HASH_LEN; i++)
        half[i] ^= pad[i];
}

void csrf_token(const struct keyring *ring, const char *cookie_value, char out[CSRF_TEXT_LEN])
{
    uint8_t masked[2 * HASH_LEN];
    randombytes_buf(masked, HASH_LEN);
    keyring_hash(ring, KEY_PURPOSE_CSRF, cookie_value, strlen(cookie_value), masked + HASH_LEN);
    mask(masked + HASH_LEN, masked);
    (void)sodium_bin2base64(out, CSRF_TEXT_LEN, masked, sizeof masked, BASE64);
}

bool csrf_fits(const struct keyring *ring, const char *cookie_value, const char *token)
{
    uint8_t masked[2 * HASH_LEN];
    char hash[SECRET_TEXT_LEN];
    size_t len = 0;
    if (sodium_base642bin(masked, sizeof masked, token, strlen(token), NULL, &len, NULL, BASE64) !=
            0 ||
        len != sizeof masked)
        return false;
    mask(masked + HASH_LEN, masked);
    (void)sodium_bin2base64(hash, sizeof hash, masked + HASH_LEN, HASH_LEN, BASE64);
    return fits(ring, KEY_PURPOSE_CSRF, (struct text){cookie_value, strlen(cookie_value)}, hash);
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
    if (!fits(ring, KEY_PURPOSE_COOKIE, (struct text){plain, len}, dot + 1))
        return ERR_INVALID;
    *text = plain;
    return ERR_NONE;
}

void sha256(const void *bytes, size_t len, uint8_t out[HASH_LEN])
{
    (void)crypto_hash_sha256(out, bytes, len);
}

void sha256_hex(const void *bytes, size_t len, char out[SHA256_HEX_LEN])
{
    uint8_t hash[HASH_LEN];
    sha256(bytes, len, hash);
    (void)sodium_bin2hex(out, SHA256_HEX_LEN, hash, sizeof hash);
}
