#ifndef DATA_GATHER_H
#define DATA_GATHER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/uuid.h"

/* Inside the data module: counters that the parts of one large change (db_join) raise again and
 * again are gathered and written once, when the last part is over. PostgreSQL keeps every state of
 * a row until its transaction ends and walks over all of them at the next change: ten thousand
 * prompts of one folder would take minutes. */

struct db;

/* Raises (or lowers) a counter by what was gathered. */
typedef void gather_write(struct db *db, const struct uuid *organization_id, const char *key,
                          int change);

/* True if the change was gathered; false if no parts are joined, and the caller writes now. */
bool gather_add(struct db *db, gather_write *write, const struct uuid *organization_id,
                const char *key, int change) NONNULL;

/* Where the last number of an organization's events is kept while parts are joined (0: not known
 * yet); NULL if none are. The row that has it is locked by the first part. */
int64_t *gather_seq(struct db *db, const struct uuid *organization_id) NONNULL;

/* For db.c: begins, writes everything, forgets everything. */
void gather_begin(struct db *db) NONNULL;
MUST_USE enum err gather_finish(struct db *db) NONNULL;
void gather_end(struct db *db) NONNULL;

#endif
