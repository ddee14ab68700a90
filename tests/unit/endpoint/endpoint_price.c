#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "domain/endpoint/endpoint_price.h"
#include "domain/endpoint/endpoint_price_list.h"

/* Prices: whole numbers that lose nothing, and lists as people type them. */

static struct arena *arena;

static void prices_are_read_and_written(void **state)
{
    static const struct {
        const char *text;
        int64_t micros;
        const char *shown;
    } good[] = {
        {"0", 0, "0.00"},
        {"0.15", 150000, "0.15"},
        {"10", 10000000, "10.00"},
        {"1.250000", 1250000, "1.25"},
        {"0.000001", 1, "0.000001"},
        {"1000000", 1000000000000, "1000000.00"},
    };
    static const char *const bad[] = {"",
                                      ".",
                                      "1.",
                                      ".5",
                                      "-1",
                                      "+1",
                                      "1e3",
                                      "1,5",
                                      " 1",
                                      "1 ",
                                      "0.0000001",
                                      "1000001",
                                      "x",
                                      "1.2.3",
                                      "1.-5",
                                      "0x1",
                                      "99999999999999999999"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        int64_t micros = -1;
        assert_int_equal(endpoint_price_parse(good[i].text, &micros), ERR_NONE);
        assert_int_equal(micros, good[i].micros);
        assert_string_equal(endpoint_price_format(arena, micros), good[i].shown);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        int64_t micros = -1;
        assert_int_equal(endpoint_price_parse(bad[i], &micros), ERR_INVALID);
        assert_int_equal(micros, -1);
    }
}

static void a_cost_is_in_billionths(void **state)
{
    (void)state;
    assert_int_equal(endpoint_price_cost(1000000, 150000), 150000000); /* 0.15 */
    assert_int_equal(endpoint_price_cost(1, 150000), 150);
    assert_int_equal(endpoint_price_cost(0, 150000), 0);
    assert_true(endpoint_price_cost(INT64_MAX, 1000000000000) == INT64_MAX);
    assert_string_equal(endpoint_cost_format(arena, 112000, "USD"), "0.000112 USD");
    assert_string_equal(endpoint_cost_format(arena, 1500000000, "EUR"), "1.50 EUR");
    assert_string_equal(endpoint_cost_format(arena, 999, "USD"), "under 0.000001 USD");
    assert_string_equal(endpoint_cost_format(arena, 0, "USD"), "0.00 USD");
}

static void currencies_have_three_letters(void **state)
{
    (void)state;
    assert_true(endpoint_price_is_currency("EUR"));
    assert_false(endpoint_price_is_currency("eur"));
    assert_false(endpoint_price_is_currency("EURO"));
    assert_false(endpoint_price_is_currency("E1R"));
    assert_false(endpoint_price_is_currency(""));
}

static enum err parse(const char *text, struct endpoint_price_list *list, const char **problem)
{
    return endpoint_price_list_parse(arena, (struct text){text, strlen(text)}, list, problem);
}

static void a_list_holds_from_its_days_on(void **state)
{
    struct endpoint_price_list list;
    const char *problem = NULL;
    (void)state;
    assert_int_equal(
        parse("Model;From;In;Out\r\n gpt-5 ;2026-01-01;1.25;10\nsmall;2026-03-01;0.1;0.4"
              "\n\ngpt-5;2026-06-01;1;8\n",
              &list, &problem),
        ERR_NONE);
    assert_int_equal(list.count, 3);
    assert_string_equal(endpoint_price_list_format(arena, &list),
                        "model,from,input,output\ngpt-5,2026-06-01,1.00,8.00\n"
                        "gpt-5,2026-01-01,1.25,10.00\nsmall,2026-03-01,0.10,0.40\n");
    int64_t june = list.items[0].day;
    assert_int_equal(endpoint_price_of(&list, "gpt-5", june)->output_micros, 8000000);
    assert_int_equal(endpoint_price_of(&list, "gpt-5", june - 1)->output_micros, 10000000);
    assert_null(endpoint_price_of(&list, "gpt-5", 1));
    assert_null(endpoint_price_of(&list, "gpt", june));
    const char *again = endpoint_price_list_format(arena, &list);
    assert_int_equal(parse(again, &list, &problem), ERR_NONE);
    assert_string_equal(endpoint_price_list_format(arena, &list), again);
    assert_int_equal(parse("", &list, &problem), ERR_NONE);
    assert_string_equal(endpoint_price_list_format(arena, &list), "");
}

static void a_wrong_line_is_named(void **state)
{
    static const char *const rows[][2] = {
        {"a,2026-01-01,1", "Line 1 needs a model"},
        {"model,from,input,output\na,2026-01-01,1,2,3", "Line 2 needs a model"},
        {",2026-01-01,1,2", "Line 1 has no model's name"},
        {"a b,2026-01-01,1,2", "Line 1 has no model's name"},
        {"a,2026-02-30,1,2", "Line 1 needs a day"},
        {"a,yesterday,1,2", "Line 1 needs a day"},
        {"a,2026-01-01,1,2\nb,2026-01-01,1,two", "Line 2 needs prices"},
        {"a,2026-01-01,1,2\na,2026-01-01,1,3", "There are two prices of a from 2026-01-01 on."},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct endpoint_price_list list;
        const char *problem = NULL;
        assert_int_equal(parse(rows[i][0], &list, &problem), ERR_INVALID);
        assert_non_null(strstr(problem, rows[i][1]));
    }
}

static void a_file_adds_and_changes_and_says_what_it_leaves_out(void **state)
{
    static const char base[] = "a,2026-01-01,1,2\nb,2026-01-01,3,4";
    static const char file[] = "model;from;input;output\na;2026-01-01;1.00;2\nb;2026-01-01;3;5\n"
                               "c;2026-02-01;0.1;0.2\nc;2026-02-01;9;9\nd;soon;1;1\ne;2026-01-01;1";
    struct endpoint_price_list list;
    struct endpoint_price_merge merge;
    const char *problem = NULL;
    (void)state;
    assert_int_equal(parse(base, &list, &problem), ERR_NONE);
    assert_int_equal(endpoint_price_list_merge(arena, &list, (struct text){file, strlen(file)},
                                               &merge, &problem),
                     ERR_NONE);
    assert_string_equal(endpoint_price_list_format(arena, &merge.list),
                        "model,from,input,output\na,2026-01-01,1.00,2.00\nb,2026-01-01,3.00,5.00\n"
                        "c,2026-02-01,0.10,0.20\n");
    assert_int_equal(merge.change_count, 2);
    assert_int_equal(merge.changes[0].before->output_micros, 4000000);
    assert_int_equal(merge.changes[0].after->output_micros, 5000000);
    assert_null(merge.changes[1].before);
    assert_int_equal(merge.refused_count, 3);
    assert_string_equal(merge.refused[0], "Line 5 has a model and a day that another line has.");
    assert_string_equal(merge.refused[1],
                        "Line 6 needs a day such as 2026-11-30 in the second place.");
    assert_string_equal(merge.refused[2],
                        "Line 7 needs a model, a day, a price in and a price out.");
}

int main(void)
{
    arena = arena_create(1 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prices_are_read_and_written),
        cmocka_unit_test(a_cost_is_in_billionths),
        cmocka_unit_test(currencies_have_three_letters),
        cmocka_unit_test(a_list_holds_from_its_days_on),
        cmocka_unit_test(a_wrong_line_is_named),
        cmocka_unit_test(a_file_adds_and_changes_and_says_what_it_leaves_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed;
}
