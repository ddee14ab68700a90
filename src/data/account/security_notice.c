#include "data/account/security_notice.h"

#include "data/user/person.h"

/* Events about the person, API tokens that they made, and browsers that they had not used before.
 */
static const char notices_sql[] =
    "SELECT n.action, n.at, n.by_id IS NOT NULL AND n.by_id = $2, " PERSON_COLUMNS_OF(
        "n.by_id",
        a) " FROM (SELECT * FROM (SELECT e.action, e.occurred_at AS at, "
           "e.actor_id AS by_id "
           "FROM audit_events e WHERE e.organization_id = $1 AND e.record_id = $2 "
           "AND e.occurred_at > $3 AND e.outcome = 'success' AND e.action IN ("
           "'user.password_change', 'user.password_reset', 'user.factor_add', "
           "'user.factor_replace', 'user.factor_remove', 'user.passkey_add', "
           "'user.passkey_remove', 'user.recovery_codes', 'user.recovery_use', "
           "'user.confirm_address', 'user.undo_address', 'user.end_sessions', "
           "'user.revoke_tokens', 'user.sso_link', 'user.sso_unlink') ORDER BY e.occurred_at DESC "
           "LIMIT $4) about "
           "UNION ALL SELECT * FROM (SELECT 'token.create' AS action, "
           "t.created_at AS at, t.created_by AS by_id FROM api_tokens t "
           "WHERE t.organization_id = $1 AND t.user_id = $2 AND t.created_at > $3 "
           "ORDER BY t.created_at DESC LIMIT $4) tokens "
           "UNION ALL SELECT * FROM (SELECT 'session.new_device' AS action, "
           "s.created_at AS at, s.user_id AS by_id FROM sessions s "
           "WHERE s.organization_id = $1 AND s.user_id = $2 AND s.created_at > $3 "
           "AND s.is_new_device ORDER BY s.created_at DESC LIMIT $4) devices) n" PERSON_JOIN(
               a, "$1", "n.by_id") "ORDER BY n.at DESC LIMIT $4";

static enum err read_all(struct db *db, const struct db_result *result,
                         struct security_notice_list *list)
{
    enum err err = ERR_NONE;
    for (int row = 0; err == ERR_NONE && row < result->row_count; row++) {
        struct security_notice *notice = &list->items[list->count++];
        *notice = (struct security_notice){
            .action = db_get_text(result, row, 0),
            .at = db_get_time(result, row, 1),
            .is_own = db_get_bool(result, row, 2),
        };
        err = person_name(db, result, row, 3, &notice->by_name);
    }
    return err;
}

enum err security_notice_list(struct db *db, const struct session *session,
                              struct security_notice_list *list)
{
    struct db_result result;
    *list = (struct security_notice_list){.count = 0};
    struct db_scope before = session_go_home(db, session);
    enum err err =
        db_select(db, &result, notices_sql, db_uuid(&session->actor.home_organization_id),
                  db_uuid(&session->actor.user_id), db_time(clock_now() - SECURITY_NOTICES_SHOWN),
                  db_int(SECURITY_NOTICES_MAX));
    if (err == ERR_NONE)
        err = read_all(db, &result, list);
    (void)db_enter(db, before);
    return err;
}
