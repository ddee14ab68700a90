#ifndef CRYPT_API_KEY_H
#define CRYPT_API_KEY_H

#include "crypt/token.h"

/* The two halves of an API token, as programs have them:
 *     pk-rst-ORGANIZATION-TOKEN      public: says which token of which organization
 *     sk-rst-ORGANIZATION-SECRETCHECK  secret: 32 random bytes, shown once
 * ORGANIZATION and TOKEN are ids in 32 hexadecimal digits, SECRET is base64url (43 characters), and
 * CHECK the first 8 hexadecimal digits of the SHA-256 of everything before it. So that scanners
 * know a secret by its prefix and prove it by its end, without asking anybody:
 *     sk-rst-[0-9a-f]{32}-[A-Za-z0-9_-]{43}[0-9a-f]{8} */
enum {
    API_PUBLIC_LEN = 7 + 32 + 1 + 32 + 1, /* with the NUL */
    API_SECRET_LEN = 7 + 32 + 1 + (SECRET_TEXT_LEN - 1) + 8 + 1,
    API_PREFIX_LEN = 7, /* the first characters of SECRET, by which people know one, and the NUL */
};

void api_public_make(const struct uuid *organization_id, const struct uuid *token_id,
                     char out[API_PUBLIC_LEN]) NONNULL;
void api_secret_make(const struct uuid *organization_id, char out[API_SECRET_LEN],
                     char prefix[API_PREFIX_LEN]) NONNULL;

/* What they claim, until it is found there; ERR_INVALID if it is not one, or a secret's check is
 * wrong. */
MUST_USE enum err api_public_parse(const char *text, struct uuid *organization_id,
                                   struct uuid *token_id) NONNULL;
MUST_USE enum err api_secret_parse(const char *text, struct uuid *organization_id) NONNULL;

#endif
