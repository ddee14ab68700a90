#include "data/account/account_change.h"

#include "base/clock.h"
#include "domain/approval/approval_side.h"

static const char *const names[ACCOUNT_CHANGE_COUNT] = {"address", "provision"};

enum err account_change_note(struct db *db, const struct actor *actor,
                             const struct uuid *organization_id, const struct uuid *user_id,
                             enum account_change_kind kind)
{
    struct uuid id = uuid_make();
    int64_t now = clock_now();
    enum err err = db_change(db,
                             "DELETE FROM account_changes WHERE organization_id = $1 "
                             "AND user_id = $2 AND changed_at <= $3",
                             db_uuid(organization_id), db_uuid(user_id),
                             db_time(now - APPROVAL_SIDE_DAYS * CLOCK_DAY));
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "INSERT INTO account_changes (organization_id, id, user_id, kind, "
                         "changed_by, token_id, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                         db_uuid(organization_id), db_uuid(&id), db_uuid(user_id),
                         db_text(names[kind]), db_uuid_or_null(&actor->user_id),
                         actor->token == NULL ? db_null() : db_uuid(&actor->token->id),
                         db_time(now));
}
