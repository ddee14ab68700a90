#ifndef DATA_APPROVAL_USE_H
#define DATA_APPROVAL_USE_H

#include "data/approval/approval_list.h"

/* What verbs of other rooms do with an approval (approval.h). They open their write transaction
 * with approval_begin (approval_expire.h). */

/* Inside the open write transaction of a verb that gives up what was asked for: withdraws it,
 * whoever asked. ERR_CONFLICT if it is over. */
MUST_USE enum err approval_withdraw_inside(struct db *db, const struct actor *actor,
                                           const struct uuid *id) NONNULL;

/* Inside the open write transaction of a decision about a request, whichever table it is in:
 * approval_check_decide, and the actor must have the right now, whatever their session says.
 * *message is NULL for ERR_NONE and ERR_UNAVAILABLE. */
MUST_USE enum err approval_check_decider(struct db *db, const struct actor *actor,
                                         const struct approval_case *request,
                                         const char **message) NONNULL;

/* … and of an approval: approval_check_approve, likewise. The side of the request was read in this
 * transaction. */
MUST_USE enum err approval_check_approver(struct db *db, const struct actor *actor,
                                          const struct approval_case *request,
                                          const char **message) NONNULL;

/* Inside the open write transaction of the verb that carries it out: ERR_NONE if somebody else than
 * who asked approved exactly this, still has the right, and nobody used it; marks it as used.
 * ERR_CONFLICT otherwise. organization: the actor's. */
MUST_USE enum err approval_use(struct db *db, const struct actor *actor, enum approval_kind_id kind,
                               const struct uuid *subject_id, const char *asked,
                               struct approval *used) NONNULL;

#endif
