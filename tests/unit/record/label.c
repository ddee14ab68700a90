#include "test.h"

#include <string.h>

#include "domain/record/label.h"

static void well_formed_labels_are_taken(void **state)
{
    (void)state;
    const char *const taken[] = {"production", "a",   "v", "2a",
                                 "v1.2-rc_3",  "a.b", "-", "abcdefghijklmnopqrstuvwxyz0123456789"};
    for (size_t i = 0; i < COUNT_OF(taken); i++) {
        const char *problem = NULL;
        assert_int_equal(label_check(taken[i], &problem), ERR_NONE);
        assert_null(problem);
    }
}

static void others_are_refused_with_the_rule(void **state)
{
    (void)state;
    const char *const refused[] = {"",
                                   "Production",
                                   "a b",
                                   "a/b",
                                   "ü",
                                   "a\n",
                                   "a,b",
                                   " a",
                                   "a\xff",
                                   "a|b",
                                   "abcdefghijklmnopqrstuvwxyz0123456789x"};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        const char *problem = NULL;
        assert_false(label_is_wellformed(refused[i]));
        assert_int_equal(label_check(refused[i], &problem), ERR_INVALID);
        assert_non_null(strstr(problem, "1 to 36"));
    }
}

static void latest_can_be_asked_for_but_not_set(void **state)
{
    (void)state;
    const char *problem = NULL;
    assert_true(label_is_wellformed(LABEL_LATEST));
    assert_int_equal(label_check(LABEL_LATEST, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "newest version"));
    assert_int_equal(label_check("latest-1", &problem), ERR_NONE);
}

static void what_looks_like_a_version_is_refused(void **state)
{
    (void)state;
    const char *const refused[] = {"0", "2", "0017", "v2", "v10", ".", "..", "...", "1..2", "a..b"};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        const char *problem = NULL;
        assert_int_equal(label_check(refused[i], &problem), ERR_INVALID);
        assert_non_null(strstr(problem, "look like a version"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_labels_are_taken),
        cmocka_unit_test(others_are_refused_with_the_rule),
        cmocka_unit_test(what_looks_like_a_version_is_refused),
        cmocka_unit_test(latest_can_be_asked_for_but_not_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
