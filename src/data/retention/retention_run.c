#include "data/retention/retention_run.h"

#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"
#include "data/audit/audit.h"

static const char *const state_names[RETENTION_STATE_COUNT] = {"listing", "listed", "deleting",
                                                               "done", "stopped"};

static enum retention_state parse_state(const char *name)
{
    for (int i = 0; i < RETENTION_STATE_COUNT; i++)
        if (strcmp(state_names[i], name) == 0)
            return (enum retention_state)i;
    die("a run in an unknown state");
}

void retention_run_read(const struct db_result *result, int row, struct retention_run *run)
{
    *run = (struct retention_run){
        .id = db_get_uuid(result, row, 0),
        .rules_version = db_get_int(result, row, 1),
        .is_live = db_get_bool(result, row, 2),
        .state = parse_state(db_get_text(result, row, 3)),
        .dry_run_id = db_get_uuid(result, row, 4),
        .approval_id = db_get_uuid(result, row, 5),
        .started_by = db_get_uuid(result, row, 6),
        .line_count = db_get_int(result, row, 7),
        .due_count = db_get_int(result, row, 8),
        .held_count = db_get_int(result, row, 9),
        .kept_count = db_get_int(result, row, 10),
        .deleted_count = db_get_int(result, row, 11),
        .measured_at = db_get_time(result, row, 12),
        .created_at = db_get_time(result, row, 13),
        .ended_at = db_get_time(result, row, 14),
        .manifest_hash = db_get_text(result, row, 15),
        .certificate = db_get_text(result, row, 16),
        .at_source = db_get_int(result, row, 17),
        .at_time = db_get_time(result, row, 18),
        .at_number = db_get_int(result, row, 19),
        .at_id = db_get_uuid(result, row, 20),
    };
}

enum err retention_run_load(struct db *db, const struct actor *actor, const struct uuid *id,
                            struct retention_run *run)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT " RETENTION_RUN_COLUMNS " FROM retention_runs x "
                             "WHERE x.organization_id = $1 AND x.id = $2",
                             db_uuid(&actor->organization_id), db_uuid(id));
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        retention_run_read(&result, 0, run);
    return err;
}

enum err retention_run_record(struct db *db, const struct actor *actor, const char *action,
                              const struct uuid *run_id, json_t *details)
{
    return audit_record(db, actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "retention",
                                              .record_id = *run_id,
                                              .details = details});
}

/* ---- beginning ---------------------------------------------------------------------------- */

static enum err insert(struct db *db, const struct actor *actor, const struct retention_run *run)
{
    return db_change_one(
        db,
        "INSERT INTO retention_runs (organization_id, id, rules_version, is_live, is_open, state, "
        "dry_run_id, approval_id, started_by, at_source, at_number, line_count, due_count, "
        "held_count, kept_count, deleted_count, measured_at, created_at) VALUES ($1, $2, $3, $4, "
        "$5, 'listing', $6, $7, $8, $9, $9, $9, $9, $9, $9, $9, $10, $10)",
        db_uuid(&actor->organization_id), db_uuid(&run->id), db_int(run->rules_version),
        db_bool(run->is_live), db_bool(false), db_uuid_or_null(&run->dry_run_id),
        db_uuid_or_null(&run->approval_id), db_uuid_or_null(&actor->user_id), db_int(0),
        db_time(clock_now()));
}

static enum err begin_dry_inside(struct db *db, const struct actor *actor,
                                 const struct retention_run *run)
{
    struct retention_rules rules;
    struct retention_run begun = *run;
    enum err err = retention_rules_get(db, actor, &rules);
    begun.rules_version = rules.version;
    if (err == ERR_NONE)
        err = insert(db, actor, &begun);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change_int(details, "rules_version", 0, rules.version);
    return retention_run_record(db, actor, "retention.preview", &run->id, details);
}

enum err retention_run_begin_dry(struct db *db, const struct actor *actor, struct uuid *id)
{
    *id = uuid_make();
    struct retention_run run = {.id = *id};
    if (!retention_may(actor))
        return ERR_DENIED;
    enum err err = db_begin(db);
    return err == ERR_NONE
               ? retention_finish(db, actor, "retention.preview", begin_dry_inside(db, actor, &run))
               : err;
}

/* ---- approval ----------------------------------------------------------------------------- */

/* What exactly is approved: these rows. */
static const char *asked_of(struct db *db, const struct retention_run *run)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&run->id, id);
    return arena_printf(db_arena(db), "retention run %s, rules %lld, %lld rows, list %s", id,
                        (long long)run->rules_version, (long long)run->due_count,
                        run->manifest_hash);
}

static const char *objection(const struct retention_run *run, const struct retention_rules *rules)
{
    if (run->is_live || run->state != RETENTION_LISTED)
        return "Only a dry run that is complete can be carried out.";
    if (run->due_count == 0)
        return "Nothing is due.";
    if (run->rules_version != rules->version)
        return "The rules have changed since this dry run. Make a new one.";
    if (run->measured_at < clock_now() - RETENTION_DRY_DAYS * CLOCK_DAY)
        return "This dry run is older than 7 days. Make a new one.";
    return NULL;
}

/* The dry run, if it can be carried out under the rules of today. */
static enum err get_usable(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct retention_run *run, struct retention_rules *rules,
                           struct problem *problem)
{
    enum err err = retention_run_load(db, actor, id, run);
    if (err == ERR_NONE)
        err = retention_rules_get(db, actor, rules);
    if (err != ERR_NONE)
        return err;
    const char *words = objection(run, rules);
    return words == NULL ? ERR_NONE : problem_refuse(problem, ERR_CONFLICT, "", words);
}

enum err retention_run_ask(struct db *db, const struct actor *actor, const struct uuid *id,
                           const char *reason, struct uuid *approval_id, struct problem *problem)
{
    struct retention_run run;
    struct retention_rules rules;
    char path[64];
    *problem = (struct problem){.field = "", .message = NULL};
    if (!retention_may(actor))
        return ERR_NOT_FOUND;
    enum err err = get_usable(db, actor, id, &run, &rules, problem);
    if (err != ERR_NONE)
        return err;
    uuid_format(id, path);
    json_t *what = json_pack(
        "{s:s, s:{s:s, s:s}}", "url",
        arena_printf(db_arena(db), "/settings/retention/runs/%s", path), "facts", "Rows to delete",
        arena_printf(db_arena(db), "%lld", (long long)run.due_count), "Rules",
        arena_printf(db_arena(db), "Version %lld", (long long)run.rules_version));
    return approval_request(db, actor,
                            &(struct approval_draft){.kind = APPROVAL_RETENTION_RUN,
                                                     .subject_id = *id,
                                                     .asked = asked_of(db, &run),
                                                     .what = what,
                                                     .reason = reason},
                            approval_id, problem);
}

/* Who approved: a person this run, or a person the rules by which the timer deletes. */
static enum err use_approval(struct db *db, const struct actor *actor,
                             const struct retention_run *dry, struct retention_run *run,
                             struct problem *problem)
{
    struct approval used;
    enum err err =
        approval_use(db, actor, APPROVAL_RETENTION_RUN, &dry->id, asked_of(db, dry), &used);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "", "A second person must approve this run first.");
    run->approval_id = used.id;
    return err;
}

static enum err check_no_other(struct db *db, const struct actor *actor, struct problem *problem)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT 1 FROM retention_runs WHERE organization_id = $1 AND is_live "
                             "AND ended_at IS NULL LIMIT 1",
                             db_uuid(&actor->organization_id));
    if (err == ERR_NONE && result.row_count > 0)
        err = problem_refuse(problem, ERR_CONFLICT, "", "Another live run is not over yet.");
    return err;
}

static enum err begin_live_inside(struct db *db, const struct actor *actor,
                                  struct retention_run *run, bool is_standing,
                                  struct problem *problem)
{
    struct retention_run dry;
    struct retention_rules rules;
    enum err err = get_usable(db, actor, &run->dry_run_id, &dry, &rules, problem);
    if (err == ERR_NONE)
        err = check_no_other(db, actor, problem);
    if (err == ERR_NONE && is_standing && rules.standing_at == 0)
        err = problem_refuse(problem, ERR_CONFLICT, "", "These rules are not standing.");
    if (err == ERR_NONE && !is_standing)
        err = use_approval(db, actor, &dry, run, problem);
    run->rules_version = rules.version;
    if (err == ERR_NONE)
        err = insert(db, actor, run);
    if (err != ERR_NONE)
        return err;
    char id[UUID_TEXT_LEN];
    json_t *details = json_object();
    uuid_format(&dry.id, id);
    audit_change(details, "dry_run", NULL, id);
    audit_change_int(details, "rules_version", 0, rules.version);
    audit_change_int(details, "due", 0, dry.due_count);
    return retention_run_record(db, actor, "retention.begin", &run->id, details);
}

enum err retention_run_begin_live(struct db *db, const struct actor *actor,
                                  const struct uuid *dry_run_id, bool is_standing, struct uuid *id,
                                  struct problem *problem)
{
    *id = uuid_make();
    *problem = (struct problem){.field = "", .message = NULL};
    struct retention_run run = {.id = *id, .is_live = true, .dry_run_id = *dry_run_id};
    if (actor->kind != ACTOR_COMMAND)
        return ERR_DENIED;
    enum err err = approval_begin(db, actor);
    return err == ERR_NONE
               ? retention_finish(db, actor, "retention.begin",
                                  begin_live_inside(db, actor, &run, is_standing, problem))
               : err;
}
