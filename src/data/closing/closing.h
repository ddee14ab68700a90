#ifndef DATA_CLOSING_H
#define DATA_CLOSING_H

#include "base/problem.h"
#include "data/approval/approval.h"

/* Closing a customer: an administrator of it, or a Platform Admin, asks for it as for any approval
 * (data/approval/approval.h); once somebody else of them approved, one of them begins, which
 * suspends it; for CLOSING_GRACE_DAYS it can be taken back; then closing_run.h destroys its keys
 * and its rows. All of it can be done from outside; events are in the organization's own log. */

enum { CLOSING_GRACE_DAYS = 30 };

struct closing {
    struct approval request; /* what waits or is approved; kind NULL: nothing */
    struct uuid id;          /* nil: it has not begun */
    int64_t due_at;          /* once it has begun */
    const char *reason;      /* of what has begun */
    int64_t closed_at;       /* 0: not */
    bool is_running;         /* closed, and rows are left */
    const char *certificate; /* once it is closed; NULL before */
};

/* How it stands. ERR_NOT_FOUND also for who may neither ask for it nor approve it. */
MUST_USE enum err closing_get(struct db *db, const struct actor *actor, const struct uuid *id,
                              struct closing *closing) NONNULL;

/* Asks, with the errors of approval_request; ERR_CONFLICT with a message also if it has begun, or
 * if all superusers belong to it. */
MUST_USE enum err closing_request(struct db *db, const struct actor *actor, const struct uuid *id,
                                  const char *reason, struct uuid *approval_id,
                                  struct problem *problem) NONNULL;

/* Uses the approval ("organization.begin_closing"): it is suspended, and due after the grace.
 * ERR_CONFLICT with a message if nobody else approved it. */
MUST_USE enum err closing_begin(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct problem *problem) NONNULL;

/* Takes back what has begun until it is closed ("organization.cancel_closing"): what it suspended
 * is resumed. ERR_CONFLICT with a message if there is nothing to take back. */
MUST_USE enum err closing_cancel(struct db *db, const struct actor *actor, const struct uuid *id,
                                 struct problem *problem) NONNULL;

#endif
