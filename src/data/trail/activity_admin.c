#include "data/trail/activity_admin.h"

#include "data/db/query.h"

static void select_people(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(
        q, db,
        "SELECT count(*) FILTER (WHERE is_active AND hashed_password IS NOT NULL), "
        "count(*) FILTER (WHERE is_active AND hashed_password IS NULL), "
        "count(*) FILTER (WHERE NOT is_active), "
        "count(*) FILTER (WHERE is_active AND hashed_password IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM user_seen s WHERE s.organization_id = users.organization_id "
        "AND s.user_id = users.id)) FROM users");
    query_bind(q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_add(q, " AND erased_at IS NULL");
}

void activity_people_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_people(&q, db, actor);
    query_ahead(&q);
}

enum err activity_people(struct db *db, const struct actor *actor, struct people_counts *counts)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct db_result result;
    if (!policy_allows(actor, PERMISSION_USER_READ, &target))
        return ERR_DENIED;
    struct query q;
    select_people(&q, db, actor);
    enum err err = query_run(&q, &result);
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
