#include "test.h"

#include <string.h>

#include "domain/agent/config_text.h"

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
    return json;
}

static struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

struct pair {
    enum config_text_kind kind;
    const char *json;
    const char *text;
};

/* Every value reads back as itself from its own text. */
static const struct pair both_ways[] = {
    {CONFIG_TEXT_LINE, "\"gpt-4.1\"", "gpt-4.1"},
    {CONFIG_TEXT_LINE, "{\"secret\":\"URL\"}", "{\"secret\":\"URL\"}"},
    {CONFIG_TEXT_LINES, "\"a\\n b \\n\"", "a\n b \n"},
    {CONFIG_TEXT_NUMBER, "0.7", "0.7"},
    {CONFIG_TEXT_NUMBER, "1", "1"},
    {CONFIG_TEXT_INTEGER, "1000", "1000"},
    {CONFIG_TEXT_LIST, "[\"END\",\"\\n\\n\",\" a\",\"\\\\n\"]", "END\n\\n\\n\n a\n\\\\n"},
    {CONFIG_TEXT_LIST, "[\"[1]\"]", "[\"[1]\"]"},
    {CONFIG_TEXT_LIST, "[\"a\",\"\"]", "[\"a\",\"\"]"},
    {CONFIG_TEXT_COMMAS, "[\"refunds\",\"orders\"]", "refunds, orders"},
    {CONFIG_TEXT_COMMAS, "[\"a,b\",\" c\"]", "[\"a,b\",\" c\"]"},
    {CONFIG_TEXT_HEADERS, "{\"X-Team\":\"5\",\"Authorization\":{\"secret\":\"T\"}}",
     "X-Team: 5\nAuthorization: {\"secret\":\"T\"}"},
    {CONFIG_TEXT_HEADERS, "{\"a\":\"{b\"}", "a: \"{b\""},
    {CONFIG_TEXT_PAIRS,
     "{\"team\":\"support\",\"rank\":5,\"code\":\"5\",\"on\":true,\"url\":\"http://a:1\"}",
     "team: support\nrank: 5\ncode: \"5\"\non: true\nurl: http://a:1"},
    {CONFIG_TEXT_PAIRS, "{\"a:b\":1}", "{\n  \"a:b\": 1\n}"},
    {CONFIG_TEXT_JSON, "{\"type\":\"object\"}", "{\n  \"type\": \"object\"\n}"},
};

static void values_go_both_ways(void **state)
{
    struct arena *arena = *state;
    for (size_t i = 0; i < COUNT_OF(both_ways); i++) {
        json_t *json = parse(arena, both_ways[i].json);
        struct text text = config_text_write(arena, both_ways[i].kind, json);
        assert_string_equal(text.data, both_ways[i].text);
        assert_int_equal(text.len, strlen(text.data));
        json_t *back = NULL;
        const char *problem = NULL;
        assert_int_equal(config_text_read(arena, both_ways[i].kind, text, &back, &problem),
                         ERR_NONE);
        assert_string_equal(json_format(arena, back, JSON_LINE).data, both_ways[i].json);
    }
}

static void other_types_are_written_as_json(void **state)
{
    static const struct pair written[] = {
        {CONFIG_TEXT_LINE, "5", "5"},
        {CONFIG_TEXT_LINES, "[1]", "[1]"},
        {CONFIG_TEXT_NUMBER, "\"0.7\"", "\"0.7\""},
        {CONFIG_TEXT_LIST, "[1,\"a\"]", "[1,\"a\"]"},
        {CONFIG_TEXT_COMMAS, "\"a\"", "\"a\""},
        {CONFIG_TEXT_HEADERS, "[]", "[]"},
        {CONFIG_TEXT_LIST, "[]", ""},
        {CONFIG_TEXT_LINE, "\"a\\nb\"", "ab"},
        {CONFIG_TEXT_LINES, "\"a\\r\\nb\"", "a\nb"},
    };
    for (size_t i = 0; i < COUNT_OF(written); i++)
        assert_string_equal(
            config_text_write(*state, written[i].kind, parse(*state, written[i].json)).data,
            written[i].text);
    assert_string_equal(config_text_write(*state, CONFIG_TEXT_JSON, NULL).data, "");
}

static void what_people_type_is_read(void **state)
{
    static const struct pair read[] = {
        {CONFIG_TEXT_LINE, "\"a b\"", "  a b "},
        {CONFIG_TEXT_LINE, "\"{a}\"", "{a}"},
        {CONFIG_TEXT_NUMBER, "0.5", " 0.5 "},
        {CONFIG_TEXT_INTEGER, "7", " 7\n"},
        {CONFIG_TEXT_LIST, "[\"a\",\"b\\\\q\"]", "a\n\n  \nb\\q"},
        {CONFIG_TEXT_COMMAS, "[\"a\",\"b c\"]", "a,, b c ,"},
        {CONFIG_TEXT_HEADERS, "{\"A\":\"b: c\",\"D\":\"\"}", "A:b: c\n\n D :\n"},
        {CONFIG_TEXT_PAIRS, "{\"a\":[1,2]}", "{\"a\": [1, 2]}"},
        {CONFIG_TEXT_JSON, "[1]", " [1] "},
    };
    for (size_t i = 0; i < COUNT_OF(read); i++) {
        json_t *json = NULL;
        const char *problem = NULL;
        assert_int_equal(
            config_text_read(*state, read[i].kind, text_of(read[i].text), &json, &problem),
            ERR_NONE);
        assert_string_equal(json_format(*state, json, JSON_LINE).data, read[i].json);
    }
}

static void what_can_t_be_read_is_told(void **state)
{
    static const struct pair refused[] = {
        {CONFIG_TEXT_NUMBER, "0,7", "a point"},
        {CONFIG_TEXT_NUMBER, "hot", "a point"},
        {CONFIG_TEXT_NUMBER, "\"1\"", "a point"},
        {CONFIG_TEXT_INTEGER, "1.5", "whole number"},
        {CONFIG_TEXT_INTEGER, "-1", "whole number"},
        {CONFIG_TEXT_INTEGER, "1 000", "whole number"},
        {CONFIG_TEXT_INTEGER, "1234567890123456", "whole number"},
        {CONFIG_TEXT_HEADERS, "no colon", "no colon"},
        {CONFIG_TEXT_HEADERS, ": b", "lines of"},
        {CONFIG_TEXT_HEADERS, "a: 1\na: 2", "\"a\" twice"},
        {CONFIG_TEXT_PAIRS, "{\"a\": ", "is not JSON. Line 1"},
        {CONFIG_TEXT_JSON, "{", "is not JSON. Line 1"},
        {CONFIG_TEXT_JSON, "{\"a\":1,\"a\":2}", "is not JSON"},
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        json_t *json = NULL;
        const char *problem = NULL;
        assert_int_equal(
            config_text_read(*state, refused[i].kind, text_of(refused[i].json), &json, &problem),
            ERR_INVALID);
        assert_non_null(strstr(problem, refused[i].text));
    }
}

static void blank_is_white_space_alone(void **state)
{
    (void)state;
    assert_true(config_text_is_blank(text_of(" \t\n")));
    assert_true(config_text_is_blank(text_of("")));
    assert_false(config_text_is_blank(text_of(" x")));
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(values_go_both_ways),        TEST(other_types_are_written_as_json),
        TEST(what_people_type_is_read),   TEST(what_can_t_be_read_is_told),
        TEST(blank_is_white_space_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
