#ifndef DATA_RECORD_BROKEN_H
#define DATA_RECORD_BROKEN_H

#include "data/record/record_source.h"

/* References of a version that lead nowhere now: what they mean was deleted, archived or renamed,
 * or the label or version that they name is not there. */

enum record_break {
    RECORD_BREAK_GONE,
    RECORD_BREAK_ARCHIVED,
    RECORD_BREAK_RENAMED,
    RECORD_BREAK_NO_LABEL,
    RECORD_BREAK_NO_VERSION,
};

struct record_broken {
    int64_t source_version; /* whose reference it is */
    const char *sort;       /* LINK_REFERENCE … */
    const struct record_kind *kind;
    struct uuid id;        /* of what is meant; nil: it was deleted */
    const char *name;      /* as the version says it */
    const char *label;     /* by this label; NULL */
    int64_t version;       /* by this version; 0 */
    enum record_break why; /* the first of them that holds */
};

struct record_broken_list {
    struct record_broken *items; /* those of newer versions first, in the order of the content */
    int count;
};

/* Asks ahead (query_ahead) for what record_broken_list reads, unless something was deleted. */
void record_broken_ahead(struct db *db, const struct record_source *sources, int count) NONNULL;

/* Of some versions of one record. Asks nobody about rights but for what has the name of something
 * that was deleted: a caller shows them to those who may read the record. */
MUST_USE enum err record_broken_list(struct db *db, const struct actor *actor,
                                     const struct record_source *sources, int count,
                                     struct record_broken_list *list) NONNULL;

#endif
