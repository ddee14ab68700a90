#include "data/prompt/prompt_reach.h"

#include <string.h>

#include "data/record/record_load.h"
#include "domain/prompt/prompt_reference.h"

/* Limits are constants of the text: 100 versions of at most 64 KiB; and an agent is a step more. */
#define REACHED_LIMIT "100"
#define BODY_LIMIT    "65536"
_Static_assert(PROMPT_REFERENCE_DEPTH_MAX == 5, "the recursion below goes one step further");

enum { COLUMN_VERSION = 6, COLUMN_VERSION_ID, COLUMN_KEY, COLUMN_TYPE, COLUMN_PARTS };

/* The version that a link l means now, with its target as p and the label as b. */
#define LINKED                                                                                     \
    "COALESCE(l.target_version, CASE WHEN l.label = 'latest' THEN p.version ELSE b.version END)"
#define LINKED_JOIN                                                                                \
    " JOIN prompts p ON p.organization_id = $1 AND p.id = l.target_id "                            \
    "LEFT JOIN prompt_labels b ON b.organization_id = $1 AND b.record_id = l.target_id "           \
    "AND b.label = l.label "

/* $1 is the organization: a distributed PostgreSQL takes a recursion only with the value in each of
 * its parts. The limit is inside, so that the recursion ends with it. */
static void select_reach(struct query *q, struct db *db, const struct record_source *source)
{
    query_begin(q, db,
                "WITH RECURSIVE reach(id, version, depth) AS ("
                "SELECT p.id, " LINKED ", 1 FROM record_links l" LINKED_JOIN);
    query_bind(q, "WHERE l.organization_id = ", db_uuid(&source->head->organization_id));
    query_bind(q, " AND l.source_id = ", db_uuid(&source->head->id));
    query_add(q, " AND l.source_version = ");
    record_source_add(q, source);
    query_add(q, " UNION SELECT p.id, " LINKED ", r.depth + 1 FROM reach r JOIN record_links l "
                 "ON l.organization_id = $1 AND l.source_id = r.id AND l.source_version = "
                 "r.version" LINKED_JOIN "WHERE r.depth < 6) "
                 "SELECT p.id, p.owner_id, p.name, p.name_key, p.version, p.marks, v.version, "
                 "v.id, o.data_key_id, v.type");
    record_add_columns(q, prompt_store.kind);
    query_add(q, " FROM (SELECT DISTINCT id, version FROM (SELECT id, version FROM reach "
                 "LIMIT " REACHED_LIMIT ") r) n "
                 "JOIN prompts p ON p.organization_id = $1 AND p.id = n.id "
                 "JOIN organizations o ON o.id = $1 "
                 "LEFT JOIN prompt_versions v ON v.organization_id = $1 AND v.record_id = n.id "
                 "AND v.version = n.version AND length(v.body) <= " BODY_LIMIT);
}

void prompt_reach_ahead(struct db *db, const struct record_source *source)
{
    struct query q;
    select_reach(&q, db, source);
    query_ahead(&q);
}

enum err prompt_reach_load(struct db *db, const struct record_source *source,
                           struct prompt_reach *reach)
{
    struct query q;
    *reach = (struct prompt_reach){.db = db, .organization_id = source->head->organization_id};
    select_reach(&q, db, source);
    enum err err = query_run(&q, &reach->rows);
    if (err != ERR_NONE)
        return err;
    const struct db_result *rows = &reach->rows;
    reach->items = arena_array(db_arena(db), (size_t)rows->row_count + 1, sizeof *reach->items);
    for (int i = 0; i < rows->row_count; i++)
        reach->items[i] = (struct prompt_reached){
            .brief = {.kind = prompt_store.kind,
                      .id = db_get_uuid(rows, i, 0),
                      .owner_id = db_get_uuid(rows, i, 1),
                      .name = db_get_text(rows, i, 2),
                      .version = db_get_int(rows, i, 4),
                      .marks = record_mark_read(db_arena(db), db_get_text(rows, i, 5))},
            .key = db_get_text(rows, i, 3),
            .version = db_get_int(rows, i, COLUMN_VERSION)};
    return ERR_NONE;
}

const struct prompt_reached *prompt_reach_find(const struct prompt_reach *reach, const char *key)
{
    for (int i = 0; i < reach->rows.row_count; i++)
        if (strcmp(reach->items[i].key, key) == 0)
            return &reach->items[i];
    return NULL;
}

const struct prompt_reached *prompt_reach_get(const struct prompt_reach *reach,
                                              const struct uuid *id)
{
    for (int i = 0; i < reach->rows.row_count; i++)
        if (uuid_equal(&reach->items[i].brief.id, id))
            return &reach->items[i];
    return NULL;
}

enum err prompt_reach_open(const struct prompt_reach *reach, const struct uuid *id, int64_t version,
                           struct prompt_content *content)
{
    const struct db_result *rows = &reach->rows;
    int row = 0;
    while (row < rows->row_count &&
           (reach->items[row].version != version || !uuid_equal(&reach->items[row].brief.id, id)))
        row++;
    if (row == rows->row_count || version == 0)
        return ERR_NOT_FOUND;
    struct record_content opened = {.facet = db_get_text(rows, row, COLUMN_TYPE)};
    struct record_sealed sealed = {rows,
                                   row,
                                   COLUMN_PARTS,
                                   reach->organization_id,
                                   db_get_uuid(rows, row, COLUMN_VERSION_ID),
                                   db_get_uuid(rows, row, COLUMN_KEY)};
    enum err err = record_open(reach->db, prompt_store.kind, &sealed, &opened);
    if (err == ERR_NONE)
        *content = prompt_content(&opened);
    return err;
}
