#ifndef DATA_DB_POSTGRES_H
#define DATA_DB_POSTGRES_H

#include "data/db/db_driver.h"

/* What the files of the PostgreSQL driver share: values (db_postgres_value.c), the connection and
 * its pipeline (db_postgres_connect.c, db_postgres_wire.c), transactions (db_postgres.c). */

enum {
    PG_STATEMENTS = 1024, /* a power of two, and more than the program's SQL texts */
    PG_PARAMS = 64,
    PG_STEPS = 128,
};

/* A statement that is prepared on the connection, for one SQL text and one list of types. */
struct pg_statement {
    const char *sql; /* the key: the address of the text */
    int number;      /* its name on the server; 0: not prepared */
    int param_count;
    unsigned types[PG_PARAMS]; /* OIDs; 0: the server chose, because only nulls were seen */
};

enum pg_step_kind { PG_PREPARE, PG_EXECUTE, PG_SYNC };

/* One message sent, whose answer is still to come. */
struct pg_step {
    enum pg_step_kind kind;
    struct pg_statement *statement;
    struct arena *arena;
    struct db_result *result; /* NULL: nobody wants the rows */
};

enum pg_outcome {
    PG_FINE,
    PG_CONFLICT, /* a UNIQUE rule */
    PG_RETRY,    /* the server took the transaction back, and it may be tried again */
    PG_FAILED,   /* the statement is wrong, or refused */
    PG_LOST,     /* the connection broke: what was sent last may have been carried out or not */
    PG_LATE,     /* no answer within the deadline; the connection was closed */
};

struct pg_wire {
    struct pg_conn *conn; /* NULL: to be connected */
    const char *url;
    struct pg_statement statements[PG_STATEMENTS];
    int statement_count; /* that were prepared on this connection */
    struct pg_step steps[PG_STEPS];
    int first_step; /* a ring */
    int step_count;
};

/* Connects, if it is not connected. PG_FAILED for an address that is none. Logged. */
MUST_USE enum pg_outcome pg_wire_connect(struct pg_wire *wire) NONNULL;
void pg_wire_disconnect(struct pg_wire *wire) NONNULL;

/* Adds a statement to what is sent next, prepared first if it is new on this connection. */
MUST_USE enum pg_outcome pg_wire_send(struct pg_wire *wire, const char *sql,
                                      const struct db_value *params, int count, struct arena *arena,
                                      struct db_result *result) __attribute__((nonnull(1, 2)));

/* Ends what belongs together: an error skips the rest up to here. Sends without waiting. */
MUST_USE enum pg_outcome pg_wire_sync(struct pg_wire *wire) NONNULL;

/* Waits until at most `left` steps have no answer yet; the worst outcome. */
MUST_USE enum pg_outcome pg_wire_wait(struct pg_wire *wire, int left) NONNULL;

/* Several statements without parameters, when nothing else is on its way. */
MUST_USE enum pg_outcome pg_wire_script(struct pg_wire *wire, const char *sql) NONNULL;

/* Logs what the server or libpq says, its first line; code and sql may be NULL. */
void pg_log_failure(const char *event, const char *code, const char *message, const char *sql)
    __attribute__((nonnull(1, 3)));

/* A parameter's type, and its bytes as PostgreSQL sends and takes them in binary; numbers go to the
 * scratch. *bytes is NULL for a null. */
unsigned pg_type_of(const struct db_value *value) NONNULL;
void pg_encode(const struct db_value *value, char scratch[8], const char **bytes, int *len) NONNULL;

/* A column's value. A type that no column of the schema has is a bug: die(). */
void pg_decode(struct arena *arena, unsigned type, const char *bytes, int len,
               struct db_value *value) NONNULL;

#endif
