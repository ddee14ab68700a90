#include "data/audit/audit_newest.h"

enum err audit_newest(struct db *db, int64_t *occurred_at)
{
    struct db_result result;
    *occurred_at = 0;
    enum err err = db_query(db, "SELECT max(occurred_at) FROM audit_events", NULL, 0, &result);
    if (err == ERR_NONE)
        *occurred_at = db_get_time(&result, 0, 0);
    return err;
}
