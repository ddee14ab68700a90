#include "data/webhook/webhook_internal.h"

#include <string.h>

#include "base/json.h"
#include "data/vault/vault.h"

struct audit_event webhook_event_of(const struct uuid *organization_id, const struct uuid *id,
                                    const char *action)
{
    return (struct audit_event){.action = action,
                                .record_type = "webhook",
                                .record_id = *id,
                                .organization_id = *organization_id};
}

enum err webhook_load(struct db *db, const struct actor *actor, const struct uuid *id,
                      const char *action, struct webhook *webhook)
{
    struct audit_event refusal = webhook_event_of(&actor->organization_id, id, action);
    if (!webhook_may(actor))
        return audit_refuse(db, actor, &refusal);
    return webhook_find(db, &actor->organization_id, id, webhook);
}

const char *webhook_shown_url(struct db *db, const char *url)
{
    return arena_copy(db_arena(db), url, strcspn(url, "?"));
}

enum err webhook_seal(struct db *db, const struct webhook *webhook, const char *column,
                      const char *text, struct db_value *value)
{
    struct seal_place place = {"webhooks", column, webhook->organization_id, webhook->id};
    return vault_seal_text(db, &place, text, value);
}

enum err webhook_seal_event(struct db *db, const struct actor *actor, json_t *details,
                            struct audit_ready *ready)
{
    return audit_prepare(db, actor, &actor->organization_id, json_keep(db_arena(db), details),
                         ready);
}

enum err webhook_record(struct db *db, const struct actor *actor, const struct uuid *id,
                        const char *action, const struct audit_ready *ready)
{
    struct audit_event event = webhook_event_of(&actor->organization_id, id, action);
    event.ready = ready;
    return audit_record(db, actor, &event);
}
