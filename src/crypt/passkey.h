#ifndef CRYPT_PASSKEY_H
#define CRYPT_PASSKEY_H

#include "base/arena.h"
#include "base/text.h"
#include "crypt/keyring.h"

/* Passkeys: WebAuthn Level 2 (W3C), sections 7.1 and 7.2, with libfido2 as the verifier. Signatures
 * are ES256, EdDSA or RS256. User presence and user verification are required. Attestation is
 * "none": no statement of a maker is asked for or trusted. */

/* For whom a browser signs. */
struct passkey_site {
    const char *origin; /* "https://rostrum.example.org", as it is configured */
    const char *rp_id;  /* its host */
};

/* The host of an origin, in the arena. */
const char *passkey_rp_id(struct arena *arena, const char *origin) NONNULL;

/* A challenge for one purpose and the browser that has a cookie, good for 5 minutes: a signed text,
 * so that nothing is stored until it is used. That it is used once is for the caller to see to, by
 * the hash that the checks below give. */
enum passkey_purpose { PASSKEY_MAKE, PASSKEY_SIGN_IN };
const char *passkey_challenge(const struct keyring *ring, struct arena *arena,
                              enum passkey_purpose purpose, const char *cookie) NONNULL;

/* What the browser sends, in base64url without padding. */
struct passkey_answer {
    const char *client_data;
    const char *auth_data;
    const char *signature; /* PASSKEY_SIGN_IN only */
};

/* A public key as libfido2 has it, and the number of signatures so far. */
struct passkey_key {
    int64_t algorithm; /* of COSE: -7, -8 or -257 */
    struct text public_key;
    int64_t sign_count;
};

struct passkey_made {
    struct text id; /* of the credential */
    struct passkey_key key;
    uint8_t challenge_hash[HASH_LEN];
};

/* A passkey that a browser has just made. ERR_DENIED for anything that is not as it must be; all in
 * the arena. */
MUST_USE enum err passkey_check_made(const struct keyring *ring, struct arena *arena,
                                     const struct passkey_site *site, const char *cookie,
                                     const struct passkey_answer *answer, int64_t algorithm,
                                     struct passkey_made *made) NONNULL;

/* A signature of a passkey. ERR_DENIED likewise; the new count and the challenge's hash. */
struct passkey_used {
    int64_t sign_count;
    uint8_t challenge_hash[HASH_LEN];
};
MUST_USE enum err passkey_check_used(const struct keyring *ring, struct arena *arena,
                                     const struct passkey_site *site, const char *cookie,
                                     const struct passkey_answer *answer,
                                     const struct passkey_key *key,
                                     struct passkey_used *used) NONNULL;

#endif
