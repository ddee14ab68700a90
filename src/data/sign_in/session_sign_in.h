#ifndef DATA_SESSION_SIGN_IN_H
#define DATA_SESSION_SIGN_IN_H

#include "data/sign_in/sign_in_step.h"

/* Checks address and password and begins a session, or the step to it (sign_in_step.h). Success and
 * failure are audit events ("session.sign_in"). ERR_DENIED for a wrong address, password, or
 * inactive user: the same answer in the same time. ERR_CONFLICT for a right pair while the
 * organization is suspended ("session.sign_in" refused). ERR_LIMITED if the attempt comes too soon
 * (throttle.h). ERR_UNAVAILABLE when no core is free for the hash. Rehashes weak hashes. */
MUST_USE enum err session_sign_in(struct db *db, const char *email, const char *password,
                                  const struct session_client *client,
                                  struct sign_in *result) NONNULL;

/* Checks the actor's password again ("session.reauthenticate"); ERR_DENIED if it is wrong,
 * ERR_LIMITED if it was wrong too often. */
MUST_USE enum err session_reauthenticate(struct db *db, const struct session *session,
                                         const char *password) NONNULL;

#endif
