#include "data/run/run_feed.h"

#include <string.h>

#include "base/clock.h"
#include "data/endpoint/endpoint_call_row.h"
#include "data/run/run_end.h"
#include "data/run/run_plan.h"
#include "data/run/run_result_row.h"
#include "data/vault/vault.h"

/* A run that is being fed. */
struct feeding {
    struct test_run run;
    struct run_draft draft;
    struct run_plan plan;
    int64_t open_tokens, open_nanos; /* what the open calls take at most */
    bool is_full;                    /* the next call would pass a cap: */
    enum run_reason cap;             /* which */
};

/* ---- claiming ------------------------------------------------------------------------------ */

static enum err find_due(struct db *db, struct test_run *run)
{
    struct db_result row;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = db_select(db, &row,
                             "SELECT organization_id, id, feed_due_at FROM test_runs "
                             "WHERE ended_at IS NULL AND feed_due_at <= $1 AND NOT EXISTS "
                             "(SELECT 1 FROM carried_runs k WHERE k.organization_id = "
                             "test_runs.organization_id AND k.id = test_runs.id) "
                             "ORDER BY feed_due_at LIMIT 1",
                             db_time(clock_now()));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    struct uuid organization_id = db_get_uuid(&row, 0, 0), id = db_get_uuid(&row, 0, 1);
    int64_t due_at = db_get_time(&row, 0, 2);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    err = db_begin(db);
    if (err == ERR_NONE)
        err =
            db_finish(db, db_change_one(db,
                                        "UPDATE test_runs SET feed_due_at = $1 "
                                        "WHERE organization_id = $2 AND id = $3 "
                                        "AND ended_at IS NULL AND feed_due_at = $4",
                                        db_time(clock_now() + RUN_FEED_LEASE),
                                        db_uuid(&organization_id), db_uuid(&id), db_time(due_at)));
    return err == ERR_NONE ? run_find(db, &organization_id, &id, run) : err;
}

/* What its open calls take, in the same state of the database as the run: what is reported in
 * between only makes room. */
static enum err read_open(struct db *db, struct feeding *feeding)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT CAST(COALESCE(sum(reserved_tokens + judge_tokens), 0) AS "
                             "bigint), CAST(COALESCE(sum(reserved_nanos + judge_nanos), 0) AS "
                             "bigint) FROM test_results "
                             "WHERE organization_id = $1 AND run_id = $2 AND rank = $3",
                             db_uuid(&feeding->run.organization_id), db_uuid(&feeding->run.id),
                             db_int(RANK_OPEN));
    if (err != ERR_NONE)
        return err;
    feeding->open_tokens = db_get_int(&row, 0, 0);
    feeding->open_nanos = db_get_int(&row, 0, 1);
    return ERR_NONE;
}

/* ---- what it is made of -------------------------------------------------------------------- */

static void draft_of(struct db *db, const struct test_run *run, struct run_draft *draft)
{
    *draft = (struct run_draft){
        .store = run_plan_store(run),
        .record_id = run->record_id,
        .version = run->version,
        .set_id = run->set_id,
        .set_version = run->set_version,
        .endpoint_id = run->endpoint_id,
        .model = run->model,
        .repeats = run->repeats,
        .token_cap = run->token_cap,
        .cost_cap_nanos = run->cost_cap_nanos,
        .case_ids = run->case_ids,
        .judge = {run->judge_id, run->judge_version, run->judge_repeats, run->judge_endpoint_id,
                  run->judge_model, run->judge_label},
        .is_judge_known = true,
    };
    run_parameters_read(db_arena(db), run->parameters, draft);
}

/* With the rights that the person who started it has now. *missing: why it can't go on. */
static enum err load_plan(struct db *db, struct feeding *feeding, enum run_reason *missing)
{
    struct actor actor;
    struct problem problem;
    const struct test_run *run = &feeding->run;
    *missing = RUN_NO_REASON;
    enum err err = run_plan_person(db, run, &actor);
    if (err == ERR_NOT_FOUND)
        *missing = RUN_PERSON_GONE;
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    draft_of(db, run, &feeding->draft);
    if (feeding->draft.store == NULL)
        *missing = RUN_RECORD_GONE;
    if (*missing != RUN_NO_REASON)
        return ERR_NONE;
    err = run_plan_load(db, &actor, &feeding->draft, &feeding->plan, &problem);
    if (err == ERR_NONE && run->digest[0] != '\0' &&
        strcmp(run->digest, feeding->plan.digest.hex) != 0)
        *missing = RUN_CHANGED;
    if (err == ERR_NONE && strcmp(run->judge_key, feeding->plan.judge.key) != 0)
        *missing = RUN_CHANGED;
    if (err != ERR_INVALID && err != ERR_NOT_FOUND && err != ERR_DENIED && err != ERR_STOPPED)
        return err;
    *missing = feeding->plan.missing;
    return ERR_NONE;
}

/* ---- feeding ------------------------------------------------------------------------------- */

/* A call on its way into the queue: made and sealed before the transaction begins. */
struct ready_call {
    struct uuid call_id, result_id;
    int64_t position;
    const struct set_case *set_case;
    struct run_case_take take;
    struct db_value request;
};

/* Is there room below the caps for this one as well? */
static bool fits(struct feeding *feeding, const struct run_take *take)
{
    const struct test_run *run = &feeding->run;
    int64_t tokens = run_sum(run_sum(run->input_tokens, run->output_tokens), run->guessed_tokens);
    int64_t nanos = run_sum(run->cost_nanos, run->guessed_nanos);
    tokens = run_sum(run_sum(tokens, feeding->open_tokens),
                     run_sum(take->input_tokens, take->output_tokens));
    nanos = run_sum(run_sum(nanos, feeding->open_nanos), take->nanos);
    bool has_tokens = run->token_cap < 0 || tokens <= run->token_cap;
    bool has_money = run->cost_cap_nanos < 0 || nanos <= run->cost_cap_nanos;
    feeding->is_full = !has_tokens || !has_money;
    feeding->cap = has_tokens ? RUN_COST : RUN_TOKENS;
    return !feeding->is_full;
}

/* ERR_NOT_FOUND: it does not fit. A request that can't be made was made when the run began. */
static enum err make_call(struct db *db, struct feeding *feeding, int64_t position,
                          struct ready_call *ready)
{
    struct trial_made made;
    const struct set_case *set_case = run_plan_case(&feeding->plan, position);
    *ready = (struct ready_call){.call_id = uuid_make(),
                                 .result_id = uuid_make(),
                                 .position = position,
                                 .set_case = set_case};
    if (run_plan_take(db_arena(db), &feeding->plan, set_case, &made, &ready->take) != ERR_NONE)
        return ERR_INVALID;
    struct run_take take = run_take_add(&ready->take.own, &ready->take.judge);
    if (!fits(feeding, &take))
        return ERR_NOT_FOUND;
    feeding->open_tokens =
        run_sum(feeding->open_tokens, run_sum(take.input_tokens, take.output_tokens));
    feeding->open_nanos = run_sum(feeding->open_nanos, take.nanos);
    struct seal_place place = {"model_calls", "request", feeding->run.organization_id,
                               ready->call_id};
    return vault_seal_text(db, &place, made.request, &ready->request);
}

static void insert_later(struct db *db, const struct feeding *feeding,
                         const struct ready_call *ready, int64_t now)
{
    const struct test_run *run = &feeding->run;
    endpoint_call_insert(db, &(struct endpoint_call_new){.organization_id = run->organization_id,
                                                         .id = ready->call_id,
                                                         .batch_id = run->id,
                                                         .position = ready->position,
                                                         .endpoint_id = run->endpoint_id,
                                                         .endpoint_name = run->endpoint_name,
                                                         .model = run->model,
                                                         .user_id = run->created_by,
                                                         .record_id = run->record_id,
                                                         .version = run->version,
                                                         .run_id = run->id,
                                                         .created_at = now,
                                                         .request = ready->request});
    db_change_later(
        db,
        "INSERT INTO test_results (organization_id, id, run_id, position, case_id, repeat, "
        "is_critical, state, rank, reserved_tokens, reserved_nanos, judge_tokens, judge_nanos, "
        "created_at, judged_state, judged_rank) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, "
        "$9, $10, $11, $12, $13, $14, $15)",
        db_uuid(&run->organization_id), db_uuid(&ready->result_id), db_uuid(&run->id),
        db_int(ready->position), db_text(ready->set_case->id),
        db_int(ready->position / run->case_count), db_bool(ready->set_case->is_critical),
        db_int(RANK_OPEN),
        db_int(run_sum(ready->take.own.input_tokens, ready->take.own.output_tokens)),
        db_int(ready->take.own.nanos),
        db_int(run_sum(ready->take.judge.input_tokens, ready->take.judge.output_tokens)),
        db_int(ready->take.judge.nanos), db_time(now), result_row_judged_state(run, RESULT_OPEN),
        result_row_judged_rank(run, RESULT_OPEN, false));
}

/* Only if nobody fed or ended it meanwhile. */
static enum err write_calls(struct db *db, const struct feeding *feeding,
                            const struct ready_call *ready, int count)
{
    int64_t now = clock_now();
    const struct test_run *run = &feeding->run;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_change_one(db,
                        "UPDATE test_runs SET state = 'running', fed_count = fed_count + $1, "
                        "started_at = COALESCE(started_at, $2) WHERE organization_id = $3 "
                        "AND id = $4 AND fed_count = $5 AND ended_at IS NULL",
                        db_int(count), db_time(now), db_uuid(&run->organization_id),
                        db_uuid(&run->id), db_int(run->fed_count));
    for (int i = 0; err == ERR_NONE && i < count; i++)
        insert_later(db, feeding, &ready[i], now);
    err = db_finish(db, err);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err feed(struct db *db, struct feeding *feeding)
{
    struct ready_call ready[RUN_FED_MOST];
    const struct test_run *run = &feeding->run;
    int64_t open = run->fed_count - run->result_count;
    int count = 0;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && open + count < RUN_FED_MOST &&
           run->fed_count + count < run->planned_count) {
        err = make_call(db, feeding, run->fed_count + count, &ready[count]);
        count += err == ERR_NONE;
    }
    if (err == ERR_INVALID)
        return run_end(db, run, RUN_FAILED, RUN_CHANGED);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    if (count == 0 && open == 0)
        return run_end(db, run, RUN_STOPPED, feeding->cap);
    return count == 0 ? ERR_NONE : write_calls(db, feeding, ready, count);
}

enum err run_feed(struct db *db)
{
    struct feeding *feeding = arena_alloc(db_arena(db), sizeof *feeding);
    const struct test_run *run = &feeding->run;
    enum run_reason missing = RUN_NO_REASON;
    enum err err = find_due(db, &feeding->run);
    if (err != ERR_NONE)
        return err;
    if (run->result_count == run->planned_count)
        return run_end(db, run, RUN_DONE, RUN_NO_REASON);
    if (run->fed_count == run->planned_count || run->fed_count - run->result_count > RUN_FED_LOW)
        return ERR_NONE;
    err = read_open(db, feeding);
    if (err == ERR_NONE)
        err = load_plan(db, feeding, &missing);
    if (err == ERR_NONE && missing != RUN_NO_REASON)
        return run_end(db, run, RUN_FAILED, missing);
    return err == ERR_NONE ? feed(db, feeding) : err;
}
