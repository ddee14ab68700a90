#ifndef DATA_USER_RECOVER_H
#define DATA_USER_RECOVER_H

#include "data/sign_in/user_password.h"

/* The way back for a superuser whom nobody else can help: from a command on the server, by address
 * in whatever organization. In one transaction, with an event for each ("user.activate",
 * "user.factor_remove", "user.link") and one of its own ("user.recover"): activates the account,
 * removes the second factor, and makes a one-time link; sessions end. ERR_DENIED for anybody but a
 * command, ERR_NOT_FOUND, ERR_CONFLICT for somebody who is no superuser. */
struct user_recovery {
    bool was_inactive;
    bool had_factor;
    struct user_link link;
};
MUST_USE enum err user_recover_email(struct db *db, const struct actor *command, const char *email,
                                     struct user_recovery *recovery) NONNULL;

#endif
