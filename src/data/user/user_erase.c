#include "data/user/user_erase.h"

#include "base/clock.h"
#include "data/db/query.h"
#include "data/vault/columns.h"

/* Their own rows, in every table that has some: their key is one of them. */
static enum err destroy(struct db *db, const struct uuid *organization_id,
                        const struct uuid *user_id)
{
    struct column column = {.entry = 0};
    enum err err = ERR_NONE;
    while (err == ERR_NONE && columns_next(&column)) {
        struct query q;
        struct db_result result;
        if (column.rule != COLUMN_WHOSE)
            continue;
        query_begin(&q, db, "DELETE FROM ");
        query_add(&q, column.table);
        query_bind(&q, " WHERE organization_id = ", db_uuid(organization_id));
        query_add(&q, " AND ");
        query_add(&q, column.name);
        query_bind(&q, " = ", db_uuid(user_id));
        err = query_run(&q, &result);
    }
    return err;
}

enum err user_erase_inside(struct db *db, const struct uuid *organization_id,
                           const struct uuid *user_id, bool *was_there)
{
    struct db_result before;
    *was_there = false;
    enum err err = db_select(db, &before,
                             "SELECT id FROM users WHERE organization_id = $1 "
                             "AND id = $2 AND erased_at IS NULL",
                             db_uuid(organization_id), db_uuid(user_id));
    if (err != ERR_NONE || before.row_count == 0)
        return err;
    *was_there = true;
    err = db_change_one(
        db,
        "UPDATE users SET email = NULL, full_name = NULL, hashed_password = NULL, "
        "data_key_id = NULL, is_active = $4, is_superuser = $4, time_zone = 'UTC', "
        "epoch = epoch + 1, version = version + 1, erased_at = $3, updated_at = $3, "
        "deactivated_at = COALESCE(deactivated_at, $3) WHERE organization_id = $1 AND id = $2",
        db_uuid(organization_id), db_uuid(user_id), db_time(clock_now()), db_bool(false));
    return err == ERR_NONE ? destroy(db, organization_id, user_id) : err;
}
