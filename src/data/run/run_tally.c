#include "data/run/run_tally.h"

/* ---- cases --------------------------------------------------------------------------------- */

static struct run_case read_case(const struct db_result *rows, int row)
{
    return (struct run_case){
        .case_id = db_get_text(rows, row, 0),
        .position = db_get_int(rows, row, 1),
        .is_critical = db_get_int(rows, row, 2) != 0,
        .count = db_get_int(rows, row, 3),
        .pass_count = db_get_int(rows, row, 4),
        .cost_nanos = db_get_int(rows, row, 5),
        .duration_ms = db_get_int(rows, row, 6),
        .tokens = db_get_int(rows, row, 7),
        .output_digest = db_get_text_or(rows, row, 8, ""),
    };
}

#define SUM(what) "CAST(sum(" what ") AS bigint), "

enum err run_tally(struct db *db, const struct test_run *run, struct run_case_list *list)
{
    struct query q;
    struct db_result rows;
    *list = (struct run_case_list){.count = 0};
    query_begin(&q, db,
                "SELECT case_id, min(position), max(CASE WHEN is_critical THEN 1 ELSE 0 END), "
                "count(*), CAST(sum(CASE WHEN ");
    result_row_add_state(&q, run);
    query_add(&q, " = 'passed' THEN 1 ELSE 0 END) AS bigint), " SUM("coalesce(cost_nanos, 0)")
                      SUM("coalesce(duration_ms, 0)")
                          SUM("coalesce(input_tokens, 0) + coalesce(output_tokens, 0)"));
    query_bind(&q,
               "min(CASE WHEN repeat = 0 THEN output_digest END) FROM test_results "
               "WHERE organization_id = ",
               db_uuid(&run->organization_id));
    query_bind(&q, " AND run_id = ", db_uuid(&run->id));
    query_bind(&q, " AND state <> 'open' GROUP BY case_id ORDER BY min(position) LIMIT ",
               db_int(RUN_TALLY_MAX));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (; list->count < rows.row_count; list->count++)
        list->items[list->count] = read_case(&rows, list->count);
    return ERR_NONE;
}

enum err run_results_at(struct db *db, const struct test_run *run, const int64_t *positions,
                        int count, struct test_result_list *list)
{
    struct query q;
    *list = (struct test_result_list){.count = 0};
    if (count == 0)
        return ERR_NONE;
    if (count > RUN_AT_MAX)
        die("more results at once than fit in memory");
    result_row_select(&q, db, run);
    for (int i = 0; i < count; i++)
        query_bind(&q, i == 0 ? " AND position IN (" : ", ", db_int(positions[i]));
    query_add(&q, ") ORDER BY position");
    return result_row_read(&q, db, run, count, list);
}

/* ---- versions ------------------------------------------------------------------------------ */

/* Runs that people compare: done, with all cases. Those that were graded here go before imported
 * ones, as 'full' does before 'imported'. */
#define WHOLE(run) run ".state = 'done' AND " run ".case_ids IS NULL"

enum err run_trend(struct db *db, const struct actor *actor, const struct record_head *head,
                   const struct uuid *set_id, struct test_run_list *list)
{
    struct query q;
    struct policy_target target = record_target(head);
    *list = (struct test_run_list){.count = 0};
    if (!policy_allows(actor, head->store->kind->read, &target))
        return ERR_DENIED;
    run_row_select(&q, db, &head->organization_id);
    query_bind(&q, " AND r.record_id = ", db_uuid(&head->id));
    query_bind(&q, " AND r.set_id = ", db_uuid(set_id));
    query_add(&q,
              " AND " WHOLE(
                  "r") " AND NOT EXISTS (SELECT 1 FROM test_runs n "
                       "WHERE n.organization_id = r.organization_id AND n.record_id = r.record_id "
                       "AND n.version = r.version AND n.set_id = r.set_id "
                       "AND (n.grade < r.grade OR (n.grade = r.grade AND n.id > r.id)) "
                       "AND " WHOLE("n") ") ORDER BY r.version DESC");
    enum err err = run_row_read(&q, db, &head->organization_id, RUN_TREND_MAX, list);
    for (int i = 0; i < list->count / 2; i++) {
        struct test_run other = list->items[i];
        list->items[i] = list->items[list->count - 1 - i];
        list->items[list->count - 1 - i] = other;
    }
    if (err == ERR_NONE)
        err = run_row_judge(db, list->items, list->count);
    return err == ERR_NONE ? run_row_name(db, list->items, list->count) : err;
}

/* Of one version, or of any (0). */
static enum err find_before(struct db *db, const struct test_run *run, int64_t version,
                            struct test_run *earlier)
{
    struct query q;
    struct test_run_list list;
    run_row_select(&q, db, &run->organization_id);
    query_bind(&q, " AND r.record_id = ", db_uuid(&run->record_id));
    if (version != 0)
        query_bind(&q, " AND r.version = ", db_int(version));
    query_bind(&q, " AND r.set_id = ", db_uuid(&run->set_id));
    query_bind(&q, version != 0 ? " AND r.id <> " : " AND r.id < ", db_uuid(&run->id));
    query_add(&q, " AND " WHOLE("r") " ORDER BY r.grade, r.id DESC");
    enum err err = run_row_read(&q, db, &run->organization_id, 1, &list);
    if (err == ERR_NONE && list.count == 0)
        return ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = run_row_judge(db, list.items, 1);
    if (err == ERR_NONE)
        *earlier = list.items[0];
    return err;
}

enum err run_find_earlier(struct db *db, const struct test_run *run, int64_t live_version,
                          struct test_run *earlier)
{
    enum err err = live_version == 0 || live_version == run->version
                       ? ERR_NOT_FOUND
                       : find_before(db, run, live_version, earlier);
    return err == ERR_NOT_FOUND ? find_before(db, run, 0, earlier) : err;
}
