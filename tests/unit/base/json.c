#include "test.h"

#include <string.h>

#include "base/json.h"

static int open_arena(void **state)
{
    *state = arena_create(16 << 20);
    return 0;
}

static int close_arena(void **state)
{
    arena_destroy(*state);
    return 0;
}

static json_t *parse(struct arena *arena, const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    assert_int_equal(json_parse(arena, text, strlen(text), &json, &problem), ERR_NONE);
    assert_null(problem);
    return json;
}

static void assert_refused(struct arena *arena, const char *text, size_t len, const char *word)
{
    json_t *json = NULL;
    const char *problem = NULL;
    assert_int_equal(json_parse(arena, text, len, &json, &problem), ERR_INVALID);
    assert_null(json);
    assert_non_null(problem);
    assert_non_null(strstr(problem, word));
}

static void a_line_comes_back_as_it_was(void **state)
{
    static const char *const lines[] = {
        "{}",
        "[]",
        "null",
        "\"\\u0001\\\"\\\\\xc3\xa9\"",
        "[0.1,1.0,-0.25,1e+300,9007199254740993,0.30000000000000004]",
        "{\"z\":1,\"a\":[true,false,null,{\"b\":\"\"}]}",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct text text = json_format(*state, parse(*state, lines[i]), JSON_LINE);
        assert_string_equal(text.data, lines[i]);
        assert_int_equal(text.len, strlen(lines[i]));
    }
}

static void indented_text_is_readable(void **state)
{
    json_t *json = parse(*state, "{\"a\":{\"b\":[1,2]},\"c\":[],\"d\":{}}");
    assert_string_equal(json_format(*state, json, JSON_INDENTED).data,
                        "{\n  \"a\": {\n    \"b\": [\n      1,\n      2\n    ]\n  },\n"
                        "  \"c\": [],\n  \"d\": {}\n}");
}

static void what_is_no_json_is_refused_with_its_place(void **state)
{
    assert_refused(*state, "", 0, "Line 1");
    assert_refused(*state, "{\"a\":\n 1,}", 9, "Line 2");
    assert_refused(*state, "{\"a\":1,\"a\":2}", 13, "duplicate");
    assert_refused(*state, "\"\\u0000\"", 8, "Line 1");
    assert_refused(*state, "\"a\0b\"", 5, "Line 1");
    assert_refused(*state, "[1] x", 5, "Line 1");
    assert_refused(*state, "1e999", 5, "too large");
    assert_refused(*state, "99999999999999999999", 20, "too large");
    assert_refused(*state, "\"\xff\"", 3, "UTF-8");
}

static void what_is_wrong_is_said_in_words(void **state)
{
    assert_refused(*state, "", 0, "Line 1, column 0: there is nothing.");
    assert_refused(*state, "{\"a\":1", 6, "the text ends too early");
    assert_refused(*state, "{a:1}", 5, "a key in double quotes, or }, is missing");
    assert_refused(*state, "{\"a\" 1}", 7, "a colon is missing after the key");
    assert_refused(*state, "{\"a\":1 \"b\":2}", 13, "a comma or } is missing");
    assert_refused(*state, "[1 2]", 5, "a comma or ] is missing");
    assert_refused(*state, "[1,]", 4, "a value is missing");
    assert_refused(*state, "[tru]", 5, "this is not JSON");
    assert_refused(*state, "{\"a\": \"b\nc\"}", 12, "a text ends at the line break");
    assert_refused(*state, "\"\t\"", 3, "a text has a control character");
    assert_refused(*state, "\"\\x\"", 4, "a backslash before");
    assert_refused(*state, "\"\\ud800\"", 8, "has no valid pair");
    assert_refused(*state, "\"\\u0000\"", 8, "can't be used");
    assert_refused(*state, "{\"a\":1,\n\"a\":2}", 14, "Line 2, column 3: this key is there twice");
    assert_refused(*state, "[1] x", 5, "there is more after the end");
}

static void depth_has_a_limit(void **state)
{
    char deep[2 * (JSON_DEPTH + 1)];
    memset(deep, '[', JSON_DEPTH + 1);
    memset(deep + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
    assert_refused(*state, deep, sizeof deep, "32");
    json_t *json = NULL;
    const char *problem = NULL;
    assert_int_equal(json_parse(*state, deep + 1, sizeof deep - 2, &json, &problem), ERR_NONE);
    char hostile[20000];
    memset(hostile, '[', sizeof hostile);
    assert_refused(*state, hostile, sizeof hostile, "");
}

static void what_is_kept_goes_with_the_arena(void **state)
{
    json_t *json = json_keep(*state, json_string("kept"));
    json_incref(json);
    assert_int_equal(json->refcount, 2);
    arena_reset(*state);
    assert_int_equal(json->refcount, 1);
    json_decref(json);
}

static void an_id_and_a_time_are_texts_or_null(void **state)
{
    struct uuid none = {{0}};
    struct uuid id = {{0x01, 0x8f, [15] = 0x2a}};
    json_t *json = json_keep(*state, json_pack("[o, o, o, o]", json_uuid(&id), json_uuid(&none),
                                               json_time(1777817045123456), json_time(0)));
    assert_string_equal(json_format(*state, json, JSON_LINE).data,
                        "[\"018f0000-0000-0000-0000-00000000002a\",null,"
                        "\"2026-05-03T14:04:05.123456Z\",null]");
}

static void what_is_no_string_of_an_object_is_empty(void **state)
{
    json_t *json = json_keep(*state, json_pack("{s:s, s:i, s:n}", "name", "Ann", "age", 3, "note"));
    assert_string_equal(json_text(json, "name"), "Ann");
    assert_string_equal(json_text(json, "age"), "");
    assert_string_equal(json_text(json, "note"), "");
    assert_string_equal(json_text(json, "other"), "");
    assert_string_equal(json_text(json_object_get(json, "name"), "name"), "");
    assert_string_equal(json_text(NULL, "name"), "");
}

/* What is written is, byte for byte, what jansson writes: it is hashed, compared and stored. */
static void texts_are_escaped_as_jansson_does(void **state)
{
    struct arena *arena = arena_create(1 << 20);
    (void)state;
    for (int c = 1; c < 0x3000; c = c < 0x100 ? c + 1 : c + 97) {
        char text[8] = "x";
        int len = 1;
        if (c < 0x80)
            text[len++] = (char)c;
        if (c >= 0x800)
            text[len++] = (char)(0xe0 | c >> 12);
        if (c >= 0x80) {
            text[len++] = (char)(c < 0x800 ? 0xc0 | c >> 6 : 0x80 | (c >> 6 & 0x3f));
            text[len++] = (char)(0x80 | (c & 0x3f));
        }
        json_t *json = json_pack("{s:[s, s]}", text, text, "\"\\/");
        char expected[128];
        size_t expected_len = json_dumpb(json, expected, sizeof expected, JSON_COMPACT);
        struct text written = json_format(arena, json_keep(arena, json), JSON_LINE);
        assert_int_equal(written.len, expected_len);
        assert_memory_equal(written.data, expected, written.len);
    }
    json_t *zero = json_stringn("a\0b", 3);
    struct text written = json_format(arena, json_keep(arena, zero), JSON_LINE);
    assert_string_equal(written.data, "\"a\\u0000b\"");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_escaped_as_jansson_does),
        cmocka_unit_test_setup_teardown(a_line_comes_back_as_it_was, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(indented_text_is_readable, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_no_json_is_refused_with_its_place, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_in_words, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(depth_has_a_limit, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_kept_goes_with_the_arena, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(an_id_and_a_time_are_texts_or_null, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(what_is_no_string_of_an_object_is_empty, open_arena,
                                        close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
