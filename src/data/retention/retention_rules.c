#include "data/retention/retention_rules.h"

#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"
#include "data/audit/audit.h"
#include "data/user/person.h"

bool retention_may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_RETENTION, &target);
}

enum err retention_finish(struct db *db, const struct actor *actor, const char *action,
                          enum err err)
{
    return audit_finish(db, actor,
                        &(struct audit_event){.action = action, .record_type = "retention"}, err);
}

/* ---- reading ------------------------------------------------------------------------------ */

#define SELECT_RULES                                                                               \
    "SELECT x.version, x.id, x.created_by, x.created_at, x.standing_at, x.presets, "               \
    "x.rules, " PERSON_COLUMNS_OF("x.created_by", a) " FROM retention_rules x" PERSON_JOIN(        \
        a, "x.organization_id", "x.created_by") " WHERE x.organization_id = $1"

static enum err read_rules(struct db *db, const struct db_result *result,
                           struct retention_rules *rules)
{
    *rules = (struct retention_rules){.version = 0};
    retention_rule_set_default(&rules->set);
    if (result->row_count == 0)
        return ERR_NONE;
    rules->version = db_get_int(result, 0, 0);
    rules->id = db_get_uuid(result, 0, 1);
    rules->created_by = db_get_uuid(result, 0, 2);
    rules->created_at = db_get_time(result, 0, 3);
    rules->standing_at = db_get_time(result, 0, 4);
    retention_rule_set_read(db_arena(db), db_get_text(result, 0, 5), db_get_text(result, 0, 6),
                            &rules->set);
    return person_name(db, result, 0, 7, &rules->created_by_name);
}

enum err retention_rules_get(struct db *db, const struct actor *actor,
                             struct retention_rules *rules)
{
    struct db_result result;
    if (!retention_may(actor))
        return ERR_DENIED;
    enum err err = db_select(db, &result, SELECT_RULES " ORDER BY x.version DESC LIMIT 1",
                             db_uuid(&actor->organization_id));
    return err == ERR_NONE ? read_rules(db, &result, rules) : err;
}

enum err retention_rules_get_version(struct db *db, const struct actor *actor, int64_t version,
                                     struct retention_rules *rules)
{
    struct db_result result;
    enum err err = db_select(db, &result, SELECT_RULES " AND x.version = $2",
                             db_uuid(&actor->organization_id), db_int(version));
    return err == ERR_NONE ? read_rules(db, &result, rules) : err;
}

/* ---- saving ------------------------------------------------------------------------------- */

static enum err record(struct db *db, const struct actor *actor, const char *action,
                       const struct retention_rules *rules, json_t *details)
{
    return audit_record(db, actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "retention",
                                              .record_id = rules->id,
                                              .details = details});
}

static const char *words_of(struct arena *arena, const struct retention_rule *rule)
{
    return rule->is_on ? arena_printf(arena, "%d days", rule->days) : "kept";
}

static enum err record_save(struct db *db, const struct actor *actor,
                            const struct retention_rules *before,
                            const struct retention_rules *after)
{
    struct arena *arena = db_arena(db);
    json_t *details = json_object();
    audit_change_int(details, "version", before->version, after->version);
    audit_change(details, "presets", retention_presets_write(arena, before->set.presets),
                 retention_presets_write(arena, after->set.presets));
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        audit_change(details, retention_kinds[i].name, words_of(arena, &before->set.rules[i]),
                     words_of(arena, &after->set.rules[i]));
    return record(db, actor, "retention.rules", after, details);
}

static bool is_same(struct arena *arena, const struct retention_rule_set *a,
                    const struct retention_rule_set *b)
{
    return a->presets == b->presets &&
           strcmp(retention_rules_write(arena, a), retention_rules_write(arena, b)) == 0;
}

static enum err check_rules(struct db *db, const struct retention_rule_set *set,
                            struct problem *problem)
{
    for (int i = 0; i < RETENTION_KIND_COUNT; i++) {
        const char *message = NULL;
        enum err err = retention_rule_check(db_arena(db), set, (enum retention_kind_id)i, &message);
        if (err != ERR_NONE)
            return problem_refuse(problem, err, retention_kinds[i].name, message);
    }
    return ERR_NONE;
}

static enum err save_inside(struct db *db, const struct actor *actor,
                            const struct retention_rule_set *set, int64_t based_on,
                            struct problem *problem)
{
    struct retention_rules before;
    enum err err = retention_rules_get(db, actor, &before);
    if (err == ERR_NONE && uuid_is_nil(&actor->user_id))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = check_rules(db, set, problem);
    if (err == ERR_NONE && before.version != based_on)
        err = problem_refuse(problem, ERR_STALE, "",
                             "Someone else saved other rules meanwhile. Look at them first.");
    if (err != ERR_NONE || (before.version > 0 && is_same(db_arena(db), &before.set, set)))
        return err;
    struct retention_rules after = {.version = before.version + 1, .id = uuid_make(), .set = *set};
    err = db_change_one(db,
                        "INSERT INTO retention_rules (organization_id, version, id, created_by, "
                        "created_at, presets, rules) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        db_uuid(&actor->organization_id), db_int(after.version), db_uuid(&after.id),
                        db_uuid(&actor->user_id), db_time(clock_now()),
                        db_text(retention_presets_write(db_arena(db), set->presets)),
                        db_text(retention_rules_write(db_arena(db), set)));
    return err == ERR_NONE ? record_save(db, actor, &before, &after) : err;
}

enum err retention_rules_save(struct db *db, const struct actor *actor,
                              const struct retention_rule_set *set, int64_t based_on,
                              struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = db_begin(db);
    return err == ERR_NONE ? retention_finish(db, actor, "retention.rules",
                                              save_inside(db, actor, set, based_on, problem))
                           : err;
}

/* ---- the timer ---------------------------------------------------------------------------- */

/* What exactly is approved. */
static const char *asked_of(struct db *db, const struct retention_rules *rules)
{
    return arena_printf(db_arena(db), "standing retention rules, version %lld: %s",
                        (long long)rules->version,
                        retention_rules_write(db_arena(db), &rules->set));
}

static json_t *facts_of(struct db *db, const struct retention_rules *rules)
{
    json_t *facts = json_object();
    json_object_set_new(facts, "Standing rules",
                        json_string(arena_printf(db_arena(db), "Version %lld, from the timer",
                                                 (long long)rules->version)));
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        if (rules->set.rules[i].is_on)
            json_object_set_new(
                facts, retention_kinds[i].title,
                json_string(arena_printf(db_arena(db), "%s after %d days",
                                         retention_action_words[retention_kinds[i].action],
                                         rules->set.rules[i].days)));
    return json_pack("{s:s, s:o}", "url", "/settings/retention", "facts", facts);
}

enum err retention_rules_ask(struct db *db, const struct actor *actor, const char *reason,
                             struct uuid *approval_id, struct problem *problem)
{
    struct retention_rules rules;
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = retention_rules_get(db, actor, &rules);
    if (err == ERR_NONE && (rules.version == 0 || rules.standing_at != 0))
        err = problem_refuse(problem, ERR_CONFLICT, "",
                             rules.version == 0 ? "Save the rules first."
                                                : "The timer deletes by these rules already.");
    if (err != ERR_NONE)
        return err;
    return approval_request(db, actor,
                            &(struct approval_draft){.kind = APPROVAL_RETENTION_RUN,
                                                     .subject_id = rules.id,
                                                     .asked = asked_of(db, &rules),
                                                     .what = facts_of(db, &rules),
                                                     .reason = reason},
                            approval_id, problem);
}

static enum err set_standing(struct db *db, const struct actor *actor,
                             const struct retention_rules *rules, bool is_on)
{
    json_t *details = json_object();
    audit_change_int(details, "version", 0, rules->version);
    enum err err = db_change_one(db,
                                 "UPDATE retention_rules SET standing_at = $1 "
                                 "WHERE organization_id = $2 AND version = $3",
                                 db_time_or_null(is_on ? clock_now() : 0),
                                 db_uuid(&actor->organization_id), db_int(rules->version));
    enum err recorded =
        record(db, actor, is_on ? "retention.switch_on" : "retention.switch_off", rules, details);
    return err == ERR_NONE ? recorded : err;
}

static enum err switch_inside(struct db *db, const struct actor *actor, bool is_on,
                              struct problem *problem)
{
    struct retention_rules rules;
    struct approval used;
    enum err err = retention_rules_get(db, actor, &rules);
    if (err == ERR_NONE && uuid_is_nil(&actor->user_id))
        err = ERR_DENIED;
    if (err != ERR_NONE || (rules.standing_at != 0) == is_on)
        return err;
    if (is_on)
        err =
            approval_use(db, actor, APPROVAL_RETENTION_RUN, &rules.id, asked_of(db, &rules), &used);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "", "A second person must approve this first.");
    return err == ERR_NONE ? set_standing(db, actor, &rules, is_on) : err;
}

static enum err switch_to(struct db *db, const struct actor *actor, bool is_on,
                          struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = approval_begin(db, actor);
    return err == ERR_NONE
               ? retention_finish(db, actor, is_on ? "retention.switch_on" : "retention.switch_off",
                                  switch_inside(db, actor, is_on, problem))
               : err;
}

enum err retention_rules_switch_on(struct db *db, const struct actor *actor,
                                   struct problem *problem)
{
    return switch_to(db, actor, true, problem);
}

enum err retention_rules_switch_off(struct db *db, const struct actor *actor,
                                    struct problem *problem)
{
    return switch_to(db, actor, false, problem);
}
