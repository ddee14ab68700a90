#include "data/account/user_hand_over.h"

#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/db/query.h"
#include "data/token/service_account.h"
#include "domain/record/kind.h"

/* Records of one transaction: nobody waits longer for it than some 50 ms. */
enum { BATCH = 200 };

struct move {
    struct db *db;
    const struct actor *actor;
    const struct user_record *from;
    const struct uuid *to_id;
    int64_t *counts; /* of all transactions, by record_kind_id */
    int room;        /* records that this one still takes */
};

static enum err audit_transfer(const struct move *move, const struct record_kind *kind,
                               const struct uuid *record_id)
{
    char before[UUID_TEXT_LEN];
    char after[UUID_TEXT_LEN];
    uuid_format(&move->from->user.id, before);
    uuid_format(move->to_id, after);
    struct audit_event event = {
        .action = kind->event.transfer,
        .record_type = kind->name,
        .record_id = *record_id,
        .organization_id = move->from->user.organization_id,
        .details = json_object(),
    };
    audit_change(event.details, "owner_id", before, after);
    return audit_record(move->db, move->actor, &event);
}

/* Moves the next records of a kind, as many as there is room for. */
static enum err move_kind(struct move *move, const struct record_kind *kind)
{
    struct query q;
    struct db_result result;
    query_begin(&q, move->db, "UPDATE ");
    query_add(&q, kind->table);
    query_bind(&q, " SET owner_id = ", db_uuid(move->to_id));
    query_bind(&q, ", revision = revision + 1, updated_at = ", db_time(clock_now()));
    query_bind(&q, " WHERE organization_id = ", db_uuid(&move->from->user.organization_id));
    query_add(&q, " AND id IN (SELECT id FROM ");
    query_add(&q, kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&move->from->user.organization_id));
    query_bind(&q, " AND owner_id = ", db_uuid(&move->from->user.id));
    query_bind(&q, " LIMIT ", db_int(move->room));
    query_add(&q, ") RETURNING id");
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    move->room -= result.row_count;
    move->counts[kind->id] += result.row_count;
    for (int i = 0; i < result.row_count && err == ERR_NONE; i++) {
        struct uuid record_id = db_get_uuid(&result, i, 0);
        err = audit_transfer(move, kind, &record_id);
    }
    return err;
}

static enum err audit_hand_over(const struct move *move)
{
    char to_text[UUID_TEXT_LEN];
    uuid_format(move->to_id, to_text);
    struct audit_event event = user_record_event(move->from, "user.hand_over");
    event.details = json_object();
    audit_change(event.details, "to_user_id", NULL, to_text);
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        audit_change_int(event.details, record_kinds[i].plural, 0, move->counts[i]);
    return audit_record(move->db, move->actor, &event);
}

/* The new owner: someone else of the same organization who can sign in. */
static enum err check_receiver(struct db *db, const struct actor *actor,
                               const struct user_record *from, const struct uuid *to_id)
{
    struct user_record to;
    enum err err = user_record_get(db, actor, to_id, &to);
    if (err == ERR_NONE &&
        (to.user.state != USER_ACTIVE || uuid_equal(&to.user.id, &from->user.id)))
        err = ERR_CONFLICT;
    return err;
}

static enum err check_hand_over(struct db *db, const struct actor *actor,
                                const struct user_hand_over *hand_over, struct user_record *from)
{
    enum err err = user_record_get(db, actor, &hand_over->from_id, from);
    if (err == ERR_NONE)
        err = user_record_check_change(actor, from);
    bool is_ending = hand_over->is_deactivating && from->is_active;
    if (err == ERR_NONE && is_ending && uuid_equal(&actor->user_id, &from->user.id))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = check_receiver(db, actor, from, &hand_over->to_id);
    return err == ERR_NONE && is_ending ? user_record_check_last(db, from) : err;
}

/* One transaction: the next records; and once nothing is left, what ends it. */
static enum err hand_over_inside(struct move *move, const struct user_hand_over *hand_over,
                                 struct user_record *from)
{
    enum err err = check_hand_over(move->db, move->actor, hand_over, from);
    for (size_t i = 0; i < COUNT_OF(record_kinds) && move->room > 0 && err == ERR_NONE; i++)
        err = move_kind(move, &record_kinds[i]);
    if (err != ERR_NONE || move->room == 0)
        return err;
    err = service_account_hand_over(move->db, &from->user.organization_id, &from->user.id,
                                    move->to_id);
    if (err == ERR_NONE)
        err = audit_hand_over(move);
    if (err == ERR_NONE && hand_over->is_deactivating && from->is_active)
        err = user_record_deactivate(move->db, move->actor, from);
    return err;
}

enum err user_hand_over(struct db *db, const struct actor *actor,
                        const struct user_hand_over *hand_over, int64_t *moved_count)
{
    int64_t counts[RECORD_KIND_COUNT] = {0};
    struct user_record from = {.epoch = 0};
    struct move move = {db, actor, &from, &hand_over->to_id, counts, 0};
    *moved_count = 0;
    while (move.room == 0) {
        enum err err = db_begin(db);
        if (err != ERR_NONE)
            return err;
        move.room = BATCH;
        err = hand_over_inside(&move, hand_over, &from);
        err = user_record_finish(db, actor, &from, "user.hand_over", err);
        if (err != ERR_NONE)
            return err;
        *moved_count += BATCH - move.room;
    }
    return ERR_NONE;
}
