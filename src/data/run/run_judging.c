#include "data/run/run_judging.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/run/run_result_row.h"
#include "data/run/run_sums.h"
#include "data/vault/vault.h"
#include "domain/run/run_finding.h"
#include "domain/run/run_judged.h"

static const char was_over[] = "The run ended before the judge had answered.";

bool run_judging_is_of_judge(const struct test_run *run, const struct endpoint_call *call)
{
    return call->position >= run->planned_count;
}

/* ---- asking -------------------------------------------------------------------------------- */

static enum err seal_call(struct db *db, const struct test_run *run, const char *request,
                          struct run_judge_call *call)
{
    call->id = uuid_make();
    struct seal_place place = {"model_calls", "request", run->organization_id, call->id};
    return vault_seal_text(db, &place, request, &call->request);
}

/* The judge, with the rights that the person who started the run has now, if it is the one with
 * which the run began. *problem: why not, a sentence. */
static enum err load_judge(struct db *db, const struct test_run *run, struct run_judge *judge,
                           const char **problem)
{
    struct actor actor;
    struct problem said;
    struct trial_content *judged = arena_alloc(db_arena(db), sizeof *judged);
    const struct trial_input input = {run_plan_store(run), run->record_id, run->version,
                                      run->set_id};
    const struct run_judge_choice choice = {run->judge_id,      run->judge_version,
                                            run->judge_repeats, run->judge_endpoint_id,
                                            run->judge_model,   run->judge_label};
    *problem = run_reason_texts[RUN_JUDGE_GONE];
    enum err err = run_plan_person(db, run, &actor);
    if (err == ERR_NOT_FOUND)
        *problem = run_reason_texts[RUN_PERSON_GONE];
    if (err == ERR_NONE)
        err = trial_load(db, &actor, &input, judged, &said);
    if (err == ERR_NONE)
        err = run_judge_load(db, &actor, &choice, judged, judge, &said);
    if (err == ERR_NONE) {
        bool is_same = strcmp(judge->key, run->judge_key) == 0;
        *problem = is_same ? "" : "The judge's prompt uses something that changed during the run.";
        return ERR_NONE;
    }
    bool is_gone =
        err == ERR_INVALID || err == ERR_NOT_FOUND || err == ERR_DENIED || err == ERR_STOPPED;
    return is_gone ? ERR_NONE : err;
}

/* What the model answered, as a judge reads it. */
static const char *output_of(struct arena *arena, const struct endpoint_completion *completion)
{
    const char *text = completion->content[0] == '\0' ? completion->refusal : completion->content;
    if (completion->tool_calls == NULL)
        return text;
    return arena_printf(arena, "%s%s%s", text, text[0] == '\0' ? "" : "\n",
                        json_format(arena, completion->tool_calls, JSON_LINE).data);
}

enum err run_judging_ask(struct db *db, const struct test_run *run,
                         const struct run_answered *answered, struct run_asking *asking)
{
    struct trial_made made;
    struct run_judge *judge = arena_alloc(db_arena(db), sizeof *judge);
    *asking = (struct run_asking){.problem = ""};
    if (run->judge_repeats == 0 || run_plan_store(run) == NULL)
        return ERR_NONE;
    if (run_state_is_over(run->state)) {
        asking->problem = was_over;
        return ERR_NONE;
    }
    enum err err = load_judge(db, run, judge, &asking->problem);
    if (err != ERR_NONE || asking->problem[0] != '\0')
        return err;
    if (run_judge_request(db_arena(db), judge, answered->set_case,
                          output_of(db_arena(db), answered->completion), &made) != ERR_NONE) {
        asking->problem = made.problem;
        return ERR_NONE;
    }
    struct run_take take = run_judge_take_of(db_arena(db), judge, made.request);
    asking->is_asked = true;
    asking->tokens = run_sum(take.input_tokens, take.output_tokens);
    asking->nanos = take.nanos;
    asking->call.position = run->planned_count + answered->position * run->judge_repeats;
    return seal_call(db, run, made.request, &asking->call);
}

enum err run_judging_seal(struct db *db, const struct test_run *run, const struct uuid *result_id,
                          const char *problem, struct db_value *judged)
{
    const struct run_judged said = {.problem = problem};
    struct seal_place place = {"test_results", "judged", run->organization_id, *result_id};
    return vault_seal_text(
        db, &place, problem[0] == '\0' ? "" : run_judged_format(db_arena(db), &said), judged);
}

void run_judging_insert(struct db *db, const struct test_run *run,
                        const struct run_judge_call *call)
{
    endpoint_call_insert(db, &(struct endpoint_call_new){.organization_id = run->organization_id,
                                                         .id = call->id,
                                                         .batch_id = run->id,
                                                         .position = call->position,
                                                         .endpoint_id = run->judge_endpoint_id,
                                                         .endpoint_name = run->judge_endpoint_name,
                                                         .model = run->judge_model,
                                                         .user_id = run->created_by,
                                                         .record_id = run->judge_id,
                                                         .version = run->judge_version,
                                                         .run_id = run->id,
                                                         .created_at = clock_now(),
                                                         .request = call->request});
}

/* ---- what it answers ----------------------------------------------------------------------- */

struct judging {
    const struct test_run *run;
    const struct endpoint_claimed *claimed;
    const struct endpoint_result *result;
    int64_t position, turn; /* of the result; of the question */
    struct uuid result_id;
    bool is_critical, has_passed_checks;
    int64_t tokens, nanos;                          /* that are reserved for what is left */
    int64_t spent_input, spent_output, spent_nanos; /* of all answers; -1: not known */
    struct endpoint_fate fate;
    struct run_judged said;
    struct db_value judged;
    bool is_next;
    struct run_judge_call next;
    enum result_state state, judged_state; /* RESULT_OPEN while there is a next one */
};

/* The result that waits for this answer. ERR_NOT_FOUND: none does. */
static enum err read_waiting(struct db *db, struct judging *judging)
{
    struct db_result row;
    struct grade_result graded;
    const char *text = "";
    const struct test_run *run = judging->run;
    enum err err = db_select(
        db, &row,
        "SELECT id, is_critical, judge_tokens, judge_nanos, findings, judged, judge_input_tokens, "
        "judge_output_tokens, judge_cost_nanos FROM test_results "
        "WHERE organization_id = $1 AND run_id = $2 AND position = $3 AND state = 'open' "
        "AND judge_turn = $4",
        db_uuid(&run->organization_id), db_uuid(&run->id), db_int(judging->position),
        db_int(judging->turn));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    judging->result_id = db_get_uuid(&row, 0, 0);
    judging->is_critical = db_get_bool(&row, 0, 1);
    judging->tokens = db_get_int(&row, 0, 2);
    judging->nanos = db_get_int(&row, 0, 3);
    judging->spent_input = db_get_int_or(&row, 0, 6, -1);
    judging->spent_output = db_get_int_or(&row, 0, 7, -1);
    judging->spent_nanos = db_get_int_or(&row, 0, 8, -1);
    struct seal_place found = {"test_results", "findings", run->organization_id,
                               judging->result_id};
    struct seal_place said = {"test_results", "judged", run->organization_id, judging->result_id};
    err = vault_open_text(db, &found, db_get_bytes(&row, 0, 4), &text);
    run_finding_parse(db_arena(db), err == ERR_NONE ? text : "", &graded);
    judging->has_passed_checks = graded.passed;
    if (err == ERR_NONE)
        err = vault_open_text(db, &said, db_get_bytes(&row, 0, 5), &text);
    run_judged_parse(db_arena(db), err == ERR_NONE ? text : "", &judging->said);
    return err;
}

/* Nothing of the answer is believed but what judge_answer_read takes from it. */
static void hear(struct db *db, struct judging *judging)
{
    struct judge_answer answer;
    struct run_judged *said = &judging->said;
    const struct endpoint_result *result = judging->result;
    if (result->outcome != ENDPOINT_ANSWERED)
        said->problem = arena_printf(db_arena(db), "The judge did not answer. %s",
                                     endpoint_outcome_texts[result->outcome]);
    else if (judge_answer_read(db_arena(db), result->completion.content, &answer, &said->problem) ==
                 ERR_NONE &&
             said->count < RUN_JUDGED_MAX) {
        said->items[said->count++] = answer;
        said->problem = "";
    }
}

/* What is not known adds nothing. */
static int64_t spend(int64_t before, int64_t more)
{
    return before < 0 ? more : more < 0 ? before : run_sum(before, more);
}

static void add_spent(struct judging *judging)
{
    const struct endpoint_completion *completion = &judging->result->completion;
    judging->spent_input = spend(judging->spent_input, completion->input_tokens);
    judging->spent_output = spend(judging->spent_output, completion->output_tokens);
    judging->spent_nanos = spend(judging->spent_nanos, judging->fate.cost_nanos);
}

static void decide(struct judging *judging)
{
    bool is_over = run_state_is_over(judging->run->state);
    bool is_last = judging->said.count >= judging->run->judge_repeats;
    bool has_failed = judging->said.problem[0] != '\0';
    judging->is_next = !has_failed && !is_last && !is_over;
    judging->state = judging->has_passed_checks ? RESULT_PASSED : RESULT_FAILED;
    if (!has_failed && !is_last && is_over)
        judging->said.problem = was_over;
    if (judging->is_next)
        judging->state = RESULT_OPEN;
    judging->judged_state = judging->state;
    if (judging->is_next)
        return;
    if (judging->said.problem[0] != '\0')
        judging->judged_state = RESULT_ERROR;
    else if (!run_judged_passed(&judging->said))
        judging->judged_state = RESULT_FAILED;
}

static enum err prepare(struct db *db, struct judging *judging)
{
    const struct test_run *run = judging->run;
    enum err err = endpoint_call_decide(db, judging->claimed, judging->result, &judging->fate);
    if (err == ERR_NONE)
        err = read_waiting(db, judging);
    if (err != ERR_NONE)
        return err;
    run_sums_keep_from_waiting(run, &judging->fate);
    if (judging->fate.state == CALL_WAITING)
        return ERR_NONE;
    hear(db, judging);
    decide(judging);
    add_spent(judging);
    struct seal_place place = {"test_results", "judged", run->organization_id, judging->result_id};
    err = vault_seal_text(db, &place, run_judged_format(db_arena(db), &judging->said),
                          &judging->judged);
    judging->next.position = judging->claimed->call.position + 1;
    return err == ERR_NONE && judging->is_next
               ? seal_call(db, run, judging->claimed->call.request, &judging->next)
               : err;
}

/* ---- in the transaction -------------------------------------------------------------------- */

static enum err write_result(struct db *db, const struct judging *judging,
                             const struct run_added *added)
{
    const struct run_judged *said = &judging->said;
    bool has_said = !judging->is_next && said->problem[0] == '\0' && said->count > 0;
    return db_change_one(
        db,
        "UPDATE test_results SET state = $1, rank = $2, ended_at = $3, judge_turn = $4, "
        "judge_passed = $5, judge_score = $6, judge_tokens = $7, judge_nanos = $8, judged = $9, "
        "judged_state = $14, judged_rank = $15, judge_input_tokens = $16, "
        "judge_output_tokens = $17, judge_cost_nanos = $18 "
        "WHERE organization_id = $10 AND run_id = $11 AND position = $12 AND state = 'open' "
        "AND judge_turn = $13",
        db_text(result_state_names[judging->state]),
        db_int(result_rank_of(judging->state, judging->is_critical)),
        db_time_or_null(judging->is_next ? 0 : judging->fate.ended_at), db_int(said->count),
        has_said ? db_bool(run_judged_passed(said)) : db_null_of(DB_BOOL),
        has_said ? db_int(run_judged_score(said)) : db_null_of(DB_INT),
        db_int(judging->is_next ? judging->tokens - added->reserved_tokens : 0),
        db_int(judging->is_next ? judging->nanos - added->reserved_nanos : 0), judging->judged,
        db_uuid(&judging->run->organization_id), db_uuid(&judging->run->id),
        db_int(judging->position), db_int(judging->turn),
        result_row_judged_state(judging->run, judging->judged_state),
        result_row_judged_rank(judging->run, judging->judged_state, judging->is_critical),
        db_int_or_null(judging->spent_input), db_int_or_null(judging->spent_output),
        db_int_or_null(judging->spent_nanos));
}

static enum err write(struct db *db, const struct judging *judging)
{
    int64_t left = judging->run->judge_repeats - judging->turn;
    const struct run_added added = {
        .result = judging->result,
        .cost_nanos = judging->fate.cost_nanos,
        .reserved_tokens = judging->tokens / left,
        .reserved_nanos = judging->nanos / left,
        .state = judging->state,
        .judged_state = judging->judged_state,
        .is_critical = judging->is_critical,
    };
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = endpoint_call_write(db, judging->claimed, judging->result, &judging->fate);
    if (err == ERR_NONE && judging->fate.state == CALL_WAITING)
        return db_finish(db, run_sums_attempt(db, judging->run, &added));
    if (err == ERR_NONE)
        err = write_result(db, judging, &added);
    if (err == ERR_NONE && judging->is_next)
        run_judging_insert(db, judging->run, &judging->next);
    return db_finish(db, err == ERR_NONE ? run_sums_add(db, judging->run, &added) : err);
}

enum err run_judging_report(struct db *db, const struct test_run *run,
                            const struct endpoint_claimed *claimed,
                            const struct endpoint_result *result)
{
    struct judging *judging = arena_alloc(db_arena(db), sizeof *judging);
    if (run->judge_repeats == 0)
        return ERR_NOT_FOUND;
    int64_t place = claimed->call.position - run->planned_count;
    *judging = (struct judging){.run = run,
                                .claimed = claimed,
                                .result = result,
                                .position = place / run->judge_repeats,
                                .turn = place % run->judge_repeats};
    enum err err = prepare(db, judging);
    return err == ERR_NONE ? write(db, judging) : err;
}
