#include "data/audit/audit_newest.h"

enum err audit_newest(struct db *db, int64_t *occurred_at)
{
    struct db_result result;
    *occurred_at = 0;
    enum err err = db_select(
        db, &result,
        "SELECT max(newest) FROM (SELECT (SELECT e.occurred_at FROM audit_events e "
        "WHERE e.organization_id = o.id ORDER BY e.occurred_at DESC LIMIT 1) AS newest "
        "FROM organizations o UNION ALL SELECT (SELECT e.occurred_at FROM audit_events e "
        "WHERE e.organization_id = $1 ORDER BY e.occurred_at DESC LIMIT 1)) AS newest_of_each",
        db_uuid(&(struct uuid){{0}}));
    if (err == ERR_NONE)
        *occurred_at = db_get_time(&result, 0, 0);
    return err;
}
