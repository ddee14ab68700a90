#include "data/session/session_enter.h"

#include "data/audit/audit.h"
#include "data/organization/organization_refusal.h"

/* Which organization the session works in, inside the open write transaction. */
static enum err set_acting(struct db *db, const struct session *session,
                           const struct uuid *organization_id)
{
    return db_change_one(db,
                         "UPDATE sessions SET acting_organization_id = $1 "
                         "WHERE organization_id = $2 AND id = $3 AND ended_at IS NULL",
                         db_uuid(organization_id), db_uuid(&session->actor.home_organization_id),
                         db_uuid(&session->id));
}

/* The event in the log of one of the two organizations, in its scope. The log of the person's own
 * says the name of the other, which can't be looked up from there. */
static enum err record_in(struct db *db, const struct session *session, const char *action,
                          const struct uuid *log_id, const struct uuid *entered_id,
                          const char *entered_name)
{
    struct audit_event event = {
        .action = action,
        .record_type = "organization",
        .record_id = *entered_id,
        .organization_id = *log_id,
        .details = json_object(),
    };
    audit_change(event.details, "organization", NULL, entered_name);
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *log_id});
    enum err err = audit_record(db, &session->actor, &event);
    (void)db_enter(db, before);
    return err;
}

static enum err record_both(struct db *db, const struct session *session, const char *action,
                            const struct uuid *entered_id, const char *entered_name)
{
    enum err err = record_in(db, session, action, &session->actor.home_organization_id, entered_id,
                             entered_name);
    return err != ERR_NONE ? err
                           : record_in(db, session, action, entered_id, entered_id, entered_name);
}

static bool is_inside(const struct session *session)
{
    return !uuid_equal(&session->acting_organization_id, &session->actor.home_organization_id);
}

static enum err record_leave(struct db *db, const struct session *session)
{
    return record_both(db, session, "organization.leave", &session->acting_organization_id,
                       session->organization_name);
}

static enum err find_name(struct db *db, const struct uuid *organization_id, const char **name)
{
    struct db_result result;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *organization_id});
    enum err err =
        db_select(db, &result, "SELECT name FROM organizations WHERE id = $1 AND closed_at IS NULL",
                  db_uuid(organization_id));
    (void)db_enter(db, before);
    if (err == ERR_NONE && result.row_count == 0)
        return ERR_NOT_FOUND;
    *name = err == ERR_NONE ? db_get_text(&result, 0, 0) : NULL;
    return err;
}

static enum err enter_inside(struct db *db, const struct session *session,
                             const struct uuid *organization_id, const char *name)
{
    enum err err = set_acting(db, session, organization_id);
    if (err == ERR_NONE && is_inside(session))
        err = record_leave(db, session);
    return err != ERR_NONE ? err
                           : record_both(db, session, "organization.enter", organization_id, name);
}

static enum err enter(struct db *db, const struct session *session,
                      const struct uuid *organization_id)
{
    const char *name = NULL;
    enum err err = find_name(db, organization_id, &name);
    if (err == ERR_NONE && uuid_equal(organization_id, &session->actor.home_organization_id))
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, enter_inside(db, session, organization_id, name));
}

enum err session_enter(struct db *db, const struct session *session,
                       const struct uuid *organization_id)
{
    if (!policy_allows_some(&session->actor, PERMISSION_ORGANIZATION_ENTER))
        return organization_refuse(db, &session->actor, "organization.enter", organization_id);
    struct db_scope before = session_go_home(db, session);
    enum err err = enter(db, session, organization_id);
    (void)db_enter(db, before);
    return err;
}

static enum err leave_inside(struct db *db, const struct session *session)
{
    enum err err = set_acting(db, session, &session->actor.home_organization_id);
    return err != ERR_NONE ? err : record_leave(db, session);
}

enum err session_leave(struct db *db, const struct session *session)
{
    if (!is_inside(session))
        return ERR_CONFLICT;
    struct db_scope before = session_go_home(db, session);
    enum err err = db_begin_alone(db);
    if (err == ERR_NONE)
        err = db_finish(db, leave_inside(db, session));
    (void)db_enter(db, before);
    return err;
}
