#ifndef DATA_AUDIT_SEQUENCE_H
#define DATA_AUDIT_SEQUENCE_H

#include "crypt/chain.h"
#include "data/db/db.h"

/* The numbers of events: 1, 2, 3 … without gaps within an organization, in the order in which they
 * were given. In SQLite, where writers take turns, an event gets its number in its own transaction.
 * In PostgreSQL a counter there would make every sign-in wait for every change of content: the
 * event goes into a queue in its transaction, and gets its number after the commit, together with
 * all that have committed by then, from whoever takes the organization's lock first. So nobody
 * waits for a number, and what a worker that died left in the queue is numbered by the next. */

/* Where an event stands in the log: it is read in the order of occurred_at and event_id. */
struct audit_place {
    struct uuid organization_id;
    struct uuid event_id;
    int64_t occurred_at;
    int request_part;
    chain_hash leaf; /* audit_leaf.h */
};

/* Inside the data module, in the transaction of the event, after it: numbers it, or queues it. */
MUST_USE enum err audit_sequence_add(struct db *db, const struct audit_place *place) NONNULL;

/* Numbers the committed events of all organizations that have no number yet, in transactions of
 * 1000 at most; what others are at already is left to them. In the scope of all: when a worker
 * starts, for what another left behind, or from a timer. */
MUST_USE enum err audit_sequence_all(struct db *db) NONNULL;

/* True if events of this connection were written since audit_sequence_written. */
bool audit_sequence_is_due(struct db *db) NONNULL;

/* Between requests, after the answer, for the organizations that events of this connection were
 * written for, in requests of its own with their results in the arena: numbers what is queued, and
 * makes checkpoints that are due (audit_checkpoint.h). What fails is logged, and left to the next.
 */
void audit_sequence_written(struct db *db, struct arena *arena) NONNULL;

#endif
