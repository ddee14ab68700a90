#include "data/backup/backup_content.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/number.h"
#include "data/db/db_self.h"
#include "data/db/db_table.h"
#include "data/db/query.h"

/* Those whose rows a backup has in files of their own. */
static const char *const apart[] = {"data_keys", "schema_migrations"};

static bool is_apart(const char *table)
{
    for (size_t i = 0; i < COUNT_OF(apart); i++)
        if (strcmp(apart[i], table) == 0)
            return true;
    return false;
}

/* -1 if a database of an older version has no such table. */
static enum err count_rows(struct db *db, int table, int64_t *count)
{
    bool has = false;
    struct query q;
    struct db_result result;
    *count = -1;
    enum err err = db_has_table(db, db_tables[table].name, &has);
    if (err != ERR_NONE || !has)
        return err;
    query_begin(&q, db, "SELECT count(*) FROM ");
    query_add(&q, db_tables[table].name);
    err = query_run(&q, &result);
    if (err == ERR_NONE)
        *count = db_get_int(&result, 0, 0);
    return err;
}

static enum err add_counts(struct db *db, json_t *manifest)
{
    json_t *tables = json_object();
    json_object_set_new(manifest, "tables", tables);
    for (int i = 0; i < db_table_count; i++) {
        int64_t count = 0;
        enum err err = count_rows(db, i, &count);
        if (err != ERR_NONE)
            return err;
        if (count >= 0)
            json_object_set_new(tables, db_tables[i].name, json_integer(count));
    }
    return ERR_NONE;
}

static enum err add_migrations(struct db *db, json_t *manifest)
{
    struct db_result rows;
    json_t *migrations = json_array();
    json_object_set_new(manifest, "migrations", migrations);
    enum err err = db_select(db, &rows,
                             "SELECT number, name, checksum, applied_at FROM schema_migrations "
                             "WHERE number > $1 ORDER BY number LIMIT 10000",
                             db_int(0));
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++)
        json_array_append_new(migrations, json_pack("{s:I, s:s, s:s, s:I}", "number",
                                                    (json_int_t)db_get_int(&rows, i, 0), "name",
                                                    db_get_text(&rows, i, 1), "checksum",
                                                    db_get_text(&rows, i, 2), "applied_at",
                                                    (json_int_t)db_get_time(&rows, i, 3)));
    if (err == ERR_NONE)
        json_object_set_new(
            manifest, "schema",
            json_integer(rows.row_count > 0 ? db_get_int(&rows, rows.row_count - 1, 0) : 0));
    return err;
}

static enum err add_key_ids(struct db *db, json_t *manifest)
{
    struct db_result rows;
    json_t *kids = json_array();
    json_object_set_new(manifest, "key_ids", kids);
    enum err err = db_query(db,
                            "SELECT DISTINCT kid FROM data_keys UNION "
                            "SELECT DISTINCT email_index_kid FROM addresses ORDER BY 1 LIMIT 1000",
                            NULL, 0, &rows);
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++)
        json_array_append_new(kids, json_string(db_get_text(&rows, i, 0)));
    return err;
}

enum err backup_describe(struct db *db, json_t *manifest)
{
    enum err err = add_migrations(db, manifest);
    if (err == ERR_NONE)
        err = add_key_ids(db, manifest);
    return err == ERR_NONE ? add_counts(db, manifest) : err;
}

enum err backup_check_counts(struct db *db, const json_t *manifest)
{
    const json_t *tables = json_object_get(manifest, "tables");
    for (int i = 0; i < db_table_count; i++) {
        const char *name = db_tables[i].name;
        const json_t *expected = json_object_get(tables, name);
        int64_t count = 0;
        enum err err = is_apart(name) ? ERR_NONE : count_rows(db, i, &count);
        if (err != ERR_NONE)
            return err;
        if (is_apart(name) || count == number_of_json(NUMBER_COUNTER, expected, -1))
            continue;
        log_line("error", "restore.rows_differ", (const struct log_field[]){{"table", name}}, 1);
        return ERR_INVALID;
    }
    return ERR_NONE;
}

enum err backup_note(struct db *db)
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, db_change(db,
                                   "INSERT INTO installation (name, value, created_at) "
                                   "VALUES ('last_backup', $1, $2) ON CONFLICT (name) DO UPDATE "
                                   "SET created_at = excluded.created_at",
                                   db_bytes("", 0), db_time(clock_now())));
}
