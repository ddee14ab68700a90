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
    "r.judge_key, r.judge_repeats, r.judge_gates, r.created_at, r.started_at, r.ended_at, "        \
    "r.parameters, "
enum {
    COLUMN_REPEATS = 15,
    COLUMN_CURRENCY = 29,
    COLUMN_TOKEN_CAP = 31,
    COLUMN_JUDGE = 36,
    COLUMN_CREATED_AT = 46,
    COLUMN_PARAMETERS = 49,
    COLUMN_CREATED_BY = 50,
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
    run->judge_gates =
        !db_is_null(rows, row, COLUMN_JUDGE + 9) && db_get_bool(rows, row, COLUMN_JUDGE + 9);
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
        .created_by = db_get_uuid(rows, row, COLUMN_CREATED_BY),
        .token_id = db_get_uuid(rows, row, COLUMN_TOKEN),
        .created_at = db_get_time(rows, row, COLUMN_CREATED_AT),
        .started_at = db_get_time(rows, row, COLUMN_CREATED_AT + 1),
        .ended_at = db_get_time(rows, row, COLUMN_CREATED_AT + 2),
    };
    read_words(rows, row, run);
    read_numbers(rows, row, run);
    read_judge(rows, row, run);
    struct seal_place place = {"test_runs", "parameters", *organization_id, run->id};
    enum err err =
        vault_open_text(db, &place, db_get_bytes(rows, row, COLUMN_PARAMETERS), &run->parameters);
    return err == ERR_NONE ? person_name(db, rows, row, COLUMN_CREATED_BY, &run->created_by_name)
                           : err;
}

void run_row_select(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT " RUN_COLUMNS PERSON_COLUMNS_OF("r.created_by", u) ", r.token_id");
    query_bind(q,
               " FROM test_runs r" PERSON_JOIN(u, "r.organization_id",
                                               "r.created_by") "WHERE r.organization_id = ",
               db_uuid(organization_id));
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
