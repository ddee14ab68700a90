#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/session/device.h"
#include "data/session/throttle.h"
#include "fixture.h"

/* Attempts are counted by subject, network address and network, and known devices by themselves. */

static enum err try_from(struct fixture *f, const char *address, const struct throttle_attempt *of)
{
    fixture_begin(f);
    db_note_client(f->db, address);
    return throttle_count(f->db, of);
}

static enum err try_again(struct fixture *f, const char *subject)
{
    return try_from(f, "192.0.2.1",
                    &(struct throttle_attempt){THROTTLE_REAUTHENTICATE, subject, NULL});
}

static int64_t seconds_left(struct fixture *f)
{
    return (db_retry_at(f->db) - clock_now() + CLOCK_SECOND - 1) / CLOCK_SECOND;
}

static int64_t count_rows(struct fixture *f)
{
    return fixture_count(f, "SELECT count(*) FROM attempts WHERE $1 = $1", &f->own.id);
}

static void five_are_free_and_then_each_waits_twice_as_long(void **state)
{
    struct fixture *f = *state;
    static const int waits_s[] = {5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900};
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_again(f, "a"), ERR_NONE);
    for (size_t i = 0; i < COUNT_OF(waits_s); i++) {
        assert_int_equal(try_again(f, "a"), ERR_LIMITED);
        assert_int_equal(seconds_left(f), waits_s[i]);
        clock_stand(db_retry_at(f->db) - CLOCK_SECOND);
        assert_int_equal(try_again(f, "a"), ERR_LIMITED); /* and does not make it longer */
        clock_stand(clock_now() + CLOCK_SECOND);
        assert_int_equal(try_again(f, "a"), ERR_NONE);
    }
    assert_int_equal(try_again(f, "b"), ERR_NONE);
}

static void each_wait_is_one_event(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_again(f, "a"), ERR_NONE);
    for (int i = 0; i < 50; i++)
        assert_int_equal(try_again(f, "a"), ERR_LIMITED);
    assert_int_equal(fixture_count_events(f, "session.throttle", "refusal"), 1);
    clock_stand(clock_now() + CLOCK_MINUTE);
    assert_int_equal(try_again(f, "a"), ERR_NONE);
    for (int i = 0; i < 50; i++)
        assert_int_equal(try_again(f, "a"), ERR_LIMITED);
    assert_int_equal(fixture_count_events(f, "session.throttle", "refusal"), 2);
}

static void the_right_one_begins_anew(void **state)
{
    struct fixture *f = *state;
    const struct throttle_attempt right = {THROTTLE_SIGN_IN, "a", NULL};
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 5; i++)
            assert_int_equal(try_from(f, "192.0.2.1", &right), ERR_NONE);
        assert_int_equal(throttle_forget(f->db, &right), ERR_NONE);
    }
    /* of the address, only those that were right do not count: 12 wrong ones before */
    for (int i = 0; i < 8; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "x%d", i);
        assert_int_equal(
            try_from(f, "192.0.2.1", &(struct throttle_attempt){THROTTLE_SIGN_IN, name, NULL}),
            ERR_NONE);
    }
    assert_int_equal(
        try_from(f, "192.0.2.1", &(struct throttle_attempt){THROTTLE_SIGN_IN, "y", NULL}),
        ERR_LIMITED);
}

static void a_quiet_hour_after_its_wait_a_subject_begins_anew(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_again(f, "a"), ERR_NONE);
    clock_stand(clock_now() + 15 * CLOCK_MINUTE + CLOCK_HOUR + CLOCK_SECOND);
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_again(f, "a"), ERR_NONE);
    assert_int_equal(try_again(f, "a"), ERR_LIMITED);
}

static void guess_elsewhere(struct fixture *f, const char *address, int i, enum err expected)
{
    char subject[32];
    (void)snprintf(subject, sizeof subject, "%d@x.example", i);
    assert_int_equal(
        try_from(f, address, &(struct throttle_attempt){THROTTLE_SIGN_IN, subject, NULL}),
        expected);
}

static void an_address_has_20_a_minute(void **state)
{
    struct fixture *f = *state;
    static const char *const addresses[] = {"192.0.2.1", "2001:db8::1"};
    for (size_t k = 0; k < COUNT_OF(addresses); k++) {
        for (int i = 0; i < 20; i++)
            guess_elsewhere(f, addresses[k], i, ERR_NONE);
        guess_elsewhere(f, addresses[k], 20, ERR_LIMITED);
        assert_in_range(seconds_left(f), 1, 60);
        clock_stand(clock_now() + CLOCK_MINUTE);
        guess_elsewhere(f, addresses[k], 21, ERR_NONE);
        clock_stand(clock_now() + 2 * CLOCK_HOUR);
    }
    guess_elsewhere(f, "192.0.2.2", 0, ERR_NONE);
    for (int i = 1; i < 20; i++)
        guess_elsewhere(f, "::ffff:192.0.2.2", i, ERR_NONE);
    guess_elsewhere(f, "192.0.2.2", 20, ERR_LIMITED); /* the same, written otherwise */
}

static void a_network_has_100_a_minute(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *of;
        const char *beyond;
    } networks[] = {{"192.0.2.%d", "192.0.3.1"}, {"2001:db8:1:2::%d", "2001:db8:1:3::1"}};
    for (size_t k = 0; k < COUNT_OF(networks); k++) {
        char address[40];
        for (int i = 0; i < 101; i++) {
            (void)snprintf(address, sizeof address, k == 0 ? "192.0.2.%d" : "2001:db8:1:2::%d",
                           1 + i % 50);
            guess_elsewhere(f, address, i, i < 100 ? ERR_NONE : ERR_LIMITED);
        }
        guess_elsewhere(f, networks[k].beyond, 0, ERR_NONE);
        clock_stand(clock_now() + 2 * CLOCK_HOUR);
    }
}

static void a_known_device_waits_for_itself_alone(void **state)
{
    struct fixture *f = *state;
    const struct throttle_attempt stranger = {THROTTLE_SIGN_IN, "a@x.example", NULL};
    const struct throttle_attempt known = {THROTTLE_SIGN_IN, "a@x.example", "device 1"};
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_from(f, "192.0.2.1", &stranger), ERR_NONE);
    assert_int_equal(try_from(f, "192.0.2.1", &stranger), ERR_LIMITED);
    for (int i = 0; i < 20; i++)
        (void)try_from(f, "192.0.2.1", &(struct throttle_attempt){THROTTLE_SIGN_IN, "", NULL});
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_from(f, "192.0.2.1", &known), ERR_NONE);
    assert_int_equal(try_from(f, "192.0.2.1", &known), ERR_LIMITED); /* it guesses as well */
    assert_int_equal(seconds_left(f), 5);
    /* another person's device is another counter */
    assert_int_equal(
        try_from(f, "192.0.2.1", &(struct throttle_attempt){THROTTLE_SIGN_IN, "b", "device 1"}),
        ERR_NONE);
}

static void each_purpose_counts_for_itself(void **state)
{
    struct fixture *f = *state;
    static const enum throttle_purpose purposes[] = {THROTTLE_SIGN_IN, THROTTLE_REAUTHENTICATE,
                                                     THROTTLE_FACTOR, THROTTLE_RESET};
    for (size_t i = 0; i < COUNT_OF(purposes); i++) {
        const struct throttle_attempt attempt = {purposes[i], "a", NULL};
        for (int j = 0; j < 5; j++)
            assert_int_equal(try_from(f, "192.0.2.1", &attempt), ERR_NONE);
        assert_int_equal(try_from(f, "192.0.2.1", &attempt), ERR_LIMITED);
    }
    for (enum throttle_purpose purpose = THROTTLE_LINK; purpose <= THROTTLE_TOKEN; purpose++)
        for (int i = 0; i <= 20; i++)
            assert_int_equal(
                try_from(f, "192.0.2.1", &(struct throttle_attempt){purpose, "", NULL}),
                i < 20 ? ERR_NONE : ERR_LIMITED);
}

static void what_is_counted_is_not_what_was_typed(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    guess_elsewhere(f, "192.0.2.1", 1, ERR_NONE);
    assert_int_equal(
        db_select(f->db, &result, "SELECT key FROM attempts WHERE attempt_count = $1", db_int(1)),
        ERR_NONE);
    assert_int_equal(result.row_count, 3); /* subject, address, network */
    for (int i = 0; i < result.row_count; i++) {
        struct text key = db_get_bytes(&result, i, 0);
        assert_int_equal(key.len, 16);
        assert_null(memmem(key.data, key.len, "x.ex", 4));
        assert_null(memmem(key.data, key.len, "\xc0\x00\x02", 3));
    }
}

/* Rows of one set, as a flood would make them, without the time of a flood. */
static void fill_set(struct fixture *f, const uint8_t *key, int64_t kept_until)
{
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    for (int i = 1; i < 64; i++) {
        uint8_t other[16];
        memcpy(other, key, sizeof other);
        other[2] = (uint8_t)(i + 1);
        other[15] = (uint8_t)~key[15];
        assert_int_equal(
            db_change(f->db,
                      "INSERT INTO attempts (key, attempt_count, open_from, kept_until, is_told) "
                      "VALUES ($1, 1, 0, $2, false)",
                      db_bytes(other, 16), db_int(kept_until)),
            ERR_NONE);
    }
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
}

static void the_table_is_bounded_and_rows_whose_time_is_over_go(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    assert_int_equal(try_again(f, "a"), ERR_NONE);
    assert_int_equal(
        db_select(f->db, &result, "SELECT key FROM attempts WHERE attempt_count = $1", db_int(1)),
        ERR_NONE);
    uint8_t key[16];
    memcpy(key, db_get_bytes(&result, 0, 0).data, sizeof key);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, db_change(f->db, "DELETE FROM attempts WHERE key = $1",
                                                db_bytes(key, 16))),
                     ERR_NONE);
    fill_set(f, key, clock_now() + CLOCK_HOUR);
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_again(f, "a"), ERR_NONE); /* counted all the same, with the others */
    assert_int_equal(try_again(f, "a"), ERR_LIMITED);
    assert_int_equal(count_rows(f), 64);
    clock_stand(clock_now() + 3 * CLOCK_HOUR);
    assert_int_equal(try_again(f, "a"), ERR_NONE);
    assert_int_equal(count_rows(f), 1);
}

static enum err guess_at_once(struct fixture *f, int index, void *context)
{
    (void)index;
    (void)context;
    enum err err = ERR_UNAVAILABLE;
    int64_t until = 0;
    do
        err = try_again(f, "raced");
    while (fixture_waits(f, err, &until, "a turn to count"));
    return err;
}

static void of_many_at_once_only_the_free_ones_pass(void **state)
{
    struct fixture *f = *state;
    enum { RACERS = 12 };
    enum err results[RACERS];
    int passed = 0;
    fixture_race(f, RACERS, guess_at_once, NULL, results);
    for (int i = 0; i < RACERS; i++)
        passed += results[i] == ERR_NONE;
    assert_int_equal(passed, 5);
}

static void a_device_is_known_by_its_signed_cookie(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f);
    assert_null(device_find(f->db, NULL, "a@x.example"));
    char *cookie = device_remember(f->db, NULL, "A@X.example");
    const char *id = device_find(f->db, cookie, " a@x.example");
    assert_non_null(id);
    assert_null(device_find(f->db, cookie, "b@x.example"));
    char *both = device_remember(f->db, cookie, "b@x.example");
    assert_string_equal(device_find(f->db, both, "a@x.example"), id);
    assert_non_null(device_find(f->db, both, "b@x.example"));
    assert_string_equal(
        device_find(f->db, device_remember(f->db, both, "a@x.example"), "a@x.example"), id);
    for (size_t i = 0; cookie[i] != '\0'; i++) {
        char kept = cookie[i];
        cookie[i] = kept == 'A' ? 'B' : 'A';
        assert_null(device_find(f->db, cookie, "a@x.example"));
        cookie[i] = kept;
    }
    clock_stand(clock_now() + DEVICE_LIFETIME + CLOCK_DAY);
    assert_null(device_find(f->db, cookie, "a@x.example"));
}

static void a_device_knows_four_people_at_most(void **state)
{
    struct fixture *f = *state;
    static const char *const people[] = {"a@x.example", "b@x.example", "c@x.example", "d@x.example",
                                         "e@x.example"};
    char *cookie = NULL;
    fixture_begin(f);
    for (size_t i = 0; i < COUNT_OF(people); i++)
        cookie = device_remember(f->db, cookie, people[i]);
    assert_null(device_find(f->db, cookie, people[0]));
    for (size_t i = 1; i < COUNT_OF(people); i++)
        assert_non_null(device_find(f->db, cookie, people[i]));
}

/* Time stands still, but for where a test moves it: how long a hash takes is none of its business.
 */
static int open_standing(void **state)
{
    int status = fixture_open(state);
    clock_stand(clock_now());
    return status;
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, open_standing, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(five_are_free_and_then_each_waits_twice_as_long),
        WITH_DATA(each_wait_is_one_event),
        WITH_DATA(the_right_one_begins_anew),
        WITH_DATA(a_quiet_hour_after_its_wait_a_subject_begins_anew),
        WITH_DATA(an_address_has_20_a_minute),
        WITH_DATA(a_network_has_100_a_minute),
        WITH_DATA(a_known_device_waits_for_itself_alone),
        WITH_DATA(each_purpose_counts_for_itself),
        WITH_DATA(what_is_counted_is_not_what_was_typed),
        WITH_DATA(the_table_is_bounded_and_rows_whose_time_is_over_go),
        WITH_DATA(of_many_at_once_only_the_free_ones_pass),
        WITH_DATA(a_device_is_known_by_its_signed_cookie),
        WITH_DATA(a_device_knows_four_people_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
