#include "pages/record/record_chart.h"

#include <time.h>

#include "base/clock.h"
#include "domain/chart.h"

enum {
    HEIGHT = 72, /* pixels of the plot; what stands around it is in shell/chart.tpl */
    TICKS = 3,
    LABEL_END = 8800, /* a label that began further right would not fit */
};

const char *record_chart_day(struct page *page, int64_t day, const char *format)
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
static const char *hover_text(struct page *page, const struct record_chart *chart,
                              const struct record_chart_column *column)
{
    struct buf buf;
    int named = 0;
    buf_init(&buf, page->arena);
    if (chart->suffix != NULL)
        return arena_printf(page->arena, "%s: %lld%s", column->name, (long long)column->sum,
                            chart->suffix);
    buf_printf(&buf, "%s: %s", column->name, record_page_count(page, column->sum, chart->unit));
    for (int i = 0; i < chart->series_count; i++)
        if (column->counts[i] > 0)
            buf_printf(&buf, "%s%s %lld", named++ == 0 ? " (" : ", ", chart->series[i],
                       (long long)column->counts[i]);
    buf_add_text(&buf, named > 0 ? ")" : "");
    return buf.data;
}

/* A piece of a bar, in the shade of its series. */
static void show_slice(struct page *page, struct view *shown, const struct chart_bar *bar,
                       int series)
{
    struct view *slice = view_add(shown, "SLICE");
    view_number(slice, "SHADE", series);
    view_text(slice, "X", chart_percent(page->arena, bar->x));
    view_text(slice, "WIDTH", chart_percent(page->arena, bar->width));
    view_text(slice, "Y", chart_pixels(page->arena, bar->y));
    view_text(slice, "HEIGHT", chart_pixels(page->arena, bar->height));
}

/* The first series lies at the bottom. */
static void show_slices(struct page *page, struct view *shown, const struct record_chart *chart,
                        const struct chart_scale *scale, int at)
{
    const struct record_chart_column *column = &chart->columns[at];
    int64_t below = 0;
    int bottom = HEIGHT * 10;
    for (int i = 0; i < chart->series_count; i++) {
        below += column->counts[i];
        struct chart_bar bar = chart_bar(scale, at, chart->column_count, below, HEIGHT * 10);
        bar.height = bottom - bar.y;
        if (column->counts[i] > 0 && bar.height > 0)
            show_slice(page, shown, &bar, i);
        bottom = column->counts[i] > 0 ? bar.y : bottom;
    }
}

static void show_bar(struct page *page, struct view *view, const struct record_chart *chart,
                     const struct chart_scale *scale, int at)
{
    const struct record_chart_column *column = &chart->columns[at];
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
    if (chart->is_stacked)
        show_slices(page, shown, chart, scale, at);
    else
        show_slice(page, shown, &bar, 0);
}

/* The numbers, newest first; columns without any are left out. */
static void show_table(struct view *view, const struct record_chart *chart)
{
    view_text(view, "HEAD", chart->head);
    for (int i = 0; i < chart->series_count; i++)
        view_text(view_add(view, "SERIES"), "SERIES_NAME", chart->series[i]);
    for (int at = chart->column_count - 1; at >= 0; at--) {
        const struct record_chart_column *column = &chart->columns[at];
        if (column->name == NULL || (column->sum == 0 && chart->suffix == NULL))
            continue;
        struct view *row = view_add(view, "ROW");
        view_text(row, "ROW_NAME", column->name);
        for (int i = 0; i < chart->series_count; i++)
            view_number(view_add(row, "CELL"), "N", column->counts[i]);
        view_number(row, "SUM", column->sum);
    }
}

int64_t record_chart_sum(struct record_chart *chart)
{
    int64_t total = 0;
    for (int at = 0; at < chart->column_count; at++) {
        struct record_chart_column *column = &chart->columns[at];
        column->sum = 0;
        for (int i = 0; i < chart->series_count; i++)
            column->sum += column->counts[i];
        total += column->sum;
    }
    return total;
}

void record_chart_show(struct page *page, struct view *view, const struct record_chart *chart)
{
    int64_t total = 0;
    int64_t max = 0;
    for (int at = 0; at < chart->column_count; at++) {
        const struct record_chart_column *column = &chart->columns[at];
        total += column->sum;
        max = column->sum > max ? column->sum : max;
    }
    struct chart_scale scale = chart_scale(max, TICKS);
    view_text(view, "CHART_ID", chart->id);
    view_text(view, "TITLE", chart->title);
    bool is_one_of_many = page->actor->persona == PERSONA_PLATFORM_ADMIN;
    view_text(view, "TOTAL",
              chart->summary != NULL
                  ? chart->summary
                  : arena_printf(page->arena, "%s %s%s%s",
                                 record_page_count(page, total, chart->unit), chart->period,
                                 is_one_of_many ? ", " : "",
                                 is_one_of_many ? page->session->organization_name : ""));
    view_number(view, "MOST", max);
    show_axis(page, view, &scale);
    for (int i = 0; chart->is_stacked && i < chart->series_count; i++) {
        struct view *legend = view_add(view, "LEGEND");
        view_number(legend, "SHADE", i);
        view_text(legend, "SERIES_NAME", chart->series[i]);
    }
    for (int at = 0; at < chart->column_count; at++)
        show_bar(page, view, chart, &scale, at);
    show_table(view, chart);
}
