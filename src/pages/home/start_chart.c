#include "pages/home/start_chart.h"

#include <time.h>

#include "data/audit/activity.h"
#include "domain/chart.h"
#include "pages/record/record_page.h"

enum {
    DAYS = 90,
    WEEKS = 13,
    DAYS_A_WEEK = 7,
    HEIGHT = 72, /* pixels of the plot; what stands around it is in shell/chart.tpl */
    TICKS = 3,
    WEEK_LABELS = 4,
    LABEL_END = 8800, /* a label that began further right would not fit */
    SERIES_MAX = 4,
};

/* A column: what it is in the table, how it is labelled below, and its numbers. */
struct column {
    const char *name;
    const char *label; /* NULL: none */
    int64_t counts[SERIES_MAX];
    int64_t sum;
};

struct chart {
    const char *id;
    const char *title;
    const char *unit;   /* "change" */
    const char *period; /* "in 90 days" */
    const char *head;   /* of the table's first column: "Day" */
    const char *const *series;
    int series_count;
    struct column *columns;
    int column_count;
};

/* "3 May" or, with only_month, "May". */
static const char *day_text(struct page *page, int64_t day, const char *format)
{
    enum { LEN = 32 };
    time_t seconds = (time_t)(day * (CLOCK_DAY / CLOCK_SECOND));
    struct tm parts;
    char *text = arena_alloc(page->arena, LEN);
    if (gmtime_r(&seconds, &parts) != NULL && strftime(text, LEN, format, &parts) == 0)
        text[0] = '\0';
    return text[0] == ' ' ? text + 1 : text;
}

static void show_axis(struct page *page, struct view *view, const struct chart_scale *scale)
{
    enum { BASELINE = 40 }; /* of a tick's text below its line, in tenths of a pixel */
    for (int i = 0; i <= scale->tick_count; i++) {
        struct view *tick = view_add(view, "TICK");
        int y = chart_y(scale, i * scale->step, HEIGHT * 10);
        view_text(tick, "Y", chart_pixels(page->arena, y));
        view_text(tick, "TEXT_Y", chart_pixels(page->arena, y + BASELINE));
        view_text(tick, "VALUE", chart_short(page->arena, i * scale->step));
    }
}

/* "3 May: 5 changes (3 Prompts, 2 Labels)" */
static const char *hover_text(struct page *page, const struct chart *chart,
                              const struct column *column)
{
    struct buf buf;
    int named = 0;
    buf_init(&buf, page->arena);
    buf_printf(&buf, "%s: %s", column->name, record_page_count(page, column->sum, chart->unit));
    for (int i = 0; i < chart->series_count; i++)
        if (column->counts[i] > 0)
            buf_printf(&buf, "%s%s %lld", named++ == 0 ? " (" : ", ", chart->series[i],
                       (long long)column->counts[i]);
    buf_add_text(&buf, named > 0 ? ")" : "");
    return buf.data;
}

static void show_bar(struct page *page, struct view *view, const struct chart *chart,
                     const struct chart_scale *scale, int at)
{
    const struct column *column = &chart->columns[at];
    struct chart_bar whole = chart_column(at, chart->column_count, HEIGHT * 10);
    struct chart_bar bar = chart_bar(scale, at, chart->column_count, column->sum, HEIGHT * 10);
    if (column->label != NULL && whole.x <= LABEL_END) {
        struct view *mark = view_add(view, "MARK");
        view_text(mark, "X", chart_percent(page->arena, whole.x));
        view_text(mark, "TEXT", column->label);
    }
    if (column->sum == 0)
        return;
    struct view *shown = view_add(view, "BAR");
    view_text(shown, "HOVER", hover_text(page, chart, column));
    view_text(shown, "AREA_X", chart_percent(page->arena, whole.x));
    view_text(shown, "AREA_WIDTH", chart_percent(page->arena, whole.width));
    view_text(shown, "X", chart_percent(page->arena, bar.x));
    view_text(shown, "WIDTH", chart_percent(page->arena, bar.width));
    view_text(shown, "Y", chart_pixels(page->arena, bar.y));
    view_text(shown, "HEIGHT", chart_pixels(page->arena, bar.height));
}

/* The numbers, newest first; columns without any are left out. */
static void show_table(struct view *view, const struct chart *chart)
{
    view_text(view, "HEAD", chart->head);
    for (int i = 0; i < chart->series_count; i++)
        view_text(view_add(view, "SERIES"), "SERIES_NAME", chart->series[i]);
    for (int at = chart->column_count - 1; at >= 0; at--) {
        const struct column *column = &chart->columns[at];
        if (column->sum == 0)
            continue;
        struct view *row = view_add(view, "ROW");
        view_text(row, "ROW_NAME", column->name);
        for (int i = 0; i < chart->series_count; i++)
            view_number(view_add(row, "CELL"), "N", column->counts[i]);
        view_number(row, "SUM", column->sum);
    }
}

static void show_chart(struct start *start, struct chart *chart)
{
    struct page *page = start->page;
    int64_t total = 0;
    int64_t max = 0;
    for (int at = 0; at < chart->column_count; at++) {
        struct column *column = &chart->columns[at];
        for (int i = 0; i < chart->series_count; i++)
            column->sum += column->counts[i];
        total += column->sum;
        max = column->sum > max ? column->sum : max;
    }
    if (total == 0)
        return;
    struct view *view = start_add(start, "shell/chart.tpl");
    struct chart_scale scale = chart_scale(max, TICKS);
    view_text(view, "CHART_ID", chart->id);
    view_text(view, "TITLE", chart->title);
    bool is_one_of_many = page->actor->persona == PERSONA_PLATFORM_ADMIN;
    view_text(view, "TOTAL",
              arena_printf(page->arena, "%s %s%s%s", record_page_count(page, total, chart->unit),
                           chart->period, is_one_of_many ? ", " : "",
                           is_one_of_many ? page->session->organization_name : ""));
    view_number(view, "MOST", max);
    show_axis(page, view, &scale);
    for (int at = 0; at < chart->column_count; at++)
        show_bar(page, view, chart, &scale, at);
    show_table(view, chart);
}

static void show_days(struct start *start, const struct activity *activity)
{
    const char *series[ACTIVITY_CHANGES] = {[ACTIVITY_LABEL] = "Labels"};
    struct page *page = start->page;
    struct chart chart = {.id = "changes",
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
        struct column *column = &chart.columns[at];
        column->name = day_text(page, day, "%e %b %Y");
        const char *in_month = day_text(page, day, "%d");
        if (in_month[0] == '0' && in_month[1] == '1')
            column->label = day_text(page, day, "%b");
        for (int noun = 0; noun < ACTIVITY_CHANGES; noun++)
            column->counts[noun] = activity->counts[skipped + at][noun];
    }
    show_chart(start, &chart);
}

static void show_weeks(struct start *start, const struct activity *activity, int64_t monday)
{
    const char *series[RECORD_KIND_COUNT];
    struct page *page = start->page;
    struct chart chart = {.id = "versions",
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
        chart.columns[at].name = day_text(page, day, "%e %b %Y");
        if (at % label_step == 0)
            chart.columns[at].label = day_text(page, day, "%e %b");
    }
    for (int i = 0; i < activity->day_count; i++) {
        int64_t week = (activity->first_day + i - monday) / DAYS_A_WEEK;
        if (activity->first_day + i < monday || week >= WEEKS)
            continue;
        for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
            chart.columns[week].counts[kind] += activity->counts[i][ACTIVITY_VERSIONS + kind];
    }
    show_chart(start, &chart);
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
