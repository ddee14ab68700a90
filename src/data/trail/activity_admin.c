#include "data/trail/activity_admin.h"

#include "data/db/query.h"

enum err activity_people(struct db *db, const struct actor *actor, struct people_counts *counts)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct db_result result;
    if (!policy_allows(actor, PERMISSION_USER_READ, &target))
        return ERR_DENIED;
    enum err err = db_select(
        db, &result,
        "SELECT count(*) FILTER (WHERE is_active AND hashed_password IS NOT NULL), "
        "count(*) FILTER (WHERE is_active AND hashed_password IS NULL), "
        "count(*) FILTER (WHERE NOT is_active), "
        "count(*) FILTER (WHERE is_active AND hashed_password IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM user_seen s WHERE s.organization_id = users.organization_id "
        "AND s.user_id = users.id)) FROM users WHERE organization_id = $1 AND erased_at IS NULL",
        db_uuid(&actor->organization_id));
    if (err != ERR_NONE)
        return err;
    *counts = (struct people_counts){
        .active = db_get_int(&result, 0, 0),
        .invited = db_get_int(&result, 0, 1),
        .inactive = db_get_int(&result, 0, 2),
        .never_signed_in = db_get_int(&result, 0, 3),
    };
    return ERR_NONE;
}

enum { COLUMN_COUNTS = 5 };

static struct organization_overview read_overview(const struct db_result *result, int row)
{
    struct organization_overview overview = {
        .id = db_get_uuid(result, row, 0),
        .name = db_get_text(result, row, 1),
        .suspended_at = db_get_time(result, row, 2),
        .user_count = db_get_int(result, row, 3),
        .last_day = db_get_int(result, row, 4),
    };
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        overview.record_counts[i] = db_get_int(result, row, COLUMN_COUNTS + i);
    return overview;
}

static bool may_see_all(const struct actor *actor)
{
    return policy_spans_organizations(actor, PERMISSION_USER_SEE) &&
           policy_spans_organizations(actor, PERMISSION_ORGANIZATION_RENAME) &&
           record_kinds_span_organizations(actor);
}

enum err activity_organizations(struct db *db, const struct actor *actor,
                                struct organization_overview_list *list)
{
    struct db_result result;
    struct query q;
    if (!may_see_all(actor))
        return ERR_DENIED;
    query_begin(&q, db,
                "SELECT o.id, o.name, o.suspended_at, (SELECT count(*) FROM users u "
                "WHERE u.organization_id = o.id AND u.is_active), "
                "(SELECT max(c.day) FROM daily_counts c WHERE c.organization_id = o.id)");
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        query_bind(&q,
                   ", (SELECT CAST(COALESCE(sum(n.record_count), 0) AS bigint) "
                   "FROM record_counts n WHERE n.organization_id = o.id "
                   "AND n.dimension = 'folder' AND n.kind = ",
                   db_text(record_kinds[i].name));
        query_add(&q, ")");
    }
    query_bind(&q,
               " FROM (SELECT id, name, suspended_at FROM organizations ORDER BY name, id LIMIT ",
               db_int(ORGANIZATION_OVERVIEW_MAX + 1));
    query_add(&q, ") o ORDER BY o.name, o.id");
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > ORGANIZATION_OVERVIEW_MAX;
    list->count = list->has_more ? ORGANIZATION_OVERVIEW_MAX : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        list->items[i] = read_overview(&result, i);
    return ERR_NONE;
}
