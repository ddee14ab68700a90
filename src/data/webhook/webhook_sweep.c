#include "data/webhook/webhook_sweep.h"

#include "base/clock.h"
#include "data/db/query.h"
#include "domain/webhook/webhook_outcome.h"

enum { BATCH = 500 };

/* Which deliveries: a moment stands between the two texts. */
struct chosen {
    const char *before_sql;
    const char *after_sql;
};
static const struct chosen old = {"d.created_at < ", ""};
static const struct chosen orphaned = {
    "d.created_at <= ", " AND NOT EXISTS (SELECT 1 FROM webhooks w "
                        "WHERE w.organization_id = d.organization_id AND w.id = d.webhook_id)"};
static const struct chosen off = {
    "d.ended_at IS NULL AND d.due_at <= ",
    " AND NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = d.organization_id "
    "AND w.id = d.webhook_id AND w.disabled_at IS NULL)"};

static void add_chosen(struct query *q, const struct chosen *chosen, int64_t time, int limit)
{
    query_add(q, " FROM webhook_deliveries d WHERE ");
    query_bind(q, chosen->before_sql, db_time(time));
    query_add(q, chosen->after_sql);
    query_bind(q, " LIMIT ", db_int(limit));
}

static enum err change(struct db *db, const struct chosen *chosen, int64_t time)
{
    struct query q;
    struct db_result result;
    if (chosen == &off)
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
static enum err change_some(struct db *db, const struct chosen *chosen, int64_t time,
                            bool *has_more)
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
    return change_some(db, &off, clock_now(), has_more);
}

enum err webhook_forget_old(struct db *db, bool *has_more)
{
    *has_more = false;
    enum err err = change_some(db, &old, clock_now() - WEBHOOK_KEPT, has_more);
    return err == ERR_NONE ? change_some(db, &orphaned, clock_now(), has_more) : err;
}
