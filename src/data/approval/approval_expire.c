#include "data/approval/approval_expire.h"

#include "base/clock.h"
#include "data/approval/approval_write_internal.h"
#include "data/audit/audit.h"
#include "data/db/db_work.h"
#include "data/webhook/webhook_notify.h"

enum { EXPIRE_MAX = 500 };

/* Of both tables: $1 the time, $2 before when a proposal was made that has expired by now. */
#define EXPIRED_APPROVALS "state IN ('waiting', 'approved') AND expires_at <= $1"
#define EXPIRED_PROPOSALS "state = 'open' AND created_at <= $2"

static struct db_value proposed_before(int64_t now)
{
    return db_time(approval_waits_since(&approval_kinds[APPROVAL_LABEL], now));
}

int64_t approval_proposed_since(struct db *db)
{
    return approval_waits_since(&approval_kinds[APPROVAL_LABEL], db_minute(db));
}

/* Nobody did it: the event is of the program, whoever noticed. */
static struct actor program_in(const struct uuid *organization_id)
{
    return (struct actor){.kind = ACTOR_COMMAND,
                          .organization_id = *organization_id,
                          .home_organization_id = *organization_id,
                          .is_active = true};
}

/* ---- requests ----------------------------------------------------------------------------- */

static enum err expire_approval(struct db *db, const struct actor *program,
                                const struct db_result *result, int row)
{
    struct approval approval = {
        .id = db_get_uuid(result, row, 0),
        .organization_id = program->organization_id,
        .kind = approval_kind_find(db_get_text(result, row, 1)),
        .subject_id = db_get_uuid(result, row, 2),
        .state = approval_state_parse(db_get_text(result, row, 3)),
    };
    if (approval.kind == NULL)
        die("a request of an unknown kind");
    return approval_end(db, program, &approval, "approval.expire", APPROVAL_EXPIRED);
}

static enum err expire_approvals(struct db *db, const struct actor *program, int64_t now,
                                 int *count)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT id, kind, subject_id, state FROM approvals "
                             "WHERE " EXPIRED_APPROVALS " AND organization_id = $2 "
                             "ORDER BY expires_at, id LIMIT $3",
                             db_time(now), db_uuid(&program->organization_id), db_int(EXPIRE_MAX));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        err = expire_approval(db, program, &result, i);
    *count += err == ERR_NONE ? result.row_count : 0;
    return err;
}

/* ---- proposals ---------------------------------------------------------------------------- */

/* It becomes news for the proposer, as a decision does. */
static enum err expire_proposal(struct db *db, const struct actor *program,
                                const struct db_result *result, int row)
{
    struct uuid id = db_get_uuid(result, row, 0);
    struct uuid proposed_by = db_get_uuid(result, row, 4);
    struct audit_event event = {
        .action = "label.expire",
        .record_type = db_get_text(result, row, 1),
        .record_id = db_get_uuid(result, row, 2),
        .organization_id = program->organization_id,
        .details = json_object(),
    };
    audit_change(event.details, "state", "open", approval_state_names[APPROVAL_EXPIRED]);
    audit_change(event.details, "label", NULL, db_get_text(result, row, 3));
    db_change_later(db,
                    "UPDATE label_proposals SET state = 'withdrawn', decided_at = $3 "
                    "WHERE organization_id = $1 AND id = $2 AND state = 'open'",
                    db_uuid(&program->organization_id), db_uuid(&id), db_time(clock_now()));
    db_change_later(db,
                    "INSERT INTO proposal_news (organization_id, user_id, proposal_id) "
                    "VALUES ($1, $2, $3)",
                    db_uuid(&program->organization_id), db_uuid(&proposed_by), db_uuid(&id));
    webhook_notify(
        db, program,
        &(struct webhook_news){.event = WEBHOOK_PROPOSAL_DECIDED,
                               .kind = record_kind_find(db_get_text(result, row, 1)),
                               .organization_id = program->organization_id,
                               .record_id = db_get_uuid(result, row, 2),
                               .label = db_get_text(result, row, 3),
                               .from_version = db_get_int(result, row, 5),
                               .to_version = db_get_int(result, row, 6),
                               .proposal_id = id,
                               .proposal_state = approval_state_names[APPROVAL_EXPIRED]});
    return audit_record(db, program, &event);
}

static enum err expire_proposals(struct db *db, const struct actor *program, int64_t now,
                                 int *count)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT id, kind, record_id, label, proposed_by, from_version, to_version "
                  "FROM label_proposals WHERE organization_id = $1 AND " EXPIRED_PROPOSALS
                  " ORDER BY created_at, id LIMIT $3",
                  db_uuid(&program->organization_id), proposed_before(now), db_int(EXPIRE_MAX));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        err = expire_proposal(db, program, &result, i);
    *count += err == ERR_NONE ? result.row_count : 0;
    return err;
}

/* ---- both --------------------------------------------------------------------------------- */

static enum err expire_all(struct db *db, const struct uuid *organization_id, int *count)
{
    int64_t now = clock_now();
    struct actor program = program_in(organization_id);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = expire_approvals(db, &program, now, count);
    if (err == ERR_NONE)
        err = expire_proposals(db, &program, now, count);
    return db_finish(db, err);
}

enum err approval_begin(struct db *db, const struct actor *actor)
{
    struct db_result result;
    int64_t now = clock_now();
    int count = 0;
    enum err err = db_select(db, &result,
                             "SELECT id FROM approvals WHERE " EXPIRED_APPROVALS
                             " AND organization_id = $3 UNION ALL SELECT id FROM label_proposals "
                             "WHERE " EXPIRED_PROPOSALS " AND organization_id = $3 LIMIT 1",
                             db_time(now), proposed_before(now), db_uuid(&actor->organization_id));
    if (err == ERR_NONE && result.row_count > 0)
        err = expire_all(db, &actor->organization_id, &count);
    return err == ERR_NONE ? db_begin(db) : err;
}

enum err approval_find_expired(struct db *db, struct uuid *organization_id)
{
    struct db_result result;
    int64_t now = clock_now();
    enum err err =
        db_select(db, &result,
                  "SELECT organization_id FROM approvals WHERE " EXPIRED_APPROVALS
                  " UNION ALL SELECT organization_id FROM label_proposals WHERE " EXPIRED_PROPOSALS
                  " LIMIT 1",
                  db_time(now), proposed_before(now));
    if (err == ERR_NONE && result.row_count == 0)
        return ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *organization_id = db_get_uuid(&result, 0, 0);
    return err;
}

enum err approval_expire(struct db *db, const struct actor *actor, int *count)
{
    *count = 0;
    return actor->kind == ACTOR_COMMAND ? expire_all(db, &actor->organization_id, count)
                                        : ERR_DENIED;
}
