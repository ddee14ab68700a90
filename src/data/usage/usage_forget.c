#include "data/usage/usage_forget.h"

#include "base/clock.h"

enum { BATCH = 500 };

static enum err forget_some(struct db *db, const struct uuid *organization_id, int64_t *count)
{
    int64_t day = clock_now() / CLOCK_DAY - USAGE_KEPT_DAYS;
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "DELETE FROM servings WHERE organization_id = $1 AND (record_id, day, version, label, "
        "protocol, token_id) IN (SELECT record_id, day, version, label, protocol, token_id FROM "
        "servings WHERE organization_id = $1 AND day < $2 ORDER BY day LIMIT $3)",
        db_uuid(organization_id), db_int(day), db_int(BATCH));
    *count = result.change_count;
    if (err == ERR_NONE)
        err = db_select(db, &result,
                        "DELETE FROM served_records WHERE organization_id = $1 AND record_id IN "
                        "(SELECT record_id FROM served_records WHERE organization_id = $1 "
                        "AND last_served_at < $2 ORDER BY last_served_at LIMIT $3)",
                        db_uuid(organization_id), db_time(day * CLOCK_DAY), db_int(BATCH));
    if (err == ERR_NONE && result.change_count > *count)
        *count = result.change_count;
    return err;
}

enum err usage_forget(struct db *db, const struct actor *actor)
{
    int64_t count = BATCH;
    enum err err = actor->kind == ACTOR_COMMAND ? ERR_NONE : ERR_DENIED;
    while (err == ERR_NONE && count == BATCH) {
        err = db_begin_alone(db);
        if (err == ERR_NONE)
            err = db_finish(db, forget_some(db, &actor->organization_id, &count));
    }
    return err;
}
