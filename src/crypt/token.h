#ifndef CRYPT_TOKEN_H
#define CRYPT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "crypt/keyring.h"

/* Secrets that are handed out once and kept only as keyed hashes: session cookies, links, codes. */

/* 32 bytes in base64url without padding (43 characters), and the NUL. */
enum { SECRET_TEXT_LEN = 44 };

/* 32 random bytes: what a token says besides its organization. */
void secret_make(char out[SECRET_TEXT_LEN]) NONNULL;

/* Are they the same? In constant time, if they are as long. */
bool secret_equal(const char *a, const char *b) NONNULL;

/* A fresh token of an organization, "ORGANIZATION-ID.SECRET": whoever gets it back knows where to
 * look it up. The organization in it is only a claim until its hash is found there. */
enum { TOKEN_TEXT_LEN = UUID_TEXT_LEN + SECRET_TEXT_LEN };
void token_make(const struct uuid *organization_id, char out[TOKEN_TEXT_LEN]) NONNULL;

/* The organization that a token claims to be of; ERR_INVALID if it does not look like a token. */
MUST_USE enum err token_organization(const char *token, struct uuid *organization_id) NONNULL;

/* A code that a person can type: groups of digits and capital letters that can't be confused
 * (Crockford's base32), 20 characters of 5 bits in groups of five, "XXXXX-XXXXX-XXXXX-XXXXX". */
enum { CODE_TEXT_LEN = 24 };
void code_make(char out[CODE_TEXT_LEN]) NONNULL;

/* A recovery code: the same characters, 24 of them in groups of six. That is 120 bits, so that a
 * fast hash keeps it as well as a slow one (OWASP ASVS 5.0, 6.5.2). What is stored of it is its
 * hash under a key of the person, any text, read as code_hash reads codes. */
enum { RECOVERY_TEXT_LEN = 28 };
void recovery_code_make(char out[RECOVERY_TEXT_LEN]) NONNULL;
void recovery_code_hash(const char *key, const char *code, uint8_t out[HASH_LEN]) NONNULL;

/* HMAC-SHA256 (RFC 2104) of a text under a key that is stored, sealed, as a text of its own. */
void secret_hash(const char *key, const char *text, uint8_t out[HASH_LEN]) NONNULL;

/* What is stored of a token or code: the keyed hash of the whole under the purpose's key, out[0].
 * What is looked up may be stored as either hash (keyring_hash_all). A code is compared without its
 * dashes and spaces, in upper case, with O read as 0 and I and L as 1. */
void token_hash(const struct keyring *ring, enum key_purpose purpose, const char *token,
                uint8_t out[KEYRING_HASHES][HASH_LEN]) NONNULL;
void code_hash(const struct keyring *ring, enum key_purpose purpose, const char *code,
               uint8_t out[KEYRING_HASHES][HASH_LEN]) NONNULL;

/* The form token of a session or of a cookie before sign-in: the HMAC of the cookie's value under
 * the CSRF key, masked anew on each call: base64url of 32 random bytes, then of their XOR with the
 * HMAC. So the length of a compressed page tells nothing about it (BREACH). csrf_fits: was it made
 * for this value, also with the key before? In constant time. */
enum { CSRF_TEXT_LEN = 87 };
void csrf_token(const struct keyring *ring, const char *cookie_value,
                char out[CSRF_TEXT_LEN]) NONNULL;
bool csrf_fits(const struct keyring *ring, const char *cookie_value, const char *token) NONNULL;

/* A text that a browser keeps for us and can't change: base64url(text) "." base64url(HMAC), under
 * the cookie key. signed_text_open: ERR_INVALID if it is not one of ours. Owned by the arena. */
MUST_USE char *signed_text_make(const struct keyring *ring, struct arena *arena,
                                const char *text) NONNULL;
MUST_USE enum err signed_text_open(const struct keyring *ring, struct arena *arena,
                                   const char *signed_text, char **text) NONNULL;

/* SHA-256 (FIPS 180-4), also in lower-case hex, for checksums. */
enum { SHA256_HEX_LEN = 65 };
void sha256(const void *bytes, size_t len, uint8_t out[HASH_LEN]);
void sha256_hex(const void *bytes, size_t len, char out[SHA256_HEX_LEN]);

#endif
