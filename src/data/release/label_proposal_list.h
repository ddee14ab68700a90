#ifndef DATA_LABEL_PROPOSAL_LIST_H
#define DATA_LABEL_PROPOSAL_LIST_H

#include "crypt/seal.h"
#include "data/record/record_head.h"
#include "data/record/record_store.h"
#include "domain/approval/approval_rule.h"
#include "domain/approval/widening.h"

/* Reading proposals to move a label (label_proposal.h). */

enum { LABEL_PROPOSAL_LIMIT = 50 };

/* What a move lets the record do. */
enum label_reach {
    REACH_NONE,   /* it does nothing by itself, or the label is removed */
    REACH_WITHIN, /* no more than before */
    REACH_WIDER,  /* more, or that was not compared */
};

struct label_proposal {
    struct uuid id;
    struct uuid organization_id;
    const struct record_kind *kind;
    struct uuid record_id;
    const char *record_name;   /* NULL: it is gone */
    const char *record_folder; /* "" with it */
    struct uuid record_owner_id;
    const char *label;
    int64_t from_version; /* 0: not set */
    int64_t to_version;   /* 0: remove it */
    const char *reason;   /* "" also for who may not read the record, like decision_reason */
    const char *state;    /* "open", "approved", "rejected", "withdrawn", "expired" */
    struct uuid proposed_by;
    const char *proposed_by_name; /* NULL: erased */
    struct uuid decided_by;       /* nil: nobody yet */
    const char *decided_by_name;
    const char *decision_reason;
    int64_t created_at;
    int64_t decided_at; /* 0: not yet */
    enum label_reach reach;
    enum widening widening;    /* who may approve it if it is REACH_WIDER */
    bool is_stale;             /* open, but the label was moved since */
    bool may_decide;           /* the actor may decide about it, if only to reject it; in lists they
                                  are of another side as well */
    bool may_approve;          /* … and approve it; of one that was read by itself */
    const char *objection;     /* why not, for who may decide; NULL */
    struct approval_side side; /* of one that was read by itself */
    bool may_withdraw;
};

struct label_proposal_filter {
    const struct record_head *head; /* a record that was loaded; NULL: all of the organization's */
    bool is_open_only;
    const char *cursor; /* "": from the newest */
    bool is_news_only;  /* the actor's own that another person decided, until they are marked as
                           read (proposal_news.h) */
};

struct label_proposal_list {
    struct label_proposal *proposals; /* newest first */
    int count;
    const char *next; /* cursor, or NULL */
};

/* Asks ahead (query_ahead) for what label_proposal_list reads of the newest ones. */
void label_proposal_ahead(struct db *db, const struct actor *actor,
                          const struct label_proposal_filter *filter) NONNULL;

MUST_USE enum err label_proposal_list(struct db *db, const struct actor *actor,
                                      const struct label_proposal_filter *filter,
                                      struct label_proposal_list *list) NONNULL;

/* Asks ahead (query_ahead) for what label_proposal_get reads of a proposal of this record. */
void label_proposal_get_ahead(struct db *db, const struct actor *actor,
                              const struct record_head *head, const struct uuid *id) NONNULL;

/* ERR_NOT_FOUND also for one about a record of another kind. */
MUST_USE enum err label_proposal_get(struct db *db, const struct actor *actor,
                                     const struct record_store *store, const struct uuid *id,
                                     struct label_proposal *proposal) NONNULL;

/* The record that it is about, as the policy sees it. */
struct policy_target label_proposal_target(const struct label_proposal *proposal) NONNULL;

/* The proposal as the rules of approvals see it. */
struct approval_case label_proposal_case(const struct label_proposal *proposal) NONNULL;

/* Inside the data module: a column label_proposals.widens, and the rule of an organization
 * (widening_rule.h) as a column. */
enum label_reach label_reach_read(const struct db_result *result, int row, int column) NONNULL;
#define WIDENING_OF(organization_id)                                                               \
    "(SELECT w.widening FROM organizations w WHERE w.id = " organization_id ")"

/* Inside the data module: where a column of a proposal, "reason" or "decision_reason", is sealed.
 */
struct seal_place label_proposal_place(const char *column, const struct uuid *organization_id,
                                       const struct uuid *id) NONNULL;

#endif
