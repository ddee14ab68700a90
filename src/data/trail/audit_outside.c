#include "data/trail/audit_outside.h"

enum err audit_count_outside(struct db *db, const struct actor *actor, int64_t from, int64_t *count)
{
    struct db_result result;
    struct policy_target target = {actor->organization_id, actor->user_id, NULL};
    *count = 0;
    if (!policy_allows(actor, PERMISSION_AUDIT_ALL, &target))
        return ERR_DENIED;
    enum err err = db_select(db, &result,
                             "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                             "AND is_outside AND occurred_at >= $2",
                             db_uuid(&actor->organization_id), db_time(from));
    if (err == ERR_NONE)
        *count = db_get_int(&result, 0, 0);
    return err;
}
