#ifndef DATA_SSO_PROVIDER_H
#define DATA_SSO_PROVIDER_H

#include "base/problem.h"
#include "data/session/session.h"

/* The sign-in provider of an organization, which speaks OpenID Connect. There is one at most.
 *
 * Who sets it decides who is who: so whoever changed it within USER_RESET_SILENCE finds nobody who
 * signed in through it to approve what they ask for (data/account/user_reset.h), and whoever has
 * rights beyond the organization never signs in through it. */

enum { SSO_ISSUER_MAX = 500, SSO_CLIENT_MAX = 300, SSO_SECRET_MAX = 1000 /* bytes */ };

struct sso_provider {
    struct uuid organization_id;
    struct uuid id;
    const char *issuer; /* "https://login.example.org", as the provider writes it */
    const char *client_id;
    const char *client_secret; /* NULL but for sso_provider_find */
    const char
        *subject_key;   /* likewise: what the names of people at the provider are hashed with */
    bool is_only;       /* the people of the organization sign in through it alone */
    bool trusts_factor; /* it asks for a second factor, so that we need not */
    int64_t revision;
    int64_t configured_at; /* when issuer, client or secret changed last */
};

/* That of the actor's organization, without its secrets. ERR_NOT_FOUND if there is none,
 * ERR_DENIED.
 */
MUST_USE enum err sso_provider_get(struct db *db, const struct actor *actor,
                                   struct sso_provider *provider) NONNULL;

/* Inside the data module, whoever asks, with its secrets; in the scope of the organization. */
MUST_USE enum err sso_provider_find(struct db *db, const struct uuid *organization_id,
                                    struct sso_provider *provider) NONNULL;

/* Sets it ("organization.sso"). An empty secret keeps the one that is there, unless the issuer is
 * another. Another issuer ends all links of people to the one before. is_only is refused until an
 * administrator has signed in through the provider as it is. ERR_INVALID, ERR_STALE, ERR_DENIED. */
struct sso_settings {
    const char *issuer;
    const char *client_id;
    const char *client_secret;
    bool is_only;
    bool trusts_factor;
    int64_t revision; /* that it was based on; 0: there was none */
};
MUST_USE enum err sso_provider_set(struct db *db, const struct actor *actor,
                                   const struct sso_settings *settings,
                                   struct problem *problem) NONNULL;

/* Takes it away, with all links to it ("organization.sso_off"). ERR_NOT_FOUND, ERR_DENIED. */
MUST_USE enum err sso_provider_remove(struct db *db, const struct actor *actor) NONNULL;

/* The same by the organization's short name, for a command on the server; ERR_DENIED for anybody
 * else. */
MUST_USE enum err sso_provider_remove_slug(struct db *db, const struct actor *command,
                                           const char *slug) NONNULL;

#endif
