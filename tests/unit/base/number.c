#include "test.h"

#include <stdio.h>

#include "base/number.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

/* What the parser of texts and the one of JSON say to a value. */
static void expect(enum number number, int64_t value, bool is_taken)
{
    char text[32];
    int64_t out = -7;
    (void)snprintf(text, sizeof text, "%lld", (long long)value);
    json_t *json = json_keep(arena, json_integer(value));
    assert_int_equal(number_parse(number, text, &out), is_taken ? ERR_NONE : ERR_INVALID);
    assert_true(out == (is_taken ? value : -7));
    assert_true(number_leading(number, text, NULL) == (is_taken ? value : 0));
    assert_int_equal(number_fits(number, value), is_taken);
    assert_int_equal(number_fits_json(number, json), is_taken);
    assert_true(number_of_json(number, json, -9) == (is_taken ? value : -9));
}

static void every_number_is_taken_at_both_ends_and_not_beyond(void **state)
{
    (void)state;
    for (int i = NUMBER_NONE + 1; i < NUMBER_COUNT; i++) {
        const struct number_limit *limit = &number_limits[i];
        char words[96];
        assert_non_null(limit->what);
        assert_true(limit->from >= 0 && limit->from < limit->to);
        expect((enum number)i, limit->from, true);
        expect((enum number)i, limit->to, true);
        expect((enum number)i, limit->from - 1, false);
        if (limit->to < INT64_MAX)
            expect((enum number)i, limit->to + 1, false);
        (void)snprintf(words, sizeof words, "%s from %lld to %lld",
                       limit->is_decimal ? "a number" : "a whole number", (long long)limit->from,
                       (long long)limit->to);
        assert_string_equal(limit->words, words);
    }
}

static void decimals_are_within_their_ends(void **state)
{
    (void)state;
    assert_true(number_fits_json(NUMBER_TEMPERATURE, json_keep(arena, json_real(2.0))));
    assert_true(number_fits_json(NUMBER_TEMPERATURE, json_keep(arena, json_real(0.0))));
    assert_false(number_fits_json(NUMBER_TEMPERATURE, json_keep(arena, json_real(2.0001))));
    assert_false(number_fits_json(NUMBER_TEMPERATURE, json_keep(arena, json_real(-0.0001))));
    assert_false(number_fits_json(NUMBER_MAX_TURNS, json_keep(arena, json_real(5.0))));
    assert_false(number_fits_json(NUMBER_MAX_TURNS, json_keep(arena, json_string("5"))));
    assert_false(number_fits_json(NUMBER_MAX_TURNS, NULL));
}

static void a_number_is_digits_and_nothing_else(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " 1",
        "1 ",
        "+1",
        "-1",
        "1.0",
        "0x1",
        "a",
        "1a",
        "9223372036854775808",
        "99999999999999999999999",
    };
    int64_t value = -7;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(number_parse(NUMBER_COUNTER, bad[i], &value), ERR_INVALID);
        assert_int_equal(value, -7);
    }
    assert_int_equal(number_parse(NUMBER_COUNTER, "0007", &value), ERR_NONE);
    assert_int_equal(value, 7);
    const char *end = NULL;
    assert_int_equal(number_leading(NUMBER_COUNTER, "12 days", &end), 12);
    assert_string_equal(end, " days");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_is_taken_at_both_ends_and_not_beyond),
        cmocka_unit_test(decimals_are_within_their_ends),
        cmocka_unit_test(a_number_is_digits_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
