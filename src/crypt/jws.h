#ifndef CRYPT_JWS_H
#define CRYPT_JWS_H

#include "base/arena.h"
#include "base/json.h"

/* What a sign-in provider signed: the compact form of JWS (RFC 7515), checked with the keys that it
 * publishes (JWK, RFC 7517). RS256 with keys of 2048 to 8192 bits and ES256 (RFC 7518, 3.3
 * and 3.4), by OpenSSL's libcrypto; whatever else the header names, "none" and HS256 before all, is
 * refused before any key is looked at. */

enum { JWS_MAX = 32 * 1024 }; /* bytes of a token */

/* keys is the value of "keys" in a set. The payload, which must be a JSON object, is the arena's.
 * ERR_NOT_FOUND if the set has no key of the header's kid: a newer set may have. ERR_DENIED for
 * everything else that is not as it must be; *problem says what, for the log. */
MUST_USE enum err jws_verify(struct arena *arena, const char *token, const json_t *keys,
                             json_t **payload, const char **problem) NONNULL;

#endif
