#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "domain/framework/framework.h"

/* Agents and teams in the formats of other frameworks: nothing of a config disappears without a
 * word. */

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_create((size_t)256 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static json_t *parse(struct text text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse_deep(arena, text, 60, &json, &problem) != ERR_NONE)
        fail_msg("%s\n%s", text.data, problem);
    return json;
}

static json_t *parse_text(const char *text)
{
    return parse((struct text){text, strlen(text)});
}

/* Every key that a config may have, and some that nobody knows. */
static const char whole[] =
    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\",\"temperature\":0.5,\"top_p\":1,"
    "\"max_output_tokens\":99,\"stop\":[\"END\"],\"seed\":7},\"instructions\":\"Hi {{name}} {x}\","
    "\"tools\":[{\"type\":\"function\",\"name\":\"look_up\",\"description\":\"Finds.\","
    "\"parameters\":{\"type\":\"object\"},\"timeout\":3},{\"type\":\"web_search\"}],"
    "\"mcp_servers\":[{\"name\":\"files\",\"url\":\"https://mcp.example.com\",\"headers\":"
    "{\"Authorization\":{\"secret\":\"MCP\"}}},{\"name\":\"local\",\"command\":\"x\"}],"
    "\"handoffs\":[\"B\",\"Z\"],"
    "\"output\":{\"type\":\"json\",\"schema\":{\"type\":\"object\"}},"
    "\"limits\":{\"max_turns\":8,\"timeout_s\":60,\"max_tokens\":5},"
    "\"skills\":[{\"name\":\"S\"}],\"endpoint\":{\"url\":\"https://a.example.com\"},"
    "\"metadata\":{\"k\":\"v\",\"n\":1},\"weird\\nkey\":true,\"empty\":{}}";

static struct framework_agent agent_of(const char *name, const char *config)
{
    struct framework_agent agent = {.name = name,
                                    .description = "",
                                    .version = 3,
                                    .config = parse_text(config),
                                    .role = TEAM_WORKER};
    agent.instructions = json_text(agent.config, "instructions");
    return agent;
}

static struct framework_source alone(struct framework_agent *agent)
{
    return (struct framework_source){.kind = RECORD_AGENT,
                                     .name = agent->name,
                                     .description = agent->description,
                                     .version = agent->version,
                                     .agents = agent,
                                     .agent_count = 1,
                                     .provider_name = "Northwind",
                                     .provider_url = "https://rostrum.example.com"};
}

/* A as the lead, and B. */
static struct framework_source team(struct framework_agent agents[2], enum team_kind kind)
{
    agents[0] = agent_of("A", whole);
    agents[0].role = TEAM_LEAD;
    agents[1] = agent_of("B", "{\"model\":{\"name\":\"m\",\"provider\":\"anthropic\"},"
                              "\"limits\":{\"timeout_s\":9}}");
    struct framework_source source = alone(agents);
    source.kind = RECORD_TEAM;
    source.name = "Crew";
    source.agent_count = 2;
    source.team_kind = kind;
    source.settings = parse_text("{\"termination\":{\"max_turns\":4,\"text\":\"DONE\","
                                 "\"timeout_s\":5},\"colour\":\"red\"}");
    source.termination = (struct team_termination){.max_turns = 4, .text = "DONE", .timeout_s = 5};
    return source;
}

static struct framework_export write(const char *format, const struct framework_source *source)
{
    struct framework_export made;
    const char *problem = NULL;
    const struct framework *framework = framework_find(format);
    assert_non_null(framework);
    if (framework_write(arena, framework, source, &made, &problem) != ERR_NONE)
        fail_msg("%s: %s", format, problem);
    return made;
}

static const struct framework_file *file_of(const struct framework_export *made, const char *name)
{
    for (int i = 0; i < made->file_count; i++)
        if (strcmp(made->files[i].name, name) == 0)
            return &made->files[i];
    fail_msg("no file %s", name);
    return NULL;
}

static bool loses(const struct framework_export *made, const char *words)
{
    for (int i = 0; i < made->loss_count; i++)
        if (strstr(made->losses[i], words) != NULL)
            return true;
    return false;
}

static void assert_loses(const struct framework_export *made, const char *words)
{
    if (loses(made, words))
        return;
    for (int i = 0; i < made->loss_count; i++)
        print_error("%s\n", made->losses[i]);
    fail_msg("nothing is said of: %s", words);
}

/* JSON below lines of comment. */
static json_t *commented(const struct framework_file *file)
{
    const char *at = file->text.data;
    while (at[0] == '/')
        at = strchr(at, '\n') + 1;
    return parse_text(at);
}

static const char *line_of(const json_t *json, const char *key)
{
    return json_format(arena, json_object_get(json, key), JSON_LINE).data;
}

static void the_names_are_those_of_the_table(void **state)
{
    (void)state;
    for (int i = 0; i < FRAMEWORK_COUNT; i++)
        assert_string_equal(framework_names[i], frameworks[i].name);
    assert_null(framework_names[FRAMEWORK_COUNT]);
    assert_null(framework_find("rostrum"));
}

static void an_agent_for_openai(void **state)
{
    (void)state;
    struct framework_agent agent = agent_of("A", whole);
    struct framework_source source = alone(&agent);
    struct framework_export made = write("openai-agents", &source);
    json_t *json = parse(file_of(&made, "agent.json")->text);
    assert_string_equal(line_of(json, "model"), "\"gpt\"");
    assert_string_equal(line_of(json, "modelSettings"),
                        "{\"temperature\":0.5,\"topP\":1,\"maxTokens\":99,\"providerData\":{"
                        "\"stop\":[\"END\"]}}");
    assert_string_equal(line_of(json, "tools"),
                        "[{\"type\":\"function\",\"name\":\"look_up\",\"description\":\"Finds.\","
                        "\"strict\":false,\"parameters\":{\"type\":\"object\"}}]");
    assert_string_equal(line_of(json, "mcpServers"),
                        "[{\"name\":\"files\",\"url\":\"https://mcp.example.com\",\"requestInit\":"
                        "{\"headers\":{\"Authorization\":\"${MCP}\"}}}]");
    assert_string_equal(line_of(json, "outputType"),
                        "{\"type\":\"json_schema\",\"name\":\"output\",\"strict\":false,"
                        "\"schema\":{\"type\":\"object\"}}");
    assert_string_equal(line_of(json, "instructions"), "\"Hi {{name}} {x}\"");
    static const char *const lost[] = {"model.seed",
                                       "tools[].timeout",
                                       "web_search",
                                       "MCP",
                                       "handoff to B",
                                       "handoff to Z",
                                       "limits.timeout_s",
                                       "limits.max_tokens",
                                       "skills",
                                       "endpoint",
                                       "metadata",
                                       "server local",
                                       "mcp_servers[].command",
                                       "weird key"};
    for (size_t i = 0; i < COUNT_OF(lost); i++)
        assert_loses(&made, lost[i]);
    assert_false(loses(&made, "max_turns"));
    assert_false(loses(&made, "empty"));
    assert_non_null(strstr(made.snippet, "maxTurns: 8"));
    assert_non_null(strstr(made.snippet, "'look_up': async (input)"));
    assert_non_null(strstr(made.snippet, "readFile('agent.json'"));
}

static void teams_for_openai_find_each_other(void **state)
{
    (void)state;
    struct framework_agent agents[2];
    struct framework_source source = team(agents, TEAM_HANDOFF);
    struct framework_export made = write("openai-agents", &source);
    json_t *json = parse(file_of(&made, "team.json")->text);
    assert_string_equal(line_of(json, "entry"), "\"A\"");
    json_t *first = json_array_get(json_object_get(json, "agents"), 0);
    assert_string_equal(line_of(first, "handoffs"), "[\"B\"]");
    assert_loses(&made, "settings.colour");
    assert_loses(&made, "settings.termination.timeout_s");
    assert_loses(&made, "settings.termination.text");
    assert_false(loses(&made, "termination.max_turns"));
    assert_loses(&made, "limits.timeout_s has no counterpart. (A, B)");
    source = team(agents, TEAM_HIERARCHICAL);
    made = write("openai-agents", &source);
    json = parse(file_of(&made, "team.json")->text);
    first = json_array_get(json_object_get(json, "agents"), 0);
    assert_string_equal(line_of(first, "agentTools"), "[\"B\"]");
    source = team(agents, TEAM_SELECTOR);
    agents[1].name = "triage";
    made = write("openai-agents", &source);
    json = parse(file_of(&made, "team.json")->text);
    assert_string_equal(line_of(json, "entry"), "\"triage_2\"");
    assert_loses(&made, "The selector");
    source = team(agents, TEAM_SEQUENTIAL);
    made = write("openai-agents", &source);
    assert_non_null(strstr(made.snippet, "for (const each of all)\n        output"));
}

static void components_for_autogen(void **state)
{
    (void)state;
    struct framework_agent agents[2];
    struct framework_source source = team(agents, TEAM_HANDOFF);
    struct framework_export made = write("autogen", &source);
    json_t *json = parse(file_of(&made, "team.json")->text);
    assert_string_equal(line_of(json, "provider"), "\"autogen_agentchat.teams.Swarm\"");
    assert_string_equal(line_of(json, "component_type"), "\"team\"");
    json_t *config = json_object_get(json, "config");
    assert_string_equal(line_of(config, "max_turns"), "4");
    assert_string_equal(line_of(json_object_get(config, "termination_condition"), "provider"),
                        "\"autogen_agentchat.conditions.TextMentionTermination\"");
    json_t *first =
        json_object_get(json_array_get(json_object_get(config, "participants"), 0), "config");
    assert_string_equal(line_of(first, "name"), "\"a\"");
    assert_string_equal(line_of(first, "handoffs"), "[\"b\"]");
    assert_string_equal(line_of(first, "max_tool_iterations"), "8");
    assert_string_equal(line_of(first, "metadata"), "{\"k\":\"v\"}");
    assert_non_null(strstr(line_of(first, "workbench"), "\"Authorization\":\"${MCP}\""));
    assert_null(strstr(file_of(&made, "team.json")->text.data, "api_key"));
    static const char *const lost[] = {"tool look_up", "tool web_search", "{{name}}", "metadata.n",
                                       "role lead",    "anthropic",       "output",   "OPENAI_API"};
    for (size_t i = 0; i < COUNT_OF(lost); i++)
        assert_loses(&made, lost[i]);
    source = team(agents, TEAM_SELECTOR);
    made = write("autogen", &source);
    config = json_object_get(parse(file_of(&made, "team.json")->text), "config");
    assert_string_equal(line_of(json_object_get(config, "model_client"), "component_type"),
                        "\"model\"");
    assert_string_equal(line_of(config, "allow_repeated_speaker"), "false");
    source.termination.max_messages = 7;
    made = write("autogen", &source);
    config = json_object_get(parse(file_of(&made, "team.json")->text), "config");
    assert_string_equal(line_of(json_object_get(config, "termination_condition"), "provider"),
                        "\"autogen_agentchat.base.OrTerminationCondition\"");
}

static void a_crew_of_files(void **state)
{
    (void)state;
    struct framework_agent agents[2];
    struct framework_source source = team(agents, TEAM_SEQUENTIAL);
    struct framework_export made = write("crewai", &source);
    assert_int_equal(made.file_count, 3);
    const struct framework_file *file = file_of(&made, "agents/a.jsonc");
    assert_non_null(strstr(file->text.data, "// Name the tool in \"tools\" once it is written: "
                                            "look_up\n"));
    json_t *agent = commented(file);
    assert_string_equal(line_of(agent, "role"), "\"A\"");
    assert_string_equal(line_of(agent, "goal"), "\"A\"");
    assert_string_equal(line_of(agent, "backstory"), "\"Hi {name} {x}\"");
    assert_string_equal(line_of(agent, "llm"), "\"openai/gpt\"");
    assert_string_equal(line_of(agent, "settings"),
                        "{\"verbose\":false,\"allow_delegation\":false,\"max_iter\":8,"
                        "\"max_execution_time\":60}");
    json_t *crew = commented(file_of(&made, "crew.jsonc"));
    assert_string_equal(line_of(crew, "agents"), "[\"a\",\"b\"]");
    assert_string_equal(line_of(crew, "inputs"), "{}");
    assert_non_null(strstr(file_of(&made, "crew.jsonc")->text.data,
                           "// Give in \"inputs\", or when crewai run asks: request, name\n"));
    assert_string_equal(line_of(agent, "mcps"),
                        "[{\"url\":\"https://mcp.example.com\",\"streamable\":true,\"headers\":"
                        "{\"Authorization\":\"${MCP}\"}}]");
    assert_string_equal(line_of(crew, "process"), "\"sequential\"");
    assert_string_equal(line_of(json_array_get(json_object_get(crew, "tasks"), 1), "context"),
                        "[\"a_task\"]");
    assert_loses(&made, "The text has {x}, which CrewAI takes for a variable. (A)");
    assert_loses(&made, "model.temperature");
    source = team(agents, TEAM_HIERARCHICAL);
    made = write("crewai", &source);
    crew = commented(file_of(&made, "crew.jsonc"));
    assert_string_equal(line_of(crew, "process"), "\"hierarchical\"");
    assert_string_equal(line_of(crew, "manager_agent"), "\"a\"");
    assert_string_equal(line_of(crew, "agents"), "[\"b\"]");
    (void)file_of(&made, "agents/a.jsonc");
    assert_false(loses(&made, "The kind"));
}

static void a_subagent_is_markdown(void **state)
{
    (void)state;
    struct framework_agent agent = agent_of("Über: \"A\"\n", whole);
    agent.description = "Says \"hi\":\nalways.";
    agent.problem = "there is no such prompt.";
    agent.message_count = 2;
    struct framework_source source = alone(&agent);
    struct framework_export made = write("claude-subagent", &source);
    assert_string_equal(made.files[0].name, "ber-a.md");
    assert_string_equal(made.files[0].text.data,
                        "---\nname: ber-a\ndescription: \"Says \\\"hi\\\":\\nalways.\"\n"
                        "model: inherit\n---\n\nHi {{name}} {x}\n");
    assert_loses(&made, "The model gpt");
    assert_loses(&made, "{{name}}");
    assert_loses(&made, "there is no such prompt.");
    assert_loses(&made, "Of the chat");
    agent = agent_of("A", "{\"model\":{\"name\":\"claude-x\"}}");
    made = write("claude-subagent", &source);
    assert_non_null(strstr(made.files[0].text.data, "\nmodel: \"claude-x\"\n"));
}

static void cards_say_what_they_leave_out(void **state)
{
    (void)state;
    struct framework_agent agents[2];
    struct framework_source source = team(agents, TEAM_HANDOFF);
    struct framework_export made = write("a2a", &source);
    json_t *card = parse(file_of(&made, "agent-card.json")->text);
    assert_string_equal(line_of(card, "name"), "\"Crew\"");
    assert_string_equal(line_of(card, "version"), "\"3\"");
    assert_int_equal(json_array_size(json_object_get(card, "skills")), 2);
    assert_loses(&made, "model has no counterpart. (A, B)");
    assert_null(strstr(made.files[0].text.data, "Hi {{name}}"));
    made = write("a2a-0.3", &source);
    assert_non_null(strstr(made.files[0].text.data, "\"protocolVersion\": \"0.3.0\""));
    source = alone(&agents[1]);
    const char *problem = NULL;
    assert_int_equal(framework_write(arena, framework_find("a2a"), &source, &made, &problem),
                     ERR_NOT_FOUND);
    assert_non_null(strstr(problem, "Without an endpoint"));
}

static void plain_json_has_everything(void **state)
{
    (void)state;
    struct framework_agent agents[2];
    struct framework_source source = team(agents, TEAM_HANDOFF);
    const char *missing[] = {"Ghost"};
    source.missing = missing;
    source.missing_count = 1;
    struct framework_export made = write("json", &source);
    json_t *json = parse(file_of(&made, "team.json")->text);
    json_t *first = json_array_get(json_object_get(json, "members"), 0);
    assert_true(json_equal(json_object_get(first, "config"), parse_text(whole)));
    assert_string_equal(line_of(first, "role"), "\"lead\"");
    assert_loses(&made, "Ghost");
    agents[0] = agent_of("A", "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"p\"}}");
    agents[0].instructions = "Resolved.";
    source = alone(&agents[0]);
    made = write("json", &source);
    json = json_object_get(parse(made.files[0].text), "config");
    assert_string_equal(line_of(json, "instructions"), "\"Resolved.\"");
}

static void several_files_are_one_tape(void **state)
{
    (void)state;
    enum { BLOCK = 512 };
    struct framework_agent agents[2];
    const char *ending = NULL;
    struct framework_source source = team(agents, TEAM_SEQUENTIAL);
    struct framework_export made = write("crewai", &source);
    struct framework_file tape = framework_pack(arena, &made, &ending);
    assert_string_equal(ending, ".tar");
    size_t at = 0;
    for (int i = 0; i < made.file_count; i++) {
        const char *head = tape.text.data + at;
        unsigned sum = 0;
        for (int j = 0; j < BLOCK; j++)
            sum += j >= 148 && j < 156 ? ' ' : (unsigned char)head[j];
        assert_string_equal(head, made.files[i].name);
        assert_memory_equal(head + 257, "ustar\00000", 8);
        assert_int_equal(strtoul(head + 148, NULL, 8), sum);
        size_t len = strtoul(head + 124, NULL, 8);
        assert_int_equal(len, made.files[i].text.len);
        assert_memory_equal(head + BLOCK, made.files[i].text.data, len);
        at += BLOCK + (len + BLOCK - 1) / BLOCK * BLOCK;
    }
    assert_int_equal(tape.text.len, at + 2 * BLOCK);
    struct framework_source one = alone(&agents[0]);
    made = write("json", &one);
    assert_ptr_equal(framework_pack(arena, &made, &ending).text.data, made.files[0].text.data);
    assert_string_equal(ending, ".json");
}

/* Members of one name once it is an id, and a config with more unknown keys than are told. */
static void hostile_teams_take_little_time(void **state)
{
    (void)state;
    struct framework_agent *agents = arena_array(arena, TEAM_MEMBERS_MAX, sizeof *agents);
    json_t *config = parse_text("{\"model\":{\"name\":\"m\"}}");
    for (int i = 0; i < 20000; i++)
        json_object_set_new(config, arena_printf(arena, "key %d", i), json_true());
    for (int i = 0; i < TEAM_MEMBERS_MAX; i++) {
        agents[i] = agent_of("日本", "{\"model\":{\"name\":\"m\"}}");
        agents[i].config = config;
    }
    struct framework_source source = alone(agents);
    source.kind = RECORD_TEAM;
    source.agent_count = TEAM_MEMBERS_MAX;
    source.settings = parse_text("{}");
    struct framework_export made = write("crewai", &source);
    assert_int_equal(made.file_count, TEAM_MEMBERS_MAX + 1);
    assert_in_range(made.loss_count, 1, FRAMEWORK_LOSSES_MAX);
    assert_string_equal(made.losses[made.loss_count - 1], "And more of this kind.");
    (void)file_of(&made, "agents/agent_100.jsonc");
    assert_loses(&made, "and 80 more");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_names_are_those_of_the_table),
        TEST(an_agent_for_openai),
        TEST(teams_for_openai_find_each_other),
        TEST(components_for_autogen),
        TEST(a_crew_of_files),
        TEST(a_subagent_is_markdown),
        TEST(cards_say_what_they_leave_out),
        TEST(plain_json_has_everything),
        TEST(several_files_are_one_tape),
        TEST(hostile_teams_take_little_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
