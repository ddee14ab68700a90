#include "pages/agent/agent.h"

/* History of agents: the list, one version, differences by key path, restoring. */

#define FIRST                                                                                      \
    "{\"model\":{\"name\":\"m\",\"temperature\":0.2},\"instructions\":\"Be kind.\\nBe brief.\"}"
#define SECOND                                                                                     \
    "{\"model\":{\"name\":\"m\",\"temperature\":0.9},\"instructions\":\"Be kind.\\nBe long.\","    \
    "\"x\":{\"<b>\":1}}"

static const char *two_versions(struct fixture *f)
{
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", FIRST);
    fixture_assert_redirect(fixture_post(f, below(address, "/edit"),
                                         agent_form("name", "One", "revision", "1", "config",
                                                    SECOND, "message", "longer", NULL)),
                            address);
    return address;
}

static void the_history_shows_each_version_as_it_was(void **state)
{
    struct fixture *f = *state;
    const char *address = two_versions(f);
    struct response *response = fixture_get(f, below(address, "/versions"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "/versions/2\">v2</a><span>longer</span>");
    fixture_assert_has(response, "/versions/1\">v1</a><span class=\"muted\">No message</span>");
    fixture_assert_has(response, "aria-label=\"Compare from version 1\" checked");
    fixture_assert_has(response, ">Labels</th>");
    response = fixture_get(f, below(address, "/versions/1"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<dd>0.2</dd>");
    fixture_assert_has(response, "Be brief.");
    fixture_assert_has(response, "Restore this version");
    fixture_assert_has(response, "/preview?version=1\">Preview</a>");
    fixture_assert_has_not(fixture_get(f, below(address, "/versions/2")), "Restore this version");
    fixture_assert_status(fixture_get(f, below(address, "/versions/3")), 404);
    fixture_assert_status(fixture_get(f, below(address, "/versions/0")), 404);
    fixture_assert_status(fixture_get(f, below(address, "/versions?before=x")), 200);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(fixture_get(f, below(address, "/versions")), 200);
    fixture_assert_status(fixture_get(f, below(address, "/versions/1")), 403);
    fixture_assert_status(fixture_get(f, below(address, "/diff")), 403);
}

static void versions_are_compared_by_key_path(void **state)
{
    struct fixture *f = *state;
    const char *address = two_versions(f);
    struct response *response = fixture_get(f, below(address, "/diff"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Version 1 to version 2");
    fixture_assert_has(response, "<code>model.temperature</code>");
    fixture_assert_has(response, "<del>0.2</del>");
    fixture_assert_has(response, "<ins>0.9</ins>");
    fixture_assert_has(response, "<h3><code>instructions</code></h3>");
    fixture_assert_has(response, "<del>brief</del>");
    fixture_assert_has(response, "<ins>long</ins>");
    fixture_assert_has(response, "&lt;b&gt;");
    fixture_assert_has(response, "not set");
    fixture_assert_has(fixture_get(f, below(address, "/diff?from=2&to=2")),
                       "No difference in the config");
    fixture_assert_has(fixture_get(f, below(address, "/diff?from=2&to=1")), "<ins>0.2</ins>");
    fixture_assert_status(fixture_get(f, below(address, "/diff?from=1&to=9")), 404);
}

static void a_restored_version_is_a_new_one(void **state)
{
    struct fixture *f = *state;
    const char *address = two_versions(f);
    fixture_assert_status(fixture_post(f, below(address, "/versions/1/restore"), "revision=1"),
                          303);
    fixture_assert_has(fixture_get(f, below(address, "/versions")), "in the meantime");
    fixture_assert_redirect(fixture_post(f, below(address, "/versions/1/restore"), "revision=2"),
                            address);
    fixture_assert_has(fixture_get(f, address), "Restored version 1 as version 3.");
    assert_string_equal(config_now(f, address), FIRST);
    fixture_assert_status(fixture_post(f, below(address, "/versions/1/restore"), ""), 422);
    fixture_assert_status(fixture_post(f, below(address, "/versions/9/restore"), "revision=3"),
                          404);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(fixture_post(f, below(address, "/versions/1/restore"), "revision=3"),
                          403);
}

/* A version that refers to an agent that is gone can't come back as it is. */
static void a_version_that_needs_what_is_gone_is_not_restored(void **state)
{
    struct fixture *f = *state;
    char desk[64];
    char path[96];
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    (void)snprintf(desk, sizeof desk, "%s",
                   create_agent(f, "Desk", "{\"model\":{\"name\":\"m\"}}"));
    const char *address =
        create_agent(f, "One", "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"Desk\"]}");
    fixture_assert_has(fixture_get(f, desk), ">One</a>");
    fixture_assert_status(fixture_post(f, below(address, "/edit"),
                                       agent_form("name", "One", "revision", "1", "config",
                                                  "{\"model\":{\"name\":\"m\"}}", NULL)),
                          303);
    (void)snprintf(path, sizeof path, "%s/delete", desk);
    fixture_assert_redirect(fixture_post(f, path, "name=Desk"), "/agents");
    fixture_assert_redirect(fixture_post(f, below(address, "/versions/1/restore"), "revision=2"),
                            address);
    fixture_assert_has(fixture_get(f, address), "handoffs[0]");
    assert_string_equal(config_now(f, address), "{\"model\":{\"name\":\"m\"}}");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(the_history_shows_each_version_as_it_was),
        TEST(versions_are_compared_by_key_path),
        TEST(a_restored_version_is_a_new_one),
        TEST(a_version_that_needs_what_is_gone_is_not_restored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
