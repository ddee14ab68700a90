#include "data/inbox/inbox_mail.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/clock_local.h"
#include "data/audit/audit.h"
#include "data/inbox/inbox.h"
#include "data/mail/mail_queue.h"

enum { NEW_ROWS_MAX = 100 };

const char *const inbox_mail_choices[4] = {"at once", "daily", "never", NULL};

static enum inbox_mail_choice choice_of(const char *name)
{
    for (int i = 0; inbox_mail_choices[i] != NULL; i++)
        if (strcmp(inbox_mail_choices[i], name) == 0)
            return (enum inbox_mail_choice)i;
    die("an unknown choice of mail");
}

/* ---- choosing ----------------------------------------------------------------------------- */

enum err inbox_mail_choice_get(struct db *db, const struct actor *actor,
                               enum inbox_mail_choice *choice)
{
    struct db_result result;
    enum err err = db_select(
        db, &result, "SELECT inbox FROM mail_choices WHERE organization_id = $1 AND user_id = $2",
        db_uuid(&actor->organization_id), db_uuid(&actor->user_id));
    *choice = INBOX_MAIL_DAILY;
    if (err == ERR_NONE && result.row_count > 0)
        *choice = choice_of(db_get_text(&result, 0, 0));
    return err;
}

static enum err choose_inside(struct db *db, const struct actor *actor,
                              enum inbox_mail_choice choice)
{
    enum inbox_mail_choice before;
    enum err err = inbox_mail_choice_get(db, actor, &before);
    if (err == ERR_NONE)
        err = db_change(db,
                        "INSERT INTO mail_choices (organization_id, user_id, inbox, look_at) "
                        "VALUES ($1, $2, $3, $4) ON CONFLICT (organization_id, user_id) "
                        "DO UPDATE SET inbox = excluded.inbox, look_at = excluded.look_at",
                        db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
                        db_text(inbox_mail_choices[choice]), db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {.action = "user.choose_mail",
                                .record_type = "user",
                                .record_id = actor->user_id,
                                .details = json_object()};
    audit_change(event.details, "inbox", inbox_mail_choices[before], inbox_mail_choices[choice]);
    return audit_record(db, actor, &event);
}

enum err inbox_mail_choose(struct db *db, const struct actor *actor, enum inbox_mail_choice choice)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, choose_inside(db, actor, choice)) : err;
}

/* ---- looking ------------------------------------------------------------------------------ */

/* Whose time it is. */
struct due {
    struct actor actor;
    enum inbox_mail_choice choice;
    int64_t look_at;
    const char *told;
    const char *time_zone;
    bool can_sign_in;
};

#define WITHOUT_CHOICE                                                                             \
    "FROM users u WHERE u.is_active AND NOT EXISTS (SELECT 1 FROM mail_choices c "                 \
    "WHERE c.organization_id = u.organization_id AND c.user_id = u.id) LIMIT $1"

/* A row for whoever has none yet; they are looked at next. */
static enum err add_new(struct db *db)
{
    struct db_result missing;
    enum err err = db_select(db, &missing, "SELECT 1 " WITHOUT_CHOICE, db_int(1));
    if (err != ERR_NONE || missing.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_change(db,
                    "INSERT INTO mail_choices (organization_id, user_id, inbox, look_at) "
                    "SELECT u.organization_id, u.id, 'daily', $2 " WITHOUT_CHOICE
                    " ON CONFLICT (organization_id, user_id) DO NOTHING",
                    db_int(NEW_ROWS_MAX), db_time(clock_now()));
    return db_finish(db, err);
}

static enum err find_due(struct db *db, struct due *due)
{
    struct db_result row;
    enum err err =
        db_select(db, &row,
                  "SELECT c.organization_id, c.user_id, c.inbox, c.look_at, c.told, u.time_zone, "
                  "u.user_persona, u.is_superuser, u.is_active AND u.hashed_password IS NOT NULL "
                  "FROM mail_choices c JOIN users u ON u.organization_id = c.organization_id "
                  "AND u.id = c.user_id WHERE c.look_at <= $1 AND c.inbox <> 'never' "
                  "ORDER BY c.look_at LIMIT 1",
                  db_time(clock_now()));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    *due = (struct due){
        .actor = {.kind = ACTOR_USER,
                  .organization_id = db_get_uuid(&row, 0, 0),
                  .home_organization_id = db_get_uuid(&row, 0, 0),
                  .user_id = db_get_uuid(&row, 0, 1),
                  .is_superuser = db_get_bool(&row, 0, 7),
                  .is_active = true},
        .choice = choice_of(db_get_text(&row, 0, 2)),
        .look_at = db_get_time(&row, 0, 3),
        .told = db_get_text(&row, 0, 4),
        .time_zone = db_get_text(&row, 0, 5),
        .can_sign_in = db_get_bool(&row, 0, 8),
    };
    return persona_parse(db_get_text(&row, 0, 6), &due->actor.persona);
}

/* What is said of so many of a source. */
static const char *line_of(struct arena *arena, enum inbox_source_id source, int count)
{
    static const char *const one[INBOX_SOURCE_COUNT] = {
        [INBOX_REVIEW] = "%d proposal needs your review",
        [INBOX_DECISION] = "%d of your proposals was decided",
        [INBOX_TOKEN] = "%d API token ends soon",
        [INBOX_IMPORT] = "%d import waits for you",
        [INBOX_INVITATION] = "%d request for an invitation waits for your decision",
        [INBOX_APPROVAL] = "%d request needs a second person's approval",
        [INBOX_REGISTER] = "%d entry of the register is due for review",
        [INBOX_RETENTION] = "%d retention run needs attention",
        [INBOX_ACCESS] = "%d access review is due",
        [INBOX_WEBHOOK] = "%d webhook is disabled",
        [INBOX_COMMENT] = "%d new comment",
        [INBOX_CHANGE] = "%d change of what you follow",
        [INBOX_OVERRIDE] = "%d label was moved without evidence",
    };
    static const char *const many[INBOX_SOURCE_COUNT] = {
        [INBOX_REVIEW] = "%d proposals need your review",
        [INBOX_DECISION] = "%d of your proposals were decided",
        [INBOX_TOKEN] = "%d API tokens end soon",
        [INBOX_IMPORT] = "%d imports wait for you",
        [INBOX_INVITATION] = "%d requests for invitations wait for your decision",
        [INBOX_APPROVAL] = "%d requests need a second person's approval",
        [INBOX_REGISTER] = "%d entries of the register are due for review",
        [INBOX_RETENTION] = "%d retention runs need attention",
        [INBOX_ACCESS] = "%d access reviews are due",
        [INBOX_WEBHOOK] = "%d webhooks are disabled",
        [INBOX_COMMENT] = "%d new comments",
        [INBOX_CHANGE] = "%d changes of what you follow",
        [INBOX_OVERRIDE] = "%d labels were moved without evidence",
    };
    const char *words = count == 1 ? one[source] : many[source];
    if (words == NULL)
        die("nothing is said of a source of the inbox");
    const char *rest = words + strlen("%d");
    return arena_printf(arena, "%s%d%s", count >= INBOX_COUNT_MAX ? "at least " : "", count, rest);
}

/* The next of the counts that were stored; 0 behind the last one. */
static int take_count(const char **counts)
{
    int count = 0;
    for (; **counts >= '0' && **counts <= '9' && count <= INBOX_COUNT_MAX; (*counts)++)
        count = 10 * count + (**counts - '0');
    *counts += **counts == ' ';
    return count;
}

/* What waits, and whether it is more than the person knows. counts: as it is stored. */
static json_t *lines_of(struct db *db, const struct due *due, const struct inbox_question *question,
                        char *counts, size_t len, bool *is_more)
{
    json_t *lines = json_array();
    const char *told = due->told;
    counts[0] = '\0';
    *is_more = false;
    for (int i = 0; i < INBOX_SOURCE_COUNT; i++) {
        int count = inbox_count_of(question, &due->actor, (enum inbox_source_id)i);
        *is_more = *is_more || count > take_count(&told);
        size_t used = strlen(counts);
        (void)snprintf(counts + used, len - used, "%s%d", i == 0 ? "" : " ", count);
        const char *line = line_of(db_arena(db), (enum inbox_source_id)i, count);
        if (count > 0 && json_array_append_new(lines, json_string(line)) != 0)
            die("out of memory");
    }
    return lines;
}

static int64_t next_look(const struct due *due)
{
    int64_t now = clock_now();
    int64_t tomorrow = clock_local_day(due->time_zone, now) + CLOCK_DAY;
    return due->choice == INBOX_MAIL_AT_ONCE
               ? now + INBOX_MAIL_PAUSE
               : clock_local_start(due->time_zone, tomorrow) + INBOX_MAIL_HOUR * CLOCK_HOUR;
}

static enum err write_look(struct db *db, const struct due *due, const char *counts, json_t *lines,
                           bool is_to_be_told)
{
    const struct actor *actor = &due->actor;
    enum err err =
        db_change_one(db,
                      "UPDATE mail_choices SET told = $1, look_at = $2 "
                      "WHERE organization_id = $3 AND user_id = $4 AND look_at = $5",
                      db_text(counts), db_time(next_look(due)), db_uuid(&actor->organization_id),
                      db_uuid(&actor->user_id), db_time(due->look_at));
    if (err != ERR_NONE || !is_to_be_told)
        return err == ERR_NOT_FOUND ? ERR_NONE : err; /* another sender was faster */
    json_t *facts = json_pack("{s:O}", "lines", lines);
    if (facts == NULL)
        die("out of memory");
    return mail_queue(db, &(struct mail_draft){.organization_id = actor->organization_id,
                                               .user_id = actor->user_id,
                                               .kind = MAIL_INBOX,
                                               .facts = facts});
}

enum err inbox_mail_look(struct db *db)
{
    struct due due;
    struct inbox_question question;
    char counts[INBOX_SOURCE_COUNT * 5];
    bool is_more = false;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = find_due(db, &due);
    if (err == ERR_NOT_FOUND)
        return add_new(db);
    if (err != ERR_NONE)
        return err;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, due.actor.organization_id});
    inbox_ask_for(db, &due.actor, &question);
    err = inbox_settle(db, &due.actor, &question);
    if (err != ERR_NONE)
        return err;
    json_t *lines =
        json_keep(db_arena(db), lines_of(db, &due, &question, counts, sizeof counts, &is_more));
    bool is_to_be_told = due.can_sign_in && json_array_size(lines) > 0 &&
                         (due.choice == INBOX_MAIL_DAILY || is_more);
    err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, write_look(db, &due, counts, lines, is_to_be_told))
                           : err;
}
