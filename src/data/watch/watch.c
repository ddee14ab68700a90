#include "data/watch/watch.h"

/* A queue: how many, and since when. $1: the rows to look at. */
static const struct question {
    enum watch_value count, time; /* where they go; the time follows the count */
    const char *sql;
} questions[] = {
    {WATCH_UNNUMBERED, WATCH_UNNUMBERED_SINCE,
     "SELECT count(*), min(q.occurred_at) FROM (SELECT occurred_at FROM audit_queue LIMIT $1) q"},
    {WATCH_UNSIGNED, WATCH_UNSIGNED_SINCE,
     "SELECT CAST(COALESCE(sum(h.last_seq - h.size), 0) AS bigint), min(e.occurred_at) FROM "
     "(SELECT a.organization_id, a.last_seq, COALESCE((SELECT max(c.tree_size) "
     "FROM audit_checkpoints c WHERE c.organization_id = a.organization_id), 0) AS size "
     "FROM audit_heads a LIMIT $1) h LEFT JOIN audit_sequence s "
     "ON s.organization_id = h.organization_id AND s.seq = h.size + 1 "
     "LEFT JOIN audit_events e ON e.organization_id = s.organization_id AND e.id = s.event_id "
     "WHERE h.last_seq > h.size"},
    {WATCH_MAILS, WATCH_MAIL_DUE_AT,
     "SELECT count(*), min(q.due_at) FROM (SELECT due_at FROM mails "
     "WHERE state IN ('waiting', 'sending') LIMIT $1) q"},
    {WATCH_WEBHOOKS, WATCH_WEBHOOK_DUE_AT,
     "SELECT count(*), min(q.due_at) FROM (SELECT organization_id, webhook_id, due_at "
     "FROM webhook_deliveries WHERE ended_at IS NULL ORDER BY due_at LIMIT $1) q "
     "JOIN webhooks w ON w.organization_id = q.organization_id AND w.id = q.webhook_id "
     "WHERE w.disabled_at IS NULL"},
    {WATCH_CALLS, WATCH_CALL_DUE_AT,
     "SELECT count(*), min(q.due_at) FROM (SELECT due_at FROM model_calls "
     "WHERE ended_at IS NULL ORDER BY due_at LIMIT $1) q"},
    {WATCH_RUNS, WATCH_RUN_DUE_AT,
     "SELECT count(*), min(q.feed_due_at) FROM (SELECT feed_due_at FROM test_runs "
     "WHERE ended_at IS NULL ORDER BY feed_due_at LIMIT $1) q"},
    {WATCH_IMPORTS, WATCH_IMPORT_SINCE,
     "SELECT count(*), min(q.created_at) FROM (SELECT state, created_at FROM imports LIMIT $1) q "
     "WHERE q.state IN ('checking', 'applying', 'undoing')"},
};

static const char checkpoint_sql[] =
    "SELECT max(q.created_at) FROM (SELECT (SELECT c.created_at FROM audit_checkpoints c "
    "WHERE c.organization_id = a.organization_id ORDER BY c.tree_size DESC LIMIT 1) AS created_at "
    "FROM audit_heads a LIMIT $1) q";

static enum err ask(struct db *db, int64_t values[WATCH_COUNT])
{
    struct db_result answers[COUNT_OF(questions)], schema, backup, checkpoint;
    const struct db_value rows = db_int(WATCH_ROWS);
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        db_query_later(db, questions[i].sql, &rows, 1, &answers[i]);
    db_query_later(db, checkpoint_sql, &rows, 1, &checkpoint);
    db_later(db, &schema, "SELECT max(number) FROM schema_migrations WHERE number >= $1",
             db_int(0));
    db_later(db, &backup, "SELECT max(created_at) FROM installation WHERE name = $1",
             db_text("last_backup"));
    db_read_last(db);
    enum err err = db_collect(db);
    if (err != ERR_NONE)
        return err;
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        values[questions[i].count] = db_get_int(&answers[i], 0, 0);
        values[questions[i].time] = db_get_time(&answers[i], 0, 1);
    }
    values[WATCH_CHECKPOINT_AT] = db_get_time(&checkpoint, 0, 0);
    values[WATCH_SCHEMA] = db_get_int(&schema, 0, 0);
    values[WATCH_BACKUP_AT] = db_get_time(&backup, 0, 0);
    return ERR_NONE;
}

enum err watch_read(struct db *db, int64_t values[WATCH_COUNT])
{
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = ask(db, values);
    (void)db_enter(db, before);
    return err;
}
