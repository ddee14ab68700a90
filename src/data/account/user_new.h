#ifndef DATA_USER_NEW_H
#define DATA_USER_NEW_H

#include "base/problem.h"
#include "data/session/session.h"
#include "data/user/user_shape.h"

/* Makes a user ("user.create"), which answers a request for their address that waits. ERR_INVALID,
 * ERR_CONFLICT, ERR_DENIED (also for a persona the actor may not hand out), ERR_NOT_FOUND for an
 * organization the actor may not see. */
MUST_USE enum err user_create(struct db *db, const struct actor *actor,
                              const struct user_new *user_new, struct uuid *id,
                              struct problem *problem) NONNULL;

/* Makes a user without a password and an invitation link ("user.invite"), which is mailed to them
 * if there is mail. Errors as above. */
struct user_invitation {
    struct uuid organization_id; /* of user_invite_first alone */
    struct uuid user_id;
    char token[TOKEN_TEXT_LEN]; /* for /invite/TOKEN; shown once */
};
MUST_USE enum err user_invite(struct db *db, const struct actor *actor,
                              const struct user_new *user_new, struct user_invitation *invitation,
                              struct problem *problem) NONNULL;

/* Makes an organization and the invitation of its first Customer Admin, in one transaction, whose
 * events are in the new organization's log ("organization.create", "user.invite"). ERR_INVALID,
 * ERR_CONFLICT (an address that is taken: field "email"), ERR_DENIED. */
MUST_USE enum err user_invite_first(struct db *db, const struct actor *actor, const char *name,
                                    const struct user_new *admin,
                                    struct user_invitation *invitation,
                                    struct problem *problem) NONNULL;

/* The very first user, a superuser, with their organization and a session, in one transaction
 * ("organization.create", "user.setup", "session.sign_in"). ERR_CONFLICT without a field if it was
 * done already, ERR_INVALID (a wrong code too: field "setup_code"). */
struct user_setup {
    const char *setup_code;
    const char *organization_name;
    const char *full_name;
    const char *email;
    const char *password;
};
MUST_USE enum err user_setup(struct db *db, const struct user_setup *setup,
                             const struct session_client *client, char token[TOKEN_TEXT_LEN],
                             struct problem *problem) NONNULL;

#endif
