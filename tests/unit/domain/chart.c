#include "test.h"

#include "domain/chart.h"

/* The geometry of charts. */

static void assert_scale(int64_t max, int tick_max, int64_t step, int64_t top)
{
    struct chart_scale scale = chart_scale(max, tick_max);
    assert_int_equal(scale.step, step);
    assert_int_equal(scale.top, top);
    assert_int_equal(scale.tick_count * scale.step, scale.top);
    assert_in_range(scale.tick_count, 1, tick_max);
}

static void scales_have_round_steps(void **state)
{
    (void)state;
    assert_scale(0, 4, 1, 1);
    assert_scale(-5, 4, 1, 1);
    assert_scale(1, 4, 1, 1);
    assert_scale(4, 4, 1, 4);
    assert_scale(5, 4, 2, 6);
    assert_scale(9, 4, 5, 10);
    assert_scale(17, 4, 5, 20);
    assert_scale(21, 4, 10, 30);
    assert_scale(99, 4, 50, 100);
    assert_scale(101, 4, 50, 150);
    assert_scale(1234567, 4, 500000, 1500000);
    assert_scale(7, 1, 10, 10);
}

static void scales_hold_every_value(void **state)
{
    (void)state;
    for (int64_t max = 1; max < INT64_MAX / 7; max = max * 7 + 3) {
        for (int ticks = 1; ticks <= CHART_TICKS_MAX; ticks++) {
            struct chart_scale scale = chart_scale(max, ticks);
            assert_true(scale.top >= max);
            assert_in_range(scale.tick_count, 1, ticks);
        }
    }
    assert_true(chart_scale(INT64_MAX, 4).top >= INT64_MAX - 1);
}

static void heights_follow_the_scale_and_stay_inside(void **state)
{
    (void)state;
    struct chart_scale scale = chart_scale(10, 2);
    assert_int_equal(scale.top, 10);
    assert_int_equal(chart_y(&scale, 0, 960), 960);
    assert_int_equal(chart_y(&scale, -3, 960), 960);
    assert_int_equal(chart_y(&scale, 5, 960), 480);
    assert_int_equal(chart_y(&scale, 10, 960), 0);
    assert_int_equal(chart_y(&scale, 11, 960), 0);
}

static void bars_stand_beside_each_other(void **state)
{
    (void)state;
    struct chart_scale scale = chart_scale(10, 2);
    for (int count = 1; count <= 120; count++) {
        int end = 0;
        for (int i = 0; i < count; i++) {
            struct chart_bar bar = chart_bar(&scale, i, count, i % 11, 960);
            struct chart_bar column = chart_column(i, count, 960);
            assert_int_equal(column.x, end);
            assert_true(bar.x >= column.x && bar.x + bar.width <= column.x + column.width);
            assert_true(bar.width > 0);
            assert_int_equal(bar.y + bar.height, 960);
            end = column.x + column.width;
        }
        assert_int_equal(end, CHART_WIDTH);
    }
}

static void the_smallest_value_can_be_seen(void **state)
{
    (void)state;
    struct chart_scale scale = chart_scale(100000, 4);
    assert_int_equal(chart_bar(&scale, 0, 1, 1, 960).height, 20);
    assert_int_equal(chart_bar(&scale, 0, 1, 0, 960).height, 0);
}

static void labels_leave_room_for_each_other(void **state)
{
    (void)state;
    assert_int_equal(chart_label_step(13, 5), 3);
    assert_int_equal(chart_label_step(5, 5), 1);
    assert_int_equal(chart_label_step(0, 5), 1);
    assert_int_equal(chart_label_step(90, 1), 90);
    assert_int_equal(chart_label_step(90, 0), 1);
}

static void numbers_are_written_short(void **state)
{
    (void)state;
    struct arena *arena = arena_create(1 << 16);
    assert_string_equal(chart_percent(arena, 0), "0.00%");
    assert_string_equal(chart_percent(arena, 1205), "12.05%");
    assert_string_equal(chart_percent(arena, CHART_WIDTH), "100.00%");
    assert_string_equal(chart_pixels(arena, 965), "96.5");
    assert_string_equal(chart_short(arena, 0), "0");
    assert_string_equal(chart_short(arena, 999), "999");
    assert_string_equal(chart_short(arena, 1000), "1k");
    assert_string_equal(chart_short(arena, 1500), "1.5k");
    assert_string_equal(chart_short(arena, 250000), "250k");
    assert_string_equal(chart_short(arena, 2000000), "2M");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scales_have_round_steps),
        cmocka_unit_test(scales_hold_every_value),
        cmocka_unit_test(heights_follow_the_scale_and_stay_inside),
        cmocka_unit_test(bars_stand_beside_each_other),
        cmocka_unit_test(the_smallest_value_can_be_seen),
        cmocka_unit_test(labels_leave_room_for_each_other),
        cmocka_unit_test(numbers_are_written_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
