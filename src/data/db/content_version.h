#ifndef DATA_CONTENT_VERSION_H
#define DATA_CONTENT_VERSION_H

#include "base/err.h"
#include "base/uuid.h"

/* Inside db: the version of what the people of an organization can see, in content_versions. It is
 * a fresh UUID after each change, never a counter: after a restore a number could come again over
 * other content. What is kept of an organization's content is kept under it (kept.h). */

struct db;
struct db_table;

enum { CONTENT_ORGANIZATIONS = 16 }; /* that one transaction changes */

/* The organizations that the open write transaction is about. */
struct content_change {
    struct uuid organizations[CONTENT_ORGANIZATIONS];
    int count;
    bool is_visible; /* it changed a table that people see */
};

/* The open write transaction is about this organization; nil is none. */
void content_change_note(struct content_change *change, const struct uuid *organization_id) NONNULL;

/* The open write transaction has changed this table, in the scope of now. */
void content_version_note(struct db *db, const struct db_table *table) NONNULL;

/* Before the commit: a fresh version for each of them, if anything visible was changed. */
MUST_USE enum err content_version_move(struct db *db) NONNULL;

#endif
