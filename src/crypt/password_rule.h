#ifndef CRYPT_PASSWORD_RULE_H
#define CRYPT_PASSWORD_RULE_H

#include "base/err.h"

/* What a new password must be, after NIST SP 800-63B: long enough, and not guessed first by zxcvbn
 * (D. L. Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", 2016). No rules about kinds of
 * characters. */

enum {
    PASSWORD_MIN_CHARS = 15,
    PASSWORD_MIN_CHARS_FACTOR = 8,
    PASSWORD_MAX_CHARS = 256,
    PASSWORD_MIN_BITS = 35,
    PASSWORD_MIN_BITS_FACTOR = 27
};

/* Is it all that is asked for at sign-in, or is there a second factor? */
enum password_use { PASSWORD_ALONE, PASSWORD_WITH_FACTOR };

/* Checks length in characters of the NFC and strength. own_words: the person's name and address,
 * the organization's name, taken apart into words (a NULL-terminated list of texts); 'rostrum' is
 * always among them. ERR_INVALID with the reason and what would help, for the person, in static
 * storage; else *problem is NULL. */
MUST_USE enum err password_check_new(const char *password, enum password_use use,
                                     const char *const *own_words, const char **problem) NONNULL;

#endif
