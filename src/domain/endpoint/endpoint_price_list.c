#include "domain/endpoint/endpoint_price_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/clock_day.h"
#include "base/csv.h"
#include "base/csv_read.h"
#include "domain/endpoint/endpoint_answer.h"
#include "domain/endpoint/endpoint_price.h"

enum { CELL_MODEL, CELL_DAY, CELL_INPUT, CELL_OUTPUT, CELL_COUNT };

static const char *read_row(const struct csv_row *row, struct endpoint_price *price)
{
    int64_t time = 0;
    if (row->count != CELL_COUNT)
        return "needs a model, a day, a price in and a price out";
    if (!endpoint_model_is(row->cells[CELL_MODEL]))
        return "has no model's name in the first place";
    if (clock_parse_day(row->cells[CELL_DAY], &time) != ERR_NONE || time < 0)
        return "needs a day such as 2026-11-30 in the second place";
    if (endpoint_price_parse(row->cells[CELL_INPUT], &price->input_micros) != ERR_NONE ||
        endpoint_price_parse(row->cells[CELL_OUTPUT], &price->output_micros) != ERR_NONE)
        return "needs prices such as 0.15, at most 1000000 and with at most six decimals";
    price->model = row->cells[CELL_MODEL];
    price->day = time / CLOCK_DAY;
    return NULL;
}

static int compare(const void *a, const void *b)
{
    const struct endpoint_price *left = a, *right = b;
    int by_model = strcmp(left->model, right->model);
    return by_model != 0 ? by_model : (left->day < right->day) - (left->day > right->day);
}

static enum err refuse_doubled(struct arena *arena, const struct endpoint_price_list *list,
                               const char **problem)
{
    for (int i = 1; i < list->count; i++)
        if (compare(&list->items[i - 1], &list->items[i]) == 0) {
            char day[CLOCK_DAY_LEN];
            clock_format_day(list->items[i].day * CLOCK_DAY, day);
            *problem = arena_printf(arena, "There are two prices of %s from %s on.",
                                    list->items[i].model, day);
            return ERR_INVALID;
        }
    return ERR_NONE;
}

static bool is_heading(const struct csv_table *table, int i)
{
    const struct csv_row *row = &table->rows[i];
    return i == 0 && row->count > 0 && strcasecmp(row->cells[0], "model") == 0;
}

enum err endpoint_price_list_parse(struct arena *arena, struct text text,
                                   struct endpoint_price_list *list, const char **problem)
{
    struct csv_table table;
    list->count = 0;
    enum err err = csv_read(arena, text, ENDPOINT_PRICE_MAX + 1, &table, problem);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(arena, (size_t)table.count + 1, sizeof *list->items);
    for (int i = 0; i < table.count; i++) {
        const struct csv_row *row = &table.rows[i];
        if (is_heading(&table, i))
            continue;
        const char *wrong = read_row(row, &list->items[list->count++]);
        if (wrong != NULL) {
            *problem = arena_printf(arena, "Line %d %s.", row->line, wrong);
            return ERR_INVALID;
        }
    }
    qsort(list->items, (size_t)list->count, sizeof *list->items, compare);
    return refuse_doubled(arena, list, problem);
}

/* ---- files --------------------------------------------------------------------------------- */

static struct endpoint_price *find(const struct endpoint_price_list *list,
                                   const struct endpoint_price *price)
{
    for (int i = 0; i < list->count; i++)
        if (compare(&list->items[i], price) == 0)
            return &list->items[i];
    return NULL;
}

static bool is_same(const struct endpoint_price *a, const struct endpoint_price *b)
{
    return a->input_micros == b->input_micros && a->output_micros == b->output_micros;
}

static void refuse_row(struct arena *arena, struct endpoint_price_merge *merge, int line,
                       const char *why)
{
    merge->refused[merge->refused_count++] = arena_printf(arena, "Line %d %s.", line, why);
}

/* base: the list as it was; rows that the file has twice are refused from the second on. */
static void merge_row(struct arena *arena, const struct endpoint_price_list *base,
                      const struct csv_row *row, struct endpoint_price_merge *merge)
{
    struct endpoint_price *price = arena_alloc(arena, sizeof *price);
    const char *wrong = read_row(row, price);
    for (int i = 0; wrong == NULL && i < merge->change_count; i++)
        if (compare(merge->changes[i].after, price) == 0)
            wrong = "has a model and a day that another line has";
    if (wrong != NULL) {
        refuse_row(arena, merge, row->line, wrong);
        return;
    }
    const struct endpoint_price *before = find(base, price);
    if (before != NULL && is_same(before, price))
        return;
    struct endpoint_price *place =
        before != NULL ? find(&merge->list, price) : &merge->list.items[merge->list.count++];
    *place = *price;
    merge->changes[merge->change_count++] = (struct endpoint_price_change){before, price};
}

enum err endpoint_price_list_merge(struct arena *arena, const struct endpoint_price_list *list,
                                   struct text file, struct endpoint_price_merge *merge,
                                   const char **problem)
{
    struct csv_table table;
    enum err err = csv_read(arena, file, ENDPOINT_PRICE_MAX + 1, &table, problem);
    if (err != ERR_NONE)
        return err;
    size_t most = (size_t)list->count + (size_t)table.count + 1;
    *merge = (struct endpoint_price_merge){.list = {.count = list->count}};
    merge->list.items = arena_array(arena, most, sizeof *merge->list.items);
    merge->changes = arena_array(arena, most, sizeof *merge->changes);
    merge->refused = arena_array(arena, most, sizeof *merge->refused);
    memcpy(merge->list.items, list->items, (size_t)list->count * sizeof *list->items);
    for (int i = 0; i < table.count; i++)
        if (!is_heading(&table, i))
            merge_row(arena, list, &table.rows[i], merge);
    qsort(merge->list.items, (size_t)merge->list.count, sizeof *merge->list.items, compare);
    if (merge->list.count <= ENDPOINT_PRICE_MAX)
        return ERR_NONE;
    *problem = arena_printf(arena, "That would be %d prices. An endpoint has at most %d.",
                            merge->list.count, ENDPOINT_PRICE_MAX);
    return ERR_INVALID;
}

const char *endpoint_price_list_format(struct arena *arena, const struct endpoint_price_list *list)
{
    struct buf buf;
    if (list->count == 0)
        return "";
    buf_init(&buf, arena);
    buf_printf(&buf, "model,from,input,output\n");
    for (int i = 0; i < list->count; i++) {
        char day[CLOCK_DAY_LEN];
        const struct endpoint_price *price = &list->items[i];
        clock_format_day(price->day * CLOCK_DAY, day);
        buf_printf(&buf, "%s,%s,%s,%s\n", price->model, day,
                   endpoint_price_format(arena, price->input_micros),
                   endpoint_price_format(arena, price->output_micros));
    }
    return buf.data;
}

const struct endpoint_price *endpoint_price_of(const struct endpoint_price_list *list,
                                               const char *model, int64_t day)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->items[i].model, model) == 0 && list->items[i].day <= day)
            return &list->items[i];
    return NULL;
}
