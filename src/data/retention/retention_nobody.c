#include "data/retention/retention_nobody.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/retention/retention_run.h"
#include "data/retention/retention_source_internal.h"

static const struct uuid nobody;

/* Adds which events are due: of all kinds of retention that prune. False behind the last source. */
static bool add_due(struct query *q, int *index, int64_t now)
{
    struct retention_rule_set rules;
    struct retention_source source;
    retention_rule_set_default(&rules);
    while (retention_source_at((*index)++, &source)) {
        const struct retention_rule *rule = &rules.rules[source.kind->id];
        if (source.kind->action != RETENTION_PRUNE || !rule->is_on)
            continue;
        retention_source_add(q, &source, &(struct retention_due){nobody, now, rule->days});
        return true;
    }
    return false;
}

enum err retention_nobody_count(struct db *db, const struct actor *actor, int64_t *count)
{
    enum err err = actor->kind == ACTOR_COMMAND ? ERR_NONE : ERR_DENIED;
    int64_t now = clock_now();
    *count = 0;
    for (int index = 0; err == ERR_NONE;) {
        struct query q;
        struct db_result result;
        query_begin(&q, db, "SELECT count(*) FROM ");
        if (!add_due(&q, &index, now))
            break;
        err = query_run(&q, &result);
        *count += err == ERR_NONE ? db_get_int(&result, 0, 0) : 0;
    }
    return err;
}

/* The row beside which the triggers let events of nobody go; only inside the transaction. */
static enum err set_open(struct db *db, bool is_open)
{
    return is_open ? db_change_one(db,
                                   "INSERT INTO installation (name, value, created_at) "
                                   "VALUES ('retention', $1, $2)",
                                   db_bytes("", 0), db_time(clock_now()))
                   : db_change_one(db, "DELETE FROM installation WHERE name = $1",
                                   db_text("retention"));
}

static enum err delete_due(struct db *db, int64_t *count)
{
    int64_t now = clock_now();
    enum err err = ERR_NONE;
    for (int index = 0; err == ERR_NONE && *count < RETENTION_BATCH;) {
        struct query q;
        struct db_result result;
        query_begin(&q, db, "DELETE FROM audit_events");
        query_bind(&q, " WHERE organization_id = ", db_uuid(&nobody));
        query_add(&q, " AND id IN (SELECT x.id FROM ");
        if (!add_due(&q, &index, now))
            break;
        query_bind(&q, " ORDER BY x.occurred_at, x.id LIMIT ", db_int(RETENTION_BATCH - *count));
        query_add(&q, ")");
        err = query_run(&q, &result);
        *count += err == ERR_NONE ? result.change_count : 0;
    }
    return err;
}

static enum err prune_inside(struct db *db, const struct actor *actor, int64_t *count)
{
    enum err err = set_open(db, true);
    if (err == ERR_NONE)
        err = delete_due(db, count);
    if (err == ERR_NONE)
        err = set_open(db, false);
    if (err != ERR_NONE || *count == 0)
        return err;
    struct actor there = *actor;
    there.organization_id = there.home_organization_id = nobody;
    return audit_record(
        db, &there,
        &(struct audit_event){.action = "retention.delete", .record_type = "retention"});
}

enum err retention_nobody_prune(struct db *db, const struct actor *actor, int64_t *count)
{
    *count = 0;
    enum err err = actor->kind == ACTOR_COMMAND ? db_begin(db) : ERR_DENIED;
    return err == ERR_NONE ? db_finish(db, prune_inside(db, actor, count)) : err;
}
