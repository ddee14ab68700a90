#ifndef CRYPT_JWS_KEY_H
#define CRYPT_JWS_KEY_H

#include "base/arena.h"
#include "base/json.h"

/* Our own keys of ES256 (RFC 7518, 3.4), by OpenSSL's libcrypto: programs check what they sign with
 * the usual libraries. All members are base64url. */
struct jws_key {
    const char *kid; /* the thumbprint of the public half (RFC 7638) */
    const char *x;
    const char *y;
    const char *d; /* the secret; NULL where only the public half is needed */
};

/* A fresh key, in the arena. */
void jws_key_make(struct arena *arena, struct jws_key *key) NONNULL;

/* The public half as a JWK (RFC 7517): kty, crv, x, y, kid, use, alg. A new reference. */
json_t *jws_key_public(const struct jws_key *key) NONNULL;

/* The signature of a text, base64url in the arena. It is another one each time. ERR_UNAVAILABLE if
 * the key is not one. */
MUST_USE enum err jws_key_sign(struct arena *arena, const struct jws_key *key, struct text text,
                               const char **signature) NONNULL;

#endif
