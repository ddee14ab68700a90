#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/agent/agent_config.h"

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

static const char *problems_of(const char *text, json_t **config)
{
    struct config_problems problems;
    enum err err = agent_config_parse(arena, text, strlen(text), config, &problems);
    assert_int_equal(err, problems.count == 0 ? ERR_NONE : ERR_INVALID);
    return config_problems_text(arena, &problems);
}

static void assert_accepted(const char *text)
{
    json_t *config = NULL;
    const char *problems = problems_of(text, &config);
    if (problems[0] != '\0')
        fail_msg("%s\n%s", text, problems);
    assert_non_null(config);
}

static void assert_whole_problem(const char *text, const char *expected)
{
    json_t *config = NULL;
    const char *problems = problems_of(text, &config);
    if (strstr(problems, expected) == NULL)
        fail_msg("%s\nis told: %s\nand not: %s", text, problems, expected);
}

/* A problem of the members beside a model. */
static void assert_problem(const char *members, const char *expected)
{
    assert_whole_problem(arena_printf(arena, "{\"model\":{\"name\":\"m\"},%s}", members), expected);
}

static void assert_members(const char *members)
{
    assert_accepted(arena_printf(arena, "{\"model\":{\"name\":\"m\"},%s}", members));
}

static const char full[] =
    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\",\"temperature\":0.2,\"top_p\":1,"
    "\"max_output_tokens\":2000,\"stop\":[\"END\"],\"reasoning\":\"low\"},"
    "\"prompt\":{\"name\":\"support/reply\",\"label\":\"production\"},"
    "\"tools\":[{\"type\":\"function\",\"name\":\"look_up\",\"description\":\"Finds an order.\","
    "\"parameters\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":[\"string\",\"null\"]},"
    "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},\"required\":[\"id\"],"
    "\"additionalProperties\":false,\"x-ours\":7}},{\"type\":\"web_search\"}],"
    "\"mcp_servers\":[{\"name\":\"files\",\"url\":\"https://mcp.example.com/v1\",\"headers\":"
    "{\"Authorization\":{\"secret\":\"MCP_TOKEN\"},\"X-Team\":\"support\"}},"
    "{\"name\":\"local\",\"command\":\"mcp\"}],"
    "\"handoffs\":[\"Billing agent\",\"Größe\"],"
    "\"output\":{\"type\":\"json\",\"schema\":{\"anyOf\":[{\"type\":\"string\"},true]}},"
    "\"limits\":{\"max_turns\":8,\"timeout_s\":60,\"max_tokens\":100000},"
    "\"skills\":[{\"id\":\"s\",\"name\":\"Refunds\",\"description\":\"\",\"tags\":[\"money\"],"
    "\"examples\":[\"Give it back\"]}],"
    "\"endpoint\":{\"url\":{\"secret\":\"ENDPOINT\"},\"protocol\":\"a2a\"},"
    "\"metadata\":{\"cost center\":{\"secret\":\"X\"},\"n\":[1,null]},"
    "\"unknown\":{\"kept\":[true]}}";

static void every_known_key_is_accepted(void **state)
{
    (void)state;
    json_t *config = NULL;
    assert_string_equal(problems_of(full, &config), "");
    assert_string_equal(json_format(arena, config, JSON_LINE).data, full);
    assert_accepted("{\"model\":{\"name\":\"m\"}}");
    assert_members("\"instructions\":\"\"");
    assert_members("\"prompt\":{\"name\":\"a\"}");
    assert_members("\"prompt\":{\"name\":\"a\",\"version\":3}");
}

static void what_is_no_config_is_refused_as_a_whole(void **state)
{
    (void)state;
    assert_whole_problem("", "Line 1, column 0: there is nothing.");
    assert_whole_problem("[]", "The config must be a JSON object");
    assert_whole_problem("3", "The config must be a JSON object");
    assert_whole_problem("{\"model\":{\"name\":\"m\"},\"model\":1}", "is there twice");
    assert_whole_problem("{", "too early");
    assert_whole_problem("{}", "model: is missing.");
    assert_whole_problem("{\"model\":{}}", "model.name: is missing.");
    assert_whole_problem("{\"model\":\"m\"}", "model: must be an object");
}

static void size_and_depth_have_limits(void **state)
{
    (void)state;
    const char *head = "{\"model\":{\"name\":\"m\"},\"instructions\":\"";
    struct buf buf;
    buf_init(&buf, arena);
    buf_add_text(&buf, head);
    while (buf.len < AGENT_CONFIG_MAX - 2)
        buf_add_char(&buf, 'x');
    buf_add_text(&buf, "\"}");
    assert_accepted(buf.data);
    buf_add_char(&buf, ' ');
    assert_whole_problem(buf.data, "at most 256 KiB");
    /* Short as it is typed, long as it is stored. */
    buf_init(&buf, arena);
    buf_add_text(&buf, "{\"model\":{\"name\":\"m\"},\"x\":[1e9");
    while (buf.len < AGENT_CONFIG_MAX - 10)
        buf_add_text(&buf, ",1e9");
    buf_add_text(&buf, "]}");
    assert_whole_problem(buf.data, "at most 256 KiB");
    for (int depth = JSON_DEPTH - 2; depth <= JSON_DEPTH; depth++) {
        buf_init(&buf, arena);
        buf_add_text(&buf, "{\"model\":{\"name\":\"m\"},\"x\":");
        for (int i = 0; i < depth; i++)
            buf_add_char(&buf, '[');
        for (int i = 0; i < depth; i++)
            buf_add_char(&buf, ']');
        buf_add_char(&buf, '}');
        if (depth < JSON_DEPTH)
            assert_accepted(buf.data);
        else
            assert_whole_problem(buf.data, "deeper than 32 levels");
    }
    json_t *deep = json_keep(arena, json_array());
    for (int i = 0; i < JSON_DEPTH; i++) {
        json_t *outer = json_keep(arena, json_object());
        assert_int_equal(json_object_set(outer, "model", deep), 0);
        deep = outer;
    }
    struct config_problems problems;
    assert_int_equal(agent_config_check(arena, deep, &problems), ERR_INVALID);
    assert_non_null(strstr(problems.items[0].message, "deeper"));
}

static void numbers_have_ranges(void **state)
{
    (void)state;
    static const struct {
        const char *model, *path;
    } cases[] = {
        {"\"temperature\":2.1", "model.temperature: must be a number from 0 to 2."},
        {"\"temperature\":-0.1", "model.temperature: must be a number from 0 to 2."},
        {"\"temperature\":\"1\"", "model.temperature: must be a number from 0 to 2."},
        {"\"top_p\":1.01", "model.top_p: must be a number from 0 to 1."},
        {"\"max_output_tokens\":0", "model.max_output_tokens: must be a whole number from 1"},
        {"\"max_output_tokens\":1.5", "model.max_output_tokens: must be a whole number"},
        {"\"stop\":\"x\"", "model.stop: must be a list"},
        {"\"stop\":[\"a\",\"\"]", "model.stop[1]: must not be empty."},
        {"\"provider\":7", "model.provider: must be a text."},
        {"\"name\":\"a\\nb\"", "model.name: must be one line"},
        {"\"name\":\" \\u0001\"", "model.name: must be one line"},
        {"\"name\":\"\"", "model.name: must not be empty."},
        {"\"name\":\"  \"", "model.name: must not be just spaces."},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_whole_problem(arena_printf(arena, "{\"model\":{%s}}", cases[i].model),
                             cases[i].path);
    assert_accepted("{\"model\":{\"name\":\"m\",\"temperature\":2,\"top_p\":0.0}}");
    assert_problem("\"limits\":{\"max_turns\":0}", "limits.max_turns: must be a whole number");
    assert_problem("\"limits\":{\"timeout_s\":604801}", "limits.timeout_s: must be a whole");
    assert_problem("\"limits\":{\"max_tokens\":true}", "limits.max_tokens: must be a whole");
    assert_problem("\"limits\":[]", "limits: must be an object");
}

static void instructions_and_prompt_exclude_each_other(void **state)
{
    (void)state;
    assert_problem("\"instructions\":\"a\",\"prompt\":{\"name\":\"b\"}",
                   "prompt: can't be there together with instructions");
    assert_problem("\"instructions\":[\"a\"]", "instructions: must be a text.");
    assert_problem("\"prompt\":\"b\"", "prompt: must be an object");
    assert_problem("\"prompt\":{}", "prompt.name: is missing.");
    assert_problem("\"prompt\":{\"name\":\"a//b\"}", "prompt.name: is not accepted. ");
    assert_problem("\"prompt\":{\"name\":\"b\",\"label\":\"A B\"}",
                   "prompt.label: must be a label");
    assert_problem("\"prompt\":{\"name\":\"b\",\"version\":0}", "prompt.version: must be a whole");
    assert_problem("\"prompt\":{\"name\":\"b\",\"version\":2,\"label\":\"x\"}",
                   "prompt: must have a label or a version, not both.");
    assert_problem("\"prompt\":null", "prompt: must be an object");
}

static void tools_have_names_and_schemas(void **state)
{
    (void)state;
    assert_problem("\"tools\":{}", "tools: must be a list");
    assert_problem("\"tools\":[{}]", "tools[0]: must have “name” or “type”.");
    assert_problem("\"tools\":[{\"type\":\"function\"}]", "tools[0].name: is missing.");
    assert_problem("\"tools\":[{\"name\":\"a b\"}]", "tools[0].name: must have only letters");
    assert_problem("\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"a\"}]",
                   "tools[2].name: is there twice.");
    assert_problem("\"tools\":[{\"name\":\"a\"},7]", "tools[1]: must be an object");
    assert_problem("\"tools\":[{\"name\":\"a\",\"parameters\":true}]",
                   "tools[0].parameters: must be a JSON Schema: an object");
}

static void schemas_are_looked_at_all_the_way_down(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *problem;
    } cases[] = {
        {"{\"type\":\"strin\"}", "tools[2].parameters.type: must be one of string, number"},
        {"{\"type\":7}", "tools[2].parameters.type: must be one of"},
        {"{\"type\":[]}", "tools[2].parameters.type: must be one of"},
        {"{\"type\":[\"string\",\"x\"]}", "tools[2].parameters.type[1]: must be one of"},
        {"{\"type\":[\"null\",\"null\"]}", "tools[2].parameters.type[1]: is there twice."},
        {"{\"properties\":[]}", "tools[2].parameters.properties: must be an object of JSON"},
        {"{\"properties\":{\"a b\":3}}",
         "tools[2].parameters.properties[\"a b\"]: must be a JSON Schema"},
        {"{\"properties\":{\"a\":{\"items\":{\"type\":\"y\"}}}}",
         "tools[2].parameters.properties.a.items.type: must be one of"},
        {"{\"items\":[{},{\"type\":1}]}", "tools[2].parameters.items[1].type: must be one of"},
        {"{\"anyOf\":{}}", "tools[2].parameters.anyOf: must be a list"},
        {"{\"oneOf\":[]}", "tools[2].parameters.oneOf: must not be empty."},
        {"{\"allOf\":[1]}", "tools[2].parameters.allOf[0]: must be a JSON Schema"},
        {"{\"not\":{\"required\":\"a\"}}", "tools[2].parameters.not.required: must be a list"},
        {"{\"required\":[1]}", "tools[2].parameters.required[0]: must be a text."},
        {"{\"required\":[\"a\",\"a\"]}", "tools[2].parameters.required[1]: is there twice."},
        {"{\"enum\":1}", "tools[2].parameters.enum: must be a list"},
        {"{\"minLength\":-1}", "tools[2].parameters.minLength: must be a whole number, 0 or more"},
        {"{\"minimum\":\"1\"}", "tools[2].parameters.minimum: must be a number."},
        {"{\"uniqueItems\":1}", "tools[2].parameters.uniqueItems: must be true or false."},
        {"{\"description\":1}", "tools[2].parameters.description: must be a text."},
        {"{\"$defs\":{\"d\":{\"type\":\"z\"}}}", "tools[2].parameters.$defs.d.type: must be one"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_problem(arena_printf(arena,
                                    "\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"},"
                                    "{\"name\":\"c\",\"parameters\":%s}]",
                                    cases[i].schema),
                       cases[i].problem);
    assert_problem("\"output\":{\"schema\":{\"type\":\"text\"}}",
                   "output.schema.type: must be one");
    assert_members("\"output\":{\"schema\":{\"x-unknown\":[1],\"if\":true,\"minimum\":0.5}}");
}

static void servers_have_addresses_and_headers(void **state)
{
    (void)state;
    assert_problem("\"mcp_servers\":[{}]", "mcp_servers[0].name: is missing.");
    assert_problem("\"mcp_servers\":[{\"name\":\"a\"}]", "mcp_servers[0]: must have “url”");
    static const char *const bad[] = {"ftp://x",   "x",           "https://",
                                      "http:///a", "https://a b", "javascript:alert(1)",
                                      "HTTPS",     "http://?x"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_problem(
            arena_printf(arena, "\"mcp_servers\":[{\"name\":\"a\",\"url\":\"%s\"}]", bad[i]),
            "mcp_servers[0].url: must be an address");
    assert_problem("\"mcp_servers\":[{\"name\":\"a\",\"url\":\"http://x\"},"
                   "{\"name\":\"a\",\"url\":\"http://y\"}]",
                   "mcp_servers[1].name: is there twice.");
    const char *head = "\"mcp_servers\":[{\"name\":\"a\",\"url\":\"http://x\",\"headers\":";
    static const struct {
        const char *headers, *problem;
    } cases[] = {
        {"[]", "mcp_servers[0].headers: must be an object of texts."},
        {"{\"a b\":\"c\"}", "mcp_servers[0].headers[\"a b\"]: is no name of a header."},
        {"{\"X-A\":7}", "mcp_servers[0].headers.X-A: must be a text or"},
        {"{\"X-A\":{\"secret\":\"\"}}", "mcp_servers[0].headers.X-A: must be a text or"},
        {"{\"X-A\":{\"secret\":\"A\",\"b\":1}}", "mcp_servers[0].headers.X-A: must be a text or"},
        {"{\"X-A\":\"a\\nb\"}", "mcp_servers[0].headers.X-A: must be one line"},
        {"{\"authorization\":\"Bearer abc123def\"}",
         "mcp_servers[0].headers.authorization: looks like a credential"},
        {"{\"Cookie\":\"session=9f8e7d6c5b\"}",
         "mcp_servers[0].headers.Cookie: looks like a credential"},
        {"{\"X-Ours\":\"5f4dcc3b5aa765d61d8327deb882cf99\"}",
         "mcp_servers[0].headers.X-Ours: looks like a credential"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_problem(arena_printf(arena, "%s%s}]", head, cases[i].headers), cases[i].problem);
}

/* Values are judged, not the names of headers. */
static void placeholders_are_no_credentials(void **state)
{
    (void)state;
    static const char *const headers[] = {"Authorization", "X-API-Key", "Cookie", "X-Ours"};
    static const char *const values[] = {"Bearer ${TOKEN}",
                                         "${input:key}",
                                         "<token>",
                                         "",
                                         "session=${SESSION}; theme=dark",
                                         "Bearer ${secret:NAME}",
                                         "Bearer {\\\"secret\\\": \\\"NAME\\\"}"};
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        for (size_t j = 0; j < COUNT_OF(values); j++)
            assert_members(arena_printf(arena,
                                        "\"mcp_servers\":[{\"name\":\"a\",\"url\":\"http://x\","
                                        "\"headers\":{\"%s\":\"%s\"}}]",
                                        headers[i], values[j]));
}

static void the_other_keys_have_their_shapes(void **state)
{
    (void)state;
    assert_problem("\"handoffs\":\"a\"", "handoffs: must be a list");
    assert_problem("\"handoffs\":[\"a\",\" \"]", "handoffs[1]: is not accepted. Enter a name.");
    assert_problem("\"handoffs\":[\"a\",{}]", "handoffs[1]: must be a text.");
    assert_problem("\"handoffs\":[\"a\",\"a\"]", "handoffs[1]: is there twice.");
    assert_problem("\"skills\":[{}]", "skills[0]: must have “name” or “id”.");
    assert_problem("\"skills\":[{\"id\":\"a\"},{\"id\":\"a\"}]", "skills[1].id: is there twice.");
    assert_problem("\"skills\":[{\"id\":\"a\",\"tags\":[1]}]",
                   "skills[0].tags[0]: must be a text.");
    assert_problem("\"skills\":[{\"id\":\"a\",\"examples\":1}]", "skills[0].examples: must be a");
    assert_problem("\"endpoint\":{\"url\":\"x\"}", "endpoint.url: must be an address");
    assert_problem("\"endpoint\":{\"protocol\":1}", "endpoint.protocol: must be a text.");
    assert_problem("\"metadata\":[]", "metadata: must be an object");
    assert_problem("\"output\":{\"type\":\"a b\"}", "output.type: must have only letters");
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i <= AGENT_CONFIG_HANDOFFS_MAX; i++)
        buf_printf(&buf, "%s\"%d\"", i == 0 ? "\"handoffs\":[" : ",", i);
    buf_add_char(&buf, ']');
    assert_problem(buf.data, "handoffs: must have at most 100 items.");
}

#define KEY                                                                                        \
    "sk-"                                                                                          \
    "proj-0123456789abcdef"

static void credentials_are_refused_wherever_they_stand(void **state)
{
    (void)state;
    assert_problem("\"instructions\":\"Use " KEY ".\"",
                   "instructions: looks like an OpenAI API key");
    assert_problem("\"metadata\":{\"a\":[{\"b\":\"" KEY "\"}]}", "metadata.a[0].b: looks like");
    assert_problem("\"unknown\":[\"" KEY "\"]", "unknown[0]: looks like an OpenAI");
    assert_problem("\"unknown\":{\"" KEY "\":1}", "unknown: has a key that looks like an OpenAI");
    assert_problem("\"metadata\":{\"x\":{\"secret\":\"" KEY "\"}}",
                   "metadata.x.secret: looks like");
    assert_problem("\"mcp_servers\":[{\"name\":\"a\",\"url\":\"https://u:"
                   "pw@x.example\"}]",
                   "mcp_servers[0].url: looks like a password in an address");
    assert_problem("\"metadata\":{\"x\":\"-----BEGIN "
                   "RSA PRIVATE KEY-----\"}",
                   "use a reference, {\"secret\": \"NAME\"}, instead.");
    json_t *config = NULL;
    assert_null(strstr(problems_of("{\"x\":{\"" KEY "\":1},\"y\":\"" KEY "\"}", &config), KEY));
}

static void all_problems_are_told_up_to_a_limit(void **state)
{
    (void)state;
    json_t *config = NULL;
    assert_string_equal(problems_of("{\"tools\":[{\"name\":1}],\"model\":{\"top_p\":2}}", &config),
                        "tools[0].name: must be a text.\n"
                        "model.top_p: must be a number from 0 to 1.\nmodel.name: is missing.");
    assert_non_null(config); /* so that its page can show it */
    struct buf buf;
    buf_init(&buf, arena);
    buf_add_text(&buf, "{\"model\":{\"name\":\"m\",\"stop\":[1");
    for (int i = 0; i < CONFIG_PROBLEMS_MAX; i++)
        buf_add_text(&buf, ",1");
    buf_add_text(&buf, "]}}");
    struct config_problems problems;
    assert_int_equal(agent_config_parse(arena, buf.data, buf.len, &config, &problems), ERR_INVALID);
    assert_int_equal(problems.count, CONFIG_PROBLEMS_MAX);
    assert_true(problems.has_more);
    assert_string_equal(problems.items[19].path, "model.stop[19]");
}

static void a_config_tells_what_it_refers_to(void **state)
{
    (void)state;
    json_t *config = NULL;
    assert_string_equal(problems_of(full, &config), "");
    assert_string_equal(agent_config_model(config), "gpt-4.1");
    assert_int_equal(agent_config_handoff_count(config), 2);
    assert_string_equal(agent_config_handoff(config, 1), "Größe");
    struct agent_config_prompt prompt = agent_config_prompt(config);
    assert_string_equal(prompt.name, "support/reply");
    assert_string_equal(prompt.label, "production");
    assert_int_equal(prompt.version, 0);
    (void)problems_of("{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"a\"}}", &config);
    assert_string_equal(agent_config_prompt(config).label, "production");
    (void)problems_of("{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"a\",\"version\":4}}",
                      &config);
    assert_null(agent_config_prompt(config).label);
    assert_int_equal(agent_config_prompt(config).version, 4);
    (void)problems_of("{\"model\":{\"name\":\"m\"}}", &config);
    assert_null(agent_config_prompt(config).name);
    assert_int_equal(agent_config_handoff_count(config), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_known_key_is_accepted),
        TEST(what_is_no_config_is_refused_as_a_whole),
        TEST(size_and_depth_have_limits),
        TEST(numbers_have_ranges),
        TEST(instructions_and_prompt_exclude_each_other),
        TEST(tools_have_names_and_schemas),
        TEST(schemas_are_looked_at_all_the_way_down),
        TEST(servers_have_addresses_and_headers),
        TEST(the_other_keys_have_their_shapes),
        TEST(placeholders_are_no_credentials),
        TEST(credentials_are_refused_wherever_they_stand),
        TEST(all_problems_are_told_up_to_a_limit),
        TEST(a_config_tells_what_it_refers_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
