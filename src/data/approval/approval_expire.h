#ifndef DATA_APPROVAL_EXPIRE_H
#define DATA_APPROVAL_EXPIRE_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Time ends what nobody decided about and what nobody used, proposals to move a label included.
 * Whoever reads one finds it expired by the clock (approval_state_at). Noting it, with an event of
 * the program each ("approval.expire", "label.expire"), is done here alone: by the first who writes
 * anything about approvals in the organization, and by the timer. */

/* For queries: an open proposal that was made after this still waits, to the minute (db_minute). */
int64_t approval_proposed_since(struct db *db) NONNULL;

/* db_begin for verbs that ask for, decide about, withdraw or use an approval: notes what has
 * expired in the actor's organization first, in a transaction of its own, so that it stays noted
 * whatever becomes of the verb. */
MUST_USE enum err approval_begin(struct db *db, const struct actor *actor) NONNULL;

/* An organization in which something has expired that is not noted yet, for a command in the scope
 * of all. ERR_NOT_FOUND if there is none. */
MUST_USE enum err approval_find_expired(struct db *db, struct uuid *organization_id) NONNULL;

/* Notes what has expired in the actor's organization, at most 500 of each table at a time; *count
 * is how many. For the timer. */
MUST_USE enum err approval_expire(struct db *db, const struct actor *actor, int *count) NONNULL;

#endif
