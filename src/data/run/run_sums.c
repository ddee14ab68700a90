#include "data/run/run_sums.h"

#include "base/clock.h"
#include "data/run/run_feed.h"

/* What the endpoint may have charged without saying so counts as much as was reserved. */
static const bool may_be_charged[ENDPOINT_OUTCOME_COUNT] = {
    [ENDPOINT_ANSWERED] = true, [ENDPOINT_UNREACHABLE] = true, [ENDPOINT_SLOW] = true,
    [ENDPOINT_LARGE] = true,    [ENDPOINT_FAILED] = true,      [ENDPOINT_TYPE] = true,
    [ENDPOINT_BROKEN] = true,   [ENDPOINT_ERROR] = true,       [ENDPOINT_EMPTY] = true,
    [ENDPOINT_LOST] = true,     [ENDPOINT_CUT] = true,
};

/* The run has one more result, or only what it cost. */
enum err run_sums_add(struct db *db, const struct test_run *run, const struct run_added *added)
{
    const struct endpoint_completion *completion = &added->result->completion;
    bool is_there = added->state != RESULT_OPEN, is_bad = is_there && added->state != RESULT_PASSED;
    bool is_judged = is_there && run->judge_repeats > 0;
    bool is_judged_bad = is_judged && added->judged_state != RESULT_PASSED;
    bool is_guessed = may_be_charged[added->result->outcome];
    bool has_tokens = completion->input_tokens >= 0 && completion->output_tokens >= 0;
    bool has_cost = added->cost_nanos >= 0;
    enum err err = db_change_one(
        db,
        "UPDATE test_runs SET result_count = result_count + $1, pass_count = pass_count + $2, "
        "fail_count = fail_count + $3, error_count = error_count + $4, "
        "critical_fail_count = critical_fail_count + $5, input_tokens = input_tokens + $6, "
        "output_tokens = output_tokens + $7, cost_nanos = cost_nanos + $8, "
        "guessed_tokens = guessed_tokens + $9, guessed_nanos = guessed_nanos + $10, "
        "duration_ms = duration_ms + $11, feed_due_at = CASE WHEN $1 > 0 AND "
        "fed_count - result_count <= $12 THEN $13 ELSE feed_due_at END"
        ", judged_pass_count = judged_pass_count + $16, "
        "judged_fail_count = judged_fail_count + $17, "
        "judged_error_count = judged_error_count + $18, "
        "judged_critical_fail_count = judged_critical_fail_count + $19 "
        "WHERE organization_id = $14 AND id = $15 AND ($1 > 0 OR ended_at IS NULL)",
        db_int(is_there), db_int(added->state == RESULT_PASSED),
        db_int(added->state == RESULT_FAILED), db_int(added->state == RESULT_ERROR),
        db_int(is_bad && added->is_critical), db_int(has_tokens ? completion->input_tokens : 0),
        db_int(has_tokens ? completion->output_tokens : 0),
        db_int(has_cost ? added->cost_nanos : 0),
        db_int(!has_tokens && is_guessed ? added->reserved_tokens : 0),
        db_int(!has_cost && is_guessed ? added->reserved_nanos : 0), db_int(added->duration_ms),
        db_int(RUN_FED_LOW + 1), db_time(clock_now()), db_uuid(&run->organization_id),
        db_uuid(&run->id), db_int(is_judged && added->judged_state == RESULT_PASSED),
        db_int(is_judged && added->judged_state == RESULT_FAILED),
        db_int(is_judged && added->judged_state == RESULT_ERROR),
        db_int(is_judged_bad && added->is_critical));
    return err == ERR_NOT_FOUND ? ERR_STALE : err;
}

enum err run_sums_attempt(struct db *db, const struct test_run *run, const struct run_added *added)
{
    bool is_guessed = may_be_charged[added->result->outcome];
    enum err err =
        db_change_one(db,
                      "UPDATE test_runs SET guessed_tokens = guessed_tokens + $1, "
                      "guessed_nanos = guessed_nanos + $2 WHERE organization_id = $3 AND id = $4 "
                      "AND ended_at IS NULL",
                      db_int(is_guessed ? added->reserved_tokens : 0),
                      db_int(is_guessed ? added->reserved_nanos : 0),
                      db_uuid(&run->organization_id), db_uuid(&run->id));
    return err == ERR_NOT_FOUND ? ERR_STALE : err;
}

void run_sums_keep_from_waiting(const struct test_run *run, struct endpoint_fate *fate)
{
    if (fate->state != CALL_WAITING || !run_state_is_over(run->state))
        return;
    fate->state = CALL_FAILED;
    fate->ended_at = clock_now();
}
