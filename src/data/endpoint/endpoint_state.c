#include "data/endpoint/endpoint_state.h"

#include "base/clock.h"
#include "data/endpoint/endpoint_internal.h"

static enum err set_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                           int64_t archived_at, const struct audit_ready *ready)
{
    enum err err =
        db_change_one(db,
                      "UPDATE model_endpoints SET revision = revision + 1, archived_at = $1, "
                      "updated_at = $2 WHERE organization_id = $3 AND id = $4",
                      db_time_or_null(archived_at), db_time(clock_now()),
                      db_uuid(&actor->organization_id), db_uuid(id));
    const char *action = archived_at == 0 ? "endpoint.restore" : "endpoint.archive";
    return err == ERR_NONE ? endpoint_record(db, actor, id, action, ready) : err;
}

static enum err set(struct db *db, const struct actor *actor, const struct uuid *id,
                    bool is_archived)
{
    struct endpoint endpoint;
    struct audit_ready ready;
    enum err err = endpoint_load(db, actor, id,
                                 is_archived ? "endpoint.archive" : "endpoint.restore", &endpoint);
    if (err != ERR_NONE || (endpoint.archived_at != 0) == is_archived)
        return err;
    json_t *details = json_object();
    const char *was = is_archived ? "active" : "archived";
    audit_change(details, "state", was, is_archived ? "archived" : "active");
    err = endpoint_seal_event(db, actor, details, &ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, set_inside(db, actor, id, is_archived ? clock_now() : 0, &ready));
}

enum err endpoint_archive(struct db *db, const struct actor *actor, const struct uuid *id)
{
    return set(db, actor, id, true);
}

enum err endpoint_restore(struct db *db, const struct actor *actor, const struct uuid *id)
{
    return set(db, actor, id, false);
}

static enum err delete_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                              const struct audit_ready *ready)
{
    enum err err =
        db_change(db, "DELETE FROM model_prices WHERE organization_id = $1 AND endpoint_id = $2",
                  db_uuid(&actor->organization_id), db_uuid(id));
    if (err == ERR_NONE)
        err =
            db_change_one(db, "DELETE FROM model_endpoints WHERE organization_id = $1 AND id = $2",
                          db_uuid(&actor->organization_id), db_uuid(id));
    return err == ERR_NONE ? endpoint_record(db, actor, id, "endpoint.delete", ready) : err;
}

enum err endpoint_delete(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct endpoint endpoint;
    struct audit_ready ready;
    enum err err = endpoint_load(db, actor, id, "endpoint.delete", &endpoint);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "name", endpoint.name, NULL);
    audit_change(details, "url", endpoint.url, NULL);
    err = endpoint_seal_event(db, actor, details, &ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, delete_inside(db, actor, id, &ready)) : err;
}
