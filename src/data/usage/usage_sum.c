#include "data/usage/usage_sum.h"

#include "data/db/query.h"

int64_t usage_first_day(void)
{
    return clock_now() / CLOCK_DAY - (USAGE_DAYS - 1);
}

static void add_days(struct query *q, const struct record_head *head)
{
    query_add(q, " FROM servings");
    record_add_own(q, head);
    query_bind(q, " AND day >= ", db_int(usage_first_day()));
}

/* Of what was served to nobody who had to be known there is no token. */
static void add_counts(struct query *q)
{
    static const struct uuid nobody;
    query_add(q, "CAST(COALESCE(SUM(serving_count), 0) AS bigint), COUNT(DISTINCT CASE WHEN ");
    query_bind(q, "token_id <> ", db_uuid(&nobody));
    query_add(q, " THEN token_id END), MAX(last_served_at)");
}

/* ---- of all ------------------------------------------------------------------------------- */

static void select_sum(struct query *q, struct db *db, const struct record_head *head,
                       int64_t version)
{
    query_begin(q, db, "SELECT ");
    add_counts(q);
    query_add(q, ", (SELECT last_served_at FROM served_records");
    record_add_own(q, head);
    query_add(q, "), (SELECT archived_served_at FROM served_records");
    record_add_own(q, head);
    query_add(q, ")");
    add_days(q, head);
    if (version != 0)
        query_bind(q, " AND version = ", db_int(version));
}

void usage_sum_ahead(struct db *db, const struct record_head *head, int64_t version)
{
    struct query q;
    select_sum(&q, db, head, version);
    query_ahead(&q);
}

enum err usage_sum(struct db *db, const struct record_head *head, int64_t version,
                   struct usage_sum *sum)
{
    struct query q;
    struct db_result rows;
    select_sum(&q, db, head, version);
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE)
        *sum = (struct usage_sum){.serving_count = db_get_int(&rows, 0, 0),
                                  .token_count = db_get_int(&rows, 0, 1),
                                  .last_at = db_get_time(&rows, 0, 2),
                                  .last_ever_at = db_get_time(&rows, 0, 3),
                                  .archived_last_at = db_get_time(&rows, 0, 4)};
    return err;
}

/* ---- by label ----------------------------------------------------------------------------- */

static void select_labels(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db, "SELECT label, ");
    add_counts(q);
    add_days(q, head);
    query_bind(q, " GROUP BY label ORDER BY label LIMIT ", db_int(USAGE_LABEL_LIMIT));
}

void usage_labels_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_labels(&q, db, head);
    query_ahead(&q);
}

enum err usage_labels(struct db *db, const struct record_head *head, struct usage_label_list *list)
{
    struct query q;
    struct db_result rows;
    select_labels(&q, db, head);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->count = rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int row = 0; row < list->count; row++)
        list->items[row] = (struct usage_label){.label = db_get_text(&rows, row, 0),
                                                .serving_count = db_get_int(&rows, row, 1),
                                                .token_count = db_get_int(&rows, row, 2),
                                                .last_at = db_get_time(&rows, row, 3)};
    return ERR_NONE;
}

/* ---- by day ------------------------------------------------------------------------------- */

static void select_days(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db, "SELECT day, version, CAST(SUM(serving_count) AS bigint)");
    add_days(q, head);
    query_bind(q, " GROUP BY day, version ORDER BY day DESC, version DESC LIMIT ",
               db_int(USAGE_DAY_LIMIT));
}

void usage_days_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_days(&q, db, head);
    query_ahead(&q);
}

enum err usage_days(struct db *db, const struct record_head *head, struct usage_day_list *list)
{
    struct query q;
    struct db_result rows;
    select_days(&q, db, head);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->count = rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int row = 0; row < list->count; row++)
        list->items[row] = (struct usage_day){.day = db_get_int(&rows, row, 0),
                                              .version = db_get_int(&rows, row, 1),
                                              .serving_count = db_get_int(&rows, row, 2)};
    return ERR_NONE;
}
