#include "data/record/record_row.h"

#include "data/identity/name_cache.h"

static void read_row(const struct db_result *result, int at, struct record_row *row)
{
    *row = (struct record_row){
        .id = db_get_uuid(result, at, 0),
        .name = db_get_text(result, at, 1),
        .description = db_get_text(result, at, 2),
        .version = db_get_int(result, at, 3),
        .archived_at = db_get_time(result, at, 4),
        .created_at = db_get_time(result, at, 5),
        .updated_at = db_get_time(result, at, 6),
        .owner_id = db_get_uuid(result, at, 7),
    };
}

void record_row_turn(struct record_row *rows, int count)
{
    for (int i = 0; i < count / 2; i++) {
        struct record_row row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

void record_row_turn_ids(struct uuid *ids, int count)
{
    for (int i = 0; i < count / 2; i++) {
        struct uuid id = ids[i];
        ids[i] = ids[count - 1 - i];
        ids[count - 1 - i] = id;
    }
}

enum err record_row_read(struct db *db, const struct record_table *table,
                         const struct uuid *organization_id, const struct db_result *result,
                         struct record_row *rows)
{
    enum err err = name_cache_check(db, organization_id);
    for (int i = 0; err == ERR_NONE && i < result->row_count; i++) {
        read_row(result, i, &rows[i]);
        table->read_row(db_arena(db), result, i, &rows[i]);
        err = name_cache_get(db, organization_id, &rows[i].owner_id, &rows[i].owner_name);
    }
    return err;
}

static void fill_params(struct db_value params[RECORD_GROUP + 1], const struct record_ids *ids)
{
    static const struct uuid nobody;
    params[0] = db_uuid(ids->organization_id);
    for (int i = 0; i < RECORD_GROUP; i++)
        params[i + 1] = db_uuid(i < ids->count ? &ids->ids[i] : &nobody);
}

static enum err load_group(struct db *db, const struct record_table *table,
                           const struct record_ids *ids, struct record_row *rows, int *count)
{
    struct db_value params[RECORD_GROUP + 1];
    struct db_result result;
    fill_params(params, ids);
    name_cache_ask(db, ids->organization_id);
    enum err err = db_query(db, table->by_ids_sql, params, RECORD_GROUP + 1, &result);
    if (err != ERR_NONE)
        return err;
    struct record_row *found =
        arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *found);
    err = record_row_read(db, table, ids->organization_id, &result, found);
    for (int i = 0; i < ids->count; i++)
        for (int k = 0; k < result.row_count; k++)
            if (uuid_equal(&found[k].id, &ids->ids[i]))
                rows[(*count)++] = found[k];
    return err;
}

enum err record_row_load(struct db *db, const struct record_table *table,
                         const struct record_ids *ids, struct record_row *rows, int *count)
{
    *count = 0;
    for (int from = 0; from < ids->count; from += RECORD_GROUP) {
        int left = ids->count - from;
        struct record_ids group = {ids->organization_id, ids->ids + from,
                                   left < RECORD_GROUP ? left : RECORD_GROUP};
        enum err err = load_group(db, table, &group, rows, count);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}
