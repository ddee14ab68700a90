#ifndef DATA_RECORD_COMMENT_LIST_H
#define DATA_RECORD_COMMENT_LIST_H

#include "crypt/seal.h"
#include "data/record/record_head.h"
#include "data/record/record_store.h"

/* Reading comments (record_comment.h). */

enum { RECORD_COMMENT_LIMIT = 50 };

/* What of a record a comment is about: a version, a proposal, or neither: the record as a whole. */
struct record_comment_place {
    int64_t version;         /* 0: none */
    struct uuid proposal_id; /* nil: none */
};

struct record_comment_mention {
    size_t start, len; /* bytes of the body, with the "@" */
    struct uuid user_id;
};

struct record_comment {
    struct uuid id;
    struct record_comment_place place;
    const char *proposal_label;  /* of the proposal; NULL: about none */
    int64_t proposal_to_version; /* 0: to remove the label */
    struct uuid author_id;
    const char *author_name; /* NULL: erased */
    const char *body;
    struct record_comment_mention *mentions; /* in the order of the body */
    int mention_count;
    int64_t revision;
    int64_t created_at;
    int64_t edited_at; /* 0: never */
    bool may_edit;
    bool may_delete;
};

struct record_comment_filter {
    const struct record_head *head;
    struct record_comment_place place; /* of neither: all, those about versions and proposals too */
    const char *cursor;                /* "": the newest ones */
};

struct record_comment_list {
    struct record_comment *comments; /* oldest first */
    int count;
    const char *earlier; /* cursor of those before, or NULL */
};

/* Asks ahead (query_ahead) for what record_comment_list reads of the newest ones. Of head only
 * store and ids are read. */
void record_comment_ahead(struct db *db, const struct record_comment_filter *filter) NONNULL;

/* RECORD_COMMENT_LIMIT comments on a record that was loaded. ERR_DENIED for who may not read its
 * content, ERR_INVALID for a cursor that is none. */
MUST_USE enum err record_comment_list(struct db *db, const struct actor *actor,
                                      const struct record_comment_filter *filter,
                                      struct record_comment_list *list) NONNULL;

/* One comment on a record that was loaded. Errors likewise, and ERR_NOT_FOUND. The first asks
 * ahead.
 */
void record_comment_get_ahead(struct db *db, const struct record_head *head,
                              const struct uuid *id) NONNULL;
MUST_USE enum err record_comment_get(struct db *db, const struct actor *actor,
                                     const struct record_head *head, const struct uuid *id,
                                     struct record_comment *comment) NONNULL;

/* Inside the data module: where the text of a comment is sealed. */
struct seal_place record_comment_body_place(const struct uuid *organization_id,
                                            const struct uuid *id) NONNULL;

#endif
