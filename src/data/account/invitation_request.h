#ifndef DATA_INVITATION_REQUEST_H
#define DATA_INVITATION_REQUEST_H

#include "base/problem.h"
#include "data/account/invitation_request_list.h"

/* Who may not invite asks the administrators of their organization to invite someone. A request
 * waits until one of them invites that address (user_invite) or declines. */

enum {
    INVITATION_REQUEST_WAITING_MAX = 20, /* of one person */
    INVITATION_REQUEST_REASON_MAX = 500, /* characters */
};

/* What is asked for. */
struct invitation_request_draft {
    const char *full_name;
    const char *email;
    enum persona persona;
    const char *reason;
};

/* Asks ("user.request_invitation"). ERR_INVALID; ERR_CONFLICT for the address of a member or one
 * that is requested already (field "email"), and for who has asked too often (field ""); ERR_DENIED
 * for who may invite without asking. It says nothing about people of other organizations. */
MUST_USE enum err invitation_request_create(struct db *db, const struct actor *actor,
                                            const struct invitation_request_draft *draft,
                                            struct uuid *id, struct problem *problem) NONNULL;

/* Declines it ("user.decline_invitation"). ERR_NOT_FOUND for one that does not wait; *request is
 * what it was. */
MUST_USE enum err invitation_request_decline(struct db *db, const struct actor *actor,
                                             const struct uuid *id,
                                             struct invitation_request *request) NONNULL;

/* For user_new.c, inside the open write transaction: someone was invited, which answers the request
 * with this id, unless it is nil, and the one for their address ("user.grant_invitation"). */
MUST_USE enum err invitation_request_grant(struct db *db, const struct actor *actor,
                                           const struct uuid *organization_id,
                                           const struct uuid *user_id, const char *email,
                                           const struct uuid *id) NONNULL;

#endif
