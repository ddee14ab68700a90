#include "pages/record/kinds.h"

/* The versions of a record, one version, the difference of two, and restoring, for records of every
 * kind. Heads are in record_head.c, longer gaps in record_version.c. */

/* Nobody may delete a version outside retention: the test does it as the role that migrates. */
#define DROP(table, versions)                                                                      \
    {                                                                                              \
        "DROP TRIGGER " versions "_no_delete; DELETE FROM " versions " WHERE version = 2; "        \
        "UPDATE " table " SET version_count = version_count - 1;",                                 \
            "SET rostrum.scope = 'all'; ALTER TABLE " versions " DISABLE TRIGGER USER; "           \
            "DELETE FROM " versions " WHERE version = 2; ALTER TABLE " versions                    \
            " ENABLE TRIGGER USER; UPDATE " table " SET version_count = version_count - 1;"        \
    }
static const char *const drop_version[][2] = {
    DROP("prompts", "prompt_versions"), DROP("agents", "agent_versions"),
    DROP("teams", "team_versions"), DROP("sets", "set_versions")};

static void move_labels(struct fixture *f, enum record_kind_id kind, const struct uuid *id)
{
    put_label(f, record_nouns[kind]->store, id, "production", 0, 1);
    put_label(f, record_nouns[kind]->store, id, "staging", 0, 2);
    put_label(f, record_nouns[kind]->store, id, "canary", 0, 2);
    fixture_begin(f);
}

static void labels_are_in_the_row_of_their_version(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Labelled", 3);
        move_labels(f, kind, &id);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = kinds_get(f, kind, &id, "/versions");
        fixture_assert_status(response, 200);
        const char *row = row_with(f, response, "name=\"from\" value=\"1\"");
        assert_in(row, "<span class=\"chip label production\">production</span>");
        assert_not_in(row, "staging");
        assert_not_in(row, "latest");
        assert_in(row, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
        row = row_with(f, response, "name=\"from\" value=\"2\"");
        assert_in(row, "<span class=\"chip label staging\">staging</span>");
        assert_in(row, "<span class=\"chip label\">canary</span>");
        assert_not_in(row, ">production<");
        assert_in(row, f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
        row = row_with(f, response, "name=\"from\" value=\"3\"");
        assert_in(row, "<span class=\"chip label latest\">latest</span>");
        assert_not_in(row, ">production<");
        assert_in(row, "<time datetime=");
        response = kinds_get(f, kind, &id, "/versions/2");
        const char *head =
            piece_with(f, response, "<div class=\"meta\">", ">canary</span>", "</div>");
        assert_in(head, "<span class=\"chip label staging\">staging</span>");
        assert_not_in(head, "production");
    }
}

/* Its changes, its difference to what is live, and the way back. */
static void a_row_has_what_one_may_do_with_the_version(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Rows", 3);
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 2);
        fixture_begin(f);
        sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
        struct response *response = kinds_get(f, kind, &id, "/versions");
        const char *row = row_with(f, response, "name=\"from\" value=\"3\"");
        assert_in(row, "/diff?from=2&amp;to=3\">Changes<");
        assert_in(row, "/diff?from=2&amp;to=3\">vs production<");
        assert_not_in(row, "Restore");
        row = row_with(f, response, "name=\"from\" value=\"2\"");
        assert_in(row, "/diff?from=1&amp;to=2\">Changes<");
        assert_not_in(row, "vs production");
        assert_in(row, "/versions/2/restore\">Restore<");
        row = row_with(f, response, "name=\"from\" value=\"1\"");
        assert_not_in(row, "Changes<");
        assert_in(row, "/diff?from=2&amp;to=1\">vs production<");
        fixture_assert_has(response, "<form id=\"restore\" method=\"post\">");
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER); /* not theirs */
        response = kinds_get(f, kind, &id, "/versions");
        fixture_assert_has(response, "vs production");
        fixture_assert_has_not(response, "/restore\"");
    }
}

static const char *changed_in(struct fixture *f, const struct response *response, int version)
{
    char mark[32];
    (void)snprintf(mark, sizeof mark, "/versions/%d\">v%d</a>", version, version);
    return piece_with(f, response, "<tr", mark, "</tr>");
}

#define CHANGED(words) "<p class=\"sub changed\">" words "</p>"

static void a_row_says_in_short_what_changed(void **state)
{
    static const char *const words[] = {CHANGED("+1 −1 lines"), CHANGED("model"),
                                        CHANGED("settings")};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Short", 3);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = kinds_get(f, kind, &id, "/versions");
        assert_in(changed_in(f, response, 3), words[kind]);
        assert_in(changed_in(f, response, 2), words[kind]);
        assert_in(changed_in(f, response, 1), CHANGED("First version"));
        assert_in(changed_in(f, kinds_get(f, kind, &id, "/versions?before=3"), 2), words[kind]);
        sign_in_as(f, PERSONA_PLATFORM_ADMIN); /* metadata alone */
        fixture_assert_has_not(kinds_get(f, kind, &id, "/versions"), "class=\"sub changed\"");
    }
}

static void several_changes_are_said_together(void **state)
{
    struct fixture *f = *state;
    struct uuid agent =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "Several",
                   "{\"model\":{\"name\":\"m\"},\"instructions\":\"a\","
                   "\"tools\":[{\"type\":\"function\",\"name\":\"x\",\"description\":\"x\"}]}");
    (void)save_config(f, &agent,
                      "{\"model\":{\"name\":\"m\",\"temperature\":1,\"top_p\":1},"
                      "\"instructions\":\"a\",\"tools\":[{\"type\":\"function\",\"name\":\"x\","
                      "\"description\":\"y\",\"parameters\":{}},{\"type\":\"web_search\"}],"
                      "\"mcp_servers\":[{\"name\":\"s\",\"url\":\"https://s.example\"}]}");
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "Long", "a\nb\nc\n");
    (void)save_body(f, &prompt, "a\nc\nd\ne\n");
    char *large = arena_alloc(f->arena, 20001);
    memset(large, 'x', 20000);
    large[20000] = '\0';
    (void)save_body(f, &prompt, large);
    (void)save_body(f, &prompt, "a\n");
    fixture_begin(f);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    assert_in(changed_in(f, kinds_get(f, RECORD_AGENT, &agent, "/versions"), 2),
              CHANGED("model, 2 tools, MCP servers"));
    struct response *response = kinds_get(f, RECORD_PROMPT, &prompt, "/versions");
    assert_in(changed_in(f, response, 2), CHANGED("+2 −1 lines"));
    assert_in(changed_in(f, response, 3), CHANGED("Large change"));
    assert_in(changed_in(f, response, 4), CHANGED("Large change"));
}

static void no_link_is_without_text(void **state)
{
    static const char *const pages[] = {"",         "/versions", "/versions/1", "/versions/3",
                                        "/diff",    "/releases", "/used-by",    "/activity",
                                        "/transfer"};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Silent", 3);
        move_labels(f, kind, &id);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        for (size_t i = 0; i < COUNT_OF(pages); i++) {
            struct response *response = kinds_get(f, kind, &id, pages[i]);
            fixture_assert_status(response, 200);
            assert_links_have_text(response);
        }
        const char *row = row_with(f, kinds_get(f, kind, &id, "/versions"), "/versions/2\">v2</a>");
        assert_in(row, ">No message</span>");
        assert_in(piece_with(f, kinds_get(f, kind, &id, ""), "<li", "/versions/2\">v2 ", "</li>"),
                  "/versions/2\">v2 No message</a>");
    }
}

/* Versions 1 and 3, as an import may bring them. */
static struct uuid make_gap(struct fixture *f, enum record_kind_id kind)
{
    struct uuid id = kinds_make_versions(f, kind, "Gap", 3);
    fixture_script(f, drop_version[kind][0], drop_version[kind][1]);
    return id;
}

static void version_numbers_may_be_left_out(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = make_gap(f, kind);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_get(f, kind, &id, "/versions/3");
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "Versions<small>2</small></a>");
        fixture_assert_has(response, "</svg>Version 1</a>");
        fixture_assert_has(response, "/diff?from=1&amp;to=3\">What changed</a>");
        fixture_assert_has_not(response, "/versions/2\"");
        response = kinds_get(f, kind, &id, "/versions/1");
        fixture_assert_status(response, 200);
        fixture_assert_has(response, ">Version 3<svg");
        fixture_assert_has(response, "/diff?from=1&amp;to=3\">");
        fixture_assert_has_not(response, "/versions/2\"");
        fixture_assert_has_not(response, ">What changed</a>");
        response = kinds_get(f, kind, &id, "/diff");
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "<h2>Version 1 to version 3</h2>");
        fixture_assert_has(kinds_get(f, kind, &id, "/diff?to=3"),
                           "<h2>Version 1 to version 3</h2>");
        fixture_assert_status(kinds_get(f, kind, &id, "/versions/2"), 404);
        fixture_assert_status(kinds_get(f, kind, &id, "/diff?from=2&to=3"), 404);
        response = kinds_get(f, kind, &id, "/versions");
        assert_in(row_with(f, response, "name=\"from\" value=\"3\""), "name=\"to\" value=\"3\"");
        assert_in(row_with(f, response, "name=\"from\" value=\"1\""),
                  "aria-label=\"Compare from version 1\" checked");
        fixture_assert_has_not(response, ">v2</a>");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        response = fixture_get(f, "/");
        fixture_assert_has(response, kinds_path(kind, &id, "/diff?from=1&amp;to=3\""));
    }
}

static void a_restored_version_is_a_new_one(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Restored", 3);
        char own[256];
        char list[256];
        (void)snprintf(own, sizeof own, "%s", kinds_path(kind, &id, ""));
        (void)snprintf(list, sizeof list, "%s", kinds_path(kind, &id, "/versions"));
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = kinds_get(f, kind, &id, "/versions/1");
        fixture_assert_has(response, "Restore this version</button>");
        fixture_assert_has(response, "name=\"revision\" value=\"3\"");
        fixture_assert_redirect(kinds_post(f, kind, &id, "/versions/1/restore", "revision=2"),
                                list);
        response = fixture_get(f, list);
        fixture_assert_has(response,
                           "Someone changed this in the meantime, so nothing was restored.");
        fixture_assert_has_not(response, ">v4</a>");
        fixture_assert_status(kinds_post(f, kind, &id, "/versions/1/restore", ""), 422);
        fixture_assert_status(kinds_post(f, kind, &id, "/versions/9/restore", "revision=3"), 404);
        fixture_assert_redirect(kinds_post(f, kind, &id, "/versions/1/restore", "revision=3"), own);
        response = fixture_get(f, own);
        fixture_assert_has(response, "Restored version 1 as version 4.");
        fixture_assert_has(response,
                           arena_printf(f->page_arena, "<span class=\"chip ver\">v4</span> by %s, ",
                                        f->own.users[PERSONA_PRODUCT_MANAGER].full_name));
        fixture_assert_has_not(kinds_get(f, kind, &id, "/versions/4"), "Restore this version");
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        fixture_assert_has_not(kinds_get(f, kind, &id, "/versions/1"), "Restore this version");
        fixture_assert_status(kinds_post(f, kind, &id, "/versions/1/restore", "revision=4"), 403);
    }
}

/* Names and messages are for everyone who may see the record; the content is not. */
static void a_platform_admin_opens_no_version(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Private", 2);
        sign_in_as(f, PERSONA_PLATFORM_ADMIN);
        struct response *response = kinds_get(f, kind, &id, "/versions");
        fixture_assert_status(response, 200);
        assert_not_in(row_with(f, response, "<span class=\"chip ver\">v1</span>"), "<a ");
        fixture_assert_status(kinds_get(f, kind, &id, "/versions/1"), 403);
        fixture_assert_status(kinds_get(f, kind, &id, "/diff"), 403);
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(labels_are_in_the_row_of_their_version),
        TEST(a_row_has_what_one_may_do_with_the_version),
        TEST(a_row_says_in_short_what_changed),
        TEST(several_changes_are_said_together),
        TEST(no_link_is_without_text),
        TEST(version_numbers_may_be_left_out),
        TEST(a_restored_version_is_a_new_one),
        TEST(a_platform_admin_opens_no_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
