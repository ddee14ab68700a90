#ifndef DATA_EVIDENCE_OVERRIDE_H
#define DATA_EVIDENCE_OVERRIDE_H

#include "data/evidence/evidence_gate.h"

/* Moves that were made although the rule of their label was not met ("break-glass",
 * data/release/label_override.h). Each stays marked until another person has reviewed it, and is
 * kept. */

enum { EVIDENCE_OVERRIDES_MAX = 50 };

struct evidence_override {
    struct uuid id;
    const struct record_kind *kind;
    struct uuid record_id;
    const char *record_name; /* NULL: it is gone */
    struct uuid move_id;     /* in the history of labels */
    const char *label;
    int64_t from_version; /* 0: it was not set */
    int64_t to_version;
    struct uuid moved_by;
    const char *moved_by_name; /* NULL: erased; so are the names below */
    int64_t created_at;
    const char *missing; /* what the rule needed, as it would have been refused; "" for who may not
                            read the record, like reason and review */
    const char *reason;
    struct uuid reviewed_by; /* nil: nobody yet */
    const char *reviewed_by_name;
    int64_t reviewed_at;
    const char *review;
    bool may_review; /* the actor */
};

struct evidence_overrides {
    struct evidence_override *items; /* newest first */
    int count;
};

struct evidence_override_filter {
    const struct record_head *head; /* a record that was loaded; NULL: all of the organization's */
    bool is_open_only;
};

/* The first asks ahead (query_ahead). */
void evidence_override_ahead(struct db *db, const struct actor *actor,
                             const struct evidence_override_filter *filter) NONNULL;
MUST_USE enum err evidence_override_list(struct db *db, const struct actor *actor,
                                         const struct evidence_override_filter *filter,
                                         struct evidence_overrides *list) NONNULL;

/* One of a record that was loaded. ERR_NOT_FOUND. */
MUST_USE enum err evidence_override_get(struct db *db, const struct actor *actor,
                                        const struct record_head *head, const struct uuid *id,
                                        struct evidence_override *item) NONNULL;

/* "label.review_override": another person who may approve moves of the label says what they found.
 * ERR_INVALID (field "review") without a text, ERR_DENIED for who moved it, or without the right,
 * ERR_CONFLICT if it was reviewed. */
MUST_USE enum err evidence_override_review(struct db *db, const struct actor *actor,
                                           const struct record_store *store,
                                           const struct uuid *record_id, const struct uuid *id,
                                           const char *review, struct problem *problem) NONNULL;

/* Inside the data module, and the transaction of the move: keeps it, writes "label.break_glass",
 * and queues a mail to everybody who might have stopped it. Of item label, versions and reason. */
MUST_USE enum err evidence_override_keep(const struct work *work, const struct record_head *head,
                                         const struct evidence_passed *passed,
                                         const struct evidence_override *item) NONNULL;

/* Adds to a query that counts, in which $1 is the organization, how many wait for this person: not
 * their own. */
struct query;
void evidence_override_add_count(struct query *q, const char *person_sql, int most) NONNULL;

#endif
