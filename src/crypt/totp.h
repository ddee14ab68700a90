#ifndef CRYPT_TOTP_H
#define CRYPT_TOTP_H

#include <stdint.h>

#include "base/err.h"

/* Codes of authenticator apps: TOTP (RFC 6238) with HMAC-SHA1, 6 digits and steps of 30 seconds,
 * which is what every app understands. A secret is 160 random bits (RFC 4226, section 4), written
 * in base32 (RFC 4648) as people type it. */

enum { TOTP_SECRET_LEN = 33, TOTP_DIGITS = 6, TOTP_STEP_S = 30 };

void totp_secret_make(char secret[TOTP_SECRET_LEN]) NONNULL;

/* The number of the step whose code this is: the one of now (microseconds), the one before or the
 * one after, because clocks differ and people type slowly. Spaces in the code are skipped. The
 * newest step if it is the code of several. ERR_DENIED if it is of none. Takes the same time
 * whichever it is. */
MUST_USE enum err totp_find_step(const char *secret, const char *code, int64_t now,
                                 int64_t *step) NONNULL;

#endif
