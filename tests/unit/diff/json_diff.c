#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/diff/json_diff.h"
#include "domain/json_path.h"

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_create((size_t)256 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static json_t *parse(const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s: %s", text, problem);
    return json;
}

/* "+path=after" "-path=before" "path:before>after", one a line; texts stand in “”. */
static const char *show(const char *before, const char *after)
{
    struct json_diff diff;
    struct buf buf;
    buf_init(&buf, arena);
    json_diff(arena, parse(before), parse(after), &diff);
    for (int i = 0; i < diff.count; i++) {
        const struct json_change *change = &diff.changes[i];
        const char *format = change->is_text ? "“%s”" : "%s";
        char old_text[300] = "", new_text[300] = "";
        assert_int_equal(change->before.data == NULL, change->kind == JSON_ADDED);
        assert_int_equal(change->after.data == NULL, change->kind == JSON_REMOVED);
        if (change->before.data != NULL)
            (void)snprintf(old_text, sizeof old_text, format, change->before.data);
        if (change->after.data != NULL)
            (void)snprintf(new_text, sizeof new_text, format, change->after.data);
        if (change->kind == JSON_CHANGED)
            buf_printf(&buf, "%s:%s>%s\n", change->path, old_text, new_text);
        else
            buf_printf(&buf, "%s%s=%s%s\n", change->kind == JSON_ADDED ? "+" : "-", change->path,
                       old_text, new_text);
    }
    assert_false(diff.has_more);
    return buf.data;
}

static void equal_values_have_no_difference(void **state)
{
    (void)state;
    assert_string_equal(show("{}", "{}"), "");
    assert_string_equal(
        show("{\"a\":1,\"b\":[1,{\"c\":null}]}", "{\"b\":[1,{\"c\":null}],\"a\":1}"), "");
    assert_string_equal(show("1", "1"), "");
}

static void keys_are_compared_whatever_their_order(void **state)
{
    (void)state;
    assert_string_equal(show("{\"model\":{\"name\":\"a\",\"temperature\":0.5},\"x\":1,\"y\":2}",
                             "{\"new\":true,\"model\":{\"temperature\":1,\"name\":\"b\"},\"y\":2}"),
                        "+new=true\nmodel.temperature:0.5>1\nmodel.name:“a”>“b”\n-x=1\n");
}

static void what_is_new_or_gone_is_told_whole(void **state)
{
    (void)state;
    assert_string_equal(show("{}", "{\"a\":{\"b\":1}}"), "+a={\n  \"b\": 1\n}\n");
    assert_string_equal(show("{\"a\":[1]}", "{}"), "-a=[\n  1\n]\n");
    assert_string_equal(show("{\"a\":\"t\"}", "{\"b\":\"u\\nv\"}"), "+b=“u\nv”\n-a=“t”\n");
}

static void another_type_is_a_change(void **state)
{
    (void)state;
    assert_string_equal(show("{\"a\":\"1\"}", "{\"a\":1}"), "a:\"1\">1\n");
    assert_string_equal(show("{\"a\":{}}", "{\"a\":[]}"), "a:{}>[]\n");
    assert_string_equal(show("{\"a\":null}", "{\"a\":false}"), "a:null>false\n");
    assert_string_equal(show("[]", "{}"), ":[]>{}\n");
    assert_string_equal(show("{\"a\":1}", "{\"a\":1.0}"), "a:1>1.0\n");
}

static void items_are_matched_by_what_they_are_called(void **state)
{
    (void)state;
    assert_string_equal(
        show("[{\"name\":\"a\",\"v\":1},{\"name\":\"b\",\"v\":1}]",
             "[{\"name\":\"z\"},{\"name\":\"a\",\"v\":1},{\"name\":\"b\",\"v\":2}]"),
        "+[0]={\n  \"name\": \"z\"\n}\n[2].v:1>2\n");
    assert_string_equal(show("{\"t\":[{\"id\":\"a\"},{\"id\":\"b\"}]}", "{\"t\":[{\"id\":\"b\"}]}"),
                        "-t[0]={\n  \"id\": \"a\"\n}\n");
    assert_string_equal(show("{\"h\":[\"a\",\"b\"]}", "{\"h\":[\"c\",\"a\",\"b\"]}"),
                        "+h[0]=“c”\n");
}

static void another_order_is_a_change(void **state)
{
    (void)state;
    assert_string_equal(show("{\"h\":[\"a\",\"b\"]}", "{\"h\":[\"b\",\"a\"]}"),
                        "h:[\n  \"a\",\n  \"b\"\n]>[\n  \"b\",\n  \"a\"\n]\n");
    assert_string_equal(show("[{\"id\":\"a\"},{\"id\":\"b\"}]", "[{\"id\":\"b\"},{\"id\":\"a\"}]"),
                        ":[\n  \"a\",\n  \"b\"\n]>[\n  \"b\",\n  \"a\"\n]\n");
}

static void items_without_a_name_of_their_own_are_matched_by_place(void **state)
{
    (void)state;
    assert_string_equal(show("[1,2,3]", "[1,5]"), "[1]:2>5\n-[2]=3\n");
    assert_string_equal(show("[\"a\",\"a\"]", "[\"a\",\"b\",\"c\"]"), "[1]:“a”>“b”\n+[2]=“c”\n");
    assert_string_equal(show("[{\"name\":\"a\"},{}]", "[{\"name\":\"b\"},{}]"),
                        "[0].name:“a”>“b”\n");
}

static void paths_quote_what_is_no_plain_word(void **state)
{
    (void)state;
    assert_string_equal(show("{}", "{\"metadata\":{}, \"a b\":1,\"\":2,\"3\":3,\"x-y\":4}"),
                        "+metadata={}\n+[\"a b\"]=1\n+[\"\"]=2\n+[\"3\"]=3\n+x-y=4\n");
    assert_string_equal(show("{\"a\":{\"b\\\"c\":[[1]]}}", "{\"a\":{\"b\\\"c\":[[2]]}}"),
                        "a[\"b\\\"c\"][0][0]:1>2\n");
    char key[1000];
    memset(key, 'k', sizeof key - 1);
    memcpy(key + 98, "é", 2);
    key[100] = '\xc3'; /* the cut falls into this character */
    key[101] = '\xa9';
    key[sizeof key - 1] = '\0';
    struct json_path whole = {.parent = NULL};
    struct json_path path = json_path_key(&whole, key);
    const char *text = json_path_format(arena, &path);
    assert_true(strlen(text) < 120 && text_is_utf8(text, strlen(text)));
    assert_non_null(strstr(text, "…"));
}

static void changes_have_a_limit(void **state)
{
    (void)state;
    struct buf buf;
    struct json_diff diff;
    buf_init(&buf, arena);
    for (int i = 0; i <= JSON_CHANGES_MAX; i++)
        buf_printf(&buf, "%c%d", i == 0 ? '[' : ',', i);
    buf_add_char(&buf, ']');
    json_diff(arena, parse("[]"), parse(buf.data), &diff);
    assert_int_equal(diff.count, JSON_CHANGES_MAX);
    assert_true(diff.has_more);
}

static void many_named_items_are_matched_quickly(void **state)
{
    (void)state;
    enum { ITEMS = 30000 };
    struct buf before, after;
    struct json_diff diff;
    buf_init(&before, arena);
    buf_init(&after, arena);
    for (int i = 0; i < ITEMS; i++) {
        buf_printf(&before, "%c\"%d\"", i == 0 ? '[' : ',', i);
        buf_printf(&after, "%c\"%d\"", i == 0 ? '[' : ',', i + 1);
    }
    buf_add_char(&before, ']');
    buf_add_char(&after, ']');
    json_diff(arena, parse(before.data), parse(after.data), &diff);
    assert_int_equal(diff.count, 2);
    assert_string_equal(diff.changes[0].after.data, "30000");
    assert_string_equal(diff.changes[1].before.data, "0");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(equal_values_have_no_difference),
        TEST(keys_are_compared_whatever_their_order),
        TEST(what_is_new_or_gone_is_told_whole),
        TEST(another_type_is_a_change),
        TEST(items_are_matched_by_what_they_are_called),
        TEST(another_order_is_a_change),
        TEST(items_without_a_name_of_their_own_are_matched_by_place),
        TEST(paths_quote_what_is_no_plain_word),
        TEST(changes_have_a_limit),
        TEST(many_named_items_are_matched_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
