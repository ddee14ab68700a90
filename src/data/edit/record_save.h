#ifndef DATA_RECORD_SAVE_H
#define DATA_RECORD_SAVE_H

#include "data/record/record_store.h"

/* Inside the data module: how a record of any kind is made and saved. Name, description and tags
 * are properties: changing them is an event and raises the revision. A content that differs, or a
 * message, makes a version. The kind's verbs check what was typed and fill in the fields. */

/* What a form or a program sends, whatever the kind. */
#define RECORD_DRAFT                                                                               \
    struct uuid id;            /* update only */                                                   \
    int64_t based_on_revision; /* update only: what the person saw */                              \
    const char *name;                                                                              \
    const char *description; /* "" for none */                                                     \
    const char *tags;        /* separated by commas */                                             \
    const char *message;     /* why; "" for none */                                                \
    int64_t number;          /* create only: of the first version; 0 is 1. Imports keep theirs */

struct record_draft {
    RECORD_DRAFT
};

/* What a save gives back. */
struct record_saved {
    struct uuid id;
    int64_t version; /* the current one afterwards */
    int64_t revision;
    bool is_changed; /* anything at all */
    bool is_new_version;
};

/* Checks what all kinds have; ERR_INVALID with the first problem (fields "name", "description",
 * "tags", "message"). Sets everything of fields but content and draft. */
MUST_USE enum err record_draft_check(const struct work *work, const struct record_draft *draft,
                                     struct record_fields *fields) NONNULL;

/* Makes a record in the actor's organization, owned by the actor. ERR_CONFLICT if the name is
 * taken; ERR_DENIED for a command, which is nobody who could own it; the refusals of the store's
 * check. Begins and ends the transaction. */
MUST_USE enum err record_create(const struct work *work, const struct record_store *store,
                                struct record_fields *fields, struct record_saved *saved) NONNULL;

/* Saves what a person saw at based_on_revision; nothing happens if nothing differs. ERR_STALE if it
 * changed since; ERR_CONFLICT for an archived record, and for a new name while others refer to this
 * one by its name. */
struct record_key {
    struct uuid id;
    int64_t based_on_revision;
};
MUST_USE enum err record_update(const struct work *work, const struct record_store *store,
                                const struct record_key *key, struct record_fields *fields,
                                struct record_saved *saved) NONNULL;

/* A new version with the content of an older one; message "Restored version N". ERR_NOT_FOUND also
 * for a version that is not there. */
struct record_restore_draft {
    struct uuid id;
    int64_t version;           /* which one */
    int64_t based_on_revision; /* what the person saw */
};
MUST_USE enum err record_restore_version(struct db *db, const struct actor *actor,
                                         const struct record_store *store,
                                         const struct record_restore_draft *draft,
                                         struct record_saved *saved,
                                         struct problem *problem) NONNULL;

/* Inside an open transaction: what differs between a whole record, loaded for it, and the fields;
 * and new tags alone. */
MUST_USE enum err record_save_fields(const struct work *work, const struct record_head *before,
                                     const struct record_fields *fields, const char *action,
                                     struct record_saved *saved) NONNULL;
MUST_USE enum err record_save_tags(const struct work *work, const struct record_head *head,
                                   const struct tag_list *tags) NONNULL;

/* The same with a new name alone, which was found free and which nobody refers by; the record may
 * be archived. Of the head, what lists read of a record is enough. */
MUST_USE enum err record_save_name(const struct work *work, const struct record_head *head,
                                   const char *name) NONNULL;

#endif
