#include "pages/prompt/prompt.h"

/* The list: rows, filters, folders, paging, empty states, and changes to several at once. */

static void test_empty(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/prompts");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Keep every prompt in one place");
    fixture_assert_has(response, "Create your first prompt");
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    response = fixture_get(f, "/prompts");
    fixture_assert_has(response, "Keep every prompt in one place");
    fixture_assert_has_not(response, "/prompts/new");
}

static void test_row(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made =
        create_prompt(f, "support%2Fgreeting", "body=Hello&tags=warm,short&description=Says+hello");
    struct response *response = fixture_get(f, "/prompts");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<span class=\"path\">support/</span>greeting</a>");
    fixture_assert_has(response, made.text);
    fixture_assert_has(response, "Says hello");
    fixture_assert_has(response, "/prompts?tag=warm");
    fixture_assert_has(response, "aria-label=\"Select support/greeting\"");
    fixture_assert_has(response, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_assert_has(response, "folder=support");
}

static void test_hostile_texts_are_escaped(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "a%22b%27c%26d",
                        "body=x&tags=%22%3E%3Cscript%3E&description=%3Cimg+src%3Dx%3E");
    struct response *response = fixture_get(f, "/prompts?q=%22%3E%3Cscript%3E");
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, "<script>");
    fixture_assert_has_not(response, "<img");
    fixture_assert_has(response, "&lt;img src=x&gt;");
    fixture_assert_has(response, "a&quot;b&#39;c&amp;d");
    fixture_assert_has(response, "value=\"&quot;&gt;&lt;script&gt;\"");
}

static void test_filters_are_in_every_address(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "a%2Fone", "body=x&tags=red");
    (void)create_prompt(f, "b%2Ftwo", "body=x&tags=blue");
    struct response *response = fixture_get(f, "/prompts?tag=red&sort=name");
    fixture_assert_has(response, "</span>one</a>");
    fixture_assert_has_not(response, "</span>two</a>");
    fixture_assert_has(response, "href=\"/prompts?sort=name\"");
    response = fixture_get(f, "/prompts?folder=b&tag=blue");
    fixture_assert_has(response, "</span>two</a>");
    fixture_assert_has(response, "aria-current=\"true\">b</a>");
    fixture_assert_has(response, "href=\"/prompts?tag=blue\">All</a>");
    response = fixture_get(f, "/prompts?tag=green");
    fixture_assert_has(response, "No prompt matches");
    response = fixture_get(f, "/prompts?filters=1&state=all");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<option value=\"all\" selected>All</option>");
    fixture_assert_has(response, f->own.users[PERSONA_DEVOPS_ENGINEER].full_name);
}

static void test_search_inside_bodies(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "one", "body=a+needle+in+hay");
    fixture_assert_has(fixture_get(f, "/prompts?q=needle"), "No prompt matches");
    fixture_assert_has(fixture_get(f, "/prompts?q=needle&in=bodies"), "</span>one</a>");
}

static void test_wrong_values_are_left_out(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "one", "body=x");
    static const char *const paths[] = {"/prompts?owner=me",  "/prompts?type=poem",
                                        "/prompts?sort=x%00", "/prompts?cursor=broken",
                                        "/prompts?state=0",   "/prompts?tag=%C3%A4%E2%80%A8",
                                        "/prompts?unknown=1", "/prompts?q=%25_%5C%27"};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct response *response = fixture_get(f, paths[i]);
        assert_in_range(response->status, 200, 400);
    }
    fixture_assert_has(fixture_get(f, "/prompts?cursor=broken"), "Here is the first one");
    fixture_assert_status(fixture_get(f, "/prompts?q=%FF"), 400);
    fixture_assert_status(fixture_get(f, "/prompts?q=%00"), 400);
}

static void test_paging(void **state)
{
    enum { PROMPTS = 27 };
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (int i = 0; i < PROMPTS; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "p%02d", i);
        (void)create_prompt(f, name, "body=x&tags=t");
    }
    struct response *response = fixture_get(f, "/prompts?sort=name&tag=t");
    assert_true(response->body.len < 40960);
    fixture_assert_has(response, "</span>p24</a>");
    fixture_assert_has_not(response, "</span>p25</a>");
    fixture_assert_has_not(response, ">Newer</a>");
    const char *next = fixture_between(f, response, "rel=\"next\" href=\"", "\"");
    assert_non_null(next);
    char path[512];
    size_t len = 0;
    for (const char *p = next; *p != '\0' && len + 1 < sizeof path; p++) {
        path[len++] = *p;
        if (strncmp(p, "&amp;", 5) == 0)
            p += 4;
    }
    path[len] = '\0';
    assert_non_null(strstr(path, "tag=t"));
    response = fixture_get(f, path);
    fixture_assert_has(response, "</span>p26</a>");
    fixture_assert_has_not(response, "</span>p24</a>");
    fixture_assert_has(response, "rel=\"prev\"");
}

static void test_platform_admin_sees_metadata_only(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=planted+secret");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    struct response *response = fixture_get(f, "/prompts");
    fixture_assert_has(response, "</span>one</a>");
    fixture_assert_has_not(response, "class=\"bulk\"");
    response = fixture_get(f, made.text);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "sees names and metadata");
    fixture_assert_has_not(response, "planted secret");
    fixture_assert_has_not(response, "/edit\"");
    fixture_assert_status(fixture_get(f, "/prompts?q=planted&in=bodies"), 200);
    fixture_assert_status(get_below(f, made, "/versions"), 200);
    fixture_assert_status(get_below(f, made, "/labels"), 200);
    fixture_assert_status(get_below(f, made, "/try"), 403);
    fixture_assert_status(get_below(f, made, "/versions/1"), 403);
    fixture_assert_status(get_below(f, made, "/diff"), 403);
}

static void bulk(struct fixture *f, struct response **response, const char *rest,
                 const struct prompt_address *made, int count)
{
    char form[1024];
    size_t len = 0;
    for (int i = 0; i < count; i++)
        len += (size_t)snprintf(form + len, sizeof form - len, "ids=%s&",
                                made[i].text + strlen("/prompts/"));
    (void)snprintf(form + len, sizeof form - len, "%s", rest);
    *response = fixture_post(f, "/prompts/bulk", form);
}

static void test_bulk(void **state)
{
    struct fixture *f = *state;
    struct response *response = NULL;
    struct prompt_address made[2];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    made[0] = create_prompt(f, "one", "body=x");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    made[1] = create_prompt(f, "two", "body=x");
    bulk(f, &response, "do=tag&tag=urgent&return=%2Fprompts%3Fsort%3Dname", made, 2);
    fixture_assert_redirect(response, "/prompts?sort=name");
    response = fixture_get(f, "/prompts?sort=name");
    fixture_assert_has(response, "1 prompt tagged.");
    fixture_assert_has(response, "one (not yours to change)");
    fixture_assert_has_not(response, "aria-label=\"Select one\"");
    fixture_assert_has(response, "aria-label=\"Select two\"");
    sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
    bulk(f, &response, "do=archive&tag=", made, 2);
    fixture_assert_redirect(response, "/prompts");
    fixture_assert_has(fixture_get(f, "/prompts"), "2 prompts archived.");
    fixture_assert_has(fixture_get(f, "/prompts?state=archived"), "Archived</span>");
}

static void test_bulk_refusals(void **state)
{
    struct fixture *f = *state;
    struct response *response = NULL;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    bulk(f, &response, "do=tag&tag=", &made, 1);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, made.text + strlen("/prompts/"));
    bulk(f, &response, "do=tag&tag=a,b", &made, 1);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"a,b\"");
    bulk(f, &response, "do=archive", &made, 0);
    fixture_assert_status(response, 422);
    bulk(f, &response, "do=explode", &made, 1);
    fixture_assert_status(response, 422);
    bulk(f, &response, "do=archive&return=%2F%2Fevil.example", &made, 1);
    fixture_assert_redirect(response, "/prompts");
    fixture_assert_status(fixture_post(f, "/prompts/bulk", "ids=nonsense&do=archive"), 422);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    bulk(f, &response, "do=archive", &made, 1);
    fixture_assert_status(response, 403);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_empty),
        TEST(test_row),
        TEST(test_hostile_texts_are_escaped),
        TEST(test_filters_are_in_every_address),
        TEST(test_search_inside_bodies),
        TEST(test_wrong_values_are_left_out),
        TEST(test_paging),
        TEST(test_platform_admin_sees_metadata_only),
        TEST(test_bulk),
        TEST(test_bulk_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
