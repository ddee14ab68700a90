#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/base64.h"
#include "crypt/webhook_sign.h"
#include "domain/webhook/webhook_event.h"
#include "domain/webhook/webhook_outcome.h"

/* What webhooks are signed with, and when they are sent again. */

static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_create(1 << 20);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static struct webhook_signed message(const char *body)
{
    return (struct webhook_signed){.id = "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                   .timestamp_s = 1614265330,
                                   .body = {body, strlen(body)}};
}

/* The vector of the reference libraries (standard-webhooks/standard-webhooks). */
static void signatures_are_those_of_the_reference_libraries(void **state)
{
    const char *signature = NULL;
    const struct webhook_signed what = message("{\"test\": 2432232314}");
    (void)state;
    assert_int_equal(
        webhook_sign(arena, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &what, &signature), ERR_NONE);
    assert_string_equal(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

static void every_part_counts(void **state)
{
    const char *secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const char *first = NULL, *other = NULL;
    struct webhook_signed what = message("{}");
    (void)state;
    assert_int_equal(webhook_sign(arena, secret, &what, &first), ERR_NONE);
    what.timestamp_s++;
    assert_int_equal(webhook_sign(arena, secret, &what, &other), ERR_NONE);
    assert_string_not_equal(first, other);
    what = message("{}");
    what.id = "msg_p5jXN8AQM9LWM0D4loKWxJel";
    assert_int_equal(webhook_sign(arena, secret, &what, &other), ERR_NONE);
    assert_string_not_equal(first, other);
    what = message("{} ");
    assert_int_equal(webhook_sign(arena, secret, &what, &other), ERR_NONE);
    assert_string_not_equal(first, other);
}

static void secrets_are_long_random_and_prefixed(void **state)
{
    char one[WEBHOOK_SECRET_LEN], two[WEBHOOK_SECRET_LEN];
    struct text bytes;
    (void)state;
    webhook_secret_make(one);
    webhook_secret_make(two);
    assert_string_not_equal(one, two);
    assert_int_equal(strlen(one), WEBHOOK_SECRET_LEN - 1);
    assert_memory_equal(one, "whsec_", 6);
    assert_int_equal(base64_open(arena, one + 6, &bytes), ERR_NONE);
    assert_int_equal(bytes.len, 32);
}

static void no_other_secret_signs(void **state)
{
    static const char *const bad[] = {
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa", /* 22 bytes */
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La L*",
        "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", /* 72 bytes */
    };
    const struct webhook_signed what = message("{}");
    const char *signature = NULL;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (webhook_sign(arena, bad[i], &what, &signature) != ERR_INVALID)
            fail_msg("\"%s\" signs", bad[i]);
}

static void the_pauses_grow_to_a_day_and_end(void **state)
{
    static const int64_t pauses_s[] = {5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pauses_s); i++)
        assert_int_equal(webhook_pause((int64_t)i + 1), pauses_s[i] * CLOCK_SECOND);
    assert_int_equal(webhook_pause(WEBHOOK_ATTEMPTS), 0);
    assert_int_equal(webhook_pause(WEBHOOK_ATTEMPTS + 1), 0);
    assert_int_equal(webhook_pause(0), 0);
}

static void the_rest_of_an_endpoint_grows_to_five_minutes(void **state)
{
    (void)state;
    assert_int_equal(webhook_rest(0), 0);
    for (int64_t i = 1; i < 100; i++)
        assert_true(webhook_rest(i) >= webhook_rest(i - 1));
    assert_int_equal(webhook_rest(100), 5 * CLOCK_MINUTE);
}

static void only_an_answer_of_2xx_takes_it(void **state)
{
    (void)state;
    for (int status = 0; status < 600; status++)
        assert_int_equal(webhook_is_taken(FETCH_DONE, status), status >= 200 && status < 300);
    assert_true(webhook_is_taken(FETCH_LARGE, 200));
    assert_false(webhook_is_taken(FETCH_LARGE, 500));
    assert_false(webhook_is_taken(FETCH_SLOW, 200));
    assert_false(webhook_is_taken(FETCH_TLS, 0));
}

static void each_end_has_its_words(void **state)
{
    (void)state;
    for (int i = 0; i < FETCH_OUTCOME_COUNT; i++) {
        bool is_answer = i == FETCH_DONE || i == FETCH_LARGE;
        assert_non_null(webhook_fetch_names[i]);
        assert_int_equal(webhook_outcome_text(webhook_fetch_names[i], 0)[0] == '\0', is_answer);
    }
    assert_string_equal(webhook_outcome_text("answered", 503), "");
    assert_string_equal(webhook_outcome_text("answered", 302), "Redirects are not followed.");
    assert_string_equal(webhook_outcome_text("", 0), "");
    for (int i = 0; i < WEBHOOK_EVENT_COUNT; i++) {
        enum webhook_event event = WEBHOOK_EVENT_COUNT;
        assert_int_equal(webhook_event_parse(webhook_events[i].name, &event), ERR_NONE);
        assert_int_equal(event, i);
    }
    enum webhook_event event = WEBHOOK_TEST;
    assert_int_equal(webhook_event_parse("label.move", &event), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_those_of_the_reference_libraries),
        cmocka_unit_test(every_part_counts),
        cmocka_unit_test(secrets_are_long_random_and_prefixed),
        cmocka_unit_test(no_other_secret_signs),
        cmocka_unit_test(the_pauses_grow_to_a_day_and_end),
        cmocka_unit_test(the_rest_of_an_endpoint_grows_to_five_minutes),
        cmocka_unit_test(only_an_answer_of_2xx_takes_it),
        cmocka_unit_test(each_end_has_its_words),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
