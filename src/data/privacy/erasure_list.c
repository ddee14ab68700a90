#include "data/privacy/erasure_list.h"

#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/user/person.h"

bool erasure_may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_RETENTION, &target);
}

/* Of the query below. */
enum { COLUMN_CERTIFICATE = 19, COLUMN_PEOPLE = 20 };

static enum erasure_state state_of(const char *stored, const char *approval,
                                   const struct erasure_case *erasure, int64_t expires_at)
{
    int64_t now = clock_now();
    if (strcmp(stored, "asked") == 0)
        return ERASURE_ASKED;
    if (strcmp(stored, "erased") == 0)
        return ERASURE_ERASED;
    if (strcmp(stored, "cancelled") == 0 || approval == NULL)
        return ERASURE_CANCELLED;
    bool is_past = expires_at <= now;
    if (strcmp(approval, "waiting") == 0 && !is_past)
        return ERASURE_WAITING;
    if (strcmp(approval, "approved") == 0 && !is_past)
        return erasure->due_at <= now ? ERASURE_DUE : ERASURE_SCHEDULED;
    return ERASURE_LAPSED;
}

static enum err open_people(struct db *db, const struct db_result *result, int row,
                            struct erasure_case *erasure)
{
    const char **const names[] = {&erasure->user_name, &erasure->asked_by_name,
                                  &erasure->hand_over_to_name};
    enum err err = ERR_NONE;
    for (int i = 0; i < (int)COUNT_OF(names) && err == ERR_NONE; i++)
        err = person_name(db, result, row, COLUMN_PEOPLE + i * PERSON_COLUMN_COUNT, names[i]);
    return err;
}

static enum err read_case(struct db *db, const struct db_result *result, int row,
                          struct erasure_case *erasure)
{
    *erasure = (struct erasure_case){
        .id = db_get_uuid(result, row, 0),
        .organization_id = db_get_uuid(result, row, 1),
        .user_id = db_get_uuid(result, row, 2),
        .asked_by = db_get_uuid(result, row, 4),
        .approval_id = db_get_uuid(result, row, 5),
        .hand_over_to = db_get_uuid(result, row, 6),
        .created_at = db_get_time(result, row, 7),
        .ended_at = db_get_time(result, row, 8),
        .scan_place = db_get_int(result, row, 9),
        .scan_id = db_get_uuid(result, row, 10),
        .scanned_count = db_get_int(result, row, 11),
        .found_count = db_get_int(result, row, 12),
        .scan_ended_at = db_get_time(result, row, 13),
        .approved_by = db_get_uuid(result, row, 15),
        .approved_at = db_get_time(result, row, 16),
    };
    if (erasure->approved_at != 0)
        erasure->due_at = erasure->approved_at + db_get_int(result, row, 18) * CLOCK_DAY;
    erasure->state = state_of(db_get_text(result, row, 3), db_get_text(result, row, 14), erasure,
                              db_get_time(result, row, 17));
    const char *certificate = db_get_text(result, row, COLUMN_CERTIFICATE);
    erasure->certificate = certificate == NULL ? "" : certificate;
    return open_people(db, result, row, erasure);
}

static void select_cases(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT e.id, e.organization_id, e.user_id, e.state, e.asked_by, e.approval_id, "
                "e.hand_over_to, e.created_at, e.ended_at, e.scan_place, e.scan_id, "
                "e.scanned_count, e.found_count, e.scan_ended_at, p.state, p.decided_by, "
                "p.decided_at, p.expires_at, o.erasure_grace_days, e.certificate, ");
    query_add(q, PERSON_COLUMNS_OF("e.user_id", a) ", " PERSON_COLUMNS_OF(
                     "e.asked_by", b) ", " PERSON_COLUMNS_OF("e.hand_over_to", c));
    query_add(q, " FROM erasures e JOIN organizations o ON o.id = e.organization_id "
                 "LEFT JOIN approvals p ON p.organization_id = e.organization_id "
                 "AND p.id = e.approval_id" PERSON_JOIN(a, "e.organization_id", "e.user_id")
                     PERSON_JOIN(b, "e.organization_id", "e.asked_by")
                         PERSON_JOIN(c, "e.organization_id", "e.hand_over_to"));
    query_bind(q, " WHERE e.organization_id = ", db_uuid(&actor->organization_id));
}

static enum err read_list(struct query *q, struct erasure_list *list)
{
    struct db *db = q->db;
    struct db_result result;
    *list = (struct erasure_list){.count = 0};
    enum err err = query_run(q, &result);
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count && err == ERR_NONE; i++)
        err = read_case(db, &result, i, &list->items[i]);
    return err;
}

enum err erasure_list(struct db *db, const struct actor *actor, struct erasure_list *list)
{
    struct query q;
    if (!erasure_may(actor))
        return ERR_DENIED;
    select_cases(&q, db, actor);
    query_bind(&q, " ORDER BY e.created_at DESC, e.id DESC LIMIT ", db_int(ERASURE_LIMIT));
    return read_list(&q, list);
}

static enum err read_one(struct query *q, struct erasure_case *erasure)
{
    struct erasure_list list;
    enum err err = read_list(q, &list);
    if (err == ERR_NONE && list.count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *erasure = list.items[0];
    return err;
}

enum err erasure_get(struct db *db, const struct actor *actor, const struct uuid *id,
                     struct erasure_case *erasure)
{
    struct query q;
    if (!erasure_may(actor))
        return ERR_NOT_FOUND;
    select_cases(&q, db, actor);
    query_bind(&q, " AND e.id = ", db_uuid(id));
    return read_one(&q, erasure);
}

enum err erasure_find(struct db *db, const struct actor *actor, const struct uuid *user_id,
                      struct erasure_case *erasure)
{
    struct query q;
    if (!erasure_may(actor) && !uuid_equal(&actor->user_id, user_id))
        return ERR_NOT_FOUND;
    select_cases(&q, db, actor);
    query_bind(&q, " AND e.state IN ('asked', 'waiting') AND e.user_id = ", db_uuid(user_id));
    return read_one(&q, erasure);
}

enum err erasure_next_open(struct db *db, struct erasure_case *erasure)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT organization_id, id FROM erasures "
                             "WHERE state IN ('asked', 'waiting') AND (organization_id, id) > "
                             "($1, $2) ORDER BY organization_id, id LIMIT 1",
                             db_uuid(&erasure->organization_id), db_uuid(&erasure->id));
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    erasure->organization_id = db_get_uuid(&result, 0, 0);
    erasure->id = db_get_uuid(&result, 0, 1);
    return ERR_NONE;
}

/* ---- the grace period --------------------------------------------------------------------- */

enum err erasure_grace(struct db *db, const struct actor *actor, int64_t *days)
{
    struct db_result result;
    *days = 0;
    enum err err =
        db_select(db, &result, "SELECT erasure_grace_days FROM organizations WHERE id = $1",
                  db_uuid(&actor->organization_id));
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *days = db_get_int(&result, 0, 0);
    return err;
}

static enum err set_inside(struct db *db, const struct actor *actor, int64_t days)
{
    int64_t before = 0;
    enum err err = erasure_grace(db, actor, &before);
    if (err != ERR_NONE || before == days)
        return err;
    err = db_change_one(db, "UPDATE organizations SET erasure_grace_days = $2 WHERE id = $1",
                        db_uuid(&actor->organization_id), db_int(days));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {.action = "organization.erasure_grace",
                                .record_type = "organization",
                                .record_id = actor->organization_id,
                                .details = json_object()};
    audit_change_int(event.details, "days", before, days);
    return audit_record(db, actor, &event);
}

enum err erasure_grace_set(struct db *db, const struct actor *actor, int64_t days)
{
    if (!erasure_may(actor))
        return ERR_DENIED;
    if (!number_fits(NUMBER_GRACE_DAYS, days))
        return ERR_INVALID;
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, set_inside(db, actor, days)) : err;
}
