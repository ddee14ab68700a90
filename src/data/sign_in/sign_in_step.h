#ifndef DATA_SIGN_IN_STEP_H
#define DATA_SIGN_IN_STEP_H

#include "data/session/session.h"

/* Signing in with a second factor takes two steps: after the right password the browser holds the
 * token of a step, and a code makes it a session. The database holds the token's keyed hash. */

#define SIGN_IN_STEP_LIFETIME (5 * CLOCK_MINUTE)
enum { SIGN_IN_STEP_TRIES = 5 };

struct user_record;

/* What a right password leads to. */
struct sign_in {
    char token[TOKEN_TEXT_LEN]; /* of the session, or of the step */
    bool needs_code;            /* of the step */
    int64_t enrol_by;           /* until then they may do without a second factor; 0: for ever */
};

/* Begins the session of a person who gave the right password, or whom their provider vouches for,
 * or the step that leads to it if they have a second factor; inside the open write transaction. */
MUST_USE enum err sign_in_begin(struct db *db, const struct user_record *record,
                                const struct session_client *client,
                                struct sign_in *sign_in) NONNULL;

/* Is there a step of this token that goes on? ERR_NOT_FOUND if not: it is over, was tried too
 * often, or the person has changed meanwhile. */
MUST_USE enum err sign_in_step_find(struct db *db, const char *token) NONNULL;

/* ERR_NONE if the token's step goes on, is this person's, and a provider vouched for them;
 * ERR_DENIED if not. In the scope of the person's organization, which stays. */
MUST_USE enum err sign_in_step_check_sso(struct db *db, const char *token,
                                         const struct uuid *user_id) NONNULL;

/* A code of the person's authenticator app, or one of their recovery codes, ends the step and
 * begins a session ("session.sign_in"). Each try is counted before it is looked at, in the step and
 * for the person. ERR_DENIED for a wrong or used code ("session.second_factor" failed),
 * ERR_NOT_FOUND as above, ERR_LIMITED if the try comes too soon (throttle.h). */
struct sign_in_end {
    char token[TOKEN_TEXT_LEN]; /* of the session */
    int codes_left;             /* recovery codes, after one was used; -1 if none was */
    const char *email;          /* of the person */
};
MUST_USE enum err sign_in_step_finish(struct db *db, const char *token, const char *code,
                                      const struct session_client *client,
                                      struct sign_in_end *end) NONNULL;

#endif
