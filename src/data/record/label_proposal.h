#ifndef DATA_LABEL_PROPOSAL_H
#define DATA_LABEL_PROPOSAL_H

#include "data/record/record_label.h"

/* Proposals to move a label, for those who may not: another person approves or rejects, the
 * proposer may withdraw. */

enum { LABEL_PROPOSAL_LIMIT = 50 };

struct label_proposal {
    struct uuid id;
    struct uuid organization_id;
    const struct record_kind *kind;
    struct uuid record_id;
    const char *record_name;
    struct uuid record_owner_id;
    const char *label;
    int64_t from_version; /* 0: not set */
    int64_t to_version;   /* 0: remove it */
    const char *reason;
    const char *state; /* "open", "approved", "rejected", "withdrawn" */
    struct uuid proposed_by;
    const char *proposed_by_name; /* NULL: erased */
    struct uuid decided_by;       /* nil: nobody yet */
    const char *decided_by_name;
    const char *decision_reason;
    int64_t created_at;
    int64_t decided_at; /* 0: not yet */
    bool is_stale;      /* open, but the label was moved since */
    bool may_decide;    /* the actor may approve and reject it */
    bool may_withdraw;
};

struct label_proposal_filter {
    const struct record_head *head; /* a record that was loaded; NULL: all of the organization's */
    bool is_open_only;
    const char *cursor; /* "": from the newest */
};

struct label_proposal_list {
    struct label_proposal *proposals; /* newest first */
    int count;
    const char *next; /* cursor, or NULL */
};

/* Proposes a move. Errors as in label_move; ERR_CONFLICT also if the same move is proposed already.
 */
MUST_USE enum err label_propose(struct db *db, const struct actor *actor,
                                const struct record_store *store, const struct label_change *change,
                                struct uuid *id, struct problem *problem) NONNULL;

MUST_USE enum err label_proposal_list(struct db *db, const struct actor *actor,
                                      const struct label_proposal_filter *filter,
                                      struct label_proposal_list *list) NONNULL;

/* ERR_NOT_FOUND also for one about a record of another kind. */
MUST_USE enum err label_proposal_get(struct db *db, const struct actor *actor,
                                     const struct record_store *store, const struct uuid *id,
                                     struct label_proposal *proposal) NONNULL;

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
