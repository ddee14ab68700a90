#include "data/key/key_rotate_rows.h"

#include <stdio.h>
#include <string.h>

#include "data/db/query.h"
#include "data/vault/vault.h"
#include "domain/record/kind.h"

enum {
    TABLES_MAX = 64,
    HEAD_LEN = SEAL_OVERHEAD - 16, /* of a blob, with its nonce: no two blobs have the same */
    FIRST_COLUMN = 5               /* of the answer */
};

static const char people[] = "users";

/* A row to be written: a value for each column, as it was read and as it will be. */
struct key_rotate_row {
    struct uuid id;
    struct uuid old_key;
    struct wrapped_key wrapped; /* a person's new key */
    struct text old[KEY_ROTATE_COLUMNS];
    struct db_value new[KEY_ROTATE_COLUMNS];
};

/* ---- the tables ---------------------------------------------------------------------------- */

/* Rows that are only added to keep the key that they were sealed with: no way to rewrite them is
 * the promise of versions and of the log. */
static bool is_only_added_to(const char *table)
{
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (strcmp(record_kinds[i].versions, table) == 0)
            return true;
    return strcmp(table, "label_moves") == 0 || strcmp(table, "audit_events") == 0;
}

static int add_column(struct key_rotate_table *tables, int count, const struct column *column)
{
    bool is_personal = column->rule == COLUMN_PERSON;
    if (count == 0 || strcmp(tables[count - 1].name_sql, column->table) != 0) {
        if (count == TABLES_MAX)
            die("too many tables have sealed columns");
        (void)snprintf(tables[count].name_sql, COLUMN_NAME_LEN, "%s", column->table);
        tables[count++].is_personal = is_personal;
    }
    struct key_rotate_table *table = &tables[count - 1];
    if (table->is_personal != is_personal || table->column_count == KEY_ROTATE_COLUMNS)
        die("%s can't be sealed anew: it has columns of two owners, or too many", table->name_sql);
    (void)snprintf(table->columns_sql[table->column_count++], COLUMN_NAME_LEN, "%s", column->name);
    return count;
}

static int collect(struct key_rotate_table *tables)
{
    int count = 0;
    struct column column = {.entry = 0};
    while (columns_next(&column))
        if (column_is_sealed(&column) && !is_only_added_to(column.table))
            count = add_column(tables, count, &column);
    for (int i = 0; i < count; i++) {
        struct key_rotate_table first = tables[0];
        if (strcmp(tables[i].name_sql, people) != 0)
            continue;
        tables[0] = tables[i];
        tables[i] = first;
    }
    return count;
}

const struct key_rotate_table *key_rotate_table(int index)
{
    static struct key_rotate_table tables[TABLES_MAX];
    static int count;
    if (count == 0)
        count = collect(tables);
    return index < count ? &tables[index] : NULL;
}

static bool is_people(const struct key_rotate_rows *rows)
{
    return strcmp(rows->table->name_sql, people) == 0;
}

/* ---- reading ------------------------------------------------------------------------------- */

/* The last id of the batch, by number and by bytes; how many rows that is. */
static enum err find_end(struct db *db, struct key_rotate_rows *rows, struct uuid *last)
{
    struct query q;
    struct db_result result;
    int64_t size = 0;
    query_begin(&q, db, "SELECT id, CAST(0");
    for (int i = 0; i < rows->table->column_count; i++) {
        query_add(&q, " + COALESCE(length(");
        query_add(&q, rows->table->columns_sql[i]);
        query_add(&q, "), 0)");
    }
    query_add(&q, " AS bigint) FROM ");
    query_add(&q, rows->table->name_sql);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&rows->organization_id));
    query_bind(&q, " AND id > ", db_uuid(&rows->after));
    query_bind(&q, " ORDER BY id LIMIT ", db_int(KEY_ROTATE_BATCH));
    enum err err = query_run(&q, &result);
    rows->row_count = 0;
    for (int row = 0; err == ERR_NONE && row < result.row_count; row++) {
        size += db_get_int(&result, row, 1);
        if (row > 0 && size > KEY_ROTATE_BYTES)
            break;
        *last = db_get_uuid(&result, row, 0);
        rows->row_count++;
    }
    return err;
}

/* "t.id, the owner's key, when it was made, and the key itself", then the columns. */
static enum err read_rows(struct db *db, const struct key_rotate_rows *rows,
                          const struct uuid *last, struct db_result *result)
{
    struct query q;
    query_begin(&q, db, "SELECT t.id, k.id, k.created_at, " VAULT_KEY_COLUMNS(k));
    for (int i = 0; i < rows->table->column_count; i++) {
        query_add(&q, ", t.");
        query_add(&q, rows->table->columns_sql[i]);
    }
    query_add(&q, " FROM ");
    query_add(&q, rows->table->name_sql);
    if (is_people(rows))
        query_add(&q, " t JOIN users u ON u.organization_id = t.organization_id AND u.id = t.id");
    else if (rows->table->is_personal)
        query_add(&q,
                  " t JOIN users u ON u.organization_id = t.organization_id AND u.id = t.user_id");
    else
        query_add(&q, " t JOIN organizations u ON u.id = t.organization_id");
    query_add(&q, " JOIN data_keys k ON k.organization_id = t.organization_id "
                  "AND k.id = u.data_key_id");
    query_bind(&q, " WHERE t.organization_id = ", db_uuid(&rows->organization_id));
    query_bind(&q, " AND t.id > ", db_uuid(&rows->after));
    query_bind(&q, " AND t.id <= ", db_uuid(last));
    query_bind(&q, " ORDER BY t.id LIMIT ", db_int(KEY_ROTATE_BATCH));
    return query_run(&q, result);
}

static bool is_due(const struct key_rotate_rows *rows, const struct db_result *result, int row)
{
    struct uuid key = db_get_uuid(result, row, 1);
    if (is_people(rows))
        return db_get_time(result, row, 2) < rows->started_at;
    for (int i = 0; i < rows->table->column_count; i++) {
        struct text blob = db_get_bytes(result, row, FIRST_COLUMN + i);
        struct uuid named = seal_key_id(blob);
        if (blob.data != NULL && !uuid_equal(&named, &key))
            return true;
    }
    return false;
}

static enum err seal_row(struct db *db, const struct key_rotate_rows *rows,
                         const struct db_result *result, int row, struct key_rotate_row *due)
{
    struct text plain[KEY_ROTATE_COLUMNS];
    struct uuid key = db_get_uuid(result, row, 1);
    struct seal_place place = {rows->table->name_sql, NULL, rows->organization_id,
                               db_get_uuid(result, row, 0)};
    *due = (struct key_rotate_row){.id = place.row_id, .old_key = key};
    enum err err = vault_learn_key(db, &rows->organization_id, &key, result, row, 3);
    for (int i = 0; err == ERR_NONE && i < rows->table->column_count; i++) {
        place.column = rows->table->columns_sql[i];
        due->old[i] = db_get_bytes(result, row, FIRST_COLUMN + i);
        err = vault_unseal(db, &key, &place, due->old[i], &plain[i]);
    }
    if (err == ERR_NONE && is_people(rows)) {
        vault_make_key(db, &rows->organization_id, &due->wrapped);
        key = due->wrapped.id;
    }
    for (int i = 0; err == ERR_NONE && i < rows->table->column_count; i++) {
        place.column = rows->table->columns_sql[i];
        err = vault_seal(db, &key, &place, plain[i], &due->new[i]);
    }
    return err;
}

enum err key_rotate_rows_prepare(struct db *db, struct key_rotate_rows *rows)
{
    struct uuid last = rows->after;
    struct db_result result;
    rows->due_count = 0;
    enum err err = find_end(db, rows, &last);
    if (err != ERR_NONE || rows->row_count == 0)
        return err;
    err = read_rows(db, rows, &last, &result);
    if (err != ERR_NONE)
        return err;
    rows->after = last;
    rows->due = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *rows->due);
    for (int row = 0; err == ERR_NONE && row < result.row_count; row++)
        if (is_due(rows, &result, row))
            err = seal_row(db, rows, &result, row, &rows->due[rows->due_count++]);
    return err;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* Sets what is there, if it is still what was read. */
static enum err update(struct db *db, const struct key_rotate_rows *rows,
                       const struct key_rotate_row *row, bool *is_changed)
{
    struct query q;
    struct db_result result;
    const char *before_sql = " SET ";
    query_begin(&q, db, "UPDATE ");
    query_add(&q, rows->table->name_sql);
    for (int i = 0; i < rows->table->column_count; i++) {
        if (row->old[i].data == NULL)
            continue;
        query_add(&q, before_sql);
        query_add(&q, rows->table->columns_sql[i]);
        query_bind(&q, " = ", row->new[i]);
        before_sql = ", ";
    }
    if (is_people(rows)) {
        query_add(&q, before_sql);
        query_bind(&q, "data_key_id = ", db_uuid(&row->wrapped.id));
    }
    query_bind(&q, " WHERE organization_id = ", db_uuid(&rows->organization_id));
    query_bind(&q, " AND id = ", db_uuid(&row->id));
    if (is_people(rows))
        query_bind(&q, " AND data_key_id = ", db_uuid(&row->old_key));
    for (int i = 0; i < rows->table->column_count; i++) {
        if (row->old[i].data == NULL)
            continue;
        query_add(&q, " AND substr(");
        query_add(&q, rows->table->columns_sql[i]);
        query_bind(&q, ", 1, 42) = ", db_bytes(row->old[i].data, HEAD_LEN));
    }
    enum err err = query_run(&q, &result);
    *is_changed = err == ERR_NONE && result.change_count > 0;
    return err;
}

enum err key_rotate_rows_write(struct db *db, struct key_rotate_rows *rows, int64_t *count)
{
    enum err err = ERR_NONE;
    *count = 0;
    for (int i = 0; err == ERR_NONE && i < rows->due_count; i++) {
        const struct key_rotate_row *row = &rows->due[i];
        bool is_changed = false;
        if (is_people(rows))
            err = vault_store_key(db, &row->wrapped, &row->id);
        if (err == ERR_NONE)
            err = update(db, rows, row, &is_changed);
        if (err == ERR_NONE && is_people(rows) && !is_changed)
            err = db_change_one(db, "DELETE FROM data_keys WHERE organization_id = $1 AND id = $2",
                                db_uuid(&rows->organization_id), db_uuid(&row->wrapped.id));
        *count += is_changed;
    }
    return err;
}
