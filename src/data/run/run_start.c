#include "data/run/run_start.h"

#include <inttypes.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/number.h"
#include "data/audit/audit.h"
#include "data/run/run_carry.h"
#include "data/run/run_evidence.h"
#include "data/vault/vault.h"
#include "domain/endpoint/endpoint_price.h"

/* No command does, nor who entered from outside: the run goes on with the rights of whoever
 * started it, or who stands behind the token that did. */
bool run_may_start(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return actor->kind != ACTOR_COMMAND &&
           uuid_equal(&actor->home_organization_id, &actor->organization_id) &&
           policy_allows(actor, PERMISSION_TEST_RUN, &target) &&
           policy_allows(actor, head->store->kind->read, &target);
}

/* ---- the estimate -------------------------------------------------------------------------- */

enum { CASE_ARENA = 64 * 1024 * 1024, NAMED = 3 /* cases in a message */ };

/* Cases that can't be sent: the first few are named. */
struct faults {
    struct buf text;
    int count;
};

static void note_fault(struct faults *faults, const struct set_case *set_case,
                       const struct trial_made *made)
{
    if (++faults->count > NAMED)
        return;
    buf_printf(&faults->text, "%sCase %s ", faults->count > 1 ? " " : "", set_case->id);
    if (made->missing.count == 0) {
        buf_printf(&faults->text, "can't be sent: %s", made->problem);
        return;
    }
    buf_add_text(&faults->text, "has no value for");
    for (int i = 0; i < made->missing.count; i++)
        buf_printf(&faults->text, "%s {{%s}}", i > 0 ? "," : "", made->missing.names[i]);
    buf_add_char(&faults->text, '.');
}

static enum err refuse_faults(struct faults *faults, struct problem *problem)
{
    if (faults->count == 0)
        return ERR_NONE;
    if (faults->count > NAMED)
        buf_printf(&faults->text, " So it is with %d more.", faults->count - NAMED);
    return problem_refuse(problem, ERR_INVALID, "set", faults->text.data);
}

/* What all calls take, and the largest of them. */
static enum err add_up(struct db *db, const struct run_plan *plan, struct run_take *sum,
                       struct run_take *largest, struct problem *problem)
{
    struct faults faults = {.count = 0};
    struct arena *scratch = arena_create(CASE_ARENA);
    buf_init(&faults.text, db_arena(db));
    *sum = *largest = (struct run_take){0};
    for (int i = 0; i < plan->cases.count; i++) {
        struct trial_made made;
        struct run_case_take both;
        budget_look();
        arena_reset(scratch);
        if (run_plan_take(scratch, plan, plan->cases.items[i], &made, &both) != ERR_NONE) {
            note_fault(&faults, plan->cases.items[i], &made);
            continue;
        }
        struct run_take take = run_take_add(&both.own, &both.judge);
        sum->input_tokens = run_sum(sum->input_tokens, take.input_tokens);
        sum->output_tokens = run_sum(sum->output_tokens, take.output_tokens);
        sum->nanos = run_sum(sum->nanos, take.nanos);
        if (take.input_tokens + take.output_tokens > largest->input_tokens + largest->output_tokens)
            *largest = take;
    }
    arena_destroy(scratch);
    return refuse_faults(&faults, problem);
}

static int64_t times(int64_t value, int64_t count)
{
    return value > INT64_MAX / count ? INT64_MAX : value * count;
}

static bool is_priced(const struct run_plan *plan)
{
    return plan->price != NULL && (!plan->has_judge || plan->judge.price != NULL);
}

static enum err check_caps(struct db *db, const struct run_draft *draft,
                           const struct run_plan *plan, const struct run_take *largest,
                           struct problem *problem)
{
    int64_t tokens = largest->input_tokens + largest->output_tokens;
    if (draft->cost_cap_nanos >= 0 && !is_priced(plan))
        return problem_refuse(problem, ERR_INVALID, "cost_cap",
                              "This model, or that of the judge, has no price, so a cap in money "
                              "can't be kept. Use a "
                              "cap in tokens.");
    if (draft->token_cap >= 0 && tokens > draft->token_cap)
        return problem_refuse(problem, ERR_INVALID, "token_cap",
                              arena_printf(db_arena(db),
                                           "One case alone may take %" PRId64
                                           " tokens, which is more than this cap.",
                                           tokens));
    if (draft->cost_cap_nanos >= 0 && largest->nanos > draft->cost_cap_nanos)
        return problem_refuse(problem, ERR_INVALID, "cost_cap",
                              "One case alone may cost more than this cap.");
    return ERR_NONE;
}

static enum err estimate_plan(struct db *db, const struct run_draft *draft, struct run_plan *plan,
                              struct problem *problem)
{
    struct run_take sum, largest;
    struct run_estimate *estimate = &plan->estimate;
    enum err err = add_up(db, plan, &sum, &largest, problem);
    if (err == ERR_NONE)
        err = check_caps(db, draft, plan, &largest, problem);
    if (err != ERR_NONE)
        return err;
    *estimate = (struct run_estimate){
        .version = plan->content.version,
        .set_version = plan->set_version,
        .case_count = plan->cases.count,
        .call_count = plan->cases.count * draft->repeats,
        .input_tokens = times(sum.input_tokens, draft->repeats),
        .output_tokens = times(sum.output_tokens, draft->repeats),
        .cost_nanos = is_priced(plan) ? times(sum.nanos, draft->repeats) : -1,
        .currency = plan->endpoint.currency,
        .objection = run_evidence_plan(db_arena(db), draft, plan),
        .has_judge = plan->has_judge,
        .judge_call_count =
            plan->has_judge ? plan->cases.count * draft->repeats * plan->judge.choice.repeats : 0,
    };
    int64_t tokens = run_sum(estimate->input_tokens, estimate->output_tokens);
    estimate->is_over_cap =
        (draft->token_cap >= 0 && tokens > draft->token_cap) ||
        (draft->cost_cap_nanos >= 0 && estimate->cost_nanos > draft->cost_cap_nanos);
    return ERR_NONE;
}

static enum err plan_and_estimate(struct db *db, const struct actor *actor,
                                  const struct run_draft *draft, struct run_plan *plan,
                                  struct problem *problem)
{
    enum err err = run_plan_load(db, actor, draft, plan, problem);
    if (err == ERR_NONE && !run_may_start(actor, plan->content.head))
        err =
            problem_refuse(problem, ERR_INVALID, "",
                           actor->kind == ACTOR_TOKEN
                               ? "This token may not run tests here: it needs the scope tests:run."
                               : "Only members of this organization start test runs in it.");
    if (err == ERR_NONE && !number_fits(NUMBER_RUN_REPEATS, draft->repeats))
        err = problem_refuse(problem, ERR_INVALID, "repeats", "Repeats must be 1 to 10.");
    return err == ERR_NONE ? estimate_plan(db, draft, plan, problem) : err;
}

enum err run_estimate(struct db *db, const struct actor *actor, const struct run_draft *draft,
                      struct run_estimate *estimate, struct problem *problem)
{
    struct run_plan plan;
    enum err err = plan_and_estimate(db, actor, draft, &plan, problem);
    *estimate = plan.estimate;
    return err;
}

/* ---- starting ------------------------------------------------------------------------------ */

/* A run on its way into the database: sealed before the transaction begins. */
struct ready_run {
    const struct run_draft *draft;
    const struct run_plan *plan;
    struct uuid id;
    struct db_value parameters;
    struct run_carried carried; /* of a run that is carried by file */
    struct audit_ready details;
};

static json_t *describe(struct db *db, const struct run_draft *draft, const struct run_plan *plan)
{
    json_t *details = json_object();
    audit_change_int(details, "version", 0, plan->content.version);
    audit_change(details, "test_set", NULL,
                 arena_printf(db_arena(db), "%s v%" PRId64, plan->set_name, plan->set_version));
    audit_change(details, "model", NULL,
                 arena_printf(db_arena(db), "%s, %s", plan->endpoint.name, draft->model));
    audit_change_int(details, "cases", 0, plan->cases.count);
    if (!uuid_is_nil(&plan->runner.id))
        audit_change(details, "runner", NULL, plan->runner.name);
    if (plan->has_judge)
        audit_change(details, "judge", NULL,
                     arena_printf(db_arena(db), "%s v%" PRId64 ", %s, %s",
                                  plan->judge.content.head->name, plan->judge.choice.version,
                                  plan->judge.endpoint.name, plan->judge.choice.model));
    if (draft->repeats > 1)
        audit_change_int(details, "repeats", 0, draft->repeats);
    if (draft->token_cap >= 0)
        audit_change_int(details, "token_cap", 0, draft->token_cap);
    if (draft->cost_cap_nanos >= 0)
        audit_change(details, "cost_cap", NULL,
                     arena_printf(db_arena(db), "%s %s",
                                  endpoint_price_format(db_arena(db), draft->cost_cap_nanos / 1000),
                                  plan->endpoint.currency));
    return details;
}

static enum err prepare(struct db *db, const struct actor *actor, struct ready_run *ready,
                        struct problem *problem)
{
    struct seal_place place = {"test_runs", "parameters", actor->organization_id, ready->id};
    enum err err = vault_seal_text(db, &place, run_parameters_format(db_arena(db), ready->draft),
                                   &ready->parameters);
    if (err == ERR_NONE && !uuid_is_nil(&ready->plan->runner.id))
        err =
            run_carry_prepare(db, ready->draft, ready->plan, &ready->id, &ready->carried, problem);
    return err == ERR_NONE
               ? audit_prepare(db, actor, &actor->organization_id,
                               json_keep(db_arena(db), describe(db, ready->draft, ready->plan)),
                               &ready->details)
               : err;
}

static enum err check_room(struct db *db, const struct actor *actor, struct problem *problem)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT count(*) FROM test_runs WHERE organization_id = $1 "
                             "AND created_by = $2 AND ended_at IS NULL",
                             db_uuid(&actor->organization_id), db_uuid(&actor->user_id));
    if (err != ERR_NONE || db_get_int(&row, 0, 0) < RUN_OPEN_MAX)
        return err;
    return problem_refuse(problem, ERR_CONFLICT, "",
                          "5 of your runs have not ended yet. Cancel one, or wait for its end.");
}

/* No worker ever looks at a run that is carried. */
static int64_t due_at(const struct run_plan *plan)
{
    return clock_now() + (uuid_is_nil(&plan->runner.id) ? 0 : 36500 * CLOCK_DAY);
}

static enum err insert(struct db *db, const struct actor *actor, const struct ready_run *ready)
{
    const struct run_draft *draft = ready->draft;
    const struct run_plan *plan = ready->plan;
    return db_change_one(
        db,
        "INSERT INTO test_runs (organization_id, id, kind, record_id, version, set_id, "
        "set_version, endpoint_id, endpoint_name, model, grade, state, digest, again_of, case_ids, "
        "repeats, case_count, planned_count, currency, is_priced, token_cap, cost_cap_nanos, "
        "created_by, created_at, feed_due_at, parameters, token_id) VALUES ($1, $2, $3, $4, $5, "
        "$6, $7, $8, "
        "$9, $10, 'full', 'waiting', $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "
        "$24, $23, $25)",
        db_uuid(&actor->organization_id), db_uuid(&ready->id), db_text(draft->store->kind->name),
        db_uuid(&draft->record_id), db_int(plan->content.version), db_uuid(&draft->set_id),
        db_int(plan->set_version), db_uuid(&draft->endpoint_id), db_text(plan->endpoint.name),
        db_text(draft->model), db_text(plan->digest.hex[0] == '\0' ? NULL : plan->digest.hex),
        db_uuid_or_null(&draft->again_of),
        db_text(draft->case_ids[0] == '\0' ? NULL : draft->case_ids), db_int(draft->repeats),
        db_int(plan->cases.count), db_int(plan->cases.count * draft->repeats),
        db_text(plan->endpoint.currency), db_bool(is_priced(plan)),
        db_int_or_null(draft->token_cap), db_int_or_null(draft->cost_cap_nanos),
        db_uuid(&actor->user_id), db_time(clock_now()), ready->parameters, db_time(due_at(plan)),
        actor->token == NULL ? db_null() : db_uuid(&actor->token->id));
}

static enum err insert_carried(struct db *db, const struct actor *actor,
                               const struct ready_run *ready)
{
    const struct runner *runner = &ready->plan->runner;
    if (uuid_is_nil(&runner->id))
        return ERR_NONE;
    return db_change_one(db,
                         "INSERT INTO carried_runs (organization_id, id, runner_id, runner_name, "
                         "digest, document) VALUES ($1, $2, $3, $4, $5, $6)",
                         db_uuid(&actor->organization_id), db_uuid(&ready->id),
                         db_uuid(&runner->id), db_text(runner->name),
                         db_text(ready->carried.digest), ready->carried.document);
}

static enum err insert_judge(struct db *db, const struct actor *actor,
                             const struct ready_run *ready)
{
    const struct run_judge *judge = &ready->plan->judge;
    if (!ready->plan->has_judge)
        return ERR_NONE;
    return db_change_one(
        db,
        "UPDATE test_runs SET judge_id = $1, judge_version = $2, judge_digest = $3, "
        "judge_endpoint_id = $4, judge_model = $5, judge_repeats = $6, judge_label = $7, "
        "judge_name = $8, judge_endpoint_name = $9, judge_key = $10 "
        "WHERE organization_id = $11 AND id = $12",
        db_uuid(&judge->choice.prompt_id), db_int(judge->choice.version),
        db_text(judge->digest.hex), db_uuid(&judge->choice.endpoint_id),
        db_text(judge->choice.model), db_int(judge->choice.repeats), db_text(judge->choice.label),
        db_text(judge->content.head->name), db_text(judge->endpoint.name), db_text(judge->key),
        db_uuid(&actor->organization_id), db_uuid(&ready->id));
}

static enum err write_run(struct db *db, const struct actor *actor, const struct ready_run *ready,
                          struct problem *problem)
{
    const struct audit_event event = {.action = "test.start",
                                      .record_type = ready->draft->store->kind->name,
                                      .record_id = ready->draft->record_id,
                                      .ready = &ready->details};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = check_room(db, actor, problem);
    if (err == ERR_NONE)
        err = insert(db, actor, ready);
    if (err == ERR_NONE)
        err = insert_judge(db, actor, ready);
    if (err == ERR_NONE)
        err = insert_carried(db, actor, ready);
    return db_finish(db, err == ERR_NONE ? audit_record(db, actor, &event) : err);
}

enum err run_start(struct db *db, const struct actor *actor, const struct run_draft *draft,
                   struct uuid *id, struct problem *problem)
{
    struct run_plan plan;
    struct ready_run ready = {.draft = draft, .plan = &plan, .id = uuid_make()};
    *id = ready.id;
    *problem = (struct problem){.field = "", .message = NULL};
    if (draft->token_cap < 0 && draft->cost_cap_nanos < 0)
        return problem_refuse(problem, ERR_INVALID, "token_cap",
                              "Enter a cap in tokens or in money.");
    enum err err = plan_and_estimate(db, actor, draft, &plan, problem);
    if (err == ERR_NONE)
        err = prepare(db, actor, &ready, problem);
    return err == ERR_NONE ? write_run(db, actor, &ready, problem) : err;
}
