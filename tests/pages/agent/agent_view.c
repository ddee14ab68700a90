#include "pages/agent/agent.h"

/* The page of an agent, who sees what of it, export and import. */

#define FULL                                                                                       \
    "{\"model\":{\"provider\":\"openai\",\"name\":\"m\",\"stop\":[\"A\",\"B\"]},"                  \
    "\"instructions\":\"Say <i>hi</i> to {{name}}.\",\"tools\":[{\"name\":\"look\",\"type\":"      \
    "\"function\",\"description\":\"Looks.\",\"parameters\":{\"type\":\"object\"}}],"              \
    "\"handoffs\":[\"Desk\"],\"x-team\":{\"a\":[1]}}"

static const char *full_agent(struct fixture *f)
{
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_agent(f, "Desk", "{\"model\":{\"name\":\"m\"}}");
    return create_agent(f, "One", FULL);
}

static void the_page_shows_the_whole_agent(void **state)
{
    struct fixture *f = *state;
    const char *address = full_agent(f);
    struct response *response = fixture_get(f, address);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<dt>Provider</dt><dd>openai</dd>");
    fixture_assert_has(response, "A\nB</pre>");
    fixture_assert_has(response,
                       "Say &lt;i&gt;hi&lt;/i&gt; to <mark class=\"var\">{{name}}</mark>");
    fixture_assert_has(response, "<strong>look</strong> <span class=\"chip\">function</span>");
    fixture_assert_has(response, "<summary>Parameters</summary>");
    fixture_assert_has(response, ">Desk</a>");
    fixture_assert_has(response, "<dt>x-team</dt>");
    fixture_assert_has(response, "id=\"config-json\"");
    fixture_assert_has(response, "id=\"used-title\">Used by</h2>");
    fixture_assert_has(response, "Created agent");
    fixture_assert_has(response, "/archive\"");
    fixture_assert_has(response, "/transfer\"");
}

static void a_handoff_to_an_archived_agent_is_marked(void **state)
{
    struct fixture *f = *state;
    char desk[64], one[64];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)snprintf(desk, sizeof desk, "%s",
                   create_agent(f, "Desk", "{\"model\":{\"name\":\"m\"}}"));
    (void)snprintf(one, sizeof one, "%s", create_agent(f, "One", FULL));
    fixture_assert_has(fixture_get(f, one), ">Desk</a>");
    fixture_assert_status(fixture_post(f, below(desk, "/archive"), "accept=1"), 303);
    fixture_assert_has(fixture_get(f, one), ">Desk (archived)</a>");
}

static void the_page_names_the_teams_of_an_agent(void **state)
{
    struct fixture *f = *state;
    char form[256];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", "{\"model\":{\"name\":\"m\"}}");
    (void)snprintf(form, sizeof form, "name=Crew&kind=sequential&members=%s&role=worker&pin=1",
                   address + strlen("/agents/"));
    fixture_assert_status(fixture_post(f, "/teams/new", form), 303);
    struct response *response = fixture_get(f, address);
    fixture_assert_has(response, ">Crew</a>");
    fixture_assert_has(response, "<span class=\"chip ver\">v1</span>");
}

/* Names and metadata, nothing of the config. */
static void platform_admins_see_the_metadata_alone(void **state)
{
    struct fixture *f = *state;
    const char *address = full_agent(f);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    struct response *response = fixture_get(f, address);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "names and metadata");
    fixture_assert_has_not(response, "Say ");
    fixture_assert_has_not(response, "Looks.");
    fixture_assert_has_not(response, "x-team");
    fixture_assert_has_not(response, "/export\"");
    fixture_assert_has_not(response, "/edit\"");
    fixture_assert_status(fixture_get(f, below(address, "/export")), 403);
}

static void a_superuser_from_outside_reads_and_edits(void **state)
{
    struct fixture *f = *state;
    const char *address = full_agent(f);
    fixture_sign_in(f, &f->other.users[FIXTURE_SUPERUSER]);
    fixture_assert_status(fixture_get(f, address), 404);
    fixture_enter(f, &f->own);
    struct response *response = fixture_get(f, address);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, ">Desk</a>");
    fixture_assert_status(fixture_get(f, below(address, "/edit")), 200);
}

/* What belongs to another organization answers the same bytes as what is not there. */
static void foreign_ids_answer_like_unknown_ones(void **state)
{
    struct fixture *f = *state;
    static const char *const pages[] = {"",      "/edit",  "/versions", "/versions/1",
                                        "/diff", "/export"};
    const char *address = full_agent(f);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct response *response = fixture_get(f, below(address, pages[i]));
        fixture_assert_status(response, 404);
        char kept[1024];
        (void)snprintf(kept, sizeof kept, "%s",
                       fixture_between(f, response, "<section", "Request"));
        response = fixture_get(f, below("/agents/01900000-0000-7000-8000-000000000000", pages[i]));
        fixture_assert_status(response, 404);
        assert_string_equal(fixture_between(f, response, "<section", "Request"), kept);
    }
    fixture_assert_status(fixture_post(f, below(address, "/edit"),
                                       agent_form("name", "One", "revision", "1", "config",
                                                  "{\"model\":{\"name\":\"m\"}}", NULL)),
                          404);
    fixture_assert_status(fixture_post(f, below(address, "/versions/1/restore"), "revision=1"),
                          404);
}

static void what_is_exported_can_be_imported(void **state)
{
    struct fixture *f = *state;
    static char document[8192];
    const char *address = full_agent(f);
    struct response *response = fixture_get(f, below(address, "/export"));
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "application/json");
    assert_non_null(strstr(fixture_header(response, "Content-Disposition"), "attachment"));
    fixture_assert_has(response, "\"rostrum\": 1");
    fixture_assert_has(response, "\"agents\": [");
    (void)snprintf(document, sizeof document, "%s", response->body.data);
    fixture_assert_status(fixture_get(f, "/agents/import"), 200);
    response = fixture_post(f, "/agents/import", agent_form("text", document, NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "action=\"/agents/new\"");
    fixture_assert_has(response, "value=\"One\"");
    fixture_assert_has(response, "value=\"look\"");
    fixture_assert_has(response, ">Create agent</button>");
    assert_int_equal(fixture_count_events(f, "agent.create", "success"), 2);
    response = fixture_post(f, "/agents/import",
                            agent_form("text", "{\"model\":{\"name\":\"alone\"}}", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"alone\"");
}

/* As a browser sends a chosen file. */
static struct response *upload(struct fixture *f, const char *bytes)
{
    static char body[4096];
    int len = snprintf(body, sizeof body,
                       "--cut\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
                       "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\""
                       "\r\nContent-Type: application/json\r\n\r\n%s\r\n"
                       "--cut\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\r\n--cut--"
                       "\r\n",
                       fixture_csrf(f), bytes);
    static char length[16];
    (void)snprintf(length, sizeof length, "%d", len);
    struct request_input input = {.method = "POST",
                                  .uri = "/agents/import",
                                  .content_type = "multipart/form-data; boundary=cut",
                                  .content_length = length,
                                  .sec_fetch_site = "same-origin",
                                  .body = body,
                                  .body_len = (size_t)len};
    return fixture_serve(f, &input);
}

static void a_file_is_imported_into_the_form(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response =
        upload(f, "{\"name\":\"From a file\",\"config\":{\"model\":{\"name\":\"m\"}}}");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"From a file\"");
    response = upload(f, "{\"name\":\"From a file\",\"config\":{\"model\":{\"name\":5}}}");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "<code>model.name</code>");
    fixture_assert_has(response, "From a file");
}

static void refused_imports_say_what_is_wrong(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text;
        const char *message;
    } refused[] = {
        {"", "Choose a file"},
        {"{\"model\":", "Line 1"},
        {"[1]", "no object"},
        {"{\"kind\":\"team\",\"name\":\"x\"}", "not an agent"},
        {"{\"name\":\"x\"}", "neither a config"},
        {"{\"config\":5}", "object"},
        {"{\"config\":{\"model\":{\"name\":\"m\"},\"limits\":{\"max_turns\":\"x\"}}}",
         "<code>limits.max_turns</code>"},
    };
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct response *response =
            fixture_post(f, "/agents/import", agent_form("text", refused[i].text, NULL));
        fixture_assert_status(response, 422);
        fixture_assert_has(response, refused[i].message);
    }
    fixture_assert_status(fixture_post(f, "/agents/import", "odd=1"), 422);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(fixture_get(f, "/agents/import"), 403);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(the_page_shows_the_whole_agent),
        TEST(a_handoff_to_an_archived_agent_is_marked),
        TEST(the_page_names_the_teams_of_an_agent),
        TEST(platform_admins_see_the_metadata_alone),
        TEST(a_superuser_from_outside_reads_and_edits),
        TEST(foreign_ids_answer_like_unknown_ones),
        TEST(what_is_exported_can_be_imported),
        TEST(a_file_is_imported_into_the_form),
        TEST(refused_imports_say_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
