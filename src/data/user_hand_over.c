#include "base/clock.h"
#include "data/user_record.h"

enum { BATCH = 500 };

static enum err record_transfer(struct db *db, const struct actor *actor,
                                const struct user_record *from, const struct uuid *prompt_id,
                                const struct uuid *to_id)
{
    char before[UUID_TEXT_LEN];
    char after[UUID_TEXT_LEN];
    uuid_format(&from->user.id, before);
    uuid_format(to_id, after);
    struct audit_event event = {
        .action = "prompt.transfer",
        .record_type = "prompt",
        .record_id = *prompt_id,
        .organization_id = from->user.organization_id,
        .details = json_object(),
    };
    audit_change(event.details, "owner_id", before, after);
    return audit_record(db, actor, &event);
}

/* Moves the next prompts; *moved counts them. */
static enum err move_batch(struct db *db, const struct actor *actor, const struct user_record *from,
                           const struct uuid *to_id, int *moved)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "UPDATE prompts SET owner_id = $1, updated_at = $2 WHERE id IN (SELECT id FROM prompts "
        "WHERE organization_id = $3 AND owner_id = $4 LIMIT $5) RETURNING id",
        db_uuid(to_id), db_time(clock_now()), db_uuid(&from->user.organization_id),
        db_uuid(&from->user.id), db_int(BATCH));
    if (err != ERR_NONE)
        return err;
    *moved = result.row_count;
    for (int i = 0; i < result.row_count && err == ERR_NONE; i++) {
        struct uuid prompt_id = db_get_uuid(&result, i, 0);
        err = record_transfer(db, actor, from, &prompt_id, to_id);
    }
    return err;
}

static enum err move_all(struct db *db, const struct actor *actor, const struct user_record *from,
                         const struct uuid *to_id, int64_t *moved_count)
{
    int moved = BATCH;
    while (moved == BATCH) {
        enum err err = move_batch(db, actor, from, to_id, &moved);
        if (err != ERR_NONE)
            return err;
        *moved_count += moved;
    }
    char to_text[UUID_TEXT_LEN];
    uuid_format(to_id, to_text);
    struct audit_event event = user_record_event(from, "user.hand_over");
    event.details = json_object();
    audit_change(event.details, "to_user_id", NULL, to_text);
    audit_change_int(event.details, "prompts", 0, *moved_count);
    return audit_record(db, actor, &event);
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
        err = move_all(db, actor, from, &hand_over->to_id, moved_count);
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
