#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "base/uuid.h"

static void a_new_one_is_version_7(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct uuid uuid = uuid_make();
        assert_int_equal(uuid.bytes[6] >> 4, 7);
        assert_int_equal(uuid.bytes[8] >> 6, 2);
        assert_false(uuid_is_nil(&uuid));
    }
}

static void it_begins_with_the_milliseconds(void **state)
{
    (void)state;
    int64_t before = clock_now() / 1000;
    struct uuid uuid = uuid_make();
    int64_t after = clock_now() / 1000;
    int64_t millis = 0;
    for (int i = 0; i < 6; i++)
        millis = millis << 8 | uuid.bytes[i];
    assert_true(millis >= before && millis <= after);
}

static void no_two_are_equal(void **state)
{
    (void)state;
    enum { COUNT = 2000 };
    static struct uuid uuids[COUNT];
    for (int i = 0; i < COUNT; i++)
        uuids[i] = uuid_make();
    for (int i = 0; i < COUNT; i++)
        for (int j = i + 1; j < COUNT; j++)
            assert_false(uuid_equal(&uuids[i], &uuids[j]));
}

/* However random the rest is; 4096 of them. */
static void those_of_a_millisecond_sort_by_their_order(void **state)
{
    (void)state;
    enum { ORDERS = 4096, COMPARED = 8 };
    struct uuid before = uuid_make_ordered(0);
    for (int i = 1; i < ORDERS; i++) {
        struct uuid uuid = uuid_make_ordered(i);
        assert_int_equal(uuid.bytes[6] >> 4, 7);
        assert_int_equal(uuid.bytes[8] >> 6, 2);
        assert_true(memcmp(before.bytes, uuid.bytes, COMPARED) < 0);
        before = uuid;
    }
}

static void text_goes_there_and_back(void **state)
{
    (void)state;
    const char *text = "01890a5d-ac96-774b-bcce-b302099a8057";
    static const uint8_t bytes[] = {0x01, 0x89, 0x0a, 0x5d, 0xac, 0x96, 0x77, 0x4b,
                                    0xbc, 0xce, 0xb3, 0x02, 0x09, 0x9a, 0x80, 0x57};
    struct uuid uuid;
    assert_int_equal(uuid_parse(text, &uuid), ERR_NONE);
    assert_memory_equal(uuid.bytes, bytes, sizeof bytes);
    char out[UUID_TEXT_LEN];
    uuid_format(&uuid, out);
    assert_string_equal(out, text);
    for (int i = 0; i < 100; i++) {
        struct uuid made = uuid_make();
        struct uuid again;
        uuid_format(&made, out);
        assert_int_equal(uuid_parse(out, &again), ERR_NONE);
        assert_true(uuid_equal(&made, &again));
    }
}

static void one_record_has_one_text(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "01890a5d-ac96-774b-bcce-b302099a805",
        "01890a5d-ac96-774b-bcce-b302099a80577",
        "01890A5D-AC96-774B-BCCE-B302099A8057",
        "01890a5dac96774bbcceb302099a8057",
        "01890a5d_ac96_774b_bcce_b302099a8057",
        "{1890a5d-ac96-774b-bcce-b302099a805}",
        "01890a5d-ac96-774b-bcce-b302099a805g",
        "01890a5-dac96-774b-bcce-b302099a8057",
        "01890a5d-ac96-774b-bcce-b302099a80 7",
        "------------------------------------",
    };
    struct uuid uuid;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (uuid_parse(bad[i], &uuid) != ERR_INVALID)
            fail_msg("taken as a UUID: \"%s\"", bad[i]);
}

static void nil_is_only_zeros(void **state)
{
    (void)state;
    struct uuid uuid;
    assert_int_equal(uuid_parse("00000000-0000-0000-0000-000000000000", &uuid), ERR_NONE);
    assert_true(uuid_is_nil(&uuid));
    assert_int_equal(uuid_parse("00000000-0000-0000-0000-000000000001", &uuid), ERR_NONE);
    assert_false(uuid_is_nil(&uuid));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_one_is_version_7),
        cmocka_unit_test(it_begins_with_the_milliseconds),
        cmocka_unit_test(no_two_are_equal),
        cmocka_unit_test(those_of_a_millisecond_sort_by_their_order),
        cmocka_unit_test(text_goes_there_and_back),
        cmocka_unit_test(one_record_has_one_text),
        cmocka_unit_test(nil_is_only_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
