#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "data/db/db_driver.h"
#include "data/db/db_postgres_session.h"
#include "data/db/db_postgres_wire.h"

/* PostgreSQL behind the seam: transactions, and who waits for whom.
 *
 * Reads see one snapshot (REPEATABLE READ READ ONLY). Writes of one organization take turns, as
 * they all do in SQLite, so that what a verb read inside its transaction holds until it commits: an
 * advisory lock of the organization, shared with one of the whole database that those take alone
 * who write for nobody or for everyone. It is a session's lock, taken before BEGIN: the snapshot
 * is then younger than the last commit of those who waited. REPEATABLE READ on top refuses (40001)
 * to overwrite what someone outside these locks has changed meanwhile. Without turns, the
 * counters of records would make every second of two such transactions fail.
 *
 * Sign-ins, sessions and refusals take no part in that (DB_KIND_ALONE): a change that takes long,
 * or a command that holds the lock of all, keeps nobody out. They read what is committed (READ
 * COMMITTED), so that two of them which meet at a row, such as the time when a person was last
 * seen, go on one after the other; and whatever they may meet, they wait for 200 ms at most.
 *
 * A lock also decides a broken commit: who gets it knows that the session before has ended. Those
 * of DB_KIND_ALONE take one of their own request's id for that, which nobody else ever asks for. */

enum { PENDING = 32 };

enum state { NONE, WANTED, OPEN };

struct pending {
    const char *sql;
    struct db_value *params;
    int count;
    struct arena *arena;
    struct db_result *result;
};

struct postgres_db {
    struct pg_wire wire;
    char *url;
    struct db_scope scope; /* for the next statement */
    struct db_scope told;  /* the open transaction's */
    struct db_scope turn;  /* whose locks the write transaction takes */
    enum state state;      /* WANTED: BEGIN goes with the first statement */
    enum db_kind kind;
    struct uuid request_id;
    bool is_last; /* ROLLBACK goes with what is sent next */
    bool has_locks;
    struct pending pending[PENDING];
    int pending_count;
    enum db_fault fault;
    int64_t session_count;
};

static const char lock_shared_sql[] = "SELECT pg_advisory_lock_shared($1), pg_advisory_lock($2)";
static const char lock_all_sql[] = "SELECT pg_advisory_lock($1)";
static const char unlock_sql[] = "SELECT pg_advisory_unlock_all()";
static const char begin_read_sql[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
static const char begin_write_sql[] = "BEGIN ISOLATION LEVEL REPEATABLE READ";
static const char begin_alone_sql[] = "BEGIN ISOLATION LEVEL READ COMMITTED";
static const char alone_sql[] =
    "SELECT set_config('lock_timeout', $1, true), pg_advisory_xact_lock($2)";
static const char scope_sql[] = "SET LOCAL rostrum.scope TO '"; /* and the value, and a quote */
static const char commit_sql[] = "COMMIT";
static const char rollback_sql[] = "ROLLBACK";

/* "rostrum" in ASCII; organizations have their own numbers beside it. */
#define LOCK_OF_ALL INT64_C(0x726f737472756d)

static enum err outcome(struct postgres_db *db, enum pg_outcome outcome)
{
    db->fault = outcome == PG_RETRY || outcome == PG_LOST ? DB_FAULT_PASSING : DB_FAULT_LASTING;
    if (outcome == PG_FINE)
        return ERR_NONE;
    return outcome == PG_CONFLICT ? ERR_CONFLICT : ERR_UNAVAILABLE;
}

static enum err postgres_open(const char *url, bool may_create, void **connection)
{
    (void)may_create; /* the operator makes databases */
    struct postgres_db *db = calloc(1, sizeof *db);
    char *copy = strdup(url);
    if (db == NULL || copy == NULL)
        die("out of memory for a database connection");
    db->url = copy;
    db->wire.url = copy;
    enum pg_outcome connected = pg_session_connect(&db->wire);
    if (connected == PG_FINE) {
        *connection = db;
        return ERR_NONE;
    }
    pg_wire_disconnect(&db->wire);
    free(copy);
    free(db);
    return connected == PG_FAILED ? ERR_INVALID : ERR_UNAVAILABLE;
}

static void postgres_close(void *connection)
{
    struct postgres_db *db = connection;
    pg_wire_disconnect(&db->wire);
    free(db->url);
    free(db);
}

static void postgres_enter(void *connection, const struct db_scope *scope)
{
    struct postgres_db *db = connection;
    db->scope = *scope;
}

static enum err postgres_begin(void *connection, enum db_kind kind, const struct uuid *request_id)
{
    struct postgres_db *db = connection;
    db->state = WANTED;
    db->kind = kind;
    db->turn = db->scope;
    db->request_id = *request_id;
    db->is_last = false;
    return ERR_NONE;
}

static enum pg_outcome send(struct postgres_db *db, const char *sql, const struct db_value *params,
                            int count)
{
    return pg_wire_send(&db->wire, sql, params, count, NULL, NULL);
}

static enum pg_outcome send_locks(struct postgres_db *db)
{
    const struct db_value locks[] = {db_int(LOCK_OF_ALL),
                                     db_int(uuid_random_half(&db->turn.organization_id))};
    enum pg_outcome sent = db->turn.reach == DB_ORGANIZATION ? send(db, lock_shared_sql, locks, 2)
                                                             : send(db, lock_all_sql, locks, 1);
    db->has_locks = true;
    return sent == PG_FINE ? pg_wire_sync(&db->wire) : sent;
}

static enum pg_outcome send_alone(struct postgres_db *db)
{
    char limit[16];
    (void)snprintf(limit, sizeof limit, "%dms", DB_ALONE_WAIT_MS);
    const struct db_value params[] = {db_text(limit), db_int(uuid_random_half(&db->request_id))};
    return send(db, alone_sql, params, 2);
}

static bool knows_scope(const struct postgres_db *db)
{
    return memcmp(&db->scope, &db->told, sizeof db->told) == 0;
}

/* Until the end of the transaction. Not by set_config(), which a distributed server does not pass
 * on to the machines that have the rows. The statement takes no parameters: the value is a word of
 * ours, or a UUID as uuid_format() spells it. */
static enum pg_outcome send_scope(struct postgres_db *db)
{
    char scope[UUID_TEXT_LEN] = "identity";
    if (knows_scope(db))
        return PG_FINE;
    if (db->scope.reach == DB_ORGANIZATION)
        uuid_format(&db->scope.organization_id, scope);
    else if (db->scope.reach == DB_ALL)
        memcpy(scope, "all", sizeof "all");
    size_t len = strspn(scope, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (scope[len] != '\0')
        die("a scope of other characters");
    char sql[sizeof scope_sql + UUID_TEXT_LEN + 1] = "";
    memcpy(sql, scope_sql, sizeof scope_sql - 1);
    memcpy(sql + sizeof scope_sql - 1, scope, len);
    sql[sizeof scope_sql - 1 + len] = '\'';
    db->told = db->scope;
    return pg_wire_send_text(&db->wire, sql);
}

/* What opens the transaction, ahead of its first statement. */
static enum pg_outcome send_begin(struct postgres_db *db)
{
    static const char *const begin_sql[] = {
        [DB_KIND_READ] = begin_read_sql,
        [DB_KIND_CHANGE] = begin_write_sql,
        [DB_KIND_ALONE] = begin_alone_sql,
    };
    enum pg_outcome sent = db->kind == DB_KIND_CHANGE ? send_locks(db) : PG_FINE;
    if (sent == PG_FINE)
        sent = send(db, begin_sql[db->kind], NULL, 0);
    if (sent == PG_FINE && db->kind == DB_KIND_ALONE)
        sent = send_alone(db);
    memset(&db->told, 0xff, sizeof db->told); /* none */
    return sent;
}

static enum pg_outcome send_pending(struct postgres_db *db)
{
    enum pg_outcome sent = PG_FINE;
    if (db->state == WANTED)
        sent = send_begin(db);
    if (sent == PG_FINE)
        sent = send_scope(db);
    for (int i = 0; i < db->pending_count && sent == PG_FINE; i++) {
        const struct pending *pending = &db->pending[i];
        sent = pg_wire_send(&db->wire, pending->sql, pending->params, pending->count,
                            pending->arena, pending->result);
    }
    if (sent == PG_FINE && db->is_last)
        sent = send(db, rollback_sql, NULL, 0);
    if (sent == PG_FINE)
        sent = pg_wire_sync(&db->wire);
    return sent == PG_FINE ? pg_wire_wait(&db->wire, 0) : sent;
}

/* After an error the transaction is still open, whatever was sent behind. */
static enum state state_after(const struct postgres_db *db, enum pg_outcome done)
{
    if (done >= PG_LOST)
        return NONE;
    return done == PG_FINE && db->is_last ? WANTED : OPEN;
}

static enum pg_outcome connect_again(struct postgres_db *db)
{
    if (db->wire.conn == NULL)
        db->session_count++;
    return pg_session_connect(&db->wire);
}

/* A transaction that has only begun has changed nothing: on a broken connection it begins again on
 * a new one, once. */
static enum pg_outcome flush(struct postgres_db *db)
{
    bool may_begin_again = db->state == WANTED;
    enum pg_outcome done = connect_again(db);
    if (done == PG_FINE)
        done = send_pending(db);
    if (done == PG_LOST && may_begin_again) {
        db->has_locks = false;
        done = connect_again(db);
        if (done == PG_FINE)
            done = send_pending(db);
    }
    if (done >= PG_LOST)
        db->has_locks = false;
    db->state = state_after(db, done);
    db->is_last = false;
    db->pending_count = 0;
    return done;
}

static void postgres_later(void *connection, struct arena *arena, const char *sql,
                           const struct db_value *params, int count, struct db_result *result)
{
    struct postgres_db *db = connection;
    if (db->pending_count == PENDING)
        die("more than %d questions at once", PENDING);
    struct db_value *copy = arena_array(arena, (size_t)count + 1, sizeof *copy);
    for (int i = 0; i < count; i++)
        copy[i] = params[i];
    db->pending[db->pending_count++] = (struct pending){sql, copy, count, arena, result};
}

static enum err postgres_collect(void *connection)
{
    struct postgres_db *db = connection;
    if (db->pending_count == 0)
        return ERR_NONE;
    if (db->state == NONE) { /* it broke in the middle of the transaction */
        db->pending_count = 0;
        return outcome(db, PG_LOST);
    }
    return outcome(db, flush(db));
}

static void postgres_last(void *connection)
{
    struct postgres_db *db = connection;
    db->is_last = db->kind == DB_KIND_READ;
}

static enum err postgres_query(void *connection, struct arena *arena, const char *sql,
                               const struct db_value *params, int count, struct db_result *result)
{
    postgres_later(connection, arena, sql, params, count, result);
    return postgres_collect(connection);
}

/* Ends the transaction; *left is how many of the last answers nobody waits for: those of giving the
 * locks back. */
static enum pg_outcome send_end(struct postgres_db *db, const char *sql, int *left)
{
    enum pg_outcome sent = send(db, sql, NULL, 0);
    if (sent == PG_FINE)
        sent = pg_wire_sync(&db->wire);
    int count = db->wire.step_count;
    if (sent == PG_FINE && db->has_locks)
        sent = send(db, unlock_sql, NULL, 0);
    if (sent == PG_FINE && db->has_locks)
        sent = pg_wire_sync(&db->wire);
    *left = db->wire.step_count - count;
    db->has_locks = false;
    return sent;
}

static void postgres_rollback(void *connection, bool is_write)
{
    struct postgres_db *db = connection;
    (void)is_write;
    int left = 0;
    db->pending_count = 0;
    if (db->state == OPEN)
        (void)!send_end(db, rollback_sql, &left); /* whether it broke is seen by the next one */
    db->state = NONE;
}

/* An answer that does not come leaves open whether it was carried out. */
static enum err postgres_commit(void *connection, bool is_write)
{
    struct postgres_db *db = connection;
    (void)is_write;
    if (db->state != OPEN) {
        enum err err = db->state == WANTED ? ERR_NONE : outcome(db, PG_LOST);
        db->state = NONE;
        return err;
    }
    int left = 0;
    enum pg_outcome done = send_end(db, commit_sql, &left);
    if (done == PG_FINE)
        done = pg_wire_wait(&db->wire, left);
    db->state = NONE;
    enum err err = outcome(db, done);
    if (done >= PG_LOST)
        db->fault = DB_FAULT_UNKNOWN;
    return err;
}

/* Prepared statements end with the session. */
static void postgres_forget(void *connection)
{
    struct postgres_db *db = connection;
    pg_wire_disconnect(&db->wire);
    db->has_locks = false;
}

static enum err postgres_script(void *connection, const char *sql)
{
    struct postgres_db *db = connection;
    enum pg_outcome done = db->state == WANTED ? flush(db) : PG_FINE;
    if (done == PG_FINE && db->state == NONE)
        done = PG_LOST;
    return outcome(db, done == PG_FINE ? pg_wire_script(&db->wire, sql) : done);
}

static int64_t postgres_trips(const void *connection)
{
    return ((const struct postgres_db *)connection)->wire.trips;
}

static enum db_fault postgres_fault(const void *connection)
{
    return ((const struct postgres_db *)connection)->fault;
}

static int64_t postgres_session(const void *connection)
{
    return ((const struct postgres_db *)connection)->session_count;
}

const struct db_driver db_postgres = {
    .scheme = "postgresql",
    .open = postgres_open,
    .close = postgres_close,
    .forget = postgres_forget,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .query = postgres_query,
    .script = postgres_script,
    .has_table = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname = $1 "
                 "AND pg_table_is_visible(oid)",
    .try_lock = "SELECT pg_try_advisory_xact_lock($1)",
    .later = postgres_later,
    .collect = postgres_collect,
    .last = postgres_last,
    .enter = postgres_enter,
    .trips = postgres_trips,
    .fault = postgres_fault,
    .session = postgres_session,
    .role = "SELECT rolsuper OR rolbypassrls, EXISTS (SELECT FROM pg_class WHERE relkind = 'r' "
            "AND pg_table_is_visible(oid) AND relname = 'audit_events' "
            "AND pg_has_role(relowner, 'MEMBER')) FROM pg_roles WHERE rolname = current_user",
};
