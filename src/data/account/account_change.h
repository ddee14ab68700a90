#ifndef DATA_ACCOUNT_CHANGE_H
#define DATA_ACCOUNT_CHANGE_H

#include "data/db/db.h"
#include "domain/policy.h"

/* By what one person could come to act as another, and which no other table keeps: approvals look
 * at it (data/approval/approval_side.h). */

enum account_change_kind {
    ACCOUNT_ADDRESS,   /* another address for somebody else */
    ACCOUNT_PROVISION, /* a token made the account, or invited the person again */
    ACCOUNT_CHANGE_COUNT
};

/* Inside the open write transaction, whose event covers it: the actor did this to the account of
 * another person of the organization. */
MUST_USE enum err account_change_note(struct db *db, const struct actor *actor,
                                      const struct uuid *organization_id,
                                      const struct uuid *user_id,
                                      enum account_change_kind kind) NONNULL;

#endif
