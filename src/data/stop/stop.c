#include "data/stop/stop.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "data/db/db_work.h"
#include "data/db/query.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/record_mark.h"
#include "data/record/record_version.h"
#include "data/user/person.h"
#include "data/vault/vault.h"

static struct seal_place reason_place(const struct uuid *organization_id, const struct uuid *id)
{
    return (struct seal_place){"stops", "reason", *organization_id, *id};
}

bool stop_may(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return !uuid_is_nil(&actor->user_id) &&
           policy_allows(actor, PERMISSION_LABEL_MOVE_PROTECTED, &target);
}

/* ---- reading ------------------------------------------------------------------------------ */

enum { COLUMN_STOPPED_BY = 8, COLUMN_RESUMED_BY = COLUMN_STOPPED_BY + PERSON_COLUMN_COUNT };

static void select_stops(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db,
                "SELECT x.id, x.record_id, x.kind, x.version, x.stopped_at, x.token_count, "
                "x.resumed_at, x.reason, ");
    query_add(q, PERSON_COLUMNS_OF("x.stopped_by", a) ", " PERSON_COLUMNS_OF("x.resumed_by", b));
    query_bind(q,
               " FROM stops x" PERSON_JOIN(a, "x.organization_id", "x.stopped_by")
                   PERSON_JOIN(b, "x.organization_id", "x.resumed_by") "WHERE x.organization_id = ",
               db_uuid(organization_id));
}

static enum err read_stop(struct db *db, const struct uuid *organization_id,
                          const struct db_result *rows, int row, struct stop *stop)
{
    *stop = (struct stop){
        .id = db_get_uuid(rows, row, 0),
        .record_id = db_get_uuid(rows, row, 1),
        .kind = record_kind_find(db_get_text(rows, row, 2)),
        .version = db_get_int(rows, row, 3),
        .stopped_at = db_get_time(rows, row, 4),
        .token_count = db_get_int(rows, row, 5),
        .resumed_at = db_get_time(rows, row, 6),
        .stopped_by = db_get_uuid(rows, row, COLUMN_STOPPED_BY),
    };
    struct seal_place place = reason_place(organization_id, &stop->id);
    enum err err = vault_open_text(db, &place, db_get_bytes(rows, row, 7), &stop->reason);
    if (err == ERR_NONE)
        err = person_name(db, rows, row, COLUMN_STOPPED_BY, &stop->stopped_by_name);
    return err == ERR_NONE ? person_name(db, rows, row, COLUMN_RESUMED_BY, &stop->resumed_by_name)
                           : err;
}

static void select_of_record(struct query *q, struct db *db, const struct record_head *head)
{
    select_stops(q, db, &head->organization_id);
    query_bind(q, " AND x.record_id = ", db_uuid(&head->id));
    query_bind(q,
               " ORDER BY CASE WHEN x.resumed_at IS NULL THEN 0 ELSE 1 END, x.stopped_at DESC, "
               "x.id DESC LIMIT ",
               db_int(STOP_LIMIT));
}

void stop_list_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_of_record(&q, db, head);
    query_ahead(&q);
}

enum err stop_list(struct db *db, const struct record_head *head, struct stop_list *list)
{
    struct query q;
    struct db_result rows;
    select_of_record(&q, db, head);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->count = rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_stop(db, &head->organization_id, &rows, i, &list->items[i]);
    return err;
}

enum err stop_get(struct db *db, const struct actor *actor, const struct uuid *id,
                  struct stop *stop)
{
    struct query q;
    struct db_result rows;
    select_stops(&q, db, &actor->organization_id);
    query_bind(&q, " AND x.id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_stop(db, &actor->organization_id, &rows, 0, stop) : err;
}

static void select_tokens(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db, "SELECT count(*) FROM api_tokens");
    query_bind(q, " WHERE organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " AND agent_id = ", db_uuid(&head->id));
    query_bind(q, " AND revoked_at IS NULL AND expires_at > ",
               db_time(db_minute(db)));
}

void stop_count_tokens_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_tokens(&q, db, head);
    query_ahead(&q);
}

enum err stop_count_tokens(struct db *db, const struct record_head *head, int64_t *count)
{
    struct query q;
    struct db_result rows;
    select_tokens(&q, db, head);
    enum err err = query_run(&q, &rows);
    *count = err == ERR_NONE ? db_get_int(&rows, 0, 0) : 0;
    return err;
}

/* ---- stopping ----------------------------------------------------------------------------- */

static enum err check_reason(const struct work *work, const char *reason)
{
    if (reason[0] == '\0')
        return work_refuse(work, ERR_INVALID, "reason", "Say why.");
    if (text_count_chars(reason, strlen(reason)) > STOP_REASON_MAX ||
        text_has_control(reason, strlen(reason), false))
        return work_refuse(work, ERR_INVALID, "reason",
                           "A reason is one line of at most 500 characters.");
    return ERR_NONE;
}

static enum err check_what(const struct work *work, const struct record_head *head, int64_t version)
{
    const struct record_kind *kind = head->store->kind;
    struct arena *arena = db_arena(work->db);
    bool exists = true;
    if (version == 0 && kind->id == RECORD_PROMPT)
        return work_refuse(work, ERR_INVALID, "version", "Say which version is to be stopped.");
    enum err err =
        version == 0 ? ERR_NONE : record_version_exists(work->db, head, version, &exists);
    if (err != ERR_NONE)
        return err;
    if (!exists)
        return work_refuse(work, ERR_INVALID, "version", "There is no such version.");
    if (!record_stops_have(&head->stops, version))
        return ERR_NONE;
    if (version != 0 && !record_stops_have(&head->stops, 0))
        return work_refuse(work, ERR_CONFLICT, "",
                           arena_printf(arena, "Version %" PRId64 " is stopped already.", version));
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(arena, "This %s is stopped already.", kind->noun));
}

/* An owner has no more than TOKEN_PER_OWNER_MAX that work. */
static enum err end_tokens(const struct work *work, const struct record_head *head, int64_t *count)
{
    struct db_result result;
    enum err err = db_select(
        work->db, &result,
        "UPDATE api_tokens SET revoked_at = $1, revoked_by = $2 WHERE organization_id = $3 "
        "AND agent_id = $4 AND revoked_at IS NULL AND expires_at > $1",
        db_time(clock_now()), db_uuid(&work->actor->user_id), db_uuid(&head->organization_id),
        db_uuid(&head->id));
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}

static enum err insert(const struct work *work, const struct record_head *head,
                       const struct stop *stop)
{
    struct db_value reason;
    struct seal_place place = reason_place(&head->organization_id, &stop->id);
    enum err err = vault_seal_text(work->db, &place, stop->reason, &reason);
    if (err != ERR_NONE)
        return err;
    return db_change_one(work->db,
                         "INSERT INTO stops (organization_id, id, kind, record_id, version, "
                         "stopped_by, stopped_at, token_count, reason) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                         db_uuid(&head->organization_id), db_uuid(&stop->id),
                         db_text(head->store->kind->name), db_uuid(&head->id),
                         db_int(stop->version), db_uuid(&work->actor->user_id),
                         db_time(stop->stopped_at), db_int(stop->token_count), reason);
}

/* The owner finds it, and whatever comes of it, in the inbox, whether they followed it or not. */
static enum err tell_owner(const struct work *work, const struct record_head *head,
                           const struct stop *stop)
{
    if (uuid_equal(&head->owner_id, &work->actor->user_id))
        return ERR_NONE;
    return db_change(work->db,
                     "INSERT INTO record_follows (organization_id, user_id, record_id, kind, "
                     "created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                     db_uuid(&head->organization_id), db_uuid(&head->owner_id), db_uuid(&head->id),
                     db_text(head->store->kind->name), db_time(stop->stopped_at));
}

static enum err audit(const struct work *work, const struct record_head *head,
                      const struct stop *stop, const char *action)
{
    json_t *details = json_object();
    bool is_stop = action == head->store->kind->event.stop;
    audit_change(details, "version", NULL, work_number(work->db, stop->version));
    audit_change(details, "reason", NULL, stop->reason);
    audit_change(details, "stopped", is_stop ? "no" : "yes", is_stop ? "yes" : "no");
    if (is_stop && stop->token_count > 0)
        audit_change_int(details, "tokens", stop->token_count, 0);
    return record_audit(work, head, action, details);
}

static enum err stop_inside(const struct work *work, const struct record_store *store,
                            const struct stop_draft *draft, struct stop *stop)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = record_load(work->db, work->actor, store, &draft->record_id, store->kind->see,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE && !stop_may(work->actor, head))
        return work_refuse(work, ERR_DENIED, "", "You do not have the right to stop this.");
    if (err == ERR_NONE)
        err = check_what(work, head, stop->version);
    if (err == ERR_NONE && store->kind->id == RECORD_AGENT && stop->version == 0)
        err = end_tokens(work, head, &stop->token_count);
    if (err == ERR_NONE)
        err = insert(work, head, stop);
    if (err == ERR_NONE)
        err = record_mark_store(work->db, head);
    if (err == ERR_NONE)
        err = tell_owner(work, head, stop);
    return err == ERR_NONE ? audit(work, head, stop, store->kind->event.stop) : err;
}

enum err stop_begin(struct db *db, const struct actor *actor, const struct record_store *store,
                    const struct stop_draft *draft, struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct stop stop = {.id = uuid_make(),
                        .version = draft->version,
                        .stopped_at = clock_now(),
                        .reason = text_trim(db_arena(db), draft->reason)};
    *id = stop.id;
    enum err err = check_reason(&work, stop.reason);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, stop_inside(&work, store, draft, &stop),
                         store->kind->event.stop, &draft->record_id);
}
