#include "data/run/run_result_row.h"

#include "data/vault/vault.h"

#define RESULT_COLUMNS                                                                             \
    "id, position, case_id, repeat, is_critical, state, outcome, status, attempt_count, "          \
    "input_tokens, output_tokens, cost_nanos, duration_ms, output_digest, created_at, ended_at, "  \
    "output, findings, judge_turn, judge_passed, judge_score, verdict_count, verdict_passed, "     \
    "judged, judged_state, judge_input_tokens, judge_output_tokens, judge_cost_nanos"

/* ---- which of both ------------------------------------------------------------------------- */

void result_row_add_state(struct query *q, const struct test_run *run)
{
    if (run_row_judge_decides(run))
        query_add(q, "judged_state");
    else
        query_add(q, "state");
}

void result_row_add_rank(struct query *q, const struct test_run *run)
{
    if (run_row_judge_decides(run))
        query_add(q, "judged_rank");
    else
        query_add(q, "rank");
}

struct db_value result_row_judged_state(const struct test_run *run, enum result_state state)
{
    return db_text(run->judge_repeats > 0 ? result_state_names[state] : NULL);
}

struct db_value result_row_judged_rank(const struct test_run *run, enum result_state state,
                                       bool is_critical)
{
    return run->judge_repeats > 0 ? db_int(result_rank_of(state, is_critical)) : db_null_of(DB_INT);
}

/* ---- a row --------------------------------------------------------------------------------- */

static void read_words(const struct test_run *run, const struct db_result *rows, int row,
                       struct test_result *result)
{
    const char *by_checks = db_get_text(rows, row, 5);
    if (result_state_parse(by_checks, &result->by_checks) != ERR_NONE ||
        result_state_parse(db_get_text_or(rows, row, 24, by_checks), &result->by_judge) !=
            ERR_NONE ||
        (!db_is_null(rows, row, 6) &&
         endpoint_outcome_parse(db_get_text(rows, row, 6), &result->outcome) != ERR_NONE))
        die("a test result in an unknown state");
    result->state = run_row_judge_decides(run) ? result->by_judge : result->by_checks;
    result->output_digest = db_get_text_or(rows, row, 13, "");
}

static bool is_true(const struct db_result *rows, int row, int column)
{
    return !db_is_null(rows, row, column) && db_get_bool(rows, row, column);
}

static void read_judge(const struct db_result *rows, int row, struct test_result *result)
{
    result->judge_turn = db_get_int_or(rows, row, 18, -1);
    result->has_judged = !db_is_null(rows, row, 19);
    result->judge_passed = is_true(rows, row, 19);
    result->judge_score = db_get_int_or(rows, row, 20, 0);
    result->judge_input_tokens = db_get_int_or(rows, row, 25, -1);
    result->judge_output_tokens = db_get_int_or(rows, row, 26, -1);
    result->judge_cost_nanos = db_get_int_or(rows, row, 27, -1);
    result->verdict_count = db_get_int(rows, row, 21);
    result->verdict_passed = is_true(rows, row, 22);
}

static enum err read_sealed(struct db *db, const struct test_run *run, const struct db_result *rows,
                            int row, struct test_result *result)
{
    struct seal_place output = {"test_results", "output", run->organization_id, result->id};
    struct seal_place findings = {"test_results", "findings", run->organization_id, result->id};
    struct seal_place judged = {"test_results", "judged", run->organization_id, result->id};
    enum err err = vault_open_text(db, &output, db_get_bytes(rows, row, 16), &result->output);
    result->is_deleted = result->output_digest[0] != '\0' && result->output[0] == '\0';
    if (err == ERR_NONE)
        err = vault_open_text(db, &findings, db_get_bytes(rows, row, 17), &result->findings);
    return err == ERR_NONE
               ? vault_open_text(db, &judged, db_get_bytes(rows, row, 23), &result->judged)
               : err;
}

static enum err read_result(struct db *db, const struct test_run *run, const struct db_result *rows,
                            int row, struct test_result *result)
{
    *result = (struct test_result){
        .id = db_get_uuid(rows, row, 0),
        .position = db_get_int(rows, row, 1),
        .case_id = db_get_text(rows, row, 2),
        .repeat = db_get_int(rows, row, 3),
        .is_critical = db_get_bool(rows, row, 4),
        .status = db_get_int_or(rows, row, 7, 0),
        .attempt_count = db_get_int(rows, row, 8),
        .input_tokens = db_get_int_or(rows, row, 9, -1),
        .output_tokens = db_get_int_or(rows, row, 10, -1),
        .cost_nanos = db_get_int_or(rows, row, 11, -1),
        .duration_ms = db_get_int_or(rows, row, 12, 0),
        .created_at = db_get_time(rows, row, 14),
        .ended_at = db_get_time(rows, row, 15),
    };
    read_words(run, rows, row, result);
    read_judge(rows, row, result);
    return read_sealed(db, run, rows, row, result);
}

void result_row_select(struct query *q, struct db *db, const struct test_run *run)
{
    query_begin(q, db, "SELECT " RESULT_COLUMNS " FROM test_results");
    query_bind(q, " WHERE organization_id = ", db_uuid(&run->organization_id));
    query_bind(q, " AND run_id = ", db_uuid(&run->id));
}

enum err result_row_read(struct query *q, struct db *db, const struct test_run *run, int limit,
                         struct test_result_list *list)
{
    struct db_result rows;
    *list = (struct test_result_list){.count = 0};
    query_bind(q, " LIMIT ", db_int(limit + 1));
    enum err err = query_run(q, &rows);
    if (err != ERR_NONE)
        return err;
    list->has_more = rows.row_count > limit;
    int count = list->has_more ? limit : rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)count + 1, sizeof *list->items);
    for (; err == ERR_NONE && list->count < count; list->count++)
        err = read_result(db, run, &rows, list->count, &list->items[list->count]);
    return err;
}
