#ifndef DATA_DB_READING_H
#define DATA_DB_READING_H

#include <stdbool.h>

#include "base/err.h"

struct db;

/* From now to the end of the request nothing changes but the log of what was read: a change of any
 * table that is not listed below is a bug, die(). For GET and HEAD, whose pages never change what
 * they show. */
void db_only_read(struct db *db) NONNULL;

/* What may change all the same. */
struct db_reading {
    const char *table;
    const char *why;
};
extern const struct db_reading db_reading[];
extern const int db_reading_count;

/* For db.c: table is where a name begins in a statement, such as "audit_events (id, …". */
bool db_may_change_while_reading(const char *table) NONNULL;

#endif
