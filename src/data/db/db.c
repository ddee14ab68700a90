#include "data/db/db.h"

#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "data/db/db_internal.h"
#include "data/db/db_table.h"
#include "data/db/gather.h"
#include "data/db/kept_internal.h"
#include "data/db/kept_text.h"

static const struct db_driver *const drivers[] = {&db_sqlite, &db_postgres};

#define SETTLE_TIME (5 * CLOCK_SECOND)

enum err db_open(const struct db_config *config, struct db **out)
{
    const struct db_driver *driver = NULL;
    for (size_t i = 0; i < COUNT_OF(drivers); i++) {
        size_t len = strlen(drivers[i]->scheme);
        if (strncmp(config->url, drivers[i]->scheme, len) == 0 && config->url[len] == ':')
            driver = drivers[i];
    }
    if (driver == NULL) {
        log_line("error", "db.unknown_scheme", NULL, 0);
        return ERR_INVALID;
    }
    void *connection = NULL;
    enum err err = driver->open(config->url, config->may_create, &connection);
    if (err != ERR_NONE)
        return err;
    struct arena *home = arena_create(sizeof(struct db) * 2 + DB_SLOTS_SIZE);
    struct db *db = arena_alloc(home, sizeof *db);
    db->home = home;
    db->text_home = arena_create(DB_TEXTS_LEN);
    db->driver = driver;
    db->connection = connection;
    db->keyring = config->keyring;
    *out = db;
    return ERR_NONE;
}

void db_close(struct db *db)
{
    if (db->state != DB_IDLE)
        db->driver->rollback(db->connection, db->state == DB_WRITING);
    db->driver->close(db->connection);
    kept_close(db);
    arena_destroy(db->text_home);
    arena_destroy(db->home);
}

void db_begin_request(struct db *db, struct arena *arena, const struct uuid *request_id)
{
    kept_text_make_room(db);
    db->arena = arena;
    db->request_id = *request_id;
    db->part = 0;
    db->has_failed = db->may_retry = db->has_committed = false;
    db->is_forbidden = db->is_reading = db->is_joined = false;
    gather_end(db);
    kept_leave(db);
    db->request_number++;
    (void)db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
}

struct db_scope db_enter(struct db *db, struct db_scope scope)
{
    struct db_scope before = db->scope;
    db->scope = scope;
    if (db->driver->enter != NULL)
        db->driver->enter(db->connection, &scope);
    return before;
}

static void leave(struct db *db)
{
    if (db->state != DB_IDLE)
        db->driver->rollback(db->connection, db->state == DB_WRITING);
    db->state = DB_IDLE;
}

enum err db_end_request(struct db *db)
{
    leave(db);
    db->arena = NULL;
    return db->has_failed ? ERR_UNAVAILABLE : ERR_NONE;
}

enum err db_fail(struct db *db)
{
    db->has_failed = true;
    return ERR_UNAVAILABLE;
}

bool db_has_failed(const struct db *db)
{
    return db->has_failed;
}

bool db_may_retry(const struct db *db)
{
    return db->has_failed && db->may_retry && !db->has_committed;
}

void db_forgive(struct db *db)
{
    db->has_failed = db->may_retry = false;
}

enum err db_retry(struct db *db, db_operation *operation, void *context)
{
    enum err err = operation(db, context);
    if (err != ERR_UNAVAILABLE || !db_may_retry(db))
        return err;
    leave(db);
    db->has_failed = db->may_retry = false;
    db->part = 0;
    return operation(db, context);
}

static enum db_fault fault_of(const struct db *db)
{
    return db->driver->fault != NULL ? db->driver->fault(db->connection) : DB_FAULT_LASTING;
}

/* Remembers a failure; expected outcomes pass. */
static enum err note(struct db *db, enum err err)
{
    if (err == ERR_UNAVAILABLE && !db->has_failed) {
        db->has_failed = true;
        db->may_retry = fault_of(db) == DB_FAULT_PASSING;
    }
    if (err != ERR_NONE && db->state == DB_WRITING)
        db->is_doomed = true;
    return err;
}

/* Every statement is inside a transaction. */
static enum err ensure_transaction(struct db *db)
{
    if (db->arena == NULL)
        die("a query outside a request");
    if (db->has_failed)
        return ERR_UNAVAILABLE;
    if (db->state != DB_IDLE)
        return ERR_NONE;
    enum err err = note(db, db->driver->begin(db->connection, false));
    if (err == ERR_NONE)
        db->state = DB_READING;
    return err;
}

void db_query_later(struct db *db, const char *sql, const struct db_value *params, int count,
                    struct db_result *result)
{
    *result = (struct db_result){.values = NULL};
    if (db_changed_table(sql) != NULL)
        die("a change that nobody waits for: %s", sql);
    enum err err = ensure_transaction(db);
    if (err == ERR_NONE && db->driver->later == NULL)
        err = note(db, db->driver->query(db->connection, db->arena, sql, params, count, result));
    else if (err == ERR_NONE)
        db->driver->later(db->connection, db->arena, sql, params, count, result);
    (void)err; /* db_collect tells */
}

enum err db_collect(struct db *db)
{
    if (db->has_failed)
        return ERR_UNAVAILABLE;
    return db->driver->collect == NULL ? ERR_NONE : note(db, db->driver->collect(db->connection));
}

void db_read_last(struct db *db)
{
    if (db->driver->last != NULL && ensure_transaction(db) == ERR_NONE)
        db->driver->last(db->connection);
}

static void note_change(struct db *db, const struct db_table *table)
{
    db->needs_audit = db->needs_audit || table->is_audited;
    if (!table->is_visible)
        return;
    db->change.is_visible = true;
    if (db->scope.reach == DB_ORGANIZATION)
        content_change_note(&db->change, &db->scope.organization_id);
}

enum err db_query(struct db *db, const char *sql, const struct db_value *params, int count,
                  struct db_result *result)
{
    const struct db_table *table = db_changed_table(sql);
    if (table != NULL && db->state != DB_WRITING)
        die("a change outside a write transaction: %s", sql);
    if (table != NULL && db->is_reading && !table->may_change_while_reading)
        die("a change by a request that only reads: %s", sql);
    enum err begun = ensure_transaction(db);
    if (begun != ERR_NONE)
        return begun;
    enum err err = db->driver->query(db->connection, db->arena, sql, params, count, result);
    if (err == ERR_NONE && table != NULL && result->change_count > 0)
        note_change(db, table);
    return note(db, err);
}

enum err db_run_one(struct db *db, const char *sql, const struct db_value *params, int count)
{
    struct db_result result = {0};
    enum err err = db_query(db, sql, params, count, &result);
    return err == ERR_NONE && result.change_count != 1 ? ERR_NOT_FOUND : err;
}

enum err db_begin(struct db *db)
{
    if (db->state == DB_WRITING && db->is_joined)
        return ERR_NONE;
    if (db->state == DB_WRITING)
        die("a write transaction inside another");
    if (db->is_forbidden)
        return ERR_DENIED;
    enum err err = db_collect(db);
    if (err != ERR_NONE)
        return err;
    leave(db);
    err = note(db, db->driver->begin(db->connection, true));
    if (err != ERR_NONE)
        return err;
    db->state = DB_WRITING;
    db->write_scope = db->scope;
    db->first_part = db->part;
    db->is_doomed = db->needs_audit = db->has_audit = false;
    db->change = (struct content_change){.count = 0};
    return ERR_NONE;
}

/* Are the events of the transaction in? Asked under its own lock: who gets that knows that the
 * session before has ended. */
static enum err find_events(struct db *db, bool *found)
{
    static const char sql[] =
        "SELECT count(*) FROM audit_events WHERE request_id = $1 AND request_part >= $2";
    const struct db_value params[] = {db_uuid(&db->request_id), db_int(db->first_part)};
    struct db_result result = {.values = NULL};
    (void)db_enter(db, db->write_scope);
    enum err err = db->driver->begin(db->connection, true);
    struct db_scope scope = db_enter(db, (struct db_scope){.reach = DB_ALL});
    if (err == ERR_NONE)
        err = db->driver->query(db->connection, db->arena, sql, params, 2, &result);
    db->driver->rollback(db->connection, true);
    (void)db_enter(db, scope);
    if (err == ERR_NONE)
        *found = db_get_int(&result, 0, 0) > 0;
    return err;
}

/* The connection broke during the commit: the request's id in the audit log decides whether it was
 * carried out. ERR_UNAVAILABLE if it was not, or if that can't be known for SETTLE_TIME. */
static enum err settle(struct db *db)
{
    static const struct timespec pause = {.tv_nsec = 200 * 1000 * 1000};
    int64_t deadline = clock_monotonic() + SETTLE_TIME;
    bool found = false;
    enum err err = find_events(db, &found);
    while (err != ERR_NONE && clock_monotonic() < deadline) {
        nanosleep(&pause, NULL);
        err = find_events(db, &found);
    }
    db->has_failed = !found;
    db->may_retry = err == ERR_NONE;
    log_line("warn", "db.broken_commit",
             (const struct log_field[]){{"outcome", err != ERR_NONE ? "unknown"
                                                    : found         ? "committed"
                                                                    : "not committed"}},
             1);
    return found ? ERR_NONE : ERR_UNAVAILABLE;
}

static enum err commit(struct db *db)
{
    if (db->change.is_visible)
        kept_leave(db);
    enum err err = db->driver->commit(db->connection, true);
    bool is_unknown = err == ERR_UNAVAILABLE && fault_of(db) == DB_FAULT_UNKNOWN;
    if (err != ERR_NONE)
        leave(db);
    db->state = DB_IDLE;
    err = is_unknown && db->has_audit ? settle(db) : note(db, err);
    db->has_committed = db->has_committed || (err == ERR_NONE && db->has_audit);
    return err;
}

enum err db_finish(struct db *db, enum err err)
{
    if (db->state != DB_WRITING)
        die("the end of a write transaction that was not begun");
    if (db->is_joined) {
        db->is_doomed = db->is_doomed || err != ERR_NONE;
        return err;
    }
    if (err == ERR_NONE && db->is_doomed)
        err = db->has_failed ? ERR_UNAVAILABLE : ERR_CONFLICT;
    if (err != ERR_NONE) {
        leave(db);
        return err;
    }
    if (db->needs_audit && !db->has_audit)
        die("a change without its audit event");
    err = content_version_move(db);
    if (err == ERR_NONE)
        return commit(db);
    leave(db);
    return err;
}

void db_join(struct db *db)
{
    if (db->state != DB_WRITING)
        die("nothing to join: no write transaction is open");
    db->is_joined = true;
    gather_begin(db);
}

enum err db_part(struct db *db, enum err err)
{
    db->is_joined = false;
    if (err == ERR_NONE)
        return gather_finish(db);
    gather_end(db);
    return err;
}

bool db_is_writing(const struct db *db)
{
    return db->state == DB_WRITING;
}

void db_forbid_writes(struct db *db)
{
    db->is_forbidden = true;
}

void db_note_audit(struct db *db, const struct uuid *organization_id)
{
    db->has_audit = true;
    content_change_note(&db->change, organization_id);
}

struct arena *db_arena(struct db *db)
{
    return db->arena;
}

struct arena *db_use_arena(struct db *db, struct arena *arena)
{
    struct arena *before = db->arena;
    db->arena = arena;
    return before;
}

const struct uuid *db_request_id(const struct db *db)
{
    return &db->request_id;
}

int db_next_part(struct db *db)
{
    return db->part++;
}

bool db_has_events(const struct db *db)
{
    return db->part > 0;
}

const struct keyring *db_keyring(const struct db *db)
{
    return db->keyring;
}

int64_t db_request_number(const struct db *db)
{
    return db->request_number;
}

enum err db_script(struct db *db, const char *sql)
{
    if (db->state != DB_WRITING)
        die("a script outside a write transaction");
    return note(db, db->driver->script(db->connection, sql));
}
