#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "base/yaml.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void assert_means(const char *yaml, const char *json)
{
    json_t *value = NULL;
    const char *problem = NULL;
    if (yaml_parse(arena, (struct text){yaml, strlen(yaml)}, &value, &problem) != ERR_NONE)
        fail_msg("%s: %s", yaml, problem);
    assert_string_equal(json_format(arena, value, JSON_LINE).data, json);
}

static void assert_refused(const char *yaml, size_t len, const char *part_of_problem)
{
    json_t *value = NULL;
    const char *problem = NULL;
    assert_int_equal(yaml_parse(arena, (struct text){yaml, len}, &value, &problem), ERR_INVALID);
    assert_null(value);
    if (strstr(problem, part_of_problem) == NULL)
        fail_msg("refused with: %s", problem);
}

static void values_are_those_of_the_core_schema(void **state)
{
    (void)state;
    assert_means("a: 1\nb: -2\nc: 1.5\nd: 1e3\n", "{\"a\":1,\"b\":-2,\"c\":1.5,\"d\":1000.0}");
    assert_means("[true, True, FALSE, null, ~, yes, No, on]",
                 "[true,true,false,null,null,\"yes\",\"No\",\"on\"]");
    assert_means("[\"1\", '2', 0x1f, 1_000, 2020-01-01, 1.2.3, -, .5, 007]",
                 "[\"1\",\"2\",\"0x1f\",\"1_000\",\"2020-01-01\",\"1.2.3\",\"-\",\".5\",\"007\"]");
    assert_means("a:\nb: ''\n", "{\"a\":null,\"b\":\"\"}");
    assert_means("99999999999999999999", "\"99999999999999999999\"");
}

static void texts_are_folded_and_kept(void **state)
{
    (void)state;
    assert_means("a: >\n  one\n  two\n\n  three\nb: |\n  x\n   y\n",
                 "{\"a\":\"one two\\nthree\\n\",\"b\":\"x\\n y\\n\"}");
    assert_means("a: \"tab\\t \\u00e4 \\U0001F600\"\n", "{\"a\":\"tab\\t ä 😀\"}");
    assert_means("- a\n- - b\n  - {c: d}\n", "[\"a\",[\"b\",{\"c\":\"d\"}]]");
    assert_means("---\nfront: 1\n...\n", "{\"front\":1}");
    assert_means("# comment\nkey with space: \"x: y\" # more\n", "{\"key with space\":\"x: y\"}");
}

#define REFUSED(yaml, message) assert_refused(yaml, strlen(yaml), message)

static void what_is_dangerous_is_refused_with_its_line(void **state)
{
    (void)state;
    REFUSED("a: &x 1\nb: *x\n", "Line 2: aliases (*name) are not read");
    REFUSED("a:\n  <<: *x\n", "Line 2: aliases");
    REFUSED("a: 1\n\na: 2\n", "Line 3: this key is there twice");
    REFUSED("a: !!str 1\n", "Line 1: tags (!name)");
    REFUSED("!custom\na: 1\n", "tags (!name)");
    REFUSED("? [a]\n: b\n", "Line 1: a key must be a text");
    REFUSED("a: \"x\\0y\"\n", "Line 1: a text must not have NUL");
    REFUSED("\"a\\0\": 1\n", "Line 1: a key must not have NUL");
    REFUSED("a: 1\n---\nb: 2\n", "there must be one document");
    REFUSED("", "nothing in this document");
    REFUSED("# only a comment\n", "nothing in this document");
    REFUSED("a: [1, 2\n", "Line ");
    REFUSED("a:\n\tb: 1\n", "Line 2: ");
    REFUSED("a: b: c\n", "Line 1: mapping values are not allowed");
    REFUSED("%YAML 3.0\n---\na\n", "Line ");
    assert_refused("a: \xff\n", 5, "Line ");
    assert_refused("a: \0\n", 5, "Line ");
}

static void hostile_documents_end_at_a_limit(void **state)
{
    (void)state;
    static const char *const units[] = {"[",    "{a: ", "- ", "? ", "a: [",
                                        "&a [", "\"",   "'",  "!",  "%"};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        struct buf text;
        json_t *value = NULL;
        const char *problem = NULL;
        buf_init(&text, arena);
        while (text.len < 200000)
            buf_add_text(&text, units[i]);
        if (yaml_parse(arena, (struct text){text.data, text.len}, &value, &problem) == ERR_NONE)
            assert_false(json_is_deeper(value, JSON_DEPTH));
        else
            assert_non_null(problem);
        arena_reset(arena);
    }
    struct buf many;
    buf_init(&many, arena);
    for (int i = 0; i <= YAML_NODES_MAX; i++)
        buf_add_text(&many, "- a\n");
    assert_refused(many.data, many.len, "too many values");
    while (many.len <= YAML_MAX)
        buf_add_text(&many, "- a\n");
    assert_refused(many.data, many.len, "1 MiB");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_are_those_of_the_core_schema),
        TEST(texts_are_folded_and_kept),
        TEST(what_is_dangerous_is_refused_with_its_line),
        TEST(hostile_documents_end_at_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
