#include "data/account/invitation_request_list.h"

#include "data/db/query.h"
#include "data/user/person.h"

struct seal_place invitation_request_place(const char *column, const struct uuid *organization_id,
                                           const struct uuid *id)
{
    return (struct seal_place){"invitation_requests", column, *organization_id, *id};
}

/* Of the query below. */
enum { COLUMN_TEXTS = 8, COLUMN_PEOPLE = 11 };

static enum err open_texts(struct db *db, const struct db_result *result, int row,
                           struct invitation_request *request)
{
    static const char *const columns[] = {"email", "full_name", "reason"};
    const char **const texts[] = {&request->email, &request->full_name, &request->reason};
    enum err err = ERR_NONE;
    for (int i = 0; i < (int)COUNT_OF(columns) && err == ERR_NONE; i++) {
        struct seal_place place =
            invitation_request_place(columns[i], &request->organization_id, &request->id);
        err = vault_open_text(db, &place, db_get_bytes(result, row, COLUMN_TEXTS + i), texts[i]);
    }
    return err;
}

static enum err read_request(struct db *db, const struct db_result *result, int row,
                             struct invitation_request *request)
{
    *request = (struct invitation_request){
        .id = db_get_uuid(result, row, 0),
        .organization_id = db_get_uuid(result, row, 1),
        .requested_by = db_get_uuid(result, row, 2),
        .state = db_get_text(result, row, 4),
        .user_id = db_get_uuid(result, row, 5),
        .created_at = db_get_time(result, row, 6),
        .decided_at = db_get_time(result, row, 7),
    };
    if (persona_parse(db_get_text(result, row, 3), &request->persona) != ERR_NONE)
        die("a request with an unknown persona");
    enum err err = open_texts(db, result, row, request);
    if (err == ERR_NONE)
        err = person_name(db, result, row, COLUMN_PEOPLE, &request->requested_by_name);
    if (err != ERR_NONE)
        return err;
    return person_name(db, result, row, COLUMN_PEOPLE + PERSON_COLUMN_COUNT,
                       &request->decided_by_name);
}

static void select_requests(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT r.id, r.organization_id, r.requested_by, r.user_persona, r.state, "
                "r.user_id, r.created_at, r.decided_at, r.email, r.full_name, r.reason, ");
    query_add(q, PERSON_COLUMNS_OF("r.requested_by", a) ", " PERSON_COLUMNS_OF("r.decided_by", b));
    query_add(q, " FROM invitation_requests r" PERSON_JOIN(a, "r.organization_id", "r.requested_by")
                     PERSON_JOIN(b, "r.organization_id", "r.decided_by"));
    query_bind(q, " WHERE r.organization_id = ", db_uuid(&actor->organization_id));
}

static enum err read_list(struct query *q, struct invitation_request_list *list)
{
    struct db *db = q->db;
    struct db_result result;
    enum err err = query_run(q, &result);
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > INVITATION_REQUEST_LIMIT;
    list->count = list->has_more ? INVITATION_REQUEST_LIMIT : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count && err == ERR_NONE; i++)
        err = read_request(db, &result, i, &list->items[i]);
    return err;
}

bool invitation_request_may_decide(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_USER_CHANGE, &target);
}

static void select_waiting(struct query *q, struct db *db, const struct actor *actor)
{
    select_requests(q, db, actor);
    query_bind(q, " AND r.state = 'waiting' ORDER BY r.created_at, r.id LIMIT ",
               db_int(INVITATION_REQUEST_LIMIT + 1));
}

void invitation_request_list_waiting_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    if (!invitation_request_may_decide(actor))
        return;
    select_waiting(&q, db, actor);
    query_ahead(&q);
}

enum err invitation_request_list_waiting(struct db *db, const struct actor *actor,
                                         struct invitation_request_list *list)
{
    struct query q;
    *list = (struct invitation_request_list){0};
    if (!invitation_request_may_decide(actor))
        return ERR_NONE;
    select_waiting(&q, db, actor);
    return read_list(&q, list);
}

static void select_own(struct query *q, struct db *db, const struct actor *actor)
{
    select_requests(q, db, actor);
    query_bind(q, " AND r.requested_by = ", db_uuid(&actor->user_id));
    query_bind(q, " ORDER BY r.created_at DESC, r.id DESC LIMIT ",
               db_int(INVITATION_REQUEST_LIMIT + 1));
}

void invitation_request_list_own_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_own(&q, db, actor);
    query_ahead(&q);
}

enum err invitation_request_list_own(struct db *db, const struct actor *actor,
                                     struct invitation_request_list *list)
{
    struct query q;
    *list = (struct invitation_request_list){0};
    if (uuid_is_nil(&actor->user_id) || !actor->is_active)
        return ERR_NONE;
    select_own(&q, db, actor);
    return read_list(&q, list);
}

enum err invitation_request_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct invitation_request *request)
{
    struct query q;
    struct invitation_request_list list;
    if (!invitation_request_may_decide(actor))
        return ERR_NOT_FOUND;
    select_requests(&q, db, actor);
    query_bind(&q, " AND r.state = 'waiting' AND r.id = ", db_uuid(id));
    enum err err = read_list(&q, &list);
    if (err == ERR_NONE && list.count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *request = list.items[0];
    return err;
}
