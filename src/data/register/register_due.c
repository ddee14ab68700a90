#include "data/register/register_due.h"

/* The most overdue entries of the organization, among which those of an owner are looked for. */
#define LOOKED_AT 500

/* $1 is the organization. */
static void add_overseen(struct query *q, const char *person_sql, int64_t until, int max)
{
    query_add(q, "SELECT * FROM (SELECT e.record_id, e.kind, e.review_on, 1 AS is_oversight "
                 "FROM register_entries e WHERE e.organization_id = $1 AND e.oversight_id = ");
    query_add(q, person_sql);
    query_bind(q, " AND e.review_on <= ", db_time(until));
    query_bind(q, " ORDER BY e.review_on LIMIT ", db_int(max));
    query_add(q, ") overseen");
}

static void add_owned(struct query *q, const char *person_sql, int64_t until,
                      const struct record_kind *kind)
{
    query_add(q, " UNION SELECT e.record_id, e.kind, e.review_on, CASE WHEN e.oversight_id = ");
    query_add(q, person_sql);
    query_add(q, " THEN 1 ELSE 0 END FROM (SELECT d.record_id, d.kind, d.review_on, "
                 "d.oversight_id FROM register_entries d WHERE d.organization_id = $1");
    query_bind(q, " AND d.review_on <= ", db_time(until));
    query_bind(q, " ORDER BY d.review_on, d.record_id LIMIT ", db_int(LOOKED_AT));
    query_add(q, ") e JOIN ");
    query_add(q, kind->table);
    query_add(q, " r ON r.organization_id = $1 AND r.id = e.record_id AND r.owner_id = ");
    query_add(q, person_sql);
}

/* A subquery: who oversees and who owns, each entry once. */
static void add_due(struct query *q, const char *person_sql, int max)
{
    /* the same all day long, so that an answer that was asked ahead is found */
    int64_t until = clock_now() / CLOCK_DAY * CLOCK_DAY + REGISTER_SOON;
    query_add(q, "(");
    add_overseen(q, person_sql, until, max);
    add_owned(q, person_sql, until, &record_kinds[RECORD_AGENT]);
    add_owned(q, person_sql, until, &record_kinds[RECORD_TEAM]);
    query_add(q, ") due");
}

/* Archived records are not reviewed. */
static void add_records(struct query *q)
{
    query_add(q, " LEFT JOIN agents a ON a.organization_id = $1 AND a.id = due.record_id AND "
                 "a.archived_at IS NULL LEFT JOIN teams t ON t.organization_id = $1 AND "
                 "t.id = due.record_id AND t.archived_at IS NULL "
                 "WHERE COALESCE(a.name, t.name) IS NOT NULL");
}

void register_due_add_count(struct query *query, const char *person_sql, int max)
{
    query_add(query, "(SELECT count(*) FROM (SELECT due.record_id FROM ");
    add_due(query, person_sql, max);
    add_records(query);
    query_bind(query, " LIMIT ", db_int(max));
    query_add(query, ") reviews)");
}

static void select_due(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "WITH me AS (SELECT o.id AS organization_id, u.id AS user_id FROM "
                "organizations o JOIN users u ON u.organization_id = o.id WHERE o.id = ");
    query_bind(q, "", db_uuid(&actor->organization_id));
    query_bind(q, " AND u.id = ", db_uuid(&actor->user_id));
    query_add(q, ") SELECT due.kind, due.record_id, COALESCE(a.name, t.name), due.review_on, "
                 "due.is_oversight FROM ");
    add_due(q, "(SELECT me.user_id FROM me)", REGISTER_DUE_MAX + 1);
    add_records(q);
    query_bind(q, " ORDER BY due.review_on, due.record_id LIMIT ", db_int(REGISTER_DUE_MAX + 1));
}

void register_due_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_due(&q, db, actor);
    query_ahead(&q);
}

enum err register_due_list(struct db *db, const struct actor *actor, struct register_due_list *list)
{
    struct query q;
    struct db_result result;
    select_due(&q, db, actor);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > REGISTER_DUE_MAX;
    list->count = list->has_more ? REGISTER_DUE_MAX : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        list->items[i] = (struct register_due){
            .kind = record_kind_find(db_get_text(&result, i, 0)),
            .record_id = db_get_uuid(&result, i, 1),
            .name = db_get_text(&result, i, 2),
            .review_on = db_get_time(&result, i, 3),
            .is_oversight = db_get_int(&result, i, 4) != 0,
        };
    return ERR_NONE;
}
