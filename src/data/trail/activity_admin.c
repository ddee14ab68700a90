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
