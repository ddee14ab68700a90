#include "data/mail/mail_outbox.h"

#include <string.h>

#include "base/clock.h"
#include "data/mail/mail_queue.h"
#include "data/vault/vault.h"

/* What the queue says of a mail before it is claimed. */
struct due {
    struct uuid organization_id, id;
    bool is_lost;
    int64_t loss_count, due_at, expires_at;
};

static enum err find_due(struct db *db, int64_t now, struct due *due)
{
    struct db_result result;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = db_select(db, &result,
                             "SELECT organization_id, id, state, loss_count, due_at, expires_at "
                             "FROM mails WHERE state IN ('waiting', 'sending') AND due_at <= $1 "
                             "ORDER BY due_at LIMIT 1",
                             db_time(now));
    if (err != ERR_NONE || result.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    *due = (struct due){
        .organization_id = db_get_uuid(&result, 0, 0),
        .id = db_get_uuid(&result, 0, 1),
        .is_lost = strcmp(db_get_text(&result, 0, 2), "sending") == 0,
        .loss_count = db_get_int(&result, 0, 3),
        .due_at = db_get_time(&result, 0, 4),
        .expires_at = db_get_time(&result, 0, 5),
    };
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, due->organization_id});
    return ERR_NONE;
}

/* Only one of those who found it as it was gets it. */
static enum err take(struct db *db, const struct due *due, int64_t now)
{
    return db_change_one(
        db,
        "UPDATE mails SET state = 'sending', attempt_count = attempt_count + 1, tried_at = $1, "
        "loss_count = loss_count + $2, due_at = $3 WHERE organization_id = $4 AND id = $5 "
        "AND state = $6 AND due_at = $7",
        db_time(now), db_int(due->is_lost ? 1 : 0), db_time(now + MAIL_CLAIM),
        db_uuid(&due->organization_id), db_uuid(&due->id),
        db_text(due->is_lost ? "sending" : "waiting"), db_time(due->due_at));
}

/* ---- reading ------------------------------------------------------------------------------ */

static enum err open_column(struct db *db, const struct mail_claimed *mail,
                            const struct seal_place *place, struct text blob, struct text *plain)
{
    *plain = (struct text){NULL, 0};
    return vault_unseal(db, &mail->data_key_id, place, blob, plain);
}

static enum err open_person(struct db *db, const struct db_result *row, struct mail_claimed *mail)
{
    struct text text;
    struct seal_place place = {"users", "email", mail->organization_id, mail->user_id};
    enum err err = open_column(db, mail, &place, db_get_bytes(row, 0, 10), &text);
    mail->to = text.data;
    place.column = "full_name";
    if (err == ERR_NONE)
        err = open_column(db, mail, &place, db_get_bytes(row, 0, 11), &text);
    mail->full_name = text.data;
    return err;
}

static enum err open_content(struct db *db, const struct db_result *row, struct mail_claimed *mail)
{
    struct text text;
    struct seal_place place = mail_place("content", &mail->organization_id, &mail->id);
    enum err err = open_column(db, mail, &place, db_get_bytes(row, 0, 9), &text);
    if (err != ERR_NONE || text.data == NULL)
        return err;
    const json_t *content = json_stored(db_arena(db), text, "content of a mail");
    const char *to = json_string_value(json_object_get(content, "to"));
    mail->facts = json_object_get(content, "facts");
    mail->is_to_person = to == NULL;
    if (to != NULL)
        mail->to = to;
    return ERR_NONE;
}

static enum err read_mail(struct db *db, const struct due *due, struct mail_claimed *mail)
{
    struct db_result row;
    enum err err = db_select(
        db, &row,
        "SELECT m.user_id, m.kind, m.attempt_count, m.created_at, m.expires_at, m.due_at, "
        "u.data_key_id, o.name, u.time_zone, m.content, u.email, u.full_name, "
        "u.is_active, " VAULT_KEY_COLUMNS(
            k) " FROM mails m JOIN users u "
               "ON u.organization_id = m.organization_id AND u.id = m.user_id JOIN organizations o "
               "ON o.id = m.organization_id" VAULT_KEY_JOIN(
                   k, u) "WHERE m.organization_id = $1 AND m.id = $2",
        db_uuid(&due->organization_id), db_uuid(&due->id));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    *mail = (struct mail_claimed){
        .organization_id = due->organization_id,
        .id = due->id,
        .user_id = db_get_uuid(&row, 0, 0),
        .attempt_count = db_get_int(&row, 0, 2),
        .created_at = db_get_time(&row, 0, 3),
        .expires_at = db_get_time(&row, 0, 4),
        .claimed_until = db_get_time(&row, 0, 5),
        .data_key_id = db_get_uuid(&row, 0, 6),
        .organization = db_get_text(&row, 0, 7),
        .time_zone = db_get_text(&row, 0, 8),
    };
    if (mail_kind_parse(db_get_text(&row, 0, 1), &mail->kind) != ERR_NONE)
        die("a mail of an unknown kind");
    err = vault_learn_key(db, &mail->organization_id, &mail->data_key_id, &row, 0, 13);
    if (err == ERR_NONE)
        err = open_person(db, &row, mail);
    if (err == ERR_NONE)
        err = open_content(db, &row, mail);
    if (!db_get_bool(&row, 0, 12))
        mail->to = NULL; /* nobody who can sign in */
    return err;
}

/* ---- what became of it -------------------------------------------------------------------- */

/* Columns that a mail gets at the end of an attempt. */
struct fate {
    const char *state;
    int64_t due_at, ended_at;
    const char *reason;
};

static enum err write_fate(struct db *db, const struct mail_claimed *mail, const struct fate *fate)
{
    struct db_value reason = db_null_of(DB_BYTES);
    bool is_sent = strcmp(fate->state, "sent") == 0;
    struct seal_place place = mail_place("reason", &mail->organization_id, &mail->id);
    enum err err = ERR_NONE;
    if (fate->reason[0] != '\0')
        err = vault_seal(db, &mail->data_key_id, &place,
                         (struct text){fate->reason, strlen(fate->reason)}, &reason);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "UPDATE mails SET state = $1, due_at = $2, ended_at = $3, reason = $4, "
        "content = CASE WHEN $5 THEN NULL ELSE content END WHERE organization_id = $6 "
        "AND id = $7 AND state = 'sending' AND due_at = $8",
        db_text(fate->state), db_time(fate->due_at), db_time_or_null(fate->ended_at), reason,
        db_bool(is_sent), db_uuid(&mail->organization_id), db_uuid(&mail->id),
        db_time(mail->claimed_until));
}

/* The pause before the next attempt: it doubles, and a random quarter of it comes on top, so that
 * what failed together is not tried together. */
static int64_t pause_of(const struct mail_claimed *mail)
{
    int64_t pause = MAIL_FIRST_PAUSE;
    for (int64_t i = 1; i < mail->attempt_count && pause < MAIL_LONGEST_PAUSE; i++)
        pause *= 2;
    if (pause > MAIL_LONGEST_PAUSE)
        pause = MAIL_LONGEST_PAUSE;
    struct uuid random = uuid_make();
    return pause + (uuid_random_half(&random) & INT64_MAX) % (pause / 4);
}

static struct fate fate_of(const struct mail_claimed *mail, enum mail_outcome outcome,
                           const char *reason)
{
    int64_t now = clock_now();
    int64_t again_at = now + pause_of(mail);
    if (outcome == MAIL_SENT)
        return (struct fate){"sent", now, now, ""};
    if (outcome == MAIL_LATER && again_at < mail->expires_at)
        return (struct fate){"waiting", again_at, 0, reason};
    return (struct fate){"dead", now, now, reason};
}

enum err mail_report(struct db *db, const struct mail_claimed *mail, enum mail_outcome outcome,
                     const char *reason)
{
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, mail->organization_id});
    struct fate fate = fate_of(mail, outcome, reason);
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, write_fate(db, mail, &fate)) : err;
}

/* ---- claiming ----------------------------------------------------------------------------- */

/* Why a mail that was claimed is not sent at all; NULL if it is. */
static const char *why_not(const struct due *due, const struct mail_claimed *mail, int64_t now)
{
    if (due->expires_at <= now)
        return "It could not be sent in time.";
    if (due->is_lost && due->loss_count > 0)
        return "The program that sends mail ended twice while it sent this one.";
    if (mail->to == NULL)
        return "The person is inactive or erased.";
    return mail->facts == NULL ? "Its content is gone." : NULL;
}

static enum err claim_inside(struct db *db, const struct due *due, int64_t now,
                             struct mail_claimed *mail, bool *is_dead)
{
    enum err err = take(db, due, now);
    if (err == ERR_NONE)
        err = read_mail(db, due, mail);
    if (err != ERR_NONE)
        return err;
    const char *reason = why_not(due, mail, now);
    *is_dead = reason != NULL;
    if (reason == NULL)
        return ERR_NONE;
    return write_fate(db, mail, &(struct fate){"dead", now, now, reason});
}

enum err mail_claim(struct db *db, struct mail_claimed *mail)
{
    struct due due;
    enum err err = ERR_NONE;
    bool is_dead = true;
    while (err == ERR_NONE && is_dead) {
        int64_t now = clock_now();
        is_dead = false;
        err = find_due(db, now, &due);
        if (err == ERR_NONE)
            err = db_begin(db);
        if (err != ERR_NONE)
            return err;
        err = db_finish(db, claim_inside(db, &due, now, mail, &is_dead));
        if (err == ERR_NOT_FOUND) { /* another sender was faster */
            is_dead = true;
            err = ERR_NONE;
        }
    }
    return err;
}

enum err mail_forget_old(struct db *db)
{
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    int64_t before = clock_now() - MAIL_KEPT;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_change(db,
                    "DELETE FROM mails WHERE (organization_id, id) IN (SELECT organization_id, id "
                    "FROM mails WHERE ended_at IS NOT NULL AND created_at < $1 LIMIT 500)",
                    db_time(before));
    if (err == ERR_NONE)
        err = db_change(db,
                        "DELETE FROM reset_requests WHERE (organization_id, id) IN "
                        "(SELECT organization_id, id FROM reset_requests WHERE created_at < $1 "
                        "LIMIT 500)",
                        db_time(clock_now() - CLOCK_DAY));
    return db_finish(db, err);
}
