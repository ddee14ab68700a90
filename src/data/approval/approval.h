#ifndef DATA_APPROVAL_H
#define DATA_APPROVAL_H

#include <jansson.h>

#include "base/problem.h"
#include "data/approval/approval_list.h"

/* Four eyes: what one person asks for, with a reason, and another approves. An approval allows one
 * thing once: the verb of its own room carries it out and calls approval_use() in its transaction.
 * Every step is an event. Moves of protected labels follow the same rules in label_proposal.h. */

enum { APPROVAL_REASON_MAX = 500 }; /* characters, in one line */

struct approval_draft {
    enum approval_kind_id kind;
    struct uuid subject_id; /* what it is about: a person, a hold, a run */
    const char *asked;      /* what exactly is allowed: approval_use must name the same text */
    /* What people see of it: {"url": "/where/it/is/carried/out", "facts": {"Label": "value"}}. It
     * names no person but by id, {"user": "ID"} in place of a value: names are read when it is
     * shown. The reference is taken over. */
    json_t *what;
    const char *reason;
};

/* Asks. ERR_DENIED without the right or for a command, ERR_INVALID (field "reason") for a missing
 * reason or more than a line, ERR_CONFLICT if the same is waiting or approved already. */
MUST_USE enum err approval_request(struct db *db, const struct actor *actor,
                                   const struct approval_draft *draft, struct uuid *id,
                                   struct problem *problem) NONNULL;
/* The same inside the open write transaction of a verb that asks as part of what it does. */
MUST_USE enum err approval_request_inside(struct db *db, const struct actor *actor,
                                          const struct approval_draft *draft, struct uuid *id,
                                          struct problem *problem) NONNULL;

/* Decides. reason may be "" for an approval; a rejection says why. ERR_DENIED for who asked, for
 * those without the right, and for those who have lost it since they signed in; ERR_CONFLICT if it
 * does not wait any more. */
MUST_USE enum err approval_approve(struct db *db, const struct actor *actor, const struct uuid *id,
                                   const char *reason, struct problem *problem) NONNULL;
MUST_USE enum err approval_reject(struct db *db, const struct actor *actor, const struct uuid *id,
                                  const char *reason, struct problem *problem) NONNULL;

/* Approves inside the open write transaction, begun with approval_begin, of a verb that carries it
 * out at once. */
MUST_USE enum err approval_approve_inside(struct db *db, const struct actor *actor,
                                          const struct uuid *id, const char *reason,
                                          struct problem *problem) NONNULL;

/* Takes back the actor's own, waiting or approved. */
MUST_USE enum err approval_withdraw(struct db *db, const struct actor *actor, const struct uuid *id,
                                    struct problem *problem) NONNULL;

#endif
