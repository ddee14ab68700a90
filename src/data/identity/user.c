#include "data/identity/user.h"

#include <stdlib.h>
#include <string.h>

#include "data/identity/user_record.h"
#include "domain/record/name.h"

const char *const user_state_names[USER_STATE_COUNT + 1] = {"active", "invited", "inactive", NULL};

enum err user_check_name(const char *name, const char **problem)
{
    return name_check(name, problem);
}

/* What is left of a record for somebody who may see names only. */
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
    struct policy_target target = {record.user.organization_id, record.user.id};
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

static int compare_names(const void *a, const void *b)
{
    const struct user *left = a;
    const struct user *right = b;
    int order = strcasecmp(left->full_name, right->full_name);
    return order != 0 ? order : memcmp(left->id.bytes, right->id.bytes, sizeof left->id.bytes);
}

enum err user_list_choices(struct db *db, const struct actor *actor,
                           const struct uuid *organization_id, struct user_list *list)
{
    *list = (struct user_list){0};
    struct policy_target target = {.organization_id = *organization_id};
    if (!policy_allows(actor, PERMISSION_USER_SEE, &target))
        return ERR_NOT_FOUND;
    struct db_result result;
    enum err err = db_select(db, &result,
                             USER_RECORD_SELECT "WHERE u.organization_id = $1 AND u.is_active "
                                                "AND u.hashed_password IS NOT NULL "
                                                "ORDER BY u.updated_at DESC, u.id DESC LIMIT $2",
                             db_uuid(organization_id), db_int(USER_CHOICES_MAX));
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)result.row_count, sizeof *list->items);
    for (int i = 0; i < result.row_count; i++) {
        struct user_record record;
        err = user_record_read(db, &result, i, &record);
        if (err != ERR_NONE)
            return err;
        if (record.user.full_name != NULL)
            list->items[list->count++] = name_only(&record.user);
    }
    qsort(list->items, (size_t)list->count, sizeof *list->items, compare_names);
    return ERR_NONE;
}

enum err user_count_owned(struct db *db, const struct actor *actor, const struct uuid *id,
                          struct user_owned *owned)
{
    *owned = (struct user_owned){.prompt_count = 0};
    struct user_record record;
    enum err err = user_record_get(db, actor, id, &record);
    if (err != ERR_NONE)
        return err;
    struct db_result result;
    err = db_select(db, &result,
                    "SELECT (SELECT count(*) FROM prompts WHERE organization_id = $1 "
                    "AND owner_id = $2), (SELECT count(*) FROM agents WHERE organization_id = $1 "
                    "AND owner_id = $2), (SELECT count(*) FROM teams WHERE organization_id = $1 "
                    "AND owner_id = $2)",
                    db_uuid(&record.user.organization_id), db_uuid(id));
    if (err == ERR_NONE)
        *owned = (struct user_owned){db_get_int(&result, 0, 0), db_get_int(&result, 0, 1),
                                     db_get_int(&result, 0, 2)};
    return err;
}
