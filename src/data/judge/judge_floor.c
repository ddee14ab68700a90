#include "data/judge/judge_floor.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/record/work.h"

bool judge_floor_may_set(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target);
}

static enum err set(const struct work *work, int64_t floor)
{
    struct db_result row;
    struct uuid id = work->actor->organization_id;
    if (!judge_floor_may_set(work->actor))
        return ERR_DENIED;
    enum err err = db_select(work->db, &row, "SELECT judge_floor FROM organizations WHERE id = $1",
                             db_uuid(&id));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE || db_get_int(&row, 0, 0) == floor)
        return err;
    json_t *details = json_object();
    audit_change_int(details, "judge_floor", db_get_int(&row, 0, 0), floor);
    err = db_change_one(work->db,
                        "UPDATE organizations SET judge_floor = $1, updated_at = $2 WHERE id = $3",
                        db_int(floor), db_time(clock_now()), db_uuid(&id));
    return err == ERR_NONE ? work_audit(work, "organization.judge_floor",
                                        &(struct work_record){"organization", id, id}, details)
                           : err;
}

enum err judge_floor_set(struct db *db, const struct actor *actor, int64_t floor,
                         struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    if (floor < JUDGE_FLOOR_MIN || floor > JUDGE_FLOOR_MAX)
        return problem_refuse(problem, ERR_INVALID, "floor", "Enter 50 to 100 percent.");
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return work_finish(
        &work, set(&work, floor), "organization.judge_floor",
        &(struct work_record){"organization", actor->organization_id, actor->organization_id});
}
