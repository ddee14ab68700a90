#include "data/hold/legal_hold.h"

#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"
#include "data/audit/audit.h"
#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/hold/legal_hold_check.h"
#include "data/user/person.h"
#include "domain/record/kind.h"

static struct seal_place reason_place(const struct uuid *organization_id, const struct uuid *id)
{
    return (struct seal_place){"legal_holds", "reason", *organization_id, *id};
}

static bool may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_RETENTION, &target);
}

/* ---- events ------------------------------------------------------------------------------- */

/* About the hold and not about its subject, whose activity others may see. */
static enum err record(struct db *db, const struct actor *actor, const char *action,
                       const struct legal_hold *hold)
{
    char subject[UUID_TEXT_LEN];
    json_t *details = json_object();
    uuid_format(&hold->subject_id, subject);
    audit_change(details, "kind", NULL, hold->kind);
    audit_change(details, "subject_id", NULL, subject);
    audit_change(details, "reason", NULL, hold->reason);
    return audit_record(db, actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "legal_hold",
                                              .record_id = hold->id,
                                              .details = details});
}

/* A denial is an event of its own. */
static enum err finish(struct db *db, const struct actor *actor, const char *action, enum err err)
{
    return audit_finish(db, actor,
                        &(struct audit_event){.action = action, .record_type = "legal_hold"}, err);
}

/* ---- placing ------------------------------------------------------------------------------ */

static enum err check_subject(struct db *db, const struct actor *actor,
                              const struct legal_hold *hold, struct problem *problem)
{
    struct db_result result;
    struct query q;
    if (strcmp(hold->kind, LEGAL_HOLD_ORGANIZATION) == 0)
        return ERR_NONE;
    const struct record_kind *kind = record_kind_find(hold->kind);
    if (kind == NULL && strcmp(hold->kind, LEGAL_HOLD_PERSON) != 0)
        return problem_refuse(problem, ERR_INVALID, "kind", "Choose what the hold is on.");
    query_begin(&q, db, "SELECT 1 FROM ");
    if (kind != NULL)
        query_add(&q, kind->table);
    else
        query_add(&q, "users");
    query_bind(&q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " AND id = ", db_uuid(&hold->subject_id));
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE && result.row_count == 0)
        err = problem_refuse(problem, ERR_NOT_FOUND, "name", "There is nothing of this name here.");
    return err;
}

static enum err check_is_new(struct db *db, const struct actor *actor,
                             const struct legal_hold *hold, struct problem *problem)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT 1 FROM legal_holds WHERE organization_id = $1 "
                             "AND subject_id = $2 AND released_at IS NULL LIMIT 1",
                             db_uuid(&actor->organization_id), db_uuid(&hold->subject_id));
    if (err == ERR_NONE && result.row_count > 0)
        err = problem_refuse(problem, ERR_CONFLICT, "name", "A legal hold is on this already.");
    return err;
}

static enum err check_reason(const char *reason, struct problem *problem)
{
    if (reason[0] == '\0')
        return problem_refuse(problem, ERR_INVALID, "reason", "Say why.");
    if (text_count_chars(reason, strlen(reason)) > LEGAL_HOLD_REASON_MAX ||
        text_has_control(reason, strlen(reason), false))
        return problem_refuse(problem, ERR_INVALID, "reason",
                              "A reason is one line of at most 500 characters.");
    return ERR_NONE;
}

static enum err insert(struct db *db, const struct actor *actor, const struct legal_hold *hold)
{
    struct db_value reason;
    struct seal_place place = reason_place(&actor->organization_id, &hold->id);
    enum err err = vault_seal_text(db, &place, hold->reason, &reason);
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "INSERT INTO legal_holds (organization_id, id, kind, subject_id, "
                         "placed_by, placed_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                         db_uuid(&actor->organization_id), db_uuid(&hold->id), db_text(hold->kind),
                         db_uuid(&hold->subject_id), db_uuid(&actor->user_id), db_time(clock_now()),
                         reason);
}

static enum err place_inside(struct db *db, const struct actor *actor,
                             const struct legal_hold *hold, struct problem *problem)
{
    if (!may(actor) || uuid_is_nil(&actor->user_id))
        return problem_refuse(problem, ERR_DENIED, "", "You do not have the right to do this.");
    enum err err = check_reason(hold->reason, problem);
    if (err == ERR_NONE)
        err = check_subject(db, actor, hold, problem);
    if (err == ERR_NONE)
        err = check_is_new(db, actor, hold, problem);
    if (err == ERR_NONE)
        err = insert(db, actor, hold);
    return err == ERR_NONE ? record(db, actor, "legal_hold.place", hold) : err;
}

enum err legal_hold_place(struct db *db, const struct actor *actor,
                          const struct legal_hold_draft *draft, struct uuid *id,
                          struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    *id = uuid_make();
    bool is_all = strcmp(draft->kind, LEGAL_HOLD_ORGANIZATION) == 0;
    struct legal_hold hold = {
        .id = *id,
        .kind = draft->kind,
        .subject_id = is_all ? actor->organization_id : draft->subject_id,
        .reason = text_trim(db_arena(db), draft->reason),
    };
    enum err err = db_begin(db);
    return err == ERR_NONE
               ? finish(db, actor, "legal_hold.place", place_inside(db, actor, &hold, problem))
               : err;
}

/* ---- reading ------------------------------------------------------------------------------ */

enum { COLUMN_PLACED_BY = 7, COLUMN_RELEASED_BY = 13, COLUMN_SUBJECT = 19, COLUMN_RECORD = 25 };

static void select_holds(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT x.id, x.kind, x.subject_id, x.placed_by, x.placed_at, x.released_at, "
                "x.reason, ");
    query_add(q, PERSON_COLUMNS_OF("x.placed_by", a) ", " PERSON_COLUMNS_OF("x.released_by", b));
    query_add(q, ", " PERSON_COLUMNS(c));
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        query_add(q, ", (SELECT r.name FROM ");
        query_add(q, record_kinds[i].table);
        query_add(q, " r WHERE r.organization_id = x.organization_id AND r.id = x.subject_id)");
    }
    query_add(q, " FROM legal_holds x" PERSON_JOIN(a, "x.organization_id", "x.placed_by")
                     PERSON_JOIN(b, "x.organization_id", "x.released_by")
                         PERSON_JOIN(c, "x.organization_id", "x.subject_id"));
    query_bind(q, " WHERE x.organization_id = ", db_uuid(&actor->organization_id));
}

static enum err read_names(struct db *db, const struct db_result *result, int row,
                           struct legal_hold *hold)
{
    enum err err = person_name(db, result, row, COLUMN_PLACED_BY, &hold->placed_by_name);
    if (err == ERR_NONE)
        err = person_name(db, result, row, COLUMN_RELEASED_BY, &hold->released_by_name);
    if (err == ERR_NONE)
        err = person_name(db, result, row, COLUMN_SUBJECT, &hold->subject_name);
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (!db_is_null(result, row, COLUMN_RECORD + i))
            hold->subject_name = db_get_text(result, row, COLUMN_RECORD + i);
    return err;
}

static enum err read_hold(struct db *db, const struct actor *actor, const struct db_result *result,
                          int row, struct legal_hold *hold)
{
    *hold = (struct legal_hold){
        .id = db_get_uuid(result, row, 0),
        .kind = db_get_text(result, row, 1),
        .subject_id = db_get_uuid(result, row, 2),
        .placed_by = db_get_uuid(result, row, 3),
        .placed_at = db_get_time(result, row, 4),
        .released_at = db_get_time(result, row, 5),
    };
    struct seal_place place = reason_place(&actor->organization_id, &hold->id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, row, 6), &hold->reason);
    return err == ERR_NONE ? read_names(db, result, row, hold) : err;
}

enum err legal_hold_list(struct db *db, const struct actor *actor, bool is_released,
                         const char *cursor, struct legal_hold_list *list)
{
    struct db_result result;
    struct query q;
    struct cursor from = cursor_newest();
    *list = (struct legal_hold_list){.next = NULL};
    if (!may(actor))
        return ERR_DENIED;
    if (cursor[0] != '\0' && cursor_parse(cursor, &from) != ERR_NONE)
        return ERR_INVALID;
    select_holds(&q, db, actor);
    query_add(&q, is_released ? " AND x.released_at IS NOT NULL" : " AND x.released_at IS NULL");
    query_bind(&q, " AND (x.placed_at, x.id) < (", db_time(from.time));
    query_bind(&q, ", ", db_uuid(&from.id));
    query_bind(&q, ") ORDER BY x.placed_at DESC, x.id DESC LIMIT ", db_int(LEGAL_HOLD_LIMIT + 1));
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count > LEGAL_HOLD_LIMIT ? LEGAL_HOLD_LIMIT : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_hold(db, actor, &result, i, &list->items[i]);
    if (err == ERR_NONE && result.row_count > LEGAL_HOLD_LIMIT) {
        const struct legal_hold *last = &list->items[list->count - 1];
        list->next = cursor_format(db_arena(db), &(struct cursor){last->placed_at, last->id});
    }
    return err;
}

enum err legal_hold_get(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct legal_hold *hold)
{
    struct db_result result;
    struct query q;
    if (!may(actor))
        return ERR_NOT_FOUND;
    select_holds(&q, db, actor);
    query_bind(&q, " AND x.id = ", db_uuid(id));
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_hold(db, actor, &result, 0, hold) : err;
}

/* ---- releasing ---------------------------------------------------------------------------- */

/* What exactly is approved. */
static const char *asked_of(struct db *db, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(db_arena(db), "release of legal hold %s", text);
}

static enum err get_active(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct legal_hold *hold)
{
    enum err err = legal_hold_get(db, actor, id, hold);
    return err == ERR_NONE && hold->released_at != 0 ? ERR_NOT_FOUND : err;
}

enum err legal_hold_ask_release(struct db *db, const struct actor *actor, const struct uuid *id,
                                const char *reason, struct uuid *approval_id,
                                struct problem *problem)
{
    struct legal_hold hold;
    enum err err = get_active(db, actor, id, &hold);
    if (err != ERR_NONE)
        return err;
    char subject[UUID_TEXT_LEN];
    uuid_format(&hold.subject_id, subject);
    bool is_person = strcmp(hold.kind, LEGAL_HOLD_PERSON) == 0;
    json_t *about =
        is_person ? json_pack("{s:s}", "user", subject)
                  : json_string(hold.subject_name == NULL ? "The organization" : hold.subject_name);
    json_t *what = json_pack("{s:s, s:{s:o, s:s}}", "url", "/settings/holds", "facts", "Hold on",
                             about, "Placed because", hold.reason);
    return approval_request(db, actor,
                            &(struct approval_draft){.kind = APPROVAL_HOLD_RELEASE,
                                                     .subject_id = *id,
                                                     .asked = asked_of(db, id),
                                                     .what = what,
                                                     .reason = reason},
                            approval_id, problem);
}

static enum err release_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                               struct problem *problem)
{
    struct legal_hold hold;
    struct approval used;
    enum err err = get_active(db, actor, id, &hold);
    if (err == ERR_NONE)
        err = approval_use(db, actor, APPROVAL_HOLD_RELEASE, id, asked_of(db, id), &used);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "", "A second person must approve the release first.");
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE legal_holds SET released_by = $1, released_at = $2 "
                            "WHERE organization_id = $3 AND id = $4",
                            db_uuid(&actor->user_id), db_time(clock_now()),
                            db_uuid(&actor->organization_id), db_uuid(id));
    return err == ERR_NONE ? record(db, actor, "legal_hold.release", &hold) : err;
}

enum err legal_hold_release(struct db *db, const struct actor *actor, const struct uuid *id,
                            struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    if (uuid_is_nil(&actor->user_id))
        return ERR_DENIED;
    enum err err = approval_begin(db, actor);
    return err == ERR_NONE
               ? finish(db, actor, "legal_hold.release", release_inside(db, actor, id, problem))
               : err;
}
