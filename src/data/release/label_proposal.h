#ifndef DATA_LABEL_PROPOSAL_H
#define DATA_LABEL_PROPOSAL_H

#include "data/release/label_proposal_list.h"
#include "data/release/record_label.h"

/* Proposals to move a label, for those who may not: another person approves or rejects, the
 * proposer may withdraw. */

/* Proposes a move. Errors as in label_move; ERR_CONFLICT also if the same move is proposed already.
 */
MUST_USE enum err label_propose(struct db *db, const struct actor *actor,
                                const struct record_store *store, const struct label_change *change,
                                struct uuid *id, struct problem *problem) NONNULL;

/* Inside the data module, and the open write transaction: the same for a record that is loaded, and
 * whose rights were asked; a move that is proposed already is none more. is_new: the version was
 * written in this transaction, and what it says was checked. */
MUST_USE enum err label_propose_inside(const struct work *work, const struct record_head *head,
                                       const struct label_change *change, bool is_new) NONNULL;

/* Approves and moves the label; rejects. reason may be "". ERR_DENIED for the proposer and for
 * those without the right, ERR_CONFLICT if it is not open any more, ERR_STALE if the label was
 * moved since it was proposed; the refusals of label_move for the move itself. */
MUST_USE enum err label_proposal_approve(struct db *db, const struct actor *actor,
                                         const struct record_store *store, const struct uuid *id,
                                         const char *reason, struct problem *problem) NONNULL;
MUST_USE enum err label_proposal_reject(struct db *db, const struct actor *actor,
                                        const struct record_store *store, const struct uuid *id,
                                        const char *reason, struct problem *problem) NONNULL;

/* Withdraws the actor's own. ERR_DENIED for another's. */
MUST_USE enum err label_proposal_withdraw(struct db *db, const struct actor *actor,
                                          const struct record_store *store, const struct uuid *id,
                                          struct problem *problem) NONNULL;

#endif
