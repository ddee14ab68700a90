#ifndef CRYPT_KEYRING_H
#define CRYPT_KEYRING_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypt/hkdf.h"

/* The master keys: a file of lines "kid state base64", states active (exactly one), decrypt and
 * retired, mode 0600 or 0400 and owned by the user that runs the program. Never in the database or
 * its backup. The keys lie in memory from sodium_malloc, locked and never dumped. */
struct keyring;

enum { KID_LEN = 16 };

/* What a key is for. Each purpose has its own key: HKDF-Expand (RFC 5869) of the master key, one
 * HMAC-SHA256 block over "rostrum1/<purpose>" || 0x01. */
enum key_purpose {
    KEY_PURPOSE_CHECK,       /* the key check value in the database */
    KEY_PURPOSE_WRAP,        /* wraps data keys */
    KEY_PURPOSE_EMAIL_INDEX, /* blind index of addresses */
    KEY_PURPOSE_SESSION,     /* hash of session tokens */
    KEY_PURPOSE_LINK,        /* hash of one-time links and of the set-up code */
    KEY_PURPOSE_CSRF,        /* form tokens */
    KEY_PURPOSE_COOKIE,      /* signed cookies: flash messages */
    KEY_PURPOSE_COUNT
};

/* Creates the file with one fresh active key under a random kid, mode 0600: a temporary file beside
 * it, fsync, link, fsync of the folder. So it is there whole or not at all, and an existing ring is
 * never overwritten. ERR_CONFLICT if the file is there, ERR_UNAVAILABLE if it can't be written
 * (logged). */
MUST_USE enum err keyring_create(const char *path) NONNULL;

/* Reads the file. ERR_NOT_FOUND if there is none, ERR_DENIED if its mode or owner is too open,
 * ERR_INVALID if a line is malformed or there is not exactly one active key, ERR_UNAVAILABLE if it
 * can't be read; each is logged with the line number, never with the key. A kid is 1 to KID_LEN
 * letters, digits, dashes and underscores. Also initialises libsodium and turns core dumps off.
 * Owned by the caller: keyring_close. */
MUST_USE enum err keyring_open(const char *path, struct keyring **out) NONNULL;
void keyring_close(struct keyring *keyring) NONNULL;

/* The id of the active key; and of the key at an index, NULL past the end (retired keys left out).
 */
const char *keyring_active(const struct keyring *keyring) NONNULL;
const char *keyring_kid(const struct keyring *keyring, int index) NONNULL;

/* The purpose key of the active key (kid NULL) or of another usable one; NULL if there is none with
 * that id. The bytes belong to the ring. */
const uint8_t *keyring_purpose_key(const struct keyring *keyring, const char *kid,
                                   enum key_purpose purpose) __attribute__((nonnull(1)));

/* HMAC-SHA256 (RFC 2104) under the active key's purpose key. */
void keyring_hash(const struct keyring *keyring, enum key_purpose purpose, const void *bytes,
                  size_t len, uint8_t out[HASH_LEN]) NONNULL;

/* The check value of a key, stored in the database so that a wrong ring stops the start:
 * HMAC-SHA256(check key, "rostrum key check" || kid). ERR_NOT_FOUND for an unknown kid. */
MUST_USE enum err keyring_check_value(const struct keyring *keyring, const char *kid,
                                      uint8_t out[HASH_LEN]) NONNULL;

#endif
