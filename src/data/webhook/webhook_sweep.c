#include "data/webhook/webhook_sweep.h"

#include "base/clock.h"
#include "data/db/query.h"
#include "domain/webhook/webhook_outcome.h"

enum { BATCH = 500 };

enum chosen { OLD, ORPHANED, TO_ONE_THAT_IS_OFF };

static void add_chosen(struct query *q, enum chosen chosen, int64_t time, int limit)
{
    query_add(q, " FROM webhook_deliveries d WHERE ");
    if (chosen == TO_ONE_THAT_IS_OFF)
        query_bind(q, "d.ended_at IS NULL AND d.due_at <= ", db_time(time));
    else
        query_bind(q, "d.created_at <= ", db_time(time));
    if (chosen != OLD)
        query_add(q, " AND NOT EXISTS (SELECT 1 FROM webhooks w "
                     "WHERE w.organization_id = d.organization_id AND w.id = d.webhook_id");
    if (chosen == TO_ONE_THAT_IS_OFF)
        query_add(q, " AND w.disabled_at IS NULL");
    query_bind(q, chosen == OLD ? " LIMIT " : ") LIMIT ", db_int(limit));
}

static enum err change(struct db *db, enum chosen chosen, int64_t time)
{
    struct query q;
    struct db_result result;
    if (chosen == TO_ONE_THAT_IS_OFF)
        query_begin(&q, db,
                    "UPDATE webhook_deliveries SET state = 'failed', "
                    "outcome = '" WEBHOOK_DISABLED "', ended_at = due_at");
    else
        query_begin(&q, db, "DELETE FROM webhook_deliveries");
    query_add(&q, " WHERE (organization_id, webhook_id, message_id) IN "
                  "(SELECT d.organization_id, d.webhook_id, d.message_id");
    add_chosen(&q, chosen, time, BATCH);
    query_add(&q, ")");
    return query_run(&q, &result);
}

/* Nothing is locked where nothing is to be done. */
static enum err change_some(struct db *db, enum chosen chosen, int64_t time, bool *has_more)
{
    struct query q;
    struct db_result some;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    query_begin(&q, db, "SELECT 1");
    add_chosen(&q, chosen, time, 1);
    enum err err = query_run(&q, &some);
    if (err != ERR_NONE || some.row_count == 0)
        return err;
    *has_more = true;
    err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, change(db, chosen, time)) : err;
}

enum err webhook_sweep(struct db *db, bool *has_more)
{
    *has_more = false;
    return change_some(db, TO_ONE_THAT_IS_OFF, clock_now(), has_more);
}

enum err webhook_forget_old(struct db *db, bool *has_more)
{
    *has_more = false;
    enum err err = change_some(db, OLD, clock_now() - WEBHOOK_KEPT, has_more);
    return err == ERR_NONE ? change_some(db, ORPHANED, clock_now(), has_more) : err;
}
