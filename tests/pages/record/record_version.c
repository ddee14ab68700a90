#include "pages/record/record.h"

#include "base/buf.h"

/* Versions whose numbers have gaps, as an import brings them: the pages of prompts and agents ask
 * for neighbours and counts, and every link leads somewhere. */

struct kind {
    const char *base;
    const char *list; /* in a document */
    const char *version;
    struct uuid (*find)(struct fixture *f, const char *name);
};

static struct uuid find_prompt(struct fixture *f, const char *name)
{
    struct prompt prompt;
    assert_int_equal(prompt_get_by_name(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), name, &prompt),
                     ERR_NONE);
    return prompt.id;
}

static struct uuid find_agent(struct fixture *f, const char *name)
{
    struct agent agent;
    assert_int_equal(agent_get_by_name(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), name, &agent),
                     ERR_NONE);
    return agent.id;
}

static const struct kind kinds[] = {
    {"/prompts", "prompts", "{\"version\": %d, \"body\": \"Text %d\"}", find_prompt},
    {"/agents", "agents",
     "{\"version\": %d, \"config\": {\"model\": {\"name\": \"m\"}, \"instructions\": \"%d\"}}",
     find_agent},
};

/* A document with one record of these versions. Until the next call. */
static const char *document_of(const struct kind *kind, const int *versions, int count)
{
    static char document[64 * 1024];
    size_t len = (size_t)snprintf(document, sizeof document,
                                  "{\"rostrum\": 1, \"kind\": \"organization\", \"%s\": "
                                  "[{\"name\": \"Gap\", \"versions\": [",
                                  kind->list);
    for (int i = 0; i < count; i++) {
        len += (size_t)snprintf(document + len, sizeof document - len, "%s", i > 0 ? "," : "");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        len += (size_t)snprintf(document + len, sizeof document - len, kind->version, versions[i],
                                versions[i]);
#pragma GCC diagnostic pop
    }
    (void)snprintf(document + len, sizeof document - len, "]}]}");
    return document;
}

/* The page of the plan. */
static struct response *upload(struct fixture *f, const char *document, char address[256])
{
    struct arena *arena = arena_create(8 << 20);
    const char *form =
        arena_printf(arena, "text=%s&existing=version", text_percent_encode(arena, document));
    struct response *response = fixture_post(f, "/import", form);
    fixture_assert_status(response, 303);
    (void)snprintf(address, 256, "%s", fixture_header(response, "Location"));
    arena_destroy(arena);
    return fixture_get(f, address);
}

/* Its path, "/prompts/ID", is copied. */
static void import_versions(struct fixture *f, const struct kind *kind, const int *versions,
                            int count, char path[256])
{
    char address[256];
    char start[272];
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(upload(f, document_of(kind, versions, count), address), 200);
    (void)snprintf(start, sizeof start, "%s/start", address);
    fixture_assert_status(fixture_post(f, start, ""), 303);
    fixture_assert_has(fixture_get(f, address), "Done: ");
    fixture_begin(f);
    struct uuid id = kind->find(f, "Gap");
    (void)snprintf(path, 256, "%s", record_path(kind->base, &id, ""));
}

static struct response *get(struct fixture *f, const char *path, const char *rest)
{
    char address[512];
    (void)snprintf(address, sizeof address, "%s%s", path, rest);
    return fixture_get(f, address);
}

static void assert_link(const struct response *response, const char *path, const char *rest,
                        bool is_there)
{
    char link[512];
    (void)snprintf(link, sizeof link, "href=\"%s%s\"", path, rest);
    (is_there ? fixture_assert_has : fixture_assert_has_not)(response, link);
}

/* Every link of a page to the record leads to a page. */
static void follow_links(struct fixture *f, const char *path, const char *from)
{
    struct arena *arena = arena_create(8 << 20);
    struct response *response = fixture_get(f, from);
    fixture_assert_status(response, 200);
    const char *html = arena_copy(arena, response->body.data, response->body.len);
    const char *mark = arena_printf(arena, "href=\"%s", path);
    int count = 0;
    for (const char *at = strstr(html, mark); at != NULL; at = strstr(at + 1, mark)) {
        char link[512];
        const char *href = at + strlen("href=\"");
        copy_link(arena_copy(arena, href, strcspn(href, "\"")), link, sizeof link);
        response = fixture_get(f, link);
        if (response->status != 200)
            fail_msg("%s on %s: status %d", link, from, response->status);
        count++;
    }
    assert_true(count > 0);
    arena_destroy(arena);
}

static void follow_all(struct fixture *f, const char *path, int newest, int oldest)
{
    char from[512];
    const char *pages[] = {"", "/versions", "/diff", NULL, NULL};
    char numbers[2][256];
    (void)snprintf(numbers[0], sizeof numbers[0], "/versions/%d", newest);
    (void)snprintf(numbers[1], sizeof numbers[1], "/versions/%d", oldest);
    pages[3] = numbers[0];
    pages[4] = numbers[1];
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        (void)snprintf(from, sizeof from, "%s%s", path, pages[i]);
        follow_links(f, path, from);
    }
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    follow_links(f, path, "/");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
}

static void neighbours_of_versions_are_asked_for(void **state)
{
    struct fixture *f = *state;
    static const int versions[] = {1, 3};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char path[256];
        import_versions(f, &kinds[i], versions, 2, path);
        follow_all(f, path, 3, 1);
        struct response *response = get(f, path, "/versions/3");
        assert_link(response, path, "/versions/1", true);
        assert_link(response, path, "/diff?from=1&amp;to=3", true);
        assert_link(response, path, "/versions/2", false);
        assert_link(response, path, "/versions/4", false);
        response = get(f, path, "/versions/1");
        assert_link(response, path, "/versions/3", true);
        assert_link(response, path, "/versions/2", false);
        fixture_assert_has_not(response, "What changed");
        fixture_assert_status(get(f, path, "/versions/2"), 404);
        fixture_assert_status(get(f, path, "/diff?from=2&to=3"), 404);
        fixture_assert_has(get(f, path, "/diff"), "<h2>Version 1 to version 3</h2>");
        fixture_assert_has(get(f, path, "/diff?to=1"), "<h2>Version 1 to version 1</h2>");
        fixture_assert_has(get(f, path, "/diff?from=3"), "<h2>Version 3 to version 3</h2>");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        response = fixture_get(f, "/");
        assert_link(response, path, "/diff?from=1&amp;to=3", true);
        fixture_assert_has(response, ">v1 to v3<span class=\"sr\">, Gap</span></a>");
    }
}

static void versions_are_counted(void **state)
{
    struct fixture *f = *state;
    static const int versions[] = {1, 3};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char path[256];
        import_versions(f, &kinds[i], versions, 2, path);
        fixture_assert_has(get(f, path, ""), "History<small>2</small>");
        fixture_assert_has(get(f, path, "/versions/1"), "History<small>2</small>");
        fixture_assert_has(get(f, path, "/delete"), "All 2 versions");
    }
}

/* A record that begins at version 5 is new, and has nothing to be compared with. */
static void the_first_version_may_have_any_number(void **state)
{
    struct fixture *f = *state;
    static const int versions[] = {5};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char path[256];
        import_versions(f, &kinds[i], versions, 1, path);
        follow_all(f, path, 5, 5);
        assert_link(get(f, path, "/versions/5"), path, "/versions/4", false);
        fixture_assert_has(get(f, path, "/diff"), "<h2>Version 5 to version 5</h2>");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = fixture_get(f, "/");
        assert_link(response, path, "/versions/5", true);
        fixture_assert_has(response, ">new<span class=\"sr\">, Gap</span></a>");
    }
}

/* 120 versions and then one far away: pages of 50, forwards and back over the gap. */
static void a_long_history_goes_back_to_its_newest_page(void **state)
{
    struct fixture *f = *state;
    int versions[121];
    for (int i = 0; i < 120; i++)
        versions[i] = i + 1;
    versions[120] = 1000;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char path[256];
        import_versions(f, &kinds[i], versions, 121, path);
        struct response *response = get(f, path, "/versions");
        fixture_assert_has_not(response, "rel=\"prev\"");
        assert_link(response, path, "/versions/1000", true);
        assert_link(response, path, "/versions?before=72", true);
        response = get(f, path, "/versions?before=72");
        assert_link(response, path, "/versions/71", true);
        fixture_assert_has(response, "rel=\"prev\"");
        fixture_assert_has_not(response, "before=122");
        assert_link(response, path, "/versions?before=22", true);
        response = get(f, path, "/versions?before=22");
        fixture_assert_has_not(response, "rel=\"next\"");
        assert_link(response, path, "/versions?before=72", true);
        fixture_assert_has(get(f, path, "/versions?before=1"), "rel=\"prev\"");
    }
}

static void a_team_offers_the_versions_that_are_there(void **state)
{
    struct fixture *f = *state;
    static const int versions[] = {1, 3};
    char path[256];
    import_versions(f, &kinds[1], versions, 2, path);
    fixture_begin(f);
    struct uuid agent = find_agent(f, "Gap");
    struct uuid team = make_team(f, PERSONA_CUSTOMER_ADMIN, "Desk", &agent, NULL, 1);
    struct response *response = fixture_get(f, record_path("/teams", &team, "/edit"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<option value=\"3\">Always v3</option>"
                                 "<option value=\"1\">Always v1</option></select>");
}

/* The largest number that a document may give, and a save after it. */
static void the_largest_number_of_a_version_is_shown_everywhere(void **state)
{
    struct fixture *f = *state;
    static const int versions[] = {999999999, 1000000000};
    static const int too_large[] = {1, 1000000001};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char address[256];
        char path[256];
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = upload(f, document_of(&kinds[i], too_large, 2), address);
        fixture_assert_has(response, "versions[1].version</code>");
        fixture_assert_has(response, "a whole number from 1 to 1000000000.");
        import_versions(f, &kinds[i], versions, 2, path);
        follow_all(f, path, 1000000000, 999999999);
        char restore[320];
        (void)snprintf(restore, sizeof restore, "%s/versions/999999999/restore", path);
        struct response *saved = fixture_post(f, restore, "version=1000000000");
        fixture_assert_redirect(saved, path);
        fixture_assert_has(get(f, path, ""), "as version 1000000001.");
        follow_all(f, path, 1000000001, 1000000000);
        fixture_assert_has(get(f, path, "/diff?from=2000000001"),
                           "<h2>Version 1000000000 to version 1000000001</h2>");
        fixture_assert_status(get(f, path, "/diff?from=2000000000"), 404);
        fixture_assert_status(get(f, path, "/versions/2000000000"), 404);
        fixture_assert_status(get(f, path, "/versions/2147483648"), 404);
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(neighbours_of_versions_are_asked_for),
        TEST(versions_are_counted),
        TEST(the_first_version_may_have_any_number),
        TEST(a_long_history_goes_back_to_its_newest_page),
        TEST(a_team_offers_the_versions_that_are_there),
        TEST(the_largest_number_of_a_version_is_shown_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
