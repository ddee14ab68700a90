#include "data/backup/copy_table.h"

#include <string.h>

#include "base/log.h"
#include "data/db/db_shape.h"
#include "data/db/db_table.h"
#include "data/db/migration.h"

static enum err refuse(const char *table, const char *reason)
{
    log_line("error", "copy.table",
             (const struct log_field[]){{"table", table}, {"reason", reason}}, 2);
    return ERR_INVALID;
}

/* What both engines call their types, or each does. */
static bool find_type(const char *name, enum db_type *type)
{
    static const struct {
        const char *name;
        enum db_type type;
    } types[] = {{"uuid", DB_UUID},    {"bigint", DB_INT},
                 {"text", DB_TEXT},    {"bytea", DB_BYTES},
                 {"boolean", DB_BOOL}, {"timestamptz", DB_TIME},
                 {"integer", DB_INT},  {"timestamp with time zone", DB_TIME},
                 {"smallint", DB_INT}};
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (strcmp(types[i].name, name) == 0) {
            *type = types[i].type;
            return true;
        }
    return false;
}

static enum err load_table(struct db *db, struct copy_table *table)
{
    struct db_result rows;
    enum err err = db_columns(db, table->sql, &rows);
    if (err != ERR_NONE)
        return err;
    if (rows.row_count == 0 || rows.row_count > COPY_COLUMNS_MAX)
        return refuse(table->sql, "it is not there, or has too many columns");
    for (int i = 0; i < rows.row_count; i++) {
        int64_t place = db_get_int(&rows, i, 2);
        table->columns[i].name = db_get_text(&rows, i, 0);
        if (!find_type(db_get_text(&rows, i, 1), &table->columns[i].type))
            return refuse(table->sql, "a column has a type that the other engine lacks");
        if (place > COPY_KEYS_MAX)
            return refuse(table->sql, "its key has too many columns");
        if (place > 0)
            table->keys[place - 1] = i;
        if (place > table->key_count)
            table->key_count = (int)place;
    }
    table->column_count = rows.row_count;
    return table->key_count > 0 ? ERR_NONE : refuse(table->sql, "it has no primary key");
}

/* Is every table that this one refers to before it? */
static enum err is_ready(struct db *db, const char *name, const struct copy_table *before,
                         int count, bool *is)
{
    struct db_result rows;
    enum err err = db_references(db, name, &rows);
    *is = true;
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++) {
        const char *wanted = db_get_text(&rows, i, 0);
        bool is_there = strcmp(wanted, name) == 0;
        for (int j = 0; !is_there && j < count; j++)
            is_there = strcmp(before[j].sql, wanted) == 0;
        *is = *is && is_there;
    }
    return err;
}

static bool is_copied(const struct copy_table *tables, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(tables[i].sql, name) == 0)
            return true;
    return strcmp(name, "schema_migrations") == 0; /* each database has its own */
}

/* Those that are ready now; *added: there were any. */
static enum err add_ready(struct db *db, struct copy_table *tables, int *count, bool *added)
{
    enum err err = ERR_NONE;
    *added = false;
    for (int i = 0; err == ERR_NONE && i < db_table_count; i++) {
        bool is = false;
        if (is_copied(tables, *count, db_tables[i].name))
            continue;
        err = is_ready(db, db_tables[i].name, tables, *count, &is);
        if (err != ERR_NONE || !is)
            continue;
        struct copy_table *table = &tables[*count];
        *table = (struct copy_table){.sql = db_tables[i].name};
        if (strcmp(table->sql, "installation") == 0)
            table->where_sql = "name <> '" MIGRATION_COPY_MARK "'";
        err = load_table(db, table);
        ++*count;
        *added = true;
    }
    return err;
}

enum err copy_tables(struct db *db, struct arena *arena, struct copy_table **tables, int *count)
{
    struct arena *before = db_use_arena(db, arena);
    bool added = true;
    *tables = arena_array(arena, (size_t)db_table_count, sizeof **tables);
    *count = 0;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && added)
        err = add_ready(db, *tables, count, &added);
    (void)!db_use_arena(db, before);
    if (err == ERR_NONE && *count < db_table_count - 1)
        return refuse("?", "tables refer to each other in a circle");
    return err;
}

enum err copy_table_compare(const struct copy_table *a, const struct copy_table *b)
{
    bool is_same = strcmp(a->sql, b->sql) == 0 && a->column_count == b->column_count &&
                   a->key_count == b->key_count && memcmp(a->keys, b->keys, sizeof a->keys) == 0;
    for (int i = 0; is_same && i < a->column_count; i++)
        is_same = strcmp(a->columns[i].name, b->columns[i].name) == 0 &&
                  a->columns[i].type == b->columns[i].type;
    return is_same ? ERR_NONE : refuse(a->sql, "it differs between the databases");
}
