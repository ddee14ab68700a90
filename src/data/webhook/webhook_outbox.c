#include "data/webhook/webhook_outbox.h"

#include "base/clock.h"
#include "data/webhook/webhook_state.h"
#include "domain/webhook/webhook_outcome.h"

/* ---- claiming ------------------------------------------------------------------------------ */

/* What is due, before it is claimed. */
struct due {
    struct uuid organization_id, webhook_id, message_id;
    int64_t free_at, due_at, attempt_count;
};

#define IS_DUE                                                                                     \
    "d.organization_id = h.organization_id AND d.webhook_id = h.webhook_id AND d.ended_at IS "     \
    "NULL "                                                                                        \
    "AND d.due_at <= $1"

/* An endpoint that is on, whose turn it is, and for which something is due. First the cheap
 * question: usually nothing is. */
static enum err find_endpoint(struct db *db, int64_t now, struct due *due)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT 1 FROM webhook_deliveries WHERE ended_at IS NULL "
                             "AND due_at <= $1 LIMIT 1",
                             db_time(now));
    if (err == ERR_NONE && row.row_count > 0)
        err = db_select(db, &row,
                        "SELECT h.organization_id, h.webhook_id, h.free_at FROM webhook_health h "
                        "JOIN webhooks w ON w.organization_id = h.organization_id "
                        "AND w.id = h.webhook_id WHERE h.free_at <= $1 AND w.disabled_at IS NULL "
                        "AND EXISTS (SELECT 1 FROM webhook_deliveries d WHERE " IS_DUE ") "
                        "ORDER BY h.tried_at, h.webhook_id LIMIT 1",
                        db_time(now));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    *due = (struct due){.organization_id = db_get_uuid(&row, 0, 0),
                        .webhook_id = db_get_uuid(&row, 0, 1),
                        .free_at = db_get_time(&row, 0, 2)};
    return ERR_NONE;
}

static enum err find_due(struct db *db, int64_t now, struct due *due)
{
    struct db_result row;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = find_endpoint(db, now, due);
    if (err != ERR_NONE)
        return err;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, due->organization_id});
    err = db_select(db, &row,
                    "SELECT message_id, due_at, attempt_count FROM webhook_deliveries "
                    "WHERE organization_id = $1 AND webhook_id = $2 AND ended_at IS NULL "
                    "AND due_at <= $3 ORDER BY due_at, message_id LIMIT 1",
                    db_uuid(&due->organization_id), db_uuid(&due->webhook_id), db_time(now));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    due->message_id = db_get_uuid(&row, 0, 0);
    due->due_at = db_get_time(&row, 0, 1);
    due->attempt_count = db_get_int(&row, 0, 2);
    return ERR_NONE;
}

/* Only one of those who found the endpoint as it was gets it. */
static enum err take(struct db *db, const struct due *due, int64_t now)
{
    enum err err =
        db_change_one(db,
                      "UPDATE webhook_health SET free_at = $1, tried_at = $2 "
                      "WHERE organization_id = $3 AND webhook_id = $4 AND free_at = $5",
                      db_time(now + WEBHOOK_CLAIM), db_time(now), db_uuid(&due->organization_id),
                      db_uuid(&due->webhook_id), db_time(due->free_at));
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "UPDATE webhook_deliveries SET state = 'sending', attempt_count = attempt_count + 1, "
        "tried_at = $1, due_at = $2 WHERE organization_id = $3 AND webhook_id = $4 "
        "AND message_id = $5 AND ended_at IS NULL AND due_at = $6",
        db_time(now), db_time(now + WEBHOOK_CLAIM), db_uuid(&due->organization_id),
        db_uuid(&due->webhook_id), db_uuid(&due->message_id), db_time(due->due_at));
}

static enum err fail_lost(struct db *db, const struct due *due, int64_t now)
{
    return db_change_one(db,
                         "UPDATE webhook_deliveries SET state = 'failed', outcome = $1, "
                         "ended_at = $2 WHERE organization_id = $3 AND webhook_id = $4 "
                         "AND message_id = $5 AND ended_at IS NULL AND due_at = $6",
                         db_text(WEBHOOK_LOST), db_time(now), db_uuid(&due->organization_id),
                         db_uuid(&due->webhook_id), db_uuid(&due->message_id),
                         db_time(due->due_at));
}

static enum err read_claimed(struct db *db, const struct due *due, struct webhook_claimed *claimed)
{
    struct db_result row;
    enum err err = webhook_find(db, &due->organization_id, &due->webhook_id, &claimed->webhook);
    if (err == ERR_NONE)
        err = db_select(db, &row,
                        "SELECT " WEBHOOK_DELIVERY_COLUMNS ", o.slug FROM webhook_deliveries d "
                        "JOIN organizations o ON o.id = d.organization_id "
                        "WHERE d.organization_id = $1 AND d.webhook_id = $2 AND d.message_id = $3",
                        db_uuid(&due->organization_id), db_uuid(&due->webhook_id),
                        db_uuid(&due->message_id));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    webhook_delivery_read(&row, 0, &claimed->delivery);
    claimed->slug = db_get_text(&row, 0, 22);
    claimed->claimed_until = claimed->delivery.due_at;
    return ERR_NONE;
}

enum err webhook_claim(struct db *db, struct webhook_claimed *claimed)
{
    struct due due;
    enum err err = ERR_NONE;
    while (err == ERR_NONE) {
        int64_t now = clock_now();
        err = find_due(db, now, &due);
        if (err == ERR_NONE)
            err = db_begin(db);
        if (err != ERR_NONE)
            return err;
        bool is_lost = due.attempt_count >= WEBHOOK_ATTEMPTS;
        err = db_finish(db, is_lost ? fail_lost(db, &due, now) : take(db, &due, now));
        if (err == ERR_NONE && !is_lost)
            return read_claimed(db, &due, claimed);
        if (err == ERR_NOT_FOUND) /* another sender was faster */
            err = ERR_NONE;
    }
    return err;
}

/* ---- what became of it --------------------------------------------------------------------- */

enum { STATUS_GONE = 410, JITTER = 10 };

struct fate {
    enum webhook_state state;
    int64_t due_at, ended_at;
};

static int64_t with_jitter(int64_t pause)
{
    struct uuid random = uuid_make();
    return pause + (uuid_random_half(&random) & INT64_MAX) % (pause / JITTER + 1);
}

static struct fate fate_of(const struct webhook_claimed *claimed,
                           const struct webhook_attempt *attempt, int64_t now)
{
    int64_t pause = webhook_pause(claimed->delivery.attempt_count);
    if (webhook_is_taken(attempt->outcome, attempt->status))
        return (struct fate){WEBHOOK_DELIVERED, now, now};
    if (attempt->status == STATUS_GONE || pause == 0)
        return (struct fate){WEBHOOK_FAILED, now, now};
    return (struct fate){WEBHOOK_WAITING, now + with_jitter(pause), 0};
}

static enum err write_fate(struct db *db, const struct webhook_claimed *claimed,
                           const struct webhook_attempt *attempt, const struct fate *fate)
{
    return db_change_one(
        db,
        "UPDATE webhook_deliveries SET state = $1, outcome = $2, status = $3, duration_ms = $4, "
        "due_at = $5, ended_at = $6 WHERE organization_id = $7 AND webhook_id = $8 "
        "AND message_id = $9 AND state = 'sending' AND due_at = $10",
        db_text(webhook_state_names[fate->state]), db_text(webhook_fetch_names[attempt->outcome]),
        attempt->status == 0 ? db_null_of(DB_INT) : db_int(attempt->status),
        db_int(attempt->duration_ms), db_time(fate->due_at), db_time_or_null(fate->ended_at),
        db_uuid(&claimed->webhook.organization_id), db_uuid(&claimed->webhook.id),
        db_uuid(&claimed->delivery.message_id), db_time(claimed->claimed_until));
}

static enum err write_health(struct db *db, const struct webhook *webhook, bool is_taken,
                             int64_t now)
{
    int64_t count = is_taken ? 0 : webhook->failure_count + 1;
    int64_t since = webhook->failing_since == 0 ? now : webhook->failing_since;
    return db_change_one(db,
                         "UPDATE webhook_health SET failure_count = $1, failing_since = $2, "
                         "delivered_at = $3, free_at = $4 "
                         "WHERE organization_id = $5 AND webhook_id = $6",
                         db_int(count), db_time_or_null(is_taken ? 0 : since),
                         db_time_or_null(is_taken ? now : webhook->delivered_at),
                         db_time(now + webhook_rest(count)), db_uuid(&webhook->organization_id),
                         db_uuid(&webhook->id));
}

static enum err stop(struct db *db, const struct actor *program, const struct webhook *webhook,
                     const struct webhook_attempt *attempt, int64_t now)
{
    bool is_gone = attempt->status == STATUS_GONE;
    bool is_over = webhook->failing_since != 0 && now - webhook->failing_since > WEBHOOK_PATIENCE;
    if (webhook->off != WEBHOOK_ON || (!is_gone && !is_over))
        return ERR_NONE;
    return webhook_stop_inside(db, program, webhook,
                               is_gone ? WEBHOOK_OFF_GONE : WEBHOOK_OFF_FAILING);
}

static enum err report_inside(struct db *db, const struct actor *program,
                              const struct webhook_claimed *claimed,
                              const struct webhook_attempt *attempt)
{
    struct webhook now_is; /* people may have changed it while it was sent */
    int64_t now = clock_now();
    struct fate fate = fate_of(claimed, attempt, now);
    bool is_taken = fate.state == WEBHOOK_DELIVERED;
    enum err err = write_fate(db, claimed, attempt, &fate);
    if (err == ERR_NONE)
        err = webhook_find(db, &claimed->webhook.organization_id, &claimed->webhook.id, &now_is);
    if (err != ERR_NONE)
        return err;
    err = write_health(db, &now_is, is_taken, now);
    return err == ERR_NONE && !is_taken ? stop(db, program, &now_is, attempt, now) : err;
}

enum err webhook_report(struct db *db, const struct actor *program,
                        const struct webhook_claimed *claimed,
                        const struct webhook_attempt *attempt)
{
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, claimed->webhook.organization_id});
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, report_inside(db, program, claimed, attempt)) : err;
}
