#ifndef DATA_SESSION_SIGN_IN_H
#define DATA_SESSION_SIGN_IN_H

#include "data/identity/session.h"

/* Checks address and password and begins a session: token is for the cookie. Success and failure
 * are audit events ("session.sign_in"). ERR_DENIED for a wrong address, password, or inactive user:
 * the same answer in the same time. ERR_UNAVAILABLE when no core is free for the hash. Rehashes
 * weak hashes. */
MUST_USE enum err session_sign_in(struct db *db, const char *email, const char *password,
                                  const struct session_client *client,
                                  char token[TOKEN_TEXT_LEN]) NONNULL;

/* Checks the actor's password again ("session.reauthenticate"); ERR_DENIED if it is wrong. */
MUST_USE enum err session_reauthenticate(struct db *db, const struct session *session,
                                         const char *password) NONNULL;

#endif
