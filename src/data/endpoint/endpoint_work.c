#include "data/endpoint/endpoint_work.h"

#include <string.h>

#include "base/clock.h"
#include "data/endpoint/endpoint_prices.h"
#include "data/endpoint/endpoint_watch.h"
#include "data/vault/vault.h"
#include "domain/endpoint/endpoint_price.h"

/* ---- claiming ------------------------------------------------------------------------------ */

/* What is due, before it is claimed. */
struct due {
    struct uuid organization_id, id, endpoint_id;
    int64_t due_at;
    bool is_lost, is_of_run;
};

/* How many run of those that have this column as the call c has it. */
#define RUNNING(column)                                                                            \
    "(SELECT count(*) FROM model_calls r WHERE r.organization_id = model_calls.organization_id "   \
    "AND r." column " = model_calls." column " AND r.ended_at IS NULL AND r.state = 'running')"

static enum err find_due(struct db *db, int64_t now, struct due *due)
{
    struct db_result row;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err =
        db_select(db, &row,
                  "SELECT organization_id, id, endpoint_id, due_at, state = 'running', "
                  "run_id IS NOT NULL FROM model_calls "
                  "WHERE ended_at IS NULL AND due_at <= $1 AND (state = 'running' "
                  "OR (" RUNNING("endpoint_id") " < $2 AND " RUNNING(
                      "user_id") " < $3)) "
                                 "ORDER BY run_id IS NOT NULL, due_at, id LIMIT 1",
                  db_time(now), db_int(ENDPOINT_AT_ONCE), db_int(ENDPOINT_PERSON_AT_ONCE));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    *due = (struct due){.organization_id = db_get_uuid(&row, 0, 0),
                        .id = db_get_uuid(&row, 0, 1),
                        .endpoint_id = db_get_uuid(&row, 0, 2),
                        .due_at = db_get_time(&row, 0, 3),
                        .is_lost = db_get_bool(&row, 0, 4),
                        .is_of_run = db_get_bool(&row, 0, 5)};
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, due->organization_id});
    return ERR_NONE;
}

/* Only one of those who found it as it was gets it, and only if there is still room. */
static enum err take(struct db *db, const struct due *due, int64_t until)
{
    return db_change_one(
        db,
        "UPDATE model_calls SET state = 'running', attempt_count = attempt_count + 1, due_at = $1 "
        "WHERE organization_id = $2 AND id = $3 AND state = 'waiting' AND due_at = $4 "
        "AND " RUNNING("endpoint_id") " < $5 AND " RUNNING("user_id") " < $6",
        db_time(until), db_uuid(&due->organization_id), db_uuid(&due->id), db_time(due->due_at),
        db_int(ENDPOINT_AT_ONCE), db_int(ENDPOINT_PERSON_AT_ONCE));
}

static enum err fail(struct db *db, const struct due *due, enum endpoint_outcome outcome)
{
    return db_change_one(db,
                         "UPDATE model_calls SET state = 'failed', outcome = $1, ended_at = $2 "
                         "WHERE organization_id = $3 AND id = $4 AND ended_at IS NULL "
                         "AND due_at = $5",
                         db_text(endpoint_outcome_names[outcome]), db_time(clock_now()),
                         db_uuid(&due->organization_id), db_uuid(&due->id), db_time(due->due_at));
}

static enum err read_claimed(struct db *db, const struct due *due, struct endpoint_claimed *claimed)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT " ENDPOINT_CALL_COLUMNS " FROM model_calls "
                             "WHERE organization_id = $1 AND id = $2",
                             db_uuid(&due->organization_id), db_uuid(&due->id));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? endpoint_call_read(db, &due->organization_id, &row, 0, &claimed->call)
                           : err;
}

/* ERR_NOT_FOUND: there is nothing to be made of this one; another may be due. */
static enum err claim_one(struct db *db, const struct due *due, struct endpoint_claimed *claimed)
{
    enum err err = endpoint_find(db, &due->organization_id, &due->endpoint_id, &claimed->endpoint);
    bool is_gone = err == ERR_NOT_FOUND || (err == ERR_NONE && claimed->endpoint.archived_at != 0);
    if (err != ERR_NONE && !is_gone)
        return err;
    bool is_over = due->is_lost || is_gone;
    claimed->is_over = is_over && due->is_of_run;
    claimed->over = due->is_lost ? ENDPOINT_LOST : ENDPOINT_GONE;
    claimed->claimed_until =
        is_over ? due->due_at
                : clock_now() + claimed->endpoint.timeout_s * CLOCK_SECOND + ENDPOINT_LEASE;
    if (err == ERR_NOT_FOUND)
        claimed->endpoint =
            (struct endpoint){.organization_id = due->organization_id, .id = due->endpoint_id};
    if (claimed->is_over)
        return read_claimed(db, due, claimed);
    err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db,
                    is_over ? fail(db, due, claimed->over) : take(db, due, claimed->claimed_until));
    if (err != ERR_NONE)
        return err;
    return is_over ? ERR_NOT_FOUND : read_claimed(db, due, claimed);
}

enum err endpoint_claim(struct db *db, struct endpoint_claimed *claimed)
{
    struct due due;
    enum err err = find_due(db, clock_now(), &due);
    while (err == ERR_NONE) {
        err = claim_one(db, &due, claimed);
        if (err != ERR_NOT_FOUND) /* else it ended here, or another worker was faster */
            return err;
        err = find_due(db, clock_now(), &due);
    }
    return err;
}

/* ---- making -------------------------------------------------------------------------------- */

void endpoint_call_make(struct db *db, const struct endpoint_claimed *claimed,
                        struct endpoint_result *result)
{
    struct endpoint_watch watch;
    struct endpoint_completion completion;
    struct endpoint_reply reply;
    const struct endpoint_watched watched = {claimed->call.organization_id, claimed->call.id,
                                             claimed->claimed_until, strlen(claimed->call.request)};
    const struct endpoint_question question = {
        .path = "/chat/completions",
        .json = claimed->call.request,
        .patience = claimed->endpoint.timeout_s * CLOCK_SECOND,
        .watch = endpoint_watch_look,
        .watcher = &watch,
    };
    if (claimed->is_over) {
        *result = (struct endpoint_result){.outcome = claimed->over,
                                           .completion = {.content = "",
                                                          .refusal = "",
                                                          .finish_reason = "",
                                                          .error = "",
                                                          .input_tokens = -1,
                                                          .output_tokens = -1}};
        return;
    }
    endpoint_watch_begin(&watch, db, &watched);
    endpoint_ask(watch.arena, &claimed->endpoint, &question, &reply);
    enum endpoint_outcome read = endpoint_watch_end(&watch, &reply.answer, &completion);
    *result = (struct endpoint_result){.outcome = endpoint_outcome_both(reply.outcome, read),
                                       .status = reply.answer.status,
                                       .duration_ms = reply.duration_ms,
                                       .retry_after_s = reply.answer.retry_after_s,
                                       .completion = completion};
}

/* ---- what became of it --------------------------------------------------------------------- */

/* 0: it is not tried again. In microseconds. A call of a test run that was lost is made again, as
 * if its host had not been found. */
static int64_t pause_of(const struct endpoint_claimed *claimed,
                        const struct endpoint_result *result)
{
    bool is_lost = result->outcome == ENDPOINT_LOST && claimed->is_over;
    return CLOCK_SECOND * endpoint_retry_s(is_lost ? ENDPOINT_UNKNOWN : result->outcome,
                                           claimed->call.attempt_count, result->retry_after_s);
}

/* -1: it is not known. */
static enum err find_cost(struct db *db, const struct endpoint_claimed *claimed,
                          const struct endpoint_completion *completion, int64_t *cost)
{
    struct endpoint_price_list prices;
    *cost = -1;
    if (completion->input_tokens < 0 || completion->output_tokens < 0)
        return ERR_NONE;
    enum err err =
        endpoint_prices(db, &claimed->endpoint.organization_id, &claimed->endpoint.id, &prices);
    if (err != ERR_NONE)
        return err;
    const struct endpoint_price *price =
        endpoint_price_of(&prices, claimed->call.model, clock_now() / CLOCK_DAY);
    if (price == NULL)
        return ERR_NONE;
    int64_t input = endpoint_price_cost(completion->input_tokens, price->input_micros);
    int64_t output = endpoint_price_cost(completion->output_tokens, price->output_micros);
    *cost = input > INT64_MAX - output ? INT64_MAX : input + output;
    return ERR_NONE;
}

enum err endpoint_call_write(struct db *db, const struct endpoint_claimed *claimed,
                             const struct endpoint_result *result, const struct endpoint_fate *fate)
{
    return db_change_one(
        db,
        "UPDATE model_calls SET state = $1, outcome = $2, status = $3, duration_ms = $4, "
        "due_at = $5, ended_at = $6, input_tokens = $7, output_tokens = $8, cost_nanos = $9, "
        "currency = $10, answer = $11, partial = NULL WHERE organization_id = $12 AND id = $13 "
        "AND ended_at IS NULL AND due_at = $14",
        db_text(endpoint_call_states[fate->state]),
        db_text(endpoint_outcome_names[result->outcome]),
        result->status == 0 ? db_null_of(DB_INT) : db_int(result->status),
        db_int(result->duration_ms), db_time(fate->due_at), db_time_or_null(fate->ended_at),
        db_int_or_null(result->completion.input_tokens),
        db_int_or_null(result->completion.output_tokens), db_int_or_null(fate->cost_nanos),
        db_text(claimed->endpoint.currency), fate->answer, db_uuid(&claimed->call.organization_id),
        db_uuid(&claimed->call.id), db_time(claimed->claimed_until));
}

enum err endpoint_call_decide(struct db *db, const struct endpoint_claimed *claimed,
                              const struct endpoint_result *result, struct endpoint_fate *fate)
{
    int64_t now = clock_now(), pause = pause_of(claimed, result);
    bool is_done = result->outcome == ENDPOINT_ANSWERED;
    struct seal_place place = {"model_calls", "answer", claimed->call.organization_id,
                               claimed->call.id};
    *fate = (struct endpoint_fate){.state = is_done     ? CALL_DONE
                                            : pause > 0 ? CALL_WAITING
                                                        : CALL_FAILED,
                                   .due_at = now + pause,
                                   .ended_at = pause > 0 ? 0 : now};
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, claimed->call.organization_id});
    enum err err = find_cost(db, claimed, &result->completion, &fate->cost_nanos);
    return err == ERR_NONE
               ? vault_seal_text(db, &place,
                                 endpoint_completion_format(db_arena(db), &result->completion),
                                 &fate->answer)
               : err;
}

/* What came before it was canceled may have been charged. ERR_NOT_FOUND: it was not, the claim ran
 * out. */
static enum err keep_canceled(struct db *db, const struct endpoint_claimed *claimed,
                              const struct endpoint_result *result,
                              const struct endpoint_fate *fate)
{
    return db_change_one(
        db,
        "UPDATE model_calls SET duration_ms = $1, input_tokens = $2, output_tokens = $3, "
        "cost_nanos = $4, currency = $5, answer = $6, partial = NULL WHERE organization_id = $7 "
        "AND id = $8 AND state = 'failed' AND outcome = $9 AND due_at = $10",
        db_int(result->duration_ms), db_int_or_null(result->completion.input_tokens),
        db_int_or_null(result->completion.output_tokens), db_int_or_null(fate->cost_nanos),
        db_text(claimed->endpoint.currency), fate->answer, db_uuid(&claimed->call.organization_id),
        db_uuid(&claimed->call.id), db_text(endpoint_outcome_names[ENDPOINT_CANCELED]),
        db_time(claimed->claimed_until));
}

static enum err write(struct db *db, const struct endpoint_claimed *claimed,
                      const struct endpoint_result *result, const struct endpoint_fate *fate)
{
    enum err err = endpoint_call_write(db, claimed, result, fate);
    return err == ERR_NOT_FOUND ? keep_canceled(db, claimed, result, fate) : err;
}

enum err endpoint_call_report(struct db *db, const struct endpoint_claimed *claimed,
                              const struct endpoint_result *result)
{
    struct endpoint_fate fate;
    enum err err = endpoint_call_decide(db, claimed, result, &fate);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, write(db, claimed, result, &fate)) : err;
}

/* ---- forgetting ---------------------------------------------------------------------------- */

enum { BATCH = 100 };

/* Nothing is locked where nothing is to be done. */
enum err endpoint_call_forget(struct db *db, bool *has_more)
{
    struct db_result some;
    int64_t until = clock_now() - ENDPOINT_CALL_KEPT;
    (void)db_enter(db, (struct db_scope){.reach = DB_ALL});
    *has_more = false;
    enum err err = db_select(db, &some, "SELECT 1 FROM model_calls WHERE created_at <= $1 LIMIT 1",
                             db_time(until));
    if (err != ERR_NONE || some.row_count == 0)
        return err;
    *has_more = true;
    err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, db_change(db,
                                   "DELETE FROM model_calls WHERE (organization_id, id) IN "
                                   "(SELECT organization_id, id FROM model_calls "
                                   "WHERE created_at <= $1 LIMIT $2)",
                                   db_time(until), db_int(BATCH)));
}
