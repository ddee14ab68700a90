#include "test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "domain/prompt/prompt_reference.h"
#include "domain/prompt/prompt_template.h"

enum { MEGABYTE = 1024 * 1024 };

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 * MEGABYTE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void assert_variables(const char *text, const char *joined)
{
    struct prompt_variables variables;
    prompt_variables(arena, text, strlen(text), &variables);
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < variables.count; i++)
        buf_printf(&buf, "[%s]", variables.names[i]);
    assert_string_equal(buf.data, joined);
}

static const char *render(const char *text, const struct prompt_value *values, int count)
{
    struct buf out;
    buf_init(&out, arena);
    assert_int_equal(prompt_render(text, strlen(text), values, count, &out), ERR_NONE);
    assert_int_equal(strlen(out.data), out.len);
    return out.data;
}

static void assert_segments(const char *text, const char *joined)
{
    static const char marks[] = {'p', 'v', 'r', 'm'};
    struct prompt_segments segments;
    prompt_segments(arena, text, strlen(text), &segments);
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < segments.count; i++) {
        const struct prompt_segment *segment = &segments.segments[i];
        buf_printf(&buf, "%c[%.*s]", marks[segment->kind], (int)segment->len, segment->text);
    }
    assert_string_equal(buf.data, joined);
}

static void variables_are_listed_once_in_order(void **state)
{
    (void)state;
    assert_variables("", "");
    assert_variables("no variables { } {{ }} {x}", "");
    assert_variables("{{b}} {{a}} {{b}}", "[b][a]");
    assert_variables("{{ spaced }}{{\ttab\t}}", "[spaced][tab]");
    assert_variables("{{A_1}}{{a_1}}{{Z}}", "[A_1][a_1][Z]");
}

static void what_is_no_variable_is_text(void **state)
{
    (void)state;
    assert_variables("{{1a}} {{_a}} {{a-b}} {{a b}} {{ü}} {{a.b}} {{#if}} {{/x}}", "");
    assert_variables("{{a}", "");
    assert_variables("{{a", "");
    assert_variables("{{", "");
    assert_variables("{{a\n}}", "");
    assert_variables("{ {a}}", "");
    assert_variables("{{{a}}}", "[a]");
    assert_variables("{{x{{a}}}}", "[a]");
}

static void names_have_a_rule(void **state)
{
    (void)state;
    assert_true(prompt_variable_is_name("a"));
    assert_true(prompt_variable_is_name("aB_9"));
    assert_false(prompt_variable_is_name(""));
    assert_false(prompt_variable_is_name("_a"));
    assert_false(prompt_variable_is_name("9"));
    assert_false(prompt_variable_is_name("a b"));
    assert_false(prompt_variable_is_name("aü"));
}

static void rendering_replaces_what_is_given(void **state)
{
    (void)state;
    const struct prompt_value values[] = {{"name", "Ada", 3}, {"empty", "", 0}, {"name", "no", 2}};
    assert_string_equal(render("Hi {{name}}, {{ name }}!{{empty}} {{other}}", values, 3),
                        "Hi Ada, Ada! {{other}}");
    assert_string_equal(render("{{{name}}}", values, 3), "{Ada}");
    assert_string_equal(render("", values, 3), "");
}

static void rendering_is_one_pass(void **state)
{
    (void)state;
    const struct prompt_value values[] = {{"a", "{{b}}", 5}, {"b", "{{a}}", 5}, {"c", "}}", 2}};
    assert_string_equal(render("{{a}}{{b}}", values, 3), "{{b}}{{a}}");
    assert_string_equal(render("{{a {{c}}", values, 3), "{{a }}");
}

static void rendering_appends(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, arena);
    buf_add_text(&out, "before ");
    const struct prompt_value value = {"x", "1", 1};
    assert_int_equal(prompt_render("{{x}}", 5, &value, 1, &out), ERR_NONE);
    assert_string_equal(out.data, "before 1");
}

static void rendering_without_values_is_identity(void **state)
{
    (void)state;
    const char *text = " \t{{a}}\r\n\xe2\x80\xa8🎉 {{ b }} @@@prompt:name=x@@@ {{{ \n\n";
    assert_string_equal(render(text, NULL, 0), text);
}

static void rendering_has_a_limit(void **state)
{
    (void)state;
    char *value = arena_alloc(arena, MEGABYTE);
    memset(value, 'v', MEGABYTE);
    const struct prompt_value values[] = {{"x", value, MEGABYTE}};
    struct buf out;
    buf_init(&out, arena);
    assert_int_equal(prompt_render("{{x}}{{x}}{{x}}{{x}}", 20, values, 1, &out), ERR_NONE);
    assert_int_equal(out.len, PROMPT_OUTPUT_MAX);
    buf_init(&out, arena);
    assert_int_equal(prompt_render("{{x}}{{x}}{{x}}{{x}}!", 21, values, 1, &out), ERR_INVALID);
}

static void references_are_no_place_for_variables(void **state)
{
    (void)state;
    const struct prompt_value value = {"x", "1", 1};
    assert_string_equal(render("{{x}}@@@prompt:name={{x}}@@@{{x}}", &value, 1),
                        "1@@@prompt:name={{x}}@@@1");
    assert_variables("@@@prompt:name={{x}}@@@", "");
    assert_variables("@@@prompt:nome={{x}}@@@", "[x]");
}

static void segments_mark_variables_and_references(void **state)
{
    (void)state;
    assert_segments("", "");
    assert_segments("plain", "p[plain]");
    assert_segments("{{a}}{{b}}", "v[{{a}}]v[{{b}}]");
    assert_segments("x {{ a }} y@@@prompt:name=n|label=l@@@z",
                    "p[x ]v[{{ a }}]p[ y]r[@@@prompt:name=n|label=l@@@]p[z]");
    assert_segments("@@@prompt:bad@@@ {{a}}", "p[@@@prompt:bad@@@ ]v[{{a}}]");
    assert_segments("@@@@prompt:name=n@@@@", "p[@]r[@@@prompt:name=n@@@]p[@]");
}

static void assert_mistakes(const char *text, const char *joined)
{
    struct prompt_segments segments;
    prompt_segments(arena, text, strlen(text), &segments);
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < segments.count; i++) {
        const struct prompt_segment *segment = &segments.segments[i];
        assert_true((segment->kind == SEGMENT_MISTAKE) == (segment->why != NULL));
        if (segment->kind == SEGMENT_MISTAKE)
            buf_printf(&buf, "%s%.*s: %s", buf.len > 0 ? "|" : "", (int)segment->len, segment->text,
                       segment->why);
    }
    assert_string_equal(buf.data, joined);
}

static void what_looks_like_a_variable_is_told_with_the_reason(void **state)
{
    (void)state;
    assert_segments("{{user-name}} {{user.name}} {{größe}} {{ open",
                    "m[{{user-name}}]p[ ]m[{{user.name}}]p[ ]m[{{größe}}]p[ ]m[{{ open]");
    assert_mistakes("{{user-name}}",
                    "{{user-name}}: A name can't have “-”: use letters a to z, digits and _.");
    assert_mistakes("{{größe}}",
                    "{{größe}}: A name can't have “ö”: use letters a to z, digits and _.");
    assert_mistakes("{{user name}}{{ 1a }}",
                    "{{user name}}: A name has no spaces.|{{ 1a }}: A name begins with a letter "
                    "from a to z.");
    assert_mistakes("{{}} {{ }}", "{{}}: There is no name between the braces.|{{ }}: There is no "
                                  "name between the braces.");
    assert_mistakes("a {{ open\nb {{name} c {{", "{{ open: The closing }} is missing.|{{name: The "
                                                 "closing }} is missing.");
    assert_mistakes("{{ open {{a}} }}", "{{ open: The closing }} is missing.");
    assert_mistakes(
        "{{#if x}}y{{/if}}",
        "{{#if x}}: A name can't have “#”: use letters a to z, digits and _.|{{/if}}: A "
        "name can't have “/”: use letters a to z, digits and _.");
}

static void braces_of_json_and_code_are_no_mistakes(void **state)
{
    (void)state;
    static const char *const texts[] = {"{{a}} {{{a}}}", "{\"a\":{\"b\":{}}}",
                                        "{{\"a\": 1}}",  "if (x) {{\n  y();\n}}",
                                        "{{ 'a': [] }}", "{{",
                                        "}} {{",         "@@@prompt:name={{a-b}}@@@",
                                        "{a-b} {}"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_mistakes(texts[i], "");
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Hostile megabytes: each would take minutes if the time grew with the square of the length. */
static void a_megabyte_of_anything_is_quick(void **state)
{
    (void)state;
    const char *const units[] = {"{",
                                 "{{",
                                 "{{a",
                                 "{{a ",
                                 "{{a}}",
                                 "{{ ",
                                 "{{a-b}}",
                                 "{{}",
                                 "{{a}\n",
                                 "}}",
                                 "@",
                                 "@@@",
                                 "@@@prompt:",
                                 "@@@prompt:name=",
                                 "@@@prompt:name=a@@@",
                                 "@@@prompt:\n",
                                 "@@@prompt:x@@@{{a}}"};
    const struct prompt_value value = {"a", "", 0};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        struct buf text, out;
        buf_init(&text, arena);
        while (text.len < MEGABYTE)
            buf_add_text(&text, units[i]);
        double begin = seconds();
        struct prompt_variables variables;
        prompt_variables(arena, text.data, text.len, &variables);
        struct prompt_segments segments;
        prompt_segments(arena, text.data, text.len, &segments);
        buf_init(&out, arena);
        assert_int_equal(prompt_render(text.data, text.len, &value, 1, &out), ERR_NONE);
        assert_true(variables.count <= 1);
        if (seconds() - begin > 5)
            fail_msg("a megabyte of %s took %.1f s", units[i], seconds() - begin);
        arena_reset(arena);
    }
}

static void many_different_variables_are_quick(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, arena);
    int count = 0;
    while (text.len < MEGABYTE)
        buf_printf(&text, "{{v%d}}", count++);
    double begin = seconds();
    struct prompt_variables variables;
    prompt_variables(arena, text.data, text.len, &variables);
    assert_int_equal(variables.count, count);
    assert_string_equal(variables.names[count / 2], arena_printf(arena, "v%d", count / 2));
    assert_true(seconds() - begin < 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables_are_listed_once_in_order),
        cmocka_unit_test(what_is_no_variable_is_text),
        cmocka_unit_test(names_have_a_rule),
        cmocka_unit_test(rendering_replaces_what_is_given),
        cmocka_unit_test(rendering_is_one_pass),
        cmocka_unit_test(rendering_appends),
        cmocka_unit_test(rendering_without_values_is_identity),
        cmocka_unit_test(rendering_has_a_limit),
        cmocka_unit_test(references_are_no_place_for_variables),
        cmocka_unit_test(segments_mark_variables_and_references),
        cmocka_unit_test(what_looks_like_a_variable_is_told_with_the_reason),
        cmocka_unit_test(braces_of_json_and_code_are_no_mistakes),
        cmocka_unit_test(a_megabyte_of_anything_is_quick),
        cmocka_unit_test(many_different_variables_are_quick),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
