#ifndef DATA_RECORD_LINK_H
#define DATA_RECORD_LINK_H

#include "data/db/db.h"
#include "data/record/record_head.h"
#include "data/record/work.h"

/* Inside the data module: what a version of a record refers to. The links of all kinds are one
 * graph, in one table; record_use.h walks it. */

/* The sorts of links. */
#define LINK_REFERENCE "reference" /* a prompt's text uses another prompt */
#define LINK_PROMPT    "prompt"    /* an agent takes its instructions from a prompt */
#define LINK_HANDOFF   "handoff"   /* an agent hands over to another */
#define LINK_MEMBER    "member"    /* a team has an agent */

struct record_link {
    const char *sort;
    const struct record_kind *target_kind;
    struct uuid target_id; /* nil: not there yet, for an import that makes it later */
    const char *target_name;
    const char *label;      /* NULL: by version, or what is current */
    int64_t target_version; /* 0: by label, or what is current */
};

struct record_links {
    struct record_link *items;
    int count;
};

/* Keeps the links of a version; or those of another version for this one, whose content is the
 * same. */
void record_link_insert(struct db *db, const struct record_head *head, int64_t version,
                        const struct record_links *links) NONNULL;
void record_link_copy(struct db *db, const struct record_head *head, int64_t from_version,
                      int64_t to_version) NONNULL;

/* Notes which versions of a record are live: its current one, and those with a label. After every
 * change of either. */
void record_link_set_live(struct db *db, const struct record_head *head) NONNULL;

/* Finds the records that the current version names and that were not there when it was saved. The
 * organization is the actor's. ERR_INVALID for one that is not there yet. */
MUST_USE enum err record_link_complete(const struct work *work,
                                       const struct record_head *head) NONNULL;

/* Before a record is deleted: its own links go; those of old versions to it keep its name only. */
MUST_USE enum err record_link_forget(struct db *db, const struct record_head *head) NONNULL;

#endif
