#include "test.h"

#include "domain/judge/judge_agreement.h"

/* Agreement of a judge with people, and what chance and the base rate make of it. */

static void agreement_is_shown_beside_chance(void **state)
{
    static const struct {
        struct judge_counts counts;
        int64_t count;
        int agreement, base_rate, kappa;
    } table[] = {
        {{0, 0, 0, 0}, 0, 0, 0, JUDGE_KAPPA_NONE},
        {{20, 15, 10, 5}, 50, 700, 500, 400}, /* Cohen's own way of counting: 0.70 and 0.50 */
        {{45, 15, 25, 15}, 100, 600, 600, 130},
        {{25, 35, 35, 5}, 100, 600, 700, 259},
        {{50, 50, 0, 0}, 100, 1000, 500, 1000},
        {{0, 0, 50, 50}, 100, 0, 500, -1000},
        {{95, 0, 5, 0}, 100, 950, 950, 0}, /* always "pass": it looks good, and says nothing */
        {{100, 0, 0, 0}, 100, 1000, 1000, JUDGE_KAPPA_NONE},
        {{1699, 0, 0, 301}, 2000, 849, 1000, 0}, /* 0.8495 does not become 0.85 */
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct judge_agreement agreement;
        judge_agree(&table[i].counts, &agreement);
        assert_int_equal(agreement.count, table[i].count);
        assert_int_equal(agreement.agreement, table[i].agreement);
        assert_int_equal(agreement.base_rate, table[i].base_rate);
        assert_in_range(agreement.kappa - table[i].kappa + 1, 0, 2);
    }
}

static bool is_calibrated(struct judge_counts counts, int floor)
{
    struct judge_agreement agreement;
    judge_agree(&counts, &agreement);
    return judge_is_calibrated(&agreement, floor);
}

static void few_verdicts_and_chance_calibrate_nothing(void **state)
{
    (void)state;
    assert_true(is_calibrated((struct judge_counts){25, 25, 0, 0}, JUDGE_FLOOR));
    assert_false(is_calibrated((struct judge_counts){25, 24, 0, 0}, JUDGE_FLOOR));
    assert_true(is_calibrated((struct judge_counts){45, 40, 10, 5}, JUDGE_FLOOR));
    assert_false(is_calibrated((struct judge_counts){45, 39, 10, 6}, JUDGE_FLOOR));
    assert_true(is_calibrated((struct judge_counts){45, 39, 10, 6}, 800));
    assert_false(is_calibrated((struct judge_counts){95, 0, 5, 0}, JUDGE_FLOOR));
    assert_false(is_calibrated((struct judge_counts){100, 0, 0, 0}, JUDGE_FLOOR));
    assert_false(is_calibrated((struct judge_counts){0, 0, 0, 0}, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agreement_is_shown_beside_chance),
        cmocka_unit_test(few_verdicts_and_chance_calibrate_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
