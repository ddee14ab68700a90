#include "data/identity/user_hand_over.h"

#include "base/clock.h"
#include "data/identity/user_change.h"

enum { BATCH = 500 };

/* What has owners. */
#define MOVE(table)                                                                                \
    "UPDATE " table " SET owner_id = $1, updated_at = $2 WHERE id IN (SELECT id FROM " table       \
    " WHERE organization_id = $3 AND owner_id = $4 LIMIT $5) RETURNING id"

static const struct {
    const char *type;
    const char *action;
    const char *field; /* of the event, with their number */
    const char *move_sql;
} tables[] = {
    {"prompt", "prompt.transfer", "prompts", MOVE("prompts")},
    {"agent", "agent.transfer", "agents", MOVE("agents")},
    {"team", "team.transfer", "teams", MOVE("teams")},
};

struct move {
    struct db *db;
    const struct actor *actor;
    const struct user_record *from;
    const struct uuid *to_id;
};

static enum err record_transfer(const struct move *move, size_t table, const struct uuid *record_id)
{
    char before[UUID_TEXT_LEN];
    char after[UUID_TEXT_LEN];
    uuid_format(&move->from->user.id, before);
    uuid_format(move->to_id, after);
    struct audit_event event = {
        .action = tables[table].action,
        .record_type = tables[table].type,
        .record_id = *record_id,
        .organization_id = move->from->user.organization_id,
        .details = json_object(),
    };
    audit_change(event.details, "owner_id", before, after);
    return audit_record(move->db, move->actor, &event);
}

/* Moves the next records; *moved counts them. */
static enum err move_batch(const struct move *move, size_t table, int *moved)
{
    struct db_result result;
    enum err err = db_select(move->db, &result, tables[table].move_sql, db_uuid(move->to_id),
                             db_time(clock_now()), db_uuid(&move->from->user.organization_id),
                             db_uuid(&move->from->user.id), db_int(BATCH));
    if (err != ERR_NONE)
        return err;
    *moved = result.row_count;
    for (int i = 0; i < result.row_count && err == ERR_NONE; i++) {
        struct uuid record_id = db_get_uuid(&result, i, 0);
        err = record_transfer(move, table, &record_id);
    }
    return err;
}

static enum err move_table(const struct move *move, size_t table, int64_t *moved_count)
{
    int moved = BATCH;
    while (moved == BATCH) {
        enum err err = move_batch(move, table, &moved);
        if (err != ERR_NONE)
            return err;
        *moved_count += moved;
    }
    return ERR_NONE;
}

static enum err move_all(const struct move *move, int64_t *moved_count)
{
    char to_text[UUID_TEXT_LEN];
    uuid_format(move->to_id, to_text);
    struct audit_event event = user_record_event(move->from, "user.hand_over");
    event.details = json_object();
    audit_change(event.details, "to_user_id", NULL, to_text);
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        int64_t table_count = 0;
        enum err err = move_table(move, i, &table_count);
        if (err != ERR_NONE) {
            json_decref(event.details);
            return err;
        }
        audit_change_int(event.details, tables[i].field, 0, table_count);
        *moved_count += table_count;
    }
    return audit_record(move->db, move->actor, &event);
}

/* The new owner: somebody else of the same organization who can sign in. */
static enum err check_receiver(struct db *db, const struct actor *actor,
                               const struct user_record *from, const struct uuid *to_id)
{
    struct user_record to;
    enum err err = user_record_get(db, actor, to_id, &to);
    if (err == ERR_NONE && !uuid_equal(&to.user.organization_id, &from->user.organization_id))
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE &&
        (to.user.state != USER_ACTIVE || uuid_equal(&to.user.id, &from->user.id)))
        err = ERR_CONFLICT;
    return err;
}

static enum err hand_over_inside(struct db *db, const struct actor *actor,
                                 const struct user_hand_over *hand_over, struct user_record *from,
                                 int64_t *moved_count)
{
    enum err err = user_record_get(db, actor, &hand_over->from_id, from);
    if (err == ERR_NONE)
        err = user_record_check_change(actor, from);
    bool is_ending = hand_over->is_deactivating && from->is_active;
    if (err == ERR_NONE && is_ending && uuid_equal(&actor->user_id, &from->user.id))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = check_receiver(db, actor, from, &hand_over->to_id);
    if (err == ERR_NONE)
        err = move_all(&(struct move){db, actor, from, &hand_over->to_id}, moved_count);
    if (err == ERR_NONE && is_ending)
        err = user_record_check_last(db, from);
    if (err == ERR_NONE && is_ending)
        err = user_record_deactivate(db, actor, from);
    return err;
}

enum err user_hand_over(struct db *db, const struct actor *actor,
                        const struct user_hand_over *hand_over, int64_t *moved_count)
{
    *moved_count = 0;
    struct user_record from = {.epoch = 0};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = hand_over_inside(db, actor, hand_over, &from, moved_count);
    return user_record_finish(db, actor, &from, "user.hand_over", err);
}
