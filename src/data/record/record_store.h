#ifndef DATA_RECORD_STORE_H
#define DATA_RECORD_STORE_H

#include <jansson.h>

#include "data/record/record_content.h"
#include "data/record/record_head.h"
#include "data/record/work.h"
#include "domain/record/scope.h"

/* What is particular of a kind of record: a const struct in its room (prompt_store, agent_store,
 * team_store). A fourth kind is one more, and a row of the table of kinds. */

/* What is saved: every field has passed its rule. */
struct record_fields {
    const char *name;
    const char *description; /* "" for none */
    struct tag_list tags;
    const char *message; /* "" for none */
    struct record_content content;
    int64_t number; /* of a new record's first version */
    /* What a program publishes: a version even if nothing differs, and labels on it, in the same
     * transaction. Of a kind whose check of a content refuses what check_label would. */
    bool is_published;
    const char *const *labels;
    int label_count;
    bool *proposed; /* of each label whether it was proposed (label_set.h); NULL: nobody asks */
    void *draft;    /* the kind's own, for its functions below; NULL when an old version returns */
};

struct record_links;

struct record_store {
    const struct record_kind *kind;
    size_t size; /* of the kind's struct, which begins with its head: a record below is one */

    /* All of the following may be NULL. */

    /* Asks ahead for what read asks of a record. */
    void (*ahead)(struct db *db, const struct uuid *organization_id, const struct uuid *id);
    /* Sets the kind's own members of a record whose head, with its content, was read. */
    enum err (*read)(struct db *db, void *record);

    /* What a save must know of the record as it is, before the transaction: completes
     * fields->content. before is NULL for a new record. What others may change meanwhile is for
     * check. */
    enum err (*prepare)(const struct work *work, const void *before, struct record_fields *fields);
    /* The rules of a new content that need the database; gives what it refers to. head is of the
     * record as it is, of a new one only its ids. */
    enum err (*check)(const struct work *work, const struct record_head *head,
                      const struct record_fields *fields, struct record_links *links);
    /* It reads what others say, which may be long: it is tried before the transaction
     * (record_ahead.h), and leaves nothing behind. */
    bool is_check_long;
    /* The part of an event about the content, before and after it (before->facet NULL: new). */
    void (*describe)(struct db *db, const struct record_head *head,
                     const struct record_content *before, const struct record_content *after,
                     json_t *details);
    /* Writes what the kind keeps beside, once the version is in. */
    enum err (*write)(const struct work *work, const struct record_head *head,
                      const struct record_fields *fields);
    /* May this label go to this version? The refusals of label_move. */
    enum err (*check_label)(const struct work *work, const struct record_head *head,
                            const char *label, int64_t version);
    /* Deletes what is kept beside the record without a rule of the database, before it goes. */
    enum err (*forget)(struct db *db, const struct record_head *head);
    /* Why a record can't be archived or restored. */
    enum err (*check_archived)(const struct work *work, const void *record, bool is_archived);
    /* What a content may do that the live one may not (live NULL: what it may do at all), without
     * the names of others. NULL: a kind that does nothing by itself. */
    void (*scope)(struct arena *arena, const struct record_content *live,
                  const struct record_content *next, struct scope *scope);
};

#endif
