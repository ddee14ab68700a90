#ifndef CRYPT_BLIND_INDEX_H
#define CRYPT_BLIND_INDEX_H

#include "base/arena.h"
#include "base/uuid.h"
#include "crypt/keyring.h"

/* The form of an address that is compared: trimmed, ASCII in lower case, the domain as an A-label
 * (IDNA 2008, RFC 5891). ERR_INVALID with a sentence for the person if it is no address: one @, a
 * local part of 1 to 64 bytes, a domain with a dot or "localhost", 254 bytes in all. Arena-owned.
 */
MUST_USE enum err email_normalize(struct arena *arena, const char *email, char **normalized,
                                  const char **problem) NONNULL;

/* The same rules as the check of a form's field: ERR_INVALID with *problem. */
MUST_USE enum err email_check(const char *email, const char **problem) NONNULL;

/* HMAC-SHA256 of a normalised address under the email index key: finds a sealed address. out[0] is
 * what is stored; what is looked up may be stored as either (keyring_hash_all). */
void email_index(const struct keyring *ring, const char *normalized,
                 uint8_t out[KEYRING_HASHES][HASH_LEN]) NONNULL;

/* The same of what a provisioning service of an organization calls a person: two organizations may
 * have the same id for different people, and nobody sees that they do. */
void external_index(const struct keyring *ring, struct arena *arena,
                    const struct uuid *organization_id, const char *external_id,
                    uint8_t out[KEYRING_HASHES][HASH_LEN]) NONNULL;

#endif
