#include "test.h"

#include <string.h>

#include "base/json.h"
#include "base/json_raw.h"

/* The value of "k" in an object, which json_parse takes; NULL: wanted is none. */
static void assert_raw(const char *object, const char *wanted)
{
    struct arena *arena = arena_create(1 << 20);
    struct text text = {object, strlen(object)};
    struct text raw = {"", 0};
    json_t *json = NULL;
    const char *problem = NULL;
    assert_int_equal(json_parse(arena, object, text.len, &json, &problem), ERR_NONE);
    assert_int_equal(json_raw_member(arena, text, "k", &raw), wanted != NULL);
    if (wanted != NULL && (raw.len != strlen(wanted) || memcmp(raw.data, wanted, raw.len) != 0))
        fail_msg("%s gave %.*s, not %s", object, (int)raw.len, raw.data, wanted);
    arena_destroy(arena);
}

static void a_value_comes_as_it_was_written(void **state)
{
    (void)state;
    assert_raw("{\"k\":1.0}", "1.0");
    assert_raw("{\"k\":1e-7,\"l\":2}", "1e-7");
    assert_raw(" {\n\"a\" : [1, {\"k\": 5}] ,\t\"k\" :  -0  } ", "-0");
    assert_raw("{\"k\":{\"a\":[0.10,\"]}\\\"\"],\"b\":{}} ,\"x\":1}",
               "{\"a\":[0.10,\"]}\\\"\"],\"b\":{}}");
    assert_raw("{\"a\":\"\\\\\",\"k\":\"x, \\\"y\\\"}\"}", "\"x, \\\"y\\\"}\"");
    assert_raw("{\"a\":true,\"b\":null,\"k\":false}", "false");
    assert_raw("{\"a\":[],\"b\":{},\"k\":[]}", "[]");
    assert_raw("{\"\\u006b\":[1 , 2]}", "[1 , 2]");
    assert_raw("{\"k\":\"\xe2\x80\xa8\"}", "\"\xe2\x80\xa8\"");
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    assert_raw("{}", NULL);
    assert_raw("{ }", NULL);
    assert_raw("{\"K\":1,\"kk\":2,\"\":3}", NULL);
    assert_raw("{\"a\":{\"k\":1},\"b\":\"k\"}", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_comes_as_it_was_written),
        cmocka_unit_test(what_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
