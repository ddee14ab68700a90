#ifndef DATA_RECORD_TARGET_H
#define DATA_RECORD_TARGET_H

#include "data/record/record_source.h"

/* Which records the names in a content mean now. A version has links to what it named when it was
 * saved, and most names still mean that: all of these are read in one question. */

/* Asks ahead (query_ahead) for the records of a kind that a version names. */
void record_target_ahead(struct db *db, const struct record_kind *kind,
                         const struct record_source *source) NONNULL;

struct record_meant {
    struct uuid id; /* nil: there is none that the actor may see */
    bool is_archived;
};

/* The records of a kind that have these names in the actor's organization. source is the version
 * that has the names, or a saved one of which what is being written was made; NULL: none. */
MUST_USE enum err record_target_find(struct db *db, const struct actor *actor,
                                     const struct record_kind *kind,
                                     const struct record_source *source, const char *const *names,
                                     int count, struct record_meant *meant)
    __attribute__((nonnull(1, 2, 3, 5, 7)));

#endif
