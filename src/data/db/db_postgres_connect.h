#ifndef DATA_DB_POSTGRES_CONNECT_H
#define DATA_DB_POSTGRES_CONNECT_H

#include "data/db/db_value.h"
#include "data/db/disk_watch.h"

/* The connection to PostgreSQL and what is known of it; db_postgres_wire.h sends over it. */

enum {
    PG_STATEMENTS = 4096, /* a power of two, and more than the program's SQL texts */
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
    struct pg_result *answer; /* that is being read, or NULL */
    bool is_patient;          /* an answer may take as long as that of a script */
    int64_t trips;            /* how often it was waited for answers */
    int64_t broken_since;     /* clock_monotonic: nobody has answered since; 0: all is well */
    bool may_be_standby;      /* else a server that takes no changes is not the right one */
    bool may_settle_later;    /* see pg_send_end */
    struct disk_watch *disk;  /* NULL while it is opened */
};

/* Connects; nothing is connected yet. PG_FAILED for an address that is none. Logged. */
MUST_USE enum pg_outcome pg_wire_connect(struct pg_wire *wire) NONNULL;
void pg_wire_disconnect(struct pg_wire *wire) NONNULL;

/* Puts what an address says into the environment of this process, where the programs of libpq look
 * for it: nobody sees a password there as in the arguments of a command. Their sessions reach all
 * organizations. ERR_INVALID for an address that is none, logged. */
MUST_USE enum err pg_set_environment(const char *url) NONNULL;

/* Logs what the server or libpq says, its first line; code and sql may be NULL. */
void pg_log_failure(const char *event, const char *code, const char *message, const char *sql)
    __attribute__((nonnull(1, 3)));

#endif
