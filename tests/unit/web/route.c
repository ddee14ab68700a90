#include "test.h"

#include "web/route.h"

#define ID  "01890a5d-ac96-774b-bcce-b302099a8057"
#define ID2 "01890a5d-ac96-774b-bcce-b302099a8058"

struct page {
    int unused;
};

static enum err handler(struct page *page)
{
    return page->unused == 0 ? ERR_NONE : ERR_INVALID;
}

#define ROW(verb, path, its_pool, param)                                                           \
    {                                                                                              \
        .method = (verb), .pattern = (path), .handler = handler, .pool = (its_pool),               \
        .slow_param = (param), .kind = ROUTE_PAGE                                                  \
    }

static const struct route routes[] = {
    ROW(HTTP_GET, "/", POOL_FAST, NULL),
    ROW(HTTP_GET, "/login", POOL_FAST, NULL),
    ROW(HTTP_POST, "/login", POOL_SLOW, NULL),
    ROW(HTTP_POST, "/logout", POOL_FAST, NULL),
    ROW(HTTP_GET, "/invite/{token}", POOL_FAST, NULL),
    ROW(HTTP_GET, "/invite/help", POOL_FAST, NULL),
    ROW(HTTP_GET, "/prompts", POOL_FAST, "in"),
    ROW(HTTP_GET, "/prompts/{id}", POOL_FAST, NULL),
    ROW(HTTP_GET, "/prompts/new", POOL_FAST, NULL),
    ROW(HTTP_POST, "/prompts/new", POOL_FAST, NULL),
    ROW(HTTP_GET, "/prompts/{id}/versions/{n}", POOL_FAST, NULL),
    ROW(HTTP_POST, "/teams/{id}/members/{id}", POOL_FAST, NULL),
};

static struct arena *arena;
static struct route_match match;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static int find(const char *method, const char *uri)
{
    struct request request;
    const struct request_input input = {.method = method, .uri = uri};
    assert_int_equal(request_parse(arena, &input, &request), 0);
    return route_find(routes, (int)COUNT_OF(routes), &request, &match);
}

static void assert_pattern(const char *method, const char *uri, const char *pattern)
{
    assert_int_equal(find(method, uri), 0);
    assert_string_equal(match.route->pattern, pattern);
}

static void paths_find_their_rows(void **state)
{
    (void)state;
    assert_pattern("GET", "/", "/");
    assert_pattern("GET", "/?q=1", "/");
    assert_pattern("GET", "/login", "/login");
    assert_int_equal(match.route->pool, POOL_FAST);
    assert_pattern("POST", "/login", "/login");
    assert_int_equal(match.route->pool, POOL_SLOW);
    assert_pattern("GET", "/prompts", "/prompts");
    assert_pattern("GET", "/prompts/" ID, "/prompts/{id}");
}

static void head_is_answered_by_get(void **state)
{
    (void)state;
    assert_pattern("HEAD", "/prompts", "/prompts");
    assert_int_equal(find("HEAD", "/logout"), 405);
}

static void placeholders_keep_their_values(void **state)
{
    (void)state;
    char text[UUID_TEXT_LEN];
    assert_pattern("GET", "/prompts/" ID "/versions/17", "/prompts/{id}/versions/{n}");
    assert_int_equal(match.id_count, 1);
    uuid_format(&match.ids[0], text);
    assert_string_equal(text, ID);
    assert_int_equal(match.number, 17);
    assert_pattern("POST", "/teams/" ID "/members/" ID2, "/teams/{id}/members/{id}");
    assert_int_equal(match.id_count, 2);
    uuid_format(&match.ids[1], text);
    assert_string_equal(text, ID2);
    assert_pattern("GET", "/invite/a%2Fb", "/invite/{token}");
    assert_string_equal(match.token, "a/b");
}

static void a_literal_beats_a_placeholder(void **state)
{
    (void)state;
    assert_pattern("GET", "/prompts/new", "/prompts/new");
    assert_pattern("GET", "/invite/help", "/invite/help");
    assert_null(match.token);
}

static void unknown_paths_are_404(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/prompt",
        "/promptsx",
        "/prompts/",
        "/prompts/" ID "/",
        "/prompts/" ID "/versions",
        "/prompts/" ID "/versions/17/x",
        "/prompts/" ID "/versions/0",
        "/prompts/" ID "/versions/017",
        "/prompts/" ID "/versions/-1",
        "/prompts/" ID "/versions/2147483648",
        "/prompts/" ID "/versions/99999999999999999999",
        "/prompts/01890A5D-AC96-774B-BCCE-B302099A8057",
        "/prompts/01890a5dac96774bbcceb302099a8057",
        "/prompts/%7Bid%7D",
        "/prompts/" ID "%2Fversions%2F17",
        "/invite",
        "/Login",
        "/%6cogin",
        "/%6Cogin",
        "/prompts/%6eew",
        "/prompts/%301890a5d-ac96-774b-bcce-b302099a8057",
        "/prompts/" ID "/%76ersions/17",
        "/prompts/" ID "/versions/%317",
    };
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        assert_int_equal(find("GET", paths[i]), 404);
        assert_int_equal(find("POST", paths[i]), 404);
        assert_null(match.route);
    }
}

static void other_methods_are_405(void **state)
{
    (void)state;
    assert_int_equal(find("POST", "/prompts"), 405);
    assert_true(match.methods & 1U << HTTP_GET);
    assert_false(match.methods & 1U << HTTP_POST);
    assert_int_equal(find("GET", "/logout"), 405);
    assert_false(match.methods & 1U << HTTP_GET);
    assert_true(match.methods & 1U << HTTP_POST);
    assert_int_equal(find("DELETE", "/login"), 405);
    assert_true(match.methods & 1U << HTTP_GET);
    assert_true(match.methods & 1U << HTTP_POST);
    assert_int_equal(find("DELETE", "/nowhere"), 404);
}

static enum route_pool pool_of(const char *uri)
{
    struct request request;
    const struct request_input input = {.method = "GET", .uri = uri};
    assert_int_equal(request_parse(arena, &input, &request), 0);
    assert_int_equal(route_find(routes, (int)COUNT_OF(routes), &request, &match), 0);
    return route_pool_of(match.route, &request);
}

static void a_parameter_with_a_value_makes_a_route_slow(void **state)
{
    (void)state;
    static const char *const slow[] = {"/prompts?in=bodies", "/prompts?%69n=bodies",
                                       "/prompts?x=1&in=+", "/prompts?in=&in=x&in="};
    static const char *const fast[] = {"/prompts", "/prompts?in=", "/prompts?in&x=1",
                                       "/prompts?xin=1", "/prompts/new?in=bodies"};
    for (size_t i = 0; i < COUNT_OF(slow); i++)
        assert_int_equal(pool_of(slow[i]), POOL_SLOW);
    for (size_t i = 0; i < COUNT_OF(fast); i++)
        assert_int_equal(pool_of(fast[i]), POOL_FAST);
}

/* Whole documents get the most. */
static void every_route_has_a_budget(void **state)
{
    (void)state;
    static const struct request request = {.path = "/"};
    static const struct route fast = {.pool = POOL_FAST}, slow = {.pool = POOL_SLOW};
    static const struct route large = {.pool = POOL_SLOW, .size = SIZE_TRANSFER};
    const struct budget *budgets[] = {route_budget(&fast, &request), route_budget(&slow, &request),
                                      route_budget(&large, &request)};
    for (int i = 0; i < 2; i++) {
        assert_true(budgets[i]->memory < budgets[i + 1]->memory);
        assert_true(budgets[i]->time < budgets[i + 1]->time);
    }
    assert_ptr_equal(route_budget(NULL, &request), budgets[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_has_a_budget),
        cmocka_unit_test(paths_find_their_rows),
        cmocka_unit_test(head_is_answered_by_get),
        cmocka_unit_test(placeholders_keep_their_values),
        cmocka_unit_test(a_literal_beats_a_placeholder),
        cmocka_unit_test(unknown_paths_are_404),
        cmocka_unit_test(other_methods_are_405),
        cmocka_unit_test(a_parameter_with_a_value_makes_a_route_slow),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
