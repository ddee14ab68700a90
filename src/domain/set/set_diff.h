#ifndef DOMAIN_SET_DIFF_H
#define DOMAIN_SET_DIFF_H

#include "domain/diff/json_diff.h"
#include "domain/set/set_cases.h"

/* The difference of the cases of two versions, by their ids: a case that only moved to another
 * place has not changed. */

struct set_change {
    const struct set_case *before; /* NULL: added */
    const struct set_case *after;  /* NULL: removed */
};

struct set_diff {
    struct set_change *changes; /* in the order of the new version; then those that were removed */
    int count;
    int added_count, changed_count, removed_count;
    bool is_reordered; /* cases of both versions stand in another order */
};

/* Owned by the arena; points into both. */
void set_diff(struct arena *arena, const struct set_cases *before, const struct set_cases *after,
              struct set_diff *diff) NONNULL;

/* What changed in a case that both versions have: "expected", "checks[0].value". */
void set_change_diff(struct arena *arena, const struct set_change *change,
                     struct json_diff *diff) NONNULL;

/* "2 added, 1 changed, 1 removed", "reordered"; NULL if nothing differs. */
const char *set_diff_words(struct arena *arena, const struct set_diff *diff) NONNULL;

#endif
