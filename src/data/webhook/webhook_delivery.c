#include "data/webhook/webhook_delivery.h"

#include <string.h>

#include "base/clock.h"
#include "data/db/cursor.h"
#include "data/webhook/webhook_internal.h"
#include "data/webhook/webhook_notify.h"

const char *const webhook_state_names[WEBHOOK_STATE_COUNT] = {
    [WEBHOOK_WAITING] = "waiting",
    [WEBHOOK_SENDING] = "sending",
    [WEBHOOK_DELIVERED] = "delivered",
    [WEBHOOK_FAILED] = "failed",
};

/* ---- rows ---------------------------------------------------------------------------------- */

static enum webhook_event event_of(const char *name)
{
    enum webhook_event event = WEBHOOK_TEST;
    if (webhook_event_parse(name, &event) != ERR_NONE)
        die("a delivery of an unknown event");
    return event;
}

static enum webhook_state state_of(const char *name)
{
    for (int i = 0; i < WEBHOOK_STATE_COUNT; i++)
        if (strcmp(webhook_state_names[i], name) == 0)
            return (enum webhook_state)i;
    die("a delivery of an unknown state");
}

static const char *text_or(const struct db_result *rows, int row, int column, const char *otherwise)
{
    return db_is_null(rows, row, column) ? otherwise : db_get_text(rows, row, column);
}

static void read_subject(const struct db_result *rows, int row, struct webhook_delivery *delivery)
{
    const char *kind = text_or(rows, row, 4, NULL);
    delivery->kind = kind == NULL ? NULL : record_kind_find(kind);
    delivery->record_id = db_get_uuid(rows, row, 5);
    delivery->record_name = text_or(rows, row, 6, "");
    delivery->label = text_or(rows, row, 7, NULL);
    delivery->version = db_get_int(rows, row, 8);
    delivery->from_version = db_get_int(rows, row, 9);
    delivery->proposal_id = db_get_uuid(rows, row, 10);
    delivery->proposal_state = text_or(rows, row, 11, NULL);
}

void webhook_delivery_read(const struct db_result *rows, int row, struct webhook_delivery *delivery)
{
    *delivery = (struct webhook_delivery){
        .organization_id = db_get_uuid(rows, row, 0),
        .webhook_id = db_get_uuid(rows, row, 1),
        .message_id = db_get_uuid(rows, row, 2),
        .event = event_of(db_get_text(rows, row, 3)),
        .actor_kind = db_get_text(rows, row, 12),
        .actor_id = db_get_uuid(rows, row, 13),
        .state = state_of(db_get_text(rows, row, 14)),
        .outcome = text_or(rows, row, 15, ""),
        .attempt_count = db_get_int(rows, row, 16),
        .status = (int)db_get_int(rows, row, 17),
        .duration_ms = db_get_int(rows, row, 18),
        .created_at = db_get_time(rows, row, 19),
        .due_at = db_get_time(rows, row, 20),
        .ended_at = db_get_time(rows, row, 21),
    };
    read_subject(rows, row, delivery);
}

/* ---- the list ------------------------------------------------------------------------------ */

static void add_next(struct db *db, struct webhook_delivery_list *list)
{
    if (list->count <= WEBHOOK_DELIVERY_LIMIT)
        return;
    list->count = WEBHOOK_DELIVERY_LIMIT;
    const struct webhook_delivery *last = &list->items[list->count - 1];
    list->next = cursor_format(db_arena(db), &(struct cursor){last->created_at, last->message_id});
}

enum err webhook_delivery_list(struct db *db, const struct actor *actor,
                               const struct uuid *webhook_id, const char *cursor,
                               struct webhook_delivery_list *list)
{
    struct cursor from = cursor_newest();
    struct db_result rows;
    *list = (struct webhook_delivery_list){.next = NULL};
    if (!webhook_may(actor))
        return ERR_DENIED;
    if (cursor[0] != '\0' && cursor_parse(cursor, &from) != ERR_NONE)
        return ERR_INVALID;
    enum err err = db_select(
        db, &rows,
        "SELECT " WEBHOOK_DELIVERY_COLUMNS " FROM webhook_deliveries d "
        "WHERE d.organization_id = $1 AND d.webhook_id = $2 AND (d.created_at, d.message_id) < "
        "($3, $4) ORDER BY d.created_at DESC, d.message_id DESC LIMIT $5",
        db_uuid(&actor->organization_id), db_uuid(webhook_id), db_time(from.time),
        db_uuid(&from.id), db_int(WEBHOOK_DELIVERY_LIMIT + 1));
    if (err != ERR_NONE)
        return err;
    list->count = rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        webhook_delivery_read(&rows, i, &list->items[i]);
    add_next(db, list);
    return ERR_NONE;
}

/* ---- what is done about them --------------------------------------------------------------- */

static enum err check_is_on(const struct webhook *webhook, struct problem *problem)
{
    return webhook->off == WEBHOOK_ON
               ? ERR_NONE
               : problem_refuse(problem, ERR_CONFLICT, "",
                                "This webhook is disabled. Enable it first.");
}

/* The endpoint is asked at once, however often it failed. */
static enum err wake(struct db *db, const struct webhook *webhook)
{
    return db_change(db,
                     "UPDATE webhook_health SET failure_count = 0, free_at = $1 "
                     "WHERE organization_id = $2 AND webhook_id = $3 AND free_at > $1 "
                     "AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d "
                     "WHERE d.organization_id = $2 AND d.webhook_id = $3 AND d.ended_at IS NULL "
                     "AND d.state = 'sending')",
                     db_time(clock_now()), db_uuid(&webhook->organization_id),
                     db_uuid(&webhook->id));
}

static enum err record(struct db *db, const struct actor *actor, const struct webhook *webhook,
                       const char *action, const struct uuid *message_id)
{
    char id[UUID_TEXT_LEN];
    struct audit_event event = webhook_event_of(&webhook->organization_id, &webhook->id, action);
    uuid_format(message_id, id);
    event.details = json_object();
    audit_change(event.details, "message", NULL, id);
    return audit_record(db, actor, &event);
}

static enum err resend_inside(struct db *db, const struct actor *actor,
                              const struct webhook *webhook, const struct uuid *message_id)
{
    struct db_result row;
    enum err err = db_change_one(
        db,
        "UPDATE webhook_deliveries SET state = 'waiting', attempt_count = 0, due_at = $1, "
        "ended_at = NULL WHERE organization_id = $2 AND webhook_id = $3 AND message_id = $4 "
        "AND ended_at IS NOT NULL",
        db_time(clock_now()), db_uuid(&webhook->organization_id), db_uuid(&webhook->id),
        db_uuid(message_id));
    if (err == ERR_NONE)
        err = wake(db, webhook);
    if (err == ERR_NONE)
        return record(db, actor, webhook, "webhook.resend", message_id);
    if (err != ERR_NOT_FOUND)
        return err;
    err = db_select(db, &row,
                    "SELECT 1 FROM webhook_deliveries WHERE organization_id = $1 "
                    "AND webhook_id = $2 AND message_id = $3",
                    db_uuid(&webhook->organization_id), db_uuid(&webhook->id), db_uuid(message_id));
    if (err == ERR_NONE)
        err = row.row_count == 0 ? ERR_NOT_FOUND : ERR_CONFLICT;
    return err;
}

/* Begins the change of an endpoint that is on. */
static enum err begin(struct db *db, const struct actor *actor, const char *action,
                      struct webhook *webhook, struct problem *problem)
{
    struct uuid id = webhook->id;
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = webhook_load(db, actor, &id, action, webhook);
    if (err == ERR_NONE)
        err = check_is_on(webhook, problem);
    return err == ERR_NONE ? db_begin(db) : err;
}

enum err webhook_resend(struct db *db, const struct actor *actor, const struct uuid *webhook_id,
                        const struct uuid *message_id, struct problem *problem)
{
    struct webhook webhook = {.id = *webhook_id};
    enum err err = begin(db, actor, "webhook.resend", &webhook, problem);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db, resend_inside(db, actor, &webhook, message_id));
    return err == ERR_CONFLICT
               ? problem_refuse(problem, err, "", "This delivery is on its way already.")
               : err;
}

static enum err insert_test(struct db *db, const struct actor *actor, const struct webhook *webhook,
                            const struct uuid *message_id)
{
    int64_t now = clock_now();
    return db_change_one(
        db,
        "INSERT INTO webhook_deliveries (organization_id, webhook_id, message_id, event, "
        "actor_kind, actor_id, state, created_at, due_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $7)",
        db_uuid(&webhook->organization_id), db_uuid(&webhook->id), db_uuid(message_id),
        db_text(webhook_events[WEBHOOK_TEST].name), db_text(webhook_actor_kind(actor)),
        db_uuid_or_null(&actor->user_id), db_time(now));
}

static enum err test_inside(struct db *db, const struct actor *actor, const struct webhook *webhook)
{
    struct db_result waiting;
    struct uuid message_id = uuid_make();
    enum err err = db_select(db, &waiting,
                             "SELECT 1 FROM webhook_deliveries WHERE organization_id = $1 "
                             "AND webhook_id = $2 AND ended_at IS NULL AND event = $3 LIMIT 1",
                             db_uuid(&webhook->organization_id), db_uuid(&webhook->id),
                             db_text(webhook_events[WEBHOOK_TEST].name));
    if (err == ERR_NONE && waiting.row_count > 0)
        return ERR_CONFLICT;
    if (err == ERR_NONE)
        err = insert_test(db, actor, webhook, &message_id);
    if (err == ERR_NONE)
        err = wake(db, webhook);
    return err == ERR_NONE ? record(db, actor, webhook, "webhook.test", &message_id) : err;
}

enum err webhook_test(struct db *db, const struct actor *actor, const struct uuid *webhook_id,
                      struct problem *problem)
{
    struct webhook webhook = {.id = *webhook_id};
    enum err err = begin(db, actor, "webhook.test", &webhook, problem);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db, test_inside(db, actor, &webhook));
    return err == ERR_CONFLICT
               ? problem_refuse(problem, err, "", "A test is waiting to be sent already.")
               : err;
}
