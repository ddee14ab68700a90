#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/grade/schema.h"
#include "times.h"

/* JSON Schema: what each keyword lets pass and says otherwise, which schemas are refused, and that
 * nothing takes long. */

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

static json_t *json_of(const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s: %s", text, problem);
    return json;
}

/* reason "": it passes. */
static void assert_match(const char *schema, const char *value, const char *reason)
{
    const char *problem = NULL;
    if (schema_read(arena, json_of(schema), &problem) != ERR_NONE)
        fail_msg("%s: %s", schema, problem);
    const char *is = schema_match(arena, json_of(schema), json_of(value), "The answer");
    if (strcmp(is == NULL ? "" : is, reason) != 0)
        fail_msg("%s with %s: %s", schema, value, is);
}

static void assert_refused(const char *schema, const char *problem)
{
    const char *is = NULL;
    assert_int_equal(schema_read(arena, json_of(schema), &is), ERR_INVALID);
    assert_string_equal(is, problem);
    is = schema_match(arena, json_of(schema), json_of("1"), "The answer");
    assert_non_null(strstr(is, "The schema can't be used: "));
}

static void types_and_values_are_compared_as_the_standard_has_it(void **state)
{
    (void)state;
    assert_match("{\"type\":\"integer\"}", "1.0", "");
    assert_match("{\"type\":\"integer\"}", "1.5", "The answer must be a whole number.");
    assert_match("{\"type\":[\"string\",\"null\"]}", "1", "The answer must be a text or null.");
    assert_match("{\"type\":\"number\"}", "true", "The answer must be a number.");
    assert_match("{\"enum\":[1,\"a\",null,[1,{\"b\":2}]]}", "[1.0,{\"b\":2.0}]", "");
    assert_match("{\"enum\":[\"a\",\"b\",3]}", "\"c\"", "The answer must be one of “a”, “b”, “3”.");
    assert_match("{\"const\":{\"a\":1}}", "{\"a\":2}", "The answer must be “{\"a\":1}”.");
    assert_match("true", "1", "");
    assert_match("false", "1", "The answer is not allowed.");
}

static void numbers_have_limits(void **state)
{
    (void)state;
    assert_match("{\"minimum\":2}", "2", "");
    assert_match("{\"minimum\":2}", "1.9", "The answer must be at least 2.");
    assert_match("{\"maximum\":0.5}", "1", "The answer must be at most 0.5.");
    assert_match("{\"exclusiveMinimum\":2}", "2", "The answer must be more than 2.");
    assert_match("{\"exclusiveMaximum\":2}", "2", "The answer must be less than 2.");
    assert_match("{\"maximum\":9007199254740992}", "9007199254740993",
                 "The answer must be at most 9007199254740992.");
    assert_match("{\"multipleOf\":0.01}", "19.99", "");
    assert_match("{\"multipleOf\":0.1}", "0.3", "");
    assert_match("{\"multipleOf\":0.1}", "0.35", "The answer must be a multiple of 0.1.");
    assert_match("{\"multipleOf\":3}", "9", "");
    assert_match("{\"multipleOf\":3}", "10", "The answer must be a multiple of 3.");
    assert_match("{\"multipleOf\":2}", "1e300", "");
    assert_match("{\"minimum\":2}", "\"text\"", "");
}

static void texts_have_lengths_patterns_and_formats(void **state)
{
    (void)state;
    assert_match("{\"minLength\":2}", "\"ä€\"", "");
    assert_match("{\"minLength\":3}", "\"ä€\"", "The answer must have at least 3 characters.");
    assert_match("{\"maxLength\":1}", "\"ä€\"", "The answer must have at most 1 character.");
    assert_match("{\"pattern\":\"^[a-z]+$\"}", "\"abc\"", "");
    assert_match("{\"pattern\":\"^[a-z]+$\"}", "\"abc\\n\"", "The answer must match “^[a-z]+$”.");
    static const char *const formats[][3] = {
        {"date", "2024-02-29", "2024-02-30"},
        {"date-time", "2024-12-31T23:59:60.5+01:00", "2024-12-31T24:00:00Z"},
        {"time", "10:00:00Z", "10:00"},
        {"duration", "P3DT2H", "P"},
        {"email", "a.b@example.org", "a.b@example"},
        {"hostname", "a-1.example", "-a.example"},
        {"ipv4", "192.0.2.1", "192.0.2.256"},
        {"ipv6", "2001:db8::1", "2001:db8::g"},
        {"uri", "https://example.org/a?b#c", "example.org/a b"},
        {"uuid", "0192f3a1-7b5c-7d3e-8f00-1234567890ab", "0192f3a1"},
    };
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        const char *schema = arena_printf(arena, "{\"format\":\"%s\"}", formats[i][0]);
        assert_match(schema, arena_printf(arena, "\"%s\"", formats[i][1]), "");
        assert_match(schema, arena_printf(arena, "\"%s\"", formats[i][2]),
                     arena_printf(arena, "The answer must have the format %s.", formats[i][0]));
    }
}

#define ORDER                                                                                      \
    "{\"type\":\"object\",\"required\":[\"id\",\"items\"],\"additionalProperties\":false,"         \
    "\"properties\":{\"id\":{\"type\":\"string\"},\"items\":{\"type\":\"array\",\"minItems\":1,"   \
    "\"items\":{\"$ref\":\"#/$defs/item\"}}},\"$defs\":{\"item\":{\"type\":\"object\","            \
    "\"properties\":{\"price\":{\"type\":\"number\"}},\"required\":[\"price\"]}}}"

static void objects_and_arrays_say_where(void **state)
{
    (void)state;
    assert_match(ORDER, "{\"id\":\"a\",\"items\":[{\"price\":1}]}", "");
    assert_match(ORDER, "{\"items\":[]}", "id is missing.");
    assert_match(ORDER, "{\"id\":\"a\",\"items\":[]}", "items must have at least 1 item.");
    assert_match(ORDER, "{\"id\":\"a\",\"items\":[{\"price\":1},{\"price\":2},{\"price\":\"3\"}]}",
                 "items[2].price must be a number.");
    assert_match(ORDER, "{\"id\":\"a\",\"items\":[{}]}", "items[0].price is missing.");
    assert_match(ORDER, "{\"id\":\"a\",\"items\":[{\"price\":1}],\"x\":1}", "x is not allowed.");
    assert_match(ORDER, "[]", "The answer must be an object.");
    assert_match("{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}", "[\"a\",1]",
                 "[1] is not allowed.");
    assert_match("{\"maxItems\":1,\"uniqueItems\":true}", "[1,1]",
                 "The answer must have at most 1 item.");
    assert_match("{\"uniqueItems\":true}", "[{\"a\":1},2,{\"a\":1.0}]", "[2] is there twice.");
    assert_match("{\"contains\":{\"const\":2}}", "[1,2]", "");
    assert_match("{\"contains\":{\"const\":2}}", "[1,3]",
                 "The answer has no item of the kind that it must contain.");
    assert_match("{\"minProperties\":1}", "{}", "The answer must have at least 1 member.");
    assert_match("{\"maxProperties\":1}", "{\"a\":1,\"b\":2}",
                 "The answer must have at most 1 member.");
    assert_match("{\"patternProperties\":{\"^x_\":{\"type\":\"number\"}},"
                 "\"additionalProperties\":false}",
                 "{\"x_a\":1}", "");
    assert_match("{\"patternProperties\":{\"^x_\":{\"type\":\"number\"}},"
                 "\"additionalProperties\":false}",
                 "{\"x_a\":\"1\"}", "x_a must be a number.");
    assert_match("{\"patternProperties\":{\"^x_\":true},\"additionalProperties\":false}",
                 "{\"y\":1}", "y is not allowed.");
    assert_match("{\"propertyNames\":{\"maxLength\":2}}", "{\"abc\":1}",
                 "abc is a name that is not allowed.");
}

static void schemas_are_made_of_others(void **state)
{
    (void)state;
    static const char any[] = "{\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"null\"},"
                              "{\"type\":\"object\",\"required\":[\"b\"]}]}}}";
    assert_match(any, "{\"a\":null}", "");
    assert_match(any, "{\"a\":{\"b\":1}}", "");
    assert_match(any, "{\"a\":{}}", "a.b is missing.");
    assert_match(any, "{\"a\":1}", "a has none of the forms that are allowed here.");
    assert_match("{\"oneOf\":[{\"minimum\":1},{\"maximum\":5}]}", "3",
                 "The answer has 2 of the forms of which it must have one.");
    assert_match("{\"oneOf\":[{\"minimum\":1},{\"maximum\":0}]}", "3", "");
    assert_match("{\"allOf\":[{\"minimum\":1},{\"maximum\":2}]}", "3",
                 "The answer must be at most 2.");
    assert_match("{\"not\":{\"type\":\"null\"}}", "null",
                 "The answer has a form that is not allowed.");
    static const char conditional[] =
        "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},"
        "\"else\":{\"required\":[\"c\"]}}";
    assert_match(conditional, "{\"a\":1,\"b\":1}", "");
    assert_match(conditional, "{\"a\":1}", "b is missing.");
    assert_match(conditional, "{}", "c is missing.");
    static const char tree[] = "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}}}";
    assert_match(tree, "{\"next\":{\"next\":{}}}", "");
    assert_match(tree, "{\"next\":{\"next\":1}}", "next.next must be an object.");
    assert_match("{\"$defs\":{\"a/b\":{\"const\":1}},\"$ref\":\"#/$defs/a~1b\"}", "2",
                 "The answer must be “1”.");
}

static void what_is_not_checked_is_refused(void **state)
{
    (void)state;
    assert_refused("{\"properties\":{\"a\":{\"unevaluatedItems\":false}}}",
                   "properties.a: “unevaluatedItems” is a keyword that is not checked here.");
    assert_refused("{\"typ\":\"string\"}", ": “typ” is a keyword that is not checked here.");
    assert_refused("{\"type\":\"text\"}",
                   "type: must be one of string, number, integer, boolean, object, array, null, or "
                   "an array of these.");
    assert_refused("{\"properties\":{\"a\":1}}",
                   "properties.a: must be a JSON Schema: an object, true or false.");
    assert_refused("{\"pattern\":\"(\"}",
                   "pattern: is not a regular expression. At character 2: missing closing "
                   "parenthesis.");
    assert_refused("{\"minLength\":-1}", "minLength: must be a whole number, 0 or more.");
    assert_refused("{\"multipleOf\":0}", "multipleOf: must be a number above 0.");
    assert_refused("{\"exclusiveMinimum\":true}", "exclusiveMinimum: must be a number.");
    assert_refused("{\"$ref\":\"https://example.org/a\"}",
                   "$ref: must refer to a schema in this document: \"#/$defs/NAME\".");
    assert_refused("{\"$ref\":\"#/$defs/none\"}",
                   "$ref: must refer to a schema in this document: \"#/$defs/NAME\".");
    assert_refused("{\"default\":{\"typ\":1},\"$ref\":\"#/default\"}",
                   "$ref: “typ” is a keyword that is not checked here.");
    assert_refused("{\"anyOf\":[]}", "anyOf: must be an array of JSON Schemas, and not empty.");
    assert_refused("{\"required\":\"a\"}", "required: must be an array of names.");
    assert_refused("[]", ": must be a JSON Schema: an object, true or false.");
    const char *problem = NULL;
    assert_int_equal(schema_read(arena, json_of("{\"format\":\"color\"}"), &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "format: is a format that is not checked here"));
}

static const char *list_of(const char *item, int count)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < count; i++)
        buf_printf(&buf, "%s%s", i == 0 ? "[" : ",", item);
    buf_add_char(&buf, ']');
    return buf.data;
}

#ifdef __SANITIZE_ADDRESS__
enum { LONGEST_US = 400000 };
#else
enum { LONGEST_US = 50000 };
#endif

static void hostile_schemas_end_within_50_ms(void **state)
{
    (void)state;
    static const char *const schemas[] = {
        "{\"$ref\":\"#\"}",
        "{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}",
        "{\"anyOf\":[{\"not\":{\"$ref\":\"#\"}},{\"$ref\":\"#\"}]}",
        "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"$ref\":"
        "\"#/$defs/a\"}}}",
        "{\"uniqueItems\":true,\"items\":{\"uniqueItems\":true}}",
        "{\"items\":{\"pattern\":\"^(a+)+$\"}}",
        "{\"items\":{\"anyOf\":[{\"items\":{\"type\":\"null\"}},{\"pattern\":\"(a*)*b\"}]}}",
        "{\"items\":{\"not\":{\"pattern\":\"(a|aa)+$\"}}}",
        "{\"items\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"},{\"$ref\":\"#/$defs/"
        "a\"}]},\"$defs\":{\"a\":"
        "{\"allOf\":[{\"$ref\":\"#/$defs/b\"},{\"$ref\":\"#/$defs/b\"}]},\"b\":{\"allOf\":["
        "{\"$ref\":\"#/$defs/c\"},{\"$ref\":\"#/$defs/"
        "c\"}]},\"c\":{\"anyOf\":[false,false,true]}}}",
    };
    const char *values[] = {"1", list_of("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", 20000),
                            list_of("[]", 100000), list_of("{\"a\":[1,2,3]}", 60000)};
    int64_t longest = 0;
    int refused = 0;
    for (size_t i = 0; i < COUNT_OF(schemas) * COUNT_OF(values); i++) {
        json_t *schema = json_of(schemas[i % COUNT_OF(schemas)]);
        json_t *value = json_of(values[i / COUNT_OF(schemas)]);
        int64_t begin = times_used();
        const char *reason = schema_match(arena, schema, value, "It");
        int64_t used = times_used() - begin;
        refused += reason != NULL && strcmp(reason, "The schema takes too long to check.") == 0;
        longest = used > longest ? used : longest;
    }
    printf("# the longest took %lld us, %d took too long\n", (long long)longest, refused);
    assert_in_range(refused, 10, 36);
    assert_true(longest < LONGEST_US);
}

static void references_have_a_limit(void **state)
{
    (void)state;
    struct buf buf;
    const char *problem = NULL;
    buf_init(&buf, arena);
    buf_add_text(&buf, "{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (int i = 0; i < 5000; i++)
        buf_printf(&buf, "\"d%d\":{\"$ref\":\"#/$defs/d%d\"},", i, i + 1);
    buf_add_text(&buf, "\"d5000\":true}}");
    assert_int_equal(schema_read(arena, json_of(buf.data), &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "one reference too many"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(types_and_values_are_compared_as_the_standard_has_it),
        TEST(numbers_have_limits),
        TEST(texts_have_lengths_patterns_and_formats),
        TEST(objects_and_arrays_say_where),
        TEST(schemas_are_made_of_others),
        TEST(what_is_not_checked_is_refused),
        TEST(hostile_schemas_end_within_50_ms),
        TEST(references_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
