#include "data/listing/record_row.h"

#include "data/approval/approval_expire.h"
#include "data/record/record_load.h"
#include "data/vault/vault.h"

/* How many one question names. */
enum { ROWS_AT_ONCE = 25 };

enum {
    COLUMN_OWNER = 12,
    COLUMN_PROPOSALS = COLUMN_OWNER + PERSON_COLUMN_COUNT,
    COLUMN_USES,
    COLUMN_LINKS
};

/* Open proposals, and the records with live links. Of many links the first are read, whatever they
 * are worth, so that a row costs little; a count of them then begins at RECORD_USES_MANY. */
static void add_state(struct query *query, const struct record_row_source *source)
{
    if (!source->with_state) {
        query_add(query, ", 0, 0");
        return;
    }
    query_add(query, ", (SELECT count(*) FROM label_proposals o "
                     "WHERE o.organization_id = r.organization_id "
                     "AND o.record_id = r.id AND o.state = 'open'");
    query_bind(query, " AND o.created_at > ", db_time(approval_proposed_since(query->db)));
    query_add(query, ")");
    query_add(query, source->kind->is_used
                         ? ", (SELECT count(DISTINCT CASE WHEN k.is_live THEN k.source_id END) "
                           "+ CASE WHEN count(*) < " RECORD_USES_READ " THEN 0 ELSE 1000 END "
                           "FROM (SELECT l.source_id, l.is_live FROM record_links l "
                           "WHERE l.organization_id = r.organization_id AND l.target_id = r.id "
                           "ORDER BY l.source_id LIMIT " RECORD_USES_READ ") k)"
                         : ", 0");
}

void record_row_add_columns(struct query *query, const struct record_row_source *source)
{
    query_add(query, "r.id, r.name, r.folder, r.description, r.version, r.revision, r.owner_id, "
                     "r.marks, r.archived_at, r.created_at, r.updated_at, r.");
    query_add(query, source->kind->facet);
    query_add(query, ", " PERSON_COLUMNS_OF("r.owner_id", u));
    add_state(query, source);
    if (source->with_links)
        query_add(query, ", (SELECT count(*) FROM record_links k "
                         "WHERE k.organization_id = r.organization_id "
                         "AND k.source_id = r.id AND k.source_version = r.version)");
}

static enum err read_row(const struct record_row_source *source, const struct db_result *result,
                         int at, struct record_row *row)
{
    *row = (struct record_row){
        .id = db_get_uuid(result, at, 0),
        .name = db_get_text(result, at, 1),
        .folder = db_get_text(result, at, 2),
        .version = db_get_int(result, at, 4),
        .revision = db_get_int(result, at, 5),
        .owner_id = db_get_uuid(result, at, 6),
        .marks = record_mark_read(db_arena(source->db), db_get_text(result, at, 7)),
        .archived_at = db_get_time(result, at, 8),
        .created_at = db_get_time(result, at, 9),
        .updated_at = db_get_time(result, at, 10),
        .facet = db_get_text(result, at, 11),
        .proposal_count = db_get_int(result, at, COLUMN_PROPOSALS),
        .use_count = db_get_int(result, at, COLUMN_USES),
        .link_count = source->with_links ? db_get_int(result, at, COLUMN_LINKS) : 0,
    };
    struct seal_place place =
        record_description_place(source->kind, &source->organization_id, &row->id);
    enum err err =
        vault_open_text(source->db, &place, db_get_bytes(result, at, 3), &row->description);
    return err == ERR_NONE ? person_name(source->db, result, at, COLUMN_OWNER, &row->owner_name)
                           : err;
}

enum err record_row_read(const struct record_row_source *source, const struct db_result *result,
                         struct record_row *rows)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < result->row_count; i++)
        err = read_row(source, result, i, &rows[i]);
    return err;
}

void record_row_from_ids(struct query *query, const struct record_row_source *source,
                         const struct uuid *ids, int count, int room)
{
    for (int i = 0; i < room; i++)
        query_bind(query, i == 0 ? " FROM (VALUES (" : "), (",
                   i < count ? db_uuid(&ids[i]) : db_null_of(DB_UUID));
    query_add(query, ")) f JOIN ");
    query_add(query, source->kind->table);
    query_bind(query, " r ON r.id = f.column1 AND r.organization_id = ",
               db_uuid(&source->organization_id));
}

static enum err select_some(const struct record_row_source *source, const struct uuid *ids,
                            int count, struct db_result *result)
{
    struct query q;
    query_begin(&q, source->db, "SELECT ");
    record_row_add_columns(&q, source);
    record_row_from_ids(&q, source, ids, count, ROWS_AT_ONCE);
    query_add(&q, RECORD_ROW_JOIN);
    query_bind(&q, " LIMIT ", db_int(ROWS_AT_ONCE));
    return query_run(&q, result);
}

static enum err load_some(const struct record_row_source *source, const struct uuid *ids,
                          int id_count, struct record_row *rows, int *count)
{
    struct db_result result;
    enum err err = select_some(source, ids, id_count, &result);
    if (err != ERR_NONE)
        return err;
    struct record_row *found =
        arena_array(db_arena(source->db), (size_t)result.row_count + 1, sizeof *found);
    err = record_row_read(source, &result, found);
    for (int i = 0; i < id_count; i++)
        for (int k = 0; k < result.row_count; k++)
            if (uuid_equal(&found[k].id, &ids[i]))
                rows[(*count)++] = found[k];
    return err;
}

enum err record_row_load(const struct record_row_source *source, const struct uuid *ids,
                         int id_count, struct record_row *rows, int *count)
{
    *count = 0;
    enum err err = ERR_NONE;
    for (int from = 0; err == ERR_NONE && from < id_count; from += ROWS_AT_ONCE) {
        int left = id_count - from;
        err = load_some(source, ids + from, left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE, rows, count);
    }
    return err;
}

struct record_head record_row_head(const struct record_row *row, const struct record_store *store,
                                   const struct uuid *organization_id)
{
    return (struct record_head){.store = store,
                                .id = row->id,
                                .organization_id = *organization_id,
                                .name = row->name,
                                .folder = row->folder,
                                .description = row->description,
                                .tags = row->marks.tags,
                                .stops = row->marks.stops,
                                .version = row->version,
                                .revision = row->revision,
                                .owner_id = row->owner_id,
                                .archived_at = row->archived_at,
                                .created_at = row->created_at,
                                .updated_at = row->updated_at,
                                .content = {.facet = row->facet}};
}
