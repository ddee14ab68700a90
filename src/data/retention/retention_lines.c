#include "data/retention/retention_lines_internal.h"

/* Their positions have no gaps. */
enum err retention_lines_forget(struct db *db, const struct uuid *organization_id,
                                const struct uuid *run_id, int64_t room, int64_t *count)
{
    struct db_result result;
    const struct db_value params[] = {db_uuid(organization_id), db_uuid(run_id), db_int(room)};
    enum err err =
        db_query(db,
                 "DELETE FROM retention_lines WHERE organization_id = $1 "
                 "AND run_id = $2 AND position < $3 + (SELECT min(l.position) "
                 "FROM retention_lines l WHERE l.organization_id = $1 AND l.run_id = $2)",
                 params, (int)COUNT_OF(params), &result);
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}

enum err retention_import_lines_forget(struct db *db, const struct uuid *organization_id,
                                       const struct uuid *import_id, int64_t room, int64_t *count)
{
    struct db_result result;
    const struct db_value params[] = {db_uuid(organization_id), db_uuid(import_id), db_int(room)};
    enum err err = db_query(db,
                            "DELETE FROM import_lines WHERE organization_id = $1 "
                            "AND import_id = $2 AND position < $3 + (SELECT min(l.position) "
                            "FROM import_lines l WHERE l.organization_id = $1 "
                            "AND l.import_id = $2)",
                            params, (int)COUNT_OF(params), &result);
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}
