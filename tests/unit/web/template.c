#include "test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/budget.h"
#include "base/clock.h"
#include "times.h"
#include "web/template.h"

#define HEAD "{{%AUTOESCAPE context=\"HTML\"}}\n"

static struct arena *arena;
static struct view *view;
static char dir[] = "/tmp/rostrum-template-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    strcpy(strstr(dir, "template-") + strlen("template-"), "XXXXXX");
    if (mkdtemp(dir) == NULL)
        return -1;
    arena = arena_create(64 * 1024 * 1024);
    view = view_create(arena);
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void write_template(const char *name, const char *text)
{
    FILE *file = fopen(arena_printf(arena, "%s/%s", dir, name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *render(const char *name)
{
    struct buf out;
    buf_init(&out, arena);
    template_render(name, view, &out);
    assert_int_equal(out.len, strlen(out.data));
    return out.data;
}

/* What a template of this text makes of the view. */
static const char *render_text(const char *text)
{
    write_template("a.tpl", arena_printf(arena, "%s%s", HEAD, text));
    assert_int_equal(template_open(dir), ERR_NONE);
    return render("a.tpl");
}

static void text_is_escaped(void **state)
{
    (void)state;
    view_text(view, "X", "<b a=\"1\" b='2'>&amp;");
    assert_string_equal(render_text("<p>{{X}}</p>"),
                        "<p>&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;</p>");
    assert_string_equal(render_text("<p title=\"{{X}}\">"),
                        "<p title=\"&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;\">");
}

static void urls_are_made_safe(void **state)
{
    (void)state;
    const char *text = "<a href=\"{{X}}\">x</a>";
    view_text(view, "X", "javascript:alert(1)");
    assert_string_equal(render_text(text), "<a href=\"#\">x</a>");
    view_text(view, "X", "/prompts?q=1&from=2");
    assert_string_equal(render("a.tpl"), "<a href=\"/prompts?q=1&amp;from=2\">x</a>");
    view_text(view, "X", "a&b=c d#\"<é");
    assert_string_equal(render_text("<a href=\"/prompts?q={{X:url_query_escape}}\">x</a>"),
                        "<a href=\"/prompts?q=a%26b%3Dc+d%23%22%3C%C3%A9\">x</a>");
}

/* What :pre_escape has to keep as it is, and what it has to escape. */
#define KEPT    "  a\n\n\tb\r\nc\rd \xe2\x80\xa8 \xf0\x9f\x98\x80  "
#define TYPED   KEPT "<\">'&\n"
#define ESCAPED KEPT "&lt;&quot;&gt;&#39;&amp;\n"

static void pre_escape_keeps_white_space(void **state)
{
    (void)state;
    view_text(view, "BODY", TYPED);
    assert_string_equal(render_text("<pre>{{BODY:pre_escape}}</pre>"), "<pre>" ESCAPED "</pre>");
    assert_string_equal(render_text("<textarea name=\"body\">{{BODY:pre_escape}}</textarea>"),
                        "<textarea name=\"body\">" ESCAPED "</textarea>");
    assert_string_equal(render_text("<input value=\"{{BODY:pre_escape}}\">"),
                        "<input value=\"" ESCAPED "\">");
}

static void plain_escaping_flattens_white_space(void **state)
{
    (void)state;
    view_text(view, "BODY", "a\n\tb\r\nc");
    assert_string_equal(render_text("<p>{{BODY}}</p>"), "<p>a  b  c</p>");
}

static void values_may_hold_template_marks(void **state)
{
    (void)state;
    view_text(view, "BODY", "Hello {{name}}, {{#X}} {{%AUTOESCAPE");
    assert_string_equal(render_text("<pre>{{BODY:p}}</pre>"),
                        "<pre>Hello {{name}}, {{#X}} {{%AUTOESCAPE</pre>");
}

static void indentation_goes_and_line_ends_stay(void **state)
{
    (void)state;
    view_text(view, "X", "1");
    view_show(view, "S", true);
    assert_string_equal(render_text("  <p>word {{X}}\n"
                                    "    word\n"
                                    "\n"
                                    "  {{#S}}\n"
                                    "\tin  it\n"
                                    "  {{/S}}\n"
                                    "  {{! nothing }}\n"
                                    "  </p>\n"),
                        "<p>word 1\nword\nin  it\n</p>\n");
}

static void newline_and_space_can_be_named(void **state)
{
    (void)state;
    assert_string_equal(render_text("a{{BI_SPACE}}\n<pre>{{BI_NEWLINE}}b</pre>"),
                        "a \n<pre>\nb</pre>");
}

static void a_name_is_looked_for_around(void **state)
{
    (void)state;
    view_text(view, "NAME", "outer");
    view_text(view, "CSRF", "token");
    struct view *row = view_add(view, "ROW");
    view_text(row, "NAME", "first");
    view_show(row, "DEEP", true);
    row = view_add(view, "ROW");
    view_show(row, "DEEP", false);
    assert_string_equal(
        render_text("{{NAME}}:{{#ROW}}[{{NAME}} {{CSRF}}{{#DEEP}} {{NAME}}/{{CSRF}}{{/DEEP}}]"
                    "{{/ROW}}{{#DEEP}}not shown{{/DEEP}}"),
        "outer:[first token first/token][outer token]");
}

/* A section of the page that stands in a row of it: the row is seen from there, and what the
 * section has itself comes first. */
static void a_section_from_around_sees_the_row_it_stands_in(void **state)
{
    (void)state;
    view_text(view, "NAME", "outer");
    view_text(view_add(view, "HAS"), "OWN", "own");
    struct view *row = view_add(view, "ROW");
    view_text(row, "NAME", "first");
    view_text(view_add(row, "TAG"), "T", "a");
    row = view_add(view, "ROW");
    view_text(row, "OWN", "hidden");
    assert_string_equal(
        render_text("{{#ROW}}[{{#HAS}}{{NAME}} {{OWN}}{{#TAG}} #{{T}}{{/TAG}}{{/HAS}}]{{/ROW}}"),
        "[first own #a][outer own]");
    write_template("row.tpl", HEAD "{{#HAS}}{{NAME}}{{#TAG}} #{{T}}{{/TAG}}{{/HAS}}");
    view_include(view, "PART", "row.tpl");
    assert_string_equal(render_text("{{#ROW}}[{{>PART}}]{{/ROW}}{{>PART}}"),
                        "[first #a][outer]outer");
}

static void a_value_that_nobody_set_is_a_bug_to_a_strict_engine(void **state)
{
    (void)state;
    static const char *const texts[] = {"{{NONE}}", "{{#ROW}}<p title=\"{{NONE}}\">{{/ROW}}",
                                        "{{#ROW}}{{X}}{{/ROW}}{{#NO}}{{NONE}}{{/NO}}"};
    view_text(view, "X", NULL);
    (void)view_add(view, "ROW");
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        int status = 0;
        assert_non_null(render_text(texts[i]));
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            template_be_strict();
            (void)render("a.tpl");
            _exit(0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), i == 2 ? 0 : 70);
    }
}

static void a_missing_section_or_value_is_nothing(void **state)
{
    (void)state;
    view_text(view, "NULL", NULL);
    view_show(view, "NO", false);
    assert_string_equal(render_text("[{{NONE}}{{NULL}}{{#NO}}x{{/NO}}{{#NONE}}y{{/NONE}}{{>F}}]"),
                        "[]");
}

static void a_separator_stands_between(void **state)
{
    (void)state;
    view_text(view_add(view, "TAG"), "T", "a");
    view_text(view_add(view, "TAG"), "T", "b");
    view_text(view_add(view, "TAG"), "T", "c");
    assert_string_equal(render_text("{{#TAG}}{{T}}{{#TAG_separator}}, {{/TAG_separator}}{{/TAG}}"),
                        "a, b, c");
}

static void setting_again_replaces(void **state)
{
    (void)state;
    view_text(view, "X", "old");
    view_text(view, "X", "new");
    view_number(view, "N", -42);
    view_number(view, "MIN", INT64_MIN);
    assert_string_equal(render_text("{{X}} {{N}} {{MIN}}"), "new -42 -9223372036854775808");
}

/* Keys with the same length, first, middle and last letter have the same hash. */
static void keys_with_one_hash_differ(void **state)
{
    (void)state;
    assert_int_equal(view_key("ABCDE").hash, view_key("AXCYE").hash);
    view_text(view, "ABCDE", "one");
    view_text(view, "AXCYE", "two");
    view_show(view, "AYCXE", true);
    assert_string_equal(render_text("{{ABCDE}} {{AXCYE}} {{AXCXE}}{{#AXCYE}}no{{/AXCYE}}"),
                        "one two ");
}

static void many_keys_and_rows_fit(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, arena);
    for (int i = 0; i < 100; i++) {
        view_number(view, arena_printf(arena, "K%d", i), i);
        view_show(view, arena_printf(arena, "S%d", i), i % 10 == 0);
        buf_printf(&text, "{{#S%d}}{{K%d}}{{/S%d}},", i, i, i);
    }
    for (int i = 0; i < 100; i++)
        view_number(view_add(view, "ROW"), "K0", i);
    buf_add_text(&text, "{{#ROW}}{{K0}}{{K99}};{{/ROW}}");
    const char *out = render_text(text.data);
    assert_true(strncmp(out, "0,,,,,,,,,,10,", 14) == 0);
    assert_non_null(strstr(out, "899;999;1099;"));
}

static void includes_see_the_view_that_asks(void **state)
{
    (void)state;
    assert_int_equal(mkdir(arena_printf(arena, "%s/partials", dir), 0700), 0);
    write_template("partials/row.tpl", HEAD "<i>{{NAME}} {{TITLE}}</i>");
    view_text(view, "TITLE", "<T>");
    view_include(view, "BODY", "partials/row.tpl");
    view_text(view_add(view, "ROW"), "NAME", "a");
    view_text(view_add(view, "ROW"), "NAME", "b");
    assert_string_equal(render_text("{{#ROW}}{{>BODY}}{{/ROW}}{{>BODY}}"),
                        "<i>a &lt;T&gt;</i><i>b &lt;T&gt;</i><i> &lt;T&gt;</i>");
    assert_string_equal(render("partials/row.tpl"), "<i> &lt;T&gt;</i>");
}

static void output_is_added_at_the_end(void **state)
{
    (void)state;
    write_template("a.tpl", HEAD "b");
    assert_int_equal(template_open(dir), ERR_NONE);
    struct buf out;
    buf_init(&out, arena);
    buf_add_text(&out, "a");
    template_render("a.tpl", view, &out);
    assert_string_equal(out.data, "ab");
}

static void render_rows(void *out)
{
    template_render("a.tpl", view, out);
}

/* The frames of the engine can't be left: it is told that nothing follows. */
static void a_long_list_ends_when_the_time_is_over(void **state)
{
    enum { ROWS = 100000, BUDGET_US = 2000, LATE_US = 100 * 1000 };
    (void)state;
    static const struct budget budget = {.memory = 64 << 20, .time = BUDGET_US};
    write_template("a.tpl", HEAD "{{#ROW}}<p>{{NAME}} {{NAME}} {{NAME}}</p>{{/ROW}}");
    assert_int_equal(template_open(dir), ERR_NONE);
    for (int i = 0; i < ROWS; i++)
        view_text(view_add(view, "ROW"), "NAME", "a & b");
    struct buf out;
    buf_init(&out, arena);
    int64_t began = times_used();
    assert_int_equal(budget_run(&budget, render_rows, &out), BUDGET_OUT_OF_TIME);
    assert_true(times_used() - began < BUDGET_US + LATE_US);
    size_t early = out.len;
    buf_init(&out, arena);
    template_render("a.tpl", view, &out);
    assert_true(early < out.len);
}

static void assert_refused(const char *text)
{
    write_template("bad.tpl", text);
    assert_int_equal(template_open(dir), ERR_INVALID);
}

static void unsafe_templates_are_refused(void **state)
{
    (void)state;
    assert_refused("<p>{{X}}</p>");
    assert_refused("\n" HEAD);
    assert_refused("{{%AUTOESCAPE context=\"MANUAL\"}}\n");
    assert_refused("");
    assert_refused(HEAD "{{X:none}}");
    assert_refused(HEAD "{{X:h:none}}");
    assert_refused(HEAD "{{X:x-raw}}");
    assert_refused(HEAD "{{=<< >>=}}<<X>>");
    assert_refused(HEAD "{{X");
    assert_refused(HEAD "{{X\n}}");
    assert_refused(HEAD "{{#A}}{{X}}");
    assert_refused(HEAD "{{#A}}{{#B}}{{/A}}{{/B}}");
    write_template("bad.tpl", HEAD "{{#A}}{{X}}{{/A}} none");
    assert_int_equal(template_open(dir), ERR_NONE);
}

static void a_refused_directory_changes_nothing(void **state)
{
    (void)state;
    assert_string_equal(render_text("good"), "good");
    assert_refused("bad");
    assert_string_equal(render("a.tpl"), "good");
    assert_int_equal(template_open("/nowhere/at/all"), ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* The engine shows a section without repetitions once from outside, where its names are unknown. */
static void what_follows_the_end_of_the_time_is_not_seen_from_outside(void **state)
{
    enum { ROWS = 100000 };
    (void)state;
    static const struct budget budget = {.memory = 64 << 20, .time = 2000};
    write_template("a.tpl", HEAD "{{#ROW}}{{NAME}}{{/ROW}}{{#LATE}}{{NAME}}{{/LATE}}");
    assert_int_equal(template_open(dir), ERR_NONE);
    for (int i = 0; i < ROWS; i++)
        view_text(view_add(view, "ROW"), "NAME", "a & b");
    view_text(view_add(view, "LATE"), "NAME", "c");
    struct buf out;
    buf_init(&out, arena);
    template_be_strict(); /* to the end of the program: this test is the last */
    assert_int_equal(budget_run(&budget, render_rows, &out), BUDGET_OUT_OF_TIME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_is_escaped),
        TEST(urls_are_made_safe),
        TEST(pre_escape_keeps_white_space),
        TEST(plain_escaping_flattens_white_space),
        TEST(values_may_hold_template_marks),
        TEST(indentation_goes_and_line_ends_stay),
        TEST(newline_and_space_can_be_named),
        TEST(a_name_is_looked_for_around),
        TEST(a_section_from_around_sees_the_row_it_stands_in),
        TEST(a_value_that_nobody_set_is_a_bug_to_a_strict_engine),
        TEST(a_missing_section_or_value_is_nothing),
        TEST(a_separator_stands_between),
        TEST(setting_again_replaces),
        TEST(keys_with_one_hash_differ),
        TEST(many_keys_and_rows_fit),
        TEST(includes_see_the_view_that_asks),
        TEST(output_is_added_at_the_end),
        TEST(a_long_list_ends_when_the_time_is_over),
        TEST(unsafe_templates_are_refused),
        TEST(a_refused_directory_changes_nothing),
        TEST(what_follows_the_end_of_the_time_is_not_seen_from_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
