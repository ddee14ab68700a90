#ifndef DATA_DB_SQLITE_STATEMENT_H
#define DATA_DB_SQLITE_STATEMENT_H

#include "data/db/db_value.h"
#include "data/db/disk_watch.h"

/* The statements of a SQLite connection: prepared once each, bound, run. */

enum {
    SQLITE_STATEMENTS = 4096, /* a power of two, and more than the program's SQL texts */
    SQLITE_PARAMS = 64,
};

struct sqlite_statements {
    struct sqlite3 *handle;
    struct disk_watch *disk; /* NULL while the connection is opened */
    struct sqlite_statement {
        const char *sql; /* the key: the address of the text */
        struct sqlite3_stmt *stmt;
        int param_count;
        unsigned char place[SQLITE_PARAMS]; /* SQLite's index of $1, $2 …; 0: not in the text */
    } statements[SQLITE_STATEMENTS];
};

struct sqlite_params {
    const struct db_value *values;
    int count;
};

/* Runs a statement with all its rows: as db_query. */
MUST_USE enum err sqlite_statement_query(struct sqlite_statements *db, struct arena *arena,
                                         const char *sql, const struct sqlite_params *params,
                                         struct db_result *result) NONNULL;

/* A statement without parameters, for transactions. */
MUST_USE enum err sqlite_statement_run(struct sqlite_statements *db, const char *sql) NONNULL;

/* No text is known any more by its address. */
void sqlite_statements_forget(struct sqlite_statements *db) NONNULL;

/* Logs the connection's last error: ERR_UNAVAILABLE. */
MUST_USE enum err sqlite_fail(struct sqlite_statements *db, const char *event,
                              const char *sql) NONNULL;

#endif
