#ifndef DATA_RETENTION_LINES_INTERNAL_H
#define DATA_RETENTION_LINES_INTERNAL_H

#include "data/db/db.h"

/* Deletes at most room lines of a run, inside the open write transaction, the first ones first;
 * *count is how many. */
MUST_USE enum err retention_lines_forget(struct db *db, const struct uuid *organization_id,
                                         const struct uuid *run_id, int64_t room,
                                         int64_t *count) NONNULL;

/* The same with lines of an import that nobody can undo any more. */
MUST_USE enum err retention_import_lines_forget(struct db *db, const struct uuid *organization_id,
                                                const struct uuid *import_id, int64_t room,
                                                int64_t *count) NONNULL;

#endif
