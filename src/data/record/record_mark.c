#include "data/record/record_mark.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/db/query.h"
#include "data/record/record_store.h"

/* The rows of a table of the record, in an order. */
static void select_later(struct db *db, const struct record_head *head, const char *columns_sql,
                         const char *table_sql, const char *order_sql, struct db_result *result)
{
    struct query q;
    query_begin(&q, db, columns_sql);
    query_add(&q, table_sql);
    record_add_own(&q, head);
    query_add(&q, order_sql);
    query_later(&q, result);
}

static void select_stops_later(struct db *db, const struct record_head *head,
                               struct db_result *result)
{
    struct query q;
    query_begin(&q, db, "SELECT version FROM stops");
    record_add_own(&q, head);
    query_add(&q, " AND resumed_at IS NULL ORDER BY version LIMIT 1000");
    query_later(&q, result);
}

/* Tags before labels before stops. */
static enum err write_marks(struct db *db, const struct record_head *head, struct buf *marks)
{
    struct db_result tags, labels, stops;
    select_later(db, head, "SELECT tag FROM ", head->store->kind->tags,
                 " ORDER BY position LIMIT 100", &tags);
    select_later(db, head, "SELECT version, label FROM ", head->store->kind->labels,
                 " ORDER BY label LIMIT 1000", &labels);
    select_stops_later(db, head, &stops);
    enum err err = db_collect(db);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < tags.row_count; i++)
        buf_printf(marks, "#%s\n", db_get_text(&tags, i, 0));
    for (int i = 0; i < labels.row_count; i++)
        buf_printf(marks, "%" PRId64 " %s\n", db_get_int(&labels, i, 0),
                   db_get_text(&labels, i, 1));
    for (int i = 0; i < stops.row_count; i++)
        buf_printf(marks, "!%" PRId64 "\n", db_get_int(&stops, i, 0));
    return ERR_NONE;
}

enum err record_mark_store(struct db *db, const struct record_head *head)
{
    struct buf marks;
    struct query q;
    buf_init(&marks, db_arena(db));
    enum err err = write_marks(db, head, &marks);
    if (err != ERR_NONE)
        return err;
    query_begin(&q, db, "UPDATE ");
    query_add(&q, head->store->kind->table);
    query_bind(&q, " SET marks = ", db_text(marks.data));
    record_add_self(&q, head);
    query_change_later(&q);
    return ERR_NONE;
}

/* How many lines there are of each sort. */
struct mark_counts {
    int tags, labels, stops;
};

static struct mark_counts count_marks(const char *marks)
{
    struct mark_counts counts = {0};
    for (const char *line = marks; *line != '\0'; line = strchr(line, '\n') + 1)
        ++*(*line == '#' ? &counts.tags : *line == '!' ? &counts.stops : &counts.labels);
    return counts;
}

static void add_label(char *line, struct record_marks *marks)
{
    const char *label = NULL;
    int64_t version = number_leading(NUMBER_COUNTER, line, &label);
    marks->labels[marks->label_count++] = (struct record_label_mark){label + 1, version};
}

struct record_marks record_mark_read(struct arena *arena, const char *text)
{
    struct record_marks marks = {.tags = {.count = 0}};
    struct mark_counts counts = count_marks(text);
    int64_t *stops = arena_array(arena, (size_t)counts.stops + 1, sizeof *stops);
    marks.stops.versions = stops;
    marks.tags.tags = arena_array(arena, (size_t)counts.tags + 1, sizeof *marks.tags.tags);
    marks.labels = arena_array(arena, (size_t)counts.labels + 1, sizeof *marks.labels);
    for (char *line = arena_strdup(arena, text); *line != '\0';) {
        char *end = strchr(line, '\n');
        *end = '\0';
        if (*line == '#')
            marks.tags.tags[marks.tags.count++] = line + 1;
        else if (*line == '!')
            stops[marks.stops.count++] = number_leading(NUMBER_COUNTER, line + 1, NULL);
        else
            add_label(line, &marks);
        line = end + 1;
    }
    return marks;
}

struct tag_list record_mark_tags(struct arena *arena, const char *marks)
{
    return record_mark_read(arena, marks).tags;
}

int64_t record_mark_label(const struct record_marks *marks, const char *label)
{
    for (int i = 0; i < marks->label_count; i++)
        if (strcmp(marks->labels[i].label, label) == 0)
            return marks->labels[i].version;
    return 0;
}
