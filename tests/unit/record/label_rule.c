#include "test.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/record/label_rule.h"

/* The words of rules, and the borders of each term. */

static void percentages_are_never_rounded_up(void **state)
{
    (void)state;
    struct arena *arena = arena_create(1 << 16);
    assert_string_equal(label_rule_rate(arena, 9999, 10000), "99.9%");
    assert_string_equal(label_rule_rate(arena, 1, 1), "100%");
    assert_string_equal(label_rule_rate(arena, 0, 3), "0%");
    assert_string_equal(label_rule_rate(arena, 2, 3), "66.6%");
    arena_destroy(arena);
}

static void what_is_typed_is_a_percentage(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t permille; /* -1: refused */
    } rows[] = {{"95", 950},   {"99.5", 995}, {"0", 0},     {"100", 1000}, {"100.0", 1000},
                {"100.1", -1}, {"", -1},      {"95%", -1},  {".5", -1},    {"-1", -1},
                {"9999", -1},  {"99999", -1}, {"1.25", -1}, {"1.", -1},    {" 95", -1}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t permille = -1;
        enum err err = label_rule_parse_percent(rows[i].text, &permille);
        assert_int_equal(err, rows[i].permille < 0 ? ERR_INVALID : ERR_NONE);
        if (err == ERR_NONE)
            assert_int_equal(permille, rows[i].permille);
    }
}

static void a_rule_is_one_sentence(void **state)
{
    (void)state;
    struct arena *arena = arena_create(1 << 16);
    struct label_rule_terms terms = {.label = "production"};
    assert_string_equal(label_rule_needs(arena, &terms), "a run of any test set");
    terms.set_name = "refund-cases";
    terms.min_pass_permille = 995;
    assert_string_equal(label_rule_needs(arena, &terms),
                        "a run of refund-cases with at least 99.5% passed");
    terms.forbids_critical = true;
    terms.max_age_days = 1;
    terms.forbids_worse = true;
    terms.needs_judge = true;
    assert_string_equal(label_rule_needs(arena, &terms),
                        "a run of refund-cases with at least 99.5% passed, no critical failure, an "
                        "age of at most a day, no lower pass rate than what is live and a "
                        "calibrated judge");
    terms.set_name = "";
    assert_non_null(strstr(label_rule_needs(arena, &terms), "a test set that was deleted"));
    arena_destroy(arena);
}

static void each_border_is_exact(void **state)
{
    (void)state;
    struct arena *arena = arena_create(1 << 16);
    struct label_rule_terms terms = {
        .label = "production", .min_pass_permille = 333, .max_age_days = 7, .forbids_worse = true};
    struct label_rule_run run = {.pass_count = 333,
                                 .result_count = 1000,
                                 .age_us = 7 * CLOCK_DAY,
                                 .set_version = 2,
                                 .set_version_now = 2,
                                 .is_as_served = true,
                                 .beside_pass_count = 333,
                                 .live_pass_count = 333,
                                 .live_result_count = 1000};
    assert_null(label_rule_missing(arena, &terms, &run));
    struct label_rule_run other = run;
    other.pass_count = 332;
    assert_non_null(label_rule_missing(arena, &terms, &other));
    other = run;
    other.age_us++;
    assert_non_null(label_rule_missing(arena, &terms, &other));
    other = run;
    other.live_pass_count++;
    assert_non_null(label_rule_missing(arena, &terms, &other));
    other = run;
    other.set_version_now = 3;
    assert_non_null(label_rule_missing(arena, &terms, &other));
    other = run;
    other.set_version_now = 0;
    assert_non_null(label_rule_missing(arena, &terms, &other));
    other = run;
    other.is_as_served = false;
    assert_non_null(label_rule_missing(arena, &terms, &other));
    other = run;
    other.result_count = 0;
    assert_string_equal(label_rule_missing(arena, &terms, &other), "It has no results.");
    other = run;
    other.is_judged = true;
    other.objection = "It only advises.";
    assert_null(label_rule_missing(arena, &terms, &other)); /* the checks decide */
    terms.needs_judge = true;
    assert_string_equal(label_rule_missing(arena, &terms, &other), "It only advises.");
    other.objection = NULL;
    assert_null(label_rule_missing(arena, &terms, &other));
    other.is_judged = false;
    assert_string_equal(label_rule_missing(arena, &terms, &other), "It has no judge.");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentages_are_never_rounded_up),
        cmocka_unit_test(what_is_typed_is_a_percentage),
        cmocka_unit_test(a_rule_is_one_sentence),
        cmocka_unit_test(each_border_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
