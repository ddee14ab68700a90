#ifndef DATA_BACKUP_CONTENT_H
#define DATA_BACKUP_CONTENT_H

#include <jansson.h>

#include "data/db/db.h"

/* What a backup says about the database it is of, and what a restore compares. In the scope of all,
 * in the open read transaction. */

/* Adds to a manifest: "schema", the number of the newest migration; "migrations", the rows of the
 * ledger; "tables", the rows of each table; "key_ids", the master keys without which it can't be
 * read; "organizations", how many there are. The values belong to the manifest. */
MUST_USE enum err backup_describe(struct db *db, json_t *manifest) NONNULL;

/* Compares the rows of the tables with a manifest's; those of data_keys and of the ledger have
 * files of their own. ERR_INVALID (logged with the table) if one has more or less. */
MUST_USE enum err backup_check_counts(struct db *db, const json_t *manifest) NONNULL;

/* Notes in the database that a backup was made now: the row "last_backup" of installation. */
MUST_USE enum err backup_note(struct db *db) NONNULL;

#endif
