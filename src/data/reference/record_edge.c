#include "data/reference/record_edge.h"

#include "data/record/record_store.h"

/* A version that is not live counts if one that counts has pinned it, directly or through others:
 * the pins upwards from l, until one of them is live. $1 is the organization: a distributed
 * PostgreSQL takes a recursion only with the value in each of its parts. */
static const char is_pinned[] =
    "EXISTS (WITH RECURSIVE pin(id, version, is_live) AS ("
    "SELECT p.source_id, p.source_version, p.is_live FROM record_links p "
    "WHERE p.organization_id = $1 AND p.target_id = l.source_id "
    "AND p.target_version = l.source_version UNION "
    "SELECT p.source_id, p.source_version, p.is_live FROM pin JOIN record_links p "
    "ON p.organization_id = $1 AND p.target_id = pin.id "
    "AND p.target_version = pin.version WHERE NOT pin.is_live) "
    "SELECT 1 FROM pin WHERE pin.is_live)";

/* What there is to say of the sources, whatever their kinds. */
static void add_sources(struct query *q)
{
    static const char *const columns[] = {"name", NULL, "version", "archived_at", "marks"};
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        query_add(q, ", COALESCE(");
        for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
            query_add(q, k == 0 ? "" : ", ");
            query_add(q, record_kinds[k].table);
            query_add(q, ".");
            query_add(q, columns[i] == NULL ? record_kinds[k].facet : columns[i]);
        }
        query_add(q, ")");
    }
}

/* $1 is the organization. */
static void join_sources(struct query *q)
{
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        query_add(q, " LEFT JOIN ");
        query_add(q, record_kinds[k].table);
        query_add(q, " ON ");
        query_add(q, record_kinds[k].table);
        query_add(q, ".organization_id = $1 AND ");
        query_add(q, record_kinds[k].table);
        query_add(q, ".id = l.source_id");
    }
}

#define EDGE_COLUMNS                                                                               \
    "l.source_kind, l.source_id, l.source_version, l.sort, l.label, l.target_version, l.target_id"
#define EDGE_ORDER " ORDER BY l.source_id, l.source_version DESC, l.position LIMIT "

/* Links that count: from live versions, and from pinned ones. */
static void add_counting(struct query *q)
{
    query_add(q, " AND (l.is_live OR ");
    query_add(q, is_pinned);
    query_add(q, ")");
}

void record_edge_select(struct query *q, struct db *db, const struct uuid *organization_id,
                        const struct uuid *targets, int count)
{
    query_begin(q, db, "SELECT " EDGE_COLUMNS);
    add_sources(q);
    query_add(q, " FROM record_links l");
    join_sources(q);
    query_bind(q, " WHERE l.organization_id = ", db_uuid(organization_id));
    query_add(q, " AND l.target_id IN (");
    for (int i = 0; i < RECORD_EDGE_TARGETS; i++) /* the last one fills the list: few texts */
        query_bind(q, i == 0 ? "" : ", ", db_uuid(&targets[i < count ? i : count - 1]));
    query_add(q, ")");
    add_counting(q);
    query_bind(q, EDGE_ORDER, db_int(RECORD_EDGES_MAX));
}

/* The limit is inside, so that the recursion ends with it. */
void record_edge_select_all(struct query *q, struct db *db, const struct record_head *root)
{
    query_begin(q, db, "WITH RECURSIVE edge AS (SELECT " EDGE_COLUMNS ", l.position ");
    query_bind(q,
               "FROM record_links l WHERE l.organization_id = ", db_uuid(&root->organization_id));
    query_bind(q, " AND l.target_id = ", db_uuid(&root->id));
    add_counting(q);
    query_add(q, " UNION SELECT " EDGE_COLUMNS ", l.position FROM edge e JOIN record_links l "
                 "ON l.organization_id = $1 AND l.target_id = e.source_id WHERE l.target_id <> $2");
    add_counting(q);
    query_add(q, ") SELECT " EDGE_COLUMNS);
    add_sources(q);
    query_bind(q, " FROM (SELECT * FROM edge LIMIT ", db_int(RECORD_EDGES_AT_ONCE));
    query_add(q, ") l");
    join_sources(q);
    query_bind(q, EDGE_ORDER, db_int(RECORD_EDGES_AT_ONCE));
}

struct record_edge record_edge_read(const struct db_result *result, int row)
{
    return (struct record_edge){
        .kind = record_kind_find(db_get_text(result, row, 0)),
        .source_id = db_get_uuid(result, row, 1),
        .source_version = db_get_int(result, row, 2),
        .sort = db_get_text(result, row, 3),
        .label = db_get_text(result, row, 4),
        .target_version = db_get_int(result, row, 5),
        .target_id = db_get_uuid(result, row, 6),
        .source = {.name = db_get_text(result, row, 7),
                   .facet = db_get_text(result, row, 8),
                   .version = db_get_int(result, row, 9),
                   .archived_at = db_get_time(result, row, 10)},
        .marks = db_get_text(result, row, 11),
    };
}
