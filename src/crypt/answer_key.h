#ifndef CRYPT_ANSWER_KEY_H
#define CRYPT_ANSWER_KEY_H

#include "base/arena.h"
#include "base/text.h"
#include "crypt/keyring.h"

/* The key of an installation to which answers of runners are sealed, so that whoever carries them
 * can't read them: X25519 (crypto_box_seal of libsodium), made from the purpose key of a master key
 * as its seed. */

/* The public half of the active master key, base64url in the arena. */
const char *answer_key_public(struct arena *arena, const struct keyring *ring) NONNULL;

/* Seals bytes to a public half. ERR_INVALID if it is none. In the arena. */
MUST_USE enum err answer_seal(struct arena *arena, const char *public_key, struct text plain,
                              struct text *sealed) NONNULL;

/* Opens what was sealed to that of a master key. ERR_NOT_FOUND if the ring has none of that id;
 * ERR_INVALID if it was sealed to another, or changed. In the arena. */
MUST_USE enum err answer_unseal(struct arena *arena, const struct keyring *ring, const char *kid,
                                struct text sealed, struct text *plain) NONNULL;

#endif
