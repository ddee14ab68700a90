#ifndef DATA_SSO_BEGIN_H
#define DATA_SSO_BEGIN_H

#include "base/turn.h"
#include "data/db/db.h"
#include "data/sso/sso_refusal.h"

/* The way to the provider. What must be known when a browser comes back stays in it, sealed
 * (crypt/sealed_text.h), for ten minutes: nothing is stored for those who never come back. */

#define SSO_AWAY (10 * CLOCK_MINUTE)

/* Sent along with the browser, and compared when it comes back. */
struct sso_away {
    struct uuid organization_id;
    const char *state;
    const char *nonce;
    const char *verifier; /* of PKCE (RFC 7636) */
    const char *next;     /* the page to go on with, a path of ours */
    int64_t until;
};

struct sso_start {
    const char *redirect_uri; /* in: our address to come back to */
    const char *next;         /* in */
    struct turns *turns;      /* in: at asking providers */
    const char *url;          /* the provider's */
    const char *cookie;
    enum sso_refusal refusal; /* of ERR_UNAVAILABLE */
};

/* Is there a provider for an organization of this short name? ERR_NOT_FOUND. */
MUST_USE enum err sso_look(struct db *db, const char *slug) NONNULL;

/* A turn at asking a provider: two at once of an organization, and three of all, so that workers
 * are left for others, however slow some providers are. Given back with turns_give_back(). */
MUST_USE enum err sso_take_turn(struct turns *turns, const struct uuid *organization_id) NONNULL;

/* Where to send a browser. ERR_NOT_FOUND likewise; ERR_UNAVAILABLE, without the
 * request having failed, if the provider can't be asked for its addresses. */
MUST_USE enum err sso_begin(struct db *db, const char *slug, struct sso_start *start) NONNULL;

/* What a cookie holds, in the arena. ERR_DENIED if it is none of ours, or too old. */
MUST_USE enum err sso_away_open(struct db *db, const char *cookie, struct sso_away *away) NONNULL;

#endif
