#include "data/sign_in/user_factor.h"

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "data/account/user_reset.h"
#include "data/sign_in/second_factor.h"
#include "data/user/user_record.h"

static enum err check(struct db *db, const struct actor *actor, const struct user_record *record)
{
    enum err err = uuid_equal(&record->user.id, &actor->user_id) ? ERR_DENIED : ERR_NONE;
    if (err == ERR_NONE)
        err = user_record_check_change(actor, record);
    if (err == ERR_NONE)
        err = user_reset_check_outside(db, actor, &record->user.organization_id);
    return err == ERR_NONE && !record->user.has_app && !record->user.has_passkey ? ERR_CONFLICT
                                                                                 : err;
}

static enum err note_removal(struct db *db, const struct actor *actor,
                             const struct user_record *record)
{
    struct uuid id = uuid_make();
    return db_change_one(db,
                         "INSERT INTO factor_removals (organization_id, id, user_id, removed_by, "
                         "removed_at) VALUES ($1, $2, $3, $4, $5)",
                         db_uuid(&record->user.organization_id), db_uuid(&id),
                         db_uuid(&record->user.id), db_uuid_or_null(&actor->user_id),
                         db_time(clock_now()));
}

static enum err remove_inside(struct db *db, const struct actor *actor, const struct uuid *user_id,
                              struct user_record *record)
{
    enum err err = user_record_get(db, actor, user_id, record);
    if (err == ERR_NONE)
        err = check(db, actor, record);
    if (err == ERR_NONE)
        err = second_factor_forget(db, record);
    if (err == ERR_NONE)
        err = user_record_raise_epoch(db, record);
    if (err == ERR_NONE)
        err = note_removal(db, actor, record);
    if (err != ERR_NONE)
        return err;
    struct audit_event event = user_record_event(record, "user.factor_remove");
    event.details = json_object();
    audit_secret(event.details, "second_factor");
    return audit_record(db, actor, &event);
}

enum err user_factor_remove(struct db *db, const struct actor *actor, const struct uuid *user_id)
{
    struct user_record record;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = remove_inside(db, actor, user_id, &record);
    return user_record_finish(db, actor, &record, "user.factor_remove", err);
}

enum err user_factor_remove_email(struct db *db, const struct actor *command, const char *email)
{
    struct user_record record;
    struct actor inside;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = user_record_find_for_command(db, command, email, &inside, &record);
    if (err == ERR_NONE)
        err = user_factor_remove(db, &inside, &record.user.id);
    (void)db_enter(db, before);
    return err;
}
