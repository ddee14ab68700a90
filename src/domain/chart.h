#ifndef DOMAIN_CHART_H
#define DOMAIN_CHART_H

#include <stdint.h>

#include "base/arena.h"

/* The geometry of a bar chart, without a word of SVG. Across, everything is a share of the width
 * in hundredths of a percent, so that the drawing fits any screen while its texts keep their size;
 * down it is tenths of a pixel from the top. */

enum { CHART_WIDTH = 10000, CHART_TICKS_MAX = 6 };

/* The values of the vertical axis: 0, step, 2 * step … top. */
struct chart_scale {
    int64_t step;
    int64_t top; /* not below the greatest value, at least 1 */
    int tick_count;
};

/* Steps of 1, 2 or 5 times a power of ten; the smallest that needs at most tick_max of them (1 to
 * CHART_TICKS_MAX). Negative values count as 0. */
struct chart_scale chart_scale(int64_t max, int tick_max);

/* Where a value ends, from the top of a plot that is height high. */
int chart_y(const struct chart_scale *scale, int64_t value, int height) NONNULL;

/* One bar: column of column_count, with a gap to its neighbours. A value above 0 is at least 2
 * pixels high, so that it can be seen. */
struct chart_bar {
    int x, width;
    int y, height;
};
struct chart_bar chart_bar(const struct chart_scale *scale, int column, int column_count,
                           int64_t value, int height) NONNULL;

/* The whole width of the column, gap included: what the mouse finds. */
struct chart_bar chart_column(int column, int column_count, int height);

/* Every how many columns a label may stand if label_max of them fit. At least 1. */
int chart_label_step(int column_count, int label_max);

/* "12.34%" and "12.5", as attributes want them; "950", "1.5k", "12k" for the axis. Arena-owned. */
MUST_USE const char *chart_percent(struct arena *arena, int share) NONNULL;
MUST_USE const char *chart_pixels(struct arena *arena, int tenths) NONNULL;
MUST_USE const char *chart_short(struct arena *arena, int64_t value) NONNULL;

#endif
