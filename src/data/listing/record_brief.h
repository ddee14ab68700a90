#ifndef DATA_RECORD_BRIEF_H
#define DATA_RECORD_BRIEF_H

#include "data/record/record_mark.h"

/* Inside the data module: what a list of other things says of the records that it names. Asks
 * nobody. */

struct record_brief {
    const struct record_kind *kind;
    struct uuid id;
    const char *name;
    const char *facet;
    int64_t version;
    struct uuid owner_id;
    int64_t archived_at;
    struct record_marks marks;
};

/* The version that has a label; 0: none. "latest" is the current one. */
int64_t record_brief_label(const struct record_brief *brief, const char *label) NONNULL;

/* Asks ahead (query_ahead) for what is said of this record, where it is the only one of its kind
 * that is named. */
void record_brief_ahead(struct db *db, const struct record_head *head) NONNULL;

/* Records of one organization that are to be named, of any kind, each once; those that are gone
 * keep name NULL. */
struct record_briefs {
    struct db *db;
    struct uuid organization_id;
    struct record_brief *items;
    int count;
    int capacity;
};
struct record_briefs record_briefs_begin(struct db *db, const struct uuid *organization_id,
                                         int capacity) NONNULL;
void record_briefs_add(struct record_briefs *briefs, const struct record_kind *kind,
                       const struct uuid *id) NONNULL;
MUST_USE enum err record_briefs_load(struct record_briefs *briefs) NONNULL;
/* NULL for one that was not added. */
struct record_brief *record_briefs_find(const struct record_briefs *briefs,
                                        const struct uuid *id) NONNULL;

#endif
