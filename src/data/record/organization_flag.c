#include "data/record/organization_flag.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/record/work.h"

static const struct {
    const char *name; /* of the column, and in events */
    const char *action;
    const char *update_sql;
} flags[FLAG_COUNT] = {
    [FLAG_REQUIRES_REGISTER] = {"requires_register", "organization.require_register",
                                "UPDATE organizations SET requires_register = $1, updated_at = $2 "
                                "WHERE id = $3"},
    [FLAG_PROPOSES_LABELS] = {"proposes_labels", "organization.label_rule",
                              "UPDATE organizations SET proposes_labels = $1, updated_at = $2 "
                              "WHERE id = $3"},
};

/* All of them, in their order: a page that shows several asks once. */
static void select_flags(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT requires_register, proposes_labels FROM organizations");
    query_bind(q, " WHERE id = ", db_uuid(organization_id));
}

void organization_flag_ahead(struct db *db, const struct uuid *organization_id)
{
    struct query q;
    select_flags(&q, db, organization_id);
    query_ahead(&q);
}

enum err organization_flag_get(struct db *db, const struct uuid *organization_id,
                               enum organization_flag flag, bool *is_on)
{
    struct query q;
    struct db_result result;
    select_flags(&q, db, organization_id);
    enum err err = query_run(&q, &result);
    *is_on = err == ERR_NONE && result.row_count > 0 && db_get_bool(&result, 0, (int)flag);
    return err;
}

static enum err set(const struct work *work, enum organization_flag flag, bool is_on)
{
    struct policy_target target = {.organization_id = work->actor->organization_id};
    bool was_on = false;
    if (!policy_allows(work->actor, PERMISSION_ORGANIZATION_RENAME, &target))
        return ERR_DENIED;
    enum err err = organization_flag_get(work->db, &target.organization_id, flag, &was_on);
    if (err != ERR_NONE || was_on == is_on)
        return err;
    err = db_change_one(work->db, flags[flag].update_sql, db_bool(is_on), db_time(clock_now()),
                        db_uuid(&target.organization_id));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, flags[flag].name, was_on ? "yes" : "no", is_on ? "yes" : "no");
    return work_audit(
        work, flags[flag].action,
        &(struct work_record){"organization", target.organization_id, target.organization_id},
        details);
}

enum err organization_flag_set(struct db *db, const struct actor *actor,
                               enum organization_flag flag, bool is_on)
{
    struct problem problem;
    struct work work = work_begin(db, actor, &problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return work_finish(
        &work, set(&work, flag, is_on), flags[flag].action,
        &(struct work_record){"organization", actor->organization_id, actor->organization_id});
}
