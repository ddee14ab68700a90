#ifndef DATA_DB_H
#define DATA_DB_H

#include "crypt/keyring.h"
#include "data/db/db_scope.h"
#include "data/db/db_value.h"
#include "data/db/db_write.h"

/* The database behind one seam. SQL is one text for every engine, with $1-style parameters that are
 * only ever bound. SQL texts are string literals or constants: statements are prepared once per
 * connection and found again by the address of their text.
 *
 * Reads open a read transaction by themselves, so that all queries of a page see one state; it ends
 * with the request or when a write transaction begins. Writes happen between db_begin and
 * db_finish. */
struct db;

/* Opens a database: "sqlite:PATH" (created if may_create), or "postgresql://…" as libpq takes it
 * (the operator creates those). The key ring must outlive it. ERR_INVALID for an unknown scheme or
 * an address that is none, ERR_NOT_FOUND if a file is not there, ERR_UNAVAILABLE otherwise; all
 * logged. */
struct db_config {
    const char *url;
    const struct keyring *keyring;
    const char *shared_dir; /* where workers tell each other of a full disk (db_disk.h), or NULL */
    bool may_create;
};
MUST_USE enum err db_open(const struct db_config *config, struct db **out) NONNULL;
void db_close(struct db *db) NONNULL;

/* Begins a request: results go to the arena, audit events carry the request id. The scope is that
 * of identity. */
void db_begin_request(struct db *db, struct arena *arena, const struct uuid *request_id) NONNULL;

/* Ends it: rolls back whatever was left open. ERR_UNAVAILABLE if any call failed since the
 * beginning, even if a caller forgot to look. */
MUST_USE enum err db_end_request(struct db *db) NONNULL;
/* Ends a request that was left in its middle (base/budget.h), whatever it was about to do: rolls
 * back, gives back locks, and forgets answers that were being read. Before its arenas are cut. */
void db_abandon(struct db *db) NONNULL;
bool db_has_failed(const struct db *db) NONNULL;
/* An audited change of this request, or the last one, is in the database. */
bool db_has_committed(const struct db *db) NONNULL;

/* It is not known whether a change of this request is in the database: the connection broke during
 * its commit, and nobody could be asked since. */
bool db_is_unsure(const struct db *db) NONNULL;

/* True if nothing of this request's doings is in the database, and what failed may well succeed
 * when the whole request is run once more: a serialisation failure, a broken connection. */
bool db_may_retry(const struct db *db) NONNULL;

/* Runs an operation that holds all of the request's changes, and once more if db_may_retry then
 * says so. app_serve does the same with whole requests. */
typedef enum err db_operation(struct db *db, void *context);
MUST_USE enum err db_retry(struct db *db, db_operation *operation, void *context)
    __attribute__((nonnull(1, 2)));

/* The rows that the engine shows, and lets be written, from the next statement on: a second wall
 * behind the conditions of the SQL texts. SQLite has none. Gives the scope before. */
struct db_scope db_enter(struct db *db, struct db_scope scope) NONNULL;

/* Takes back the failure of a write that was only wished for, such as noting that a session was
 * seen: called right after it, and only if nothing had failed before. */
void db_forgive(struct db *db) NONNULL;

/* Runs one statement with all its rows. ERR_CONFLICT when a UNIQUE rule of the schema refuses it
 * (the transaction can then only be rolled back), ERR_UNAVAILABLE when it failed. */
MUST_USE enum err db_query(struct db *db, const char *sql, const struct db_value *params, int count,
                           struct db_result *result) __attribute__((nonnull(1, 2, 5)));

/* db_select(db, &result, "SELECT …", db_uuid(&id), …) and db_change(db, "UPDATE …", …). */
#define db_select(db, result, sql, ...)                                                            \
    db_query((db), (sql), (const struct db_value[]){__VA_ARGS__},                                  \
             (int)COUNT_OF(((const struct db_value[]){__VA_ARGS__})), (result))
#define db_change(db, sql, ...) db_select((db), &(struct db_result){0}, (sql), __VA_ARGS__)

/* Asks without waiting: *result is filled by the next db_collect, db_query or db_begin, and with it
 * all that was asked since, in one round trip. *result and what the parameters point to stay until
 * then. For SELECTs that do not need each other's answers. */
#define db_later(db, result, sql, ...)                                                             \
    db_query_later((db), (sql), (const struct db_value[]){__VA_ARGS__},                            \
                   (int)COUNT_OF(((const struct db_value[]){__VA_ARGS__})), (result))
void db_query_later(struct db *db, const char *sql, const struct db_value *params, int count,
                    struct db_result *result) __attribute__((nonnull(1, 2, 5)));
MUST_USE enum err db_collect(struct db *db) NONNULL;

/* What is asked by the next db_collect or db_query is the last that this request reads, as far as
 * the caller can know: the engine may end the read transaction in the same round trip. Whatever is
 * asked after all may see a newer state. Inside a write transaction it means nothing. */
void db_read_last(struct db *db) NONNULL;

/* The same when exactly one row must be changed: ERR_NOT_FOUND if it was not. */
#define db_change_one(db, sql, ...)                                                                \
    db_run_one((db), (sql), (const struct db_value[]){__VA_ARGS__},                                \
               (int)COUNT_OF(((const struct db_value[]){__VA_ARGS__})))
MUST_USE enum err db_run_one(struct db *db, const char *sql, const struct db_value *params,
                             int count) __attribute__((nonnull(1, 2)));

/* A change that nobody waits for, and of which nobody asks how many rows it meets: it travels with
 * what is asked next, or with the commit. What the parameters point to stays until then. If it
 * fails, what is asked next does, or db_finish: the transaction can only be rolled back. */
#define db_change_later(db, sql, ...)                                                              \
    db_run_later((db), (sql), (const struct db_value[]){__VA_ARGS__},                              \
                 (int)COUNT_OF(((const struct db_value[]){__VA_ARGS__})))
void db_run_later(struct db *db, const char *sql, const struct db_value *params, int count)
    __attribute__((nonnull(1, 2)));

/* In the open write transaction: a lock of this id, held to its end, without waiting. False if
 * another has it. In SQLite nobody ever has. */
MUST_USE enum err db_try_lock(struct db *db, const struct uuid *id, bool *is_ours) NONNULL;

/* From now to the end of the request every db_begin is ERR_DENIED: a request that the csrf step
 * refused may show its form again, and can't do anything. */
void db_forbid_writes(struct db *db) NONNULL;

/* Several statements without parameters or results, inside the open write transaction: for
 * migrations. */
MUST_USE enum err db_script(struct db *db, const char *sql) NONNULL;

/* Fails the request, as a failed call does: for what is as necessary as the database, such as the
 * keys to its columns. ERR_UNAVAILABLE. */
MUST_USE enum err db_fail(struct db *db) NONNULL;

/* audit.c tells that an event is in, and in whose log; nobody else calls it. */
void db_note_audit(struct db *db, const struct uuid *organization_id) NONNULL;

struct arena *db_arena(struct db *db) NONNULL;

/* From now on results and opened fields go to another arena; gives the one before, which must be
 * put back. For sweeps over many rows of which few are kept. */
MUST_USE struct arena *db_use_arena(struct db *db, struct arena *arena) NONNULL;

/* The network address of whoever asks, for counting; "" at the beginning of a request.
 * Lives as long as the request. */
void db_note_client(struct db *db, const char *address) NONNULL;
const char *db_client(const struct db *db) NONNULL;

/* When what was ERR_LIMITED may be tried again, in microseconds; 0: nothing was. The latest, if
 * several things were. */
void db_note_retry_at(struct db *db, int64_t retry_at) NONNULL;
int64_t db_retry_at(const struct db *db) NONNULL;
const struct keyring *db_keyring(const struct db *db) NONNULL;

/* Which request of this connection it is: 1, 2, 3 …; 0 before the first. */
int64_t db_request_number(const struct db *db) NONNULL;

#endif
