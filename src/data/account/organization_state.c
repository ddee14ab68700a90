#include "data/account/organization_state.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/organization/organization.h"
#include "data/organization/organization_refusal.h"
#include "data/user/user_record.h"

/* What is to happen to which organization. */
struct state_change {
    const struct uuid *id;
    bool is_suspended;
    const char *reason;
};

static const char *action_of(const struct state_change *change)
{
    return change->is_suspended ? "organization.suspend" : "organization.resume";
}

/* Without an event. ERR_CONFLICT if it is so already. */
static enum err set_suspended(struct db *db, const struct uuid *id, bool is_suspended)
{
    int64_t now = clock_now();
    enum err err =
        is_suspended
            ? db_change_one(db,
                            "UPDATE organizations SET suspended_at = $1, updated_at = $1 "
                            "WHERE id = $2 AND suspended_at IS NULL",
                            db_time(now), db_uuid(id))
            : db_change_one(db,
                            "UPDATE organizations SET suspended_at = NULL, updated_at = $1 "
                            "WHERE id = $2 AND suspended_at IS NOT NULL AND id NOT IN "
                            "(SELECT organization_id FROM organization_closings "
                            "WHERE approved_at IS NOT NULL) AND closed_at IS NULL",
                            db_time(now), db_uuid(id));
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}

static enum err record(struct db *db, const struct actor *actor, const struct state_change *change)
{
    struct audit_event event = {
        .action = action_of(change),
        .record_type = "organization",
        .record_id = *change->id,
        .organization_id = *change->id,
        .details = json_object(),
    };
    audit_change(event.details, "reason", NULL, change->reason);
    return audit_record(db, actor, &event);
}

static enum err check_suspend(struct db *db, const struct actor *actor,
                              const struct state_change *change, struct problem *problem)
{
    if (uuid_equal(change->id, &actor->home_organization_id))
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "This is your own organization: you could not resume it.");
    enum err err = user_record_check_elsewhere(db, change->id);
    if (err != ERR_CONFLICT)
        return err;
    return problem_refuse(
        problem, err, "",
        "All superusers of this installation belong to this organization. Make one "
        "elsewhere first.");
}

static enum err change_inside(struct db *db, const struct actor *actor,
                              const struct state_change *change, struct problem *problem)
{
    struct organization organization;
    enum err err = organization_find(db, change->id, &organization);
    if (err == ERR_NONE && change->is_suspended)
        err = check_suspend(db, actor, change, problem);
    if (err != ERR_NONE)
        return err;
    err = set_suspended(db, change->id, change->is_suspended);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "",
                              change->is_suspended
                                  ? "It is suspended already."
                                  : "It is not suspended, or it is to be closed: take "
                                    "that back.");
    return err != ERR_NONE ? err : record(db, actor, change);
}

static enum err change_state(struct db *db, const struct actor *actor,
                             const struct state_change *change, struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    if (!policy_allows_some(actor, PERMISSION_ORGANIZATION_SUSPEND))
        return organization_refuse(db, actor, action_of(change), change->id);
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *change->id});
    enum err err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, change_inside(db, actor, change, problem));
    (void)db_enter(db, before);
    return err;
}

enum err organization_suspend(struct db *db, const struct actor *actor, const struct uuid *id,
                              const char *reason, struct problem *problem)
{
    struct state_change change = {id, true, text_trim(db_arena(db), reason)};
    if (change.reason[0] == '\0')
        return problem_refuse(problem, ERR_INVALID, "reason",
                              "Say why: its administrators read it.");
    return change_state(db, actor, &change, problem);
}

enum err organization_resume(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct problem *problem)
{
    struct state_change change = {id, false, NULL};
    return change_state(db, actor, &change, problem);
}
