#ifndef DOMAIN_SET_FILE_MERGE_H
#define DOMAIN_SET_FILE_MERGE_H

#include "domain/set_file/set_file_shape.h"

/* What a set has after a file was imported. */
struct set_file_merge {
    struct set_cases
        cases; /* those of the set in their order, changed ones in place, then new ones */
    int new_count, changed_count, same_count, refused_count;
};

/* Merges a file into the cases of a set, and says of each row what becomes of it. A case of the
 * same id is changed; one without an id is the same as a case that says the same, or else new. A
 * changed case keeps its origin unless the file names one. No case is taken away. ERR_INVALID if
 * the set would be too large: *problem is a sentence. In the arena. */
MUST_USE enum err set_file_merge(struct arena *arena, const struct set_cases *before,
                                 struct set_file *file, struct set_file_merge *merge,
                                 const char **problem) NONNULL;

#endif
