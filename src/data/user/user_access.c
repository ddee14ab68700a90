#include "data/user/user_access.h"

#include "base/clock.h"
#include "data/db/db_work.h"
#include "data/db/query.h"
#include "data/user/user_record.h"

static void select_access(struct query *q, struct db *db, const struct actor *actor,
                          const struct uuid *id)
{
    query_begin(q, db,
                "WITH person AS (SELECT u.organization_id, u.id, u.epoch FROM users u "
                "WHERE u.organization_id = ");
    query_bind(q, "", db_uuid(&actor->organization_id));
    query_bind(q, " AND u.id = ", db_uuid(id));
    query_bind(q,
               " AND u.is_active) SELECT (SELECT count(*) FROM sessions s JOIN person p "
               "ON s.organization_id = p.organization_id AND s.user_id = p.id "
               "AND s.epoch = p.epoch WHERE s.ended_at IS NULL AND s.expires_at > ",
               db_time(db_minute(db)));
    query_bind(q,
               "), (SELECT count(*) FROM api_tokens t JOIN person p "
               "ON t.organization_id = p.organization_id AND t.user_id = p.id "
               "AND t.epoch = p.epoch WHERE t.revoked_at IS NULL AND t.expires_at > ",
               db_time(db_minute(db)));
    query_add(q, ")");
}

void user_access_ahead(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct query q;
    select_access(&q, db, actor, id);
    query_ahead(&q);
}

enum err user_access_get(struct db *db, const struct actor *actor, const struct uuid *id,
                         struct user_access *access)
{
    struct query q;
    struct db_result result;
    struct policy_target target = {.organization_id = actor->organization_id, .owner_id = *id};
    enum err err = policy_check(actor, PERMISSION_USER_CHANGE, PERMISSION_USER_SEE, &target);
    if (err != ERR_NONE)
        return err;
    select_access(&q, db, actor, id);
    err = query_run(&q, &result);
    if (err == ERR_NONE)
        *access = (struct user_access){.session_count = db_get_int(&result, 0, 0),
                                       .token_count = db_get_int(&result, 0, 1)};
    return err;
}

/* What is taken back: how, and what its event says. */
struct taking {
    const char *action;
    const char *field;
    enum err (*take)(struct db *db, const struct actor *actor, const struct user_record *record,
                     int64_t *count);
};

static enum err take_sessions(struct db *db, const struct actor *actor,
                              const struct user_record *record, int64_t *count)
{
    struct db_result result;
    (void)actor;
    enum err err = db_select(db, &result,
                             "SELECT count(*) FROM sessions WHERE organization_id = $1 "
                             "AND user_id = $2 AND ended_at IS NULL AND expires_at > $3",
                             db_uuid(&record->user.organization_id), db_uuid(&record->user.id),
                             db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    *count = db_get_int(&result, 0, 0);
    return *count == 0 ? ERR_NONE : user_record_end_sessions(db, record);
}

static enum err take_tokens(struct db *db, const struct actor *actor,
                            const struct user_record *record, int64_t *count)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "UPDATE api_tokens SET revoked_at = $1, revoked_by = $2 WHERE organization_id = $3 "
        "AND user_id = $4 AND revoked_at IS NULL AND expires_at > $1",
        db_time(clock_now()), db_uuid(&actor->user_id), db_uuid(&record->user.organization_id),
        db_uuid(&record->user.id));
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}

static enum err take_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                            const struct taking *taking, struct user_record *record, int64_t *count)
{
    enum err err = user_record_get(db, actor, id, record);
    if (err == ERR_NONE)
        err = user_record_check_change(actor, record);
    if (err == ERR_NONE)
        err = taking->take(db, actor, record, count);
    if (err != ERR_NONE || *count == 0)
        return err;
    struct audit_event event = user_record_event(record, taking->action);
    event.details = json_object();
    audit_change_int(event.details, taking->field, *count, 0);
    return audit_record(db, actor, &event);
}

static enum err take(struct db *db, const struct actor *actor, const struct uuid *id,
                     const struct taking *taking, int64_t *count)
{
    struct user_record record = {.epoch = 0};
    *count = 0;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = take_inside(db, actor, id, taking, &record, count);
    return user_record_finish(db, actor, &record, taking->action, err);
}

enum err user_end_sessions(struct db *db, const struct actor *actor, const struct uuid *id,
                           int64_t *count)
{
    static const struct taking sessions = {"user.end_sessions", "sessions", take_sessions};
    return take(db, actor, id, &sessions, count);
}

enum err user_revoke_tokens(struct db *db, const struct actor *actor, const struct uuid *id,
                            int64_t *count)
{
    static const struct taking tokens = {"user.revoke_tokens", "api_tokens", take_tokens};
    return take(db, actor, id, &tokens, count);
}
