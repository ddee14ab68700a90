#include "data/approval/approval.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_side.h"
#include "data/approval/approval_use.h"
#include "data/approval/approval_write_internal.h"
#include "data/audit/audit.h"

/* ---- events ------------------------------------------------------------------------------- */

/* A denial is an event of its own. */
static enum err finish(struct db *db, const struct actor *actor, const struct uuid *id,
                       const char *action, enum err err)
{
    return audit_finish(db, actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "approval",
                                              .record_id = *id,
                                              .organization_id = actor->organization_id},
                        err);
}

/* ---- asking ------------------------------------------------------------------------------- */

/* The same that waits or is approved is not asked for twice. */
static enum err check_is_new(struct db *db, const struct actor *actor,
                             const struct approval_draft *draft, struct problem *problem)
{
    struct db_result result;
    enum err err = approval_find_live(db, actor, approval_kinds[draft->kind].name,
                                      &draft->subject_id, &result);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        if (approval_is_digest(db_get_bytes(&result, i, 1), draft->asked) &&
            db_get_time(&result, i, 2) > clock_now())
            err = problem_refuse(problem, ERR_CONFLICT, "", "This is requested already.");
    return err;
}

static enum err check_line(const char *reason, bool is_required, struct problem *problem)
{
    if (is_required && reason[0] == '\0')
        return problem_refuse(problem, ERR_INVALID, "reason", "Say why.");
    if (text_count_chars(reason, strlen(reason)) > APPROVAL_REASON_MAX ||
        text_has_control(reason, strlen(reason), false))
        return problem_refuse(problem, ERR_INVALID, "reason",
                              "A reason is one line of at most 500 characters.");
    return ERR_NONE;
}

static enum err insert(struct db *db, const struct actor *actor, const struct approval *approval,
                       const char *asked)
{
    const char *const columns[] = {"what", "reason"};
    const char *const texts[] = {approval->what, approval->reason};
    struct db_value sealed[COUNT_OF(columns)];
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        struct seal_place place =
            approval_place(columns[i], &approval->organization_id, &approval->id);
        enum err err = vault_seal_text(db, &place, texts[i], &sealed[i]);
        if (err != ERR_NONE)
            return err;
    }
    char digest[SHA256_HEX_LEN];
    struct uuid agent_owner_id;
    approval_digest(asked, digest);
    enum err err = approval_side_agent_owner(db, actor, &agent_owner_id);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO approvals (organization_id, id, kind, subject_id, digest, "
        "state, requested_by, created_at, expires_at, what, reason, token_id, agent_owner_id) "
        "VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9, $10, $11, $12)",
        db_uuid(&approval->organization_id), db_uuid(&approval->id), db_text(approval->kind->name),
        db_uuid(&approval->subject_id),
        db_bytes(arena_copy(db_arena(db), digest, APPROVAL_DIGEST_LEN), APPROVAL_DIGEST_LEN),
        db_uuid(&approval->requested_by), db_time(approval->created_at),
        db_time(approval->expires_at), sealed[0], sealed[1],
        actor->token == NULL ? db_null() : db_uuid(&actor->token->id),
        db_uuid_or_null(&agent_owner_id));
}

enum err approval_request_inside(struct db *db, const struct actor *actor,
                                 const struct approval_draft *draft, struct uuid *id,
                                 struct problem *problem)
{
    const struct approval_kind *kind = &approval_kinds[draft->kind];
    /* whether it is about something in the folder of a token is for the verb that asks */
    struct policy_target target = {.organization_id = actor->organization_id,
                                   .folder = policy_folder(actor)};
    int64_t now = clock_now();
    const char *reason = text_trim(db_arena(db), draft->reason);
    json_t *what = json_keep(db_arena(db), draft->what);
    *id = (struct uuid){{0}};
    if (!policy_allows(actor, kind->ask, &target) || uuid_is_nil(&actor->user_id))
        return problem_refuse(problem, ERR_DENIED, "",
                              "You do not have the right to ask for this.");
    enum err err = check_line(reason, true, problem);
    if (err == ERR_NONE)
        err = check_is_new(db, actor, draft, problem);
    if (err != ERR_NONE)
        return err;
    *id = uuid_make();
    struct approval approval = {
        .id = *id,
        .organization_id = actor->organization_id,
        .kind = kind,
        .subject_id = draft->subject_id,
        .requested_by = actor->user_id,
        .created_at = now,
        .expires_at = approval_waits_until(kind, now),
        .what = json_format(db_arena(db), what, JSON_LINE).data,
        .reason = reason,
    };
    err = insert(db, actor, &approval, draft->asked);
    return err == ERR_NONE
               ? approval_record(db, actor, &approval, "approval.request", APPROVAL_WAITING, reason)
               : err;
}

enum err approval_request(struct db *db, const struct actor *actor,
                          const struct approval_draft *draft, struct uuid *id,
                          struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = approval_begin(db, actor);
    if (err != ERR_NONE) {
        json_decref(draft->what);
        return err;
    }
    return finish(db, actor, id, "approval.request",
                  approval_request_inside(db, actor, draft, id, problem));
}

/* ---- deciding ----------------------------------------------------------------------------- */

struct decision {
    const char *action;
    enum approval_state state;
};

static const struct decision approving = {"approval.approve", APPROVAL_APPROVED};
static const struct decision rejecting = {"approval.reject", APPROVAL_REJECTED};

static enum err write_decision(struct db *db, const struct actor *actor,
                               const struct approval *approval, const struct decision *decision,
                               const char *reason)
{
    struct db_value sealed;
    int64_t now = clock_now();
    struct seal_place place =
        approval_place("decision_reason", &approval->organization_id, &approval->id);
    enum err err = vault_seal_text(db, &place, reason, &sealed);
    if (err == ERR_NONE)
        err =
            db_change_one(db,
                          "UPDATE approvals SET state = $3, decided_by = $4, decision_reason = $5, "
                          "decided_at = $6, expires_at = $7 WHERE organization_id = $1 AND id = $2 "
                          "AND state = 'waiting'",
                          db_uuid(&approval->organization_id), db_uuid(&approval->id),
                          db_text(approval_state_names[decision->state]), db_uuid(&actor->user_id),
                          sealed, db_time(now), db_time(approval_holds_until(approval->kind, now)));
    return err == ERR_NONE
               ? approval_record(db, actor, approval, decision->action, decision->state, reason)
               : err;
}

static enum err decide_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                              const struct decision *decision, const char *reason,
                              struct problem *problem)
{
    struct approval approval;
    const char *message = NULL;
    enum err err = approval_get(db, actor, id, &approval);
    if (err != ERR_NONE)
        return err;
    struct approval_case request = approval_case_of(&approval);
    err = decision == &approving ? approval_check_approver(db, actor, &request, &message)
                                 : approval_check_decider(db, actor, &request, &message);
    return err == ERR_NONE ? write_decision(db, actor, &approval, decision, reason)
                           : problem_refuse(problem, err, "", message);
}

static enum err decide(struct db *db, const struct actor *actor, const struct uuid *id,
                       const struct decision *decision, const char *typed, struct problem *problem)
{
    const char *reason = text_trim(db_arena(db), typed);
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = check_line(reason, decision == &rejecting, problem);
    if (err == ERR_NONE)
        err = approval_begin(db, actor);
    if (err != ERR_NONE)
        return err;
    return finish(db, actor, id, decision->action,
                  decide_inside(db, actor, id, decision, reason, problem));
}

enum err approval_approve_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                                 const char *typed, struct problem *problem)
{
    const char *reason = text_trim(db_arena(db), typed);
    enum err err = check_line(reason, false, problem);
    return err == ERR_NONE ? decide_inside(db, actor, id, &approving, reason, problem) : err;
}

enum err approval_approve(struct db *db, const struct actor *actor, const struct uuid *id,
                          const char *reason, struct problem *problem)
{
    return decide(db, actor, id, &approving, reason, problem);
}

enum err approval_reject(struct db *db, const struct actor *actor, const struct uuid *id,
                         const char *reason, struct problem *problem)
{
    return decide(db, actor, id, &rejecting, reason, problem);
}

/* ---- withdrawing -------------------------------------------------------------------------- */

static enum err withdraw_own(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct problem *problem)
{
    struct approval approval;
    const char *message = NULL;
    enum err err = approval_get(db, actor, id, &approval);
    if (err != ERR_NONE)
        return err;
    struct approval_case request = approval_case_of(&approval);
    err = approval_check_withdraw(actor, &request, clock_now(), &message);
    return err == ERR_NONE
               ? approval_end(db, actor, &approval, "approval.withdraw", APPROVAL_WITHDRAWN)
               : problem_refuse(problem, err, "", message);
}

enum err approval_withdraw(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = approval_begin(db, actor);
    if (err != ERR_NONE)
        return err;
    return finish(db, actor, id, "approval.withdraw", withdraw_own(db, actor, id, problem));
}
