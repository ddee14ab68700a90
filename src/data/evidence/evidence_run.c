#include "data/evidence/evidence_run.h"

#include <string.h>

#include "data/db/query.h"
#include "data/user/person.h"
#include "data/vault/vault.h"
#include "domain/run/run_state.h"

#define IMPORTED run_grade_names[RUN_IMPORTED]

enum { RUNS_MAX = 100 };

enum {
    COLUMN_ID,
    COLUMN_VERSION,
    COLUMN_SET,
    COLUMN_SET_NAME,
    COLUMN_SET_VERSION,
    COLUMN_SET_NOW,
    COLUMN_MODEL,
    COLUMN_ENDPOINT,
    COLUMN_COUNTS, /* seven of them */
    COLUMN_TOKENS = COLUMN_COUNTS + 7,
    COLUMN_COST,
    COLUMN_CURRENCY,
    COLUMN_PRICED,
    COLUMN_PARAMETERS,
    COLUMN_JUDGE,
    COLUMN_JUDGE_VERSION,
    COLUMN_JUDGE_MODEL,
    COLUMN_JUDGE_KEY,
    COLUMN_JUDGE_GATES,
    COLUMN_DIGEST,
    COLUMN_CREATED,
    COLUMN_ENDED,
    COLUMN_GRADE,
    COLUMN_SOURCE_NAME,
    COLUMN_SOURCE_DIGEST,
    COLUMN_PERSON
};

static void select_runs(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db,
                "SELECT r.id, r.version, r.set_id, s.name, r.set_version, "
                "COALESCE(l.version, s.version), r.model, r.endpoint_name, r.case_count, "
                "r.planned_count, r.result_count, r.pass_count, r.fail_count, r.error_count, "
                "r.critical_fail_count, r.input_tokens + r.output_tokens, r.cost_nanos, "
                "r.currency, r.is_priced, r.parameters IS NOT NULL, r.judge_id, r.judge_version, "
                "r.judge_model, r.judge_key, r.judge_gates, r.digest, r.created_at, r.ended_at, "
                "r.grade, r.source_name, r.source_digest, " PERSON_COLUMNS_OF("r.created_by", u));
    query_add(q, " FROM test_runs r "
                 "LEFT JOIN sets s ON s.organization_id = r.organization_id AND s.id = r.set_id "
                 "LEFT JOIN set_labels l ON l.organization_id = r.organization_id "
                 "AND l.record_id = r.set_id AND l.label = 'production'" PERSON_JOIN(
                     u, "r.organization_id", "r.created_by") "WHERE r.organization_id = ");
    query_bind(q, "", db_uuid(&head->organization_id));
    query_bind(q, " AND r.record_id = ", db_uuid(&head->id));
    query_add(q, " AND r.state = 'done' AND r.case_ids IS NULL");
}

static void read_counts(const struct db_result *rows, int row, struct evidence_run *run)
{
    int64_t *const counts[] = {&run->case_count,         &run->planned_count, &run->result_count,
                               &run->pass_count,         &run->fail_count,    &run->error_count,
                               &run->critical_fail_count};
    for (int i = 0; i < (int)COUNT_OF(counts); i++)
        *counts[i] = db_get_int(rows, row, COLUMN_COUNTS + i);
}

static enum err read_source(struct db *db, const struct uuid *organization_id,
                            const struct db_result *rows, int row, struct evidence_run *run)
{
    struct seal_place place = {"test_runs", "source_name", *organization_id, run->id};
    run->is_imported = strcmp(db_get_text(rows, row, COLUMN_GRADE), IMPORTED) == 0;
    run->source_digest = db_get_text(rows, row, COLUMN_SOURCE_DIGEST);
    run->source_name = "";
    if (!run->is_imported)
        return ERR_NONE;
    run->created_by = db_get_uuid(rows, row, COLUMN_PERSON);
    enum err err =
        vault_open_text(db, &place, db_get_bytes(rows, row, COLUMN_SOURCE_NAME), &run->source_name);
    return err == ERR_NONE ? person_name(db, rows, row, COLUMN_PERSON, &run->created_by_name) : err;
}

static enum err read_run(struct db *db, const struct uuid *organization_id,
                         const struct db_result *rows, int row, struct evidence_run *run)
{
    *run = (struct evidence_run){
        .id = db_get_uuid(rows, row, COLUMN_ID),
        .version = db_get_int(rows, row, COLUMN_VERSION),
        .set_id = db_get_uuid(rows, row, COLUMN_SET),
        .set_name = db_get_text(rows, row, COLUMN_SET_NAME),
        .set_version = db_get_int(rows, row, COLUMN_SET_VERSION),
        .set_version_now = db_get_int(rows, row, COLUMN_SET_NOW),
        .model = db_get_text(rows, row, COLUMN_MODEL),
        .endpoint_name = db_get_text(rows, row, COLUMN_ENDPOINT),
        .token_count = db_get_int(rows, row, COLUMN_TOKENS),
        .cost_nanos = db_get_int(rows, row, COLUMN_COST),
        .currency = db_get_text(rows, row, COLUMN_CURRENCY),
        .is_priced = db_get_bool(rows, row, COLUMN_PRICED),
        .has_parameters = db_get_bool(rows, row, COLUMN_PARAMETERS),
        .judge_id = db_get_uuid(rows, row, COLUMN_JUDGE),
        .judge_version = db_get_int_or(rows, row, COLUMN_JUDGE_VERSION, 0),
        .judge_model = db_get_text(rows, row, COLUMN_JUDGE_MODEL),
        .judge_key = db_get_text(rows, row, COLUMN_JUDGE_KEY),
        .judge_gates = !db_is_null(rows, row, COLUMN_JUDGE_GATES) &&
                       db_get_bool(rows, row, COLUMN_JUDGE_GATES),
        .digest = db_get_text(rows, row, COLUMN_DIGEST),
        .created_at = db_get_time(rows, row, COLUMN_CREATED),
        .ended_at = db_get_time(rows, row, COLUMN_ENDED),
    };
    read_counts(rows, row, run);
    if (run->digest == NULL)
        run->digest = "";
    return read_source(db, organization_id, rows, row, run);
}

enum err evidence_runs(struct db *db, const struct record_head *head,
                       const struct evidence_run_filter *filter, struct evidence_runs *runs)
{
    struct query q;
    struct db_result rows;
    select_runs(&q, db, head);
    if (!uuid_is_nil(&filter->set_id))
        query_bind(&q, " AND r.set_id = ", db_uuid(&filter->set_id));
    if (!filter->accepts_imported)
        query_add(&q, " AND r.grade = 'full'");
    query_bind(&q, " AND (r.digest = ", db_text(filter->digest));
    query_bind(&q, " OR r.version = ", db_int(filter->version));
    query_bind(&q, " OR r.version = ", db_int(filter->live_version));
    query_add(&q,
              filter->accepts_imported ? ") ORDER BY r.grade, r.id DESC" : ") ORDER BY r.id DESC");
    query_bind(&q, " LIMIT ", db_int(RUNS_MAX));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    runs->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *runs->items);
    for (runs->count = 0; err == ERR_NONE && runs->count < rows.row_count; runs->count++)
        err = read_run(db, &head->organization_id, &rows, runs->count, &runs->items[runs->count]);
    return err;
}

enum err evidence_run_get(struct db *db, const struct record_head *head, const struct uuid *id,
                          struct evidence_run *run)
{
    struct query q;
    struct db_result rows;
    select_runs(&q, db, head);
    query_bind(&q, " AND r.id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        return ERR_NOT_FOUND;
    return err == ERR_NONE ? read_run(db, &head->organization_id, &rows, 0, run) : err;
}

enum err evidence_run_same(struct db *db, const struct uuid *organization_id,
                           const struct evidence_run *run, bool *is_same)
{
    struct db_result rows;
    enum err err = db_select(db, &rows,
                             "SELECT pass_count, result_count, critical_fail_count, digest "
                             "FROM test_runs WHERE organization_id = $1 AND id = $2",
                             db_uuid(organization_id), db_uuid(&run->id));
    *is_same = err == ERR_NONE && rows.row_count == 1 &&
               db_get_int(&rows, 0, 0) == run->pass_count &&
               db_get_int(&rows, 0, 1) == run->result_count &&
               db_get_int(&rows, 0, 2) == run->critical_fail_count &&
               strcmp(db_get_text(&rows, 0, 3), run->digest) == 0;
    return err;
}
