#include "pages/record/kinds.h"

#include "calls.h"
#include "data/trail/audit_list.h"

/* Exporting an agent or a team for another framework: the page, the files, and the API. */

static char secret[API_SECRET_LEN];

#define CLERK                                                                                      \
    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\"},\"prompt\":{\"name\":\"Style/plain\"}," \
    "\"tools\":[{\"type\":\"function\",\"name\":\"look_up\"}],\"limits\":{\"timeout_s\":9}}"

static struct uuid make_clerk(struct fixture *f)
{
    struct uuid style = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "Style/plain", "Be <b>plain</b>.");
    put_label(f, &prompt_store, &style, "production", 0, 1);
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Clerk", CLERK);
    put_label(f, &agent_store, &id, "staging", 0, 1);
    (void)save_config(f, &id,
                      "{\"model\":{\"name\":\"other\"},\"endpoint\":{\"url\":"
                      "\"https://a.example.com/a2a\"}}");
    fixture_begin(f);
    return id;
}

static void assert_event(struct fixture *f, const struct uuid *id, const char *format)
{
    struct audit_list list;
    struct audit_filter filter = {.record_id = *id,
                                  .record_type = "",
                                  .action = "agent.export",
                                  .only_done = true,
                                  .limit = 1};
    fixture_begin(f);
    assert_int_equal(audit_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &filter, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 1);
    const char *details = list.entries[0].details;
    assert_in(details == NULL ? "nothing" : details, format);
}

static void the_page_says_what_each_format_loses(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_clerk(f);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = kinds_get(f, RECORD_AGENT, &id, "");
    assert_in(response->body.data, "/exports\"");
    response = kinds_get(f, RECORD_AGENT, &id, "/exports?label=staging");
    fixture_assert_status(response, 200);
    assert_links_have_text(response);
    assert_in(response->body.data, "Version 1 for other frameworks");
    assert_in(response->body.data, "<option value=\"staging\" selected>");
    assert_in(response->body.data, "/exports/file?format=crewai&amp;version=1\"");
    assert_in(response->body.data, "<bdi>limits.timeout_s has no counterpart.</bdi>");
    assert_in(response->body.data, "Without an endpoint there is no card");
    assert_in(response->body.data, "import { Agent, MCPServerStreamableHttp, run, tool }");
    response = kinds_get(f, RECORD_AGENT, &id, "/exports");
    assert_in(response->body.data, "/exports/file?format=a2a&amp;version=2\"");
    assert_in(response->body.data, "<option value=\"latest\" selected>");
    response = kinds_get(f, RECORD_AGENT, &id, "/exports?version=1");
    assert_in(response->body.data, "<option value=\"\" selected>v1</option>");
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/exports?version=9"), 404);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/exports?label=nowhere"), 404);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/exports"), 403);
}

static void a_file_is_downloaded_and_recorded(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_clerk(f);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response =
        kinds_get(f, RECORD_AGENT, &id, "/exports/file?format=openai-agents&label=staging");
    fixture_assert_status(response, 200);
    assert_in(fixture_header(response, "Content-Disposition"), "Clerk-v1-openai-agents.json");
    json_t *json = call_json(f, response);
    assert_string_equal(json_text(json, "instructions"), "Be <b>plain</b>.");
    assert_event(f, &id, "openai-agents");
    response = kinds_get(f, RECORD_AGENT, &id, "/exports/file?format=crewai&version=1");
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "application/x-tar");
    assert_in(fixture_header(response, "Content-Disposition"), "Clerk-v1-crewai.tar");
    assert_memory_equal(response->body.data, "agents/clerk.jsonc", 18);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/exports/file?format=a2a&version=1"),
                          404);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/exports/file?format=a2a"), 200);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/exports/file?format=word"), 404);
}

static void a_team_is_exported_with_its_members(void **state)
{
    struct fixture *f = *state;
    struct uuid id = kinds_make(f, RECORD_TEAM, "Desk");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(kinds_get(f, RECORD_TEAM, &id, "/exports"), 200);
    struct response *response = kinds_get(f, RECORD_TEAM, &id, "/exports/file?format=json");
    json_t *json = call_json(f, response);
    json_t *member = json_array_get(json_object_get(json, "members"), 0);
    assert_string_equal(json_text(member, "name"), "Member of Desk");
    assert_string_equal(
        json_text(json_object_get(json_object_get(member, "config"), "model"), "name"), "gpt-4.1");
}

/* A member is at the version that it follows; one that follows a label of no version is said. */
static void members_are_at_the_versions_they_follow(void **state)
{
    struct fixture *f = *state;
    struct uuid clerk = make_clerk(f);
    struct uuid porter = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Porter", AGENT_CONFIG);
    put_label(f, &agent_store, &porter, "beta", 0, 1);
    const struct uuid agents[] = {clerk, porter};
    struct uuid id = make_team(f, PERSONA_CUSTOMER_ADMIN, "Desk", agents, NULL, 2);
    follow_label(f, &id, 0, "staging");
    follow_label(f, &id, 1, "beta");
    fixture_begin(f);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = kinds_get(f, RECORD_TEAM, &id, "/exports/file?format=json");
    json_t *members = json_object_get(call_json(f, response), "members");
    assert_int_equal(json_array_size(members), 2);
    json_t *member = json_array_get(members, 0);
    assert_int_equal(json_integer_value(json_object_get(member, "version")), 1);
    assert_string_equal(json_text(json_object_get(member, "config"), "instructions"),
                        "Be <b>plain</b>.");
    put_label(f, &agent_store, &porter, "beta", 1, 0);
    fixture_begin(f);
    response = kinds_get(f, RECORD_TEAM, &id, "/exports");
    assert_in(response->body.data, "The member Porter is left out");
    response = kinds_get(f, RECORD_TEAM, &id, "/exports/file?format=json");
    assert_int_equal(json_array_size(json_object_get(call_json(f, response), "members")), 1);
}

static void programs_get_files_and_losses(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_clerk(f);
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_PROMPTS_READ | SCOPE_AGENTS_READ, secret);
    struct response *response =
        call_get(f, secret, id_path("agents", &id, "/export?format=crewai&label=staging"));
    fixture_assert_status(response, 200);
    assert_non_null(fixture_header(response, "ETag"));
    json_t *json = call_json(f, response);
    assert_string_equal(json_text(json, "format"), "crewai");
    assert_int_equal(json_integer_value(json_object_get(json, "version")), 1);
    assert_true(json_is_null(json_object_get(json, "snippet")));
    const json_t *files = json_object_get(json, "files");
    assert_int_equal(json_array_size(files), 2);
    assert_string_equal(json_text(json_array_get(files, 0), "name"), "agents/clerk.jsonc");
    assert_in(json_text(json_array_get(files, 0), "content"), "Be <b>plain</b>.");
    assert_in(json_format(f->arena, json_object_get(json, "not_carried_over"), JSON_LINE).data,
              "The tool look_up");
    assert_event(f, &id, "crewai");
    assert_problem(f, call_get(f, secret, id_path("agents", &id, "/export?format=word")), 400);
    assert_problem(f, call_get(f, secret, id_path("agents", &id, "/export?label=staging")), 400);
    assert_problem(
        f, call_get(f, secret, id_path("agents", &id, "/export?format=json&label=a&version=1")),
        400);
    assert_problem(f, call_get(f, secret, id_path("agents", &id, "/export?format=json&version=9")),
                   404);
    assert_problem(f, call_get(f, secret, id_path("agents", &id, "/export?format=a2a&version=1")),
                   422);
}

/* A prompt that the token may not read is not told by the agent that uses it. */
static void what_may_not_be_read_is_not_given(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_clerk(f);
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_AGENTS_READ, secret);
    struct response *response =
        call_get(f, secret, id_path("agents", &id, "/export?format=json&version=1"));
    fixture_assert_status(response, 200);
    assert_null(strstr(response->body.data, "plain</b>"));
    assert_in(response->body.data, "can’t be resolved");
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_PROMPTS_READ, secret);
    assert_problem(f, call_get(f, secret, id_path("agents", &id, "/export?format=json")), 403);
    make_token_in(f, &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER],
                  SCOPE_PROMPTS_READ | SCOPE_AGENTS_READ, "elsewhere", secret);
    assert_problem(f, call_get(f, secret, id_path("agents", &id, "/export?format=json")), 404);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_page_says_what_each_format_loses), TEST(a_file_is_downloaded_and_recorded),
        TEST(a_team_is_exported_with_its_members),  TEST(members_are_at_the_versions_they_follow),
        TEST(programs_get_files_and_losses),        TEST(what_may_not_be_read_is_not_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
