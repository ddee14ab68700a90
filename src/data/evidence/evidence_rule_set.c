#include "data/evidence/evidence_rule_set.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/work.h"
#include "domain/record/label.h"

static struct record_head place_of(const struct work *work, const struct evidence_rule_draft *draft,
                                   const struct record_store *store)
{
    return (struct record_head){
        .store = store, .id = draft->record_id, .organization_id = work->actor->organization_id};
}

/* ---- what may be set ----------------------------------------------------------------------- */

static enum err check_set(const struct work *work, const struct evidence_rule_draft *draft)
{
    struct db_result rows;
    if (uuid_is_nil(&draft->set_id))
        return ERR_NONE;
    enum err err = db_select(work->db, &rows,
                             "SELECT id FROM sets WHERE organization_id = $1 AND id = $2 "
                             "AND archived_at IS NULL",
                             db_uuid(&work->actor->organization_id), db_uuid(&draft->set_id));
    if (err == ERR_NONE && rows.row_count == 0)
        return work_refuse(work, ERR_INVALID, "set_id", "There is no such test set.");
    return err;
}

static enum err check(const struct work *work, const struct evidence_rule_draft *draft)
{
    const char *message = NULL;
    if (label_check(draft->label, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "label", message);
    if (!evidence_kind_is_tested(draft->kind))
        return work_refuse(work, ERR_INVALID, "kind", "Only prompts and agents can be tested.");
    if (draft->is_free)
        return draft->store != NULL
                   ? ERR_NONE
                   : work_refuse(work, ERR_INVALID, "is_free", "Remove the rule instead.");
    if (draft->min_pass_permille < 0 || draft->min_pass_permille > 1000)
        return work_refuse(work, ERR_INVALID, "min_pass", "Type a percentage from 0 to 100.");
    if (draft->max_age_days < 0 || draft->max_age_days > LABEL_RULE_DAYS_MAX)
        return work_refuse(work, ERR_INVALID, "max_age_days", "Type days from 1 to 3650.");
    return ERR_NONE;
}

/* The record, which is there, and the right. */
static enum err check_right(const struct work *work, const struct evidence_rule_draft *draft)
{
    struct policy_target target = {.organization_id = work->actor->organization_id};
    enum err err = ERR_NONE;
    if (draft->store != NULL) {
        struct record_head *head = arena_alloc(db_arena(work->db), draft->store->size);
        err = record_load(work->db, work->actor, draft->store, &draft->record_id,
                          draft->store->kind->see, RECORD_HEAD_ONLY, head);
        if (err == ERR_NONE)
            target = record_target(head);
    }
    if (err != ERR_NONE)
        return err;
    return evidence_is_by_person(work->actor) &&
                   policy_allows(work->actor, PERMISSION_LABEL_RULE, &target)
               ? ERR_NONE
               : ERR_DENIED;
}

/* ---- what there is ------------------------------------------------------------------------- */

/* The rule of exactly this place. */
static enum err find_own(const struct work *work, const struct evidence_rule_draft *draft,
                         struct evidence_rule *own)
{
    const struct record_store store = {.kind = draft->kind};
    struct record_head place = place_of(work, draft, &store);
    enum err err = evidence_rule_find(work->db, &place, draft->label, own);
    if (err == ERR_NONE && !uuid_equal(&own->record_id, &draft->record_id))
        *own = (struct evidence_rule){.terms = {.label = draft->label}};
    return err;
}

static bool is_same(const struct evidence_rule *own, const struct evidence_rule_draft *draft)
{
    const struct label_rule_terms *terms = &own->terms;
    if (uuid_is_nil(&own->id) || own->is_free != draft->is_free)
        return false;
    return draft->is_free || (uuid_equal(&own->set_id, &draft->set_id) &&
                              terms->min_pass_permille == draft->min_pass_permille &&
                              terms->forbids_critical == draft->forbids_critical &&
                              terms->max_age_days == draft->max_age_days &&
                              terms->forbids_worse == draft->forbids_worse &&
                              terms->needs_judge == draft->needs_judge &&
                              terms->accepts_imported == draft->accepts_imported);
}

static enum err check_room(const struct work *work, const struct evidence_rule_draft *draft)
{
    struct query q;
    struct db_result rows;
    query_begin(&q, work->db, "SELECT id FROM label_rules");
    query_bind(&q, " WHERE organization_id = ", db_uuid(&work->actor->organization_id));
    query_bind(&q, " AND kind = ", db_text(draft->kind->name));
    if (draft->store == NULL)
        query_add(&q, " AND record_id IS NULL");
    else
        query_bind(&q, " AND record_id = ", db_uuid(&draft->record_id));
    query_bind(&q, " LIMIT ", db_int(EVIDENCE_RULES_MAX / 4));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == EVIDENCE_RULES_MAX / 4)
        return work_refuse(work, ERR_CONFLICT, "label", "There are too many rules: at most 50.");
    return err;
}

/* ---- events -------------------------------------------------------------------------------- */

/* What a rule asks for, in words; NULL: there is none. */
static const char *words_of(const struct work *work, const struct evidence_rule *rule)
{
    if (uuid_is_nil(&rule->id))
        return NULL;
    return rule->is_free ? "nothing" : label_rule_needs(db_arena(work->db), &rule->terms);
}

static enum err record_event(const struct work *work, const struct evidence_rule_draft *draft,
                             const struct evidence_rule *before)
{
    struct evidence_rule after;
    enum err err = find_own(work, draft, &after);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "label", NULL, draft->label);
    audit_change(details, "needs", words_of(work, before), words_of(work, &after));
    if (draft->store != NULL) {
        struct record_head place = place_of(work, draft, draft->store);
        return record_audit(work, &place, "label.rule", details);
    }
    audit_change(details, "kind", NULL, draft->kind->name);
    return audit_record(work->db, work->actor,
                        &(struct audit_event){.action = "label.rule",
                                              .record_type = "organization",
                                              .record_id = work->actor->organization_id,
                                              .details = details});
}

/* ---- setting ------------------------------------------------------------------------------- */

static struct db_value age_or_null(const struct evidence_rule_draft *draft)
{
    return draft->is_free || draft->max_age_days == 0 ? db_null() : db_int(draft->max_age_days);
}

static enum err write(const struct work *work, const struct evidence_rule_draft *draft,
                      const struct uuid *id)
{
    bool is_held = !draft->is_free;
    struct uuid set_id = is_held ? draft->set_id : (struct uuid){{0}};
    return db_change_one(
        work->db,
        "INSERT INTO label_rules (organization_id, id, kind, record_id, label, set_id, is_free, "
        "min_pass_permille, forbids_critical, max_age_days, forbids_worse, needs_judge, "
        "accepts_imported, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
        "$10, $11, $12, $13, $14, $15) ON CONFLICT (organization_id, id) DO UPDATE SET set_id = "
        "excluded.set_id, "
        "is_free = excluded.is_free, min_pass_permille = excluded.min_pass_permille, "
        "forbids_critical = excluded.forbids_critical, max_age_days = excluded.max_age_days, "
        "forbids_worse = excluded.forbids_worse, needs_judge = excluded.needs_judge, "
        "accepts_imported = excluded.accepts_imported, "
        "updated_by = excluded.updated_by, updated_at = excluded.updated_at",
        db_uuid(&work->actor->organization_id), db_uuid(id), db_text(draft->kind->name),
        db_uuid_or_null(&draft->record_id), db_text(draft->label), db_uuid_or_null(&set_id),
        db_bool(draft->is_free), db_int(is_held ? draft->min_pass_permille : 0),
        db_bool(is_held && draft->forbids_critical), age_or_null(draft),
        db_bool(is_held && draft->forbids_worse), db_bool(is_held && draft->needs_judge),
        db_bool(is_held && draft->accepts_imported), db_uuid(&work->actor->user_id),
        db_time(clock_now()));
}

static enum err set(const struct work *work, const struct evidence_rule_draft *draft)
{
    struct evidence_rule before;
    enum err err = check_right(work, draft);
    if (err == ERR_NONE)
        err = check_set(work, draft);
    if (err == ERR_NONE)
        err = find_own(work, draft, &before);
    if (err != ERR_NONE || is_same(&before, draft))
        return err;
    if (uuid_is_nil(&before.id))
        err = check_room(work, draft);
    struct uuid id = uuid_is_nil(&before.id) ? uuid_make() : before.id;
    if (err == ERR_NONE)
        err = write(work, draft, &id);
    return err == ERR_NONE ? record_event(work, draft, &before) : err;
}

static enum err take_away(const struct work *work, const struct evidence_rule_draft *draft)
{
    struct evidence_rule before;
    enum err err = check_right(work, draft);
    if (err == ERR_NONE)
        err = find_own(work, draft, &before);
    if (err != ERR_NONE || uuid_is_nil(&before.id))
        return err;
    err = db_change_one(work->db, "DELETE FROM label_rules WHERE organization_id = $1 AND id = $2",
                        db_uuid(&work->actor->organization_id), db_uuid(&before.id));
    return err == ERR_NONE ? record_event(work, draft, &before) : err;
}

static enum err finish(const struct work *work, const struct evidence_rule_draft *draft,
                       enum err err)
{
    bool is_of_record = draft->store != NULL;
    if (err == ERR_DENIED)
        (void)work_refuse(work, err, "",
                          "You do not have the right to change the rules of labels.");
    return work_finish(work, err, "label.rule",
                       &(struct work_record){
                           .type = is_of_record ? draft->kind->name : "organization",
                           .id = is_of_record ? draft->record_id : work->actor->organization_id});
}

enum err evidence_rule_set(struct db *db, const struct actor *actor,
                           const struct evidence_rule_draft *draft, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = check(&work, draft);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? finish(&work, draft, set(&work, draft)) : err;
}

enum err evidence_rule_remove(struct db *db, const struct actor *actor,
                              const struct evidence_rule_draft *draft, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    return err == ERR_NONE ? finish(&work, draft, take_away(&work, draft)) : err;
}
