#ifndef DATA_RECORD_BULK_H
#define DATA_RECORD_BULK_H

#include "data/record/work.h"
#include "domain/record/kind.h"

/* One change to many records: one transaction, rights asked for each, an event for each. The verbs
 * are record_archive_many (record_state.h) and record_tag_many (record_tag.h). */

enum { RECORD_BULK_MAX = 100 };

struct record_selection {
    const struct uuid *ids;
    int count;
};

enum record_outcome {
    RECORD_CHANGED,
    RECORD_UNCHANGED, /* it was so already */
    RECORD_DENIED,    /* the actor may see but not change it */
    RECORD_NOT_FOUND,
    RECORD_REFUSED, /* a rule, such as that it is in use */
};

struct record_bulk_item {
    struct uuid id;
    const char *name; /* NULL if not found */
    enum record_outcome outcome;
    const char *reason; /* RECORD_REFUSED: a sentence, or NULL */
};

struct record_bulk_result {
    struct record_bulk_item *items; /* in the order of the selection, repetitions left out */
    int count;
    int changed_count;
    int refused_count; /* denied, not found and refused */
};

/* Inside the data module: what is done to each. change gets the record's id, sets what it can of
 * the item's name and organization, and gives ERR_NONE with *is_changed, or why it was refused:
 * ERR_NOT_FOUND, ERR_DENIED, and with the work's problem ERR_INVALID and ERR_CONFLICT. */
struct record_bulk_one {
    const char *name;
    struct uuid organization_id;
    bool is_changed;
};
struct record_bulk {
    const struct record_kind *kind;
    const char *action; /* "prompt.archive" */
    enum err (*change)(const struct work *work, const void *ctx, const struct uuid *id,
                       struct record_bulk_one *one);
    const void *ctx;
};
/* ERR_INVALID for no records or too many. */
MUST_USE enum err record_bulk_run(struct db *db, const struct actor *actor,
                                  const struct record_bulk *bulk,
                                  const struct record_selection *selection,
                                  struct record_bulk_result *result) NONNULL;

#endif
