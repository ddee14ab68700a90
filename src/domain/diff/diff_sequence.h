#ifndef DOMAIN_DIFF_SEQUENCE_H
#define DOMAIN_DIFF_SEQUENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* The work a difference may cost, in steps of its search; counted down over several calls. */
#define DIFF_BUDGET INT64_C(100000000)

struct diff_sequence {
    const int *items; /* equal numbers are equal items */
    int count;
    bool *is_changed; /* set for the items that the other side does not have */
};

/* Marks a set of items to remove from the old and to add to the new sequence, which leaves the same
 * items in the same order on both sides. is_changed must be all false before. The smallest set
 * where that is cheap to find (Myers 1986, section 4b: linear space); past a few hundred
 * differences in one stretch a good one; and when *budget is used up all that is left between, with
 * *budget < 0. */
void diff_sequences(struct diff_sequence *old_side, struct diff_sequence *new_side,
                    int64_t *budget) NONNULL;

#endif
