#include "test.h"

#include "domain/transfer/bundle_needs.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static struct bundle_needs open_needs(int record_count, const struct bundle_need *items, int count)
{
    struct bundle_needs needs;
    bundle_needs_open(arena, record_count, items, count, &needs);
    return needs;
}

static void a_record_comes_after_what_it_needs(void **state)
{
    (void)state;
    static const struct bundle_need items[] = {{0, 2}, {0, 3}, {2, 3}, {3, 1}, {0, 2}};
    struct bundle_needs needs = open_needs(5, items, COUNT_OF(items));
    bool leads_back[5] = {false};
    const int *order = bundle_needs_order(&needs, leads_back);
    static const int expected[] = {1, 3, 2, 0, 4};
    assert_memory_equal(order, expected, sizeof expected);
    for (int i = 0; i < 5; i++)
        assert_false(leads_back[i]);
}

static void a_loop_leads_back_once(void **state)
{
    (void)state;
    static const struct bundle_need items[] = {{0, 1}, {1, 2}, {2, 0}, {3, 0}, {4, 4}};
    struct bundle_needs needs = open_needs(5, items, COUNT_OF(items));
    bool leads_back[5] = {false};
    (void)bundle_needs_order(&needs, leads_back);
    static const bool expected[] = {false, false, true, false, true};
    assert_memory_equal(leads_back, expected, sizeof expected);
}

static void a_refusal_reaches_whoever_needs_it_and_nobody_else(void **state)
{
    (void)state;
    /* 0 needs 1 needs 2; 3 and 4 need each other, 4 needs 2 as well; 5 is needed by 2 */
    static const struct bundle_need items[] = {{0, 1}, {1, 2}, {3, 4}, {4, 3}, {4, 2}, {2, 5}};
    struct bundle_needs needs = open_needs(7, items, COUNT_OF(items));
    struct bundle_refusals refusals;
    bundle_refusals_open(arena, 7, &refusals);
    bundle_refusals_add(&refusals, 2);
    bundle_refusals_add(&refusals, 2);
    bundle_refusals_spread(&refusals, &needs);
    static const bool expected[] = {true, true, true, true, true, false, false};
    assert_memory_equal(refusals.is_refused, expected, sizeof expected);
    assert_int_equal(refusals.count, 5);
    assert_int_equal(refusals.places[0], 2);
    bundle_refusals_add(&refusals, 6); /* another one later */
    bundle_refusals_spread(&refusals, &needs);
    assert_int_equal(refusals.count, 6);
}

static void no_records_are_no_trouble(void **state)
{
    (void)state;
    struct bundle_needs needs = open_needs(0, NULL, 0);
    struct bundle_refusals refusals;
    bool none = false;
    bundle_refusals_open(arena, 0, &refusals);
    bundle_refusals_spread(&refusals, &needs);
    (void)bundle_needs_order(&needs, &none);
    assert_int_equal(refusals.count, 0);
}

/* What a chain costs in which everyone needs both neighbors, when its first record is refused: the
 * shape in which a refusal that goes over everything again moves by one record each time. */
static int64_t steps_of_chain(int record_count)
{
    struct bundle_need *items = arena_array(arena, (size_t)record_count * 2, sizeof *items);
    bool *leads_back = arena_array(arena, (size_t)record_count, sizeof *leads_back);
    struct bundle_refusals refusals;
    int count = 0;
    for (int i = 0; i + 1 < record_count; i++) {
        items[count++] = (struct bundle_need){i, i + 1};
        items[count++] = (struct bundle_need){i + 1, i};
    }
    struct bundle_needs needs = open_needs(record_count, items, count);
    bundle_refusals_open(arena, record_count, &refusals);
    bundle_refusals_add(&refusals, 0);
    bundle_refusals_spread(&refusals, &needs);
    assert_int_equal(refusals.count, record_count);
    (void)bundle_needs_order(&needs, leads_back);
    return needs.step_count;
}

static void the_steps_are_in_proportion_to_the_records(void **state)
{
    (void)state;
    int64_t few = steps_of_chain(2000), many = steps_of_chain(8000);
    assert_true(few <= 2000 * 8);
    assert_true(many <= 8000 * 8);
    assert_true(many >= 4 * few - 16 && many <= 4 * few + 16);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_record_comes_after_what_it_needs),
        TEST(a_loop_leads_back_once),
        TEST(a_refusal_reaches_whoever_needs_it_and_nobody_else),
        TEST(no_records_are_no_trouble),
        TEST(the_steps_are_in_proportion_to_the_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
