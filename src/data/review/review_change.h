#ifndef DATA_REVIEW_CHANGE_H
#define DATA_REVIEW_CHANGE_H

#include "data/review/review.h"

/* What changed in who can do what since a review was prepared: its people as they were, compared
 * with everyone now. So it is true also after retention deleted the events. */

enum review_change_kind {
    REVIEW_ADDED = 1 << 0,
    REVIEW_REMOVED = 1 << 1, /* deactivated or erased */
    REVIEW_BACK = 1 << 2,    /* active again */
    REVIEW_PERSONA = 1 << 3, /* another persona, or the superuser flag */
    REVIEW_FACTOR = 1 << 4,  /* no second factor any more */
    REVIEW_TOKENS = 1 << 5,  /* API tokens made, also for what they answer for */
};
enum { REVIEW_CHANGE_KINDS = 6, REVIEW_CHANGES_MAX = 50 };

struct review_change {
    struct uuid id;
    const char *full_name; /* NULL: erased */
    unsigned kinds;        /* enum review_change_kind */
    enum persona persona;
    enum persona old_persona; /* with is_superuser and was_superuser for REVIEW_PERSONA */
    bool is_superuser;
    bool was_superuser;
    int64_t token_count; /* made since */
};

struct review_change_list {
    struct review_change *items; /* those who came last, last */
    int count;
    bool has_more;
};

/* At most REVIEW_CHANGES_MAX people. ERR_DENIED without the right to change users. */
MUST_USE enum err review_changes(struct db *db, const struct actor *actor,
                                 const struct review *review,
                                 struct review_change_list *list) NONNULL;

#endif
