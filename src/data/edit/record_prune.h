#ifndef DATA_RECORD_PRUNE_H
#define DATA_RECORD_PRUNE_H

#include "data/db/db.h"
#include "data/record/record_head.h"

/* Inside the data module, for a run of retention: a record that is to go has as many versions as
 * people made, of any size. They go first, some in each transaction, and the record last. */

/* What one transaction may do. */
struct record_prune_limit {
    int versions;
    int64_t until; /* clock_monotonic */
};

/* Inside the open write transaction, whose event the caller writes: deletes versions of the record,
 * the oldest first, but for the current one, which goes with the record. *count is how many; at
 * least one, if there is one. */
MUST_USE enum err record_prune(struct db *db, const struct record_head *head,
                               const struct record_prune_limit *limit, int *count) NONNULL;

/* Is a run of retention at this record? Then some of its versions may be gone already. */
MUST_USE enum err record_is_going(struct db *db, const struct record_head *head,
                                  bool *is_going) NONNULL;

#endif
