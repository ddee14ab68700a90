#ifndef CRYPT_SEALED_TEXT_H
#define CRYPT_SEALED_TEXT_H

#include "base/arena.h"
#include "crypt/keyring.h"

/* A text that a browser keeps for us and can neither read nor change: base64url of nonce,
 * ciphertext and tag (XChaCha20-Poly1305), under the key of its purpose. sealed_text_open takes
 * what was made with the key before as well; ERR_INVALID if it is not one of ours. Owned by the
 * arena. */
MUST_USE char *sealed_text_make(const struct keyring *ring, struct arena *arena,
                                const char *text) NONNULL;
MUST_USE enum err sealed_text_open(const struct keyring *ring, struct arena *arena,
                                   const char *sealed, const char **text) NONNULL;

#endif
