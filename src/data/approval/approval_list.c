#include "data/approval/approval_list.h"

#include "base/clock.h"
#include "data/approval/approval_side.h"
#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/user/person.h"

struct seal_place approval_place(const char *column, const struct uuid *organization_id,
                                 const struct uuid *id)
{
    return (struct seal_place){"approvals", column, *organization_id, *id};
}

struct approval_case approval_case_of(const struct approval *approval)
{
    struct approval_case request = approval_case_begin(approval->kind);
    request.target.organization_id = approval->organization_id;
    request.requested_by = approval->requested_by;
    request.subject_id = approval->subject_id;
    request.side = approval->side;
    request.state = approval->state;
    request.expires_at = approval->expires_at;
    return request;
}

/* Of the query below. */
enum { COLUMN_TEXTS = 12, COLUMN_PEOPLE = 15 };

static enum err open_texts(struct db *db, const struct db_result *result, int row,
                           struct approval *approval)
{
    static const char *const columns[] = {"what", "reason", "decision_reason"};
    const char **const texts[] = {&approval->what, &approval->reason, &approval->decision_reason};
    enum err err = ERR_NONE;
    for (int i = 0; i < (int)COUNT_OF(columns) && err == ERR_NONE; i++) {
        struct seal_place place =
            approval_place(columns[i], &approval->organization_id, &approval->id);
        err = vault_open_text(db, &place, db_get_bytes(result, row, COLUMN_TEXTS + i), texts[i]);
    }
    return err;
}

static enum err open_people(struct db *db, const struct db_result *result, int row,
                            struct approval *approval)
{
    const char **const names[] = {&approval->requested_by_name, &approval->decided_by_name,
                                  &approval->subject_name};
    int count = approval->kind->is_about_person ? (int)COUNT_OF(names) : (int)COUNT_OF(names) - 1;
    enum err err = ERR_NONE;
    for (int i = 0; i < count && err == ERR_NONE; i++)
        err = person_name(db, result, row, COLUMN_PEOPLE + i * PERSON_COLUMN_COUNT, names[i]);
    return err;
}

/* What depends on the time and on who looks. */
static void complete(const struct actor *actor, struct approval *approval)
{
    int64_t now = clock_now();
    struct approval_case request = approval_case_of(approval);
    approval->state = approval_state_at(&request, now);
    approval->may_decide = approval_may_decide(actor, &request, now);
    approval->may_withdraw = approval_may_withdraw(actor, &request, now);
}

static enum err read_approval(struct db *db, const struct actor *actor,
                              const struct db_result *result, int row, struct approval *approval)
{
    *approval = (struct approval){
        .id = db_get_uuid(result, row, 0),
        .organization_id = db_get_uuid(result, row, 1),
        .kind = approval_kind_find(db_get_text(result, row, 2)),
        .subject_id = db_get_uuid(result, row, 3),
        .digest = db_get_bytes(result, row, 4),
        .state = approval_state_parse(db_get_text(result, row, 5)),
        .requested_by = db_get_uuid(result, row, 6),
        .decided_by = db_get_uuid(result, row, 7),
        .created_at = db_get_time(result, row, 8),
        .expires_at = db_get_time(result, row, 9),
        .decided_at = db_get_time(result, row, 10),
        .ended_at = db_get_time(result, row, 11),
    };
    if (approval->kind == NULL)
        die("a request of an unknown kind");
    enum err err = open_texts(db, result, row, approval);
    if (err == ERR_NONE)
        err = open_people(db, result, row, approval);
    complete(actor, approval);
    return err;
}

static void select_approvals(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT p.id, p.organization_id, p.kind, p.subject_id, p.digest, p.state, "
                "p.requested_by, p.decided_by, p.created_at, p.expires_at, p.decided_at, "
                "p.ended_at, p.what, p.reason, p.decision_reason, ");
    query_add(q, PERSON_COLUMNS_OF("p.requested_by", a) ", " PERSON_COLUMNS_OF(
                     "p.decided_by", b) ", " PERSON_COLUMNS_OF("p.subject_id", c));
    query_add(q, " FROM approvals p" PERSON_JOIN(a, "p.organization_id", "p.requested_by")
                     PERSON_JOIN(b, "p.organization_id", "p.decided_by")
                         PERSON_JOIN(c, "p.organization_id", "p.subject_id"));
    query_bind(q, " WHERE p.organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND p.kind IN (", db_null_of(DB_TEXT));
    for (int i = 0; i < APPROVAL_KIND_COUNT; i++)
        if (approval_may_know(actor, &approval_kinds[i]))
            query_bind(q, ", ", db_text(approval_kinds[i].name));
    query_add(q, ")");
}

static const struct approval_sides_of waiting = {.table = SIDE_APPROVAL};

/* In a list nobody of the side that asks decides. */
static enum err look_at_sides(struct db *db, const struct actor *actor, struct approval_list *list)
{
    struct approval_side sides;
    bool is_asked = false;
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < list->count; i++) {
        struct approval *approval = &list->items[i];
        if (!approval->may_decide)
            continue;
        if (!is_asked)
            err = approval_sides_load(db, actor, &waiting, &sides);
        is_asked = true;
        if (err != ERR_NONE)
            return err;
        approval->side = approval_sides_find(db_arena(db), &sides, &approval->id);
        approval->may_decide =
            approval_side_objection(&approval->side, &actor->user_id, clock_now()) == NULL;
    }
    return err;
}

static enum err read_list(struct query *q, const struct actor *actor, struct approval_list *list)
{
    struct db *db = q->db;
    struct db_result result;
    *list = (struct approval_list){.next = NULL};
    enum err err = query_run(q, &result);
    if (err != ERR_NONE)
        return err;
    bool has_more = result.row_count > APPROVAL_LIMIT;
    list->count = has_more ? APPROVAL_LIMIT : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count && err == ERR_NONE; i++)
        err = read_approval(db, actor, &result, i, &list->items[i]);
    if (err == ERR_NONE && has_more) {
        const struct approval *last = &list->items[list->count - 1];
        list->next = cursor_format(db_arena(db), &(struct cursor){last->created_at, last->id});
    }
    return err;
}

static void select_list(struct query *q, struct db *db, const struct actor *actor,
                        bool is_live_only, const struct cursor *cursor)
{
    select_approvals(q, db, actor);
    if (is_live_only)
        query_add(q, " AND p.state IN ('waiting', 'approved')");
    query_bind(q, " AND (p.created_at, p.id) < (", db_time(cursor->time));
    query_bind(q, ", ", db_uuid(&cursor->id));
    query_bind(q, ") ORDER BY p.created_at DESC, p.id DESC LIMIT ", db_int(APPROVAL_LIMIT + 1));
}

void approval_list_ahead(struct db *db, const struct actor *actor, bool is_live_only)
{
    struct query q;
    const struct cursor newest = cursor_newest();
    select_list(&q, db, actor, is_live_only, &newest);
    query_ahead(&q);
    approval_sides_ahead(db, actor, &waiting);
}

enum err approval_list(struct db *db, const struct actor *actor,
                       const struct approval_filter *filter, struct approval_list *list)
{
    struct query q;
    struct cursor cursor = cursor_newest();
    if (filter->cursor[0] != '\0' && cursor_parse(filter->cursor, &cursor) != ERR_NONE)
        return ERR_INVALID;
    select_list(&q, db, actor, filter->is_live_only, &cursor);
    enum err err = read_list(&q, actor, list);
    return err == ERR_NONE ? look_at_sides(db, actor, list) : err;
}

bool approval_waits_for(const struct approval *approval, const struct actor *actor)
{
    return approval->may_decide || (approval->state == APPROVAL_APPROVED &&
                                    uuid_equal(&approval->requested_by, &actor->user_id));
}

/* Whether who may decide may approve it as well. */
static enum err look(struct db *db, const struct actor *actor, struct approval *approval)
{
    const struct approval_side_of request = {.id = approval->id, .table = SIDE_APPROVAL};
    if (!approval->may_decide)
        return ERR_NONE;
    enum err err = approval_side_load(db, actor, &request, &approval->side);
    if (err != ERR_NONE)
        return err;
    struct approval_case asked = approval_case_of(approval);
    approval->may_approve = approval_check_approve(db_arena(db), actor, &asked, clock_now(),
                                                   &approval->objection) == ERR_NONE;
    return ERR_NONE;
}

static enum err read_one(struct query *q, const struct actor *actor, struct approval *approval)
{
    struct db *db = q->db;
    struct approval_list list;
    enum err err = read_list(q, actor, &list);
    if (err == ERR_NONE && list.count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    *approval = list.items[0];
    return look(db, actor, approval);
}

static void select_one(struct query *q, struct db *db, const struct actor *actor,
                       const struct uuid *id)
{
    select_approvals(q, db, actor);
    query_bind(q, " AND p.id = ", db_uuid(id));
}

void approval_get_ahead(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct query q;
    select_one(&q, db, actor, id);
    query_ahead(&q);
    approval_side_ahead(db, actor, &(struct approval_side_of){.id = *id, .table = SIDE_APPROVAL});
}

enum err approval_get(struct db *db, const struct actor *actor, const struct uuid *id,
                      struct approval *approval)
{
    struct query q;
    select_one(&q, db, actor, id);
    return read_one(&q, actor, approval);
}

enum err approval_find(struct db *db, const struct actor *actor, enum approval_kind_id kind,
                       const struct uuid *subject_id, struct approval *approval)
{
    struct query q;
    select_approvals(&q, db, actor);
    query_bind(&q, " AND p.kind = ", db_text(approval_kinds[kind].name));
    query_bind(&q, " AND p.subject_id = ", db_uuid(subject_id));
    query_add(&q, " ORDER BY p.created_at DESC, p.id DESC LIMIT 1");
    return read_one(&q, actor, approval);
}

/* The rights of a persona are the same in every organization. */
static bool decides(enum persona persona, const struct approval_kind *kind)
{
    const struct policy_target target = {.organization_id = {{0}}};
    const struct actor anyone = {.kind = ACTOR_USER, .persona = persona, .is_active = true};
    return policy_allows(&anyone, kind->approve, &target);
}

enum err approval_count_deciders(struct db *db, const struct approval *approval, int *count)
{
    struct query q;
    struct db_result result;
    query_begin(&q, db, "SELECT count(*) FROM users WHERE organization_id = ");
    query_bind(&q, "", db_uuid(&approval->organization_id));
    query_bind(&q, " AND id <> ", db_uuid(&approval->requested_by));
    if (approval->kind->is_about_person)
        query_bind(&q, " AND id <> ", db_uuid(&approval->subject_id));
    query_bind(&q, " AND is_active = ", db_bool(true));
    query_add(&q, " AND hashed_password IS NOT NULL");
    query_bind(&q, " AND (is_superuser = ", db_bool(true));
    for (int i = 0; i < PERSONA_COUNT; i++)
        if (decides((enum persona)i, approval->kind))
            query_bind(&q, " OR user_persona = ", db_text(persona_names[i]));
    query_add(&q, ")");
    enum err err = query_run(&q, &result);
    *count = err == ERR_NONE ? (int)db_get_int(&result, 0, 0) : 0;
    return err;
}
