#ifndef DATA_DB_POSTGRES_SEND_H
#define DATA_DB_POSTGRES_SEND_H

#include "data/db/db_driver.h"
#include "data/db/db_postgres_wire.h"

/* What goes to the server, and in which order: what opens a transaction, its scope, the statements,
 * and its end. */

enum { PG_PENDING = 32 };

/* PG_WANTED: BEGIN goes with the first statement. */
enum pg_state { PG_NONE, PG_WANTED, PG_OPEN };

struct pg_pending {
    struct db_scope scope;
    const char *sql;
    struct db_value *params;
    int count;
    struct arena *arena;
    struct db_result *result; /* NULL: a change that nobody asks the count of */
};

struct postgres_db {
    struct pg_wire wire;
    char *url;
    struct db_scope scope; /* for the next statement */
    struct db_scope told;  /* the open transaction's */
    struct db_scope turn;  /* whose locks the write transaction takes */
    enum pg_state state;
    enum db_kind kind;
    struct uuid request_id;
    bool is_last; /* ROLLBACK goes with what is sent next */
    bool has_locks;
    bool is_settling; /* a commit is there for others, and on the disk with the last answer */
    struct pg_pending pending[PG_PENDING];
    int pending_count;
    enum db_fault fault;
    int64_t session_count;
};

/* Sends what is pending, opens the transaction before it where that is wanted, and waits for all
 * the answers. */
MUST_USE enum pg_outcome pg_exchange(struct postgres_db *db) NONNULL;

/* Ends the transaction with what is still to be sent; *left is how many of the last answers tell
 * nothing of its end: those of giving the locks back, and of settling it (is_settling). */
MUST_USE enum pg_outcome pg_send_end(struct postgres_db *db, bool is_commit, int *left) NONNULL;

/* A transaction of its own, with nothing in it but a record of the log: its commit waits, as the
 * session's synchronous_commit says, until the log is on the disk and at the standbys as far as
 * here, which is behind the commit of what gave its turn back. Those who wait at the same time wait
 * for the same writing, so that changes of one organization come as quickly as those of several.
 * https://www.postgresql.org/docs/15/wal-async-commit.html
 * https://www.postgresql.org/docs/15/functions-admin.html (pg_logical_emit_message) */
MUST_USE enum pg_outcome pg_send_settled(struct postgres_db *db) NONNULL;

#endif
