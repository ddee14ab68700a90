#ifndef DATA_SSO_SIGN_IN_H
#define DATA_SSO_SIGN_IN_H

#include "base/turn.h"
#include "data/sign_in/sign_in_step.h"
#include "data/sso/sso_account.h"

/* The way back from the provider. */

/* What the browser brings. */
struct sso_return {
    const char *cookie; /* sso_begin.h; "" if there is none */
    const char *state;
    const char *code;
    const char *issuer;       /* "iss" (RFC 9207), "" if the provider does not say it */
    const char *redirect_uri; /* as it was when it left */
    struct session_client client;
    struct turns *turns; /* at asking providers */
};

struct sso_end {
    enum sso_refusal refusal;
    struct sign_in sign_in;        /* unless refused */
    const char *email;             /* likewise */
    const char *next;              /* the page to go on with; "/" if it is not known */
    const char *organization_name; /* "" if it is not known */
};

/* Looks at what came back, exchanges the code, checks the ID token, and begins a session, or the
 * step that leads to one, for the person whose account it is ("session.sign_in"). ERR_NONE also for
 * a refusal, which end->refusal names; its event is the failure of "session.sign_in". ERR_LIMITED
 * if it comes too soon after others of its network address (data/session/throttle.h). Each way
 * back is gone once. */
MUST_USE enum err sso_sign_in(struct db *db, const struct sso_return *back,
                              struct sso_end *end) NONNULL;

#endif
