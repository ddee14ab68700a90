#ifndef DATA_IMPORT_LINE_H
#define DATA_IMPORT_LINE_H

#include "data/transfer/import.h"

/* The plan as people see it. */

/* A line of the plan. */
struct import_line {
    int64_t position; /* from 1 */
    enum record_kind_id kind;
    const char *name;
    enum import_outcome outcome;
    struct uuid record_id;        /* of what is there now; nil if it is not */
    const char *what;             /* "new version (body), tags"; "" for none */
    const char *applied;          /* what became of it: "", "made", "applied", "undone", "kept" */
    struct config_problem *notes; /* why it is refused; or what else is to be said */
    int note_count;
};

struct import_line_list {
    struct import_line *lines;
    int count;
    int64_t next_after; /* the position to go on behind; 0 at the end */
};

MUST_USE enum err import_line_list(struct db *db, const struct actor *actor,
                                   const struct import_line_filter *filter,
                                   struct import_line_list *list) NONNULL;

#endif
