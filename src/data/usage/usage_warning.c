#include "data/usage/usage_warning.h"

#include "data/db/query.h"

/* The beginning of the first of the days, and the other way round: what was released after it may
 * not have been asked for yet. */
static int64_t since(void)
{
    return usage_first_day() * CLOCK_DAY;
}

/* ---- live, and not served ----------------------------------------------------------------- */

static void add_idle(struct query *q, const struct record_kind *kind, const struct actor *actor)
{
    const struct db_value organization = db_uuid(&actor->organization_id);
    query_bind(q, "SELECT ", db_text(kind->name));
    query_add(q, " AS kind, r.id, r.name, l.version, s.last_served_at FROM "
                 "(SELECT record_id, version, updated_at FROM ");
    query_add(q, kind->labels);
    query_bind(q, " WHERE organization_id = ", organization);
    query_bind(q, " AND label = ", db_text(LABEL_PRODUCTION));
    query_bind(q, " LIMIT ", db_int(USAGE_LOOKED_AT));
    query_add(q, ") l JOIN ");
    query_add(q, kind->table);
    query_bind(q, " r ON r.organization_id = ", organization);
    query_add(q, " AND r.id = l.record_id AND r.archived_at IS NULL LEFT JOIN served_records s ");
    query_bind(q, "ON s.organization_id = ", organization);
    query_bind(q, " AND s.record_id = l.record_id WHERE l.updated_at < ", db_time(since()));
    query_bind(q, " AND (s.last_served_at IS NULL OR s.last_served_at < ", db_time(since()));
    query_bind(q, ") AND NOT EXISTS (SELECT 1 FROM record_links k WHERE k.organization_id = ",
               organization);
    query_add(q, " AND k.target_id = l.record_id AND k.is_live)");
    query_bind(
        q, " AND EXISTS (SELECT 1 FROM served_records n WHERE n.organization_id = ", organization);
    query_bind(q, " AND n.last_served_at >= ", db_time(since()));
    query_add(q, ")");
}

static void select_idle(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db, "SELECT kind, id, name, version, last_served_at FROM (");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        if (record_kinds[i].is_test) /* people run it; programs need not fetch it */
            continue;
        query_add(q, i == 0 ? "" : " UNION ALL ");
        add_idle(q, &record_kinds[i], actor);
    }
    query_bind(q, ") w ORDER BY name LIMIT ", db_int(USAGE_WARNING_LIMIT + 1));
}

/* ---- archived, and served ----------------------------------------------------------------- */

static void select_archived(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db, "SELECT s.kind, s.record_id, COALESCE(");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, i == 0 ? "" : ", ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".name");
    }
    query_add(q, ") AS name, CAST(0 AS bigint), s.archived_served_at FROM served_records s");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        const struct record_kind *kind = &record_kinds[i];
        query_add(q, " LEFT JOIN ");
        query_add(q, kind->table);
        query_add(q, " ON ");
        query_add(q, kind->table);
        query_add(q, ".organization_id = s.organization_id AND ");
        query_add(q, kind->table);
        query_add(q, ".id = s.record_id AND ");
        query_add(q, kind->table);
        query_add(q, ".archived_at < s.archived_served_at");
    }
    query_bind(q, " WHERE s.organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND s.archived_served_at >= ", db_time(since()));
    query_add(q, " AND COALESCE(");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, i == 0 ? "" : ", ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".id");
    }
    query_bind(q, ") IS NOT NULL ORDER BY s.archived_served_at DESC LIMIT ",
               db_int(USAGE_WARNING_LIMIT + 1));
}

/* ---- both --------------------------------------------------------------------------------- */

static bool may_see(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return record_kinds_visible(actor, &target);
}

void usage_warnings_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    if (!may_see(actor))
        return;
    select_archived(&q, db, actor);
    query_ahead(&q);
    select_idle(&q, db, actor);
    query_ahead(&q);
}

static void add_rows(const struct db_result *rows, enum usage_warning_sort sort,
                     struct usage_warning_list *list)
{
    bool has_more = rows->row_count > USAGE_WARNING_LIMIT;
    int count = has_more ? USAGE_WARNING_LIMIT : rows->row_count;
    *(sort == USAGE_IDLE ? &list->has_more_idle : &list->has_more_archived) = has_more;
    for (int row = 0; row < count; row++)
        list->items[list->count++] =
            (struct usage_warning){.sort = sort,
                                   .kind = record_kind_find(db_get_text(rows, row, 0)),
                                   .id = db_get_uuid(rows, row, 1),
                                   .name = db_get_text(rows, row, 2),
                                   .version = db_get_int(rows, row, 3),
                                   .last_served_at = db_get_time(rows, row, 4)};
}

enum err usage_warnings(struct db *db, const struct actor *actor, struct usage_warning_list *list)
{
    struct query archived, idle;
    struct db_result rows;
    *list = (struct usage_warning_list){.count = 0};
    if (!may_see(actor))
        return ERR_DENIED;
    select_archived(&archived, db, actor);
    enum err err = query_run(&archived, &rows);
    if (err != ERR_NONE)
        return err;
    add_rows(&rows, USAGE_ARCHIVED, list);
    select_idle(&idle, db, actor);
    err = query_run(&idle, &rows);
    if (err == ERR_NONE)
        add_rows(&rows, USAGE_IDLE, list);
    return err;
}
