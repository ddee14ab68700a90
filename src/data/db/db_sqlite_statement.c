#include "data/db/db_sqlite_statement.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/budget.h"
#include "base/log.h"

enum { FIRST_ROWS = 32 };

/* Was it the disk? SQLite names a full one itself; of the rest the error of the system call tells,
 * which sqlite3_system_errno() does not know of a COMMIT. */
static enum db_disk disk_of(sqlite3 *handle, int system_error)
{
    int code = sqlite3_extended_errcode(handle);
    int primary = code & 0xff;
    if (primary == SQLITE_FULL)
        return DB_DISK_FULL;
    if (primary == SQLITE_READONLY)
        return code == SQLITE_READONLY_DBMOVED ? DB_DISK_FINE : DB_DISK_READ_ONLY;
    if (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN)
        return DB_DISK_FINE;
    switch (system_error) {
    case ENOSPC:
    case EDQUOT:
        return DB_DISK_FULL;
    case EROFS:
        return DB_DISK_READ_ONLY;
    default:
        return DB_DISK_FINE;
    }
}

enum err sqlite_fail(struct sqlite_statements *db, const char *event, const char *sql)
{
    int system_error = errno;
    char code[16];
    (void)snprintf(code, sizeof code, "%d", sqlite3_extended_errcode(db->handle));
    if (disk_watch_failure(db->disk, disk_of(db->handle, system_error), code,
                           sqlite3_errmsg(db->handle), sql))
        return ERR_UNAVAILABLE;
    log_line("error", event,
             (const struct log_field[]){
                 {"code", code}, {"message", sqlite3_errmsg(db->handle)}, {"sql", sql}},
             3);
    return ERR_UNAVAILABLE;
}

static enum err outcome(struct sqlite_statements *db, const char *sql)
{
    int code = sqlite3_extended_errcode(db->handle);
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
        return ERR_CONFLICT;
    return sqlite_fail(db, "db.query", sql);
}

void sqlite_statements_forget(struct sqlite_statements *db)
{
    for (int i = 0; i < SQLITE_STATEMENTS; i++)
        sqlite3_finalize(db->statements[i].stmt);
    memset(db->statements, 0, sizeof db->statements);
}

static enum err prepare(struct sqlite_statements *db, const char *sql,
                        struct sqlite_statement *statement)
{
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->stmt,
                           NULL) != SQLITE_OK)
        return sqlite_fail(db, "db.prepare", sql);
    statement->sql = sql;
    statement->param_count = 0;
    for (int i = 0; i < SQLITE_PARAMS; i++) {
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
static enum err find_statement(struct sqlite_statements *db, const char *sql,
                               struct sqlite_statement **out)
{
    size_t at = ((uintptr_t)sql >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 32;
    for (int i = 0; i < SQLITE_STATEMENTS; i++, at++) {
        struct sqlite_statement *statement = &db->statements[at % SQLITE_STATEMENTS];
        *out = statement;
        if (statement->sql == sql)
            return ERR_NONE;
        if (statement->sql == NULL)
            return prepare(db, sql, statement);
    }
    die("more than %d SQL texts", SQLITE_STATEMENTS);
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

static void bind(const struct sqlite_statement *statement, const struct db_value *params, int count)
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

enum err sqlite_statement_query(struct sqlite_statements *db, struct arena *arena, const char *sql,
                                const struct sqlite_params *params, struct db_result *result)
{
    struct sqlite_statement *statement = NULL;
    enum err err = find_statement(db, sql, &statement);
    if (err != ERR_NONE)
        return err;
    bind(statement, params->values, params->count);
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
    if (code != SQLITE_DONE && code != SQLITE_INTERRUPT)
        err = outcome(db, sql);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt); /* they point into the request's arena */
    if (code == SQLITE_INTERRUPT) {
        budget_look_now();
        return sqlite_fail(db, "db.interrupted", sql);
    }
    *result = (struct db_result){rows.values, rows.count, columns,
                                 sqlite3_stmt_readonly(stmt) ? 0 : sqlite3_changes64(db->handle)};
    if (sqlite3_total_changes64(db->handle) == changes_before)
        result->change_count = 0;
    return err;
}

enum err sqlite_statement_run(struct sqlite_statements *db, const char *sql)
{
    struct sqlite_statement *statement = NULL;
    enum err err = find_statement(db, sql, &statement);
    if (err != ERR_NONE)
        return err;
    int code = sqlite3_step(statement->stmt);
    if (code != SQLITE_DONE)
        err = sqlite_fail(db, "db.transaction", sql);
    sqlite3_reset(statement->stmt);
    return err;
}
