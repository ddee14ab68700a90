#ifndef DATA_RECORD_LABEL_H
#define DATA_RECORD_LABEL_H

#include "data/record/record_store.h"
#include "domain/record/label.h"

/* Labels: names on versions, of which a record has each at most once. Protected ones ("production"
 * unless changed) are moved by few; others propose (label_proposal.h). "latest" is computed: the
 * newest version. Every move is kept (label_history.h). */

struct record_label {
    const char *label;
    int64_t version;
    int64_t updated_at;
    bool is_protected;
};

struct record_label_list {
    struct record_label *labels; /* by name */
    int count;
};

/* Asks ahead (query_ahead) for what record_label_list reads. */
void record_label_ahead(struct db *db, const struct record_head *head) NONNULL;

/* The labels of a record that was loaded, without "latest". */
MUST_USE enum err record_label_list(struct db *db, const struct record_head *head,
                                    struct record_label_list *list) NONNULL;

/* A move, done or proposed. */
struct label_change {
    struct uuid record_id;
    const char *label;
    int64_t from_version; /* where the person saw it; 0: nowhere */
    int64_t to_version;   /* 0 removes it */
    const char *reason;   /* "" for none */
    bool accepts_uses;    /* a label is removed, and the person saw who refers by it */
    bool is_override;     /* moves although its rule is not met: label_override.h */
};

/* Moves a label. ERR_STALE if it is not on from_version any more; ERR_INVALID (fields "label",
 * "to_version", "reason") for a bad label, a version that is not there or where it already is, or a
 * loop of references that the move would close; ERR_DENIED without the right for this label;
 * ERR_CONFLICT while the label's rule is not met (data/evidence/evidence.h), for an archived
 * record, for what is stopped (data/stop), and for a label that is to be removed while others refer
 * to the record by it, unless change->accepts_uses. */
MUST_USE enum err label_move(struct db *db, const struct actor *actor,
                             const struct record_store *store, const struct label_change *change,
                             struct problem *problem) NONNULL;

/* May the actor move this label of this record now (true), or only propose to? */
MUST_USE enum err label_may_move(struct db *db, const struct actor *actor,
                                 const struct record_head *head, const char *label,
                                 bool *may_move) NONNULL;
/* … where it is known whether the label is protected. */
bool label_is_movable(const struct actor *actor, const struct record_head *head,
                      bool is_protected) NONNULL;

/* Inside the data module: the steps of a move that moving, proposing and approving share.
 *
 * The rules for the texts of a change. ERR_INVALID. */
MUST_USE enum err label_change_check(const struct work *work,
                                     const struct label_change *change) NONNULL;

/* Before the write transaction: what moves is noted (record_scope.h), and the next one. */
MUST_USE enum err label_change_look(struct work *work, const struct record_store *store,
                                    const struct label_change *change) NONNULL;

/* Before the write transaction: reads what the check below needs of versions (record_ahead.h), and
 * refuses nothing. */
MUST_USE enum err label_change_try(const struct work *work, const struct record_store *store,
                                   const struct label_change *change) NONNULL;

/* The rules that need the database: the record is not archived, the label is on from_version,
 * to_version is there and closes no loop. ERR_CONFLICT, ERR_STALE, ERR_INVALID. */
MUST_USE enum err label_change_check_place(const struct work *work, const struct record_head *head,
                                           const struct label_change *change) NONNULL;

/* Where a label is; 0: nowhere. */
MUST_USE enum err label_version(struct db *db, const struct record_head *head, const char *label,
                                int64_t *version) NONNULL;

/* Moves the label, which has been checked, by its rule, keeps the move and writes "label.move".
 * proposal_id may be nil. */
MUST_USE enum err label_move_inside(const struct work *work, const struct record_head *head,
                                    const struct label_change *change,
                                    const struct uuid *proposal_id) NONNULL;

#endif
