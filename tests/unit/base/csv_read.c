#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "base/csv_read.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(8 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

/* "1:a|b;3:c|d;" for the rows of a text; what is wrong with it otherwise. */
static const char *read_all(const char *text)
{
    struct csv_table table;
    const char *problem = NULL;
    struct text given = {text, strlen(text)};
    enum err err = csv_read(arena, given, 5, &table, &problem);
    assert_int_equal(err == ERR_NONE, problem == NULL);
    if (err != ERR_NONE)
        return problem;
    struct buf buf;
    buf_init(&buf, arena);
    buf_add_text(&buf, "");
    for (int i = 0; i < table.count; i++) {
        buf_printf(&buf, "%d:", table.rows[i].line);
        for (int k = 0; k < table.rows[i].count; k++)
            buf_printf(&buf, "%s%s", k == 0 ? "" : "|", table.rows[i].cells[k]);
        buf_add_text(&buf, ";");
    }
    return buf.len == 0 ? "" : buf.data;
}

static void rows_and_cells_are_read(void **state)
{
    (void)state;
    assert_string_equal(read_all(""), "");
    assert_string_equal(read_all("a"), "1:a;");
    assert_string_equal(read_all("a,b\r\nc,d\r\n"), "1:a|b;2:c|d;");
    assert_string_equal(read_all("a,b\nc,d"), "1:a|b;2:c|d;");
    assert_string_equal(read_all("\xef\xbb\xbf"
                                 "a,b"),
                        "1:a|b;");
    assert_string_equal(read_all(" a , b \n"), "1:a|b;");
    assert_string_equal(read_all("a,,b,\n"), "1:a||b|;");
}

static void quoted_cells_hold_anything(void **state)
{
    (void)state;
    assert_string_equal(read_all("\"a,b\",\"say \"\"hi\"\"\"\n"), "1:a,b|say \"hi\";");
    assert_string_equal(read_all("\"one\ntwo\",b\nc,d"), "1:one\ntwo|b;3:c|d;");
    assert_string_equal(read_all("  \"a\"  ,b"), "1:a|b;");
    assert_string_equal(read_all("a \"b\" c,d"), "1:a \"b\" c|d;");
}

static void the_separator_is_what_the_first_line_has_most_of(void **state)
{
    (void)state;
    assert_string_equal(read_all("a;b;c\nd,e;f;g"), "1:a|b|c;2:d,e|f|g;");
    assert_string_equal(read_all("a\tb\nc\td"), "1:a|b;2:c|d;");
    assert_string_equal(read_all("\"a;b;c\",d\n"), "1:a;b;c|d;");
}

static void empty_lines_count_for_nothing_but_the_numbers(void **state)
{
    (void)state;
    assert_string_equal(read_all("\n\na,b\n\n , \nc,d\n\n"), "3:a|b;6:c|d;");
}

static void what_is_no_list_is_told_with_its_line(void **state)
{
    (void)state;
    assert_string_equal(read_all("a,b\n\"c,d\ne"), "Line 2: a quotation mark has no other one.");
    assert_string_equal(read_all("a\n\"b\"c,d"),
                        "Line 2: there is something behind a quotation mark.");
    assert_string_equal(read_all("1\n2\n3\n4\n5\n6"), "There are more than 5 lines.");
    assert_string_equal(read_all("1\n2\n3\n4\n5\n"), "1:1;2:2;3:3;4:4;5:5;");
    char commas[CSV_CELLS_MAX + 1];
    memset(commas, ',', sizeof commas - 1);
    commas[sizeof commas - 1] = '\0';
    assert_string_equal(read_all(commas), "Line 1 has more than 200 cells.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_and_cells_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quoted_cells_hold_anything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_separator_is_what_the_first_line_has_most_of, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(empty_lines_count_for_nothing_but_the_numbers, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_list_is_told_with_its_line, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
