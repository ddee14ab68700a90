#include "data/run/run_verdict.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/audit/audit.h"
#include "data/listing/record_brief.h"
#include "data/user/person.h"
#include "data/vault/vault.h"
#include "domain/record/record_name.h"

/* ---- what was said ------------------------------------------------------------------------- */

static enum err read_verdict(struct db *db, const struct test_run *run,
                             const struct db_result *rows, int row, struct run_verdict *verdict)
{
    struct uuid id = db_get_uuid(rows, row, 0);
    struct seal_place place = {"judge_verdicts", "note", run->organization_id, id};
    *verdict = (struct run_verdict){.turn = db_get_int(rows, row, 1),
                                    .passed = db_get_bool(rows, row, 3),
                                    .created_at = db_get_time(rows, row, 4)};
    if (result_state_parse(db_get_text(rows, row, 2), &verdict->before) != ERR_NONE)
        die("a verdict on a result in an unknown state");
    enum err err = vault_open_text(db, &place, db_get_bytes(rows, row, 5), &verdict->note);
    return err == ERR_NONE ? person_name(db, rows, row, 6, &verdict->user_name) : err;
}

enum err run_verdict_list(struct db *db, const struct test_run *run, int64_t position,
                          struct run_verdict_list *list)
{
    struct query q;
    struct db_result rows;
    *list = (struct run_verdict_list){.count = 0};
    query_begin(
        &q, db,
        "SELECT v.id, v.turn, v.state_before, v.passed, v.created_at, v.note, " PERSON_COLUMNS_OF(
            "v.user_id", u));
    query_bind(&q,
               " FROM judge_verdicts v" PERSON_JOIN(u, "v.organization_id",
                                                    "v.user_id") "WHERE v.organization_id = ",
               db_uuid(&run->organization_id));
    query_bind(&q, " AND v.run_id = ", db_uuid(&run->id));
    query_bind(&q, " AND v.position = ", db_int(position));
    query_bind(&q, " ORDER BY v.turn DESC LIMIT ", db_int(VERDICT_LIST_MAX));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (; err == ERR_NONE && list->count < rows.row_count; list->count++)
        err = read_verdict(db, run, &rows, list->count, &list->items[list->count]);
    return err;
}

/* ---- saying -------------------------------------------------------------------------------- */

bool run_verdict_may(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return actor->kind == ACTOR_USER &&
           uuid_equal(&actor->home_organization_id, &actor->organization_id) &&
           policy_allows(actor, head->store->kind->read, &target) &&
           policy_allows(actor, PERMISSION_COMMENT_ADD, &target);
}

bool run_verdict_fits(const struct test_result *result)
{
    return result->state != RESULT_OPEN && result->outcome == ENDPOINT_ANSWERED &&
           result->output[0] != '\0';
}

/* A verdict on its way into the database, sealed before the transaction. */
struct ready_verdict {
    const struct test_run *run;
    const struct test_result *result;
    const struct run_verdict_draft *draft;
    struct uuid id;
    enum result_state state; /* that the result gets */
    struct db_value note;
    struct audit_ready details;
};

static enum err prepare(struct db *db, const struct actor *actor, struct ready_verdict *ready)
{
    json_t *details = json_object();
    struct seal_place place = {"judge_verdicts", "note", actor->organization_id, ready->id};
    audit_change_int(details, "version", 0, ready->run->version);
    audit_change(details, "case", NULL, ready->result->case_id);
    audit_change(details, "result", result_state_names[ready->result->state],
                 result_state_names[ready->state]);
    if (ready->result->has_judged)
        audit_change(details, "judge", NULL, ready->result->judge_passed ? "passed" : "failed");
    enum err err = vault_seal_text(db, &place, ready->draft->note, &ready->note);
    return err == ERR_NONE ? audit_prepare(db, actor, &actor->organization_id,
                                           json_keep(db_arena(db), details), &ready->details)
                           : err;
}

/* ERR_NOT_FOUND: somebody said something meanwhile. */
static enum err write_result(struct db *db, const struct ready_verdict *ready)
{
    const struct test_run *run = ready->run;
    const struct test_result *result = ready->result;
    enum err err = db_change_one(
        db,
        "UPDATE test_results SET state = $1, rank = $2, verdict_passed = $3, "
        "verdict_count = verdict_count + 1, judged_state = $9, judged_rank = $10 "
        "WHERE organization_id = $4 AND run_id = $5 "
        "AND position = $6 AND verdict_count = $7 AND state = $8",
        db_text(result_state_names[ready->state]),
        db_int(result_rank_of(ready->state, result->is_critical)), db_bool(ready->draft->passed),
        db_uuid(&run->organization_id), db_uuid(&run->id), db_int(result->position),
        db_int(ready->draft->seen), db_text(result_state_names[result->by_checks]),
        result_row_judged_state(run, ready->state),
        result_row_judged_rank(run, ready->state, result->is_critical));
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "UPDATE judge_verdicts SET is_latest = $1 WHERE organization_id = $2 "
                     "AND run_id = $3 AND position = $4 AND is_latest",
                     db_bool(false), db_uuid(&run->organization_id), db_uuid(&run->id),
                     db_int(result->position));
}

static enum err insert(struct db *db, const struct actor *actor, const struct ready_verdict *ready)
{
    const struct test_run *run = ready->run;
    const struct test_result *result = ready->result;
    return db_change_one(
        db,
        "INSERT INTO judge_verdicts (organization_id, id, run_id, position, turn, is_latest, "
        "state_before, passed, judge_id, judge_key, judge_passed, user_id, created_at, note) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        db_uuid(&run->organization_id), db_uuid(&ready->id), db_uuid(&run->id),
        db_int(result->position), db_int(ready->draft->seen + 1), db_bool(true),
        db_text(result_state_names[result->state]), db_bool(ready->draft->passed),
        db_uuid_or_null(&run->judge_id), db_text(run->judge_key[0] == '\0' ? NULL : run->judge_key),
        result->has_judged ? db_bool(result->judge_passed) : db_null_of(DB_BOOL),
        db_uuid(&actor->user_id), db_time(clock_now()), ready->note);
}

/* What a verdict adds to the counts of a run in which the result was in this state. */
static struct run_counts added_by(const struct ready_verdict *ready, enum result_state before)
{
    enum result_state after = ready->state;
    int was_bad = before != RESULT_PASSED, is_bad = after != RESULT_PASSED;
    return (struct run_counts){
        .pass_count = (after == RESULT_PASSED) - (before == RESULT_PASSED),
        .fail_count = (after == RESULT_FAILED) - (before == RESULT_FAILED),
        .error_count = -(before == RESULT_ERROR),
        .critical_fail_count = ready->result->is_critical ? is_bad - was_bad : 0,
    };
}

/* The counts of the run are those of its results. */
static enum err write_counts(struct db *db, const struct ready_verdict *ready)
{
    struct run_counts checks = added_by(ready, ready->result->by_checks), judge = {0};
    if (ready->run->judge_repeats > 0)
        judge = added_by(ready, ready->result->by_judge);
    return db_change_one(
        db,
        "UPDATE test_runs SET pass_count = pass_count + $1, fail_count = fail_count + $2, "
        "error_count = error_count + $3, critical_fail_count = critical_fail_count + $4, "
        "judged_pass_count = judged_pass_count + $5, judged_fail_count = judged_fail_count + $6, "
        "judged_error_count = judged_error_count + $7, "
        "judged_critical_fail_count = judged_critical_fail_count + $8 "
        "WHERE organization_id = $9 AND id = $10",
        db_int(checks.pass_count), db_int(checks.fail_count), db_int(checks.error_count),
        db_int(checks.critical_fail_count), db_int(judge.pass_count), db_int(judge.fail_count),
        db_int(judge.error_count), db_int(judge.critical_fail_count),
        db_uuid(&ready->run->organization_id), db_uuid(&ready->run->id));
}

static enum err write(struct db *db, const struct actor *actor, const struct ready_verdict *ready)
{
    const struct audit_event event = {.action = "test.verdict",
                                      .record_type =
                                          ready->run->kind == NULL ? "run" : ready->run->kind->name,
                                      .record_id = ready->run->record_id,
                                      .ready = &ready->details};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = write_result(db, ready);
    if (err == ERR_NONE)
        err = insert(db, actor, ready);
    if (err == ERR_NONE)
        err = write_counts(db, ready);
    return db_finish(db, err == ERR_NONE ? audit_record(db, actor, &event) : err);
}

enum err run_verdict_give(struct db *db, const struct actor *actor, const struct record_head *head,
                          const struct test_run *run, const struct test_result *result,
                          const struct run_verdict_draft *draft, struct problem *problem)
{
    struct ready_verdict ready = {.run = run,
                                  .result = result,
                                  .draft = draft,
                                  .id = uuid_make(),
                                  .state = draft->passed ? RESULT_PASSED : RESULT_FAILED};
    *problem = (struct problem){.field = "", .message = NULL};
    if (!run_verdict_may(actor, head))
        return ERR_DENIED;
    if (!run_verdict_fits(result))
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "There is no answer of the model to look at.");
    enum err err = prepare(db, actor, &ready);
    if (err == ERR_NONE)
        err = write(db, actor, &ready);
    return err == ERR_NOT_FOUND
               ? problem_refuse(problem, ERR_CONFLICT, "",
                                "Someone gave a verdict on this result in the meantime. Look at "
                                "it, and give yours again if you still differ.")
               : err;
}

/* ---- what is left -------------------------------------------------------------------------- */

#define WITHOUT_VERDICT                                                                            \
    " AND verdict_count = 0 AND state <> 'open' AND outcome = 'answered' AND output IS NOT NULL"

enum err run_verdict_next(struct db *db, const struct test_run *run, int64_t after,
                          struct test_result *result, int64_t *left)
{
    struct query q;
    struct db_result row;
    struct test_result_list list;
    *left = 0;
    enum err err = db_select(db, &row,
                             "SELECT count(*) FROM test_results WHERE organization_id = $1 "
                             "AND run_id = $2" WITHOUT_VERDICT,
                             db_uuid(&run->organization_id), db_uuid(&run->id));
    if (err != ERR_NONE)
        return err;
    *left = db_get_int(&row, 0, 0);
    result_row_select(&q, db, run);
    query_add(&q, WITHOUT_VERDICT);
    query_bind(&q, " AND position > ", db_int(after));
    query_add(&q, " ORDER BY position");
    err = result_row_read(&q, db, run, 1, &list);
    if (err == ERR_NONE && list.count == 0)
        return ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *result = list.items[0];
    return err;
}

/* May the actor read the record? One that is gone nobody may. */
static bool may_read(struct db *db, const struct actor *actor, const struct record_brief *brief)
{
    if (brief == NULL || brief->name == NULL)
        return false;
    const struct policy_target target = {.organization_id = actor->organization_id,
                                         .owner_id = brief->owner_id,
                                         .folder = record_name_folder(db_arena(db), brief->name)};
    return policy_allows(actor, brief->kind->read, &target);
}

static struct run_dispute read_dispute(const struct db_result *rows, int row,
                                       const struct record_brief *brief)
{
    return (struct run_dispute){
        .kind = brief->kind,
        .record_id = brief->id,
        .record_name = brief->name,
        .run_id = db_get_uuid(rows, row, 2),
        .position = db_get_int(rows, row, 3),
        .case_id = db_get_text(rows, row, 4),
        .judge_passed = db_get_bool(rows, row, 5),
        .created_at = db_get_time(rows, row, 6),
    };
}

static enum err name_records(const struct db_result *rows, struct record_briefs *briefs)
{
    for (int i = 0; i < rows->row_count; i++) {
        const struct record_kind *kind = record_kind_find(db_get_text(rows, i, 0));
        struct uuid id = db_get_uuid(rows, i, 1);
        if (kind != NULL)
            record_briefs_add(briefs, kind, &id);
    }
    return record_briefs_load(briefs);
}

enum err run_verdict_disputes(struct db *db, const struct actor *actor, const char *key,
                              struct run_dispute_list *rows)
{
    struct db_result found;
    *rows = (struct run_dispute_list){.count = 0};
    enum err err = db_select(
        db, &found,
        "SELECT r.kind, r.record_id, v.run_id, v.position, t.case_id, v.judge_passed, v.created_at "
        "FROM judge_verdicts v JOIN test_runs r ON r.organization_id = v.organization_id "
        "AND r.id = v.run_id JOIN test_results t ON t.organization_id = v.organization_id "
        "AND t.run_id = v.run_id AND t.position = v.position "
        "WHERE v.organization_id = $1 AND v.judge_key = $2 AND v.is_latest "
        "AND v.judge_passed <> v.passed ORDER BY v.id DESC LIMIT $3",
        db_uuid(&actor->organization_id), db_text(key), db_int(VERDICT_LIST_MAX + 1));
    if (err != ERR_NONE)
        return err;
    struct record_briefs briefs =
        record_briefs_begin(db, &actor->organization_id, VERDICT_LIST_MAX + 1);
    err = name_records(&found, &briefs);
    if (err != ERR_NONE)
        return err;
    rows->items = arena_array(db_arena(db), (size_t)found.row_count + 1, sizeof *rows->items);
    rows->has_more = found.row_count > VERDICT_LIST_MAX;
    for (int i = 0; i < found.row_count && i < VERDICT_LIST_MAX; i++) {
        struct uuid id = db_get_uuid(&found, i, 1);
        const struct record_brief *brief = record_briefs_find(&briefs, &id);
        if (may_read(db, actor, brief))
            rows->items[rows->count++] = read_dispute(&found, i, brief);
        else
            rows->hidden_count++;
    }
    return ERR_NONE;
}

enum err run_verdict_judges(struct db *db, const struct record_head *head,
                            struct run_judge_rows *rows)
{
    struct db_result found;
    *rows = (struct run_judge_rows){.count = 0};
    enum err err = db_select(
        db, &found,
        "SELECT r.judge_key, r.judge_version, r.judge_endpoint_name, r.judge_model "
        "FROM test_runs r WHERE r.organization_id = $1 AND r.judge_id = $2 AND NOT EXISTS "
        "(SELECT 1 FROM test_runs n WHERE n.organization_id = r.organization_id "
        "AND n.judge_id = r.judge_id AND n.judge_key = r.judge_key AND n.id > r.id) "
        "ORDER BY r.id DESC LIMIT $3",
        db_uuid(&head->organization_id), db_uuid(&head->id), db_int(VERDICT_LIST_MAX));
    if (err != ERR_NONE)
        return err;
    rows->items = arena_array(db_arena(db), (size_t)found.row_count + 1, sizeof *rows->items);
    for (int i = 0; i < found.row_count; i++)
        rows->items[rows->count++] =
            (struct run_judge_row){db_get_text(&found, i, 0), db_get_int(&found, i, 1),
                                   db_get_text(&found, i, 2), db_get_text(&found, i, 3)};
    return ERR_NONE;
}
