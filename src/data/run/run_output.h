#ifndef DATA_RUN_OUTPUT_H
#define DATA_RUN_OUTPUT_H

#include "data/db/db.h"

/* Inside the data module, for retention: what models answered in a run, and what the checks found,
 * is deleted, and its states, numbers and hashes stay. */

/* In the open write transaction: of at most so many results; *count: of how many. */
MUST_USE enum err run_output_forget(struct db *db, const struct uuid *organization_id,
                                    const struct uuid *run_id, int64_t most,
                                    int64_t *count) NONNULL;

/* Notes in the run that all of it is deleted. */
MUST_USE enum err run_output_note(struct db *db, const struct uuid *organization_id,
                                  const struct uuid *run_id) NONNULL;

#endif
