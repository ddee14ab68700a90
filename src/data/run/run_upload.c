#include "data/run/run_upload.h"

#include <inttypes.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/json.h"
#include "crypt/answer_file.h"
#include "crypt/answer_key.h"
#include "data/audit/audit.h"
#include "data/run/run_end.h"
#include "data/run/run_grade.h"
#include "data/vault/vault.h"
#include "domain/endpoint/endpoint_answer.h"
#include "domain/run/run_answer.h"

/* A result on its way into the database: graded and sealed before the transaction begins. */
struct ready_result {
    struct uuid id;
    int64_t position;
    const char *case_id;
    bool is_critical;
    enum result_state state;
    struct endpoint_result said;
    int64_t attempt_count;
    struct run_graded graded;
};

struct upload {
    struct db *db;
    const struct test_run *run;
    struct runner runner;
    struct runner_public key;
    struct run_document document;
    struct run_cases cases;
    struct answer_file answers;
    struct ready_result *results;
    int64_t pass_count, fail_count, error_count, critical_fail_count;
    int64_t input_tokens, output_tokens, guessed_tokens, duration_ms;
    struct run_times times;
    struct problem *problem;
};

static enum err refuse(struct upload *upload, const char *message)
{
    return problem_refuse(upload->problem, ERR_INVALID, "answers", message);
}

/* ---- whose they are ------------------------------------------------------------------------ */

static enum err load_runner(struct upload *upload)
{
    struct runner *runner = &upload->runner;
    const struct test_run *run = upload->run;
    enum err err = runner_find(upload->db, &run->organization_id, &run->runner_id, runner);
    if (err != ERR_NONE)
        return err;
    if (runner->withdrawn_at != 0)
        return problem_refuse(upload->problem, ERR_CONFLICT, "answers",
                              "Its runner was withdrawn: what it signed is no longer accepted.");
    if (runner_public_read(db_arena(upload->db), runner->public_key, &upload->key) != ERR_NONE)
        die("a registered runner key can't be read");
    return ERR_NONE;
}

/* Of this run, and by its runner, as the file itself says: what is wrong is said in words before a
 * signature that does not fit says nothing. */
static enum err check_head(struct upload *upload, struct text file)
{
    struct answer_head head;
    struct uuid run_id;
    if (answer_file_head(db_arena(upload->db), file, &head) != ERR_NONE)
        return refuse(upload, "This is not a file of answers that \"rostrum run-cases\" wrote.");
    if (uuid_parse(head.run, &run_id) != ERR_NONE || !uuid_equal(&run_id, &upload->run->id))
        return refuse(upload, "These are the answers to another run.");
    if (strcmp(head.digest, upload->run->carry_digest) != 0)
        return refuse(upload, "These are answers to other requests than those of this run.");
    if (strcmp(head.runner, upload->runner.public_key) != 0)
        return refuse(upload, arena_printf(db_arena(upload->db),
                                           "These answers are signed by another key than that of "
                                           "%s.",
                                           upload->runner.name));
    return ERR_NONE;
}

static enum err check_lines(struct upload *upload, struct text file)
{
    const char *problem = NULL;
    struct arena *arena = db_arena(upload->db);
    const struct run_document *document = &upload->document;
    const char **ids = arena_array(arena, (size_t)document->case_count, sizeof *ids);
    for (int64_t i = 0; i < document->case_count; i++)
        ids[i] = document->cases[i].id;
    const struct answer_plan plan = {.key = &upload->key,
                                     .digest = upload->run->carry_digest,
                                     .case_ids = ids,
                                     .case_count = document->case_count,
                                     .planned_count = document->case_count * document->repeats};
    if (answer_file_read(arena, file, &plan, &upload->answers, &problem) != ERR_NONE)
        return refuse(upload, problem);
    const char *stopped = upload->answers.stopped;
    if (stopped[0] != '\0' && strcmp(stopped, run_reason_names[RUN_TOKENS]) != 0)
        return refuse(upload, "Its end gives a reason that there is not.");
    return endpoint_model_is(upload->answers.head.model)
               ? ERR_NONE
               : refuse(upload, "It names no model that was asked.");
}

/* ---- what they are ------------------------------------------------------------------------- */

static enum err refuse_answer(struct upload *upload, const struct answer_line *line,
                              const char *why)
{
    return refuse(upload, arena_printf(db_arena(upload->db), "Case %s, repeat %" PRId64 ": %s.",
                                       line->case_id, line->repeat, why));
}

static enum err open_answer(struct upload *upload, const struct answer_line *line,
                            struct run_answer *answer)
{
    struct text plain;
    struct arena *arena = db_arena(upload->db);
    enum err err = answer_unseal(arena, db_keyring(upload->db), upload->answers.head.kid,
                                 line->sealed, &plain);
    if (err == ERR_NOT_FOUND)
        return refuse(upload, "The answers are sealed to a master key that was retired since. "
                              "Start the run again.");
    if (err != ERR_NONE)
        return refuse_answer(upload, line, "not sealed to this installation");
    return run_answer_read(arena, plain, answer) == ERR_NONE
               ? ERR_NONE
               : refuse_answer(upload, line, "not an answer that can be read");
}

static void add_up(struct upload *upload, const struct ready_result *result, int64_t tokens)
{
    const struct endpoint_completion *said = &result->said.completion;
    bool has_tokens = said->input_tokens >= 0 && said->output_tokens >= 0;
    bool is_bad = result->state != RESULT_PASSED;
    upload->pass_count += result->state == RESULT_PASSED;
    upload->fail_count += result->state == RESULT_FAILED;
    upload->error_count += result->state == RESULT_ERROR;
    upload->critical_fail_count += is_bad && result->is_critical;
    upload->input_tokens += has_tokens ? said->input_tokens : 0;
    upload->output_tokens += has_tokens ? said->output_tokens : 0;
    upload->guessed_tokens += has_tokens ? 0 : tokens;
    upload->duration_ms += result->said.duration_ms;
}

static enum err ready(struct upload *upload, const struct answer_line *line,
                      struct ready_result *result)
{
    struct run_answer answer;
    const char *findings = "";
    int64_t place = line->position % upload->document.case_count;
    const struct set_case *set_case = upload->cases.items[place];
    enum err err = open_answer(upload, line, &answer);
    if (err != ERR_NONE)
        return err;
    *result = (struct ready_result){
        .id = uuid_make(),
        .position = line->position,
        .case_id = set_case->id,
        .is_critical = set_case->is_critical,
        .state = RESULT_ERROR,
        .attempt_count = answer.attempt_count,
        .said = {answer.outcome, (int)answer.status, answer.duration_ms, 0, answer.completion}};
    const struct run_said said = {upload->document.cases[place].request, &result->said, -1};
    if (answer.outcome == ENDPOINT_ANSWERED)
        result->state = run_grade(db_arena(upload->db), set_case, &said, &findings);
    add_up(upload, result, line->tokens);
    const struct seal_place at = {.table = "test_results",
                                  .organization_id = upload->run->organization_id,
                                  .row_id = result->id};
    return run_grade_seal(upload->db, &at, &result->said, findings, &result->graded);
}

/* Of the results that were graded. */
static void find_times(struct upload *upload)
{
    int64_t count = 0;
    int64_t *times =
        arena_array(db_arena(upload->db), (size_t)upload->answers.count + 1, sizeof *times);
    for (int64_t i = 0; i < upload->answers.count; i++)
        if (upload->results[i].state != RESULT_ERROR)
            times[count++] = upload->results[i].said.duration_ms;
    upload->times = run_times_of(times, count);
}

static enum err grade_all(struct upload *upload)
{
    enum err err = run_cases_get(upload->db, upload->run, &upload->cases);
    if (err == ERR_NOT_FOUND ||
        (err == ERR_NONE && upload->cases.count != (int)upload->document.case_count))
        return problem_refuse(upload->problem, ERR_CONFLICT, "answers",
                              "The test set is gone, so that nothing can be graded.");
    upload->results = arena_array(db_arena(upload->db), (size_t)upload->answers.count + 1,
                                  sizeof *upload->results);
    for (int64_t i = 0; err == ERR_NONE && i < upload->answers.count; i++) {
        budget_look_now();
        err = ready(upload, &upload->answers.lines[i], &upload->results[i]);
    }
    if (err == ERR_NONE)
        find_times(upload);
    return err;
}

/* ---- writing ------------------------------------------------------------------------------- */

static bool is_stopped(const struct upload *upload)
{
    return upload->answers.stopped[0] != '\0';
}

/* ERR_NOT_FOUND: it has ended meanwhile. */
static enum err write_run(struct upload *upload, int64_t now)
{
    const struct test_run *run = upload->run;
    return db_change_one(
        upload->db,
        "UPDATE test_runs SET state = $1, reason = $2, model = $3, fed_count = $4, "
        "result_count = $4, pass_count = $5, fail_count = $6, error_count = $7, "
        "critical_fail_count = $8, input_tokens = $9, output_tokens = $10, guessed_tokens = $11, "
        "duration_ms = $12, p50_ms = $13, p95_ms = $14, started_at = $15, ended_at = $15 "
        "WHERE organization_id = $16 AND id = $17 AND ended_at IS NULL "
        "AND fed_count = 0",
        db_text(run_state_names[is_stopped(upload) ? RUN_STOPPED : RUN_DONE]),
        db_text(is_stopped(upload) ? run_reason_names[RUN_TOKENS] : NULL),
        db_text(upload->answers.head.model), db_int(upload->answers.count),
        db_int(upload->pass_count), db_int(upload->fail_count), db_int(upload->error_count),
        db_int(upload->critical_fail_count), db_int(upload->input_tokens),
        db_int(upload->output_tokens), db_int(upload->guessed_tokens), db_int(upload->duration_ms),
        db_int_or_null(upload->times.p50_ms), db_int_or_null(upload->times.p95_ms), db_time(now),
        db_uuid(&run->organization_id), db_uuid(&run->id));
}

static void insert_later(const struct upload *upload, const struct ready_result *result,
                         int64_t now)
{
    const struct test_run *run = upload->run;
    const struct endpoint_completion *said = &result->said.completion;
    db_change_later(
        upload->db,
        "INSERT INTO test_results (organization_id, id, run_id, position, case_id, repeat, "
        "is_critical, state, rank, outcome, status, attempt_count, input_tokens, output_tokens, "
        "reserved_tokens, reserved_nanos, duration_ms, output_digest, created_at, ended_at, "
        "output, "
        "findings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 0, $15, "
        "$16, $17, $17, $18, $19)",
        db_uuid(&run->organization_id), db_uuid(&result->id), db_uuid(&run->id),
        db_int(result->position), db_text(result->case_id),
        db_int(result->position / run->case_count), db_bool(result->is_critical),
        db_text(result_state_names[result->state]),
        db_int(result_rank_of(result->state, result->is_critical)),
        db_text(endpoint_outcome_names[result->said.outcome]),
        result->said.status == 0 ? db_null_of(DB_INT) : db_int(result->said.status),
        db_int(result->attempt_count), db_int_or_null(said->input_tokens),
        db_int_or_null(said->output_tokens), db_int(result->said.duration_ms),
        db_text(result->graded.digest[0] == '\0' ? NULL : result->graded.digest), db_time(now),
        result->graded.output, result->graded.findings);
}

/* Nobody withdrew it since. */
static enum err check_runner(struct upload *upload)
{
    struct db_result row;
    enum err err = db_select(upload->db, &row,
                             "SELECT 1 FROM runner_keys WHERE organization_id = $1 AND id = $2 "
                             "AND withdrawn_at IS NULL",
                             db_uuid(&upload->run->organization_id), db_uuid(&upload->runner.id));
    return err == ERR_NONE && row.row_count == 0 ? ERR_NOT_FOUND : err;
}

static json_t *describe(const struct upload *upload)
{
    json_t *details = json_object();
    audit_change_int(details, "version", 0, upload->run->version);
    audit_change(details, "runner", NULL, upload->runner.name);
    audit_change(details, "model", upload->run->model, upload->answers.head.model);
    audit_change(details, "state", run_state_names[upload->run->state],
                 run_state_names[is_stopped(upload) ? RUN_STOPPED : RUN_DONE]);
    audit_change_int(details, "passed", 0, upload->pass_count);
    audit_change_int(details, "failed", 0, upload->fail_count);
    audit_change_int(details, "errors", 0, upload->error_count);
    audit_change_int(details, "planned", 0, upload->run->planned_count);
    return details;
}

static enum err write_inside(struct upload *upload, const struct actor *actor,
                             const struct audit_ready *details)
{
    int64_t now = clock_now();
    const struct audit_event event = {.action = "test.upload",
                                      .record_type = upload->run->kind->name,
                                      .record_id = upload->run->record_id,
                                      .ready = details};
    enum err err = check_runner(upload);
    if (err == ERR_NONE)
        err = write_run(upload, now);
    if (err == ERR_NONE)
        err = run_end_carried(upload->db, upload->run);
    for (int64_t i = 0; err == ERR_NONE && i < upload->answers.count; i++)
        insert_later(upload, &upload->results[i], now);
    return err == ERR_NONE ? audit_record(upload->db, actor, &event) : err;
}

static enum err write_upload(struct upload *upload, const struct actor *actor)
{
    struct audit_ready details;
    struct db *db = upload->db;
    enum err err = audit_prepare(db, actor, &actor->organization_id,
                                 json_keep(db_arena(db), describe(upload)), &details);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, write_inside(upload, actor, &details));
    return err == ERR_NOT_FOUND
               ? problem_refuse(upload->problem, ERR_CONFLICT, "answers",
                                "This run has ended meanwhile, or its runner was withdrawn.")
               : err;
}

/* ---- the verb ------------------------------------------------------------------------------ */

static enum err check_run(const struct actor *actor, const struct record_head *head,
                          const struct test_run *run, struct problem *problem)
{
    if (uuid_is_nil(&run->runner_id))
        return problem_refuse(problem, ERR_CONFLICT, "answers",
                              "This run is not carried by file: the installation calls its "
                              "endpoint.");
    if (run_state_is_over(run->state))
        return problem_refuse(problem, ERR_CONFLICT, "answers",
                              run->state == RUN_CANCELED
                                  ? "This run was canceled. Start it again, and carry that one."
                                  : "The answers to this run were uploaded already.");
    return run_may_carry(actor, head, run) ? ERR_NONE : ERR_DENIED;
}

enum err run_upload(struct db *db, const struct actor *actor, const struct record_head *head,
                    const struct test_run *run, struct text file, struct problem *problem)
{
    struct text text;
    struct upload *upload = arena_alloc(db_arena(db), sizeof *upload);
    *problem = (struct problem){.field = "", .message = NULL};
    *upload = (struct upload){.db = db, .run = run, .problem = problem};
    enum err err = check_run(actor, head, run, problem);
    if (err == ERR_NONE)
        err = load_runner(upload);
    if (err == ERR_NONE)
        err = check_head(upload, file);
    if (err == ERR_NONE)
        err = run_carry_read(db, run, &upload->document, &text);
    if (err == ERR_NONE)
        err = check_lines(upload, file);
    if (err == ERR_NONE)
        err = grade_all(upload);
    return err == ERR_NONE ? write_upload(upload, actor) : err;
}
