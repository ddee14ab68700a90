#include "data/prompt_row.h"

#include "data/name_cache.h"
#include "data/prompt_mark.h"

/* Lists of ids are bound in groups of this size, the rest filled with the nil UUID: the texts of
 * SQL are few and fixed. The usual page is one group. */
enum { GROUP = 25 };

enum { MARKS_COLUMN = 8, OWNER_COLUMN = 9 };

#define GROUP_PARAMS                                                                               \
    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, " \
    "$22, $23, $24, $25, $26"

/* The organization is said the other way round: SQLite keeps no statistics and would walk all its
 * prompts instead of finding these. */
static const char rows_sql[] = "SELECT " PROMPT_ROW_COLUMNS "FROM prompts p "
                               "WHERE NOT (p.organization_id <> $1) AND p.id IN (" GROUP_PARAMS ")";

static enum err read_row(struct arena *arena, const struct db_result *result, int at,
                         struct prompt_row *row)
{
    *row = (struct prompt_row){
        .id = db_get_uuid(result, at, 0),
        .name = db_get_text(result, at, 1),
        .description = db_get_text(result, at, 2),
        .version = db_get_int(result, at, 4),
        .archived_at = db_get_time(result, at, 5),
        .created_at = db_get_time(result, at, 6),
        .updated_at = db_get_time(result, at, 7),
        .owner_id = db_get_uuid(result, at, OWNER_COLUMN),
    };
    char *marks = arena_strdup(arena, db_get_text(result, at, MARKS_COLUMN));
    prompt_mark_read(arena, marks, row);
    return prompt_type_parse(db_get_text(result, at, 3), &row->type);
}

void prompt_row_turn(struct prompt_row *rows, int count)
{
    for (int i = 0; i < count / 2; i++) {
        struct prompt_row row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

void prompt_row_turn_ids(struct uuid *ids, int count)
{
    for (int i = 0; i < count / 2; i++) {
        struct uuid id = ids[i];
        ids[i] = ids[count - 1 - i];
        ids[count - 1 - i] = id;
    }
}

enum err prompt_row_read(struct db *db, const struct uuid *organization_id,
                         const struct db_result *result, struct prompt_row *rows)
{
    enum err err = name_cache_check(db, organization_id);
    for (int i = 0; err == ERR_NONE && i < result->row_count; i++) {
        if (read_row(db_arena(db), result, i, &rows[i]) != ERR_NONE)
            die("an unknown type of prompt");
        err = name_cache_get(db, organization_id, &rows[i].owner_id, &rows[i].owner_name);
    }
    return err;
}

static void fill_params(struct db_value params[GROUP + 1], const struct uuid *organization_id)
{
    static const struct uuid nobody;
    params[0] = db_uuid(organization_id);
    for (int i = 1; i <= GROUP; i++)
        params[i] = db_uuid(&nobody);
}

static enum err load_group(struct db *db, const struct prompt_ids *ids, struct prompt_row *rows,
                           int *count)
{
    struct db_value params[GROUP + 1];
    struct db_result result;
    fill_params(params, ids->organization_id);
    for (int i = 0; i < ids->count; i++)
        params[i + 1] = db_uuid(&ids->ids[i]);
    enum err err = db_query(db, rows_sql, params, GROUP + 1, &result);
    if (err != ERR_NONE)
        return err;
    struct prompt_row *found =
        arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *found);
    err = prompt_row_read(db, ids->organization_id, &result, found);
    for (int i = 0; i < ids->count; i++)
        for (int k = 0; k < result.row_count; k++)
            if (uuid_equal(&found[k].id, &ids->ids[i]))
                rows[(*count)++] = found[k];
    return err;
}

enum err prompt_row_load(struct db *db, const struct prompt_ids *ids, struct prompt_row *rows,
                         int *count)
{
    *count = 0;
    for (int from = 0; from < ids->count; from += GROUP) {
        int left = ids->count - from;
        struct prompt_ids group = {ids->organization_id, ids->ids + from,
                                   left < GROUP ? left : GROUP};
        enum err err = load_group(db, &group, rows, count);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}
