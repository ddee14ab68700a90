#ifndef DOMAIN_DISCOVERY_H
#define DOMAIN_DISCOVERY_H

#include "base/json.h"

/* What a provider of single sign-on says of itself (OpenID Connect Discovery 1.0). */

struct discovery {
    const char *issuer;
    const char *authorization_endpoint;
    const char *token_endpoint;
    const char *jwks_uri;
    const char *userinfo_endpoint; /* "" if it has none */
    bool is_basic; /* the secret goes into the header (client_secret_basic), else into the form */
};

/* Where an issuer's document is. In the arena. */
const char *discovery_url(struct arena *arena, const char *issuer) NONNULL;

/* Reads it; texts belong to the JSON. NULL, or a sentence that says why we can't work with it: it
 * is of another issuer, lacks an address, or supports nothing that we do. */
const char *discovery_read(const json_t *json, const char *issuer,
                           struct discovery *discovery) NONNULL;

/* The address that a browser is sent to (RFC 6749, 4.1.1; RFC 7636, 4.3). In the arena. */
struct authorization {
    const char *client_id;
    const char *redirect_uri;
    const char *state;
    const char *nonce;
    const char *challenge; /* of S256 */
};
const char *authorization_url(struct arena *arena, const struct discovery *discovery,
                              const struct authorization *asked) NONNULL;

/* The form that exchanges a code (RFC 6749, 4.1.3). secret NULL: it goes into the header. */
struct exchange {
    const char *client_id;
    const char *secret;
    const char *redirect_uri;
    const char *code;
    const char *verifier;
};
const char *exchange_form(struct arena *arena, const struct exchange *exchange) NONNULL;

#endif
