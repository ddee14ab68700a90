#include "pages/record/record.h"

#include "base/clock.h"
#include "data/record/record_version.h"
#include "data/reference/record_link.h"

/* Versions whose numbers have gaps, as an import brings them: the pages of all kinds ask for
 * neighbours and counts, and every link leads somewhere. */

struct kind {
    const struct record_store *store;
    const char *version; /* in a document; NULL: documents have no versions of this kind */
};

static const struct kind kinds[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = {&prompt_store, "{\"version\": %d, \"body\": \"Text %d\"}"},
    [RECORD_AGENT] = {&agent_store, "{\"version\": %d, \"config\": {\"model\": {\"name\": \"m\"}, "
                                    "\"instructions\": \"%d\"}}"},
    [RECORD_TEAM] = {&team_store, NULL},
    [RECORD_SET] = {&set_store,
                    "{\"version\": %d, \"cases\": [{\"variables\": {\"a\": \"step %d\"}}]}"},
};

static struct uuid find(struct fixture *f, const struct kind *kind, const char *name)
{
    struct record_found found;
    fixture_begin(f);
    assert_int_equal(
        record_find(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), kind->store->kind, name, &found),
        ERR_NONE);
    return found.id;
}

/* A document with one record of these versions. Until the next call. */
static const char *document_of(const struct kind *kind, const int *versions, int count)
{
    static char document[64 * 1024];
    size_t len = (size_t)snprintf(document, sizeof document,
                                  "{\"rostrum\": 1, \"kind\": \"organization\", \"%s\": "
                                  "[{\"name\": \"Gap\", \"versions\": [",
                                  kind->store->kind->plural);
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

static void import_versions(struct fixture *f, const struct kind *kind, const int *versions,
                            int count)
{
    char address[256];
    char start[272];
    fixture_assert_status(upload(f, document_of(kind, versions, count), address), 200);
    (void)snprintf(start, sizeof start, "%s/start", address);
    fixture_assert_status(fixture_post(f, start, ""), 303);
    fixture_assert_has(fixture_get(f, address), "Done: ");
}

/* One more version of a team, with the same content. */
static void append_version(struct fixture *f, const struct uuid *id, int64_t number)
{
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem = {0};
    struct work work = work_begin(f->db, actor, &problem);
    struct record_head *head = arena_alloc(f->arena, team_store.size);
    assert_int_equal(
        record_load(f->db, actor, &team_store, id, team_store.kind->change, RECORD_WHOLE, head),
        ERR_NONE);
    struct record_fields fields = {.name = head->name, .message = "", .content = head->content};
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(record_version_insert(&work, head, number, &fields,
                                           &(struct record_version_sealed){.parts = {{0}}},
                                           clock_now()),
                     ERR_NONE);
    record_link_copy(f->db, head, head->version, number);
    assert_int_equal(db_change_one(f->db, "UPDATE teams SET version = $2 WHERE id = $1",
                                   db_uuid(id), db_int(number)),
                     ERR_NONE);
    record_version_count(f->db, head, 1);
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
}

static void make_versions(struct fixture *f, const int *versions, int count)
{
    fixture_begin(f);
    struct uuid agent = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Member", AGENT_CONFIG);
    struct team_member member = {.agent_id = agent, .role = TEAM_WORKER};
    struct team_draft draft = {.name = "Gap",
                               .description = "",
                               .tags = "",
                               .message = "",
                               .number = versions[0],
                               .plan = {.kind = TEAM_ROUND_ROBIN,
                                        .members = &member,
                                        .member_count = 1,
                                        .termination = {.max_messages = 10, .text = ""}}};
    struct team_problem problem;
    struct record_saved saved;
    assert_int_equal(
        team_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    for (int i = 1; i < count; i++) {
        fixture_begin(f);
        append_version(f, &saved.id, versions[i]);
    }
}

/* A record "Gap" with these versions. Its path, "/prompts/ID", is copied. */
static void make_gap(struct fixture *f, const struct kind *kind, const int *versions, int count,
                     char path[256])
{
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    if (kind->version != NULL)
        import_versions(f, kind, versions, count);
    else
        make_versions(f, versions, count);
    struct uuid id = find(f, kind, "Gap");
    (void)snprintf(path, 256, "%s", record_path(kind->store->kind->path, &id, ""));
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
        make_gap(f, &kinds[i], versions, 2, path);
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
        fixture_assert_has(fixture_get(f, "/"), ">Release v3<span class=\"sr\"> of Gap</span></a>");
        follow_links(f, path, "/");
    }
}

static void versions_are_counted(void **state)
{
    struct fixture *f = *state;
    static const int versions[] = {1, 3};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char path[256];
        make_gap(f, &kinds[i], versions, 2, path);
        fixture_assert_has(get(f, path, ""), "Versions<small>2</small>");
        fixture_assert_has(get(f, path, "/versions/1"), "Versions<small>2</small>");
        fixture_assert_has(get(f, path, "/delete"), "Its 2 versions");
    }
}

/* A record that begins at version 5 is new, and has nothing to be compared with. */
static void the_first_version_may_have_any_number(void **state)
{
    struct fixture *f = *state;
    static const int versions[] = {5};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char path[256];
        make_gap(f, &kinds[i], versions, 1, path);
        follow_all(f, path, 5, 5);
        assert_link(get(f, path, "/versions/5"), path, "/versions/4", false);
        fixture_assert_has(get(f, path, "/diff"), "<h2>Version 5 to version 5</h2>");
        fixture_assert_has(fixture_get(f, "/"), ">Release v5<span class=\"sr\"> of Gap</span></a>");
        follow_links(f, path, "/");
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
        make_gap(f, &kinds[i], versions, 121, path);
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
    make_gap(f, &kinds[RECORD_AGENT], versions, 2, path);
    struct uuid agent = find(f, &kinds[RECORD_AGENT], "Gap");
    struct uuid team = make_team(f, PERSONA_CUSTOMER_ADMIN, "Desk", &agent, NULL, 1);
    struct response *response = fixture_get(f, record_path("/teams", &team, "/edit"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<option value=\"3\">Pinned to v3</option>"
                                 "<option value=\"1\">Pinned to v1</option></select>");
}

static void a_document_gives_no_number_that_no_page_shows(void **state)
{
    struct fixture *f = *state;
    static const int too_large[] = {1, 1000000001};
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char address[256];
        if (kinds[i].version == NULL)
            continue;
        struct response *response = upload(f, document_of(&kinds[i], too_large, 2), address);
        fixture_assert_has(response, "versions[1].version</code>");
        fixture_assert_has(response, "a whole number from 1 to 1000000000.");
    }
}

/* The largest number there can be, and a save after it, which could not be imported again: pages,
 * forms and labels. */
static void the_largest_number_of_a_version_is_shown_everywhere(void **state)
{
    struct fixture *f = *state;
    static const int versions[] = {999999998, 999999999};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        char path[256];
        char address[320];
        make_gap(f, &kinds[i], versions, 2, path);
        follow_all(f, path, 999999999, 999999998);
        struct uuid id = find(f, &kinds[i], "Gap");
        int64_t revision = get_head(f, kinds[i].store, &id)->revision;
        (void)snprintf(address, sizeof address, "%s/versions/999999998/restore", path);
        char form[64];
        (void)snprintf(form, sizeof form, "revision=%lld", (long long)revision);
        fixture_assert_redirect(fixture_post(f, address, form), path);
        fixture_assert_has(get(f, path, ""), "as version 1000000000.");
        follow_all(f, path, 1000000000, 999999999);
        (void)snprintf(form, sizeof form, "revision=%lld", (long long)revision + 1);
        fixture_assert_redirect(fixture_post(f, address, form), path);
        fixture_assert_has(get(f, path, ""), "has reached version 1000000000, the highest number");
        fixture_assert_has(get(f, path, "/diff?from=1000000001"),
                           "<h2>Version 999999999 to version 1000000000</h2>");
        fixture_assert_status(get(f, path, "/diff?from=999999997"), 404);
        fixture_assert_status(get(f, path, "/versions/1000000001"), 404);
        fixture_assert_status(get(f, path, "/versions/2147483648"), 404);
        (void)snprintf(address, sizeof address, "%s/releases/move", path);
        fixture_assert_status(
            fixture_post(f, address, "label=beta&to_version=1000000000&reason=&seen="), 303);
        assert_link(get(f, path, "/releases"), path, "/versions/1000000000", true);
        fixture_assert_status(
            fixture_post(f, address, "label=beta&to_version=1000000001&reason=&seen="), 422);
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
        TEST(a_document_gives_no_number_that_no_page_shows),
        TEST(the_largest_number_of_a_version_is_shown_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
