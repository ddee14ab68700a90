#include "pages/run/run_chart.h"

#include <inttypes.h>

#include "pages/record/record_chart.h"

enum { PERCENT = 100, A_THOUSAND = 1000, NANOS_A_CENT = 10000000, COLUMNS_MIN = 8 };

/* What one chart shows of a run. */
static int64_t pass_rate(const struct test_run *run)
{
    return run->pass_count * PERCENT / run->result_count;
}

/* Of a thousand results, in cents. */
static int64_t cost(const struct test_run *run)
{
    return run->cost_nanos / run->result_count * A_THOUSAND / NANOS_A_CENT;
}

static int64_t time_ms(const struct test_run *run)
{
    return run->p50_ms < 0 ? 0 : run->p50_ms;
}

static const struct run_chart {
    const char *id, *title, *series, *suffix;
    int64_t (*value)(const struct test_run *run);
} charts[] = {
    {"pass-rate", "Pass rate", "Passed", "%", pass_rate},
    {"run-cost", "Cost of 1,000 results", "Cents", " cents", cost},
    {"run-time", "Time of a result (p50)", "ms", " ms", time_ms},
};

/* Above a chart: "v7: 92%, with refund cases". */
static const char *summary_of(struct page *page, const struct run_chart *chart,
                              const struct test_run *last)
{
    return arena_printf(page->arena, "v%" PRId64 ": %" PRId64 "%s, with %s", last->version,
                        chart->value(last), chart->suffix,
                        last->set_name == NULL ? "a deleted test set" : last->set_name);
}

static bool has_imported(const struct test_run_list *list)
{
    for (int i = 0; i < list->count; i++)
        if (list->items[i].grade == RUN_IMPORTED)
            return true;
    return false;
}

/* Imported runs have a shade of their own. */
static void show(struct page *page, struct view *view, const struct run_chart *kind,
                 const struct test_run_list *list)
{
    const char *const series[] = {kind->series, "Imported"};
    bool is_stacked = has_imported(list);
    int column_count = list->count < COLUMNS_MIN ? COLUMNS_MIN : list->count;
    struct record_chart chart = {
        .id = kind->id,
        .title = kind->title,
        .suffix = kind->suffix,
        .summary = summary_of(page, kind, &list->items[list->count - 1]),
        .head = "Version",
        .series = series,
        .series_count = is_stacked ? 2 : 1,
        .is_stacked = is_stacked,
        .columns = arena_array(page->arena, (size_t)column_count, sizeof *chart.columns),
        .column_count = column_count};
    for (int i = 0; i < list->count; i++) {
        struct record_chart_column *column = &chart.columns[i];
        bool is_imported = list->items[i].grade == RUN_IMPORTED;
        column->label = arena_printf(page->arena, "v%" PRId64, list->items[i].version);
        column->name =
            is_imported ? arena_printf(page->arena, "%s, imported", column->label) : column->label;
        column->counts[is_imported] = kind->value(&list->items[i]);
    }
    (void)record_chart_sum(&chart);
    record_chart_show(page, view_add(view, "RUN_CHARTS"), &chart);
}

enum err run_chart_show(struct page *page, const struct record_head *head,
                        const struct test_run *newest)
{
    struct test_run_list list;
    enum err err = run_trend(page->db, page->actor, head, &newest->set_id, &list);
    if (err != ERR_NONE || list.count < 2)
        return err;
    struct view *view = view_add(page->view, "CHARTS");
    view_include(view, "RUN_CHARTS", "shell/chart.tpl");
    for (size_t i = 0; i < COUNT_OF(charts); i++)
        show(page, view, &charts[i], &list);
    return ERR_NONE;
}
