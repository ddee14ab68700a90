#include "data/approval/approval_use.h"

#include "base/clock.h"
#include "data/approval/approval_write_internal.h"

/* ---- deciding ----------------------------------------------------------------------------- */

enum err approval_check_decider(struct db *db, const struct actor *actor,
                                const struct approval_case *request, const char **message)
{
    struct approval_right right = {false, false};
    enum err err = approval_check_decide(actor, request, clock_now(), message);
    if (err == ERR_NONE)
        err = approval_check_right(db, request, &actor->user_id, &right);
    if (err != ERR_NONE || right.may_decide)
        return err;
    *message = "You do not have the right to decide about this request any more.";
    return ERR_DENIED;
}

enum err approval_check_approver(struct db *db, const struct actor *actor,
                                 const struct approval_case *request, const char **message)
{
    struct approval_right right = {false, false};
    enum err err = approval_check_approve(db_arena(db), actor, request, clock_now(), message);
    if (err == ERR_NONE)
        err = approval_check_right(db, request, &actor->user_id, &right);
    if (err != ERR_NONE || right.may_approve)
        return err;
    *message = "You do not have the right to approve this request any more.";
    return ERR_DENIED;
}

/* ---- giving up ---------------------------------------------------------------------------- */

enum err approval_withdraw_inside(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct approval approval;
    enum err err = approval_get(db, actor, id, &approval);
    if (err != ERR_NONE)
        return err;
    if (approval.state != APPROVAL_WAITING && approval.state != APPROVAL_APPROVED)
        return ERR_CONFLICT;
    return approval_end(db, actor, &approval, "approval.withdraw", APPROVAL_WITHDRAWN);
}

/* ---- using -------------------------------------------------------------------------------- */

/* ERR_CONFLICT for one that does not allow it. */
static enum err check_use(struct db *db, const struct actor *actor, const struct uuid *id,
                          const char *asked, struct approval *approval)
{
    struct approval_right right = {false, false};
    enum err err = approval_get(db, actor, id, approval);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
    if (approval->state != APPROVAL_APPROVED || !approval_is_digest(approval->digest, asked) ||
        uuid_equal(&approval->decided_by, &approval->requested_by))
        return ERR_CONFLICT;
    struct approval_case request = approval_case_of(approval);
    err = approval_check_right(db, &request, &approval->decided_by, &right);
    return err == ERR_NONE && !right.may_approve ? ERR_CONFLICT : err;
}

enum err approval_use(struct db *db, const struct actor *actor, enum approval_kind_id kind,
                      const struct uuid *subject_id, const char *asked, struct approval *used)
{
    struct db_result result;
    enum err err = approval_find_live(db, actor, approval_kinds[kind].name, subject_id, &result);
    if (err != ERR_NONE)
        return err;
    err = ERR_CONFLICT;
    for (int i = 0; err == ERR_CONFLICT && i < result.row_count; i++) {
        struct uuid id = db_get_uuid(&result, i, 0);
        err = check_use(db, actor, &id, asked, used);
    }
    return err == ERR_NONE ? approval_end(db, actor, used, "approval.use", APPROVAL_USED) : err;
}
