#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "data/db/db_driver.h"
#include "data/db/writer_lock.h"

/* The embedded engine. Pragmas and the writer lock: docs of SQLite, and the measurements that led
 * to them: synchronous=FULL loses no acknowledged commit on power loss; the writer lock keeps
 * checkpoints and commits of several processes apart, which SQLite before 3.51.3 needs (a
 * corruption when several connections write and checkpoint one WAL), and ends starvation. */

enum {
    STATEMENTS = 1024, /* a power of two, and more than the program's SQL texts */
    PARAMS_MAX = 64,
    FIRST_ROWS = 32,
    CHECKPOINT_PAGES = 1000,
    BUSY_TIMEOUT_MS = 5000,
    LOOK_ROWS = 1000,  /* changed between two looks at the statistics */
    BULK_ROWS = 10000, /* changed by one connection: it filled tables */
};

struct statement {
    const char *sql; /* the key: the address of the text */
    sqlite3_stmt *stmt;
    int param_count;
    unsigned char place[PARAMS_MAX]; /* SQLite's index of $1, $2 …; 0 if the text does not use it */
};

struct sqlite_db {
    sqlite3 *handle;
    struct statement statements[STATEMENTS];
    int lock_fd;
    int wal_pages;     /* after the last commit */
    int64_t next_look; /* at the statistics: when so many rows were changed */
    int64_t next_bulk; /* likewise: they are taken anew */
};

static enum err fail(struct sqlite_db *db, const char *event, const char *sql)
{
    char code[16];
    (void)snprintf(code, sizeof code, "%d", sqlite3_extended_errcode(db->handle));
    log_line("error", event,
             (const struct log_field[]){
                 {"code", code}, {"message", sqlite3_errmsg(db->handle)}, {"sql", sql}},
             3);
    return ERR_UNAVAILABLE;
}

static enum err outcome(struct sqlite_db *db, const char *sql)
{
    int code = sqlite3_extended_errcode(db->handle);
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        return ERR_CONFLICT;
    return fail(db, "db.query", sql);
}

static enum err sqlite_script(void *connection, const char *sql)
{
    struct sqlite_db *db = connection;
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fail(db, "db.script", sql);
    return ERR_NONE;
}

static int note_wal(void *context, sqlite3 *handle, const char *name, int pages)
{
    (void)handle;
    (void)name;
    ((struct sqlite_db *)context)->wal_pages = pages;
    return SQLITE_OK;
}

static enum err configure(struct sqlite_db *db)
{
    static const char pragmas[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                  "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
                                  "PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0;"
                                  "PRAGMA mmap_size=0; PRAGMA cache_size=-65536;"
                                  "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
                                  /* Rows of an index that statistics are taken from: some 0.1 s for
                                     all of a large database. */
                                  "PRAGMA analysis_limit=10000;";
    sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    enum err err = writer_lock(db->lock_fd);
    if (err != ERR_NONE)
        return err;
    err = sqlite_script(db, pragmas);
    writer_unlock(db->lock_fd);
    sqlite3_wal_hook(db->handle, note_wal, db);
    sqlite3_randomness(sizeof db->next_look, &db->next_look);
    db->next_look = (db->next_look & INT64_MAX) % LOOK_ROWS;
    db->next_bulk = BULK_ROWS;
    return err;
}

static void sqlite_forget(void *connection)
{
    struct sqlite_db *db = connection;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(db->statements[i].stmt);
    memset(db->statements, 0, sizeof db->statements);
}

static void sqlite_close(void *connection)
{
    struct sqlite_db *db = connection;
    sqlite_forget(db);
    sqlite3_close(db->handle);
    if (db->lock_fd >= 0)
        close(db->lock_fd);
    free(db);
}

static int open_lock(const char *path)
{
    char lock_path[4096];
    int len = snprintf(lock_path, sizeof lock_path, "%s.lock", path);
    if (len < 0 || (size_t)len >= sizeof lock_path)
        return -1;
    return open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

static enum err sqlite_open(const char *url, bool may_create, void **connection)
{
    const char *path = url + sizeof "sqlite:" - 1;
    if (!may_create && access(path, F_OK) != 0) {
        log_line("error", "db.missing", (const struct log_field[]){{"path", path}}, 1);
        return ERR_NOT_FOUND;
    }
    struct sqlite_db *db = calloc(1, sizeof *db);
    if (db == NULL)
        die("out of memory for a database connection");
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    mode_t mask = umask(077); /* the file, its WAL and its lock are the owner's alone */
    db->lock_fd = open_lock(path);
    int code =
        sqlite3_open_v2(path, &db->handle, flags | (may_create ? SQLITE_OPEN_CREATE : 0), NULL);
    enum err err = ERR_NONE;
    if (db->lock_fd < 0 || code != SQLITE_OK)
        err = fail(db, "db.open", path);
    else
        err = configure(db);
    umask(mask);
    if (err != ERR_NONE) {
        sqlite_close(db);
        return err;
    }
    *connection = db;
    return ERR_NONE;
}

static enum err run(struct sqlite_db *db, const char *sql);

static enum err sqlite_begin(void *connection, bool is_write)
{
    struct sqlite_db *db = connection;
    if (!is_write)
        return run(db, "BEGIN");
    enum err err = writer_lock(db->lock_fd);
    if (err != ERR_NONE)
        return err;
    err = run(db, "BEGIN IMMEDIATE");
    if (err !=
        ERR_NONE) /* one retry: someone outside the lock, such as a backup, was in the way */
        err = run(db, "BEGIN IMMEDIATE");
    if (err != ERR_NONE)
        writer_unlock(db->lock_fd);
    return err;
}

static void sqlite_rollback(void *connection, bool is_write)
{
    struct sqlite_db *db = connection;
    /* A failed COMMIT or a full disk may have ended the transaction already. */
    if (sqlite3_get_autocommit(db->handle) == 0)
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    if (is_write)
        writer_unlock(db->lock_fd);
}

/* Now and then a writer looks whether tables have grown so much that the planner's statistics are
 * of no use any more, and takes them anew: it has no others to choose an index by. Tables have to
 * be 25 times as large as when they were looked at last.
 * https://www.sqlite.org/pragma.html#pragma_optimize
 *
 * That minds only the tables that this connection has read, so a connection which fills tables
 * takes all statistics anew. The first look comes after a random number of rows, so that programs
 * which write only a few, such as those that a CGI server starts, take their turn as well. */
static void keep_statistics(struct sqlite_db *db)
{
    int64_t changed = sqlite3_total_changes64(db->handle);
    if (changed < db->next_look)
        return;
    bool is_bulk = changed >= db->next_bulk;
    /* A failure is logged: a plan may be slow, but is never wrong. */
    (void)!sqlite_script(db, is_bulk ? "ANALYZE" : "PRAGMA optimize");
    if (is_bulk)
        db->next_bulk = changed * 4;
    db->next_look = sqlite3_total_changes64(db->handle) + LOOK_ROWS;
}

static enum err sqlite_commit(void *connection, bool is_write)
{
    struct sqlite_db *db = connection;
    enum err err = run(db, "COMMIT");
    if (err != ERR_NONE || !is_write)
        return err; /* the caller rolls back */
    if (db->wal_pages > CHECKPOINT_PAGES)
        sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    keep_statistics(db);
    writer_unlock(db->lock_fd);
    return ERR_NONE;
}

static enum err prepare(struct sqlite_db *db, const char *sql, struct statement *statement)
{
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->stmt,
                           NULL) != SQLITE_OK)
        return fail(db, "db.prepare", sql);
    statement->sql = sql;
    statement->param_count = 0;
    for (int i = 0; i < PARAMS_MAX; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "$%d", i + 1);
        int place = sqlite3_bind_parameter_index(statement->stmt, name);
        statement->place[i] = (unsigned char)place;
        if (place > 0)
            statement->param_count = i + 1;
    }
    return ERR_NONE;
}

/* The prepared statement of a text: prepared once per connection. */
static enum err find_statement(struct sqlite_db *db, const char *sql, struct statement **out)
{
    size_t at = ((uintptr_t)sql >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 32;
    for (int i = 0; i < STATEMENTS; i++, at++) {
        struct statement *statement = &db->statements[at % STATEMENTS];
        *out = statement;
        if (statement->sql == sql)
            return ERR_NONE;
        if (statement->sql == NULL)
            return prepare(db, sql, statement);
    }
    die("more than %d SQL texts", STATEMENTS);
}

static int bind_one(sqlite3_stmt *stmt, int place, const struct db_value *value)
{
    switch (value->type) {
    case DB_NULL:
        return sqlite3_bind_null(stmt, place);
    case DB_INT:
    case DB_BOOL:
    case DB_TIME:
        return sqlite3_bind_int64(stmt, place, value->integer);
    case DB_TEXT:
        return sqlite3_bind_text64(stmt, place, value->text.data, value->text.len, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case DB_BYTES:
        if (value->text.len == 0)
            return sqlite3_bind_zeroblob(stmt, place, 0);
        return sqlite3_bind_blob64(stmt, place, value->text.data, value->text.len, SQLITE_STATIC);
    case DB_UUID:
        return sqlite3_bind_blob(stmt, place, value->uuid.bytes, sizeof value->uuid.bytes,
                                 SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static void bind(const struct statement *statement, const struct db_value *params, int count)
{
    if (count < statement->param_count)
        die("%d parameters for %d: %s", count, statement->param_count, statement->sql);
    for (int i = 0; i < statement->param_count; i++)
        if (statement->place[i] > 0 &&
            bind_one(statement->stmt, statement->place[i], &params[i]) != SQLITE_OK)
            die("parameter %d can't be bound: %s", i + 1, statement->sql);
}

/* Through sqlite3_value: the sqlite3_column functions take a lock for each call. */
static void read_value(sqlite3_value *from, struct arena *arena, struct db_value *value)
{
    int type = sqlite3_value_type(from);
    if (type == SQLITE_INTEGER) {
        *value = db_int(sqlite3_value_int64(from));
    } else if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        const void *bytes =
            type == SQLITE_TEXT ? (const void *)sqlite3_value_text(from) : sqlite3_value_blob(from);
        size_t len = (size_t)sqlite3_value_bytes(from);
        value->type = type == SQLITE_TEXT ? DB_TEXT : DB_BYTES;
        value->text = (struct text){arena_copy(arena, bytes, len), len};
    } else {
        *value = db_null();
    }
}

struct rows {
    struct db_value *values;
    int count;
    int capacity;
};

static struct db_value *add_row(struct rows *rows, struct arena *arena, int columns)
{
    if (rows->count == rows->capacity) {
        int capacity = rows->capacity == 0 ? FIRST_ROWS : rows->capacity * 2;
        struct db_value *values =
            arena_array(arena, (size_t)capacity * (size_t)columns, sizeof *values);
        if (rows->count > 0)
            memcpy(values, rows->values, (size_t)rows->count * (size_t)columns * sizeof *values);
        rows->values = values;
        rows->capacity = capacity;
    }
    return &rows->values[rows->count++ * columns];
}

static enum err sqlite_query(void *connection, struct arena *arena, const char *sql,
                             const struct db_value *params, int count, struct db_result *result)
{
    struct sqlite_db *db = connection;
    struct statement *statement = NULL;
    enum err err = find_statement(db, sql, &statement);
    if (err != ERR_NONE)
        return err;
    bind(statement, params, count);
    sqlite3_stmt *stmt = statement->stmt;
    int columns = sqlite3_column_count(stmt);
    struct rows rows = {.values = NULL};
    int64_t changes_before = sqlite3_total_changes64(db->handle);
    int code = SQLITE_DONE;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        struct db_value *row = add_row(&rows, arena, columns);
        for (int i = 0; i < columns; i++)
            read_value(sqlite3_column_value(stmt, i), arena, &row[i]);
    }
    if (code != SQLITE_DONE)
        err = outcome(db, sql);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt); /* they point into the request's arena */
    *result = (struct db_result){rows.values, rows.count, columns,
                                 sqlite3_stmt_readonly(stmt) ? 0 : sqlite3_changes64(db->handle)};
    if (sqlite3_total_changes64(db->handle) == changes_before)
        result->change_count = 0;
    return err;
}

/* A statement without parameters, for transactions. */
static enum err run(struct sqlite_db *db, const char *sql)
{
    struct statement *statement = NULL;
    enum err err = find_statement(db, sql, &statement);
    if (err != ERR_NONE)
        return err;
    int code = sqlite3_step(statement->stmt);
    if (code != SQLITE_DONE)
        err = fail(db, "db.transaction", sql);
    sqlite3_reset(statement->stmt);
    return err;
}

const struct db_driver db_sqlite = {
    .scheme = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .forget = sqlite_forget,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .query = sqlite_query,
    .script = sqlite_script,
    .has_table = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
};
