#include "test.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/dialect.h"
#include "pages/routes.h"
#include "source_files.h"
#include "web/route_kind.h"

/* nginx sends each address to the pool of its route, and refuses each program in the shape of its
 * protocol: etc/nginx-routes.conf is printed from the tables, and held against them here. With
 * --print this program prints that file: see printed in Makefile.am. */

static const char introduction[] =
    "# Which pool an address goes to: printed from src/pages/routes_*.h and the tables of "
    "src/api/dialect.c\n"
    "# (make printed). A test holds it against the tables. nginx sees the address "
    "as\n"
    "# it was spelled; a worker answers 404 to a route of another pool, so a spelling that is "
    "none\n"
    "# of these reaches nothing.\n"
    "map $request_uri $rostrum_pool {\n"
    "    default rostrum_fast;\n";

static const char refusals[] =
    "# In which shape nginx refuses a request itself: printed from src/web/route_kind.c. It "
    "matches "
    "the\n"
    "# line as it came, also one that nginx could not read. What the files say: "
    "etc/nginx-errors.txt.\n"
    "map $request $error_kind {\n"
    "    default html;\n";

static const char *const upstreams[] = {
    [POOL_SIGN_IN] = "rostrum_sign_in",
    [POOL_SLOW] = "rostrum_slow",
};

enum { ADDRESS_SIZE = 256 };

/* Those of pages, and those of each protocol of programs. */
struct table {
    const struct route *rows;
    int count;
};

static int table_count(void)
{
    return 1 + dialect_count;
}

static struct table table_of(int index)
{
    if (index == 0)
        return (struct table){routes, route_count};
    const struct dialect *dialect = &dialects[index - 1];
    return (struct table){dialect->routes, *dialect->route_count};
}

/* The rows of all tables one after the other; NULL: there are no more. */
static const struct route *route_at(int index)
{
    for (int i = 0; i < table_count(); i++) {
        struct table table = table_of(i);
        if (index < table.count)
            return &table.rows[index];
        index -= table.count;
    }
    return NULL;
}

/* The bytes of a pattern's first segment, with the slash before it. */
static size_t first_len(const char *pattern)
{
    return 1 + strcspn(pattern + 1, "/");
}

static bool is_same_group(const struct route *a, const struct route *b)
{
    size_t len = first_len(a->pattern);
    return a->pool == b->pool && len == first_len(b->pattern) &&
           memcmp(a->pattern, b->pattern, len) == 0;
}

static bool is_first(const struct table *table, int row,
                     bool (*is_same)(const struct route *, const struct route *))
{
    for (int i = 0; i < row; i++)
        if (is_same(&table->rows[i], &table->rows[row]))
            return false;
    return true;
}

static bool is_same_path(const struct route *a, const struct route *b)
{
    return a->pool == b->pool && strcmp(a->pattern, b->pattern) == 0;
}

/* What stands for a placeholder is spelled in one way, but for a {token}. */
static void add_pattern(struct buf *out, const char *pattern)
{
    while (*pattern != '\0') {
        size_t literal = strcspn(pattern, "{");
        buf_add(out, pattern, literal);
        pattern += literal;
        if (*pattern == '\0')
            return;
        buf_add_text(out, text_starts_with(pattern, "{id}")  ? "[0-9a-f-]{36}"
                          : text_starts_with(pattern, "{n}") ? "[1-9][0-9]*"
                                                             : "[^/?]+");
        pattern += strcspn(pattern, "}") + 1;
    }
}

static bool has_own_pool(const struct route *route)
{
    return route->pool == POOL_SIGN_IN || route->pool == POOL_SLOW;
}

/* All addresses of a pool that begin with the same segment are one expression. */
static void print_group(struct buf *out, const struct table *table, int row)
{
    const struct route *first = &table->rows[row];
    const char *between = "";
    size_t len = first_len(first->pattern);
    buf_printf(out, "    \"~^%.*s(", (int)len, first->pattern);
    for (int i = row; i < table->count; i++) {
        if (!is_same_group(first, &table->rows[i]) || !is_first(table, i, is_same_path))
            continue;
        buf_add_text(out, between);
        add_pattern(out, table->rows[i].pattern + len);
        between = "|";
    }
    buf_printf(out, ")([?]|$)\" %s;\n", upstreams[first->pool]);
}

static void print_slow_param(struct buf *out, const struct route *route)
{
    buf_add_text(out, "    \"~^");
    add_pattern(out, route->pattern);
    buf_printf(out, "[?](.*&)?%s=[^&]\" %s;\n", route->slow_param, upstreams[POOL_SLOW]);
}

static void print_table(struct buf *out, const struct table *table)
{
    for (int i = 0; i < table->count; i++) {
        if (has_own_pool(&table->rows[i]) && is_first(table, i, is_same_group))
            print_group(out, table, i);
        if (table->rows[i].slow_param != NULL)
            print_slow_param(out, &table->rows[i]);
    }
}

static const char *print(struct arena *arena)
{
    struct buf out;
    buf_init(&out, arena);
    buf_add_text(&out, introduction);
    for (int i = 0; i < table_count(); i++) {
        struct table table = table_of(i);
        print_table(&out, &table);
    }
    buf_add_text(&out, "}\n");
    buf_add_text(&out, refusals);
    for (int i = 0; i < route_family_count; i++)
        buf_printf(&out, "    \"~^[^ ]+ +(https?://[^/? ]*)?%s([/?# ]|$)\" %s;\n",
                   route_families[i].prefix, route_families[i].errors);
    buf_add_text(&out, "}\n");
    return out.data;
}

/* ---- the tests ---------------------------------------------------------------------------- */

static void the_file_is_that_of_the_table(void **state)
{
    (void)state;
    assert_printed("etc/nginx-routes.conf", print);
}

/* The pool that nginx chooses by the lines of a map. */
static enum route_pool pool_by(const char *map, const char *address)
{
    char expression[8192], upstream[32];
    const char *end = strstr(map, "\n}");
    for (const char *line = map; (line = strstr(line, "    \"~")) != NULL && line < end; line++) {
        assert_int_equal(sscanf(line, "    \"~%8191[^\"]\" %31[^;];", expression, upstream), 2);
        regex_t regex;
        assert_int_equal(regcomp(&regex, expression, REG_EXTENDED | REG_NOSUB), 0);
        bool is_match = regexec(&regex, address, 0, NULL, 0) == 0;
        regfree(&regex);
        if (is_match)
            return strcmp(upstream, upstreams[POOL_SLOW]) == 0 ? POOL_SLOW : POOL_SIGN_IN;
    }
    return POOL_FAST;
}

/* An address of a pattern, with what a request might have for its placeholders. */
static void spell(char address[ADDRESS_SIZE], const char *pattern, const char *rest)
{
    size_t used = 0;
    while (*pattern != '\0') {
        const char *what = text_starts_with(pattern, "{id}")
                               ? "0190a000-0000-7000-8000-00000000abcd"
                           : text_starts_with(pattern, "{n}")     ? "12"
                           : text_starts_with(pattern, "{token}") ? "a%2Fb.c_-"
                                                                  : NULL;
        if (what == NULL) {
            address[used++] = *pattern++;
            continue;
        }
        used += (size_t)snprintf(address + used, ADDRESS_SIZE - used, "%s", what);
        pattern += strcspn(pattern, "}") + 1;
    }
    (void)snprintf(address + used, ADDRESS_SIZE - used, "%s", rest);
}

static void assert_goes_to(const char *map, const struct route *route, const char *rest,
                           enum route_pool wanted)
{
    char address[ADDRESS_SIZE];
    spell(address, route->pattern, rest);
    enum route_pool found = pool_by(map, address);
    if (route->pool != POOL_ANY && found != wanted)
        fail_msg("%s goes to pool %d, and is one of %d", address, (int)found, (int)wanted);
}

/* nginx sees no methods: all rows of a path are in one pool, and what is slow with a parameter for
 * one of them is for all. */
static bool is_slow_with_param(const struct route *route)
{
    const struct route *other = NULL;
    for (int i = 0; (other = route_at(i)) != NULL; i++) {
        if (other->slow_param != NULL && strcmp(other->pattern, route->pattern) == 0)
            return true;
    }
    return false;
}

/* Below it any word is a link's secret. */
static bool has_links_below(const struct route *route)
{
    size_t len = strlen(route->pattern);
    for (int i = 0; i < route_count; i++)
        if (strncmp(routes[i].pattern, route->pattern, len) == 0 &&
            strcmp(routes[i].pattern + len, "/{token}") == 0)
            return true;
    return false;
}

static void every_route_goes_to_its_pool(void **state)
{
    const char *map = read_file(*state, "etc/nginx-routes.conf");
    const struct route *route = NULL;
    for (int i = 0; (route = route_at(i)) != NULL; i++) {
        assert_goes_to(map, route, "", route->pool);
        assert_goes_to(map, route, "?x=1", route->pool);
        assert_goes_to(map, route, "?xq=1&x=q=1&q=", route->pool);
        enum route_pool with_param = is_slow_with_param(route) ? POOL_SLOW : route->pool;
        assert_goes_to(map, route, "?q=1", with_param);
        assert_goes_to(map, route, "?q=&x=1&q=1&y", with_param);
        if (!has_links_below(route))
            assert_goes_to(map, route, "/x", POOL_FAST);
    }
}

static void what_only_looks_like_a_route_is_none(void **state)
{
    const char *map = read_file(*state, "etc/nginx-routes.conf");
    static const char *const fast[] = {
        "/", "/loginx", "/%6cogin", "/users/x/y/z", "/x/login", "/setup/", "/prompts/nothing/diff"};
    for (size_t i = 0; i < COUNT_OF(fast); i++)
        assert_int_equal(pool_by(map, fast[i]), POOL_FAST);
}

static int setup(void **state)
{
    *state = arena_create(4 << 20);
    return 0;
}

static int teardown(void **state)
{
    arena_destroy(*state);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_that_of_the_table),
        cmocka_unit_test(every_route_goes_to_its_pool),
        cmocka_unit_test(what_only_looks_like_a_route_is_none),
    };
    if (is_printed(argc, argv, print))
        return 0;
    return cmocka_run_group_tests(tests, setup, teardown);
}
