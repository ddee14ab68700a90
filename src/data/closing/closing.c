#include "data/closing/closing.h"

#include "base/clock.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"
#include "data/audit/audit.h"
#include "data/organization/organization.h"
#include "data/organization/organization_refusal.h"
#include "data/user/user_record.h"

static const char asked[] = "closing";

static struct seal_place reason_place(const struct uuid *organization_id, const struct uuid *id)
{
    return (struct seal_place){.table = "organization_closings",
                               .column = "reason",
                               .organization_id = *organization_id,
                               .row_id = *id};
}

static bool may(const struct actor *actor, const struct uuid *id)
{
    struct policy_target target = {.organization_id = *id};
    return policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target);
}

/* Who does it from outside works in the organization for as long as that takes. */
static struct actor inside(const struct actor *actor, const struct uuid *id)
{
    struct actor here = *actor;
    here.organization_id = *id;
    return here;
}

/* ---- reading ------------------------------------------------------------------------------ */

/* What has begun; its id is nil if nothing has. */
static enum err find(struct db *db, const struct uuid *id, struct closing *closing,
                     struct text *reason)
{
    struct db_result result;
    *closing = (struct closing){.reason = ""};
    enum err err = db_select(db, &result,
                             "SELECT id, due_at, reason FROM organization_closings "
                             "WHERE organization_id = $1 AND approved_at IS NOT NULL",
                             db_uuid(id));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    closing->id = db_get_uuid(&result, 0, 0);
    closing->due_at = db_get_time(&result, 0, 1);
    *reason = db_get_bytes(&result, 0, 2);
    return ERR_NONE;
}

/* Of what is closed no reason can be read any more, and the certificate says the rest. */
static enum err read_closed(struct db *db, const struct uuid *id, struct closing *closing)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "SELECT closed_at, certificate FROM closing_certificates WHERE organization_id = $1",
        db_uuid(id));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    closing->closed_at = db_get_time(&result, 0, 0);
    closing->certificate = db_get_text(&result, 0, 1);
    closing->is_running = !uuid_is_nil(&closing->id);
    return ERR_NONE;
}

static enum err find_request(struct db *db, const struct actor *here, struct closing *closing)
{
    enum err err =
        approval_find(db, here, APPROVAL_CLOSING, &here->organization_id, &closing->request);
    bool is_live = err == ERR_NONE && (closing->request.state == APPROVAL_WAITING ||
                                       closing->request.state == APPROVAL_APPROVED);
    if (!is_live)
        closing->request.kind = NULL;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err get_inside(struct db *db, const struct actor *here, struct closing *closing)
{
    const struct uuid *id = &here->organization_id;
    struct text reason = {NULL, 0};
    enum err err = find(db, id, closing, &reason);
    if (err == ERR_NONE)
        err = read_closed(db, id, closing);
    if (err != ERR_NONE || closing->closed_at != 0)
        return err;
    if (uuid_is_nil(&closing->id))
        return find_request(db, here, closing);
    struct seal_place place = reason_place(id, &closing->id);
    return vault_open_text(db, &place, reason, &closing->reason);
}

enum err closing_get(struct db *db, const struct actor *actor, const struct uuid *id,
                     struct closing *closing)
{
    if (!may(actor, id))
        return ERR_NOT_FOUND;
    struct actor here = inside(actor, id);
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    enum err err = get_inside(db, &here, closing);
    (void)db_enter(db, before);
    return err;
}

/* ---- steps -------------------------------------------------------------------------------- */

/* What a step does inside its transaction. here: the actor, in the organization. */
struct step {
    const char *action;
    const char *reason;
    struct uuid *approval_id;
    enum err (*run)(struct db *db, const struct actor *here, const struct step *step,
                    struct problem *problem);
};

static enum err run_inside(struct db *db, const struct actor *here, const struct step *step,
                           struct problem *problem)
{
    struct organization organization;
    enum err err = organization_find(db, &here->organization_id, &organization);
    return err == ERR_NONE ? step->run(db, here, step, problem) : err;
}

static enum err run_step(struct db *db, const struct actor *actor, const struct uuid *id,
                         const struct step *step, struct problem *problem)
{
    struct actor here = inside(actor, id);
    *problem = (struct problem){.field = "", .message = NULL};
    if (!may(actor, id) || actor->kind != ACTOR_USER)
        return organization_refuse(db, actor, step->action, id);
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    enum err err = approval_begin(db, &here);
    if (err == ERR_NONE)
        err = db_finish(db, run_inside(db, &here, step, problem));
    (void)db_enter(db, before);
    return err == ERR_DENIED ? organization_refuse(db, actor, step->action, id) : err;
}

static enum err record(struct db *db, const struct actor *here, const char *action)
{
    return audit_record(db, here,
                        &(struct audit_event){.action = action,
                                              .record_type = "organization",
                                              .record_id = here->organization_id,
                                              .organization_id = here->organization_id});
}

/* ---- asking ------------------------------------------------------------------------------- */

static enum err check_may_begin(struct db *db, const struct actor *here, struct problem *problem)
{
    struct closing closing;
    struct text reason;
    enum err err = find(db, &here->organization_id, &closing, &reason);
    if (err == ERR_NONE && !uuid_is_nil(&closing.id))
        return problem_refuse(problem, ERR_CONFLICT, "", "It has begun already.");
    if (err == ERR_NONE)
        err = user_record_check_elsewhere(db, &here->organization_id);
    if (err != ERR_CONFLICT)
        return err;
    return problem_refuse(
        problem, err, "",
        "All superusers of this installation belong to this organization: it can't "
        "be closed.");
}

static enum err request(struct db *db, const struct actor *here, const struct step *step,
                        struct problem *problem)
{
    char text[UUID_TEXT_LEN];
    uuid_format(&here->organization_id, text);
    const char *url = arena_printf(db_arena(db), "/organizations/%s/closing", text);
    enum err err = check_may_begin(db, here, problem);
    if (err != ERR_NONE)
        return err;
    struct approval_draft draft = {
        .kind = APPROVAL_CLOSING,
        .subject_id = here->organization_id,
        .asked = asked,
        .what = json_pack("{s:s, s:{s:s, s:s}}", "url", url, "facts", "When it begins",
                          "The organization is suspended: nobody of it can work", "After 30 days",
                          "All its keys and rows are destroyed"),
        .reason = step->reason,
    };
    return approval_request_inside(db, here, &draft, step->approval_id, problem);
}

enum err closing_request(struct db *db, const struct actor *actor, const struct uuid *id,
                         const char *reason, struct uuid *approval_id, struct problem *problem)
{
    const struct step step = {"approval.request", reason, approval_id, request};
    *approval_id = (struct uuid){{0}};
    return run_step(db, actor, id, &step, problem);
}

/* ---- beginning ---------------------------------------------------------------------------- */

/* A row without an approval is of the time when the request was one. */
static enum err insert(struct db *db, const struct approval *used, int64_t now)
{
    const struct uuid *id = &used->organization_id;
    struct uuid row_id = uuid_make();
    struct seal_place place = reason_place(id, &row_id);
    struct db_value sealed;
    enum err err = vault_seal_text(db, &place, used->reason, &sealed);
    if (err == ERR_NONE)
        err = db_change(db,
                        "DELETE FROM organization_closings WHERE organization_id = $1 "
                        "AND approved_at IS NULL",
                        db_uuid(id));
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO organization_closings (organization_id, id, requested_by, requested_at, "
        "approved_by, approved_at, due_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        db_uuid(id), db_uuid(&row_id), db_uuid(&used->requested_by), db_time(used->created_at),
        db_uuid(&used->decided_by), db_time(used->decided_at),
        db_time(now + CLOSING_GRACE_DAYS * CLOCK_DAY), sealed);
}

static enum err begin(struct db *db, const struct actor *here, const struct step *step,
                      struct problem *problem)
{
    struct approval used;
    int64_t now = clock_now();
    enum err err = check_may_begin(db, here, problem);
    if (err != ERR_NONE)
        return err;
    err = approval_use(db, here, APPROVAL_CLOSING, &here->organization_id, asked, &used);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "", "A second person has to approve this first.");
    if (err == ERR_NONE)
        err = insert(db, &used, now);
    if (err == ERR_NONE)
        err = db_change(db,
                        "UPDATE organizations SET suspended_at = $1, updated_at = $1 "
                        "WHERE id = $2 AND suspended_at IS NULL",
                        db_time(now), db_uuid(&here->organization_id));
    return err == ERR_NONE ? record(db, here, step->action) : err;
}

enum err closing_begin(struct db *db, const struct actor *actor, const struct uuid *id,
                       struct problem *problem)
{
    const struct step step = {.action = "organization.begin_closing", .run = begin};
    return run_step(db, actor, id, &step, problem);
}

/* ---- taking back -------------------------------------------------------------------------- */

/* Who was suspended before stays so. */
static enum err cancel(struct db *db, const struct actor *here, const struct step *step,
                       struct problem *problem)
{
    const struct uuid *id = &here->organization_id;
    struct closing closing;
    struct text reason;
    enum err err = find(db, id, &closing, &reason);
    if (err == ERR_NONE)
        err = read_closed(db, id, &closing);
    if (err != ERR_NONE)
        return err;
    if (uuid_is_nil(&closing.id) || closing.closed_at != 0)
        return problem_refuse(problem, ERR_CONFLICT, "", "There is nothing to take back.");
    err = db_change(db,
                    "UPDATE organizations SET suspended_at = NULL, updated_at = $1 "
                    "WHERE id = $2 AND suspended_at = $3",
                    db_time(clock_now()), db_uuid(id),
                    db_time(closing.due_at - CLOSING_GRACE_DAYS * CLOCK_DAY));
    if (err == ERR_NONE)
        err = db_change_one(db, "DELETE FROM organization_closings WHERE organization_id = $1",
                            db_uuid(id));
    return err == ERR_NONE ? record(db, here, step->action) : err;
}

enum err closing_cancel(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct problem *problem)
{
    const struct step step = {.action = "organization.cancel_closing", .run = cancel};
    return run_step(db, actor, id, &step, problem);
}
