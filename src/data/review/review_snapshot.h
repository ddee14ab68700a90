#ifndef DATA_REVIEW_SNAPSHOT_H
#define DATA_REVIEW_SNAPSHOT_H

#include "data/review/review.h"
#include "data/review/review_person.h"

/* Everyone's access as it is now, written down for a review: in batches, so that nobody waits long
 * for any of them, however many people there are. */

/* Prepares a review, with a note that is not signed yet, or "". What the actor prepared before and
 * did not sign goes, and what anybody prepared more than a day ago. ERR_DENIED without the right to
 * change users, ERR_INVALID for a note that is none. */
MUST_USE enum err review_prepare(struct db *db, const struct actor *actor, const char *note,
                                 struct uuid *id) NONNULL;

/* The file of a review as it was, or of everyone now: one batch of lines after another, each in a
 * request of its own. */
struct review_file {
    struct db *db;
    struct actor actor;
    bool is_of_review;
    struct uuid review_id;
    bool has_begun;
    struct uuid after; /* the last person that was added */
    int64_t made_at;   /* as everyone was at this time */
};

/* Leaves an event ("access.export") with how many people are in it. review_id nil: everyone now.
 * ERR_DENIED, ERR_NOT_FOUND. */
MUST_USE enum err review_file_begin(struct db *db, const struct actor *actor,
                                    const struct uuid *review_id, struct review_file *file) NONNULL;

/* Adds the next lines to the end of a text. The arena is for what is made meanwhile. */
MUST_USE enum err review_file_next(struct review_file *file, struct arena *arena, struct buf *lines,
                                   bool *is_done) NONNULL;

#endif
