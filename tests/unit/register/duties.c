#include "test.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "domain/register/duties.h"

/* The file of duties: the one that is installed, and what is wrong with others. And cells of files
 * that spreadsheets must not take for formulas. */

static struct arena *arena;

static void the_installed_file_is_valid(void **state)
{
    struct text text;
    struct duties duties;
    const char *problem = NULL;
    const char *path = arena_printf(arena, "%s/share/duties.json", getenv("top_srcdir"));
    (void)state;
    assert_int_equal(file_read(arena, path, 262144, &text), ERR_NONE);
    if (duties_parse(arena, text, &duties, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    assert_true(duties.count >= 5);
    assert_true(duties.as_of > 0);
    assert_true(duties.source_count > 0);
    assert_string_equal(duties.items[0].id, "prohibited-practices");
    assert_true(duties.items[0].concerns[RISK_PROHIBITED]);
    assert_false(duties.items[0].concerns[RISK_HIGH]);
    for (int i = 0; i < duties.count; i++)
        assert_true(duties.items[i].may_move_to == 0 ||
                    duties.items[i].may_move_to > duties.items[i].applies_from);
}

#define HEAD                                                                                       \
    "{\"format\":\"rostrum-duties\",\"format_version\":1,\"law\":\"L\",\"as_of\":\"2026-01-02\","  \
    "\"sources\":[{\"title\":\"T\",\"url\":\"https://a.example\"}],\"duties\":["
#define DUTY(id, from, risk, source)                                                               \
    "{\"id\":\"" id "\",\"title\":\"T\",\"articles\":\"A\",\"applies_from\":\"" from               \
    "\",\"risk_classes\":[\"" risk "\"],\"text\":\"X\",\"source\":\"" source "\"}"
#define FINE DUTY("a", "2026-08-02", "high", "https://a.example")

static const char *problem_of(const char *text)
{
    struct duties duties;
    const char *problem = NULL;
    enum err err = duties_parse(arena, (struct text){text, strlen(text)}, &duties, &problem);
    assert_int_equal(err, problem == NULL ? ERR_NONE : ERR_INVALID);
    return problem == NULL ? "" : problem;
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    static const char *const cases[][2] = {
        {HEAD FINE "]}", ""},
        {"[]", " The file is no JSON object."},
        {"{\"format\":\"other\"}", "format is not rostrum-duties, version 1."},
        {HEAD "]}", "duties is no list, is empty, or is too long."},
        {HEAD FINE "," DUTY("b", "soon", "high", "https://a.example") "]}",
         "duties[1].applies_from is no day such as 2026-08-02."},
        {HEAD FINE "," FINE "]}", "duties[1].id is there twice."},
        {HEAD DUTY("a", "2026-08-02", "huge", "https://a.example") "]}",
         "duties[0].risk_classes has an unknown risk class."},
        {HEAD DUTY("a", "2026-08-02", "high", "javascript:x") "]}",
         "duties[0].source is no http(s) address."},
        {HEAD "7]}", "duties[0] is no object."},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(problem_of(cases[i][0]), cases[i][1]);
    assert_non_null(strstr(problem_of("{\"format\":"), "Line 1"));
}

static void cells_are_quoted_and_no_formulas(void **state)
{
    struct buf buf;
    (void)state;
    buf_init(&buf, arena);
    csv_add(&buf, "=1+1");
    csv_add(&buf, "plain");
    csv_add(&buf, "a \"b\", c\nd");
    csv_add(&buf, NULL);
    csv_add(&buf, "@x");
    csv_add(&buf, "-1");
    csv_add(&buf, "+1");
    csv_end(&buf);
    csv_add(&buf, "");
    csv_add(&buf, "\tx");
    csv_end(&buf);
    assert_string_equal(buf.data,
                        "'=1+1,plain,\"a \"\"b\"\", c\nd\",,'@x,'-1,'+1\r\n\"\",'\tx\r\n");
}

static int open_arena(void **state)
{
    (void)state;
    arena = arena_create(1 << 22);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_installed_file_is_valid),
        cmocka_unit_test(what_is_wrong_is_said_with_its_place),
        cmocka_unit_test(cells_are_quoted_and_no_formulas),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
