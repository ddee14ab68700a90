#ifndef DATA_DB_INTERNAL_H
#define DATA_DB_INTERNAL_H

#include "base/clock.h"
#include "crypt/keyring.h"
#include "data/db/content_change.h"
#include "data/db/db_driver.h"

/* What a struct db holds. */

enum db_state { DB_IDLE, DB_READING, DB_WRITING };

struct gather; /* gather.c's */
struct kept;   /* kept.c's */

/* Texts that were composed, found by their hashes. */
enum {
    DB_TEXTS = 1024,     /* a power of two */
    DB_TEXTS_KEPT = 640, /* with more, a request begins without any: filters combine freely */
    DB_TEXTS_LEN = 4 << 20,
};
struct kept_text {
    uint64_t hash;
    const char *text; /* NULL: a free slot */
};

/* What was asked ahead. */
enum { DB_AHEAD_MAX = 16 };
struct db_question {
    const char *sql;
    const struct db_value *params;
    int count;
    struct db_result result;
};

/* How many changes travel together at most. */
enum { DB_LATER_MAX = 16 };

/* How often each statement ran in this request. */
enum { DB_RUNS = 64 };
struct db_run {
    const char *sql;
    int count;
};

enum { DB_SLOTS = 12, DB_SLOTS_SIZE = 128 << 10 };

/* Where the primary's log was, and when (clock_monotonic): db_standby.c. */
struct db_position {
    int64_t position;
    int64_t at;
};

struct db {
    struct arena *home; /* holds this struct, and what is in the slots */
    const struct db_driver *driver;
    void *connection;
    void *standby;               /* another one, for db_use_standby; or NULL */
    void *primary;               /* while connection is the standby, else NULL */
    int64_t standby_rests_until; /* clock_monotonic */
    struct db_position positions[2];
    struct disk_watch disk;
    const struct keyring *keyring;
    void *slots[DB_SLOTS];             /* what modules above keep */
    const void *slot_owners[DB_SLOTS]; /* NULL: free */
    struct arena *arena;               /* of the current request, or NULL */
    struct uuid request_id;
    const char *client; /* the network address of whoever asks, or "" */
    int64_t retry_at;   /* 0: nothing was too often */
    int64_t minute; /* db_minute; 0 before it is asked for */
    int64_t request_number;
    int part;
    struct uuid form_id; /* db_name_form; nil: none */
    int form_part;       /* of the events of changes under it that are in, or in the open one */
    enum db_state state;
    enum db_kind kind;     /* of the write transaction, or the last one */
    int64_t write_began;   /* clock_monotonic */
    int64_t longest_write; /* in microseconds, since it was taken */
    size_t write_memory;   /* arena_total */
    int64_t largest_write; /* bytes of memory, since it was taken */
    struct db_scope scope;
    struct db_scope write_scope; /* at the beginning of the write transaction */
    int first_part;              /* of the write transaction's audit events */
    bool has_failed;             /* some call of this request failed */
    bool may_retry;              /* … in a way that may pass */
    bool has_committed;          /* an audited change of this request is in the database */
    bool is_unsure;              /* … or may be: a commit had no answer */
    bool is_forbidden;           /* this request must not write */
    bool is_reading;             /* … must not change what may not change while reading */
    bool is_doomed;   /* a statement of the open write transaction failed: only rollback is left */
    bool needs_audit; /* an audited table was changed */
    bool has_audit;   /* audit_record was called */
    struct uuid audit_organization_id; /* whose log has the last event of the transaction */
    bool is_filling;                   /* changes need no events: db_fill */
    bool is_joined;                    /* write transactions are parts of the open one */
    struct content_change change;      /* of the open write transaction */
    struct kept *kept;                 /* NULL: nothing yet */
    struct uuid kept_organization_id;  /* whose results this request may use; nil: nobody's */
    struct uuid kept_version;
    struct arena *text_home; /* holds the kept texts */
    struct kept_text texts[DB_TEXTS];
    int text_count;
    struct db_question *ahead[DB_AHEAD_MAX];
    int ahead_count;
    int64_t trips_before; /* those of earlier requests */
    int statement_count;
    int64_t timed_from; /* clock_monotonic, of the call of the driver that is under way; 0: none */
    int64_t time_us;    /* that such calls took in this request */
    struct db_run runs[DB_RUNS];
    int run_count;
    int later_count;                                 /* changes that nobody waited for, ever */
    enum err (*rider)(struct db *db, void *context); /* db_ride; NULL: none */
    void *rider_context;
    struct gather *gather; /* counters of joined parts, or NULL */
};

/* Do the events of what is written now, or was written last, carry the id of the form? */
static inline bool db_writes_form(const struct db *db)
{
    return db->kind == DB_KIND_CHANGE && !uuid_is_nil(&db->form_id);
}

/* Remembers a failure; expected outcomes pass. Gives err on. */
enum err db_note(struct db *db, enum err err);
enum db_fault db_fault_of(const struct db *db);

/* Sends what was to come later, and waits for the answers: db_collect. */
enum err db_flush(struct db *db);

/* Rolls back the open transaction, if there is one. */
void db_leave(struct db *db);
/* A write transaction is over: how long it took. */
void db_note_write(struct db *db);

/* A call of the driver begins and ends: its time is the database's. */
static inline void db_time_begin(struct db *db)
{
    db->timed_from = clock_monotonic();
}

static inline void db_time_end(struct db *db)
{
    if (db->timed_from != 0)
        db->time_us += clock_monotonic() - db->timed_from;
    db->timed_from = 0;
}

/* Tells the engine the scope of the next statement, if it has any. db->scope stays as it is. */
static inline void db_tell_scope(struct db *db, const struct db_scope *scope)
{
    if (db->driver->enter != NULL)
        db->driver->enter(db->connection, scope);
}

/* Sends a statement with what comes next where the engine can, else now; result may be NULL. */
static inline enum err db_send_later(struct db *db, const char *sql, const struct db_value *params,
                                     int count, struct db_result *result)
{
    struct db_result unused = {.values = NULL};
    if (db->driver->later == NULL) {
        db_time_begin(db);
        enum err err = db->driver->query(db->connection, db->arena, sql, params, count,
                                         result == NULL ? &unused : result);
        db_time_end(db);
        return err;
    }
    db->driver->later(db->connection, db->arena, sql, params, count, result);
    return ERR_NONE;
}

#endif
