#ifndef DATA_ERASURE_LIST_H
#define DATA_ERASURE_LIST_H

#include "data/approval/approval_list.h"

/* Reading what became of requests to erase a person (erasure_request.h). */

enum erasure_state {
    ERASURE_ASKED,     /* by the person: an administrator has to take it up */
    ERASURE_WAITING,   /* for the second administrator */
    ERASURE_SCHEDULED, /* approved: it can be undone until due_at */
    ERASURE_DUE,       /* the grace period is over: the next run carries it out */
    ERASURE_LAPSED,    /* rejected or expired: it can only be cancelled and asked for again */
    ERASURE_ERASED,
    ERASURE_CANCELLED,
    ERASURE_STATE_COUNT
};

enum { ERASURE_LIMIT = 100, ERASURE_FINDINGS_SHOWN = 200 };

/* Texts in the arena. Names are NULL for those who are erased. */
struct erasure_case {
    struct uuid id;
    struct uuid organization_id;
    struct uuid user_id;
    const char *user_name;
    enum erasure_state state;
    struct uuid asked_by;
    const char *asked_by_name;
    struct uuid hand_over_to; /* nil: nobody */
    const char *hand_over_to_name;
    struct uuid approval_id; /* nil: not asked for yet */
    struct uuid approved_by;
    int64_t created_at;
    int64_t approved_at; /* 0: not yet, and so are the next two */
    int64_t due_at;
    int64_t ended_at;
    int64_t scan_place; /* of erasure_scan.h */
    struct uuid scan_id;
    int64_t scanned_count;
    int64_t found_count;
    int64_t scan_ended_at;
    const char *certificate; /* a signed note; "" before */
};

struct erasure_list {
    struct erasure_case *items; /* newest first */
    int count;
};

/* For who has the right of retention. ERR_DENIED. */
MUST_USE enum err erasure_list(struct db *db, const struct actor *actor,
                               struct erasure_list *list) NONNULL;

/* ERR_NOT_FOUND also for those without the right. */
MUST_USE enum err erasure_get(struct db *db, const struct actor *actor, const struct uuid *id,
                              struct erasure_case *erasure) NONNULL;

/* The one that is open about this person: for who has the right, and for the person. ERR_NOT_FOUND.
 */
MUST_USE enum err erasure_find(struct db *db, const struct actor *actor, const struct uuid *user_id,
                               struct erasure_case *erasure) NONNULL;

/* The next open one after this one, of all organizations, for a command in the scope of all: sets
 * its id and organization_id. Begins with nil ids. ERR_NOT_FOUND at the end. */
MUST_USE enum err erasure_next_open(struct db *db, struct erasure_case *erasure) NONNULL;

/* How many days of grace the actor's organization gives, within NUMBER_GRACE_DAYS. Setting it is an
 * event ("organization.erasure_grace") and needs the right of retention; ERR_INVALID. */
MUST_USE enum err erasure_grace(struct db *db, const struct actor *actor, int64_t *days) NONNULL;
MUST_USE enum err erasure_grace_set(struct db *db, const struct actor *actor, int64_t days) NONNULL;

/* Inside the data module. */
bool erasure_may(const struct actor *actor) NONNULL;

#endif
