#include "data/run/run_report.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "crypt/token.h"
#include "data/run/run_case.h"
#include "data/run/run_feed.h"
#include "data/vault/vault.h"
#include "domain/grade/grade.h"
#include "domain/run/run_finding.h"

/* What is written of a call that ended. */
struct report {
    const struct endpoint_claimed *claimed;
    const struct endpoint_result *result;
    struct test_run run;
    struct uuid result_id;
    bool is_critical;
    int64_t reserved_tokens, reserved_nanos;
    struct endpoint_fate fate;
    enum result_state state;
    char digest[SHA256_HEX_LEN]; /* "": there is no output */
    struct db_value output, findings;
};

/* ---- grading ------------------------------------------------------------------------------- */

/* The definitions of the tools that the model was given. */
static json_t *tools_of(struct db *db, const struct endpoint_call *call)
{
    json_t *request = json_stored(db_arena(db), (struct text){call->request, strlen(call->request)},
                                  "a request of a model");
    return json_object_get(request, "tools");
}

static enum err grade(struct db *db, struct report *report, const char **findings)
{
    struct set_case set_case;
    struct grade_result graded;
    const struct endpoint_completion *completion = &report->result->completion;
    const char *output = completion->content[0] == '\0' ? completion->refusal : completion->content;
    const struct grade_subject subject = {
        .output = output,
        .tool_calls = completion->tool_calls,
        .tools = tools_of(db, &report->claimed->call),
        .duration_ms = report->result->duration_ms,
        .cost_nanos = report->fate.cost_nanos,
    };
    enum err err = run_case_get(db, &report->run, report->claimed->call.position, &set_case);
    if (err == ERR_NOT_FOUND) { /* the test set is gone: there is nothing to grade by */
        report->state = RESULT_ERROR;
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    grade_checks(db_arena(db), set_case.checks, set_case.expected, &subject, &graded);
    report->state = graded.passed ? RESULT_PASSED : RESULT_FAILED;
    *findings = run_finding_format(db_arena(db), &graded);
    return ERR_NONE;
}

/* ---- before the transaction ---------------------------------------------------------------- */

/* The planned result. ERR_NOT_FOUND if it is there already. */
static enum err read_planned(struct db *db, struct report *report)
{
    struct db_result row;
    const struct endpoint_call *call = &report->claimed->call;
    enum err err =
        db_select(db, &row,
                  "SELECT id, is_critical, reserved_tokens, reserved_nanos FROM "
                  "test_results WHERE organization_id = $1 AND run_id = $2 "
                  "AND position = $3 AND state = 'open'",
                  db_uuid(&call->organization_id), db_uuid(&call->run_id), db_int(call->position));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    report->result_id = db_get_uuid(&row, 0, 0);
    report->is_critical = db_get_bool(&row, 0, 1);
    report->reserved_tokens = db_get_int(&row, 0, 2);
    report->reserved_nanos = db_get_int(&row, 0, 3);
    return ERR_NONE;
}

/* Nothing of a run that ended is made again. */
static void keep_from_waiting(struct report *report)
{
    if (report->fate.state != CALL_WAITING || !run_state_is_over(report->run.state))
        return;
    report->fate.state = CALL_FAILED;
    report->fate.ended_at = clock_now();
}

static enum err seal_result(struct db *db, struct report *report, const char *findings)
{
    const struct uuid *organization_id = &report->run.organization_id;
    const struct endpoint_completion *completion = &report->result->completion;
    struct seal_place output = {"test_results", "output", *organization_id, report->result_id};
    struct seal_place found = {"test_results", "findings", *organization_id, report->result_id};
    bool has_output = report->result->outcome == ENDPOINT_ANSWERED || completion->error[0] != '\0';
    const char *text = has_output ? endpoint_completion_format(db_arena(db), completion) : "";
    if (has_output)
        sha256_hex(text, strlen(text), report->digest);
    enum err err = vault_seal_text(db, &output, text, &report->output);
    return err == ERR_NONE ? vault_seal_text(db, &found, findings, &report->findings) : err;
}

static enum err prepare(struct db *db, struct report *report)
{
    const char *findings = "";
    const struct endpoint_call *call = &report->claimed->call;
    enum err err = endpoint_call_decide(db, report->claimed, report->result, &report->fate);
    if (err == ERR_NONE)
        err = run_find(db, &call->organization_id, &call->run_id, &report->run);
    if (err == ERR_NONE)
        err = read_planned(db, report);
    if (err != ERR_NONE)
        return err;
    keep_from_waiting(report);
    if (report->fate.state == CALL_WAITING)
        return ERR_NONE;
    report->state = RESULT_ERROR;
    if (report->result->outcome == ENDPOINT_ANSWERED)
        err = grade(db, report, &findings);
    return err == ERR_NONE ? seal_result(db, report, findings) : err;
}

/* ---- in the transaction -------------------------------------------------------------------- */

static enum err write_result(struct db *db, const struct report *report)
{
    const struct endpoint_call *call = &report->claimed->call;
    const struct endpoint_completion *completion = &report->result->completion;
    return db_change_one(
        db,
        "UPDATE test_results SET state = $1, rank = $2, outcome = $3, status = $4, "
        "attempt_count = $5, input_tokens = $6, output_tokens = $7, cost_nanos = $8, "
        "duration_ms = $9, output_digest = $10, ended_at = $11, output = $12, findings = $13 "
        "WHERE organization_id = $14 AND run_id = $15 AND position = $16 AND state = 'open'",
        db_text(result_state_names[report->state]),
        db_int(result_rank_of(report->state, report->is_critical)),
        db_text(endpoint_outcome_names[report->result->outcome]),
        report->result->status == 0 ? db_null_of(DB_INT) : db_int(report->result->status),
        db_int(call->attempt_count), db_int_or_null(completion->input_tokens),
        db_int_or_null(completion->output_tokens), db_int_or_null(report->fate.cost_nanos),
        db_int(report->result->duration_ms),
        db_text(report->digest[0] == '\0' ? NULL : report->digest), db_time(report->fate.ended_at),
        report->output, report->findings, db_uuid(&call->organization_id), db_uuid(&call->run_id),
        db_int(call->position));
}

/* What the endpoint may have charged without saying so counts as much as was reserved. */
static const bool may_be_charged[ENDPOINT_OUTCOME_COUNT] = {
    [ENDPOINT_ANSWERED] = true, [ENDPOINT_UNREACHABLE] = true, [ENDPOINT_SLOW] = true,
    [ENDPOINT_LARGE] = true,    [ENDPOINT_FAILED] = true,      [ENDPOINT_TYPE] = true,
    [ENDPOINT_BROKEN] = true,   [ENDPOINT_ERROR] = true,       [ENDPOINT_EMPTY] = true,
    [ENDPOINT_LOST] = true,
};

/* The run has one more result, and a worker looks at it again if little is open. */
static enum err write_sums(struct db *db, const struct report *report)
{
    const struct endpoint_completion *completion = &report->result->completion;
    bool is_bad = report->state != RESULT_PASSED;
    bool is_guessed = may_be_charged[report->result->outcome];
    bool has_tokens = completion->input_tokens >= 0 && completion->output_tokens >= 0;
    bool has_cost = report->fate.cost_nanos >= 0;
    return db_change_one(
        db,
        "UPDATE test_runs SET result_count = result_count + 1, pass_count = pass_count + $1, "
        "fail_count = fail_count + $2, error_count = error_count + $3, "
        "critical_fail_count = critical_fail_count + $4, input_tokens = input_tokens + $5, "
        "output_tokens = output_tokens + $6, cost_nanos = cost_nanos + $7, "
        "guessed_tokens = guessed_tokens + $8, guessed_nanos = guessed_nanos + $9, "
        "duration_ms = duration_ms + $10, feed_due_at = CASE WHEN fed_count - result_count <= $11 "
        "THEN $12 ELSE feed_due_at END WHERE organization_id = $13 AND id = $14",
        db_int(report->state == RESULT_PASSED), db_int(report->state == RESULT_FAILED),
        db_int(report->state == RESULT_ERROR), db_int(is_bad && report->is_critical),
        db_int(has_tokens ? completion->input_tokens : 0),
        db_int(has_tokens ? completion->output_tokens : 0),
        db_int(has_cost ? report->fate.cost_nanos : 0),
        db_int(!has_tokens && is_guessed ? report->reserved_tokens : 0),
        db_int(!has_cost && is_guessed ? report->reserved_nanos : 0),
        db_int(report->result->duration_ms), db_int(RUN_FED_LOW + 1), db_time(clock_now()),
        db_uuid(&report->run.organization_id), db_uuid(&report->run.id));
}

/* ERR_STALE: the run ended meanwhile, so that the call is not made again. */
static enum err write_attempt(struct db *db, const struct report *report)
{
    bool is_guessed = may_be_charged[report->result->outcome];
    enum err err =
        db_change_one(db,
                      "UPDATE test_runs SET guessed_tokens = guessed_tokens + $1, "
                      "guessed_nanos = guessed_nanos + $2 WHERE organization_id = $3 AND id = $4 "
                      "AND ended_at IS NULL",
                      db_int(is_guessed ? report->reserved_tokens : 0),
                      db_int(is_guessed ? report->reserved_nanos : 0),
                      db_uuid(&report->run.organization_id), db_uuid(&report->run.id));
    return err == ERR_NOT_FOUND ? ERR_STALE : err;
}

static enum err write_report(struct db *db, const struct report *report)
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = endpoint_call_write(db, report->claimed, report->result, &report->fate);
    if (err == ERR_NONE && report->fate.state == CALL_WAITING)
        return db_finish(db, write_attempt(db, report));
    if (err == ERR_NONE)
        err = write_result(db, report);
    return db_finish(db, err == ERR_NONE ? write_sums(db, report) : err);
}

/* A call whose run, or planned result, is gone only ends. */
enum err run_report(struct db *db, const struct endpoint_claimed *claimed,
                    const struct endpoint_result *result)
{
    struct report *report = arena_alloc(db_arena(db), sizeof *report);
    enum err err = ERR_STALE;
    for (int i = 0; err == ERR_STALE && i < 2; i++) {
        *report = (struct report){.claimed = claimed, .result = result};
        err = prepare(db, report);
        if (err == ERR_NOT_FOUND)
            return endpoint_call_report(db, claimed, result);
        if (err == ERR_NONE)
            err = write_report(db, report);
    }
    return err;
}
