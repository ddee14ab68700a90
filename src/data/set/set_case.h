#ifndef DATA_SET_CASE_H
#define DATA_SET_CASE_H

#include "data/set/set_shape.h"

/* Adds a case at the end, in a new version with this message ("" for none). An id that it has is
 * kept if no other case has it; otherwise it gets one, which the caller finds in set_case. Saves of
 * others meanwhile are no obstacle: the case is added to what they saved. ERR_INVALID for a set
 * that is full and for a case that breaks a rule, ERR_CONFLICT for an archived set, ERR_STALE if
 * others never stop saving. */
struct set_addition {
    struct uuid set_id;
    struct set_case *set_case;
    const char *message;
};
MUST_USE enum err set_add_case(struct db *db, const struct actor *actor,
                               const struct set_addition *addition, struct record_saved *saved,
                               struct problem *problem) NONNULL;

#endif
