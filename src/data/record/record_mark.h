#ifndef DATA_RECORD_MARK_H
#define DATA_RECORD_MARK_H

#include "data/record/record_head.h"
#include "data/record/work.h"

/* The tags and labels of a record as one text in its row, so that a list shows them without asking
 * for them row by row: a line each, "#TAG" in their order, "VERSION LABEL" by label, and "!VERSION"
 * for what is stopped, "!0" for the record as a whole.
 * Written in the transaction that changes them. */

struct record_label_mark {
    const char *label;
    int64_t version;
};

struct record_marks {
    struct tag_list tags;
    struct record_label_mark *labels; /* by name */
    int label_count;
    struct record_stops stops;
};

/* Writes the marks of a record anew, from its tags, labels and stops. */
MUST_USE enum err record_mark_store(struct db *db, const struct record_head *head) NONNULL;

/* Reads marks; tags alone. Owned by the arena. */
struct record_marks record_mark_read(struct arena *arena, const char *marks) NONNULL;
struct tag_list record_mark_tags(struct arena *arena, const char *marks) NONNULL;

/* The version that a label is on; 0: on none. */
int64_t record_mark_label(const struct record_marks *marks, const char *label) NONNULL;

#endif
