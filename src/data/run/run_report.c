#include "data/run/run_report.h"

#include "data/run/run_case.h"
#include "data/run/run_grade.h"
#include "data/run/run_judging.h"
#include "data/run/run_result_row.h"
#include "data/run/run_sums.h"

/* What is written of a call that ended. */
struct report {
    const struct endpoint_claimed *claimed;
    const struct endpoint_result *result;
    struct test_run run;
    struct uuid result_id;
    const char *case_id;
    bool is_critical;
    int64_t reserved_tokens, reserved_nanos;
    struct endpoint_fate fate;
    enum result_state state, judged_state; /* by the checks; and by the judge as well */
    struct run_graded graded;
    struct run_asking asking; /* of the judge */
    struct db_value judged;
};

/* ---- grading ------------------------------------------------------------------------------- */

static enum err grade(struct db *db, struct report *report, const char **findings)
{
    struct set_case set_case;
    const struct endpoint_call *call = &report->claimed->call;
    const struct run_said said = {call->request, report->result, report->fate.cost_nanos};
    enum err err = run_case_get(db, &report->run, report->case_id, &set_case);
    if (err == ERR_NOT_FOUND) { /* the test set is gone: there is nothing to grade by */
        report->state = RESULT_ERROR;
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    report->state = run_grade(db_arena(db), &set_case, &said, findings);
    const struct run_answered answered = {call->position, &set_case, &report->result->completion};
    return run_judging_ask(db, &report->run, &answered, &report->asking);
}

/* ---- before the transaction ---------------------------------------------------------------- */

/* The planned result. ERR_NOT_FOUND if it is there already. */
static enum err read_planned(struct db *db, struct report *report)
{
    struct db_result row;
    const struct endpoint_call *call = &report->claimed->call;
    enum err err =
        db_select(db, &row,
                  "SELECT id, is_critical, reserved_tokens, reserved_nanos, case_id FROM "
                  "test_results WHERE organization_id = $1 AND run_id = $2 "
                  "AND position = $3 AND state = 'open' AND judge_turn IS NULL",
                  db_uuid(&call->organization_id), db_uuid(&call->run_id), db_int(call->position));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    report->result_id = db_get_uuid(&row, 0, 0);
    report->is_critical = db_get_bool(&row, 0, 1);
    report->reserved_tokens = db_get_int(&row, 0, 2);
    report->reserved_nanos = db_get_int(&row, 0, 3);
    report->case_id = db_get_text(&row, 0, 4);
    return ERR_NONE;
}

static enum err seal_result(struct db *db, struct report *report, const char *findings)
{
    const struct seal_place place = {.table = "test_results",
                                     .organization_id = report->run.organization_id,
                                     .row_id = report->result_id};
    enum err err = run_grade_seal(db, &place, report->result, findings, &report->graded);
    return err == ERR_NONE ? run_judging_seal(db, &report->run, &report->result_id,
                                              report->asking.problem, &report->judged)
                           : err;
}

static enum err prepare(struct db *db, struct report *report)
{
    const char *findings = "";
    enum err err = endpoint_call_decide(db, report->claimed, report->result, &report->fate);
    if (err == ERR_NONE)
        err = read_planned(db, report);
    if (err != ERR_NONE)
        return err;
    run_sums_keep_from_waiting(&report->run, &report->fate);
    if (report->fate.state == CALL_WAITING)
        return ERR_NONE;
    report->state = RESULT_ERROR;
    if (report->result->outcome == ENDPOINT_ANSWERED)
        err = grade(db, report, &findings);
    if (report->asking.is_asked)
        report->state = RESULT_OPEN;
    report->judged_state = report->asking.problem[0] != '\0' ? RESULT_ERROR : report->state;
    return err == ERR_NONE ? seal_result(db, report, findings) : err;
}

/* ---- in the transaction -------------------------------------------------------------------- */

/* What waits for the judge stays open, with everything else in its place. */
static enum err write_result(struct db *db, const struct report *report)
{
    const struct endpoint_call *call = &report->claimed->call;
    const struct endpoint_completion *completion = &report->result->completion;
    bool is_asked = report->asking.is_asked;
    return db_change_one(
        db,
        "UPDATE test_results SET state = $1, rank = $2, outcome = $3, status = $4, "
        "attempt_count = $5, input_tokens = $6, output_tokens = $7, cost_nanos = $8, "
        "duration_ms = $9, output_digest = $10, ended_at = $11, output = $12, findings = $13, "
        "judged = $14, judge_turn = $15, judge_tokens = $16, judge_nanos = $17, "
        "reserved_tokens = 0, reserved_nanos = 0, judged_state = $21, judged_rank = $22 "
        "WHERE organization_id = $18 AND run_id = $19 "
        "AND position = $20 AND state = 'open' AND judge_turn IS NULL",
        db_text(result_state_names[report->state]),
        db_int(result_rank_of(report->state, report->is_critical)),
        db_text(endpoint_outcome_names[report->result->outcome]),
        report->result->status == 0 ? db_null_of(DB_INT) : db_int(report->result->status),
        db_int(call->attempt_count), db_int_or_null(completion->input_tokens),
        db_int_or_null(completion->output_tokens), db_int_or_null(report->fate.cost_nanos),
        db_int(report->result->duration_ms),
        db_text(report->graded.digest[0] == '\0' ? NULL : report->graded.digest),
        db_time_or_null(is_asked ? 0 : report->fate.ended_at), report->graded.output,
        report->graded.findings, report->judged, is_asked ? db_int(0) : db_null_of(DB_INT),
        db_int(is_asked ? report->asking.tokens : 0), db_int(is_asked ? report->asking.nanos : 0),
        db_uuid(&call->organization_id), db_uuid(&call->run_id), db_int(call->position),
        result_row_judged_state(&report->run, report->judged_state),
        result_row_judged_rank(&report->run, report->judged_state, report->is_critical));
}

static enum err write_report(struct db *db, const struct report *report)
{
    const struct run_added added = {
        .result = report->result,
        .cost_nanos = report->fate.cost_nanos,
        .reserved_tokens = report->reserved_tokens,
        .reserved_nanos = report->reserved_nanos,
        .duration_ms = report->result->duration_ms,
        .state = report->state,
        .judged_state = report->judged_state,
        .is_critical = report->is_critical,
    };
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = endpoint_call_write(db, report->claimed, report->result, &report->fate);
    if (err == ERR_NONE && report->fate.state == CALL_WAITING)
        return db_finish(db, run_sums_attempt(db, &report->run, &added));
    if (err == ERR_NONE)
        err = write_result(db, report);
    if (err == ERR_NONE && report->asking.is_asked)
        run_judging_insert(db, &report->run, &report->asking.call);
    return db_finish(db, err == ERR_NONE ? run_sums_add(db, &report->run, &added) : err);
}

static enum err report_answer(struct db *db, struct report *report)
{
    enum err err = prepare(db, report);
    return err == ERR_NONE ? write_report(db, report) : err;
}

/* A call whose run, or planned result, is gone only ends. */
enum err run_report(struct db *db, const struct endpoint_claimed *claimed,
                    const struct endpoint_result *result)
{
    struct report *report = arena_alloc(db_arena(db), sizeof *report);
    const struct endpoint_call *call = &claimed->call;
    enum err err = ERR_STALE;
    for (int i = 0; err == ERR_STALE && i < 2; i++) {
        *report = (struct report){.claimed = claimed, .result = result, .asking = {.problem = ""}};
        (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, call->organization_id});
        err = run_find(db, &call->organization_id, &call->run_id, &report->run);
        if (err == ERR_NONE)
            err = run_judging_is_of_judge(&report->run, call)
                      ? run_judging_report(db, &report->run, claimed, result)
                      : report_answer(db, report);
        if (err == ERR_NOT_FOUND)
            return endpoint_call_report(db, claimed, result);
    }
    return err;
}
