#include "data/trail/activity_admin.h"

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

static struct organization_overview read_overview(const struct db_result *result, int row)
{
    return (struct organization_overview){
        .id = db_get_uuid(result, row, 0),
        .name = db_get_text(result, row, 1),
        .suspended_at = db_get_time(result, row, 2),
        .user_count = db_get_int(result, row, 3),
        .prompt_count = db_get_int(result, row, 4),
        .agent_count = db_get_int(result, row, 5),
        .team_count = db_get_int(result, row, 6),
        .last_day = db_get_int(result, row, 7),
    };
}

static bool may_see_all(const struct actor *actor)
{
    static const enum permission needed[] = {PERMISSION_USER_SEE, PERMISSION_PROMPT_SEE,
                                             PERMISSION_AGENT_SEE, PERMISSION_TEAM_SEE,
                                             PERMISSION_ORGANIZATION_RENAME};
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (!policy_spans_organizations(actor, needed[i]))
            return false;
    return true;
}

enum err activity_organizations(struct db *db, const struct actor *actor,
                                struct organization_overview_list *list)
{
    struct db_result result;
    if (!may_see_all(actor))
        return ERR_DENIED;
    enum err err = db_select(
        db, &result,
        "SELECT o.id, o.name, o.suspended_at, "
        "(SELECT count(*) FROM users u WHERE u.organization_id = o.id AND u.is_active), "
        "(SELECT CAST(COALESCE(sum(n.record_count), 0) AS bigint) FROM record_counts n "
        "WHERE n.organization_id = o.id AND n.dimension = 'folder' AND n.kind = 'prompt'), "
        "(SELECT CAST(COALESCE(sum(n.record_count), 0) AS bigint) FROM record_counts n "
        "WHERE n.organization_id = o.id AND n.dimension = 'folder' AND n.kind = 'agent'), "
        "(SELECT CAST(COALESCE(sum(n.record_count), 0) AS bigint) FROM record_counts n "
        "WHERE n.organization_id = o.id AND n.dimension = 'folder' AND n.kind = 'team'), "
        "(SELECT max(c.day) FROM daily_counts c WHERE c.organization_id = o.id) "
        "FROM (SELECT id, name, suspended_at FROM organizations "
        "ORDER BY name, id LIMIT $1) o ORDER BY o.name, o.id",
        db_int(ORGANIZATION_OVERVIEW_MAX + 1));
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > ORGANIZATION_OVERVIEW_MAX;
    list->count = list->has_more ? ORGANIZATION_OVERVIEW_MAX : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        list->items[i] = read_overview(&result, i);
    return ERR_NONE;
}
