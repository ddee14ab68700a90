#include "data/run/run.h"

#include <string.h>

#include "data/db/query.h"
#include "data/user/person.h"

/* The columns of a run, in the order in which read_run takes them; those of its person follow. */
#define RUN_COLUMNS                                                                                \
    "r.id, r.kind, r.record_id, r.version, r.set_id, r.set_version, r.endpoint_id, "               \
    "r.endpoint_name, r.model, r.grade, r.state, r.reason, r.digest, r.again_of, r.case_ids, "     \
    "r.repeats, r.case_count, r.planned_count, r.fed_count, r.result_count, r.pass_count, "        \
    "r.fail_count, r.error_count, r.critical_fail_count, r.input_tokens, r.output_tokens, "        \
    "r.cost_nanos, r.guessed_tokens, r.guessed_nanos, r.currency, r.is_priced, r.token_cap, "      \
    "r.cost_cap_nanos, r.duration_ms, r.p50_ms, r.p95_ms, r.judge_id, r.judge_version, "           \
    "r.judge_digest, r.judge_endpoint_id, r.judge_model, r.created_at, r.started_at, r.ended_at, " \
    "r.parameters, "
enum {
    COLUMN_REPEATS = 15,
    COLUMN_CURRENCY = 29,
    COLUMN_TOKEN_CAP = 31,
    COLUMN_JUDGE = 36,
    COLUMN_CREATED_AT = 41,
    COLUMN_PARAMETERS = 44,
    COLUMN_CREATED_BY = 45
};

/* ---- a row --------------------------------------------------------------------------------- */

static const char *text_or_empty(const struct db_result *rows, int row, int column)
{
    return db_is_null(rows, row, column) ? "" : db_get_text(rows, row, column);
}

static void read_words(const struct db_result *rows, int row, struct test_run *run)
{
    if (run_grade_parse(db_get_text(rows, row, 9), &run->grade) != ERR_NONE ||
        run_state_parse(db_get_text(rows, row, 10), &run->state) != ERR_NONE ||
        run_reason_parse(text_or_empty(rows, row, 11), &run->reason) != ERR_NONE)
        die("a test run in an unknown state");
    run->digest = text_or_empty(rows, row, 12);
    run->again_of = db_get_uuid(rows, row, 13);
    run->case_ids = text_or_empty(rows, row, 14);
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
    run->judge_digest = text_or_empty(rows, row, COLUMN_JUDGE + 2);
    run->judge_endpoint_id = db_get_uuid(rows, row, COLUMN_JUDGE + 3);
    run->judge_model = text_or_empty(rows, row, COLUMN_JUDGE + 4);
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

static void select_runs(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT " RUN_COLUMNS PERSON_COLUMNS_OF("r.created_by", u));
    query_bind(q,
               " FROM test_runs r" PERSON_JOIN(u, "r.organization_id",
                                               "r.created_by") "WHERE r.organization_id = ",
               db_uuid(organization_id));
}

/* ---- many ---------------------------------------------------------------------------------- */

/* A set has a kind of its own; its runs name it beside the record. */
static bool is_set(const struct record_head *head)
{
    return strcmp(head->store->kind->name, "set") == 0;
}

static bool may_read(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return policy_allows(actor, head->store->kind->read, &target);
}

enum err run_list(struct db *db, const struct actor *actor, const struct record_head *head,
                  int64_t version, const struct uuid *before, struct test_run_list *list)
{
    struct query q;
    struct db_result rows;
    *list = (struct test_run_list){.count = 0};
    if (!may_read(actor, head))
        return ERR_DENIED;
    select_runs(&q, db, &head->organization_id);
    query_bind(&q, is_set(head) ? " AND r.set_id = " : " AND r.record_id = ", db_uuid(&head->id));
    if (version != 0)
        query_bind(&q,
                   is_set(head) ? " AND r.set_version = " : " AND r.version = ", db_int(version));
    if (before != NULL)
        query_bind(&q, " AND r.id < ", db_uuid(before));
    query_bind(&q, " ORDER BY r.id DESC LIMIT ", db_int(RUN_LIST_LIMIT + 1));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->has_more = rows.row_count > RUN_LIST_LIMIT;
    int count = list->has_more ? RUN_LIST_LIMIT : rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)count + 1, sizeof *list->items);
    for (; err == ERR_NONE && list->count < count; list->count++)
        err = read_run(db, &head->organization_id, &rows, list->count, &list->items[list->count]);
    return err;
}

/* ---- one ----------------------------------------------------------------------------------- */

enum err run_find(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                  struct test_run *run)
{
    struct query q;
    struct db_result rows;
    select_runs(&q, db, organization_id);
    query_bind(&q, " AND r.id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_run(db, organization_id, &rows, 0, run) : err;
}

enum err run_get(struct db *db, const struct actor *actor, const struct record_head *head,
                 const struct uuid *id, struct test_run *run)
{
    if (!may_read(actor, head))
        return ERR_DENIED;
    enum err err = run_find(db, &head->organization_id, id, run);
    if (err != ERR_NONE)
        return err;
    return uuid_equal(is_set(head) ? &run->set_id : &run->record_id, &head->id) ? ERR_NONE
                                                                                : ERR_NOT_FOUND;
}
