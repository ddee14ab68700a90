#ifndef DATA_DB_TABLE_H
#define DATA_DB_TABLE_H

#include <stdbool.h>

#include "base/err.h"

struct db;

/* What a change of each table means to the connection. */
struct db_table {
    const char *name;
    bool is_audited; /* a change needs its audit event in the same transaction */
    bool may_change_while_reading;
    /* after db_begin_alone: no change of content waits for its rows, or it for theirs */
    bool may_change_alone;
    /* a change gives the organization a new content version (kept.h), unless it is made alone:
     * nobody sees a password hash */
    bool is_visible;
    const char *why; /* unless it is as usual: audited, visible, and nothing more */
};
extern const struct db_table db_tables[];
extern const int db_table_count;

/* The table that a statement changes, "INSERT INTO t", "UPDATE t" or "DELETE FROM t", or NULL for a
 * statement that changes nothing. A table that nobody listed is audited and visible. */
const struct db_table *db_changed_table(const char *sql) NONNULL;

/* From now to the end of the request nothing changes but the log of what was read: a change of any
 * table that may not change while reading is a bug, die(). For GET and HEAD, whose pages never
 * change what they show. */
void db_only_read(struct db *db) NONNULL;

#endif
