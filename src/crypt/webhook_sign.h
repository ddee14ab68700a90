#ifndef CRYPT_WEBHOOK_SIGN_H
#define CRYPT_WEBHOOK_SIGN_H

#include "base/arena.h"
#include "base/text.h"

/* Signatures of webhooks as Standard Webhooks 1.0 wants them (https://www.standardwebhooks.com):
 * symmetric, HMAC-SHA256 (RFC 2104). */

/* "whsec_" and 32 random bytes in base64, and the NUL. */
enum { WEBHOOK_SECRET_LEN = 6 + 44 + 1 };
void webhook_secret_make(char out[WEBHOOK_SECRET_LEN]) NONNULL;

struct webhook_signed {
    const char *id;      /* the header webhook-id */
    int64_t timestamp_s; /* webhook-timestamp: seconds since 1970 */
    struct text body;
};

/* "v1," and the base64 of the HMAC over "ID.TIMESTAMP.BODY", in the arena. ERR_INVALID for a secret
 * that is not "whsec_" and the base64 of 24 to 64 bytes. */
MUST_USE enum err webhook_sign(struct arena *arena, const char *secret,
                               const struct webhook_signed *what, const char **signature) NONNULL;

#endif
