#include "test.h"

#include <string.h>

#include "base/buf.h"

static struct arena *arena;
static struct buf buf;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(16 * 1024 * 1024);
    buf_init(&buf, arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void an_empty_buffer_is_an_empty_string(void **state)
{
    (void)state;
    assert_int_equal(buf.len, 0);
    assert_string_equal(buf.data, "");
    buf_add(&buf, NULL, 0);
    buf_add_text(&buf, "");
    assert_int_equal(buf.len, 0);
    assert_string_equal(buf.data, "");
}

static void pieces_are_put_together(void **state)
{
    (void)state;
    buf_add_text(&buf, "ab");
    buf_add_char(&buf, 'c');
    buf_add(&buf, "de\0f", 4);
    buf_printf(&buf, "%d%s", 12, "!");
    assert_int_equal(buf.len, 10);
    assert_memory_equal(buf.data, "abcde\0f12!", 11);
}

static void it_grows_and_keeps_what_it_had(void **state)
{
    (void)state;
    for (int i = 0; i < 100000; i++)
        buf_add_char(&buf, (char)('a' + i % 26));
    assert_int_equal(buf.len, 100000);
    assert_int_equal(strlen(buf.data), 100000);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(buf.data[i], 'a' + i % 26);
    assert_true(arena_used(arena) < 4 * 100000 + 4096);
}

static void it_is_terminated_at_every_length(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2000; i++) {
        assert_int_equal(buf.data[buf.len], '\0');
        assert_true(buf.capacity > buf.len);
        buf_add_char(&buf, 'x');
    }
}

static void printf_grows_as_needed(void **state)
{
    (void)state;
    buf_printf(&buf, "%255d", 1);
    buf_printf(&buf, "%5000d", 2);
    assert_int_equal(buf.len, 5255);
    assert_int_equal(buf.data[254], '1');
    assert_int_equal(buf.data[5254], '2');
    assert_int_equal(buf.data[5255], '\0');
}

static void reserve_makes_room_once(void **state)
{
    (void)state;
    buf_reserve(&buf, 10000);
    const char *data = buf.data;
    for (int i = 0; i < 10000; i++)
        buf_add_char(&buf, 'y');
    assert_ptr_equal(buf.data, data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_buffer_is_an_empty_string, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pieces_are_put_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_grows_and_keeps_what_it_had, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_is_terminated_at_every_length, set_up, tear_down),
        cmocka_unit_test_setup_teardown(printf_grows_as_needed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reserve_makes_room_once, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
