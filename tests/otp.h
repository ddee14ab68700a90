#ifndef TESTS_OTP_H
#define TESTS_OTP_H

#include <stdlib.h>
#include <string.h>

#include <liboath/oath.h>

#include "crypt/totp.h"

/* The code that an authenticator app with this secret shows in a step of 30 seconds. */
static inline void otp_code(const char *secret, int64_t step, char code[TOTP_DIGITS + 1])
{
    char *bytes = NULL;
    size_t len = 0;
    bool is_made = oath_init() == OATH_OK &&
                   oath_base32_decode(secret, strlen(secret), &bytes, &len) == OATH_OK &&
                   oath_hotp_generate(bytes, len, (uint64_t)step, TOTP_DIGITS, false,
                                      OATH_HOTP_DYNAMIC_TRUNCATION, code) == OATH_OK;
    assert_true(is_made);
    free(bytes);
}

#endif
