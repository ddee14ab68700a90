#ifndef DATA_ERASURE_REQUEST_H
#define DATA_ERASURE_REQUEST_H

#include "base/problem.h"
#include "data/privacy/erasure_list.h"

/* Asking for the erasure of a person: the person asks an administrator, or an administrator begins
 * alone; a second administrator approves (data/approval); until the grace period ends it can be
 * undone. erasure_run.h carries it out. */

/* The person asks ("user.ask_erasure"). ERR_CONFLICT if it is asked for already. */
MUST_USE enum err erasure_ask(struct db *db, const struct actor *actor,
                              struct problem *problem) NONNULL;

struct erasure_draft {
    struct uuid user_id;
    struct uuid hand_over_to; /* who gets what the person owns; nil: they own nothing */
    const char *reason;
};
/* An administrator asks the second one, whether or not the person asked ("user.request_erasure" and
 * the request's own event). ERR_CONFLICT (fields "hand_over_to" and "") if something is owned and
 * nobody gets it, for the last superuser, someone erased already, or if it is under way; or while a
 * legal hold is on the person; ERR_INVALID, ERR_DENIED, ERR_NOT_FOUND. */
MUST_USE enum err erasure_request(struct db *db, const struct actor *actor,
                                  const struct erasure_draft *draft, struct uuid *id,
                                  struct problem *problem) NONNULL;

/* Undoes it as long as nothing was erased ("user.cancel_erasure"): an administrator at any time,
 * the person before an administrator took it up. ERR_CONFLICT afterwards. */
MUST_USE enum err erasure_cancel(struct db *db, const struct actor *actor, const struct uuid *id,
                                 struct problem *problem) NONNULL;

/* Inside the data module: what exactly is approved, for approval_use. In the arena. */
const char *erasure_asked(struct db *db, const struct erasure_case *erasure) NONNULL;

#endif
