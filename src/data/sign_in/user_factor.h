#ifndef DATA_USER_FACTOR_H
#define DATA_USER_FACTOR_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Helping somebody who can't sign in any more because their second factor is lost. */

/* Removes the second factor of someone else, recovery codes included ("user.factor_remove"): their
 * sessions end, the password alone signs in, and their pages say so until they have seen it
 * (user_reset.h). ERR_NOT_FOUND; ERR_CONFLICT if they have none; ERR_DENIED for oneself, for those
 * one may not touch, and from outside. */
MUST_USE enum err user_factor_remove(struct db *db, const struct actor *actor,
                                     const struct uuid *user_id) NONNULL;

/* The same for a command on the server, by address in whatever organization. */
MUST_USE enum err user_factor_remove_email(struct db *db, const struct actor *command,
                                           const char *email) NONNULL;

#endif
