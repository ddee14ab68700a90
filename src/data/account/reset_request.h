#ifndef DATA_RESET_REQUEST_H
#define DATA_RESET_REQUEST_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Someone who is not signed in asks for a new password. The request does the same whosever address
 * it is: it notes a keyed hash of it, in the same time. Whether there is an account is looked up
 * afterwards, by `rostrum mail`, which mails the link: single use, for an hour, dead when another
 * one is made or the password changes (one_time_link.h). */

/* Notes the request. ERR_INVALID for what is no address (field "email"), ERR_LIMITED if this
 * address or network asks too often (throttle.h), known or not. */
MUST_USE enum err reset_request_add(struct db *db, const char *email,
                                    struct problem *problem) NONNULL;

/* For a command in the scope of all: handles the oldest one that waits ("user.ask_reset": of the
 * person, or a failure of nobody). Whoever has no password yet gets an invitation. ERR_NOT_FOUND if
 * none waits. Of several senders one handles a request. */
MUST_USE enum err reset_request_handle(struct db *db, const struct actor *command) NONNULL;

#endif
