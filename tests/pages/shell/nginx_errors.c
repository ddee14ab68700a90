#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/refusal.h"
#include "source_files.h"
#include "web/route_kind.h"

/* What nginx tells programs when it refuses them itself is what the program would have said:
 * etc/nginx-errors.txt is printed from etc/errors.txt by the functions that say it, and held
 * against them here. With --print this program prints that file: see printed in Makefile.am.
 */

static bool is_first(int family)
{
    for (int i = 0; i < family; i++)
        if (strcmp(route_families[i].errors, route_families[family].errors) == 0)
            return false;
    return true;
}

/* A line for each protocol: NAME|BODY. */
static void print_status(struct arena *arena, int status, const char *said, struct buf *out)
{
    for (int i = 0; i < route_family_count; i++) {
        const struct route_family *family = &route_families[i];
        struct response response;
        if (!is_first(i))
            continue;
        response_init(&response, arena);
        refusal_say(&response, family->kind, status, said, NULL);
        assert_int_equal(response.status, status);
        buf_printf(out, "%d.%s|", status, family->errors);
        buf_add(out, response.body.data, response.body.len);
        buf_add_char(out, '\n');
    }
}

/* STATUS|TITLE|TEXT|TEXT FOR PROGRAMS */
static const char *print(struct arena *arena)
{
    struct buf out;
    buf_init(&out, arena);
    char *rest = read_file(arena, "etc/errors.txt");
    for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
        const char *said = strrchr(line, '|');
        if (said != NULL)
            print_status(arena, atoi(line), said + 1, &out);
    }
    return out.data;
}

static void the_file_is_what_the_program_says(void **state)
{
    (void)state;
    assert_printed("etc/nginx-errors.txt", print);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_file_is_what_the_program_says)};
    if (is_printed(argc, argv, print))
        return 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
