#include "data/user/user.h"

#include "data/db/query.h"
#include "data/user/user_record.h"

const char *const user_state_names[USER_STATE_COUNT + 1] = {"active", "invited", "inactive", NULL};

/* What is left of a record for someone who may see names only. */
static struct user name_only(const struct user *user)
{
    return (struct user){
        .id = user->id,
        .organization_id = user->organization_id,
        .organization_name = user->organization_name,
        .full_name = user->full_name,
    };
}

enum err user_get(struct db *db, const struct actor *actor, const struct uuid *id,
                  struct user *user)
{
    struct user_record record;
    enum err err = user_record_get(db, actor, id, &record);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = {record.user.organization_id, record.user.id, NULL};
    bool is_full =
        uuid_equal(id, &actor->user_id) || policy_allows(actor, PERMISSION_USER_READ, &target);
    *user = is_full ? record.user : name_only(&record.user);
    return ERR_NONE;
}

bool user_may_change(const struct actor *actor, const struct user *user)
{
    if (!user->is_full || uuid_equal(&actor->user_id, &user->id))
        return false;
    struct user_record record = {.user = *user};
    return user_record_check_change(actor, &record) == ERR_NONE;
}

static void count_owned(struct query *q, struct db *db, const struct record_kind *kind,
                        const struct uuid *organization_id, const struct uuid *owner_id)
{
    query_begin(q, db, "SELECT count(*) FROM ");
    query_add(q, kind->table);
    query_bind(q, " WHERE organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND owner_id = ", db_uuid(owner_id));
}

void user_ahead(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct query q;
    user_record_ahead(db, &actor->organization_id, id);
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        count_owned(&q, db, &record_kinds[i], &actor->organization_id, id);
        query_ahead(&q);
    }
}

enum err user_count_owned(struct db *db, const struct actor *actor, const struct uuid *id,
                          struct user_owned *owned)
{
    *owned = (struct user_owned){.counts = {0}};
    struct user_record record;
    enum err err = user_record_get(db, actor, id, &record);
    struct db_result result;
    struct query q;
    for (int i = 0; err == ERR_NONE && i < RECORD_KIND_COUNT; i++) {
        count_owned(&q, db, &record_kinds[i], &record.user.organization_id, id);
        err = query_run(&q, &result);
        owned->counts[i] = err == ERR_NONE ? db_get_int(&result, 0, 0) : 0;
    }
    return err;
}
