#include "data/account/user_reset.h"

#include <string.h>

#include "data/audit/audit.h"
#include "data/user/person.h"

#define WHO(c)      PERSON_COLUMNS_OF(c, a)
#define WHO_JOIN(c) PERSON_JOIN(a, "l.organization_id", c)

static const char *const newest_sql[RESET_COUNT] = {
    [RESET_PASSWORD] = "SELECT l.used_at, " WHO("l.created_by") " FROM one_time_links l" WHO_JOIN(
        "l.created_by") " WHERE l.organization_id = $1 AND l.user_id = $2 "
                        "AND l.purpose = 'password_reset' AND l.used_at IS NOT NULL "
                        "AND l.acknowledged_at IS NULL "
                        "AND (l.created_by IS NULL OR l.created_by <> l.user_id) "
                        "ORDER BY l.used_at DESC LIMIT 1",
    [RESET_FACTOR] = "SELECT l.removed_at, " WHO("l.removed_by") " FROM factor_removals l" WHO_JOIN(
        "l.removed_by") " WHERE l.organization_id = $1 AND l.user_id = $2 "
                        "AND l.acknowledged_at IS NULL ORDER BY l.removed_at DESC LIMIT 1",
};

/* With links, acknowledged or not. */
static const char recent_sql[] =
    "SELECT l.used_at, " WHO("l.created_by") " FROM one_time_links l" WHO_JOIN(
        "l.created_by") " WHERE l.organization_id = $1 AND l.user_id = $2 "
                        "AND l.purpose = 'password_reset' AND l.used_at IS NOT NULL AND l.used_at "
                        "> $3 AND (l.created_by IS NULL OR l.created_by <> l.user_id) "
                        "ORDER BY l.used_at DESC LIMIT $4";

static enum err read_reset(struct db *db, const struct db_result *result, int row,
                           struct user_reset *reset)
{
    reset->used_at = db_get_time(result, row, 0);
    return person_name(db, result, row, 1, &reset->by_name);
}

static enum err find(struct db *db, const struct session *session, enum user_reset_kind kind,
                     struct user_reset *reset)
{
    struct db_result result;
    enum err err =
        db_select(db, &result, newest_sql[kind], db_uuid(&session->actor.home_organization_id),
                  db_uuid(&session->actor.user_id));
    return err != ERR_NONE || result.row_count == 0 ? err : read_reset(db, &result, 0, reset);
}

enum err user_reset_find(struct db *db, const struct session *session, enum user_reset_kind kind,
                         struct user_reset *reset)
{
    *reset = (struct user_reset){.used_at = 0};
    struct db_scope before = session_go_home(db, session);
    enum err err = find(db, session, kind, reset);
    (void)db_enter(db, before);
    return err;
}

static enum err list_recent(struct db *db, const struct session *session,
                            struct user_reset_list *list)
{
    struct db_result result;
    enum err err = db_select(db, &result, recent_sql, db_uuid(&session->actor.home_organization_id),
                             db_uuid(&session->actor.user_id),
                             db_time(clock_now() - USER_RESET_SHOWN), db_int(USER_RESETS_MAX));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        err = read_reset(db, &result, i, &list->resets[list->count++]);
    return err;
}

enum err user_reset_list(struct db *db, const struct session *session, struct user_reset_list *list)
{
    list->count = 0;
    struct db_scope before = session_go_home(db, session);
    enum err err = list_recent(db, session, list);
    (void)db_enter(db, before);
    return err;
}

static enum err acknowledge_inside(struct db *db, const struct actor *actor)
{
    struct db_value now = db_time(clock_now());
    struct db_value home = db_uuid(&actor->organization_id), self = db_uuid(&actor->user_id);
    struct db_result links, removals;
    enum err err = db_select(db, &links,
                             "UPDATE one_time_links SET acknowledged_at = $1 "
                             "WHERE organization_id = $2 AND user_id = $3 "
                             "AND purpose = 'password_reset' AND used_at IS NOT NULL "
                             "AND acknowledged_at IS NULL",
                             now, home, self);
    if (err == ERR_NONE)
        err = db_select(db, &removals,
                        "UPDATE factor_removals SET acknowledged_at = $1 "
                        "WHERE organization_id = $2 AND user_id = $3 AND acknowledged_at IS NULL",
                        now, home, self);
    if (err != ERR_NONE || links.change_count + removals.change_count == 0)
        return err;
    return audit_record(db, actor,
                        &(struct audit_event){.action = "user.acknowledge_reset",
                                              .record_type = "user",
                                              .record_id = actor->user_id});
}

enum err user_reset_acknowledge(struct db *db, const struct actor *actor)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, acknowledge_inside(db, actor)) : err;
}

enum err user_reset_check_outside(struct db *db, const struct actor *actor,
                                  const struct uuid *organization_id)
{
    struct db_result result;
    if (!policy_is_outside(actor, organization_id))
        return ERR_NONE;
    enum err err = db_select(db, &result,
                             "SELECT 1 FROM users WHERE organization_id = $1 AND is_active "
                             "AND hashed_password IS NOT NULL LIMIT 1",
                             db_uuid(organization_id));
    return err == ERR_NONE && result.row_count > 0 ? ERR_DENIED : err;
}
