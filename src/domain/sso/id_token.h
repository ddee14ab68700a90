#ifndef DOMAIN_ID_TOKEN_H
#define DOMAIN_ID_TOKEN_H

#include "base/json.h"

/* The claims of an ID token whose signature is right (OpenID Connect Core 1.0, 3.1.3.7). */

struct id_token_wanted {
    const char *issuer;
    const char *client_id;
    const char *nonce;
    int64_t now; /* microseconds */
};

struct id_token {
    const char *subject; /* the provider's name for the person */
    const char *email;   /* "" if it says none */
    bool is_email_verified;
};

/* Texts belong to the claims. NULL, or which claim is not as it must be, for the log: "nonce". */
const char *id_token_read(const json_t *claims, const struct id_token_wanted *wanted,
                          struct id_token *token) NONNULL;

/* The address in the claims of the UserInfo endpoint (section 5.3), where a provider that goes by
 * the letter of section 5.4 says it; of someone else than the token's subject they are left out. */
void id_token_add_email(const json_t *claims, struct id_token *token) NONNULL;

#endif
