#include "data/identity/user_sso.h"

#include "data/identity/one_time_link.h"

bool user_sso_may(const struct user_record *record)
{
    return !record->user.is_superuser && record->user.persona != PERSONA_PLATFORM_ADMIN;
}

bool user_sso_must(const struct user_record *record)
{
    return record->is_sso_only && user_sso_may(record);
}

enum err user_sso_accept(struct db *db, const struct user_record *record)
{
    struct db_value sealed;
    enum err err = user_record_seal(db, record, "hashed_password", USER_NO_PASSWORD, &sealed);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE users SET hashed_password = $1 WHERE organization_id = $2 "
                            "AND id = $3 AND epoch = $4 AND hashed_password IS NULL",
                            sealed, db_uuid(&record->user.organization_id),
                            db_uuid(&record->user.id), db_int(record->epoch));
    return err == ERR_NONE
               ? one_time_link_revoke_all(db, &record->user.organization_id, &record->user.id)
               : err;
}
