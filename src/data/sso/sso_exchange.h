#ifndef DATA_SSO_EXCHANGE_H
#define DATA_SSO_EXCHANGE_H

#include "data/sso/sso_document.h"

/* A code for an ID token, at the provider's token endpoint (OpenID Connect Core 1.0, 3.1.3). */

struct sso_code {
    const char *code;
    const char *redirect_uri;
    const char *verifier;
    int64_t until; /* of clock_monotonic() */
};

/* ERR_UNAVAILABLE if the provider can't be asked, ERR_DENIED if it refuses. In the arena. */
struct sso_exchanged {
    const char *id_token;
    const char *access_token; /* "" if it gave none */
    const char *problem;      /* for the log and for administrators */
    const char *error;        /* the provider's, "" if it gave none */
};
MUST_USE enum err sso_exchange(struct arena *arena, const struct sso_provider *provider,
                               const struct discovery *discovery, const struct sso_code *code,
                               struct sso_exchanged *exchanged) NONNULL;

/* What the provider says of the person besides, at its UserInfo endpoint: NULL if it has none, or
 * does not answer as it should. */
const json_t *sso_userinfo(struct arena *arena, const struct discovery *discovery,
                           const char *access_token, int64_t until) NONNULL;

#endif
