#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/agent/agent_config.h"
#include "domain/transfer/bundle_open.h"
#include "domain/transfer/bundle_read.h"

/* What other programs export, as they write it, becomes records. */

static struct arena *arena;
static struct bundle bundle;
static struct bundle_record record;
static struct config_problems problems;
static json_t *config;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(512 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void open_good(const char *text, const char *format, int count)
{
    const char *problem = NULL;
    if (bundle_open(arena, text, strlen(text), &bundle, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    assert_string_equal(bundle.format, format);
    assert_int_equal(bundle.count, count);
}

static void open_bad(const char *text, const char *message)
{
    const char *problem = NULL;
    assert_int_equal(bundle_open(arena, text, strlen(text), &bundle, &problem), ERR_INVALID);
    if (strstr(problem, message) == NULL)
        fail_msg("%s", problem);
}

static void read_good(int place, enum record_kind_id kind, const char *name)
{
    if (bundle_read(arena, &bundle, place, &record, &problems) != ERR_NONE)
        fail_msg("%s: %s", problems.items[0].path, problems.items[0].message);
    assert_int_equal(record.kind, kind);
    assert_string_equal(record.name, name);
    assert_int_equal(record.version_count, 1);
}

/* The record is an agent whose config keeps the rules of configs. */
static void read_agent(int place, const char *name)
{
    read_good(place, RECORD_AGENT, name);
    struct text body = record.versions[0].body;
    if (agent_config_parse(arena, body.data, body.len, &config, &problems) != ERR_NONE)
        fail_msg("%s: %s", problems.items[0].path, problems.items[0].message);
}

static void assert_config(const char *expected)
{
    assert_string_equal(json_format(arena, config, JSON_LINE).data, expected);
}

static void assert_part(const char *key, const char *expected)
{
    assert_string_equal(json_format(arena, json_object_get(config, key), JSON_LINE).data, expected);
}

static void assert_noted(const char *path, const char *message)
{
    for (int i = 0; i < record.notes.count; i++)
        if (strcmp(record.notes.items[i].path, path) == 0 &&
            strstr(record.notes.items[i].message, message) != NULL)
            return;
    fail_msg("no note at %s: %s (%d others, the first at %s)", path, message, record.notes.count,
             record.notes.count == 0 ? "-" : record.notes.items[0].path);
}

/* ---- Claude ---------------------------------------------------------------------------------- */

static void a_claude_subagent_becomes_an_agent(void **state)
{
    (void)state;
    open_good("---\n"
              "name: code-reviewer\n"
              "description: Expert code review specialist. Use immediately after writing code.\n"
              "tools: Read, Grep, Glob, Bash, mcp__github__get_issue, Bash(git log:*, git diff:*)\n"
              "model: sonnet\n"
              "maxTurns: 12\n"
              "color: cyan\n"
              "---\n"
              "\n"
              "You are a senior code reviewer.\n\nWhen invoked:\n1. Run git diff\n---\nEnd.\n",
              "Claude subagent", 1);
    read_agent(0, "code-reviewer");
    assert_string_equal(record.description,
                        "Expert code review specialist. Use immediately after writing code.");
    assert_config("{\"model\":{\"provider\":\"anthropic\",\"name\":\"sonnet\"},"
                  "\"instructions\":\"You are a senior code reviewer.\\n\\nWhen invoked:\\n1. Run "
                  "git diff\\n---\\nEnd.\",\"tools\":[{\"name\":\"Read\"},{\"name\":\"Grep\"},"
                  "{\"name\":\"Glob\"},{\"name\":\"Bash\"},{\"name\":\"mcp__github__get_issue\"}],"
                  "\"limits\":{\"max_turns\":12}}");
    assert_int_equal(record.notes.count, 2);
    assert_noted("tools", "“Bash(git log:*, git diff:*)” is no name of a tool");
    assert_noted("color", "Not kept");
}

/* What Claude's own tool writes: a description with colons, which is no YAML. */
static void front_matter_that_is_no_yaml_is_read_by_lines(void **state)
{
    (void)state;
    open_good("---\r\n"
              "name: test-runner\r\n"
              "description: Use this agent when: tests fail. Examples: <example>user: \"run\" "
              "assistant: 'ok'</example>\r\n"
              "  It goes on here.\r\n"
              "tools: \"Read, Bash\"\r\n"
              "---\r\n"
              "Run the tests.",
              "Claude subagent", 1);
    read_agent(0, "test-runner");
    assert_string_equal(record.description,
                        "Use this agent when: tests fail. Examples: <example>user: \"run\" "
                        "assistant: 'ok'</example>\r\n  It goes on here.");
    assert_part("tools", "[{\"name\":\"Read\"},{\"name\":\"Bash\"}]");
    assert_part("model", "{\"provider\":\"anthropic\",\"name\":\"inherit\"}");
}

static void a_claude_subagent_may_list_its_tools_and_servers(void **state)
{
    (void)state;
    open_good("---\nname: b\ndescription: >\n  Two\n  lines\ntools:\n  - Read\n  - Write\n"
              "mcpServers:\n  crm:\n    type: http\n    url: https://crm.example.com/mcp\n"
              "    headers:\n      Authorization: Bearer 8f1c2d3e4f5061728394a5b6c7d8e9f0\n---\nx",
              "Claude subagent", 1);
    read_agent(0, "b");
    assert_string_equal(record.description, "Two lines");
    assert_part("tools", "[{\"name\":\"Read\"},{\"name\":\"Write\"}]");
    assert_part("mcp_servers",
                "[{\"name\":\"crm\",\"type\":\"http\",\"url\":\"https://crm.example.com/mcp\","
                "\"headers\":{\"Authorization\":\"Bearer ${secret:CRM_AUTHORIZATION}\"}}]");
    open_good("---\nname: \ndescription: x\n---\ny", "Claude subagent", 1);
    assert_int_equal(bundle_read(arena, &bundle, 0, &record, &problems), ERR_INVALID);
    assert_string_equal(problems.items[0].path, "name");
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static void a_table_of_prompts_is_read(void **state)
{
    (void)state;
    open_good("\xef\xbb\xbf"
              "act,prompt,for_devs\r\n"
              "\"Linux Terminal\",\"I want you to act as a linux terminal.\r\nSay \"\"pwd\"\".\","
              "TRUE\r\n"
              "UX/UI  Developer,\"a, b\",FALSE\r\n"
              "\r\n"
              "Poet,Write {{topic}}.,\r\n"
              "Empty,,FALSE",
              "CSV with the columns act and prompt", 4);
    read_good(0, RECORD_PROMPT, "Linux Terminal");
    assert_string_equal(record.versions[0].body.data,
                        "I want you to act as a linux terminal.\r\nSay \"pwd\".");
    assert_string_equal(record.tags, "developers");
    assert_int_equal(record.notes.count, 0);
    read_good(1, RECORD_PROMPT, "UX-UI Developer");
    assert_string_equal(record.versions[0].body.data, "a, b");
    assert_null(record.tags);
    assert_noted("line 4.name", "Read as “UX-UI Developer”.");
    read_good(2, RECORD_PROMPT, "Poet");
    assert_int_equal(bundle_read(arena, &bundle, 3, &record, &problems), ERR_INVALID);
    assert_string_equal(problems.items[0].path, "line 7.body");
}

static void other_columns_and_separators_are_understood(void **state)
{
    (void)state;
    open_good("Title;Body;Tags;Mood\nA;Text;\"x, y\";good\nB;Other\n",
              "CSV with the columns act and prompt", 2);
    read_good(0, RECORD_PROMPT, "A");
    assert_string_equal(record.tags, "x, y");
    assert_noted("line 2.Mood", "Not kept");
    read_good(1, RECORD_PROMPT, "B");
    assert_string_equal(record.versions[0].body.data, "Other");
    open_good("name\tcontent\na\tb\n", "CSV with the columns act and prompt", 1);
    open_good("act,prompt\na,b\na,c\n", "CSV with the columns act and prompt", 2);
    assert_int_equal(bundle_read(arena, &bundle, 1, &record, &problems), ERR_INVALID);
    assert_non_null(strstr(problems.items[0].message, "in the document already: line 2"));
    open_bad("act,prompt\na,b\n\"never closed,x\n", "Line 3: a quotation mark has no other one");
    open_bad("act,prompt\n\"a\" b,x\n", "Line 2: there is something behind");
    open_good("act,prompt\na,\"  kept \n\"\n", "CSV with the columns act and prompt", 1);
    read_good(0, RECORD_PROMPT, "a");
    assert_string_equal(record.versions[0].body.data, "  kept \n");
    open_bad("act,prompt\n", "no record");
}

/* ---- MCP servers ----------------------------------------------------------------------------- */

static void servers_become_an_agent_without_their_credentials(void **state)
{
    (void)state;
    open_good(
        "{\"mcpServers\": {\n"
        " \"github\": {\"command\": \"npx\", \"args\": [\"-y\", \"@modelcontextprotocol/"
        "server-github\"],\n"
        "  \"env\": {\"GITHUB_PERSONAL_ACCESS_TOKEN\": \"hunter2\", \"LOG\": \"debug\","
        " \"OTHER_TOKEN\": \"${OTHER}\"}},\n"
        " \"crm\": {\"type\": \"http\", \"url\": \"https://crm.example.com/mcp?api_key="
        "s3cr3tValue99&team=a\",\n  \"headers\": {\"X-Api-Key\": \"abcdef1234567890abcdef\"}},\n"
        " \"files\": {\"command\": \"npx\", \"args\": [\"--api-key\", \"topsecret\","
        " \"--token=abc\", \"/home/ada\"]},\n"
        " \"memory\": {\"command\": \"mem\"}\n}, \"globalShortcut\": \"Ctrl+Space\"}",
        "MCP servers (mcpServers)", 1);
    read_agent(0, "MCP servers: github, crm, files and 1 more");
    assert_part(
        "mcp_servers",
        "[{\"name\":\"github\",\"command\":\"npx\",\"args\":[\"-y\",\"@modelcontextprotocol/"
        "server-github\"],\"env\":{\"GITHUB_PERSONAL_ACCESS_TOKEN\":{\"secret\":"
        "\"GITHUB_PERSONAL_ACCESS_TOKEN\"},\"LOG\":\"debug\",\"OTHER_TOKEN\":\"${OTHER}\"}},"
        "{\"name\":\"crm\",\"type\":\"http\",\"url\":\"https://crm.example.com/mcp?api_key="
        "${secret:CRM_API_KEY}&team=a\",\"headers\":{\"X-Api-Key\":{\"secret\":\"CRM_X_API_KEY\"}}}"
        ",{\"name\":\"files\",\"command\":\"npx\",\"args\":[\"--api-key\",\"${secret:FILES_API_KEY}"
        "\",\"--token=${secret:FILES_TOKEN}\",\"/home/ada\"]},{\"name\":\"memory\",\"command\":"
        "\"mem\"}]");
    assert_part("model", "{\"name\":\"unspecified\"}");
    assert_noted("", "names no model");
    assert_noted("mcpServers.github.env.GITHUB_PERSONAL_ACCESS_TOKEN",
                 "secret “GITHUB_PERSONAL_ACCESS_TOKEN”");
    assert_noted("mcpServers.crm.url", "CRM_API_KEY");
    assert_noted("mcpServers.files.args[2]", "FILES_TOKEN");
    assert_noted("globalShortcut", "Not kept");
    const char *text = record.versions[0].body.data;
    assert_null(strstr(text, "hunter2"));
    assert_null(strstr(text, "s3cr3t"));
    assert_null(strstr(text, "topsecret"));
}

static void servers_of_vs_code_are_read_with_their_comments(void **state)
{
    (void)state;
    open_good("// .vscode/mcp.json\n{\n  \"inputs\": [],\n  \"servers\": {\n"
              "    /* local */ \"db\": {\"type\": \"stdio\", \"command\": \"db-mcp\",},\n  },\n}\n",
              "MCP servers (mcpServers)", 1);
    read_agent(0, "MCP servers: db");
    assert_part("mcp_servers", "[{\"name\":\"db\",\"type\":\"stdio\",\"command\":\"db-mcp\"}]");
    assert_noted("inputs", "Not kept");
    open_bad("{\"mcpServers\": {}}", "no server");
    struct buf many;
    buf_init(&many, arena);
    buf_add_text(&many, "{\"mcpServers\": {\"x\": {}");
    for (int i = 0; i < 500; i++)
        buf_printf(&many, ", \"s%d\": {}", i);
    buf_add_text(&many, "}}");
    open_bad(many.data, "at most 500");
}

/* ---- A2A ------------------------------------------------------------------------------------- */

static void a_card_of_a2a_1_becomes_an_agent(void **state)
{
    (void)state;
    open_good("{\"name\": \"GeoSpatial/Route Planner\", \"description\": \"Plans routes.\","
              "\"supportedInterfaces\": [{\"url\": \"https://geo.example.com/a2a/v1\","
              "\"protocolBinding\": \"JSONRPC\", \"protocolVersion\": \"1.0\"},"
              "{\"url\": \"https://geo.example.com/json\", \"protocolBinding\": \"HTTP+JSON\","
              "\"protocolVersion\": \"1.0\"}], \"provider\": {\"organization\": \"Geo\","
              "\"url\": \"https://geo.example.com\"}, \"version\": \"1.2.0\","
              "\"capabilities\": {\"streaming\": true}, \"defaultInputModes\": [\"text/plain\"],"
              "\"defaultOutputModes\": [\"text/plain\"], \"skills\": [{\"id\": \"route\","
              "\"name\": \"Route\", \"description\": \"Shortest way\", \"tags\": [\"maps\"],"
              "\"examples\": [\"From A to B\"]}], \"signatures\": [{\"protected\": \"x\","
              "\"signature\": \"y\"}]}",
              "A2A agent cards", 1);
    read_agent(0, "GeoSpatial-Route Planner");
    assert_string_equal(record.description, "Plans routes.");
    assert_part("endpoint", "{\"url\":\"https://geo.example.com/a2a/v1\",\"protocol\":\"JSONRPC\","
                            "\"protocol_version\":\"1.0\"}");
    assert_part("skills", "[{\"id\":\"route\",\"name\":\"Route\",\"description\":\"Shortest way\","
                          "\"tags\":[\"maps\"],\"examples\":[\"From A to B\"]}]");
    assert_part(
        "metadata",
        "{\"a2a_card\":{\"supportedInterfaces\":[{\"url\":\"https://geo.example.com/json\","
        "\"protocolBinding\":\"HTTP+JSON\",\"protocolVersion\":\"1.0\"}],\"provider\":"
        "{\"organization\":\"Geo\",\"url\":\"https://geo.example.com\"},\"version\":\"1.2.0\","
        "\"capabilities\":{\"streaming\":true},\"defaultInputModes\":[\"text/plain\"],"
        "\"defaultOutputModes\":[\"text/plain\"]}}");
    assert_noted("signatures", "Not kept");
    assert_noted("name", "GeoSpatial-Route Planner");
}

static void cards_of_a2a_0_3_are_read_from_a_list(void **state)
{
    (void)state;
    open_good("[{\"protocolVersion\": \"0.3.0\", \"name\": \"Echo\", \"description\": \"Echoes\","
              "\"url\": \"https://echo.example.com/\", \"preferredTransport\": \"GRPC\","
              "\"version\": \"1\", \"capabilities\": {}, \"defaultInputModes\": [],"
              "\"defaultOutputModes\": [], \"skills\": []},"
              "{\"name\": \"Second\", \"url\": \"https://b.example.com/\", \"skills\": []}]",
              "A2A agent cards", 2);
    read_agent(0, "Echo");
    assert_part("endpoint", "{\"url\":\"https://echo.example.com/\",\"protocol\":\"GRPC\","
                            "\"protocol_version\":\"0.3\"}");
    read_agent(1, "Second");
    assert_part("endpoint", "{\"url\":\"https://b.example.com/\",\"protocol\":\"JSONRPC\","
                            "\"protocol_version\":\"0.3\"}");
}

/* ---- OpenAI ---------------------------------------------------------------------------------- */

static void assistants_become_agents(void **state)
{
    (void)state;
    open_good(
        "{\"object\": \"list\", \"data\": [{\"id\": \"asst_1\", \"object\": \"assistant\","
        "\"created_at\": 1698984975, \"name\": \"Math Tutor\", \"description\": null,"
        "\"model\": \"gpt-4o\", \"instructions\": \"You are a tutor.\", \"tools\": ["
        "{\"type\": \"code_interpreter\"}, {\"type\": \"function\", \"function\": {\"name\": "
        "\"solve\", \"parameters\": {\"type\": \"object\"}, \"strict\": true}}],"
        "\"tool_resources\": {\"code_interpreter\": {\"file_ids\": [\"file-1\"]}},"
        "\"metadata\": {\"team\": \"school\"}, \"top_p\": 1.0, \"temperature\": 0.2,"
        "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"answer\","
        "\"schema\": {\"type\": \"object\"}}}, \"mood\": 1},"
        "{\"id\": \"asst_2\", \"object\": \"assistant\", \"name\": null, \"model\": \"o3\","
        "\"instructions\": null, \"tools\": [], \"response_format\": \"auto\"}],"
        "\"first_id\": \"asst_1\", \"has_more\": false}",
        "OpenAI assistants", 2);
    read_agent(0, "Math Tutor");
    assert_null(record.description);
    assert_config(
        "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4o\",\"temperature\":0.2,\"top_p\":1.0}"
        ",\"instructions\":\"You are a tutor.\",\"tools\":[{\"type\":\"code_interpreter\"},{"
        "\"type\":\"function\",\"name\":\"solve\",\"parameters\":{\"type\":\"object\"},\"strict\":"
        "true}],\"tool_resources\":{\"code_interpreter\":{\"file_ids\":[\"file-1\"]}},\"metadata\":"
        "{\"team\":\"school\"},\"output\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\""
        "},\"name\":\"answer\"}}");
    assert_noted("data[0].tools[1].function", "as the tool itself");
    assert_noted("data[0].mood", "Not kept");
    read_agent(1, "asst_2");
    assert_config("{\"model\":{\"provider\":\"openai\",\"name\":\"o3\"}}");
    open_good("{\"name\": \"One\", \"model\": \"gpt-4o\", \"instructions\": \"x\"}",
              "OpenAI assistants", 1);
    read_agent(0, "One");
}

/* ---- Open WebUI ------------------------------------------------------------------------------ */

/* Much of what looks like the beginning of a variable costs no more than its length. */
static void hostile_braces_take_no_time(void **state)
{
    (void)state;
    static const char *const units[] = {"{{", "{{a|", "{{a | ", "}}"};
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        struct buf text;
        buf_init(&text, arena);
        buf_add_text(&text, "[{\"command\": \"a\", \"content\": \"");
        while (text.len < 512 * 1024)
            buf_add_text(&text, units[i]);
        buf_add_text(&text, "\"}]");
        open_good(text.data, "Open WebUI prompts", 1);
        read_good(0, RECORD_PROMPT, "a");
    }
}

static void prompts_of_open_webui_are_read(void **state)
{
    (void)state;
    open_good("[{\"command\": \"/summarize\", \"user_id\": \"u\", \"title\": \"Summarize a text\","
              "\"content\": \"Summarize:\\n{{CLIPBOARD}} in {{ language | "
              "select:options=[\\\"en\\\"] }}\", \"timestamp\": 1, \"access_control\": {}},"
              "{\"id\": \"p\", \"command\": \"translate\", \"name\": \"Translate\","
              "\"content\": \"Translate {{text}}\", \"tags\": [\"lang\", {\"name\": \"x\"}],"
              "\"commit_message\": \"First\", \"is_active\": true, \"access_grants\": []}]",
              "Open WebUI prompts", 2);
    read_good(0, RECORD_PROMPT, "summarize");
    assert_string_equal(record.description, "Summarize a text");
    assert_string_equal(record.versions[0].body.data, "Summarize:\n{{CLIPBOARD}} in {{language}}");
    assert_noted("[0].content", "are read as {{name}}");
    assert_noted("[0].access_control", "Not kept");
    read_good(1, RECORD_PROMPT, "translate");
    assert_string_equal(record.description, "Translate");
    assert_string_equal(record.tags, "lang, x");
    assert_string_equal(record.versions[0].message, "First");
    assert_string_equal(record.versions[0].body.data, "Translate {{text}}");
}

/* ---- CrewAI ---------------------------------------------------------------------------------- */

static void agents_of_crewai_are_read(void **state)
{
    (void)state;
    open_good("# config/agents.yaml\n"
              "researcher:\n"
              "  role: >\n"
              "    {topic} Senior Data Researcher\n"
              "  goal: >\n"
              "    Uncover developments in {topic}\n"
              "  backstory: >\n"
              "    You're a seasoned researcher. JSON looks like {\"a\": 1} or {{kept}}.\n"
              "  llm: openai/gpt-4o\n"
              "  tools: [SerperDevTool, \"a b\"]\n"
              "  max_iter: 25\n"
              "  verbose: true\n"
              "\n"
              "reporting_analyst:\n"
              "  role: Analyst\n"
              "  goal: 'Report: all of it'\n"
              "  backstory: Careful\n",
              "CrewAI agents, tasks and crews", 2);
    read_agent(0, "researcher");
    assert_string_equal(record.description, "{topic} Senior Data Researcher");
    assert_config("{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4o\"},\"instructions\":"
                  "\"You are {{topic}} Senior Data Researcher. You're a seasoned researcher. JSON "
                  "looks like {\\\"a\\\": 1} or {{kept}}.\\nYour personal goal is: Uncover "
                  "developments in {{topic}}\",\"tools\":[{\"name\":\"SerperDevTool\"}],"
                  "\"limits\":{\"max_turns\":25}}");
    assert_noted("researcher.verbose", "Not kept");
    assert_noted("researcher.tools[1]", "no name of a tool");
    assert_noted("researcher", "read as {{topic}}");
    read_agent(1, "reporting_analyst");
    assert_part("instructions", "\"You are Analyst. Careful\\nYour personal goal is: Report: all "
                                "of it\"");
    assert_noted("reporting_analyst", "names no model");
}

static void tasks_of_crewai_become_prompts(void **state)
{
    (void)state;
    open_good("research_task:\n  description: |\n    Research {topic}\n    in {current-year}\n"
              "  expected_output: >\n    Ten points\n  agent: researcher\n  context: [a]\n",
              "CrewAI agents, tasks and crews", 1);
    read_good(0, RECORD_PROMPT, "research_task");
    assert_string_equal(record.versions[0].body.data,
                        "Research {{topic}}\nin {{current_year}}\n\nExpected output:\nTen points");
    assert_noted("research_task.agent", "Not kept");
    assert_noted("research_task.context", "Not kept");
}

static void a_crew_becomes_a_team_with_its_tasks(void **state)
{
    (void)state;
    open_good("{\n  // the crew\n  \"name\": \"newsroom\", \"process\": \"hierarchical\",\n"
              "  \"agents\": [\"researcher\", \"writer\"],\n  \"manager_llm\": \"openai/gpt-4o\",\n"
              "  \"tasks\": [{\"name\": \"find\", \"description\": \"Find {topic}\","
              " \"expected_output\": \"A list\", \"agent\": \"researcher\"},],\n"
              "  \"inputs\": {\"topic\": \"bees\"},\n}\n",
              "CrewAI agents, tasks and crews", 2);
    read_good(0, RECORD_PROMPT, "newsroom - find");
    read_good(1, RECORD_TEAM, "newsroom");
    const struct bundle_version *team = &record.versions[0];
    assert_int_equal(team->kind, TEAM_HIERARCHICAL);
    assert_int_equal(team->member_count, 2);
    assert_string_equal(team->members[0].agent, "researcher");
    assert_int_equal(team->members[0].role, TEAM_LEAD);
    assert_int_equal(team->members[1].role, TEAM_WORKER);
    assert_string_equal(json_format(arena, team->team_settings, JSON_LINE).data,
                        "{\"inputs\":{\"topic\":\"bees\"},\"manager_llm\":\"openai/gpt-4o\"}");
    assert_noted("agents[0]", "Read as the lead");
    open_good("{\"role\": \"Writer\", \"goal\": \"Write\", \"backstory\": \"Old\", \"llm\": "
              "\"anthropic/claude\", \"settings\": {\"max_iter\": 5, \"verbose\": true}}",
              "CrewAI agents, tasks and crews", 1);
    read_agent(0, "Writer");
    assert_part("limits", "{\"max_turns\":5}");
}

static void hostile_yaml_is_refused(void **state)
{
    (void)state;
    open_bad("a: &a [x, x]\nb: &b [*a, *a]\nc:\n  role: *b\n  goal: x\n", "aliases (*name)");
    open_bad("a:\n  role: x\n  role: y\n  goal: z\n", "this key is there twice");
    open_bad("a:\n  role: !!python/object:os.system x\n  goal: z\n", "tags (!name)");
    open_bad("a:\n  role: \"x\\0y\"\n  goal: z\n", "NUL");
    open_bad("a:\n\trole: x\n\tgoal: z\n", "This YAML can't be read. Line 2:");
    open_bad("a:\n  role: x\n  goal: z\n---\nb: 1\n", "one document");
    open_bad("- description: x\n  expected_output: y\n", "under their keys");
    struct buf deep;
    buf_init(&deep, arena);
    buf_add_text(&deep, "a:\n  role: x\n  goal: ");
    for (int i = 0; i < 100000; i++)
        buf_add_char(&deep, '[');
    open_bad(deep.data, "nested too deeply");
    buf_add_char(&deep, '\n');
    while (deep.len <= 1024 * 1024)
        buf_add_text(&deep, "# long\n");
    open_bad(deep.data, "1 MiB");
}

/* ---- AutoGen --------------------------------------------------------------------------------- */

#define MODEL                                                                                      \
    "{\"provider\": \"autogen_ext.models.openai.OpenAIChatCompletionClient\", \"component_type\":" \
    "\"model\", \"version\": 1, \"config\": {\"model\": \"gpt-4o-mini\", \"temperature\": 0.5,"    \
    "\"api_key\": \"sk-abcdefghijklmnopqrstuvwx\"}}"
#define AGENT(name, more)                                                                          \
    "{\"provider\": \"autogen_agentchat.agents.AssistantAgent\", \"component_type\": \"agent\","   \
    "\"version\": 1, \"description\": \"Helps\", \"label\": \"A\", \"config\": {\"name\": \"" name \
    "\", \"model_client\": " MODEL ", \"system_message\": \"You help.\"" more "}}"
#define TEAM(provider, label, participants, more)                                                  \
    "{\"provider\": \"autogen_agentchat.teams." provider "\", \"component_type\": \"team\","       \
    "\"version\": 1, \"description\": \"A team\", \"label\": \"" label                             \
    "\", \"config\": {\"participants\": [" participants "]" more "}}"

static void a_team_of_autogen_becomes_agents_and_a_team(void **state)
{
    (void)state;
    open_good(
        TEAM("SelectorGroupChat", "Desk",
             AGENT("writer",
                   ", \"tools\": [{\"provider\": \"autogen_core.tools.FunctionTool\","
                   "\"component_type\": \"tool\", \"config\": {\"name\": \"calculator\","
                   "\"description\": \"Adds\", \"source_code\": \"def calculator(): pass\"}}],"
                   "\"handoffs\": [\"critic\", {\"target\": \"user\"}],"
                   "\"reflect_on_tool_use\": true, \"model_context\": {}") "," AGENT("critic", ""),
             ", \"termination_condition\": {\"provider\": "
             "\"autogen_agentchat.base.OrTerminationCondition\", \"config\": {\"conditions\": [{"
             "\"provider\": \"autogen_agentchat.conditions.TextMentionTermination\", \"config\": {"
             "\"text\": \"TERMINATE\"}}, {\"provider\": \"autogen_agentchat.conditions."
             "MaxMessageTermination\", \"config\": {\"max_messages\": 10}}, {\"provider\": "
             "\"autogen_agentchat.conditions.TimeoutTermination\", \"config\": {"
             "\"timeout_seconds\": 60.0}}]}}, \"max_turns\": null, \"selector_prompt\": \"Pick\","
             "\"model_client\": " MODEL ", \"emit_team_events\": false"),
        "AutoGen teams and galleries", 3);
    read_agent(0, "writer");
    assert_config("{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4o-mini\",\"temperature\":"
                  "0.5},\"instructions\":\"You help.\",\"tools\":[{\"type\":\"function\",\"name\":"
                  "\"calculator\",\"description\":\"Adds\"}],\"handoffs\":[\"critic\"],\"autogen\":"
                  "{\"provider\":\"autogen_agentchat.agents.AssistantAgent\","
                  "\"reflect_on_tool_use\":true}}");
    assert_string_equal(record.description, "Helps");
    assert_noted("config.participants[0].config.tools[0].config.source_code", "Not kept");
    assert_noted("config.participants[0].config.handoffs[1]", "not in the document");
    assert_noted("config.participants[0].config.model_context", "Not kept");
    assert_noted("config.participants[0].config.model_client.config.api_key", "Not kept");
    read_good(2, RECORD_TEAM, "Desk");
    const struct bundle_version *team = &record.versions[0];
    assert_int_equal(team->kind, TEAM_SELECTOR);
    assert_int_equal(team->member_count, 2);
    assert_string_equal(team->members[1].agent, "critic");
    assert_string_equal(json_format(arena, team->team_settings, JSON_LINE).data,
                        "{\"termination\":{\"text\":\"TERMINATE\",\"max_messages\":10,"
                        "\"timeout_s\":60},\"selector_prompt\":\"Pick\",\"model\":{\"provider\":"
                        "\"openai\",\"name\":\"gpt-4o-mini\",\"temperature\":0.5}}");
    assert_noted("emit_team_events", "Not kept");
}

static void agents_of_a_gallery_keep_apart(void **state)
{
    (void)state;
    open_good(
        "{\"id\": \"g\", \"name\": \"Gallery\", \"components\": {\"agents\": [" AGENT(
            "helper",
            "") "], \"models\": [], \"tools\": [], \"terminations\": [], \"teams\": "
                "[" TEAM(
                    "RoundRobinGroupChat", "One", AGENT("helper", ""),
                    ", \"max_turns\": 3") "," TEAM("Swarm", "Two",
                                                   AGENT(
                                                       "helper",
                                                       ", \"handoffs\": "
                                                       "[\"other\"]") "," AGENT("other",
                                                                                ", \"workbench\": "
                                                                                "[{\"provider\": "
                                                                                "\"autogen_ext."
                                                                                "tools.mcp."
                                                                                "McpWorkbench\", "
                                                                                "\"label\": "
                                                                                "\"web\", "
                                                                                "\"config\": "
                                                                                "{\"server_"
                                                                                "params\":"
                                                                                "{\"type\": "
                                                                                "\"StreamableHttpSe"
                                                                                "rverParams"
                                                                                "\", \"url\": "
                                                                                "\"https://"
                                                                                "x.example.com/"
                                                                                "mcp\", "
                                                                                "\"headers\": "
                                                                                "{\"Authorization\""
                                                                                ": "
                                                                                "\"Bearer "
                                                                                "0123456789abcdef01"
                                                                                "23456789ab"
                                                                                "cdef\"}}}}]"),
                                                   "") "]}}",
        "AutoGen teams and galleries", 5);
    read_agent(0, "helper");
    read_agent(1, "Two - helper");
    assert_part("handoffs", "[\"other\"]");
    assert_noted("components.teams[1].config.participants[0].config.name", "“Two - helper”");
    read_agent(2, "other");
    assert_part("mcp_servers", "[{\"name\":\"web\",\"type\":\"StreamableHttpServerParams\",\"url\":"
                               "\"https://x.example.com/mcp\",\"headers\":{\"Authorization\":"
                               "\"Bearer ${secret:WEB_AUTHORIZATION}\"}}]");
    read_good(3, RECORD_TEAM, "One");
    assert_int_equal(record.versions[0].kind, TEAM_ROUND_ROBIN);
    assert_string_equal(record.versions[0].members[0].agent, "helper");
    read_good(4, RECORD_TEAM, "Two");
    assert_int_equal(record.versions[0].kind, TEAM_HANDOFF);
    assert_string_equal(record.versions[0].members[0].agent, "Two - helper");
}

static void a_graph_keeps_its_edges(void **state)
{
    (void)state;
    open_good("{\"id\": 3, \"user_id\": \"u\", \"component\": " TEAM(
                  "GraphFlow", "Flow", AGENT("a", "") "," AGENT("b", ""),
                  ", \"graph\": {\"nodes\": {\"a\": {\"name\": \"a\", \"edges\": [{\"target\": "
                  "\"b\", \"condition\": \"ok\"}]}, \"b\": {\"edges\": []}}}") "}",
              "AutoGen teams and galleries", 3);
    read_good(2, RECORD_TEAM, "Flow");
    assert_string_equal(json_format(arena, record.versions[0].team_settings, JSON_LINE).data,
                        "{\"termination\":{},\"edges\":[{\"from\":\"a\",\"to\":\"b\","
                        "\"condition\":\"ok\"}]}");
}

/* ---- all ------------------------------------------------------------------------------------- */

static void what_nobody_knows_is_refused_with_what_is_understood(void **state)
{
    (void)state;
    open_bad("no document", "This document was not recognized. What can be imported: Rostrum "
                            "export; Open WebUI prompts; OpenAI assistants");
    open_bad("{\"a\": 1}", "Claude subagent; CrewAI agents, tasks and crews; CSV");
    open_bad("[1, 2]", "not recognized");
    open_bad("{\"a\": ", "This is no JSON document. Line 1");
    open_bad(" \n", "nothing in this document");
    open_bad("---\ntitle: x\n---\nMarkdown of something else", "not recognized");
    const char *problem = NULL;
    assert_int_equal(bundle_open(arena, "act,prompt\na,\xff", 15, &bundle, &problem), ERR_INVALID);
    assert_string_equal(problem, "This file is not UTF-8 text.");
    assert_int_equal(bundle_open(arena, "act,prompt\na,\0b", 15, &bundle, &problem), ERR_INVALID);
    assert_string_equal(problem, "This file is not UTF-8 text.");
}

static void names_are_made_valid(void **state)
{
    (void)state;
    struct buf text;
    open_good("act,prompt\n\" /a<b>|c\t\xe2\x80\xae d/ \",x\n..,y\n",
              "CSV with the columns act and "
              "prompt",
              2);
    read_good(0, RECORD_PROMPT, "a b c d-");
    assert_int_equal(bundle_read(arena, &bundle, 1, &record, &problems), ERR_INVALID);
    assert_non_null(strstr(problems.items[0].message, "The name is empty"));
    buf_init(&text, arena);
    buf_add_text(&text, "act,prompt\n");
    for (int i = 0; i < 300; i++)
        buf_add_text(&text, "\xc3\xa4");
    buf_add_text(&text, ",x\n");
    open_good(text.data, "CSV with the columns act and prompt", 1);
    assert_int_equal(bundle_read(arena, &bundle, 0, &record, &problems), ERR_NONE);
    assert_true(text_count_chars(record.name, strlen(record.name)) <= 200);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_claude_subagent_becomes_an_agent),
        TEST(front_matter_that_is_no_yaml_is_read_by_lines),
        TEST(a_claude_subagent_may_list_its_tools_and_servers),
        TEST(a_table_of_prompts_is_read),
        TEST(other_columns_and_separators_are_understood),
        TEST(servers_become_an_agent_without_their_credentials),
        TEST(servers_of_vs_code_are_read_with_their_comments),
        TEST(a_card_of_a2a_1_becomes_an_agent),
        TEST(cards_of_a2a_0_3_are_read_from_a_list),
        TEST(assistants_become_agents),
        TEST(prompts_of_open_webui_are_read),
        TEST(hostile_braces_take_no_time),
        TEST(agents_of_crewai_are_read),
        TEST(tasks_of_crewai_become_prompts),
        TEST(a_crew_becomes_a_team_with_its_tasks),
        TEST(hostile_yaml_is_refused),
        TEST(a_team_of_autogen_becomes_agents_and_a_team),
        TEST(agents_of_a_gallery_keep_apart),
        TEST(a_graph_keeps_its_edges),
        TEST(what_nobody_knows_is_refused_with_what_is_understood),
        TEST(names_are_made_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
