#ifndef PAGES_RECORD_CHART_H
#define PAGES_RECORD_CHART_H

#include "pages/record/record_page.h"

/* A chart of bars with its numbers as a table: shell/chart.tpl. */

enum { RECORD_CHART_SERIES_MAX = 5 };

/* A column: what it is in the table, how it is labelled below, and its numbers. */
struct record_chart_column {
    const char *name;  /* NULL: nothing is there */
    const char *label; /* NULL: none */
    int64_t counts[RECORD_CHART_SERIES_MAX];
    int64_t sum; /* set when it is shown */
};

struct record_chart {
    const char *id;
    const char *title;
    const char *unit;   /* "change" */
    const char *period; /* "in 90 days" */
    /* Of a chart of levels, whose sum says nothing: " ms" behind each value, and the words above it
     * instead of unit and period. NULL: it counts. */
    const char *suffix, *summary;
    const char *head; /* of the table's first column: "Day" */
    const char *const *series;
    int series_count;
    struct record_chart_column *columns;
    int column_count;
    bool is_stacked; /* each series has a shade of its own, with a legend */
};

/* Sums its columns up; the sum of all. */
int64_t record_chart_sum(struct record_chart *chart) NONNULL;

/* Shows a chart that was summed up in the view of its template. */
void record_chart_show(struct page *page, struct view *view,
                       const struct record_chart *chart) NONNULL;

/* A day since 1970 by a format of strftime(3), such as "%e %b". */
MUST_USE const char *record_chart_day(struct page *page, int64_t day, const char *format) NONNULL;

#endif
