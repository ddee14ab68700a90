#ifndef DATA_SSO_CHECK_H
#define DATA_SSO_CHECK_H

#include "base/turn.h"
#include "data/sso/sso_document.h"

/* Does the provider of the actor's organization answer as it must? Each step asks it for something,
 * down to whether it knows the client and its secret, which is seen by how it refuses a code that
 * is none. What was fetched is not kept. */

enum { SSO_CHECK_STEPS = SSO_STEP_COUNT + 1 };
struct sso_check {
    const char *problems[SSO_CHECK_STEPS]; /* in the order of enum sso_step, then the client */
    int done;                              /* how many were tried: the last one may have failed */
};

/* ERR_NONE whatever was found; ERR_NOT_FOUND if there is no provider, ERR_DENIED, ERR_UNAVAILABLE,
 * without the request having failed, if it is being asked as often as may be at once. */
MUST_USE enum err sso_check(struct db *db, const struct actor *actor, const char *redirect_uri,
                            struct turns *turns, struct sso_check *check) NONNULL;

#endif
