#include "data/webhook/webhook_body.h"

#include "base/json.h"

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        die("out of memory");
}

static json_t *version_or_null(int64_t version)
{
    return version == 0 ? json_null() : json_integer(version);
}

static void add_label(json_t *data, const struct webhook_delivery *delivery)
{
    set(data, "label", json_string(delivery->label));
    set(data, "from_version", version_or_null(delivery->from_version));
    set(data, "to_version", version_or_null(delivery->version));
    if (delivery->proposal_state == NULL)
        return;
    json_t *proposal = json_object();
    set(proposal, "id", json_uuid(&delivery->proposal_id));
    set(proposal, "state", json_string(delivery->proposal_state));
    set(data, "proposal", proposal);
}

static void add_record(struct arena *arena, json_t *data, const struct webhook_delivery *delivery,
                       const char *public_url)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&delivery->record_id, id);
    set(data, "kind", json_string(delivery->kind->name));
    set(data, "id", json_string(id));
    set(data, "name", json_string(delivery->record_name));
    if (delivery->label != NULL)
        add_label(data, delivery);
    else
        set(data, "version", version_or_null(delivery->version));
    if (delivery->event != WEBHOOK_RECORD_DELETED) /* it has no page any more */
        set(data, "url",
            json_string(arena_printf(arena, "%s%s/%s", public_url, delivery->kind->path, id)));
}

struct text webhook_body(struct arena *arena, const struct webhook_delivery *delivery,
                         const char *public_url, const char *slug)
{
    json_t *body = json_keep(arena, json_object());
    json_t *data = json_object();
    json_t *actor = json_object();
    set(body, "type", json_string(webhook_events[delivery->event].name));
    set(body, "timestamp", json_time(delivery->created_at));
    set(data, "organization", json_string(slug));
    if (delivery->kind != NULL)
        add_record(arena, data, delivery, public_url);
    set(actor, "kind", json_string(delivery->actor_kind));
    set(actor, "id", json_uuid(&delivery->actor_id));
    set(data, "actor", actor);
    set(body, "data", data);
    return json_format(arena, body, JSON_LINE);
}
