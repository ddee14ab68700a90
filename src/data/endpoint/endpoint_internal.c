#include "data/endpoint/endpoint_internal.h"

#include "base/json.h"
#include "data/vault/vault.h"

static struct audit_event event_of(const struct actor *actor, const struct uuid *id,
                                   const char *action)
{
    return (struct audit_event){.action = action,
                                .record_type = "endpoint",
                                .record_id = *id,
                                .organization_id = actor->organization_id};
}

enum err endpoint_refuse(struct db *db, const struct actor *actor, const struct uuid *id,
                         const char *action)
{
    struct audit_event refusal = event_of(actor, id, action);
    return audit_refuse(db, actor, &refusal);
}

enum err endpoint_load(struct db *db, const struct actor *actor, const struct uuid *id,
                       const char *action, struct endpoint *endpoint)
{
    return endpoint_may(actor) ? endpoint_find(db, &actor->organization_id, id, endpoint)
                               : endpoint_refuse(db, actor, id, action);
}

enum err endpoint_seal(struct db *db, const struct endpoint *endpoint, const char *column,
                       const char *text, struct db_value *value)
{
    struct seal_place place = {"model_endpoints", column, endpoint->organization_id, endpoint->id};
    return vault_seal_text(db, &place, text, value);
}

enum err endpoint_seal_event(struct db *db, const struct actor *actor, json_t *details,
                             struct audit_ready *ready)
{
    return audit_prepare(db, actor, &actor->organization_id, json_keep(db_arena(db), details),
                         ready);
}

enum err endpoint_record(struct db *db, const struct actor *actor, const struct uuid *id,
                         const char *action, const struct audit_ready *ready)
{
    struct audit_event event = event_of(actor, id, action);
    event.ready = ready;
    return audit_record(db, actor, &event);
}
