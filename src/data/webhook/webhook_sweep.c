#include "data/webhook/webhook_sweep.h"

#include "base/clock.h"
#include "domain/webhook/webhook_outcome.h"

#define BATCH "500"
#define FROM  " FROM webhook_deliveries d "
#define IN_CHOSEN                                                                                  \
    " WHERE (organization_id, webhook_id, message_id) IN (SELECT d.organization_id, "              \
    "d.webhook_id, d.message_id" FROM
#define OLD "WHERE d.created_at < $1 LIMIT "
#define OFF                                                                                        \
    "WHERE d.ended_at IS NULL AND d.due_at <= $1 AND NOT EXISTS (SELECT 1 FROM webhooks w "        \
    "WHERE w.organization_id = d.organization_id AND w.id = d.webhook_id "                         \
    "AND w.disabled_at IS NULL) LIMIT "
#define ORPHAN                                                                                     \
    "WHERE d.created_at <= $1 AND NOT EXISTS (SELECT 1 FROM webhooks w "                           \
    "WHERE w.organization_id = d.organization_id AND w.id = d.webhook_id) LIMIT "

/* Nothing is locked where nothing is to be done. */
static enum err change_some(struct db *db, const char *is_some_sql, const char *change_sql,
                            int64_t time, bool *has_more)
{
    struct db_result row;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = db_select(db, &row, is_some_sql, db_time(time));
    if (err != ERR_NONE || row.row_count == 0)
        return err;
    *has_more = true;
    err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, db_change(db, change_sql, db_time(time))) : err;
}

enum err webhook_sweep(struct db *db, bool *has_more)
{
    *has_more = false;
    return change_some(db, "SELECT 1" FROM OFF "1",
                       "UPDATE webhook_deliveries SET state = 'failed', "
                       "outcome = '" WEBHOOK_DISABLED "', ended_at = due_at" IN_CHOSEN OFF BATCH
                       ")",
                       clock_now(), has_more);
}

enum err webhook_forget_old(struct db *db, bool *has_more)
{
    *has_more = false;
    enum err err = change_some(db, "SELECT 1" FROM OLD "1",
                               "DELETE FROM webhook_deliveries" IN_CHOSEN OLD BATCH ")",
                               clock_now() - WEBHOOK_KEPT, has_more);
    return err == ERR_NONE
               ? change_some(db, "SELECT 1" FROM ORPHAN "1",
                             "DELETE FROM webhook_deliveries" IN_CHOSEN ORPHAN BATCH ")",
                             clock_now(), has_more)
               : err;
}
