#include "data/run/run_end.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/audit/audit.h"

enum err run_times(struct db *db, const struct test_run *run, struct run_times *times)
{
    struct db_result row;
    *times = (struct run_times){-1, -1};
    enum err err = db_select(
        db, &row,
        "SELECT max(CASE WHEN n = (c * 50 + 99) / 100 THEN duration_ms END), "
        "max(CASE WHEN n = (c * 95 + 99) / 100 THEN duration_ms END) FROM "
        "(SELECT duration_ms, row_number() OVER (ORDER BY duration_ms) AS n, count(*) OVER () AS c "
        "FROM test_results WHERE organization_id = $1 AND run_id = $2 "
        "AND state IN ('passed', 'failed')) AS t",
        db_uuid(&run->organization_id), db_uuid(&run->id));
    if (err == ERR_NONE)
        *times = (struct run_times){db_get_int_or(&row, 0, 0, -1), db_get_int_or(&row, 0, 1, -1)};
    return err;
}

static int by_size(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

struct run_times run_times_of(int64_t *durations, int64_t count)
{
    if (count == 0)
        return (struct run_times){-1, -1};
    qsort(durations, (size_t)count, sizeof *durations, by_size);
    return (struct run_times){durations[(count * 50 + 99) / 100 - 1],
                              durations[(count * 95 + 99) / 100 - 1]};
}

/* ---- ending -------------------------------------------------------------------------------- */

struct ending {
    enum run_state state;
    enum run_reason reason;
    struct run_times times;
    struct audit_event event;
};

/* The planned results of calls that wait: they are not sent. */
static enum err drop_waiting(struct db *db, const struct test_run *run, int64_t *count)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "DELETE FROM test_results WHERE organization_id = $1 AND run_id = $2 "
                             "AND rank = $3 AND position IN (SELECT c.position FROM model_calls c "
                             "WHERE c.organization_id = $1 AND c.batch_id = $2 "
                             "AND c.state = 'waiting')",
                             db_uuid(&run->organization_id), db_uuid(&run->id), db_int(RANK_OPEN));
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}

static enum err cancel_waiting(struct db *db, const struct test_run *run, int64_t now)
{
    return db_change(db,
                     "UPDATE model_calls SET state = 'failed', outcome = 'canceled', ended_at = $1 "
                     "WHERE organization_id = $2 AND batch_id = $3 AND state = 'waiting'",
                     db_time(now), db_uuid(&run->organization_id), db_uuid(&run->id));
}

/* Answers whose judge was not asked yet are results without a grade; that were critical, or not. */
static enum err end_judging(struct db *db, const struct test_run *run, bool is_critical,
                            int64_t now, int64_t *count)
{
    struct db_result result;
    *count = 0;
    if (run->judge_repeats == 0)
        return ERR_NONE;
    enum err err = db_select(
        db, &result,
        "UPDATE test_results SET state = 'error', outcome = 'canceled', rank = $4, "
        "judged_state = 'error', judged_rank = $4, ended_at = $5, "
        "judge_tokens = 0, judge_nanos = 0 WHERE organization_id = $1 AND run_id = $2 "
        "AND rank = $3 AND is_critical = $6 AND position IN (SELECT (c.position - $7) / $8 "
        "FROM model_calls c WHERE c.organization_id = $1 AND c.batch_id = $2 "
        "AND c.state = 'waiting' AND c.position >= $7)",
        db_uuid(&run->organization_id), db_uuid(&run->id), db_int(RANK_OPEN),
        db_int(result_rank_of(RESULT_ERROR, is_critical)), db_time(now), db_bool(is_critical),
        db_int(run->planned_count), db_int(run->judge_repeats));
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}

enum err run_end_carried(struct db *db, const struct test_run *run)
{
    return db_change(db,
                     "UPDATE carried_runs SET document = NULL WHERE organization_id = $1 "
                     "AND id = $2",
                     db_uuid(&run->organization_id), db_uuid(&run->id));
}

/* ERR_NOT_FOUND: it has ended. */
static enum err write_end(struct db *db, const struct test_run *run, const struct ending *ending)
{
    int64_t now = clock_now(), dropped = 0, usual = 0, critical = 0;
    enum err err = drop_waiting(db, run, &dropped);
    if (err == ERR_NONE)
        err = end_judging(db, run, false, now, &usual);
    if (err == ERR_NONE)
        err = end_judging(db, run, true, now, &critical);
    if (err == ERR_NONE)
        err = cancel_waiting(db, run, now);
    if (err == ERR_NONE && !uuid_is_nil(&run->runner_id))
        err = run_end_carried(db, run);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "UPDATE test_runs SET state = $1, reason = $2, ended_at = $3, p50_ms = $4, p95_ms = $5, "
        "fed_count = fed_count - $6, result_count = result_count + $7, "
        "error_count = error_count + $7, critical_fail_count = critical_fail_count + $8, "
        "judged_error_count = judged_error_count + $7, "
        "judged_critical_fail_count = judged_critical_fail_count + $8 "
        "WHERE organization_id = $9 AND id = $10 AND ended_at IS NULL",
        db_text(run_state_names[ending->state]),
        db_text(ending->reason == RUN_NO_REASON ? NULL : run_reason_names[ending->reason]),
        db_time(now), db_int_or_null(ending->times.p50_ms), db_int_or_null(ending->times.p95_ms),
        db_int(dropped), db_int(usual + critical), db_int(critical), db_uuid(&run->organization_id),
        db_uuid(&run->id));
}

static json_t *describe(const struct test_run *run, const struct ending *ending)
{
    json_t *details = json_object();
    audit_change_int(details, "version", 0, run->version);
    audit_change(details, "state", run_state_names[run->state], run_state_names[ending->state]);
    audit_change_int(details, "passed", 0, run->pass_count);
    audit_change_int(details, "failed", 0, run->fail_count);
    audit_change_int(details, "errors", 0, run->error_count);
    audit_change_int(details, "planned", 0, run->planned_count);
    return details;
}

static enum err end(struct db *db, const struct actor *actor, const struct test_run *run,
                    struct ending *ending)
{
    struct test_run now = *run; /* with the counts that hold */
    enum err err = run_times(db, run, &ending->times);
    if (err == ERR_NONE)
        err = run_row_judge(db, &now, 1);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = write_end(db, run, ending);
    ending->event.record_type = run->kind == NULL ? "run" : run->kind->name;
    ending->event.record_id = run->record_id;
    ending->event.details = err == ERR_NONE ? describe(&now, ending) : NULL;
    return db_finish(db, err == ERR_NONE ? audit_record(db, actor, &ending->event) : err);
}

bool run_may_cancel(const struct actor *actor, const struct record_head *head,
                    const struct test_run *run)
{
    struct policy_target target = record_target(head);
    return !run_state_is_over(run->state) &&
           (actor->kind != ACTOR_TOKEN || policy_allows(actor, PERMISSION_TEST_RUN, &target)) &&
           (uuid_equal(&actor->user_id, &run->created_by) ||
            policy_allows(actor, head->store->kind->change, &target));
}

enum err run_cancel(struct db *db, const struct actor *actor, const struct record_head *head,
                    const struct test_run *run, struct problem *problem)
{
    struct ending ending = {.state = RUN_CANCELED, .event = {.action = "test.cancel"}};
    *problem = (struct problem){.field = "", .message = NULL};
    if (!run_state_is_over(run->state) && !run_may_cancel(actor, head, run))
        return ERR_DENIED;
    enum err err = run_state_is_over(run->state) ? ERR_NOT_FOUND : end(db, actor, run, &ending);
    return err == ERR_NOT_FOUND
               ? problem_refuse(problem, ERR_CONFLICT, "", "This run has ended already.")
               : err;
}

enum err run_end(struct db *db, const struct test_run *run, enum run_state state,
                 enum run_reason reason)
{
    const struct actor program = {.kind = ACTOR_COMMAND,
                                  .organization_id = run->organization_id,
                                  .home_organization_id = run->organization_id,
                                  .is_active = true};
    struct ending ending = {.state = state, .reason = reason, .event = {.action = "test.end"}};
    enum err err = end(db, &program, run, &ending);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}
