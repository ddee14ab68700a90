#include "data/db/kept_row.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "data/db/kept.h"

/* Counts, the values, then the bytes of their texts in a row, each with a NUL behind it. */
struct counts {
    int rows;
    int columns;
};

static bool has_bytes(const struct db_value *value)
{
    return value->type == DB_TEXT || value->type == DB_BYTES;
}

void kept_row_store(struct db *db, struct text key, const struct db_result *result)
{
    struct buf bytes;
    const struct counts counts = {result->row_count, result->column_count};
    size_t count = (size_t)counts.rows * (size_t)counts.columns;
    buf_init(&bytes, db_arena(db));
    buf_add(&bytes, (const char *)&counts, sizeof counts);
    buf_add(&bytes, (const char *)result->values, count * sizeof *result->values);
    for (size_t i = 0; i < count; i++) {
        if (!has_bytes(&result->values[i]))
            continue;
        buf_add(&bytes, result->values[i].text.data, result->values[i].text.len);
        buf_add_char(&bytes, '\0');
    }
    kept_store(db, key, (struct text){bytes.data, bytes.len}, clock_now() + CLOCK_MINUTE);
}

/* The texts stay where they are: kept_find has copied them. */
static void read_rows(struct arena *arena, struct text kept, struct db_result *result)
{
    struct counts counts;
    memcpy(&counts, kept.data, sizeof counts);
    size_t count = (size_t)counts.rows * (size_t)counts.columns;
    struct db_value *values = arena_array(arena, count, sizeof *values);
    memcpy(values, kept.data + sizeof counts, count * sizeof *values);
    const char *text = kept.data + sizeof counts + count * sizeof *values;
    for (size_t i = 0; i < count; i++) {
        if (!has_bytes(&values[i]))
            continue;
        values[i].text.data = text;
        text += values[i].text.len + 1;
    }
    *result = (struct db_result){values, counts.rows, counts.columns, 0};
}

bool kept_row_read(struct db *db, struct text key, struct db_result *result)
{
    struct text kept = kept_find(db, key);
    if (kept.data != NULL)
        read_rows(db_arena(db), kept, result);
    return kept.data != NULL;
}

bool kept_rows_find(struct db *db, const char *key, struct kept_rows *rows)
{
    *rows = (struct kept_rows){.is_kept = false};
    if (key == NULL)
        return false;
    rows->key = (struct text){key, strlen(key)};
    rows->is_kept = kept_row_read(db, rows->key, &rows->rows);
    return rows->is_kept;
}

void kept_rows_keep(struct db *db, const struct kept_rows *rows)
{
    if (!rows->is_kept && rows->key.data != NULL)
        kept_row_store(db, rows->key, &rows->rows);
}

enum err kept_row_find(struct db *db, const struct uuid *organization_id, struct text key,
                       struct db_result *result)
{
    struct db_result row;
    *result = (struct db_result){.values = NULL};
    if (!kept_may_hold(db, organization_id, key))
        return ERR_NONE;
    db_read_last(db);
    enum err err =
        db_select(db, &row, "SELECT version FROM content_versions WHERE organization_id = $1",
                  db_uuid(organization_id));
    if (err != ERR_NONE || row.row_count == 0)
        return err;
    struct uuid version = db_get_uuid(&row, 0, 0);
    kept_enter(db, organization_id, &version);
    (void)!kept_row_read(db, key, result);
    return ERR_NONE;
}
