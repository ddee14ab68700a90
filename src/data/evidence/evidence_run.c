#include "data/evidence/evidence_run.h"

#include <string.h>

#include "data/db/query.h"
#include "data/user/person.h"
#include "data/vault/vault.h"
#include "domain/run/run_state.h"

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
    COLUMN_COUNTS,                     /* three of all, */
    COLUMN_CHECKS = COLUMN_COUNTS + 3, /* and four each */
    COLUMN_JUDGED = COLUMN_CHECKS + 4,
    COLUMN_TOKENS = COLUMN_JUDGED + 4,
    COLUMN_COST,
    COLUMN_CURRENCY,
    COLUMN_PRICED,
    COLUMN_PARAMETERS,
    COLUMN_JUDGE,
    COLUMN_JUDGE_LABEL,
    COLUMN_JUDGE_VERSION,
    COLUMN_JUDGE_ENDPOINT,
    COLUMN_JUDGE_MODEL,
    COLUMN_JUDGE_KEY,
    COLUMN_DIGEST,
    COLUMN_CREATED,
    COLUMN_ENDED,
    COLUMN_RUNNER,
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
                "r.critical_fail_count, r.judged_pass_count, r.judged_fail_count, "
                "r.judged_error_count, r.judged_critical_fail_count, "
                "r.input_tokens + r.output_tokens, r.cost_nanos, r.currency, r.is_priced, "
                "r.parameters IS NOT NULL, r.judge_id, r.judge_label, r.judge_version, "
                "r.judge_endpoint_id, r.judge_model, r.judge_key, r.digest, r.created_at, "
                "r.ended_at, k.runner_name, r.grade, r.source_name, "
                "r.source_digest, " PERSON_COLUMNS_OF("r.created_by", u));
    query_add(q, " FROM test_runs r LEFT JOIN carried_runs k "
                 "ON k.organization_id = r.organization_id AND k.id = r.id "
                 "LEFT JOIN sets s ON s.organization_id = r.organization_id AND s.id = r.set_id "
                 "LEFT JOIN set_labels l ON l.organization_id = r.organization_id "
                 "AND l.record_id = r.set_id AND l.label = 'production'" PERSON_JOIN(
                     u, "r.organization_id", "r.created_by") "WHERE r.organization_id = ");
    query_bind(q, "", db_uuid(&head->organization_id));
    query_bind(q, " AND r.record_id = ", db_uuid(&head->id));
    query_add(q, " AND r.state = 'done' AND r.case_ids IS NULL");
}

static struct evidence_counts read_counts(const struct db_result *rows, int row, int column)
{
    return (struct evidence_counts){
        db_get_int(rows, row, column), db_get_int(rows, row, column + 1),
        db_get_int(rows, row, column + 2), db_get_int(rows, row, column + 3)};
}

static enum err read_source(struct db *db, const struct uuid *organization_id,
                            const struct db_result *rows, int row, struct evidence_run *run)
{
    struct seal_place place = {"test_runs", "source_name", *organization_id, run->id};
    run->is_imported =
        strcmp(db_get_text(rows, row, COLUMN_GRADE), run_grade_names[RUN_IMPORTED]) == 0;
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
        .judge = {.prompt_id = db_get_uuid(rows, row, COLUMN_JUDGE),
                  .label = db_get_text(rows, row, COLUMN_JUDGE_LABEL),
                  .version = db_get_int_or(rows, row, COLUMN_JUDGE_VERSION, 0),
                  .endpoint_id = db_get_uuid(rows, row, COLUMN_JUDGE_ENDPOINT),
                  .model = db_get_text_or(rows, row, COLUMN_JUDGE_MODEL, ""),
                  .key = db_get_text_or(rows, row, COLUMN_JUDGE_KEY, "")},
        .standing = JUDGE_UNCALIBRATED,
        .digest = db_get_text(rows, row, COLUMN_DIGEST),
        .created_at = db_get_time(rows, row, COLUMN_CREATED),
        .ended_at = db_get_time(rows, row, COLUMN_ENDED),
        .runner_name = db_get_text(rows, row, COLUMN_RUNNER),
    };
    run->case_count = db_get_int(rows, row, COLUMN_COUNTS);
    run->planned_count = db_get_int(rows, row, COLUMN_COUNTS + 1);
    run->result_count = db_get_int(rows, row, COLUMN_COUNTS + 2);
    run->by_checks = run->counts = read_counts(rows, row, COLUMN_CHECKS);
    run->by_judge = read_counts(rows, row, COLUMN_JUDGED);
    if (run->digest == NULL)
        run->digest = "";
    return read_source(db, organization_id, rows, row, run);
}

/* What the judge of each is now; of the same judge once. */
static enum err look_at_judges(struct db *db, const struct uuid *organization_id,
                               struct evidence_runs *runs)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < runs->count; i++) {
        struct evidence_run *run = &runs->items[i];
        int same = 0;
        if (uuid_is_nil(&run->judge.prompt_id))
            continue;
        while (same < i && !evidence_judge_equal(&runs->items[same].judge, &run->judge))
            same++;
        if (same < i)
            run->standing = runs->items[same].standing;
        else
            err = evidence_judge_look(db, organization_id, &run->judge, &run->standing);
        run->counts = run->standing == JUDGE_DECIDES ? run->by_judge : run->by_checks;
    }
    return err;
}

static enum err read_runs(struct query *q, struct db *db, const struct record_head *head,
                          struct evidence_runs *runs)
{
    struct db_result rows;
    const struct uuid *organization_id = &head->organization_id;
    enum err err = query_run(q, &rows);
    if (err != ERR_NONE)
        return err;
    runs->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *runs->items);
    for (runs->count = 0; err == ERR_NONE && runs->count < rows.row_count; runs->count++)
        err = read_run(db, organization_id, &rows, runs->count, &runs->items[runs->count]);
    return err == ERR_NONE ? look_at_judges(db, organization_id, runs) : err;
}

enum err evidence_runs(struct db *db, const struct record_head *head,
                       const struct evidence_run_filter *filter, struct evidence_runs *runs)
{
    struct query q;
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
    return read_runs(&q, db, head, runs);
}

enum err evidence_run_get(struct db *db, const struct record_head *head, const struct uuid *id,
                          struct evidence_run *run)
{
    struct query q;
    struct evidence_runs runs;
    select_runs(&q, db, head);
    query_bind(&q, " AND r.id = ", db_uuid(id));
    enum err err = read_runs(&q, db, head, &runs);
    if (err == ERR_NONE && runs.count == 0)
        return ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *run = runs.items[0];
    return err;
}

static bool is_equal(const struct evidence_counts *a, const struct evidence_counts *b)
{
    return a->pass_count == b->pass_count && a->fail_count == b->fail_count &&
           a->error_count == b->error_count && a->critical_fail_count == b->critical_fail_count;
}

static enum err check_counts(struct db *db, const struct uuid *organization_id,
                             const struct evidence_run *run, bool *is_same)
{
    struct db_result rows;
    enum err err = db_select(
        db, &rows,
        "SELECT pass_count, fail_count, error_count, critical_fail_count, judged_pass_count, "
        "judged_fail_count, judged_error_count, judged_critical_fail_count, digest "
        "FROM test_runs WHERE organization_id = $1 AND id = $2",
        db_uuid(organization_id), db_uuid(&run->id));
    *is_same = err == ERR_NONE && rows.row_count == 1;
    if (!*is_same)
        return err;
    struct evidence_counts by_checks = read_counts(&rows, 0, 0);
    struct evidence_counts by_judge = read_counts(&rows, 0, 4);
    *is_same = is_equal(&by_checks, &run->by_checks) && is_equal(&by_judge, &run->by_judge) &&
               strcmp(db_get_text_or(&rows, 0, 8, ""), run->digest) == 0;
    return ERR_NONE;
}

enum err evidence_run_same(struct db *db, const struct uuid *organization_id,
                           const struct evidence_run *run, bool *is_same)
{
    bool decides = false;
    enum err err = check_counts(db, organization_id, run, is_same);
    if (err != ERR_NONE || !*is_same || uuid_is_nil(&run->judge.prompt_id) ||
        run->standing == JUDGE_CHANGED)
        return err;
    err = evidence_judge_again(db, organization_id, &run->judge, &decides);
    *is_same = decides == (run->standing == JUDGE_DECIDES);
    return err;
}
