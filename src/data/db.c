#include "data/db.h"

#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "data/audit.h"
#include "data/db_internal.h"
#include "data/migration.h"

static const struct db_driver *const drivers[] = {&db_sqlite};

/* A change of these is a change of the record: it needs its audit event. Not among them: sessions
 * that were merely seen, and the tables that are evidence themselves. */
static const char *const audited_tables[] = {
    "organizations",   "users",       "one_time_links",    "prompts",
    "prompt_versions", "prompt_tags", "prompt_labels",     "protected_labels",
    "label_proposals", "label_moves", "prompt_references", "data_keys",
};

enum { CACHED_KEYS = 512 };

enum err db_open(const struct db_config *config, struct db **out)
{
    const struct db_driver *driver = NULL;
    const char *rest = NULL;
    for (size_t i = 0; i < COUNT_OF(drivers); i++) {
        size_t len = strlen(drivers[i]->scheme);
        if (strncmp(config->url, drivers[i]->scheme, len) == 0 && config->url[len] == ':') {
            driver = drivers[i];
            rest = config->url + len + 1;
        }
    }
    if (driver == NULL) {
        log_line("error", "db.unknown_scheme", NULL, 0);
        return ERR_INVALID;
    }
    void *connection = NULL;
    enum err err = driver->open(rest, config->may_create, &connection);
    if (err != ERR_NONE)
        return err;
    struct arena *home = arena_create(sizeof(struct db) * 2);
    struct db *db = arena_alloc(home, sizeof *db);
    db->home = home;
    db->driver = driver;
    db->connection = connection;
    db->keyring = config->keyring;
    db->keys = key_cache_create(CACHED_KEYS);
    *out = db;
    return ERR_NONE;
}

void db_close(struct db *db)
{
    if (db->state != DB_IDLE)
        db->driver->rollback(db->connection, db->state == DB_WRITING);
    db->driver->close(db->connection);
    key_cache_destroy(db->keys);
    arena_destroy(db->home);
}

void db_begin_request(struct db *db, struct arena *arena, const struct uuid *request_id)
{
    db->arena = arena;
    db->request_id = *request_id;
    db->part = 0;
    db->has_failed = false;
    db->is_forbidden = false;
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

bool db_has_failed(const struct db *db)
{
    return db->has_failed;
}

void db_forgive(struct db *db)
{
    db->has_failed = false;
}

/* Remembers a failure; expected outcomes pass. */
static enum err note(struct db *db, enum err err)
{
    if (err == ERR_UNAVAILABLE)
        db->has_failed = true;
    if (err != ERR_NONE && db->state == DB_WRITING)
        db->is_doomed = true;
    return err;
}

/* The table that a statement changes, or NULL: "INSERT INTO t", "UPDATE t", "DELETE FROM t". */
static const char *changed_table(const char *sql)
{
    static const char *const verbs[] = {"INSERT INTO ", "UPDATE ", "DELETE FROM "};
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (text_starts_with(sql, verbs[i]))
            return sql + strlen(verbs[i]);
    return NULL;
}

/* That a person was seen is no change of the person. */
static const char seen[] = "users SET last_seen_at = $1 WHERE id = $2";

static bool is_audited(const char *table)
{
    if (strcmp(table, seen) == 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(audited_tables); i++) {
        size_t len = strlen(audited_tables[i]);
        if (strncmp(table, audited_tables[i], len) == 0 && (table[len] == ' ' || table[len] == '('))
            return true;
    }
    return false;
}

enum err db_query(struct db *db, const char *sql, const struct db_value *params, int count,
                  struct db_result *result)
{
    if (db->arena == NULL)
        die("a query outside a request");
    if (db->has_failed)
        return ERR_UNAVAILABLE;
    const char *table = changed_table(sql);
    if (table != NULL && db->state != DB_WRITING)
        die("a change outside a write transaction: %s", sql);
    if (db->state == DB_IDLE) {
        enum err err = note(db, db->driver->begin(db->connection, false));
        if (err != ERR_NONE)
            return err;
        db->state = DB_READING;
    }
    enum err err = db->driver->query(db->connection, db->arena, sql, params, count, result);
    if (err == ERR_NONE && table != NULL && result->change_count > 0 && is_audited(table))
        db->needs_audit = true;
    return note(db, err);
}

enum err db_run_one(struct db *db, const char *sql, const struct db_value *params, int count)
{
    struct db_result result = {0};
    enum err err = db_query(db, sql, params, count, &result);
    if (err == ERR_NONE && result.change_count != 1)
        return ERR_NOT_FOUND;
    return err;
}

enum err db_begin(struct db *db)
{
    if (db->state == DB_WRITING)
        die("a write transaction inside another");
    if (db->is_forbidden)
        return ERR_DENIED;
    if (db->has_failed)
        return ERR_UNAVAILABLE;
    leave(db);
    enum err err = note(db, db->driver->begin(db->connection, true));
    if (err != ERR_NONE)
        return err;
    db->state = DB_WRITING;
    db->is_doomed = db->needs_audit = db->has_audit = false;
    return ERR_NONE;
}

enum err db_finish(struct db *db, enum err err)
{
    if (db->state != DB_WRITING)
        die("the end of a write transaction that was not begun");
    if (err == ERR_NONE && db->is_doomed)
        err = db->has_failed ? ERR_UNAVAILABLE : ERR_CONFLICT;
    if (err != ERR_NONE) {
        leave(db);
        return err;
    }
    if (db->needs_audit && !db->has_audit)
        die("a change without its audit event");
    err = db->driver->commit(db->connection, true);
    if (err != ERR_NONE)
        leave(db);
    db->state = DB_IDLE;
    return note(db, err);
}

bool db_is_writing(const struct db *db)
{
    return db->state == DB_WRITING;
}

void db_forbid_writes(struct db *db)
{
    db->is_forbidden = true;
}

void db_note_audit(struct db *db)
{
    db->has_audit = true;
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

const struct db_driver *db_driver_of(const struct db *db)
{
    return db->driver;
}

enum err db_script(struct db *db, const char *sql)
{
    if (db->state != DB_WRITING)
        die("a script outside a write transaction");
    return note(db, db->driver->script(db->connection, sql));
}
