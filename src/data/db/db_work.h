#ifndef DATA_DB_WORK_H
#define DATA_DB_WORK_H

#include <stdint.h>

#include "base/err.h"

struct db;

/* What the current request has cost the database so far: for its line in the log, and for the test
 * that holds every page to its number in the table of routes. */
struct db_work {
    int64_t time_us;          /* in calls of the driver, waiting for a turn to write included */
    int64_t trips;            /* how often it waited for the server; SQLite has none */
    int statements;           /* without those that begin and end a transaction */
    int repeats;              /* the most runs of one statement */
    const char *repeated_sql; /* … and its text, NULL before the first */
};
struct db_work db_work(const struct db *db) NONNULL;

/* The time to the minute, in microseconds, and the same as long as the request goes on: what was
 * asked ahead (query_ahead) is found when it is asked, also where a minute began in between. */
int64_t db_minute(struct db *db) NONNULL;

/* For db.c: a statement is run. */
void db_work_add(struct db *db, const char *sql) NONNULL;

/* For db.c: a request begins. */
void db_work_begin(struct db *db) NONNULL;

#endif
