#ifndef CRYPT_HKDF_H
#define CRYPT_HKDF_H

#include <stddef.h>
#include <stdint.h>

/* Of keys and of what is made with them, in bytes. */
enum { KEY_LEN = 32, HASH_LEN = 32 };

/* HKDF-Expand with SHA-256 (RFC 5869, section 2.3) for an output of at most one block:
 * HMAC-SHA256(key, info || 0x01). libsodium 1.0.18 has no HKDF of its own. */
void hkdf_expand(const uint8_t key[KEY_LEN], const void *info, size_t info_len,
                 uint8_t out[HASH_LEN]) __attribute__((nonnull(1, 4)));

#endif
