#include "pages/home/start_chart.h"

#include "data/audit/activity.h"
#include "domain/chart.h"
#include "pages/record/record_chart.h"

enum {
    DAYS = 90,
    WEEKS = 13,
    DAYS_A_WEEK = 7,
    WEEK_LABELS = 4,
};

static void show(struct start *start, struct record_chart *chart)
{
    if (record_chart_sum(chart) > 0)
        record_chart_show(start->page, start_add(start, "shell/chart.tpl"), chart);
}

static void show_days(struct start *start, const struct activity *activity)
{
    const char *series[ACTIVITY_CHANGES] = {[ACTIVITY_LABEL] = "Labels"};
    struct page *page = start->page;
    struct record_chart chart = {.id = "changes",
                                 .title = "Changes per day",
                                 .unit = "change",
                                 .period = "in 90 days",
                                 .head = "Day",
                                 .series = series,
                                 .series_count = (int)COUNT_OF(series),
                                 .columns = arena_array(page->arena, DAYS, sizeof *chart.columns),
                                 .column_count = DAYS};
    for (size_t kind = 0; kind < COUNT_OF(record_kinds); kind++)
        series[kind] = record_kinds[kind].title;
    int skipped = activity->day_count - DAYS;
    for (int at = 0; at < DAYS; at++) {
        int64_t day = activity->first_day + skipped + at;
        struct record_chart_column *column = &chart.columns[at];
        column->name = record_chart_day(page, day, "%e %b %Y");
        const char *in_month = record_chart_day(page, day, "%d");
        if (in_month[0] == '0' && in_month[1] == '1')
            column->label = record_chart_day(page, day, "%b");
        for (int noun = 0; noun < ACTIVITY_CHANGES; noun++)
            column->counts[noun] = activity->counts[skipped + at][noun];
    }
    show(start, &chart);
}

static void show_weeks(struct start *start, const struct activity *activity, int64_t monday)
{
    const char *series[RECORD_KIND_COUNT];
    struct page *page = start->page;
    struct record_chart chart = {.id = "versions",
                                 .title = "Versions per week",
                                 .unit = "version",
                                 .period = "in 13 weeks",
                                 .head = "Week of",
                                 .series = series,
                                 .series_count = (int)COUNT_OF(series),
                                 .columns = arena_array(page->arena, WEEKS, sizeof *chart.columns),
                                 .column_count = WEEKS};
    for (size_t kind = 0; kind < COUNT_OF(record_kinds); kind++)
        series[kind] = record_kinds[kind].title;
    int label_step = chart_label_step(WEEKS, WEEK_LABELS);
    for (int at = 0; at < WEEKS; at++) {
        int64_t day = monday + (int64_t)at * DAYS_A_WEEK;
        chart.columns[at].name = record_chart_day(page, day, "%e %b %Y");
        if (at % label_step == 0)
            chart.columns[at].label = record_chart_day(page, day, "%e %b");
    }
    for (int i = 0; i < activity->day_count; i++) {
        int64_t week = (activity->first_day + i - monday) / DAYS_A_WEEK;
        if (activity->first_day + i < monday || week >= WEEKS)
            continue;
        for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
            chart.columns[week].counts[kind] += activity->counts[i][ACTIVITY_VERSIONS + kind];
    }
    show(start, &chart);
}

/* The days of both charts; *monday begins the first week. */
static struct activity *all_days(struct page *page, int64_t *monday)
{
    struct activity *activity = arena_alloc(page->arena, sizeof *activity);
    int64_t today = activity_day(clock_now());
    int64_t first = today - (DAYS - 1);
    *monday = activity_monday(today) - (WEEKS - 1) * DAYS_A_WEEK;
    activity->first_day = first < *monday ? first : *monday;
    activity->day_count = (int)(today - activity->first_day) + 1;
    return activity;
}

static void ahead_charts(struct page *page)
{
    int64_t monday = 0;
    activity_ahead(page->db, page->actor, all_days(page, &monday));
}

static enum err show_charts(struct start *start)
{
    int64_t monday = 0;
    struct activity *activity = all_days(start->page, &monday);
    enum err err = activity_get(start->page->db, start->page->actor, activity);
    if (err != ERR_NONE)
        return err;
    show_days(start, activity);
    show_weeks(start, activity, monday);
    return ERR_NONE;
}

const struct start_block start_charts = {.ahead = ahead_charts, .show = show_charts};
