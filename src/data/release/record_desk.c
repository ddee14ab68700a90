#include "data/release/record_desk.h"

#include <string.h>

#include "base/clock.h"
#include "data/approval/approval_side.h"
#include "data/db/query.h"
#include "data/release/label_proposal_list.h"
#include "data/user/person.h"
#include "domain/record/label.h"

/* $1 is the organization in every part: a distributed PostgreSQL wants its value there. */
static void select_live(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db,
                "SELECT l.version, CASE WHEN p.label IS NULL THEN 0 ELSE 1 END, "
                "(SELECT count(*) FROM ");
    query_add(q, head->store->kind->versions);
    query_bind(q, " v WHERE v.organization_id = ", db_uuid(&head->organization_id));
    query_add(q, " AND v.record_id = r.id AND v.version > COALESCE(l.version, 0)) FROM ");
    query_add(q, head->store->kind->table);
    query_add(q, " r LEFT JOIN ");
    query_add(q, head->store->kind->labels);
    query_bind(q, " l ON l.organization_id = $1 AND l.record_id = r.id AND l.label = ",
               db_text(LABEL_PRODUCTION));
    query_add(q, " LEFT JOIN protected_labels p ON p.organization_id = $1 AND p.label = $2");
    query_bind(q, " WHERE r.organization_id = $1 AND r.id = ", db_uuid(&head->id));
}

static void select_waiting(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(
        q, db,
        "SELECT p.id, p.label, p.from_version, p.to_version, p.created_at, p.widens, " WIDENING_OF(
            "p.organization_id") ", ");
    query_add(q, PERSON_COLUMNS_OF("p.proposed_by", a));
    query_add(q, " FROM label_proposals p" PERSON_JOIN(a, "p.organization_id", "p.proposed_by"));
    query_bind(q, " WHERE p.organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " AND p.record_id = ", db_uuid(&head->id));
    query_bind(q, " AND p.state = 'open' ORDER BY p.created_at DESC, p.id DESC LIMIT ",
               db_int(RECORD_DESK_WAITING_MAX));
}

void record_desk_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_live(&q, db, head);
    query_ahead(&q);
    select_waiting(&q, db, head);
    query_ahead(&q);
}

enum { COLUMN_CREATED = 4, COLUMN_WIDENS, COLUMN_WIDENING, COLUMN_PERSON };

static struct approval_case case_of(const struct record_head *head, const struct db_result *result,
                                    int row)
{
    const struct label_proposal proposal = {
        .organization_id = head->organization_id,
        .record_id = head->id,
        .record_folder = head->folder,
        .record_owner_id = head->owner_id,
        .state = "open",
        .proposed_by = db_get_uuid(result, row, COLUMN_PERSON),
        .created_at = db_get_time(result, row, COLUMN_CREATED),
        .reach = label_reach_read(result, row, COLUMN_WIDENS),
        .widening = widening_parse(db_get_text(result, row, COLUMN_WIDENING)),
    };
    return label_proposal_case(&proposal);
}

/* Nobody of the side that asks decides. */
static enum err look_at_sides(struct db *db, const struct actor *actor,
                              const struct record_head *head, struct record_desk *desk)
{
    const struct approval_sides_of open_ones = {SIDE_PROPOSAL, head->id};
    struct approval_side sides, side;
    bool is_asked = false;
    for (int i = 0; i < desk->waiting_count; i++) {
        struct record_desk_waiting *waiting = &desk->waiting[i];
        if (!waiting->may_decide)
            continue;
        enum err err = is_asked ? ERR_NONE : approval_sides_load(db, actor, &open_ones, &sides);
        if (err != ERR_NONE)
            return err;
        is_asked = true;
        side = approval_sides_find(db_arena(db), &sides, &waiting->id);
        waiting->may_decide = approval_side_objection(&side, &actor->user_id, clock_now()) == NULL;
    }
    return ERR_NONE;
}

static enum err read_waiting(struct db *db, const struct actor *actor,
                             const struct record_head *head, const struct db_result *result,
                             struct record_desk *desk)
{
    int64_t now = clock_now();
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < result->row_count; i++) {
        struct approval_case request = case_of(head, result, i);
        if (approval_state_at(&request, now) != APPROVAL_WAITING)
            continue;
        struct record_desk_waiting *waiting = &desk->waiting[desk->waiting_count++];
        *waiting = (struct record_desk_waiting){
            .id = db_get_uuid(result, i, 0),
            .label = db_get_text(result, i, 1),
            .to_version = db_get_int(result, i, 3),
            .proposed_by = request.requested_by,
        };
        waiting->is_stale = strcmp(waiting->label, LABEL_PRODUCTION) == 0 &&
                            db_get_int(result, i, 2) != desk->live_version;
        waiting->is_own = uuid_equal(&waiting->proposed_by, &actor->user_id);
        waiting->may_decide = approval_may_decide(actor, &request, now);
        err = person_name(db, result, i, COLUMN_PERSON, &waiting->proposed_by_name);
    }
    return err == ERR_NONE ? look_at_sides(db, actor, head, desk) : err;
}

enum err record_desk_load(struct db *db, const struct actor *actor, const struct record_head *head,
                          struct record_desk *desk)
{
    struct query q;
    struct db_result result;
    *desk = (struct record_desk){0};
    select_live(&q, db, head);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    desk->live_version = db_get_int(&result, 0, 0);
    desk->is_live_protected = db_get_int(&result, 0, 1) != 0;
    desk->newer_count = db_get_int(&result, 0, 2);
    select_waiting(&q, db, head);
    err = query_run(&q, &result);
    return err == ERR_NONE ? read_waiting(db, actor, head, &result, desk) : err;
}

bool record_desk_is_proposed(const struct record_desk *desk, const char *label, int64_t to_version)
{
    for (int i = 0; i < desk->waiting_count; i++)
        if (desk->waiting[i].to_version == to_version && strcmp(desk->waiting[i].label, label) == 0)
            return true;
    return false;
}
