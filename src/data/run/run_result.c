#include "data/run/run_result.h"

static void add_page(struct query *q, const struct test_run *run,
                     const struct result_filter *filter)
{
    if (filter->has_rank) {
        query_add(q, " AND ");
        result_row_add_rank(q, run);
        query_bind(q, " = ", db_int(filter->rank));
    }
    if (filter->is_by_position) {
        query_bind(q, " AND position > ", db_int(filter->after_position));
        query_add(q, " ORDER BY position");
        return;
    }
    query_add(q, " AND (");
    result_row_add_rank(q, run);
    query_bind(q, ", position) > (", db_int(filter->after_rank));
    query_bind(q, ", ", db_int(filter->after_position));
    query_add(q, ") ORDER BY ");
    result_row_add_rank(q, run);
    query_add(q, ", position");
}

enum err result_list(struct db *db, const struct test_run *run, const struct result_filter *filter,
                     struct test_result_list *list)
{
    struct query q;
    int limit = filter->limit == 0 ? RESULT_LIST_LIMIT : filter->limit;
    if (limit > RESULT_LIST_MOST)
        die("more results at once than fit in memory");
    result_row_select(&q, db, run);
    add_page(&q, run, filter);
    return result_row_read(&q, db, run, limit, list);
}

enum err result_counts(struct db *db, const struct test_run *run, int64_t counts[RANK_COUNT])
{
    struct query q;
    struct db_result rows;
    for (int i = 0; i < RANK_COUNT; i++)
        counts[i] = 0;
    query_begin(&q, db, "SELECT ");
    result_row_add_rank(&q, run);
    query_bind(&q, " AS place, count(*) FROM test_results WHERE organization_id = ",
               db_uuid(&run->organization_id));
    query_bind(&q, " AND run_id = ", db_uuid(&run->id));
    query_add(&q, " GROUP BY place ORDER BY place LIMIT 10");
    enum err err = query_run(&q, &rows);
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++)
        if (db_get_int(&rows, i, 0) >= 0 && db_get_int(&rows, i, 0) < RANK_COUNT)
            counts[db_get_int(&rows, i, 0)] = db_get_int(&rows, i, 1);
    return err;
}

enum err result_get(struct db *db, const struct test_run *run, int64_t position,
                    struct test_result *result)
{
    struct query q;
    struct test_result_list list;
    result_row_select(&q, db, run);
    query_bind(&q, " AND position = ", db_int(position));
    enum err err = result_row_read(&q, db, run, 1, &list);
    if (err == ERR_NONE && list.count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *result = list.items[0];
    return err;
}
