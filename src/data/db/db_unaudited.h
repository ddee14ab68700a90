#ifndef DATA_DB_UNAUDITED_H
#define DATA_DB_UNAUDITED_H

#include <stdbool.h>

#include "base/err.h"

/* A change of a table needs its audit event, unless the table is one of these. */
struct db_unaudited {
    const char *table;
    const char *reason;
};
extern const struct db_unaudited db_unaudited[];
extern const int db_unaudited_count;

/* The table that a statement changes, "INSERT INTO t", "UPDATE t" or "DELETE FROM t": the rest of
 * the statement from its name on, or NULL. */
const char *db_changed_table(const char *sql) NONNULL;

/* True if a change of this table, as db_changed_table gives it, needs an audit event. */
bool db_is_audited(const char *table) NONNULL;

#endif
