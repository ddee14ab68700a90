#include "domain/chart.h"

struct chart_scale chart_scale(int64_t max, int tick_max)
{
    static const int64_t factors[] = {1, 2, 5};
    struct chart_scale scale = {.step = 1};
    if (max < 1)
        max = 1;
    for (int64_t power = 1; power <= INT64_MAX / 100; power *= 10) {
        for (size_t i = 0; i < COUNT_OF(factors); i++) {
            scale.step = factors[i] * power;
            int64_t count = (max - 1) / scale.step + 1;
            if (count > tick_max)
                continue;
            scale.tick_count = (int)count;
            scale.top = count * scale.step;
            return scale;
        }
    }
    return (struct chart_scale){.step = max, .top = max, .tick_count = 1};
}

int chart_y(const struct chart_scale *scale, int64_t value, int height)
{
    if (value <= 0)
        return height;
    if (value >= scale->top)
        return 0;
    double share = (double)value / (double)scale->top;
    return height - (int)(share * height + .5);
}

struct chart_bar chart_column(int column, int column_count, int height)
{
    int from = (int)((int64_t)CHART_WIDTH * column / column_count);
    int to = (int)((int64_t)CHART_WIDTH * (column + 1) / column_count);
    return (struct chart_bar){.x = from, .width = to - from, .height = height};
}

struct chart_bar chart_bar(const struct chart_scale *scale, int column, int column_count,
                           int64_t value, int height)
{
    enum { GAP_SHARE = 5, SMALLEST = 20 };
    struct chart_bar bar = chart_column(column, column_count, height);
    int gap = bar.width / GAP_SHARE;
    bar.x += gap / 2;
    bar.width -= gap;
    bar.y = chart_y(scale, value, height);
    if (value > 0 && bar.y > height - SMALLEST)
        bar.y = height - SMALLEST;
    bar.height = height - bar.y;
    return bar;
}

int chart_label_step(int column_count, int label_max)
{
    if (label_max < 1 || column_count <= label_max)
        return 1;
    return (column_count + label_max - 1) / label_max;
}

const char *chart_percent(struct arena *arena, int share)
{
    return arena_printf(arena, "%d.%02d%%", share / 100, share % 100);
}

const char *chart_pixels(struct arena *arena, int tenths)
{
    return arena_printf(arena, "%d.%d", tenths / 10, tenths % 10);
}

const char *chart_short(struct arena *arena, int64_t value)
{
    static const struct {
        int64_t size;
        const char *sign;
    } units[] = {{1000000000, "G"}, {1000000, "M"}, {1000, "k"}};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (value < units[i].size)
            continue;
        int64_t tenths = value / (units[i].size / 10);
        if (tenths % 10 == 0 || tenths >= 1000)
            return arena_printf(arena, "%lld%s", (long long)(tenths / 10), units[i].sign);
        return arena_printf(arena, "%lld.%lld%s", (long long)(tenths / 10),
                            (long long)(tenths % 10), units[i].sign);
    }
    return arena_printf(arena, "%lld", (long long)value);
}
