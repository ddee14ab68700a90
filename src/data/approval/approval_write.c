#include "data/approval/approval_write_internal.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/token.h"
#include "data/audit/audit.h"

static const char *id_text(struct db *db, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_strdup(db_arena(db), text);
}

enum err approval_record(struct db *db, const struct actor *actor, const struct approval *approval,
                         const char *action, enum approval_state after, const char *reason)
{
    bool is_new = strcmp(action, "approval.request") == 0;
    struct audit_event event = {
        .action = action,
        .record_type = "approval",
        .record_id = approval->id,
        .organization_id = approval->organization_id,
        .details = json_object(),
    };
    audit_change(event.details, "state", is_new ? NULL : approval_state_names[approval->state],
                 approval_state_names[after]);
    audit_change(event.details, "kind", NULL, approval->kind->name);
    audit_change(event.details, "subject", NULL, id_text(db, &approval->subject_id));
    audit_change(event.details, "reason", NULL, reason[0] == '\0' ? NULL : reason);
    return audit_record(db, actor, &event);
}

enum err approval_end(struct db *db, const struct actor *actor, const struct approval *approval,
                      const char *action, enum approval_state state)
{
    enum err err =
        db_change_one(db,
                      "UPDATE approvals SET state = $3, ended_at = $4 WHERE organization_id = $1 "
                      "AND id = $2 AND state IN ('waiting', 'approved')",
                      db_uuid(&approval->organization_id), db_uuid(&approval->id),
                      db_text(approval_state_names[state]), db_time(clock_now()));
    return err == ERR_NONE ? approval_record(db, actor, approval, action, state, "") : err;
}

enum err approval_find_live(struct db *db, const struct actor *actor, const char *kind,
                            const struct uuid *subject_id, struct db_result *result)
{
    return db_select(db, result,
                     "SELECT id, digest, expires_at FROM approvals WHERE organization_id = $1 "
                     "AND kind = $2 AND subject_id = $3 AND state IN ('waiting', 'approved') "
                     "ORDER BY created_at DESC, id DESC LIMIT 100",
                     db_uuid(&actor->organization_id), db_text(kind), db_uuid(subject_id));
}

void approval_digest(const char *asked, char digest[SHA256_HEX_LEN])
{
    sha256_hex(asked, strlen(asked), digest);
}

bool approval_is_digest(struct text digest, const char *asked)
{
    char wanted[SHA256_HEX_LEN];
    approval_digest(asked, wanted);
    return digest.len == APPROVAL_DIGEST_LEN &&
           memcmp(digest.data, wanted, APPROVAL_DIGEST_LEN) == 0;
}

enum err approval_check_right(struct db *db, const struct approval_case *request,
                              const struct uuid *user_id, struct approval_right *right)
{
    struct db_result result;
    const struct uuid *organization_id = &request->target.organization_id;
    *right = (struct approval_right){true, true};
    enum err err = db_select(db, &result,
                             "SELECT user_persona, is_active, is_superuser FROM users "
                             "WHERE organization_id = $1 AND id = $2",
                             db_uuid(organization_id), db_uuid(user_id));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    struct actor now = {
        .kind = ACTOR_USER,
        .user_id = *user_id,
        .organization_id = *organization_id,
        .home_organization_id = *organization_id,
        .is_active = db_get_bool(&result, 0, 1),
        .is_superuser = db_get_bool(&result, 0, 2),
    };
    bool is_known = persona_parse(db_get_text(&result, 0, 0), &now.persona) == ERR_NONE;
    right->may_approve = is_known && policy_allows(&now, request->approve, &request->target);
    right->may_decide =
        right->may_approve || (is_known && policy_allows(&now, request->reject, &request->target));
    return ERR_NONE;
}
