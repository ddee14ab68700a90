#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "web/template.h"
#include "web/template_kept.h"

/* Kept rows show what rows that are expanded anew would show, whatever changes. */

static struct arena *arena;
static char dir[64];

static void write_file(const char *name, const char *text)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fprintf(file, "{{%%AUTOESCAPE context=\"HTML\"}}\n%s", text) > 0);
    assert_int_equal(fclose(file), 0);
}

static int open_templates(void **state)
{
    (void)state;
    arena = arena_create(64 << 20);
    (void)snprintf(dir, sizeof dir, "/tmp/rostrum-kept-XXXXXX");
    assert_non_null(mkdtemp(dir));
    write_file("page.tpl", "[{{>ROW}}]");
    write_file("row.tpl",
               "<i title=\"{{NAME}}\">{{NAME}}{{#TAG}} #{{T}}{{/TAG}}{{#OFF}} off{{/OFF}}</i>");
    write_file("other.tpl", "<b>{{NAME}}</b>");
    return template_open(dir) == ERR_NONE ? 0 : -1;
}

static int close_templates(void **state)
{
    (void)state;
    static const char *const names[] = {"page.tpl", "row.tpl", "other.tpl"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(dir);
    arena_destroy(arena);
    return 0;
}

struct row {
    const char *name;
    const char *tags[3];
    bool is_off;
};

static const char *render(const char *file, bool is_kept, const struct row *rows, int count)
{
    struct view *view = view_create(arena);
    for (int i = 0; i < count; i++) {
        struct view *row = view_add(view, "ROW");
        view_text(row, "NAME", rows[i].name);
        for (int k = 0; k < 3 && rows[i].tags[k] != NULL; k++)
            view_text(view_add(row, "TAG"), "T", rows[i].tags[k]);
        view_show(row, "OFF", rows[i].is_off);
    }
    view_include(view, "ROW", file);
    if (is_kept)
        view_keep(view, "ROW");
    struct buf out;
    buf_init(&out, arena);
    template_render("page.tpl", view, &out);
    return out.data;
}

static void check(const char *file, const struct row *rows, int count)
{
    const char *expected = render(file, false, rows, count);
    for (int i = 0; i < 3; i++) /* expanded, then kept */
        assert_string_equal(render(file, true, rows, count), expected);
}

static void kept_rows_are_the_rows_expanded_anew(void **state)
{
    (void)state;
    struct row rows[] = {
        {"one", {"a", "b", NULL}, false}, {"<two> & \"2\"", {NULL}, true}, {"", {"", NULL}, false}};
    check("row.tpl", rows, 3);
    assert_string_equal(render("row.tpl", true, rows, 1), "[<i title=\"one\">one #a #b</i>]");
    check("row.tpl", rows, 0);
}

/* Whatever changes, even by a byte or by where a text ends, is another row. */
static void every_change_makes_another_row(void **state)
{
    (void)state;
    struct row rows[] = {
        {"one", {"a", "b", NULL}, false}, {"one", {"a", "c", NULL}, false},
        {"one", {"ab", NULL}, false},     {"one", {"a", "b", ""}, false},
        {"onea", {"b", NULL}, false},     {"one", {"a", "b", NULL}, true},
        {"one", {NULL}, false},           {"on", {"a", "b", NULL}, false},
        {"one", {"b", "a", NULL}, false},
    };
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < COUNT_OF(rows); i++)
            check("row.tpl", &rows[i], 1);
    check("row.tpl", rows, (int)COUNT_OF(rows));
}

static void another_template_shows_the_row_its_own_way(void **state)
{
    (void)state;
    struct row row = {"same", {NULL}, false};
    check("row.tpl", &row, 1);
    assert_string_equal(render("other.tpl", true, &row, 1), "[<b>same</b>]");
}

/* What it showed of the page would stay when the page is another. */
static void a_kept_row_sees_nothing_around_it(void **state)
{
    (void)state;
    struct view *view = view_create(arena);
    struct buf out;
    view_show(view, "OFF", true);
    view_text(view_add(view, "ROW"), "NAME", "one");
    view_include(view, "ROW", "row.tpl");
    view_keep(view, "ROW");
    buf_init(&out, arena);
    template_render("page.tpl", view, &out);
    assert_string_equal(out.data, "[<i title=\"one\">one</i>]");
}

static void rows_too_long_to_be_kept_are_shown_all_the_same(void **state)
{
    (void)state;
    char *name = arena_alloc(arena, 4 * KEPT_HTML_MAX);
    for (size_t len = KEPT_KEY_MAX - 100; len < 4 * KEPT_HTML_MAX; len += 97) {
        memset(name, '<', len); /* grows fourfold when it is escaped */
        struct row rows[] = {
            {"before", {NULL}, false}, {name, {"t", NULL}, false}, {"after", {NULL}, true}};
        check("row.tpl", rows, 3);
    }
}

static void more_rows_than_there_are_places_are_shown_right(void **state)
{
    (void)state;
    static struct row rows[3 * KEPT_COUNT];
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        rows[i] = (struct row){arena_printf(arena, "row %zu", i), {"t", NULL}, i % 2 == 0};
    check("row.tpl", rows, (int)COUNT_OF(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_rows_are_the_rows_expanded_anew),
        cmocka_unit_test(every_change_makes_another_row),
        cmocka_unit_test(another_template_shows_the_row_its_own_way),
        cmocka_unit_test(a_kept_row_sees_nothing_around_it),
        cmocka_unit_test(rows_too_long_to_be_kept_are_shown_all_the_same),
        cmocka_unit_test(more_rows_than_there_are_places_are_shown_right),
    };
    return cmocka_run_group_tests(tests, open_templates, close_templates);
}
