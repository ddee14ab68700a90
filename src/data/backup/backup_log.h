#ifndef DATA_BACKUP_LOG_H
#define DATA_BACKUP_LOG_H

#include <jansson.h>

#include "data/db/db.h"
#include "domain/policy.h"

/* The audit logs of a database that is backed up, or came back. In the scope of all. A database of
 * a version without checkpoints has nothing to verify. */

/* Every event has its number, or waits for it, and the numbers have no gaps; and each log verifies
 * up to its newest checkpoint, as its export would. ERR_INVALID (logged) if not. */
MUST_USE enum err backup_check_logs(struct db *db, const struct actor *actor) NONNULL;

/* Adds "checkpoints" to a manifest: the newest signed note of each log. */
MUST_USE enum err backup_describe_logs(struct db *db, json_t *manifest) NONNULL;

/* How many events the newest checkpoint outside the database, in this folder, covers which a
 * restored log does not have: those of after the backup. 0 if there is no such checkpoint. */
MUST_USE enum err restore_count_lost(struct db *db, const char *folder,
                                     const struct uuid *organization_id,
                                     int64_t *lost_count) NONNULL;

#endif
