#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/totp.h"
#include "otp.h"

/* The secret of RFC 6238, appendix B, "12345678901234567890", in base32. */
static const char secret[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/* The last six of the eight digits of the RFC: truncation takes the number modulo a power of ten.
 */
static const struct {
    int64_t seconds;
    const char *code;
} vectors[] = {
    {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
    {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
};

static void codes_are_those_of_the_rfc(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        int64_t step = 0;
        int64_t now = vectors[i].seconds * CLOCK_SECOND;
        assert_int_equal(totp_find_step(secret, vectors[i].code, now, &step), ERR_NONE);
        assert_int_equal(step, vectors[i].seconds / TOTP_STEP_S);
    }
}

static void clocks_may_differ_by_one_step(void **state)
{
    (void)state;
    int64_t now = INT64_C(1764430000) * CLOCK_SECOND;
    int64_t current = now / (TOTP_STEP_S * CLOCK_SECOND);
    for (int64_t drift = -3; drift <= 3; drift++) {
        char code[TOTP_DIGITS + 1];
        int64_t step = 0;
        bool is_near = drift >= -1 && drift <= 1;
        otp_code(secret, current + drift, code);
        assert_int_equal(totp_find_step(secret, code, now, &step), is_near ? ERR_NONE : ERR_DENIED);
        assert_int_equal(step, is_near ? current + drift : 0);
    }
}

static void only_six_digits_are_a_code(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",       "28708",    "2870822", "287083",
                                        "28708a", "-287082",  "      ",  "287082x",
                                        "۲۸۷۰۸۲", "287082\n", "0x28708", "2 8 7 0 8"};
    int64_t step = 0;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(totp_find_step(secret, wrong[i], 59 * CLOCK_SECOND, &step), ERR_DENIED);
    assert_int_equal(totp_find_step(secret, " 287 082 ", 59 * CLOCK_SECOND, &step), ERR_NONE);
    assert_int_equal(step, 1);
}

static void secrets_are_random_base32(void **state)
{
    (void)state;
    char made[32][TOTP_SECRET_LEN];
    for (size_t i = 0; i < COUNT_OF(made); i++) {
        totp_secret_make(made[i]);
        assert_int_equal(strlen(made[i]), TOTP_SECRET_LEN - 1);
        assert_int_equal(strspn(made[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), TOTP_SECRET_LEN - 1);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(made[i], made[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_rfc),
        cmocka_unit_test(clocks_may_differ_by_one_step),
        cmocka_unit_test(only_six_digits_are_a_code),
        cmocka_unit_test(secrets_are_random_base32),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
