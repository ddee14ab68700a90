#include "data/sign_in/user_recover.h"

#include "base/json.h"
#include "data/account/user_change.h"
#include "data/sign_in/user_factor.h"
#include "data/user/user_record.h"

static enum err recover_parts(struct db *db, const struct actor *inside,
                              const struct user_record *record, struct user_recovery *recovery)
{
    const struct uuid *id = &record->user.id;
    struct audit_event event = user_record_event(record, "user.recover");
    enum err err = ERR_NONE;
    event.details = json_object();
    audit_change(event.details, "activated", NULL, recovery->was_inactive ? "yes" : NULL);
    audit_change(event.details, "factor_removed", NULL, recovery->had_factor ? "yes" : NULL);
    if (recovery->was_inactive)
        err = user_activate(db, inside, id);
    if (err == ERR_NONE && recovery->had_factor)
        err = user_factor_remove(db, inside, id);
    if (err == ERR_NONE)
        err = user_link(db, inside, id, &recovery->link);
    return err == ERR_NONE ? audit_record(db, inside, &event) : err;
}

static enum err recover(struct db *db, const struct actor *inside, const struct user_record *record,
                        struct user_recovery *recovery)
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    db_join(db);
    err = recover_parts(db, inside, record, recovery);
    return db_finish(db, db_part(db, err));
}

enum err user_recover_email(struct db *db, const struct actor *command, const char *email,
                            struct user_recovery *recovery)
{
    struct user_record record;
    struct actor inside;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = user_record_find_for_command(db, command, email, &inside, &record);
    *recovery = (struct user_recovery){.was_inactive = false};
    if (err == ERR_NONE && !record.user.is_superuser)
        err = ERR_CONFLICT;
    if (err == ERR_NONE) {
        recovery->was_inactive = !record.is_active;
        recovery->had_factor = record.user.has_app || record.user.has_passkey;
        err = recover(db, &inside, &record, recovery);
    }
    (void)db_enter(db, before);
    return err;
}
