#include "data/mail/mail_list.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/mail/mail_queue.h"
#include "data/vault/vault.h"

static bool may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_USER_CHANGE, &target);
}

static struct audit_event event_of(const struct actor *actor, const char *action,
                                   const struct uuid *id)
{
    return (struct audit_event){.action = action,
                                .record_type = "mail",
                                .record_id = *id,
                                .organization_id = actor->organization_id};
}

/* ---- status ------------------------------------------------------------------------------- */

static enum err open_text(struct db *db, const struct uuid *data_key_id,
                          const struct seal_place *place, struct text blob, const char **text)
{
    struct text plain = {NULL, 0};
    enum err err = vault_unseal(db, data_key_id, place, blob, &plain);
    *text = plain.data;
    return err;
}

#define COLUMNS                                                                                    \
    "SELECT m.id, m.user_id, m.kind, m.created_at, m.ended_at, m.expires_at, m.attempt_count, "    \
    "m.tried_at, u.data_key_id, u.full_name, u.email, m.content, m.reason, " VAULT_KEY_COLUMNS(    \
        k) " FROM mails m JOIN users u ON u.organization_id = m.organization_id "                  \
           "AND u.id = m.user_id" VAULT_KEY_JOIN(k, u)

static enum err open_to(struct db *db, const struct uuid *organization_id, const struct uuid *key,
                        struct text blob, struct mail_entry *entry)
{
    const char *text = NULL;
    struct seal_place place = mail_place("content", organization_id, &entry->id);
    enum err err = open_text(db, key, &place, blob, &text);
    if (err != ERR_NONE || text == NULL)
        return err;
    const json_t *content =
        json_stored(db_arena(db), (struct text){text, strlen(text)}, "content of a mail");
    const char *to = json_string_value(json_object_get(content, "to"));
    entry->to = to == NULL ? entry->to : to;
    return ERR_NONE;
}

static enum err read_entry(struct db *db, const struct uuid *organization_id,
                           const struct db_result *rows, int row, struct mail_entry *entry)
{
    *entry = (struct mail_entry){
        .id = db_get_uuid(rows, row, 0),
        .user_id = db_get_uuid(rows, row, 1),
        .created_at = db_get_time(rows, row, 3),
        .ended_at = db_get_time(rows, row, 4),
        .expires_at = db_get_time(rows, row, 5),
        .attempt_count = db_get_int(rows, row, 6),
    };
    if (mail_kind_parse(db_get_text(rows, row, 2), &entry->kind) != ERR_NONE)
        die("a mail of an unknown kind");
    struct uuid key = db_get_uuid(rows, row, 8);
    enum err err = vault_learn_key(db, organization_id, &key, rows, row, 13);
    struct seal_place place = {"users", "full_name", *organization_id, entry->user_id};
    if (err == ERR_NONE)
        err = open_text(db, &key, &place, db_get_bytes(rows, row, 9), &entry->full_name);
    place.column = "email";
    if (err == ERR_NONE)
        err = open_text(db, &key, &place, db_get_bytes(rows, row, 10), &entry->to);
    if (err == ERR_NONE)
        err = open_to(db, organization_id, &key, db_get_bytes(rows, row, 11), entry);
    place = mail_place("reason", organization_id, &entry->id);
    return err == ERR_NONE
               ? open_text(db, &key, &place, db_get_bytes(rows, row, 12), &entry->reason)
               : err;
}

static enum err read_dead(struct db *db, const struct uuid *organization_id,
                          struct mail_status *status)
{
    struct db_result rows;
    enum err err = db_select(db, &rows,
                             COLUMNS "WHERE m.organization_id = $1 AND m.state = 'dead' "
                                     "ORDER BY m.created_at DESC, m.id DESC LIMIT $2",
                             db_uuid(organization_id), db_int(MAIL_LIST_LIMIT));
    status->count = err == ERR_NONE ? rows.row_count : 0;
    status->items = arena_array(db_arena(db), (size_t)status->count + 1, sizeof *status->items);
    for (int i = 0; err == ERR_NONE && i < status->count; i++)
        err = read_entry(db, organization_id, &rows, i, &status->items[i]);
    return err;
}

/* The newest that was tried in vain and waits. */
static enum err read_failure(struct db *db, const struct uuid *organization_id,
                             struct mail_status *status)
{
    struct db_result rows;
    struct mail_entry entry;
    enum err err = db_select(db, &rows,
                             COLUMNS "WHERE m.organization_id = $1 AND m.state = 'waiting' "
                                     "AND m.reason IS NOT NULL ORDER BY m.created_at DESC LIMIT 1",
                             db_uuid(organization_id));
    if (err != ERR_NONE || rows.row_count == 0)
        return err;
    status->failed_at = db_get_time(&rows, 0, 7);
    err = read_entry(db, organization_id, &rows, 0, &entry);
    status->failure = entry.reason;
    return err;
}

enum err mail_status_get(struct db *db, const struct actor *actor, struct mail_status *status)
{
    struct db_result counts;
    *status = (struct mail_status){.is_on = mail_is_on(db), .failure = ""};
    if (!may(actor))
        return ERR_DENIED;
    enum err err =
        db_select(db, &counts,
                  "SELECT (SELECT count(*) FROM (SELECT 1 FROM mails WHERE organization_id = $1 "
                  "AND state IN ('waiting', 'sending') LIMIT $2) w), "
                  "(SELECT count(*) FROM (SELECT 1 FROM mails WHERE organization_id = $1 "
                  "AND state = 'dead' LIMIT $2) d), "
                  "(SELECT min(created_at) FROM mails WHERE organization_id = $1 "
                  "AND state IN ('waiting', 'sending')), "
                  "(SELECT max(ended_at) FROM mails WHERE organization_id = $1 AND state = 'sent')",
                  db_uuid(&actor->organization_id), db_int(MAIL_COUNT_MAX));
    if (err != ERR_NONE)
        return err;
    status->waiting_count = db_get_int(&counts, 0, 0);
    status->dead_count = db_get_int(&counts, 0, 1);
    status->oldest_at = db_get_time(&counts, 0, 2);
    status->last_sent_at = db_get_time(&counts, 0, 3);
    err = read_failure(db, &actor->organization_id, status);
    return err == ERR_NONE ? read_dead(db, &actor->organization_id, status) : err;
}

/* ---- what is done about it ---------------------------------------------------------------- */

static enum err check_age(struct db *db, const struct actor *actor, const struct uuid *id,
                          struct problem *problem)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT expires_at FROM mails WHERE organization_id = $1 AND id = $2 "
                             "AND state = 'dead' AND content IS NOT NULL",
                             db_uuid(&actor->organization_id), db_uuid(id));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    if (db_get_time(&row, 0, 0) > clock_now())
        return ERR_NONE;
    *problem = (struct problem){
        .field = "",
        .message = "This mail is too old: what it says, or its link, does not hold any more. Make "
                   "a new link on the person's page, then discard this one."};
    return ERR_CONFLICT;
}

static enum err again_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct problem *problem)
{
    if (!may(actor))
        return ERR_DENIED;
    enum err err = check_age(db, actor, id, problem);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE mails SET state = 'waiting', due_at = $1, ended_at = NULL, "
                            "attempt_count = 0, loss_count = 0 WHERE organization_id = $2 "
                            "AND id = $3 AND state = 'dead'",
                            db_time(clock_now()), db_uuid(&actor->organization_id), db_uuid(id));
    struct audit_event event = event_of(actor, "mail.send_again", id);
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err mail_send_again(struct db *db, const struct actor *actor, const struct uuid *id,
                         struct problem *problem)
{
    struct audit_event refusal = event_of(actor, "mail.send_again", id);
    *problem = (struct problem){.field = "", .message = ""};
    enum err err = db_begin(db);
    return err == ERR_NONE ? audit_finish(db, actor, &refusal, again_inside(db, actor, id, problem))
                           : err;
}

static enum err discard_inside(struct db *db, const struct actor *actor, const struct uuid *id)
{
    if (!may(actor))
        return ERR_DENIED;
    enum err err = db_change_one(
        db, "DELETE FROM mails WHERE organization_id = $1 AND id = $2 AND state = 'dead'",
        db_uuid(&actor->organization_id), db_uuid(id));
    struct audit_event event = event_of(actor, "mail.discard", id);
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err mail_discard(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct audit_event refusal = event_of(actor, "mail.discard", id);
    enum err err = db_begin(db);
    return err == ERR_NONE ? audit_finish(db, actor, &refusal, discard_inside(db, actor, id)) : err;
}

/* Whoever works in another organization than their own has no address in it. */
static enum err test_inside(struct db *db, const struct actor *actor)
{
    struct db_result waiting;
    if (!may(actor) || policy_is_outside(actor, &actor->organization_id))
        return ERR_DENIED;
    enum err err = db_select(db, &waiting,
                             "SELECT 1 FROM mails WHERE organization_id = $1 AND user_id = $2 "
                             "AND kind = $3 AND state IN ('waiting', 'sending') LIMIT 1",
                             db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
                             db_text(mail_kinds[MAIL_TEST].name));
    if (err == ERR_NONE && waiting.row_count > 0)
        return ERR_CONFLICT;
    if (err == ERR_NONE)
        err = mail_queue(db, &(struct mail_draft){.organization_id = actor->organization_id,
                                                  .user_id = actor->user_id,
                                                  .kind = MAIL_TEST});
    struct audit_event event = event_of(actor, "mail.test", &actor->user_id);
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err mail_send_test(struct db *db, const struct actor *actor, struct problem *problem)
{
    struct audit_event refusal = event_of(actor, "mail.test", &actor->user_id);
    *problem = (struct problem){.field = "", .message = "No mail server is set."};
    if (!mail_is_on(db))
        return ERR_CONFLICT;
    problem->message = "A test is waiting to be sent already.";
    enum err err = db_begin(db);
    return err == ERR_NONE ? audit_finish(db, actor, &refusal, test_inside(db, actor)) : err;
}
