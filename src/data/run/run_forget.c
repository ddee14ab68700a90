#include "data/run/run_forget.h"

#include "data/db/query.h"
#include "domain/record/kind.h"

enum { BATCH = 200 };

/* One that ended and whose record is gone. */
static enum err find(struct db *db, struct uuid *organization_id, struct uuid *id, bool *is_found)
{
    struct query q;
    struct db_result row;
    query_begin(&q, db,
                "SELECT r.organization_id, r.id FROM test_runs r WHERE r.ended_at IS NOT NULL");
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        query_add(&q, " AND NOT EXISTS (SELECT 1 FROM ");
        query_add(&q, record_kinds[i].table);
        query_add(&q, " x WHERE x.organization_id = r.organization_id AND x.id = r.record_id)");
    }
    query_bind(&q, " LIMIT ", db_int(1));
    enum err err = query_run(&q, &row);
    *is_found = err == ERR_NONE && row.row_count > 0;
    if (*is_found) {
        *organization_id = db_get_uuid(&row, 0, 0);
        *id = db_get_uuid(&row, 0, 1);
    }
    return err;
}

/* Its results go first; its row when there was room for all of them. */
static enum err forget_some(struct db *db, const struct uuid *organization_id,
                            const struct uuid *id)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "DELETE FROM test_results WHERE organization_id = $1 AND run_id = $2 "
                             "AND position IN (SELECT r.position FROM test_results r "
                             "WHERE r.organization_id = $1 AND r.run_id = $2 "
                             "ORDER BY r.position LIMIT $3)",
                             db_uuid(organization_id), db_uuid(id), db_int(BATCH));
    if (err != ERR_NONE || result.change_count == BATCH)
        return err;
    return db_change(db, "DELETE FROM test_runs WHERE organization_id = $1 AND id = $2",
                     db_uuid(organization_id), db_uuid(id));
}

enum err run_forget(struct db *db, bool *has_more)
{
    struct uuid organization_id, id;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = find(db, &organization_id, &id, has_more);
    if (err != ERR_NONE || !*has_more)
        return err;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, forget_some(db, &organization_id, &id)) : err;
}
