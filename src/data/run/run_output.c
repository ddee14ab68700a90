#include "data/run/run_output.h"

#include "base/clock.h"

enum err run_output_forget(struct db *db, const struct uuid *organization_id,
                           const struct uuid *run_id, int64_t most, int64_t *count)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "UPDATE test_results SET output = NULL, findings = NULL, judged = NULL "
                  "WHERE organization_id = $1 AND run_id = $2 AND position IN "
                  "(SELECT r.position FROM test_results r WHERE r.organization_id = $1 "
                  "AND r.run_id = $2 AND (r.output IS NOT NULL OR r.findings IS NOT NULL OR "
                  "r.judged IS NOT NULL) "
                  "ORDER BY r.position LIMIT $3)",
                  db_uuid(organization_id), db_uuid(run_id), db_int(most));
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}

enum err run_output_note(struct db *db, const struct uuid *organization_id,
                         const struct uuid *run_id)
{
    return db_change_one(db,
                         "UPDATE test_runs SET outputs_deleted_at = $1 "
                         "WHERE organization_id = $2 AND id = $3",
                         db_time(clock_now()), db_uuid(organization_id), db_uuid(run_id));
}
