#include "data/webhook/webhook.h"

#include <string.h>

#include "base/clock.h"
#include "data/vault/vault.h"

const char *const webhook_off_names[WEBHOOK_OFF_COUNT] = {
    [WEBHOOK_ON] = "",
    [WEBHOOK_OFF_BY_PERSON] = "person",
    [WEBHOOK_OFF_FAILING] = "failing",
    [WEBHOOK_OFF_GONE] = "gone",
};

bool webhook_may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_WEBHOOK, &target);
}

static void select_webhooks(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db,
                "SELECT w.id, w.revision, w.events, w.kinds, w.folder, w.disabled_reason, "
                "w.created_at, w.disabled_at, w.old_secret_until, h.failure_count, "
                "h.failing_since, h.delivered_at, w.url, w.description, w.secret, w.old_secret "
                "FROM webhooks w JOIN webhook_health h "
                "ON h.organization_id = w.organization_id AND h.webhook_id = w.id");
    query_bind(q, " WHERE w.organization_id = ", db_uuid(organization_id));
}

static enum webhook_off off_of(const struct db_result *rows, int row, int column)
{
    for (int i = 1; i < WEBHOOK_OFF_COUNT && !db_is_null(rows, row, column); i++)
        if (strcmp(webhook_off_names[i], db_get_text(rows, row, column)) == 0)
            return (enum webhook_off)i;
    return WEBHOOK_ON;
}

static enum err open_text(struct db *db, const struct webhook *webhook, const char *column,
                          struct text blob, const char **text)
{
    struct seal_place place = {"webhooks", column, webhook->organization_id, webhook->id};
    return vault_open_text(db, &place, blob, text);
}

static enum err read_webhook(struct db *db, const struct uuid *organization_id,
                             const struct db_result *rows, int row, struct webhook *webhook)
{
    *webhook = (struct webhook){
        .organization_id = *organization_id,
        .id = db_get_uuid(rows, row, 0),
        .revision = db_get_int(rows, row, 1),
        .events = (unsigned)db_get_int(rows, row, 2),
        .kinds = (unsigned)db_get_int(rows, row, 3),
        .folder = db_get_text(rows, row, 4),
        .off = off_of(rows, row, 5),
        .created_at = db_get_time(rows, row, 6),
        .disabled_at = db_get_time(rows, row, 7),
        .old_secret_until = db_get_time(rows, row, 8),
        .failure_count = db_get_int(rows, row, 9),
        .failing_since = db_get_time(rows, row, 10),
        .delivered_at = db_get_time(rows, row, 11),
    };
    enum err err = open_text(db, webhook, "url", db_get_bytes(rows, row, 12), &webhook->url);
    if (err == ERR_NONE)
        err = open_text(db, webhook, "description", db_get_bytes(rows, row, 13),
                        &webhook->description);
    if (err == ERR_NONE)
        err = open_text(db, webhook, "secret", db_get_bytes(rows, row, 14), &webhook->secret);
    if (err == ERR_NONE)
        err =
            open_text(db, webhook, "old_secret", db_get_bytes(rows, row, 15), &webhook->old_secret);
    if (webhook->old_secret_until <= clock_now()) {
        webhook->old_secret_until = 0;
        webhook->old_secret = "";
    }
    return err;
}

enum err webhook_find(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                      struct webhook *webhook)
{
    struct query q;
    struct db_result rows;
    select_webhooks(&q, db, organization_id);
    query_bind(&q, " AND w.id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_webhook(db, organization_id, &rows, 0, webhook) : err;
}

/* As far as it is shown. */
static void hide_secret(struct db *db, struct webhook *webhook)
{
    webhook->secret = arena_copy(db_arena(db), webhook->secret, WEBHOOK_PREFIX_LEN);
    webhook->old_secret = "";
}

enum err webhook_get(struct db *db, const struct actor *actor, const struct uuid *id,
                     struct webhook *webhook)
{
    enum err err =
        webhook_may(actor) ? webhook_find(db, &actor->organization_id, id, webhook) : ERR_DENIED;
    if (err == ERR_NONE)
        hide_secret(db, webhook);
    return err;
}

static void select_list(struct query *q, struct db *db, const struct actor *actor)
{
    select_webhooks(q, db, &actor->organization_id);
    query_bind(q, " ORDER BY w.created_at, w.id LIMIT ", db_int(WEBHOOK_MAX));
}

void webhook_list_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_list(&q, db, actor);
    query_ahead(&q);
}

enum err webhook_list(struct db *db, const struct actor *actor, struct webhook_list *list)
{
    struct query q;
    struct db_result rows;
    *list = (struct webhook_list){.count = 0};
    if (!webhook_may(actor))
        return ERR_DENIED;
    select_list(&q, db, actor);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++) {
        err = read_webhook(db, &actor->organization_id, &rows, i, &list->items[i]);
        if (err == ERR_NONE)
            hide_secret(db, &list->items[list->count++]);
    }
    return err;
}

void webhook_off_add_count(struct query *query)
{
    query_add(query, "(SELECT count(*) FROM webhooks WHERE organization_id = $1 "
                     "AND disabled_reason IN ('failing', 'gone'))");
}
