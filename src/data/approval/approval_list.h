#ifndef DATA_APPROVAL_LIST_H
#define DATA_APPROVAL_LIST_H

#include "data/db/db.h"
#include "data/vault/vault.h"
#include "domain/approval/approval_rule.h"

/* Reading what needs the approval of a second person (approval.h). */

enum { APPROVAL_LIMIT = 50 };

/* Texts in the arena. */
struct approval {
    struct uuid id;
    struct uuid organization_id;
    const struct approval_kind *kind;
    struct uuid subject_id;
    const char *subject_name; /* of a kind that is about a person; NULL: erased */
    struct text digest;
    enum approval_state state; /* as it is now: APPROVAL_EXPIRED also before that is noted */
    struct uuid requested_by;
    const char *requested_by_name; /* NULL: erased */
    struct uuid decided_by;        /* nil: nobody yet */
    const char *decided_by_name;
    int64_t created_at;
    int64_t expires_at; /* of the request while it waits, then of the approval */
    int64_t decided_at; /* 0: not yet */
    int64_t ended_at;   /* when it was used, withdrawn or found expired; 0: not yet */
    const char *what;   /* JSON: struct approval_draft */
    const char *reason;
    const char *decision_reason;
    bool may_decide;           /* the actor may decide about it, if only to reject it */
    bool may_approve;          /* … and approve it; of one that was read by itself */
    const char *objection;     /* why not, for who may decide; NULL */
    struct approval_side side; /* of one that was read by itself */
    bool may_withdraw;
};

struct approval_filter {
    bool is_live_only;  /* what waits or is approved, and what has expired lately */
    const char *cursor; /* "": from the newest */
};

struct approval_list {
    struct approval *items; /* newest first */
    int count;
    const char *next; /* cursor, or NULL */
};

/* Of the kinds that the actor may ask for or decide about. ERR_INVALID for a bad cursor. */
MUST_USE enum err approval_list(struct db *db, const struct actor *actor,
                                const struct approval_filter *filter,
                                struct approval_list *list) NONNULL;
/* Asks ahead (query_ahead) for what it reads of the newest ones. */
void approval_list_ahead(struct db *db, const struct actor *actor, bool is_live_only) NONNULL;

/* ERR_NOT_FOUND also for one of a kind that the actor may not know of. */
MUST_USE enum err approval_get(struct db *db, const struct actor *actor, const struct uuid *id,
                               struct approval *approval) NONNULL;
void approval_get_ahead(struct db *db, const struct actor *actor, const struct uuid *id) NONNULL;

/* The newest request of this kind about this subject, whatever became of it. ERR_NOT_FOUND. */
MUST_USE enum err approval_find(struct db *db, const struct actor *actor,
                                enum approval_kind_id kind, const struct uuid *subject_id,
                                struct approval *approval) NONNULL;

/* How many active people of the organization may decide about this request. 0 means that someone
 * has to be invited first. */
MUST_USE enum err approval_count_deciders(struct db *db, const struct approval *approval,
                                          int *count) NONNULL;

/* Is it the actor's turn: to decide about it, or to carry out what was approved? */
bool approval_waits_for(const struct approval *approval, const struct actor *actor) NONNULL;

/* Inside the data module: the request as the rules see it, and where a column is sealed. */
struct approval_case approval_case_of(const struct approval *approval) NONNULL;
struct seal_place approval_place(const char *column, const struct uuid *organization_id,
                                 const struct uuid *id) NONNULL;

#endif
