#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/person_rows.h"

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

/* "2 Ada <ada@one.example> Product Manager;" for each person; what is wrong otherwise. */
static const char *read_all(const char *text)
{
    struct person_rows rows;
    const char *problem = NULL;
    struct text given = {text, strlen(text)};
    if (person_rows_read(arena, given, &rows, &problem) != ERR_NONE)
        return problem;
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < rows.count; i++)
        buf_printf(&buf, "%d %s <%s> %s;", rows.items[i].line, rows.items[i].full_name,
                   rows.items[i].email,
                   rows.items[i].persona >= 0      ? persona_names[rows.items[i].persona]
                   : rows.items[i].persona_text[0] ? rows.items[i].persona_text
                                                   : "-");
    return buf.data;
}

static void columns_are_found_by_their_names(void **state)
{
    (void)state;
    assert_string_equal(read_all("Email;Department;Full name;Role\n"
                                 "ada@one.example;Maths;Ada Lovelace;product manager\n"),
                        "2 Ada Lovelace <ada@one.example> Product Manager;");
    assert_string_equal(read_all("E-MAIL\nada@one.example"), "2 ada <ada@one.example> -;");
}

static void without_names_the_address_is_where_the_at_is(void **state)
{
    (void)state;
    assert_string_equal(read_all("Ada Lovelace,ada@one.example,Customer Admin\n"
                                 "Grace Hopper,grace@one.example,Boss\n"),
                        "1 Ada Lovelace <ada@one.example> Customer Admin;"
                        "2 Grace Hopper <grace@one.example> Boss;");
    assert_string_equal(read_all("ada@one.example,Ada Lovelace"),
                        "1 Ada Lovelace <ada@one.example> -;");
    assert_string_equal(read_all("ada@one.example\ngrace@one.example"),
                        "1 ada <ada@one.example> -;2 grace <grace@one.example> -;");
}

static void what_names_nobody_is_told(void **state)
{
    (void)state;
    assert_string_equal(read_all(""), "There is nobody in this list.");
    assert_string_equal(read_all("name,email\n"), "There is nobody in this list.");
    assert_string_equal(
        read_all("Ada,Lovelace\n"),
        "The first line has no address: name the columns in it, or begin with a person.");
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < PERSON_ROWS_MAX; i++)
        buf_printf(&buf, "p%d@one.example\n", i);
    assert_non_null(strstr(read_all(buf.data), "200 p199 <p199@one.example> -;"));
    buf_add_text(&buf, "one@more.example\n");
    assert_string_equal(
        read_all(buf.data),
        "There are more than 200 people in this list: invite them in several steps.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_are_found_by_their_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_names_the_address_is_where_the_at_is, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_names_nobody_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
