#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "data/agent/agent.h"
#include "data/prompt/prompt.h"
#include "fixture.h"

/* Documents of other programs, pasted into the page of imports, become a plan that names what they
 * were recognized as and what is not kept, and then records. */

static struct arena *texts; /* what outlives a request */

/* The address of the plan of a document. */
static const char *plan_of(struct fixture *f, const char *document)
{
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct response *response = fixture_post(
        f, "/import",
        arena_printf(texts, "text=%s&existing=version", text_percent_encode(texts, document)));
    fixture_assert_status(response, 303);
    return arena_strdup(texts, fixture_header(response, "Location"));
}

static void start(struct fixture *f, const char *address, const char *done)
{
    fixture_assert_redirect(fixture_post(f, arena_printf(texts, "%s/start", address), ""), address);
    fixture_assert_has(fixture_get(f, address), done);
}

/* The config of an agent as it is stored. */
static const char *config_of(struct fixture *f, const char *name)
{
    struct agent agent;
    fixture_begin(f);
    assert_int_equal(
        agent_get_by_name(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, name, &agent),
        ERR_NONE);
    return arena_strdup(texts, agent.config.data);
}

static void load_prompt(struct fixture *f, const char *name, struct prompt *prompt)
{
    fixture_begin(f);
    assert_int_equal(
        prompt_get_by_name(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, name, prompt),
        ERR_NONE);
}

static void the_page_lists_what_can_be_imported(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct response *page = fixture_get(f, "/import");
    static const char *const names[] = {"Rostrum export",
                                        "Langfuse prompts",
                                        "Open WebUI prompts",
                                        "OpenAI assistants",
                                        "A2A agent cards",
                                        "AutoGen teams and galleries",
                                        "CrewAI agents, tasks and crews",
                                        "MCP servers (mcpServers)",
                                        "Claude subagent",
                                        "CSV with the columns act and prompt"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        fixture_assert_has(page, arena_printf(texts, "<dt>%s</dt>", names[i]));
    struct response *refused = fixture_post(f, "/import", "text=hello&existing=version");
    fixture_assert_status(refused, 422);
    fixture_assert_has(refused, "This document was not recognized. What can be imported: Rostrum "
                                "export; Open WebUI prompts");
    fixture_assert_has(refused, "hello</textarea>");
}

static void a_claude_subagent_becomes_an_agent(void **state)
{
    struct fixture *f = *state;
    const char *address = plan_of(f, "---\nname: code-reviewer\ndescription: Reviews code\n"
                                     "tools: Read, Grep\nmodel: opus\ncolor: red\n---\n\nReview "
                                     "<it>.\n");
    struct response *plan = fixture_get(f, address);
    fixture_assert_has(plan, "Recognized as <strong>Claude subagent</strong>.");
    fixture_assert_has(plan, "<code>color</code> Not kept: nothing here holds it.");
    start(f, address, "Done: 1 record imported");
    assert_string_equal(config_of(f, "code-reviewer"),
                        "{\"model\":{\"provider\":\"anthropic\",\"name\":\"opus\"},"
                        "\"instructions\":\"Review <it>.\",\"tools\":[{\"name\":\"Read\"},"
                        "{\"name\":\"Grep\"}]}");
    /* Again it is unchanged; another text is a new version. */
    address = plan_of(f, "---\nname: code-reviewer\ndescription: Reviews code\ntools: Read\n"
                         "model: opus\n---\nOther");
    fixture_assert_has(fixture_get(f, address), "Differs in config");
    start(f, address, "Done: 1 record imported");
    assert_non_null(strstr(config_of(f, "code-reviewer"), "\"Other\""));
}

static void a_table_becomes_prompts(void **state)
{
    struct fixture *f = *state;
    struct prompt prompt;
    const char *address =
        plan_of(f, "act,prompt,for_devs\r\n\"Linux Terminal\",\"Act as a terminal.\r\nSay "
                   "\"\"pwd\"\" in {{folder}}.\",TRUE\r\nPoet,Write.,FALSE\r\nPoet,Again.,FALSE\r\n"
                   "Nobody,,FALSE\r\n");
    struct response *plan = fixture_get(f, address);
    fixture_assert_has(plan, "Recognized as <strong>CSV with the columns act and prompt</strong>");
    fixture_assert_has(plan, "This name is in the document already: line 4.");
    fixture_assert_has(plan, "<code>line 6.body</code>");
    start(f, address, "Done: 2 records imported");
    load_prompt(f, "Linux Terminal", &prompt);
    assert_string_equal(prompt.body.data,
                        "Act as a terminal.\nSay \"pwd\" in {{folder}}."); /* a form has LF */
    assert_int_equal(prompt.head.tags.count, 1);
    assert_string_equal(prompt.head.tags.tags[0], "developers");
    load_prompt(f, "Poet", &prompt);
    assert_string_equal(prompt.body.data, "Write.");
}

/* Nothing of a credential is in the plan, in the record, or in an event. */
static void servers_come_without_their_credentials(void **state)
{
    struct fixture *f = *state;
    static const char secret[] = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    const char *address = plan_of(
        f, arena_printf(texts,
                        "{\"mcpServers\": {\"github\": {\"command\": \"npx\", \"args\": [\"-y\", "
                        "\"server-github\"], \"env\": {\"GITHUB_TOKEN\": \"%s\"}}}}",
                        secret));
    struct response *plan = fixture_get(f, address);
    fixture_assert_has(plan, "Recognized as <strong>MCP servers (mcpServers)</strong>");
    fixture_assert_has(plan, "mcpServers.github.env.GITHUB_TOKEN");
    fixture_assert_has(plan, "reference to the secret “GITHUB_TOKEN”");
    fixture_assert_has_not(plan, secret);
    start(f, address, "Done: 1 record imported");
    assert_string_equal(
        config_of(f, "MCP servers: github"),
        "{\"model\":{\"name\":\"unspecified\"},\"mcp_servers\":[{\"name\":\"github\",\"command\":"
        "\"npx\",\"args\":[\"-y\",\"server-github\"],\"env\":{\"GITHUB_TOKEN\":{\"secret\":"
        "\"GITHUB_TOKEN\"}}}]}");
    /* A credential where none is looked for is refused with its path. */
    address = plan_of(
        f, arena_printf(texts, "{\"name\": \"A\", \"model\": \"m\", \"instructions\": \"Use %s\"}",
                        secret));
    plan = fixture_get(f, address);
    fixture_assert_has(plan, "Recognized as <strong>OpenAI assistants</strong>");
    fixture_assert_has(plan, "<code>config.instructions</code>");
    fixture_assert_has(plan, "Credentials are not kept here");
    fixture_assert_has_not(plan, secret);
    fixture_assert_has(plan, "There is nothing to import");
}

static void a_card_becomes_an_agent_with_its_endpoint(void **state)
{
    struct fixture *f = *state;
    const char *address = plan_of(
        f, "{\"name\": \"Route planner\", \"description\": \"Plans routes.\", \"version\": \"1\","
           "\"supportedInterfaces\": [{\"url\": \"https://geo.example.com/a2a\","
           "\"protocolBinding\": \"JSONRPC\", \"protocolVersion\": \"1.0\"}], \"capabilities\": {},"
           "\"defaultInputModes\": [\"text/plain\"], \"defaultOutputModes\": [\"text/plain\"],"
           "\"skills\": [{\"id\": \"route\", \"name\": \"Route\", \"description\": \"x\","
           "\"tags\": [\"maps\"]}]}");
    fixture_assert_has(fixture_get(f, address), "Recognized as <strong>A2A agent cards</strong>");
    start(f, address, "Done: 1 record imported");
    assert_non_null(
        strstr(config_of(f, "Route planner"),
               "\"endpoint\":{\"url\":\"https://geo.example.com/a2a\",\"protocol\":"
               "\"JSONRPC\",\"protocol_version\":\"1.0\"},\"skills\":[{\"id\":\"route\""));
}

static void agents_and_then_a_crew_become_a_team(void **state)
{
    struct fixture *f = *state;
    const char *address = plan_of(
        f, "researcher:\n  role: Researcher\n  goal: Find {topic}\n  backstory: Old\n"
           "writer:\n  role: Writer\n  goal: Write\n  backstory: Young\n  llm: openai/gpt-4o"
           "\n  allow_delegation: true\n");
    struct response *plan = fixture_get(f, address);
    fixture_assert_has(plan, "Recognized as <strong>CrewAI agents, tasks and crews</strong>");
    fixture_assert_has(plan, "<code>writer.allow_delegation</code>");
    start(f, address, "Done: 2 records imported");
    assert_non_null(strstr(config_of(f, "researcher"), "Find {{topic}}"));
    address =
        plan_of(f, "{ // the crew\n\"name\": \"Newsroom\", \"agents\": [\"researcher\","
                   "\"writer\"], \"process\": \"sequential\", \"tasks\": [{\"name\": \"find\","
                   "\"description\": \"Find it\", \"expected_output\": \"A list\"},]}");
    fixture_assert_has(fixture_get(f, address), "Import 2 records");
    start(f, address, "Done: 2 records imported");
    struct response *teams = fixture_get(f, "/teams");
    fixture_assert_has(teams, "Newsroom");
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM team_members WHERE organization_id = $1",
                                   &f->own.id),
                     2);
    /* A crew of agents that are not here says so. */
    address = plan_of(f, "{\"name\": \"Lost\", \"agents\": [\"nobody\"], \"tasks\": []}");
    fixture_assert_has(fixture_get(f, address), "nobody");
    fixture_assert_has(fixture_get(f, address), "There is nothing to import");
}

static void a_team_of_autogen_comes_with_its_agents(void **state)
{
    struct fixture *f = *state;
    static const char agent[] =
        "{\"provider\": \"autogen_agentchat.agents.AssistantAgent\", \"component_type\": \"agent\","
        "\"config\": {\"name\": \"%s\", \"system_message\": \"Help.\", \"model_client\": "
        "{\"provider\": \"autogen_ext.models.openai.OpenAIChatCompletionClient\", \"config\": "
        "{\"model\": \"gpt-4o\"}}%s}}";
    char first[600], second[600];
    (void)snprintf(first, sizeof first, agent, "ada", ", \"handoffs\": [\"bea\"]");
    (void)snprintf(second, sizeof second, agent, "bea", ", \"memory\": []");
    const char *address = plan_of(
        f, arena_printf(texts,
                        "{\"provider\": \"autogen_agentchat.teams.Swarm\", \"component_type\": "
                        "\"team\", \"label\": \"Desk\", \"config\": {\"participants\": [%s, %s], "
                        "\"termination_condition\": {\"provider\": \"autogen_agentchat.conditions."
                        "MaxMessageTermination\", \"config\": {\"max_messages\": 9}}}}",
                        first, second));
    struct response *plan = fixture_get(f, address);
    fixture_assert_has(plan, "Recognized as <strong>AutoGen teams and galleries</strong>");
    fixture_assert_has(plan, "config.participants[1].config.memory");
    start(f, address, "Done: 3 records imported");
    assert_non_null(strstr(config_of(f, "ada"), "\"handoffs\":[\"bea\"]"));
    fixture_assert_has(fixture_get(f, "/teams"), "Desk");
}

static void prompts_of_open_webui_become_prompts(void **state)
{
    struct fixture *f = *state;
    struct prompt prompt;
    const char *address =
        plan_of(f, "[{\"command\": \"/summarize\", \"title\": \"Summarize a text\", \"content\": "
                   "\"Summarize {{text}}\", \"timestamp\": 1, \"user_id\": \"u\"}]");
    fixture_assert_has(fixture_get(f, address),
                       "Recognized as <strong>Open WebUI prompts</strong>");
    start(f, address, "Done: 1 record imported");
    load_prompt(f, "summarize", &prompt);
    assert_string_equal(prompt.body.data, "Summarize {{text}}");
    assert_string_equal(prompt.head.description, "Summarize a text");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_page_lists_what_can_be_imported),
        TEST(a_claude_subagent_becomes_an_agent),
        TEST(a_table_becomes_prompts),
        TEST(servers_come_without_their_credentials),
        TEST(a_card_becomes_an_agent_with_its_endpoint),
        TEST(agents_and_then_a_crew_become_a_team),
        TEST(a_team_of_autogen_comes_with_its_agents),
        TEST(prompts_of_open_webui_become_prompts),
    };
    texts = arena_create(64 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
