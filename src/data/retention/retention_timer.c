#include "data/retention/retention_timer.h"

#include "base/clock.h"
#include "data/retention/retention_lines_internal.h"

enum { DRY_KEPT_DAYS = 30 };

enum err retention_organizations(struct db *db, const char *slug, const struct uuid *after,
                                 struct retention_organization *items, int *count)
{
    struct db_result result;
    *count = 0;
    enum err err = db_select(db, &result,
                             "SELECT id, slug FROM organizations WHERE id > $1 "
                             "AND (slug = $2 OR $3) ORDER BY id LIMIT $4",
                             db_uuid(after), db_text(slug), db_bool(slug[0] == '\0'),
                             db_int(RETENTION_ORGANIZATIONS_MAX));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        items[(*count)++] =
            (struct retention_organization){db_get_uuid(&result, i, 0), db_get_text(&result, i, 1)};
    return err;
}

static enum err find_run(struct db *db, const char *sql, const struct db_value *params, int count,
                         enum retention_task_kind kind, struct retention_task *task)
{
    struct db_result result;
    if (task->kind != RETENTION_TASK_NONE)
        return ERR_NONE;
    enum err err = db_query(db, sql, params, count, &result);
    if (err == ERR_NONE && result.row_count > 0)
        *task = (struct retention_task){kind, db_get_uuid(&result, 0, 0)};
    return err;
}

static enum err find_open(struct db *db, const struct actor *actor, struct retention_task *task)
{
    const struct db_value params[] = {db_uuid(&actor->organization_id)};
    return find_run(db,
                    "SELECT id FROM retention_runs WHERE organization_id = $1 AND is_live "
                    "AND ended_at IS NULL ORDER BY created_at LIMIT 1",
                    params, (int)COUNT_OF(params), RETENTION_TASK_RESUME, task);
}

static enum err find_approved(struct db *db, const struct actor *actor,
                              const struct retention_rules *rules, struct retention_task *task)
{
    int64_t now = clock_now();
    const struct db_value params[] = {db_uuid(&actor->organization_id), db_int(rules->version),
                                      db_time(now - RETENTION_DRY_DAYS * CLOCK_DAY), db_time(now),
                                      db_text(approval_kinds[APPROVAL_RETENTION_RUN].name)};
    return find_run(db,
                    "SELECT x.id FROM retention_runs x WHERE x.organization_id = $1 "
                    "AND NOT x.is_live AND x.state = 'listed' AND x.rules_version = $2 "
                    "AND x.measured_at >= $3 AND x.due_count > 0 AND EXISTS (SELECT 1 "
                    "FROM approvals a WHERE a.organization_id = x.organization_id AND a.kind = $5 "
                    "AND a.subject_id = x.id AND a.state = 'approved' AND a.expires_at > $4) "
                    "ORDER BY x.created_at DESC LIMIT 1",
                    params, (int)COUNT_OF(params), RETENTION_TASK_APPROVED, task);
}

static enum err find_standing(struct db *db, const struct actor *actor,
                              const struct retention_rules *rules, struct retention_task *task)
{
    struct db_result result;
    if (task->kind != RETENTION_TASK_NONE || rules->standing_at == 0)
        return ERR_NONE;
    enum err err = db_select(db, &result,
                             "SELECT 1 FROM retention_runs WHERE organization_id = $1 AND is_live "
                             "AND approval_id IS NULL AND created_at > $2 LIMIT 1",
                             db_uuid(&actor->organization_id),
                             db_time(clock_now() - RETENTION_STANDING_HOURS * CLOCK_HOUR));
    if (err == ERR_NONE && result.row_count == 0)
        task->kind = RETENTION_TASK_STANDING;
    return err;
}

enum err retention_task_find(struct db *db, const struct actor *actor, struct retention_task *task)
{
    struct retention_rules rules;
    *task = (struct retention_task){.kind = RETENTION_TASK_NONE};
    enum err err = retention_rules_get(db, actor, &rules);
    if (err == ERR_NONE)
        err = find_open(db, actor, task);
    if (err == ERR_NONE)
        err = find_approved(db, actor, &rules, task);
    return err == ERR_NONE ? find_standing(db, actor, &rules, task) : err;
}

/* Its lines go first; its row when there was room for all of them. */
static enum err forget_some(struct db *db, const struct actor *actor, bool *is_over)
{
    struct db_result old;
    int64_t count = 0;
    enum err err = db_select(db, &old,
                             "SELECT x.id FROM retention_runs x WHERE x.organization_id = $1 "
                             "AND NOT x.is_live AND x.created_at < $2 AND NOT EXISTS "
                             "(SELECT 1 FROM retention_runs l WHERE l.organization_id = $1 "
                             "AND l.dry_run_id = x.id) LIMIT 1",
                             db_uuid(&actor->organization_id),
                             db_time(clock_now() - DRY_KEPT_DAYS * CLOCK_DAY));
    *is_over = err != ERR_NONE || old.row_count == 0;
    if (*is_over)
        return err;
    struct uuid id = db_get_uuid(&old, 0, 0);
    err = retention_lines_forget(db, &actor->organization_id, &id, RETENTION_BATCH, &count);
    if (err != ERR_NONE || count == RETENTION_BATCH)
        return err;
    return db_change_one(db, "DELETE FROM retention_runs WHERE organization_id = $1 AND id = $2",
                         db_uuid(&actor->organization_id), db_uuid(&id));
}

enum err retention_forget_dry(struct db *db, const struct actor *actor)
{
    bool is_over = false;
    enum err err = actor->kind == ACTOR_COMMAND ? ERR_NONE : ERR_DENIED;
    while (err == ERR_NONE && !is_over) {
        err = db_begin(db);
        if (err == ERR_NONE)
            err = db_finish(db, forget_some(db, actor, &is_over));
    }
    return err;
}
