#include "data/webhook/webhook_state.h"

#include "base/clock.h"
#include "data/webhook/webhook_internal.h"

/* ---- secrets ------------------------------------------------------------------------------- */

static enum err rotate_inside(struct db *db, const struct actor *actor,
                              const struct webhook *before, struct db_value secret,
                              struct db_value old_secret)
{
    struct audit_event event =
        webhook_event_of(&before->organization_id, &before->id, "webhook.rotate");
    int64_t now = clock_now();
    enum err err = db_change_one(
        db,
        "UPDATE webhooks SET revision = revision + 1, secret = $1, old_secret = $2, "
        "old_secret_until = $3, updated_at = $4 WHERE organization_id = $5 AND id = $6 "
        "AND revision = $7",
        secret, old_secret, db_time(now + WEBHOOK_OVERLAP), db_time(now),
        db_uuid(&before->organization_id), db_uuid(&before->id), db_int(before->revision));
    if (err != ERR_NONE)
        return err;
    event.details = json_object();
    audit_secret(event.details, "secret");
    return audit_record(db, actor, &event);
}

enum err webhook_rotate(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct webhook_made *made)
{
    struct webhook before;
    struct db_value secret, old_secret;
    made->id = *id;
    webhook_secret_make(made->secret);
    enum err err = webhook_load(db, actor, id, "webhook.rotate", &before);
    if (err == ERR_NONE)
        err = webhook_seal(db, &before, "secret", made->secret, &secret);
    if (err == ERR_NONE)
        err = webhook_seal(db, &before, "old_secret", before.secret, &old_secret);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db, rotate_inside(db, actor, &before, secret, old_secret));
    return err == ERR_NOT_FOUND ? ERR_STALE : err;
}

static enum err end_secret_inside(struct db *db, const struct actor *program,
                                  const struct uuid *organization_id, const struct uuid *id)
{
    struct audit_event event = webhook_event_of(organization_id, id, "webhook.secret_end");
    enum err err = db_change_one(db,
                                 "UPDATE webhooks SET old_secret = NULL, old_secret_until = NULL "
                                 "WHERE organization_id = $1 AND id = $2 "
                                 "AND old_secret_until < $3",
                                 db_uuid(organization_id), db_uuid(id), db_time(clock_now()));
    return err == ERR_NONE ? audit_record(db, program, &event) : err;
}

enum err webhook_end_old_secret(struct db *db, const struct actor *program)
{
    struct db_result row;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = db_select(db, &row,
                             "SELECT organization_id, id FROM webhooks "
                             "WHERE old_secret_until < $1 LIMIT 1",
                             db_time(clock_now()));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    struct uuid organization_id = db_get_uuid(&row, 0, 0);
    struct uuid id = db_get_uuid(&row, 0, 1);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, end_secret_inside(db, program, &organization_id, &id))
                           : err;
}

/* ---- on and off ---------------------------------------------------------------------------- */

static enum err set_off(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                        enum webhook_off off)
{
    int64_t now = clock_now();
    return db_change_one(db,
                         "UPDATE webhooks SET revision = revision + 1, disabled_reason = $1, "
                         "disabled_at = $2, updated_at = $3 WHERE organization_id = $4 "
                         "AND id = $5",
                         off == WEBHOOK_ON ? db_text(NULL) : db_text(webhook_off_names[off]),
                         db_time_or_null(off == WEBHOOK_ON ? 0 : now), db_time(now),
                         db_uuid(organization_id), db_uuid(id));
}

static enum err enable_inside(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct audit_event event = webhook_event_of(&actor->organization_id, id, "webhook.enable");
    enum err err = set_off(db, &actor->organization_id, id, WEBHOOK_ON);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE webhook_health SET failure_count = 0, failing_since = NULL, "
                            "free_at = $1 WHERE organization_id = $2 AND webhook_id = $3",
                            db_time(clock_now()), db_uuid(&actor->organization_id), db_uuid(id));
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err webhook_enable(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct webhook webhook;
    enum err err = webhook_load(db, actor, id, "webhook.enable", &webhook);
    if (err != ERR_NONE || webhook.off == WEBHOOK_ON)
        return err;
    err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, enable_inside(db, actor, id)) : err;
}

static enum err disable_inside(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct audit_event event = webhook_event_of(&actor->organization_id, id, "webhook.disable");
    enum err err = set_off(db, &actor->organization_id, id, WEBHOOK_OFF_BY_PERSON);
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err webhook_disable(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct webhook webhook;
    enum err err = webhook_load(db, actor, id, "webhook.disable", &webhook);
    if (err != ERR_NONE || webhook.off == WEBHOOK_OFF_BY_PERSON)
        return err;
    err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, disable_inside(db, actor, id)) : err;
}

enum err webhook_stop_inside(struct db *db, const struct actor *program,
                             const struct webhook *webhook, enum webhook_off off)
{
    struct audit_event event =
        webhook_event_of(&webhook->organization_id, &webhook->id, "webhook.stop");
    enum err err = set_off(db, &webhook->organization_id, &webhook->id, off);
    if (err != ERR_NONE)
        return err;
    event.details = json_object();
    audit_change(event.details, "reason", NULL, webhook_off_names[off]);
    return audit_record(db, program, &event);
}

/* ---- deleting ------------------------------------------------------------------------------ */

static enum err delete_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                              const struct audit_ready *ready)
{
    enum err err = db_change_one(
        db, "DELETE FROM webhook_health WHERE organization_id = $1 AND webhook_id = $2",
        db_uuid(&actor->organization_id), db_uuid(id));
    if (err == ERR_NONE)
        err = db_change_one(db, "DELETE FROM webhooks WHERE organization_id = $1 AND id = $2",
                            db_uuid(&actor->organization_id), db_uuid(id));
    return err == ERR_NONE ? webhook_record(db, actor, id, "webhook.delete", ready) : err;
}

enum err webhook_delete(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct webhook webhook;
    struct audit_ready ready;
    enum err err = webhook_load(db, actor, id, "webhook.delete", &webhook);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "url", webhook_shown_url(db, webhook.url), NULL);
    err = webhook_seal_event(db, actor, details, &ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, delete_inside(db, actor, id, &ready)) : err;
}
