#ifndef DATA_USER_PASSWORD_H
#define DATA_USER_PASSWORD_H

#include "base/problem.h"
#include "data/account/one_time_link.h"
#include "data/sign_in/sign_in_step.h"
#include "data/user/user_shape.h"

/* A new invitation or password reset link for someone else; older ones die ("user.link").
 * ERR_CONFLICT for an inactive user, and for a reset of someone who signs in by single sign-on
 * alone; ERR_DENIED for oneself, for those one may not touch, and from
 * outside (user_reset.h). */
struct user_link {
    bool is_mailed; /* set: see user_link_mail */
    enum link_purpose purpose;
    char token[TOKEN_TEXT_LEN]; /* for /invite/TOKEN or /reset/TOKEN; shown once */
};
MUST_USE enum err user_link(struct db *db, const struct actor *actor, const struct uuid *user_id,
                            struct user_link *link) NONNULL;

/* The same, mailed to the person, so that nobody else sees it. ERR_CONFLICT also without mail. */
MUST_USE enum err user_link_mail(struct db *db, const struct actor *actor,
                                 const struct uuid *user_id, struct user_link *link) NONNULL;

/* The same for a command on the server, by address in whatever organization. ERR_NOT_FOUND. */
MUST_USE enum err user_link_email(struct db *db, const struct actor *command, const char *email,
                                  struct user_link *link) NONNULL;

/* Whom a link is for, before it is used: name, address, organization. ERR_NOT_FOUND as
 * one_time_link_find, also if the user is inactive. */
MUST_USE enum err user_get_by_link(struct db *db, enum link_purpose purpose, const char *link_token,
                                   struct user *user) NONNULL;

/* Uses an invitation or reset link: sets the password, ends all older sessions and links and begins
 * a session, or the step to it ("user.accept" or "user.password_reset", "session.sign_in").
 * full_name NULL leaves the name. ERR_NOT_FOUND, also for those who sign in by single
 * sign-on alone; ERR_INVALID. */
struct user_accept {
    enum link_purpose purpose;
    const char *link_token;
    const char *full_name;
    const char *password;
};
MUST_USE enum err user_accept(struct db *db, const struct user_accept *accept,
                              const struct session_client *client, struct sign_in *result,
                              struct problem *problem) NONNULL;

/* Changes the own password ("user.password_change"): all sessions end, and a new one begins with
 * token. ERR_DENIED for a wrong current password, ERR_INVALID for a new one that is too weak,
 * ERR_LIMITED after too many wrong ones (throttle.h). */
struct user_password {
    const char *current_password;
    const char *password;
    struct session_client client;
};
MUST_USE enum err user_change_password(struct db *db, const struct session *session,
                                       const struct user_password *change,
                                       char token[TOKEN_TEXT_LEN], struct problem *problem) NONNULL;

#endif
