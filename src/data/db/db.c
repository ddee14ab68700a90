#include "data/db/db.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "data/db/content_version.h"
#include "data/db/db_internal.h"
#include "data/db/db_standby.h"
#include "data/db/db_table.h"
#include "data/db/db_work.h"
#include "data/db/gather.h"
#include "data/db/kept_internal.h"
#include "data/db/kept_text.h"

/* "modules" in ASCII: their locks lie beside those of organizations, which have the same ids. */
#define LOCK_OF_MODULES INT64_C(0x6d6f64756c6573)

static const struct db_driver *const drivers[] = {&db_sqlite, &db_postgres};

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
    struct arena *home = arena_create_lasting(sizeof(struct db) * 2 + DB_SLOTS_SIZE);
    struct db *db = arena_alloc(home, sizeof *db);
    db->home = home;
    db->text_home = arena_create_lasting(DB_TEXTS_LEN);
    db->driver = driver;
    db->connection = connection;
    db->keyring = config->keyring;
    disk_watch_open(&db->disk, config->shared_dir);
    driver->watch(connection, &db->disk);
    *out = db;
    return ERR_NONE;
}

void db_close(struct db *db)
{
    if (db->state != DB_IDLE)
        db->driver->rollback(db->connection, db->state == DB_WRITING);
    db_leave_standby(db);
    if (db->standby != NULL)
        db->driver->close(db->standby);
    db->driver->close(db->connection);
    disk_watch_close(&db->disk);
    kept_close(db);
    arena_destroy(db->text_home);
    arena_destroy(db->home);
}

void db_begin_request(struct db *db, struct arena *arena, const struct uuid *request_id)
{
    kept_text_make_room(db);
    db->arena = arena;
    db->request_id = *request_id;
    db->client = "";
    db->retry_at = 0;
    db->part = db->form_part = 0;
    db->form_id = (struct uuid){{0}};
    db->kind = DB_KIND_READ;
    db->is_unsure = false;
    db->disk.refused = DB_DISK_FINE;
    db->has_failed = db->may_retry = db->has_committed = false;
    db->is_forbidden = db->is_reading = db->is_joined = false;
    db->rider = NULL;
    gather_end(db);
    db_work_begin(db);
    kept_leave(db);
    db->request_number++;
    (void)db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
}

struct db_scope db_enter(struct db *db, struct db_scope scope)
{
    struct db_scope before = db->scope;
    db->scope = scope;
    db_tell_scope(db, &scope);
    return before;
}

/* The lock is free again, as far as the engine has one. */
void db_note_write(struct db *db)
{
    int64_t took = clock_monotonic() - db->write_began;
    int64_t made = (int64_t)(arena_total() - db->write_memory);
    if (took > db->longest_write)
        db->longest_write = took;
    if (made > db->largest_write)
        db->largest_write = made;
}

void db_leave(struct db *db)
{
    if (db->state != DB_IDLE) {
        db_time_begin(db);
        db->driver->rollback(db->connection, db->state == DB_WRITING);
        db_time_end(db);
    }
    if (db->state == DB_WRITING)
        db_note_write(db);
    if (db->state == DB_WRITING && db_writes_form(db))
        db->form_part = db->first_part;
    db->state = DB_IDLE;
    db_leave_standby(db);
    db->ahead_count = 0;
}

enum err db_end_request(struct db *db)
{
    db_leave(db);
    db->arena = NULL;
    return db->has_failed ? ERR_UNAVAILABLE : ERR_NONE;
}

void db_abandon(struct db *db)
{
    db_time_end(db);
    db->gather = NULL; /* its arena goes with the others of the request */
    if (db->driver->abandon != NULL)
        db->driver->abandon(db->connection);
    (void)!db_end_request(db);
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

bool db_has_committed(const struct db *db)
{
    return db->has_committed;
}

bool db_is_unsure(const struct db *db)
{
    return db->is_unsure;
}

bool db_may_retry(const struct db *db)
{
    return db->has_failed && db->may_retry && !db->has_committed;
}

void db_forgive(struct db *db)
{
    db->has_failed = db->may_retry = false;
    db->disk.refused = DB_DISK_FINE;
}

enum err db_retry(struct db *db, db_operation *operation, void *context)
{
    enum err err = operation(db, context);
    if (err != ERR_UNAVAILABLE || !db_may_retry(db))
        return err;
    db_leave(db);
    db->has_failed = db->may_retry = db->is_unsure = false;
    db->part = db->form_part = 0;
    return operation(db, context);
}

enum db_fault db_fault_of(const struct db *db)
{
    return db->driver->fault != NULL ? db->driver->fault(db->connection) : DB_FAULT_LASTING;
}

/* Remembers a failure; expected outcomes pass. */
enum err db_note(struct db *db, enum err err)
{
    if (err == ERR_UNAVAILABLE && !db->has_failed) {
        db->has_failed = true;
        db->may_retry = db_fault_of(db) == DB_FAULT_PASSING;
        if (db_is_on_standby(db))
            db_note_standby(db);
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
    db_time_begin(db);
    enum err err = db_note(db, db->driver->begin(db->connection, DB_KIND_READ, &db->request_id));
    db_time_end(db);
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
    db_work_add(db, sql);
    enum err err = ensure_transaction(db);
    if (err == ERR_NONE)
        err = db_note(db, db_send_later(db, sql, params, count, result));
    (void)err; /* db_collect tells */
}

enum err db_flush(struct db *db)
{
    if (db->has_failed)
        return ERR_UNAVAILABLE;
    if (db->driver->collect == NULL)
        return ERR_NONE;
    db_time_begin(db);
    enum err err = db->driver->collect(db->connection);
    db_time_end(db);
    return db_note(db, err);
}

enum err db_collect(struct db *db)
{
    return db_flush(db);
}

void db_read_last(struct db *db)
{
    if (db->driver->last != NULL && ensure_transaction(db) == ERR_NONE)
        db->driver->last(db->connection);
}

/* The table that a statement changes, or NULL; one that this request must not change ends it. */
static const struct db_table *table_to_change(const struct db *db, const char *sql)
{
    const struct db_table *table = db_changed_table(sql);
    if (table != NULL && db->state != DB_WRITING)
        die("a change outside a write transaction: %s", sql);
    if (table != NULL && db->is_reading && !table->may_change_while_reading)
        die("a change by a request that only reads: %s", sql);
    if (table != NULL && db->kind == DB_KIND_ALONE && !table->may_change_alone)
        die("a change without the turn that it needs: %s", sql);
    return table;
}

static void note_change(struct db *db, const struct db_table *table)
{
    db->needs_audit = db->needs_audit || table->is_audited;
    content_version_note(db, table);
}

enum err db_query(struct db *db, const char *sql, const struct db_value *params, int count,
                  struct db_result *result)
{
    const struct db_table *table = table_to_change(db, sql);
    db_work_add(db, sql);
    enum err begun = ensure_transaction(db);
    if (begun != ERR_NONE)
        return begun;
    db_time_begin(db);
    enum err err = db->driver->query(db->connection, db->arena, sql, params, count, result);
    db_time_end(db);
    if (err == ERR_NONE && table != NULL && result->change_count > 0)
        note_change(db, table);
    return db_note(db, err);
}

void db_run_later(struct db *db, const char *sql, const struct db_value *params, int count)
{
    const struct db_table *table = table_to_change(db, sql);
    if (table == NULL)
        die("no change: %s", sql);
    if (db->driver->later == NULL) { /* an error dooms the transaction */
        (void)!db_query(db, sql, params, count, &(struct db_result){0});
        return;
    }
    db_work_add(db, sql);
    if (db->has_failed)
        return;
    db->driver->later(db->connection, db->arena, sql, params, count, NULL);
    note_change(db, table);
    if (++db->later_count % DB_LATER_MAX == 0)
        (void)!db_collect(db);
}

enum err db_run_one(struct db *db, const char *sql, const struct db_value *params, int count)
{
    struct db_result result = {0};
    enum err err = db_query(db, sql, params, count, &result);
    return err == ERR_NONE && result.change_count != 1 ? ERR_NOT_FOUND : err;
}

enum err db_try_lock(struct db *db, const struct uuid *id, bool *is_ours)
{
    *is_ours = true;
    if (db->state != DB_WRITING)
        die("a lock outside a write transaction");
    if (db->driver->try_lock == NULL)
        return ERR_NONE;
    const struct db_value param = db_int(uuid_random_half(id) ^ LOCK_OF_MODULES);
    struct db_result result = {.values = NULL};
    enum err err = db_query(db, db->driver->try_lock, &param, 1, &result);
    *is_ours = err == ERR_NONE && db_get_bool(&result, 0, 0);
    return err;
}

void db_forbid_writes(struct db *db)
{
    db->is_forbidden = true;
}

void db_note_audit(struct db *db, const struct uuid *organization_id)
{
    db->has_audit = true;
    db->audit_organization_id = *organization_id;
    content_change_note(&db->change, organization_id);
}

struct arena *db_arena(struct db *db)
{
    return db->arena;
}

struct arena *db_use_arena(struct db *db, struct arena *arena)
{
    if (db->state == DB_WRITING) /* what was to come later lies in the arena before */
        (void)!db_collect(db);
    struct arena *before = db->arena;
    db->arena = arena;
    return before;
}

void db_note_client(struct db *db, const char *address)
{
    db->client = address;
}

const char *db_client(const struct db *db)
{
    return db->client;
}

void db_note_retry_at(struct db *db, int64_t retry_at)
{
    if (retry_at > db->retry_at)
        db->retry_at = retry_at;
}

int64_t db_retry_at(const struct db *db)
{
    return db->retry_at;
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
    return db_note(db, db->driver->script(db->connection, sql));
}
