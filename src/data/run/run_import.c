#include "data/run/run_import.h"
#include "data/run/run_end.h"

#include <inttypes.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/json.h"
#include "crypt/token.h"
#include "data/audit/audit.h"
#include "data/run/run_end.h"
#include "data/run/run_start.h"
#include "data/vault/vault.h"
#include "domain/endpoint/endpoint_completion.h"
#include "domain/endpoint/endpoint_outcome.h"

#define IMPORTED_FROM "promptfoo" /* in the place of an endpoint */
#define CURRENCY      "USD"       /* promptfoo counts in nothing else */

bool run_may_import(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return run_may_start(actor, head) && policy_allows(actor, head->store->kind->change, &target);
}

/* ---- what is in it ------------------------------------------------------------------------- */

static enum err choose_column(const struct run_import_draft *draft, struct run_import *import,
                              struct problem *problem)
{
    import->column = 0;
    if (draft->column < 0)
        return ERR_NONE;
    for (int i = 0; i < import->file.column_count; i++)
        if (import->file.columns[i].index == draft->column) {
            import->column = i;
            return ERR_NONE;
        }
    return problem_refuse(problem, ERR_INVALID, "column",
                          "The file has no such column. Choose one of the list.");
}

static void take_cases(struct db *db, struct run_import *import)
{
    const struct run_cases *cases = &import->plan.cases;
    import->cases.items =
        arena_array(db_arena(db), (size_t)cases->count + 1, sizeof *import->cases.items);
    import->cases.count = cases->count;
    for (int i = 0; i < cases->count; i++)
        import->cases.items[i] = *cases->items[i];
}

enum err run_import_read(struct db *db, const struct actor *actor,
                         const struct run_import_draft *draft, struct run_import *import,
                         struct problem *problem)
{
    const char *wrong = NULL;
    const struct run_draft plan = {.store = draft->store,
                                   .record_id = draft->record_id,
                                   .version = draft->version,
                                   .set_id = draft->set_id,
                                   .set_version = draft->set_version,
                                   .case_ids = "",
                                   .is_judge_known = true};
    *import = (struct run_import){.column = 0};
    *problem = (struct problem){.field = "", .message = NULL};
    if (run_promptfoo_read(db_arena(db), draft->bytes, &import->file, &wrong) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "file", wrong);
    enum err err = choose_column(draft, import, problem);
    if (err == ERR_NONE)
        err = run_plan_load_material(db, actor, &plan, &import->plan, problem);
    if (err != ERR_NONE)
        return err;
    if (!run_may_start(actor, import->plan.content.head))
        return problem_refuse(problem, ERR_INVALID, "",
                              "Only members of this organization import results into it.");
    if (!run_may_import(actor, import->plan.content.head))
        return ERR_DENIED;
    take_cases(db, import);
    err = run_match(db_arena(db), &import->file, import->column, &import->cases, &import->match,
                    &wrong);
    return err == ERR_NONE ? ERR_NONE : problem_refuse(problem, err, "set", wrong);
}

/* ---- before the transaction ---------------------------------------------------------------- */

struct ready_result {
    struct uuid id;
    const struct run_promptfoo_result *result;
    const struct set_case *set_case;
    int64_t position, repeat;
    char digest[SHA256_HEX_LEN]; /* "": there is no output */
    struct db_value output, findings;
};

/* Sums of all results. */
struct sums {
    int64_t states[RESULT_STATE_COUNT];
    int64_t critical_count, input_tokens, output_tokens, cost_nanos, duration_ms;
    struct run_times times;
    bool is_priced;
};

struct ready_import {
    const struct run_import_draft *draft;
    const struct run_import *import;
    struct uuid id;
    int64_t now, made_at;
    char file_digest[SHA256_HEX_LEN];
    struct db_value source_name;
    struct ready_result *results;
    int count;
    struct sums sums;
    struct audit_ready details;
};

static const char *completion_of(struct arena *arena, const struct run_promptfoo_result *result)
{
    const struct endpoint_completion completion = {.content = result->output,
                                                   .refusal = "",
                                                   .finish_reason = "",
                                                   .error = result->error,
                                                   .input_tokens = result->input_tokens,
                                                   .output_tokens = result->output_tokens};
    return result->output[0] == '\0' && result->error[0] == '\0'
               ? ""
               : endpoint_completion_format(arena, &completion);
}

static enum err seal_result(struct db *db, const struct actor *actor, struct ready_result *ready)
{
    struct seal_place output = {"test_results", "output", actor->organization_id, ready->id};
    struct seal_place found = {"test_results", "findings", actor->organization_id, ready->id};
    const char *text = completion_of(db_arena(db), ready->result);
    if (text[0] != '\0')
        sha256_hex(text, strlen(text), ready->digest);
    enum err err = vault_seal_text(db, &output, text, &ready->output);
    return err == ERR_NONE ? vault_seal_text(db, &found, ready->result->findings, &ready->findings)
                           : err;
}

static void add_up(struct sums *sums, const struct ready_result *ready)
{
    const struct run_promptfoo_result *result = ready->result;
    sums->states[result->state]++;
    sums->critical_count += result->state != RESULT_PASSED && ready->set_case->is_critical;
    sums->input_tokens += result->input_tokens > 0 ? result->input_tokens : 0;
    sums->output_tokens += result->output_tokens > 0 ? result->output_tokens : 0;
    sums->cost_nanos = run_sum(sums->cost_nanos, result->cost_nanos > 0 ? result->cost_nanos : 0);
    sums->duration_ms += result->duration_ms;
    sums->is_priced = sums->is_priced || result->cost_nanos >= 0;
}

static enum err make_results(struct db *db, const struct actor *actor, struct ready_import *ready)
{
    const struct run_match *match = &ready->import->match;
    enum err err = ERR_NONE;
    ready->results =
        arena_array(db_arena(db), (size_t)match->taken_count + 1, sizeof *ready->results);
    for (int i = 0; err == ERR_NONE && i < match->count; i++) {
        const struct run_match_result *item = &match->items[i];
        if (item->at < 0)
            continue;
        struct ready_result *result = &ready->results[ready->count++];
        *result = (struct ready_result){
            .id = uuid_make(),
            .result = item->result,
            .set_case = &ready->import->cases.items[item->at],
            .repeat = item->repeat,
            .position = (int64_t)item->repeat * match->case_count + match->places[item->at],
        };
        budget_look();
        add_up(&ready->sums, result);
        err = seal_result(db, actor, result);
    }
    return err;
}

/* Of the results that were graded. */
static void find_times(struct db *db, struct ready_import *ready)
{
    int64_t *times = arena_array(db_arena(db), (size_t)ready->count + 1, sizeof *times);
    int count = 0;
    for (int i = 0; i < ready->count; i++)
        if (ready->results[i].result->state != RESULT_ERROR)
            times[count++] = ready->results[i].result->duration_ms;
    ready->sums.times = run_times_of(times, count);
}

static json_t *describe(struct db *db, const struct ready_import *ready)
{
    json_t *details = json_object();
    const struct run_import *import = ready->import;
    const struct run_plan *plan = &import->plan;
    audit_change_int(details, "version", 0, plan->content.version);
    audit_change(details, "test_set", NULL,
                 arena_printf(db_arena(db), "%s v%" PRId64, plan->set_name, plan->set_version));
    audit_change(details, "model", NULL, import->file.columns[import->column].provider);
    audit_change(details, "file", NULL, ready->draft->file_name);
    audit_change(details, "sha256", NULL, ready->file_digest);
    audit_change_int(details, "results", 0, ready->count);
    audit_change_int(details, "passed", 0, ready->sums.states[RESULT_PASSED]);
    audit_change_int(details, "left_out", 0, import->match.count - import->match.taken_count);
    return details;
}

static enum err prepare(struct db *db, const struct actor *actor, struct ready_import *ready)
{
    const struct run_import_draft *draft = ready->draft;
    struct seal_place name = {"test_runs", "source_name", actor->organization_id, ready->id};
    sha256_hex(draft->bytes.data, draft->bytes.len, ready->file_digest);
    ready->now = clock_now();
    ready->made_at =
        ready->import->file.made_at < ready->now ? ready->import->file.made_at : ready->now;
    enum err err = make_results(db, actor, ready);
    if (err == ERR_NONE)
        err = vault_seal_text(db, &name, draft->file_name, &ready->source_name);
    if (err != ERR_NONE)
        return err;
    find_times(db, ready);
    return audit_prepare(db, actor, &actor->organization_id,
                         json_keep(db_arena(db), describe(db, ready)), &ready->details);
}

/* ---- the transaction ----------------------------------------------------------------------- */

static enum err insert_run(struct db *db, const struct actor *actor,
                           const struct ready_import *ready)
{
    const struct run_import *import = ready->import;
    const struct run_plan *plan = &import->plan;
    const struct uuid none = {{0}};
    return db_change_one(
        db,
        "INSERT INTO test_runs (organization_id, id, kind, record_id, version, set_id, "
        "set_version, endpoint_id, endpoint_name, model, grade, state, digest, case_ids, repeats, "
        "case_count, planned_count, fed_count, currency, is_priced, created_by, created_at, "
        "started_at, feed_due_at, ended_at, source_name, source_digest) VALUES ($1, $2, $3, $4, "
        "$5, $6, $7, $8, $9, $10, 'imported', 'done', $11, $12, $13, $14, $15, $15, $16, $17, $18, "
        "$19, $20, $20, $20, $21, $22)",
        db_uuid(&actor->organization_id), db_uuid(&ready->id),
        db_text(ready->draft->store->kind->name), db_uuid(&ready->draft->record_id),
        db_int(plan->content.version), db_uuid(&ready->draft->set_id), db_int(plan->set_version),
        db_uuid(&none), db_text(IMPORTED_FROM),
        db_text(import->file.columns[import->column].provider),
        db_text(plan->digest.hex[0] == '\0' ? NULL : plan->digest.hex),
        db_text(import->match.case_ids[0] == '\0' ? NULL : import->match.case_ids),
        db_int(import->match.repeats), db_int(import->match.case_count), db_int(ready->count),
        db_text(CURRENCY), db_bool(ready->sums.is_priced), db_uuid(&actor->user_id),
        db_time(ready->now), db_time(ready->made_at), ready->source_name,
        db_text(ready->file_digest));
}

static void write_sums(struct db *db, const struct actor *actor, const struct ready_import *ready)
{
    const struct sums *sums = &ready->sums;
    db_change_later(
        db,
        "UPDATE test_runs SET result_count = $1, pass_count = $2, fail_count = $3, "
        "error_count = $4, critical_fail_count = $5, input_tokens = $6, output_tokens = $7, "
        "cost_nanos = $8, duration_ms = $9, p50_ms = $10, p95_ms = $11 "
        "WHERE organization_id = $12 AND id = $13",
        db_int(ready->count), db_int(sums->states[RESULT_PASSED]),
        db_int(sums->states[RESULT_FAILED]), db_int(sums->states[RESULT_ERROR]),
        db_int(sums->critical_count), db_int(sums->input_tokens), db_int(sums->output_tokens),
        db_int(sums->cost_nanos), db_int(sums->duration_ms), db_int_or_null(sums->times.p50_ms),
        db_int_or_null(sums->times.p95_ms), db_uuid(&actor->organization_id), db_uuid(&ready->id));
}

static void insert_result(struct db *db, const struct actor *actor,
                          const struct ready_import *ready, const struct ready_result *item)
{
    const struct run_promptfoo_result *result = item->result;
    bool is_critical = item->set_case->is_critical;
    bool is_error = result->state == RESULT_ERROR;
    db_change_later(
        db,
        "INSERT INTO test_results (organization_id, id, run_id, position, case_id, repeat, "
        "is_critical, state, rank, outcome, attempt_count, input_tokens, output_tokens, "
        "cost_nanos, reserved_tokens, reserved_nanos, duration_ms, output_digest, created_at, "
        "ended_at, output, findings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, "
        "$13, 0, 0, $14, $15, $16, $17, $18, $19)",
        db_uuid(&actor->organization_id), db_uuid(&item->id), db_uuid(&ready->id),
        db_int(item->position), db_text(item->set_case->id), db_int(item->repeat),
        db_bool(is_critical), db_text(result_state_names[result->state]),
        db_int(result_rank_of(result->state, is_critical)),
        db_text(endpoint_outcome_names[is_error ? ENDPOINT_ERROR : ENDPOINT_ANSWERED]),
        db_int_or_null(result->input_tokens), db_int_or_null(result->output_tokens),
        db_int_or_null(result->cost_nanos), db_int(result->duration_ms),
        db_text(item->digest[0] == '\0' ? NULL : item->digest), db_time(ready->now),
        db_time(ready->made_at), item->output, item->findings);
}

static enum err write_import(struct db *db, const struct actor *actor,
                             const struct ready_import *ready)
{
    const struct audit_event event = {.action = "test.import",
                                      .record_type = ready->draft->store->kind->name,
                                      .record_id = ready->draft->record_id,
                                      .ready = &ready->details};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = insert_run(db, actor, ready);
    if (err == ERR_NONE) {
        write_sums(db, actor, ready);
        for (int i = 0; i < ready->count; i++)
            insert_result(db, actor, ready, &ready->results[i]);
    }
    return db_finish(db, err == ERR_NONE ? audit_record(db, actor, &event) : err);
}

enum err run_import(struct db *db, const struct actor *actor, const struct run_import_draft *draft,
                    struct uuid *id, struct problem *problem)
{
    struct run_import *import = arena_alloc(db_arena(db), sizeof *import);
    struct ready_import ready = {.draft = draft, .import = import, .id = uuid_make()};
    *id = ready.id;
    enum err err = run_import_read(db, actor, draft, import, problem);
    if (err == ERR_NONE)
        err = prepare(db, actor, &ready);
    return err == ERR_NONE ? write_import(db, actor, &ready) : err;
}
