#ifndef DATA_OWN_ACCOUNT_H
#define DATA_OWN_ACCOUNT_H

#include "data/session/session.h"
#include "data/user/user_record.h"

/* Inside the identity module: what people do to their own account has this in common. Their account
 * is at home, wherever they work. */

/* The record of the session's person. */
MUST_USE enum err own_account_find(struct db *db, const struct session *session,
                                   struct user_record *record) NONNULL;

/* Finds the record and checks the password, which is counted (throttle.h): ERR_LIMITED; ERR_DENIED
 * for a wrong one, whose event is the failure of action. Once it was right the caller forgets the
 * attempts, in an open write transaction or alone. */
MUST_USE enum err own_account_verify(struct db *db, const struct session *session,
                                     const char *password, const char *action,
                                     struct user_record *record) NONNULL;
MUST_USE enum err own_account_forget_attempts(struct db *db, const struct session *session) NONNULL;

/* The event of someone who did not come in: nothing is told of nobody (a nil id) but that it was
 * tried. */
MUST_USE enum err own_account_note_not_done(struct db *db, const struct user_record *record,
                                            const struct session_client *client,
                                            enum audit_outcome outcome) NONNULL;

/* The event of a change of which nothing but its name may be told: what is "passkey". */
MUST_USE enum err own_account_note(struct db *db, const struct session *session,
                                   const struct user_record *record, const char *action,
                                   const char *what) NONNULL;

/* Inside the open write transaction: whatever was signed in before ends, and this browser goes on.
 */
MUST_USE enum err own_account_begin_anew(struct db *db, const struct user_record *record,
                                         const struct session_client *client,
                                         char token[TOKEN_TEXT_LEN]) NONNULL;

#endif
