#ifndef DATA_CONTENT_VERSION_H
#define DATA_CONTENT_VERSION_H

#include "base/err.h"

/* Inside db: the version of what the people of an organization can see, in content_versions. It is
 * a fresh UUID after each change, never a counter: after a restore a number could come again over
 * other content. What is kept of an organization's content is kept under it (kept.h). */

struct db;
struct db_table;

/* The open write transaction has changed this table, in the scope of now. */
void content_version_note(struct db *db, const struct db_table *table) NONNULL;

/* Before the commit: a fresh version for each organization that it is about, if anything visible
 * was changed. */
MUST_USE enum err content_version_move(struct db *db) NONNULL;

#endif
