#ifndef CRYPT_KEYRING_H
#define CRYPT_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypt/hkdf.h"
#include "crypt/key_purpose.h"

/* The master keys: a file of lines "kid state base64", states active (exactly one), decrypt and
 * retired, mode 0600 or 0400 and owned by the user that runs the program. Never in the database or
 * its backup. The keys lie in memory from sodium_malloc, locked and never dumped. */
struct keyring;

enum { KID_LEN = 16 };

/* Reads the file. ERR_NOT_FOUND if there is none, ERR_DENIED if its mode or owner is too open,
 * ERR_INVALID if a line is malformed or there is not exactly one active key, ERR_UNAVAILABLE if it
 * can't be read; each is logged with the line number, never with the key. A kid is 1 to KID_LEN
 * letters, digits, dashes and underscores. Also initialises libsodium and turns core dumps off.
 * Owned by the caller: keyring_close. */
MUST_USE enum err keyring_open(const char *path, struct keyring **out) NONNULL;
void keyring_close(struct keyring *keyring) NONNULL;

/* Reads the file again if it is another one than was read last: between two requests, so that a key
 * that was added or activated (keyring_file.h) is known without a restart. A ring that can't be
 * read (logged, once) leaves the one that is known in use. True: it was read. */
bool keyring_refresh(struct keyring *keyring) NONNULL;

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

/* The two hashes that something stored may have: under the active key; and, while keys are being
 * replaced, under the other usable one. Both are the same if there is only one. */
enum { KEYRING_HASHES = 2 };
void keyring_hash_all(const struct keyring *keyring, enum key_purpose purpose, const void *bytes,
                      size_t len, uint8_t out[KEYRING_HASHES][HASH_LEN]) NONNULL;

/* The check value of a key, stored in the database so that a wrong ring stops the start:
 * HMAC-SHA256(check key, "rostrum key check" || kid). ERR_NOT_FOUND for an unknown kid. */
MUST_USE enum err keyring_check_value(const struct keyring *keyring, const char *kid,
                                      uint8_t out[HASH_LEN]) NONNULL;

#endif
