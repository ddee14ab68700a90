#include "data/edit/record_prune.h"

#include "base/clock.h"
#include "data/db/query.h"
#include "data/record/record_mark.h"
#include "data/record/record_store.h"
#include "data/record/record_version.h"

static enum err find(struct db *db, const struct record_head *head, int count,
                     struct db_result *found)
{
    const struct record_kind *kind = head->store->kind;
    struct query q;
    query_begin(&q, db, "SELECT v.version FROM ");
    query_add(&q, kind->versions);
    query_bind(&q, " v WHERE v.organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND v.record_id = ", db_uuid(&head->id));
    query_add(&q, " AND v.version <> (SELECT r.version FROM ");
    query_add(&q, kind->table);
    query_add(&q, " r WHERE r.organization_id = v.organization_id AND r.id = v.record_id) "
                  "ORDER BY v.version");
    query_bind(&q, " LIMIT ", db_int(count));
    return query_run(&q, found);
}

/* With the labels that were on it. */
static enum err delete_one(struct db *db, const struct record_head *head, int64_t number)
{
    struct query q;
    query_begin(&q, db, "DELETE FROM ");
    query_add(&q, head->store->kind->versions);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND record_id = ", db_uuid(&head->id));
    query_bind(&q, " AND version = ", db_int(number));
    enum err err = query_change_one(&q);
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "DELETE FROM record_links WHERE organization_id = $1 AND source_id = $2 "
                     "AND source_version = $3",
                     db_uuid(&head->organization_id), db_uuid(&head->id), db_int(number));
}

/* The row of the record, and what its organization has, say what is left. */
static enum err write_rest(struct db *db, const struct record_head *head, int count,
                           int64_t byte_count)
{
    const struct record_version_place place = {head->store->kind, head->organization_id, head->id,
                                               0};
    record_version_count(db, head, -count);
    enum err err = record_version_shrink(db, &place, byte_count);
    return err == ERR_NONE ? record_mark_store(db, head) : err;
}

enum err record_prune(struct db *db, const struct record_head *head,
                      const struct record_prune_limit *limit, int *count)
{
    struct db_result found;
    struct record_version_place place = {head->store->kind, head->organization_id, head->id, 0};
    int64_t byte_count = 0;
    *count = 0;
    enum err err = find(db, head, limit->versions, &found);
    for (int i = 0; err == ERR_NONE && i < found.row_count; i++) {
        int64_t size = 0;
        place.number = db_get_int(&found, i, 0);
        err = record_version_size(db, &place, &size);
        if (err == ERR_NONE)
            err = delete_one(db, head, place.number);
        byte_count += size;
        *count += err == ERR_NONE;
        if (clock_monotonic() >= limit->until)
            break;
    }
    return err == ERR_NONE && *count > 0 ? write_rest(db, head, *count, byte_count) : err;
}

/* A run takes its lines in their order, and ends one before it begins the next. */
enum err record_is_going(struct db *db, const struct record_head *head, bool *is_going)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT 1 FROM retention_runs r WHERE r.organization_id = $1 AND r.is_live "
                  "AND r.state = 'deleting' AND $2 = (SELECT l.row_id FROM retention_lines l "
                  "WHERE l.organization_id = $1 AND l.run_id = r.id AND l.outcome = 'due' "
                  "ORDER BY l.position LIMIT 1)",
                  db_uuid(&head->organization_id), db_uuid(&head->id));
    *is_going = err == ERR_NONE && result.row_count > 0;
    return err;
}
