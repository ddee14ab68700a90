#include "data/search/search_content.h"

#include "data/db/query.h"
#include "data/record/record_load.h"
#include "data/search/search_rows.h"
#include "data/vault/vault.h"

/* Contents are read up to so many bytes at a time: what an arena keeps when it is reset, so that
 * the memory is not asked for anew each time. */
enum { BYTES_MAX = 192 * 1024 };

enum { COLUMN_ID, COLUMN_FACET, COLUMN_PARTS };

enum err search_content_open(struct search_content *content, struct db *db,
                             const struct uuid *organization_id)
{
    *content = (struct search_content){.db = db, .organization_id = *organization_id};
    return vault_organization_key(db, organization_id, &content->data_key_id);
}

void search_content_begin(struct search_content *content, const struct record_kind *kind)
{
    content->kind = kind;
}

/* The rows of a walk between two places, in its direction. */
static enum err select_contents(struct search_content *content, const struct db_result *batch,
                                int count)
{
    struct query q;
    struct uuid first = db_get_uuid(batch, 0, 0);
    struct uuid last = db_get_uuid(batch, count - 1, 0);
    query_begin(&q, content->db, "SELECT v.id, v.");
    query_add(&q, content->kind->facet);
    record_add_columns(&q, content->kind);
    query_add(&q, " FROM ");
    query_add(&q, content->kind->table);
    query_add(&q, " r JOIN ");
    query_add(&q, content->kind->versions);
    query_bind(&q,
               " v ON v.organization_id = r.organization_id AND v.record_id = r.id "
               "AND v.version = r.version WHERE r.organization_id = ",
               db_uuid(&content->organization_id));
    query_bind(&q, " AND (r.updated_at, r.id) <= (", db_time(db_get_time(batch, 0, 1)));
    query_bind(&q, ", ", db_uuid(&first));
    query_bind(&q, ") AND (r.updated_at, r.id) >= (", db_time(db_get_time(batch, count - 1, 1)));
    query_bind(&q, ", ", db_uuid(&last));
    query_bind(&q, ") ORDER BY r.updated_at DESC, r.id DESC LIMIT ", db_int(count));
    return query_run(&q, &content->rows);
}

enum err search_content_load(struct search_content *content, const struct db_result *batch,
                             int *count)
{
    int64_t bytes = 0;
    int fitting = 0;
    while (fitting < *count && (fitting == 0 || bytes < BYTES_MAX))
        bytes += db_get_int(batch, fitting++, SEARCH_LEN_COLUMN);
    enum err err = select_contents(content, batch, fitting);
    if (err == ERR_NONE && content->rows.row_count != fitting)
        die("a record without its current version");
    *count = fitting;
    return err;
}

static enum err look(struct search_content *content, int row, struct text_match *match,
                     struct record_match_place *found)
{
    struct record_content opened = {.facet = db_get_text(&content->rows, row, COLUMN_FACET)};
    struct record_sealed sealed = {&content->rows,
                                   row,
                                   COLUMN_PARTS,
                                   content->organization_id,
                                   db_get_uuid(&content->rows, row, COLUMN_ID),
                                   content->data_key_id};
    enum err err = record_open(content->db, content->kind, &sealed, &opened);
    if (err == ERR_NONE)
        (void)record_match_content(db_arena(content->db), content->kind, &opened, match, found);
    return err;
}

enum err search_content_look(struct search_content *content, int row, struct text_match *match,
                             struct record_match_place *found)
{
    *found = (struct record_match_place){{NULL, 0}, {0, 0}};
    if (arena_used(content->opened) > BYTES_MAX)
        arena_reset(content->opened);
    struct arena *before = db_use_arena(content->db, content->opened);
    enum err err = look(content, row, match, found);
    (void)!db_use_arena(content->db, before);
    return err;
}
