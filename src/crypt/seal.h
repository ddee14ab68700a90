#ifndef CRYPT_SEAL_H
#define CRYPT_SEAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/uuid.h"
#include "crypt/keyring.h"

/* Sealed fields: version | alg | data_key_id[16] | nonce[24] | ciphertext | tag[16],
 * XChaCha20-Poly1305 with a random nonce. The plain text is padded (sodium_pad) to 64 bytes. The
 * associated data is length-prefixed: purpose, table, column, organization id, row id, data key id;
 * so a blob that is moved to another row, column or customer does not open. */

/* Where a blob lives. The names have at most 63 bytes. */
struct seal_place {
    const char *table;
    const char *column;
    struct uuid organization_id;
    struct uuid row_id;
};

/* A data key in the clear, in locked memory. Two kinds: one per organization, one per person. */
struct data_key {
    struct uuid id;
    uint8_t bytes[KEY_LEN];
};

enum { SEAL_OVERHEAD = 2 + 16 + 24 + 16, WRAPPED_KEY_MAX = 128 };

/* A wrapped data key, as stored in data_keys: the kid that wraps it, and the blob. */
struct wrapped_key {
    struct uuid id;
    struct uuid organization_id;
    char kid[KID_LEN + 1];
    uint8_t blob[WRAPPED_KEY_MAX];
    size_t blob_len;
};

/* Makes a fresh data key for an organization under the ring's active key. The caller wipes key. */
void data_key_create(const struct keyring *ring, const struct uuid *organization_id,
                     struct data_key *key, struct wrapped_key *wrapped) NONNULL;

/* Wraps a data key of an organization under the ring's active key. */
void data_key_wrap(const struct keyring *ring, const struct uuid *organization_id,
                   const struct data_key *key, struct wrapped_key *wrapped) NONNULL;

/* Opens a wrapped key. ERR_UNAVAILABLE (logged) if its kid is not in the ring or it was tampered
 * with. The caller wipes key. */
MUST_USE enum err data_key_unwrap(const struct keyring *ring, const struct wrapped_key *wrapped,
                                  struct data_key *key) NONNULL;

/* Seals plain for a place. The blob is owned by the arena. */
struct text seal(struct arena *arena, const struct data_key *key, const struct seal_place *place,
                 struct text plain) NONNULL;

/* The id of the data key that a blob says it was sealed with; nil if it can't be one of ours. */
struct uuid seal_key_id(struct text blob);

/* Opens a blob; plain is owned by the arena. ERR_UNAVAILABLE (logged with table, column and row) if
 * it was sealed for another place or key, or was changed: the caller's request fails, since data
 * that does not open is a fault and not an answer. */
MUST_USE enum err unseal(struct arena *arena, const struct data_key *key,
                         const struct seal_place *place, struct text blob,
                         struct text *plain) NONNULL;

#endif
