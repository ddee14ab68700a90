#include "data/release/widening_rule.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/record/work.h"
#include "domain/record/kind.h"

static void select_rule(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT widening FROM organizations");
    query_bind(q, " WHERE id = ", db_uuid(organization_id));
}

void widening_rule_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_rule(&q, db, &actor->organization_id);
    query_ahead(&q);
}

enum err widening_rule_of(struct db *db, const struct uuid *organization_id,
                          enum widening *widening)
{
    struct query q;
    struct db_result result;
    select_rule(&q, db, organization_id);
    enum err err = query_run(&q, &result);
    *widening = WIDENING_MOVERS;
    if (err == ERR_NONE && result.row_count > 0)
        *widening = widening_parse(db_get_text(&result, 0, 0));
    return err;
}

enum err widening_rule_get(struct db *db, const struct actor *actor, enum widening *widening)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!record_kinds_visible(actor, &target))
        return ERR_DENIED;
    return widening_rule_of(db, &actor->organization_id, widening);
}

static enum err set(const struct work *work, enum widening widening)
{
    struct policy_target target = {.organization_id = work->actor->organization_id};
    enum widening before = WIDENING_MOVERS;
    if (!policy_allows(work->actor, PERMISSION_ORGANIZATION_RENAME, &target))
        return ERR_DENIED;
    enum err err = widening_rule_of(work->db, &target.organization_id, &before);
    if (err != ERR_NONE || before == widening)
        return err;
    err = db_change_one(
        work->db, "UPDATE organizations SET widening = $1, updated_at = $2 WHERE id = $3",
        db_text(widening_names[widening]), db_time(clock_now()), db_uuid(&target.organization_id));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "widening", widening_rules[before].people,
                 widening_rules[widening].people);
    return work_audit(
        work, "organization.widening",
        &(struct work_record){"organization", target.organization_id, target.organization_id},
        details);
}

enum err widening_rule_set(struct db *db, const struct actor *actor, enum widening widening)
{
    struct problem problem;
    struct work work = work_begin(db, actor, &problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return work_finish(
        &work, set(&work, widening), "organization.widening",
        &(struct work_record){"organization", actor->organization_id, actor->organization_id});
}
