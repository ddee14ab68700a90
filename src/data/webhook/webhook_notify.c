#include "data/webhook/webhook_notify.h"

#include "base/clock.h"
#include "data/db/query.h"

const char *webhook_actor_kind(const struct actor *actor)
{
    static const char *const kinds[] = {
        [ACTOR_USER] = "user", [ACTOR_COMMAND] = "command", [ACTOR_TOKEN] = "token"};
    return kinds[actor->kind];
}

static struct db_value version_or_null(int64_t version)
{
    return version == 0 ? db_null_of(DB_INT) : db_int(version);
}

/* What is the same for all endpoints. */
static void bind_news(struct query *q, const struct actor *actor, const struct webhook_news *news)
{
    struct uuid message_id = uuid_make();
    bool is_of_label = news->label != NULL;
    query_bind(q, "SELECT w.organization_id, w.id, ", db_uuid(&message_id));
    query_bind(q, ", ", db_text(webhook_events[news->event].name));
    query_bind(q, ", ", db_text(news->kind->name));
    query_add(q, ", r.id, r.name");
    query_bind(q, ", ", db_text(news->label));
    if (is_of_label)
        query_bind(q, ", ", version_or_null(news->to_version));
    else
        query_add(q, ", r.version");
    query_bind(q, ", ", version_or_null(news->from_version));
    query_bind(q, ", ", db_uuid_or_null(&news->proposal_id));
    query_bind(q, ", ", db_text(news->proposal_state));
    query_bind(q, ", ", db_text(webhook_actor_kind(actor)));
    query_bind(q, ", ", db_uuid_or_null(&actor->user_id));
    query_bind(q, ", 'waiting', ", db_time(clock_now()));
    query_bind(q, ", ", db_time(clock_now()));
}

void webhook_notify(struct db *db, const struct actor *actor, const struct webhook_news *news)
{
    struct query q;
    query_begin(&q, db,
                "INSERT INTO webhook_deliveries (organization_id, webhook_id, message_id, event, "
                "kind, record_id, record_name, label, version, from_version, proposal_id, "
                "proposal_state, actor_kind, actor_id, state, created_at, due_at) ");
    bind_news(&q, actor, news);
    query_add(&q, " FROM webhooks w JOIN ");
    query_add(&q, news->kind->table);
    query_bind(
        &q, " r ON r.organization_id = w.organization_id AND r.id = ", db_uuid(&news->record_id));
    query_bind(&q, " WHERE w.organization_id = ", db_uuid(&news->organization_id));
    query_bind(&q, " AND w.disabled_at IS NULL AND (w.events & ", db_int(WEBHOOK_BIT(news->event)));
    query_bind(&q, ") <> 0 AND (w.kinds & ", db_int(WEBHOOK_BIT(news->kind->id)));
    query_add(&q, ") <> 0 AND (w.folder = '' OR w.folder = r.folder "
                  "OR substr(r.folder, 1, length(w.folder) + 1) = w.folder || '/')");
    query_change_later(&q);
}
