#ifndef DATA_RECORD_COMMENT_H
#define DATA_RECORD_COMMENT_H

#include "data/comment/record_comment_list.h"

/* Comments: what people say about a record, one of its versions or a proposal. A text as
 * domain/record/comment.h says; "@" and a person's full name mentions them. Archived records are
 * talked about like others, and no comment changes a record.
 *
 * Every verb asks the policy itself: ERR_NOT_FOUND for what the actor may not see, or a comment
 * that is not about this record; ERR_DENIED for what they may see but not do. ERR_INVALID (field
 * "body") for a text that breaks a rule. */

struct record_comment_draft {
    struct uuid record_id;
    struct record_comment_place place;
    const char *body;
};

/* ERR_INVALID (field "version") for a version that is not there, ERR_NOT_FOUND for a proposal that
 * is not one about this record. */
MUST_USE enum err record_comment_add(struct db *db, const struct actor *actor,
                                     const struct record_store *store,
                                     const struct record_comment_draft *draft, struct uuid *id,
                                     struct problem *problem) NONNULL;

struct record_comment_edit {
    struct uuid record_id;
    struct uuid id;
    int64_t based_on_revision;
    const char *body;
};

/* One's own: ERR_DENIED for everyone else's. ERR_STALE if it was edited since this revision. The
 * same text again changes nothing. */
MUST_USE enum err record_comment_edit(struct db *db, const struct actor *actor,
                                      const struct record_store *store,
                                      const struct record_comment_edit *edit,
                                      struct problem *problem) NONNULL;

/* One's own, or anyone's for administrators. */
MUST_USE enum err record_comment_delete(struct db *db, const struct actor *actor,
                                        const struct record_store *store,
                                        const struct uuid *record_id, const struct uuid *id,
                                        struct problem *problem) NONNULL;

/* Inside the data module: deletes what is said about a record, which is deleted. */
MUST_USE enum err record_comment_forget(struct db *db, const struct record_head *head) NONNULL;

#endif
