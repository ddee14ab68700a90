#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "data/db/db_driver.h"
#include "data/db/db_postgres_send.h"
#include "data/db/db_postgres_session.h"

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
 * Nobody keeps the turn while the disk writes: the commit is there for others at once, then the
 * locks go back, and whoever made the change is answered once its log is on the disk
 * (pg_send_settled). Who sends a form again, and finds it carried out, waits for that as well
 * (db_confirm). Whatever others make of it is behind it in the log, and so is on the disk
 * only if it is.
 *
 * A lock also decides a broken commit: who gets it knows that the session before has ended. Those
 * of DB_KIND_ALONE take one of their own request's id for that, which nobody else ever asks for. */

static enum err outcome(struct postgres_db *db, enum pg_outcome outcome)
{
    db->fault = outcome == PG_RETRY || outcome == PG_LOST ? DB_FAULT_PASSING : DB_FAULT_LASTING;
    if (outcome == PG_FINE)
        return ERR_NONE;
    return outcome == PG_CONFLICT ? ERR_CONFLICT : ERR_UNAVAILABLE;
}

static struct postgres_db *make(const char *url)
{
    struct postgres_db *db = calloc(1, sizeof *db);
    char *copy = strdup(url);
    if (db == NULL || copy == NULL)
        die("out of memory for a database connection");
    db->url = copy;
    db->wire.url = copy;
    return db;
}

static enum err postgres_open(const char *url, bool may_create, void **connection)
{
    (void)may_create; /* the operator makes databases */
    struct postgres_db *db = make(url);
    enum pg_outcome connected = pg_session_connect(&db->wire);
    if (connected == PG_FINE) {
        *connection = db;
        return ERR_NONE;
    }
    pg_wire_disconnect(&db->wire);
    free(db->url);
    free(db);
    return connected == PG_FAILED ? ERR_INVALID : ERR_UNAVAILABLE;
}

static enum err postgres_open_standby(const char *url, void **connection)
{
    struct postgres_db *db = make(url);
    db->wire.may_be_standby = true;
    *connection = db;
    return ERR_NONE;
}

static void postgres_close(void *connection)
{
    struct postgres_db *db = connection;
    pg_wire_disconnect(&db->wire);
    free(db->url);
    free(db);
}

static void postgres_watch(void *connection, struct disk_watch *disk)
{
    ((struct postgres_db *)connection)->wire.disk = disk;
}

static void postgres_enter(void *connection, const struct db_scope *scope)
{
    struct postgres_db *db = connection;
    db->scope = *scope;
}

static enum err postgres_begin(void *connection, enum db_kind kind, const struct uuid *request_id)
{
    struct postgres_db *db = connection;
    db->state = PG_WANTED;
    db->kind = kind;
    db->turn = db->scope;
    db->request_id = *request_id;
    db->is_last = false;
    return ERR_NONE;
}

/* After an error the transaction is still open, whatever was sent behind. */
static enum pg_state state_after(const struct postgres_db *db, enum pg_outcome done)
{
    if (done >= PG_LOST)
        return PG_NONE;
    return done == PG_FINE && db->is_last ? PG_WANTED : PG_OPEN;
}

/* Who could not connect waited for that already: nothing is tried once more in this request. */
static enum pg_outcome connect_again(struct postgres_db *db)
{
    if (db->wire.conn != NULL)
        return PG_FINE;
    db->session_count++;
    enum pg_outcome done = pg_session_connect(&db->wire);
    return done == PG_LOST ? PG_LATE : done;
}

/* A transaction that has only begun has changed nothing: on a broken connection it begins again on
 * a new one, once. */
static enum pg_outcome flush(struct postgres_db *db)
{
    bool may_begin_again = db->state == PG_WANTED;
    enum pg_outcome done = connect_again(db);
    if (done == PG_FINE)
        done = pg_exchange(db);
    if (done == PG_LOST && may_begin_again) {
        db->has_locks = false;
        done = connect_again(db);
        if (done == PG_FINE)
            done = pg_exchange(db);
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
    if (db->pending_count == PG_PENDING)
        die("more than %d questions at once", PG_PENDING);
    struct db_value *copy = arena_array(arena, (size_t)count + 1, sizeof *copy);
    for (int i = 0; i < count; i++)
        copy[i] = params[i];
    db->pending[db->pending_count++] =
        (struct pg_pending){db->scope, sql, copy, count, arena, result};
}

static enum err postgres_collect(void *connection)
{
    struct postgres_db *db = connection;
    if (db->pending_count == 0)
        return ERR_NONE;
    if (db->state == PG_NONE) { /* it broke in the middle of the transaction */
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

static void postgres_rollback(void *connection, bool is_write)
{
    struct postgres_db *db = connection;
    (void)is_write;
    int left = 0;
    db->pending_count = 0;
    if (db->state == PG_OPEN)
        (void)!pg_send_end(db, false, &left); /* whether it broke is seen by the next one */
    db->state = PG_NONE;
}

/* Prepared statements end with the session. */
static void postgres_forget(void *connection)
{
    struct postgres_db *db = connection;
    pg_wire_disconnect(&db->wire);
    db->has_locks = false;
}

/* An answer that was being read is of no use to anyone: the next request has another connection. */
static void postgres_abandon(void *connection)
{
    struct postgres_db *db = connection;
    db->pending_count = 0;
    if (db->wire.step_count == 0)
        return;
    postgres_forget(db);
    db->state = PG_NONE;
}

/* A change before the commit was refused: the transaction is still open, and has its locks. */
static enum pg_outcome stay_open(struct postgres_db *db, bool had_locks, enum pg_outcome done)
{
    enum pg_outcome unlocked = pg_wire_wait(&db->wire, 0); /* refused too */
    db->has_locks = had_locks;
    return unlocked >= PG_LOST ? unlocked : done;
}

/* What was committed and is not known to be on the disk is as good as a broken commit. */
static enum pg_outcome wait_for_disk(struct postgres_db *db)
{
    enum pg_outcome done = pg_wire_wait(&db->wire, 0);
    if (done != PG_FINE)
        pg_wire_disconnect(&db->wire);
    return done == PG_FINE ? PG_FINE : PG_LOST;
}

static enum err postgres_settle(void *connection)
{
    struct postgres_db *db = connection;
    enum pg_outcome done = connect_again(db);
    if (done == PG_FINE && db->wire.may_settle_later)
        done = pg_send_settled(db);
    return outcome(db, done == PG_FINE ? wait_for_disk(db) : done);
}

/* An answer that does not come leaves open whether it was carried out. */
static enum err postgres_commit(void *connection, bool is_write)
{
    struct postgres_db *db = connection;
    (void)is_write;
    if (db->state == PG_WANTED && db->pending_count > 0) {
        enum err err = postgres_collect(db);
        if (err != ERR_NONE)
            return err;
    }
    if (db->state != PG_OPEN) {
        enum err err = db->state == PG_WANTED ? ERR_NONE : outcome(db, PG_LOST);
        db->state = PG_NONE;
        return err;
    }
    int left = 0;
    bool has_changes = db->pending_count > 0;
    bool had_locks = db->has_locks;
    enum pg_outcome done = pg_send_end(db, true, &left);
    if (done == PG_FINE)
        done = pg_wire_wait(&db->wire, left);
    if (done == PG_FINE && db->is_settling)
        done = wait_for_disk(db);
    db->state = PG_NONE;
    if (has_changes && done != PG_FINE && done < PG_LOST) {
        done = stay_open(db, had_locks, done);
        db->state = done < PG_LOST ? PG_OPEN : PG_NONE;
    }
    enum err err = outcome(db, done);
    if (done >= PG_LOST)
        db->fault = DB_FAULT_UNKNOWN;
    return err;
}

static enum err postgres_script(void *connection, const char *sql)
{
    struct postgres_db *db = connection;
    bool is_due = db->state == PG_WANTED || (db->state == PG_OPEN && db->pending_count > 0);
    enum pg_outcome done = is_due ? flush(db) : PG_FINE;
    if (done == PG_FINE && db->state == PG_NONE)
        done = PG_LOST;
    return outcome(db, done == PG_FINE ? pg_wire_script(&db->wire, sql) : done);
}

/* Between transactions: see migration 013. */
static enum err postgres_scrub(void *connection)
{
    struct postgres_db *db = connection;
    return outcome(db, pg_wire_script(&db->wire, "SELECT rostrum_scrub()"));
}

static void postgres_be_patient(void *connection)
{
    ((struct postgres_db *)connection)->wire.is_patient = true;
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
    .watch = postgres_watch,
    .forget = postgres_forget,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .abandon = postgres_abandon,
    .query = postgres_query,
    .script = postgres_script,
    .has_table = "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relname = $1 "
                 "AND pg_table_is_visible(oid)",
    .facts =
        "SELECT 'version', 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1), "
        "current_setting('server_version_num')::integer >= 130000 "
        "UNION ALL SELECT 'durability', 'fsync ' || current_setting('fsync') || "
        "', full_page_writes ' || current_setting('full_page_writes') || ', synchronous_commit ' "
        "|| current_setting('synchronous_commit'), current_setting('fsync') = 'on' "
        "AND current_setting('full_page_writes') = 'on' "
        "AND current_setting('synchronous_commit') <> 'off' "
        "UNION ALL SELECT 'checksums', 'data_checksums ' || current_setting('data_checksums'), "
        "current_setting('data_checksums') = 'on' "
        "UNION ALL SELECT 'connection', CASE WHEN inet_server_addr() IS NULL THEN 'Unix socket' "
        "WHEN ssl THEN 'TLS' ELSE 'TCP without TLS' END, inet_server_addr() IS NULL OR ssl "
        "FROM pg_stat_ssl WHERE pid = pg_backend_pid() "
        "UNION ALL SELECT 'separation', CASE WHEN rolsuper OR rolbypassrls "
        "THEN 'role passes row-level security' WHEN EXISTS (SELECT FROM pg_class "
        "WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid) AND relname = 'audit_events' "
        "AND pg_has_role(relowner, 'MEMBER')) THEN 'role owns the tables' "
        "ELSE 'row-level security, role without ownership' END, NOT (rolsuper OR rolbypassrls OR "
        "EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid) "
        "AND relname = 'audit_events' AND pg_has_role(relowner, 'MEMBER'))) "
        "FROM pg_roles WHERE rolname = current_user",
    .clock = "SELECT clock_timestamp()",
    .columns = "SELECT attname, format_type(atttypid, NULL), COALESCE((SELECT place FROM pg_index, "
               "unnest(indkey) WITH ORDINALITY AS key (number, place) WHERE indrelid = attrelid "
               "AND indisprimary AND number = attnum), 0) FROM pg_attribute "
               "WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped "
               "ORDER BY attname",
    .references = "SELECT DISTINCT relname FROM pg_constraint JOIN pg_class c ON c.oid = confrelid "
                  "WHERE conrelid = to_regclass($1) AND contype = 'f'",
    .try_lock = "SELECT pg_try_advisory_xact_lock($1)",
    .later = postgres_later,
    .collect = postgres_collect,
    .last = postgres_last,
    .enter = postgres_enter,
    .settle = postgres_settle,
    .scrub = postgres_scrub,
    .be_patient = postgres_be_patient,
    .set_environment = pg_set_environment,
    .snapshot = "SELECT pg_export_snapshot()",
    .count_tables = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                    "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' "
                    "AND n.nspname <> 'information_schema'",
    .trips = postgres_trips,
    .fault = postgres_fault,
    .session = postgres_session,
    .open_standby = postgres_open_standby,
    .position = "SELECT CAST(pg_current_wal_lsn() - CAST('0/0' AS pg_lsn) AS bigint)",
    .standby_state =
        "SELECT version, CAST(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE "
        "pg_current_wal_lsn() END - CAST('0/0' AS pg_lsn) AS bigint) FROM content_versions "
        "WHERE organization_id = $1",
    .role =
        "SELECT rolsuper OR rolbypassrls, EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND pg_table_is_visible(oid) AND relname = 'audit_events' "
        "AND pg_has_role(relowner, 'MEMBER')) FROM pg_roles WHERE rolname = current_user",
};
