#include "data/run/run_row.h"

#include "data/listing/record_brief.h"
#include "data/set/set.h"
#include "data/user/person.h"

/* The columns of a run, in the order in which read_run takes them; those of its person follow. */
#define RUN_COLUMNS                                                                                \
    "r.id, r.kind, r.record_id, r.version, r.set_id, r.set_version, r.endpoint_id, "               \
    "r.endpoint_name, r.model, r.grade, r.state, r.reason, r.digest, r.again_of, r.case_ids, "     \
    "r.repeats, r.case_count, r.planned_count, r.fed_count, r.result_count, r.pass_count, "        \
    "r.fail_count, r.error_count, r.critical_fail_count, r.input_tokens, r.output_tokens, "        \
    "r.cost_nanos, r.guessed_tokens, r.guessed_nanos, r.currency, r.is_priced, r.token_cap, "      \
    "r.cost_cap_nanos, r.duration_ms, r.p50_ms, r.p95_ms, r.judge_id, r.judge_version, "           \
    "r.judge_digest, r.judge_endpoint_id, r.judge_model, r.judge_name, r.judge_endpoint_name, "    \
    "r.judge_key, r.judge_repeats, r.judge_label, r.judged_pass_count, r.judged_fail_count, "      \
    "r.judged_error_count, r.judged_critical_fail_count, r.created_at, r.started_at, "             \
    "r.ended_at, r.parameters, k.runner_id, k.runner_name, k.digest, r.source_name, "              \
    "r.source_digest, "
enum {
    COLUMN_REPEATS = 15,
    COLUMN_CURRENCY = 29,
    COLUMN_TOKEN_CAP = 31,
    COLUMN_JUDGE = 36,
    COLUMN_JUDGED = 46, /* four counts */
    COLUMN_CREATED_AT = 50,
    COLUMN_PARAMETERS = 53,
    COLUMN_RUNNER = 54,
    COLUMN_SOURCE = 57,
    COLUMN_CREATED_BY = 59,
    COLUMN_TOKEN = COLUMN_CREATED_BY + PERSON_COLUMN_COUNT
};

/* ---- a row --------------------------------------------------------------------------------- */

static void read_words(const struct db_result *rows, int row, struct test_run *run)
{
    if (run_grade_parse(db_get_text(rows, row, 9), &run->grade) != ERR_NONE ||
        run_state_parse(db_get_text(rows, row, 10), &run->state) != ERR_NONE ||
        run_reason_parse(db_get_text_or(rows, row, 11, ""), &run->reason) != ERR_NONE)
        die("a test run in an unknown state");
    run->digest = db_get_text_or(rows, row, 12, "");
    run->again_of = db_get_uuid(rows, row, 13);
    run->case_ids = db_get_text_or(rows, row, 14, "");
}

static void read_numbers(const struct db_result *rows, int row, struct test_run *run)
{
    int64_t *const numbers[] = {
        &run->repeats,        &run->case_count,    &run->planned_count,
        &run->fed_count,      &run->result_count,  &run->pass_count,
        &run->fail_count,     &run->error_count,   &run->critical_fail_count,
        &run->input_tokens,   &run->output_tokens, &run->cost_nanos,
        &run->guessed_tokens, &run->guessed_nanos,
    };
    for (int i = 0; i < (int)COUNT_OF(numbers); i++)
        *numbers[i] = db_get_int(rows, row, COLUMN_REPEATS + i);
    run->currency = db_get_text(rows, row, COLUMN_CURRENCY);
    run->is_priced = db_get_bool(rows, row, COLUMN_CURRENCY + 1);
    run->token_cap = db_get_int_or(rows, row, COLUMN_TOKEN_CAP, -1);
    run->cost_cap_nanos = db_get_int_or(rows, row, COLUMN_TOKEN_CAP + 1, -1);
    run->duration_ms = db_get_int(rows, row, COLUMN_TOKEN_CAP + 2);
    run->p50_ms = db_get_int_or(rows, row, COLUMN_TOKEN_CAP + 3, -1);
    run->p95_ms = db_get_int_or(rows, row, COLUMN_TOKEN_CAP + 4, -1);
}

static void read_judge(const struct db_result *rows, int row, struct test_run *run)
{
    run->judge_id = db_get_uuid(rows, row, COLUMN_JUDGE);
    run->judge_version = db_get_int_or(rows, row, COLUMN_JUDGE + 1, 0);
    run->judge_digest = db_get_text_or(rows, row, COLUMN_JUDGE + 2, "");
    run->judge_endpoint_id = db_get_uuid(rows, row, COLUMN_JUDGE + 3);
    run->judge_model = db_get_text_or(rows, row, COLUMN_JUDGE + 4, "");
    run->judge_name = db_get_text_or(rows, row, COLUMN_JUDGE + 5, "");
    run->judge_endpoint_name = db_get_text_or(rows, row, COLUMN_JUDGE + 6, "");
    run->judge_key = db_get_text_or(rows, row, COLUMN_JUDGE + 7, "");
    run->judge_repeats = db_get_int_or(rows, row, COLUMN_JUDGE + 8, 0);
    run->judge_label = db_get_text(rows, row, COLUMN_JUDGE + 9);
    run->judge_standing = JUDGE_UNCALIBRATED;
    run->by_checks = (struct run_counts){run->pass_count, run->fail_count, run->error_count,
                                         run->critical_fail_count};
    run->by_judge = (struct run_counts){
        db_get_int(rows, row, COLUMN_JUDGED), db_get_int(rows, row, COLUMN_JUDGED + 1),
        db_get_int(rows, row, COLUMN_JUDGED + 2), db_get_int(rows, row, COLUMN_JUDGED + 3)};
}

static enum err read_run(struct db *db, const struct uuid *organization_id,
                         const struct db_result *rows, int row, struct test_run *run)
{
    *run = (struct test_run){
        .organization_id = *organization_id,
        .id = db_get_uuid(rows, row, 0),
        .kind = record_kind_find(db_get_text(rows, row, 1)),
        .record_id = db_get_uuid(rows, row, 2),
        .version = db_get_int(rows, row, 3),
        .set_id = db_get_uuid(rows, row, 4),
        .set_version = db_get_int(rows, row, 5),
        .endpoint_id = db_get_uuid(rows, row, 6),
        .endpoint_name = db_get_text(rows, row, 7),
        .model = db_get_text(rows, row, 8),
        .runner_id = db_get_uuid(rows, row, COLUMN_RUNNER),
        .runner_name = db_get_text_or(rows, row, COLUMN_RUNNER + 1, ""),
        .carry_digest = db_get_text_or(rows, row, COLUMN_RUNNER + 2, ""),
        .created_by = db_get_uuid(rows, row, COLUMN_CREATED_BY),
        .token_id = db_get_uuid(rows, row, COLUMN_TOKEN),
        .created_at = db_get_time(rows, row, COLUMN_CREATED_AT),
        .started_at = db_get_time(rows, row, COLUMN_CREATED_AT + 1),
        .ended_at = db_get_time(rows, row, COLUMN_CREATED_AT + 2),
        .source_digest = db_get_text_or(rows, row, COLUMN_SOURCE + 1, ""),
    };
    read_words(rows, row, run);
    read_numbers(rows, row, run);
    read_judge(rows, row, run);
    struct seal_place place = {"test_runs", "parameters", *organization_id, run->id};
    struct seal_place source = {"test_runs", "source_name", *organization_id, run->id};
    enum err err =
        vault_open_text(db, &place, db_get_bytes(rows, row, COLUMN_PARAMETERS), &run->parameters);
    if (err == ERR_NONE)
        err =
            vault_open_text(db, &source, db_get_bytes(rows, row, COLUMN_SOURCE), &run->source_name);
    return err == ERR_NONE ? person_name(db, rows, row, COLUMN_CREATED_BY, &run->created_by_name)
                           : err;
}

void run_row_select(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT " RUN_COLUMNS PERSON_COLUMNS_OF("r.created_by", u) ", r.token_id");
    query_bind(
        q,
        " FROM test_runs r LEFT JOIN carried_runs k ON k.organization_id = r.organization_id "
        "AND k.id = r.id" PERSON_JOIN(u, "r.organization_id",
                                      "r.created_by") "WHERE r.organization_id = ",
        db_uuid(organization_id));
}

/* ---- the judge ------------------------------------------------------------------------------ */

bool run_row_judge_decides(const struct test_run *run)
{
    return run->judge_repeats > 0 && run->judge_standing == JUDGE_DECIDES;
}

static struct evidence_judge judge_of(const struct test_run *run)
{
    return (struct evidence_judge){
        .prompt_id = run->judge_id,
        .label = run->judge_label,
        .version = run->judge_version,
        .endpoint_id = run->judge_endpoint_id,
        .model = run->judge_model,
        .key = run->judge_key,
    };
}

/* Of the same judge it is asked once. */
static enum err read_standing(struct db *db, const struct test_run *runs, int index,
                              enum judge_standing *standing)
{
    const struct evidence_judge judge = judge_of(&runs[index]);
    for (int i = 0; i < index; i++) {
        const struct evidence_judge other = judge_of(&runs[i]);
        *standing = runs[i].judge_standing;
        if (runs[i].judge_repeats > 0 && evidence_judge_equal(&judge, &other))
            return ERR_NONE;
    }
    return evidence_judge_look(db, &runs[index].organization_id, &judge, standing);
}

enum err run_row_judge(struct db *db, struct test_run *runs, int count)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        struct test_run *run = &runs[i];
        if (run->judge_repeats == 0)
            continue;
        err = read_standing(db, runs, i, &run->judge_standing);
        const struct run_counts *counts =
            run->judge_standing == JUDGE_DECIDES ? &run->by_judge : &run->by_checks;
        run->pass_count = counts->pass_count;
        run->fail_count = counts->fail_count;
        run->error_count = counts->error_count;
        run->critical_fail_count = counts->critical_fail_count;
    }
    return err;
}

/* What record and test set are called now. */
enum err run_row_name(struct db *db, struct test_run *runs, int count)
{
    if (count == 0)
        return ERR_NONE;
    struct record_briefs briefs = record_briefs_begin(db, &runs[0].organization_id, 2 * count);
    for (int i = 0; i < count; i++) {
        record_briefs_add(&briefs, set_store.kind, &runs[i].set_id);
        if (runs[i].kind != NULL)
            record_briefs_add(&briefs, runs[i].kind, &runs[i].record_id);
    }
    enum err err = record_briefs_load(&briefs);
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        const struct record_brief *set = record_briefs_find(&briefs, &runs[i].set_id);
        const struct record_brief *record = record_briefs_find(&briefs, &runs[i].record_id);
        runs[i].set_name = set == NULL ? NULL : set->name;
        runs[i].record_name = record == NULL ? NULL : record->name;
    }
    return err;
}

enum err run_row_read(struct query *q, struct db *db, const struct uuid *organization_id, int limit,
                      struct test_run_list *list)
{
    struct db_result rows;
    *list = (struct test_run_list){.count = 0};
    query_bind(q, " LIMIT ", db_int(limit + 1));
    enum err err = query_run(q, &rows);
    if (err != ERR_NONE)
        return err;
    list->has_more = rows.row_count > limit;
    int count = list->has_more ? limit : rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)count + 1, sizeof *list->items);
    for (; err == ERR_NONE && list->count < count; list->count++)
        err = read_run(db, organization_id, &rows, list->count, &list->items[list->count]);
    return err;
}
