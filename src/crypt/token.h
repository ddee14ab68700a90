#ifndef CRYPT_TOKEN_H
#define CRYPT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "crypt/keyring.h"

/* Secrets that are handed out once and kept only as keyed hashes: session cookies, links, codes. */

enum { TOKEN_TEXT_LEN = 44 }; /* 32 random bytes in base64url without padding: 43, and the NUL */

/* A fresh token. */
void token_make(char out[TOKEN_TEXT_LEN]) NONNULL;

/* A code that a person can type: groups of digits and capital letters that can't be confused
 * (Crockford's base32), 20 characters of 5 bits in groups of five, "XXXXX-XXXXX-XXXXX-XXXXX". */
enum { CODE_TEXT_LEN = 24 };
void code_make(char out[CODE_TEXT_LEN]) NONNULL;

/* What is stored of a token or code: its keyed hash under the purpose's key. A code is compared
 * without its dashes and spaces, in upper case, with O read as 0 and I and L as 1. */
void token_hash(const struct keyring *ring, enum key_purpose purpose, const char *token,
                uint8_t out[HASH_LEN]) NONNULL;
void code_hash(const struct keyring *ring, enum key_purpose purpose, const char *code,
               uint8_t out[HASH_LEN]) NONNULL;

/* The form token of a session or of a cookie before sign-in: base64url of the HMAC of the cookie's
 * value under the CSRF key. token_equal compares in constant time. */
void csrf_token(const struct keyring *ring, const char *cookie_value,
                char out[TOKEN_TEXT_LEN]) NONNULL;
bool token_equal(const char *a, const char *b) NONNULL;

/* A text that a browser keeps for us and can't change: base64url(text) "." base64url(HMAC), under
 * the cookie key. signed_text_open: ERR_INVALID if it is not one of ours. Owned by the arena. */
MUST_USE char *signed_text_make(const struct keyring *ring, struct arena *arena,
                                const char *text) NONNULL;
MUST_USE enum err signed_text_open(const struct keyring *ring, struct arena *arena,
                                   const char *signed_text, char **text) NONNULL;

/* SHA-256 in lower-case hex, for checksums (FIPS 180-4). */
enum { SHA256_HEX_LEN = 65 };
void sha256_hex(const void *bytes, size_t len, char out[SHA256_HEX_LEN]);

#endif
