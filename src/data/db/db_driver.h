#ifndef DATA_DB_DRIVER_H
#define DATA_DB_DRIVER_H

#include "data/db/db_scope.h"
#include "data/db/db_value.h"
#include "data/db/disk_watch.h"

enum db_fault {
    DB_FAULT_LASTING, /* it would fail again */
    DB_FAULT_PASSING, /* the transaction was taken back, and may be tried again */
    DB_FAULT_UNKNOWN, /* the connection broke during a commit */
    DB_FAULT_BUSY,    /* it was not its turn in time; nothing was begun */
};

enum db_kind {
    DB_KIND_READ,
    DB_KIND_CHANGE, /* changes of one organization take turns */
    DB_KIND_ALONE,  /* changes only what changes of content leave alone: db_begin_alone */
};
enum { DB_CHANGE_WAIT_MS = 5000, DB_ALONE_WAIT_MS = 200 };

/* The seam between the data module and an engine: what db.c needs, and nothing else. */
struct db_driver {
    const char *scheme; /* of the URL, before the ":"; also names the sections of migrations */
    enum err (*open)(const char *url, bool may_create, void **connection);
    void (*close)(void *connection);
    /* Whom it tells that a disk is why something failed; such failures it does not log itself. */
    void (*watch)(void *connection, struct disk_watch *disk);
    /* Between requests: no text is known any more by its address. */
    void (*forget)(void *connection);
    /* A write transaction waits for its turn, at most as long as its kind allows. ERR_UNAVAILABLE
     * if it does not come; an engine may tell so at the first statement. Who begins alone with the
     * id of a request waits until an earlier transaction of that request has ended. */
    enum err (*begin)(void *connection, enum db_kind kind, const struct uuid *request_id);
    enum err (*commit)(void *connection, bool is_write);
    void (*rollback)(void *connection, bool is_write);
    /* Statements whose rows were being read are over; before a rollback. */
    void (*abandon)(void *connection);
    enum err (*query)(void *connection, struct arena *arena, const char *sql,
                      const struct db_value *params, int count, struct db_result *result);
    /* Several statements without parameters or results, for migrations. */
    enum err (*script)(void *connection, const char *sql);
    const char *has_table;  /* the SQL that counts the tables named $1 */
    const char *facts;      /* the SQL of db_engine_facts */
    const char *clock;      /* … of db_clock */
    const char *columns;    /* … of db_columns (db_shape.h) */
    const char *references; /* … of db_references */
    const char *try_lock;   /* the SQL that takes the lock $1 until the transaction ends, or gives
                             * false; NULL: writers take turns anyway */

    /* The rest may be NULL: SQLite has no round trips, no roles, and knows what it did. */
    /* result may be NULL. A commit carries out what is still to be sent, or fails as it does. */
    void (*later)(void *connection, struct arena *arena, const char *sql,
                  const struct db_value *params, int count, struct db_result *result);
    enum err (*collect)(void *connection);
    void (*last)(void *connection); /* of a read transaction: what is sent next ends it */
    void (*enter)(void *connection, const struct db_scope *scope);
    int64_t (*trips)(const void *connection);       /* how often it waited for the server, ever */
    enum db_fault (*fault)(const void *connection); /* of the last call that failed */
    int64_t (*session)(const void *connection);     /* 1, 2, 3 …: another after a broken one */
    enum err (*settle)(void *connection); /* between transactions: waits until all that can be seen
                                           * holds, NULL: nothing is seen before it does */
    enum err (*scrub)(void *connection);  /* nothing deleted is left in its files */
    bool (*is_free)(const void *connection);   /* could a write begin without waiting? */
    enum err (*check)(const void *connection); /* is it still the database that was opened? */
    enum db_disk (*disk)(void *connection);    /* as the file system itself says */
    /* For copies of the whole database (db_copy.h). */
    void (*be_patient)(void *connection);         /* answers may take as long as scripts may */
    enum err (*set_environment)(const char *url); /* for the server's own programs */
    const char *snapshot;                         /* the SQL that lets others read the same state */
    const char *count_tables;                     /* the SQL that counts all tables */
    /* For db_standby.h; nothing is connected yet. */
    enum err (*open_standby)(const char *url, void **connection);
    const char *position;      /* the SQL that tells where the log of changes is */
    const char *standby_state; /* … which content version of the organization $1 is there, and up to
                                * where of that log */
    const char *role; /* the SQL that tells whether the role bypasses the wall, and owns tables */
};

extern const struct db_driver db_sqlite;
extern const struct db_driver db_postgres;

#endif
