#include "data/prompt_row.h"

#include <string.h>

/* Lists of ids are bound in groups of this size, the rest filled with the nil UUID: the texts of
 * SQL are few and fixed. The usual page is one group. */
enum { GROUP = 25 };

#define GROUP_PARAMS                                                                               \
    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, " \
    "$22, $23, $24, $25, $26"

/* The organization is said the other way round: SQLite keeps no statistics and would walk all its
 * prompts instead of finding these. */
static const char rows_sql[] =
    "SELECT " PROMPT_ROW_COLUMNS "FROM prompts p CROSS JOIN users u "
    "WHERE NOT (p.organization_id <> $1) AND p.id IN (" GROUP_PARAMS ") AND u.id = p.owner_id";

static const char marks_sql[] = "SELECT prompt_id, position, tag, 0 FROM prompt_tags "
                                "WHERE organization_id = $1 AND prompt_id IN (" GROUP_PARAMS ") "
                                "UNION ALL SELECT prompt_id, version, label, 1 FROM prompt_labels "
                                "WHERE organization_id = $1 AND prompt_id IN (" GROUP_PARAMS ")";

static enum err read_row(const struct db_result *result, int at, struct prompt_row *row)
{
    *row = (struct prompt_row){
        .id = db_get_uuid(result, at, 0),
        .name = db_get_text(result, at, 1),
        .description = db_get_text(result, at, 2),
        .version = db_get_int(result, at, 4),
        .archived_at = db_get_time(result, at, 5),
        .created_at = db_get_time(result, at, 6),
        .updated_at = db_get_time(result, at, 7),
        .owner_id = db_get_uuid(result, at, 8),
    };
    return prompt_type_parse(db_get_text(result, at, 3), &row->type);
}

/* The owner's name: of an earlier row with the same owner, or opened. */
static enum err find_name(struct db *db, const struct db_result *result, int at,
                          struct prompt_row *rows)
{
    for (int i = 0; i < at; i++) {
        if (uuid_equal(&rows[i].owner_id, &rows[at].owner_id)) {
            rows[at].owner_name = rows[i].owner_name;
            return ERR_NONE;
        }
    }
    return person_name(db, result, at, 8, &rows[at].owner_name);
}

static void turn_round(struct prompt_row *rows, int count)
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

enum err prompt_row_read(struct db *db, const struct db_result *result, bool is_backward,
                         struct prompt_row *rows)
{
    for (int i = 0; i < result->row_count; i++) {
        if (read_row(result, i, &rows[i]) != ERR_NONE)
            die("an unknown type of prompt");
        enum err err = find_name(db, result, i, rows);
        if (err != ERR_NONE)
            return err;
    }
    if (is_backward)
        turn_round(rows, result->row_count);
    return ERR_NONE;
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
    err = prompt_row_read(db, &result, false, found);
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

static struct prompt_row *find_row(struct prompt_row *rows, int count, const struct uuid *id)
{
    for (int i = 0; i < count; i++)
        if (uuid_equal(&rows[i].id, id))
            return &rows[i];
    die("tags of another prompt than asked for");
}

/* Marks of one group of rows: position or version, text, is it a label. */
enum { MARK_PROMPT, MARK_NUMBER, MARK_TEXT, MARK_IS_LABEL };

static void count_mark(const struct db_result *result, int at, struct prompt_row *row)
{
    if (db_get_int(result, at, MARK_IS_LABEL) != 0)
        row->label_count++;
    else
        row->tag_count++;
}

/* Sorted as they come: a prompt has few, and the index usually gives them in order. */
static void add_tag(const struct db_result *result, int at, struct prompt_row *row,
                    int64_t *positions)
{
    int64_t position = db_get_int(result, at, MARK_NUMBER);
    int to = row->tag_count++;
    for (; to > 0 && positions[to - 1] > position; to--) {
        row->tags[to] = row->tags[to - 1];
        positions[to] = positions[to - 1];
    }
    row->tags[to] = db_get_text(result, at, MARK_TEXT);
    positions[to] = position;
}

static void add_label(const struct db_result *result, int at, struct prompt_row *row)
{
    const char *label = db_get_text(result, at, MARK_TEXT);
    int to = row->label_count++;
    for (; to > 0 && strcmp(row->labels[to - 1].label, label) > 0; to--)
        row->labels[to] = row->labels[to - 1];
    row->labels[to] =
        (struct prompt_label){.label = label, .version = db_get_int(result, at, MARK_NUMBER)};
}

static void make_room(struct arena *arena, struct prompt_row *row, int64_t **positions)
{
    row->tags = arena_array(arena, (size_t)row->tag_count + 1, sizeof *row->tags);
    row->labels = arena_array(arena, (size_t)row->label_count + 1, sizeof *row->labels);
    *positions = arena_array(arena, (size_t)row->tag_count + 1, sizeof **positions);
    row->tag_count = row->label_count = 0;
}

static enum err load_marks(struct db *db, const struct uuid *organization_id,
                           struct prompt_row *rows, int count)
{
    struct db_value params[GROUP + 1];
    struct db_result result;
    int64_t *positions[GROUP];
    fill_params(params, organization_id);
    for (int i = 0; i < count; i++)
        params[i + 1] = db_uuid(&rows[i].id);
    enum err err = db_query(db, marks_sql, params, GROUP + 1, &result);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        struct uuid id = db_get_uuid(&result, i, MARK_PROMPT);
        count_mark(&result, i, find_row(rows, count, &id));
    }
    for (int i = 0; i < count; i++)
        make_room(db_arena(db), &rows[i], &positions[i]);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        struct uuid id = db_get_uuid(&result, i, MARK_PROMPT);
        struct prompt_row *row = find_row(rows, count, &id);
        if (db_get_int(&result, i, MARK_IS_LABEL) != 0)
            add_label(&result, i, row);
        else
            add_tag(&result, i, row, positions[row - rows]);
    }
    return err;
}

enum err prompt_row_load_marks(struct db *db, const struct uuid *organization_id,
                               struct prompt_row *rows, int count)
{
    for (int from = 0; from < count; from += GROUP) {
        int left = count - from;
        enum err err = load_marks(db, organization_id, rows + from, left < GROUP ? left : GROUP);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}
