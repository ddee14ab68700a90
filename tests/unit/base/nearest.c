#include "test.h"

#include <string.h>

#include "base/nearest.h"

static const char *nearest_of(const char *word)
{
    static const char *const names[] = {"backup",       "restore", "user link",
                                        "user recover", "init",    "audit verify"};
    struct nearest nearest = {.word = word};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        nearest_try(&nearest, names[i]);
    return nearest.best == NULL ? "" : nearest.best;
}

static void a_slip_of_the_fingers_is_understood(void **state)
{
    (void)state;
    assert_string_equal(nearest_of("backup"), "backup");
    assert_string_equal(nearest_of("bakcup"), "backup"); /* two letters changed places: one slip */
    assert_string_equal(nearest_of("bckup"), "backup");
    assert_string_equal(nearest_of("restoree"), "restore");
    assert_string_equal(nearest_of("ini"), "init");
    assert_string_equal(nearest_of("user lnik"), "user link");
    assert_string_equal(nearest_of("audit verfiy"), "audit verify");
}

static void another_word_is_not(void **state)
{
    char longest[2 * NEAREST_WORD_MAX];
    (void)state;
    assert_string_equal(nearest_of(""), "");
    assert_string_equal(nearest_of("xy"), "");
    assert_string_equal(nearest_of("unicorn"), "");
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_string_equal(nearest_of(longest), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_of_the_fingers_is_understood),
        cmocka_unit_test(another_word_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
