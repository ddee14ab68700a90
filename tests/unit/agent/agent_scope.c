#include "scopes.h"

#include "base/clock.h"
#include "domain/agent/agent_config.h"
#include "domain/agent/agent_scope.h"

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

static json_t *parse(const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (text == NULL)
        return NULL;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s\n%s", text, problem);
    return json;
}

static struct scope compare(const char *live, const char *next)
{
    struct scope scope;
    agent_scope(arena, parse(live), parse(next), &scope);
    return scope;
}

/* The members of two configs beside the same model. */
static const char *config_of(const char *members)
{
    return arena_printf(arena, "{\"model\":{\"name\":\"m\"}%s%s}", members[0] == '\0' ? "" : ",",
                        members);
}

struct pair {
    const char *live;
    const char *next;
    const char *lines; /* without "same model: model" at their end */
    const char *wider;
};

static void assert_pairs(const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct scope scope = compare(config_of(pairs[i].live), config_of(pairs[i].next));
        const char *lines = scope_lines(arena, &scope);
        const char *same = strstr(lines, "same model: model");
        assert_non_null(same);
        size_t len = (size_t)(same - lines);
        if (len > 0)
            len--;
        if (len != strlen(pairs[i].lines) || memcmp(lines, pairs[i].lines, len) != 0)
            fail_msg("%s\n%s\ngives: %s\nand not: %s", pairs[i].live, pairs[i].next, lines,
                     pairs[i].lines);
        assert_string_equal(scope_wider_line(arena, &scope), pairs[i].wider);
        assert_false(scope.is_first);
    }
}

/* Whole configs. */
static void assert_whole(const char *live, const char *next, const char *lines, const char *wider)
{
    struct scope scope = compare(live, next);
    assert_string_equal(scope_lines(arena, &scope), lines);
    assert_string_equal(scope_wider_line(arena, &scope), wider);
}

static void tools_are_compared_by_type_and_name(void **state)
{
    static const struct pair pairs[] = {
        {"", "\"tools\":[{\"name\":\"refund_payment\"}]", "wider tools: Tool refund_payment added",
         "[\"tools\"]"},
        {"\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]", "\"tools\":[{\"name\":\"b\"}]",
         "narrower tools: Tool a removed", "-"},
        {"\"tools\":[{\"name\":\"a\"}]", "\"tools\":null", "narrower tools: Tool a removed", "-"},
        {"\"tools\":[{\"name\":\"a\",\"parameters\":{\"type\":\"object\"}}]",
         "\"tools\":[{\"name\":\"a\",\"parameters\":{\"type\":\"object\",\"required\":[\"x\"]}}]",
         "changed tools: Tool a: parameters changed", "[\"tools\"]"},
        {"\"tools\":[{\"name\":\"a\",\"strict\":true}]",
         "\"tools\":[{\"name\":\"a\",\"parameters\":{\"type\":\"object\"}}]",
         "changed tools: Tool a: parameters, strict changed", "[\"tools\"]"},
        {"\"tools\":[{\"name\":\"a\",\"type\":\"function\"}]", "\"tools\":[{\"name\":\"a\"}]", "",
         "-"},
        {"\"tools\":[{\"name\":\"a\",\"type\":\"function\"}]",
         "\"tools\":[{\"name\":\"a\",\"type\":\"shell\"}]",
         "wider tools: Tool a (shell) added\nnarrower tools: Tool a removed", "[\"tools\"]"},
        {"\"tools\":[{\"type\":\"web_search\"}]",
         "\"tools\":[{\"type\":\"web_search\"},{\"type\":\"web_search\",\"sites\":[\"x\"]}]",
         "wider tools: Tool web_search (2) added", "[\"tools\"]"},
        {"\"tools\":[{\"type\":\"w\"}]",
         "\"tools\":[{\"type\":\"w\"},{\"name\":\"w\",\"type\":\"2\"},{\"type\":\"w\"}]",
         "wider tools: Tool w (2) added\nwider tools: Tool w (3) added", "[\"tools\"]"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_pairs(&pairs[i], 1);
}

static void what_a_tool_says_of_itself_and_the_order_mean_nothing(void **state)
{
    (void)state;
    assert_whole("{\"model\":{\"name\":\"m\",\"provider\":\"p\"},\"tools\":[{\"name\":\"a\","
                 "\"description\":\"old\",\"parameters\":{\"type\":\"object\",\"title\":\"t\"}},"
                 "{\"name\":\"b\"}],\"instructions\":\"Be kind.\",\"skills\":[{\"id\":\"s\"}],"
                 "\"metadata\":{\"a\":1},\"limits\":{\"max_turns\":3,\"timeout_s\":4}}",
                 "{\"limits\":{\"timeout_s\":4,\"max_turns\":3},\"tools\":[{\"name\":\"b\"},"
                 "{\"parameters\":{\"title\":\"t\",\"type\":\"object\"},\"description\":\"new\","
                 "\"name\":\"a\"}],\"instructions\":\"Be kinder.\",\"metadata\":{\"b\":[2]},"
                 "\"model\":{\"provider\":\"p\",\"name\":\"m\"}}",
                 "same model: model\nsame tools: tools\nsame limits: limits", "-");
}

static void servers_and_handoffs_are_compared_by_name(void **state)
{
    static const struct pair pairs[] = {
        {"", "\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://crm.example\"}]",
         "wider servers: MCP server crm added at https://crm.example", "[\"mcp_servers\"]"},
        {"\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://crm.example\"}]", "",
         "narrower servers: MCP server crm removed", "-"},
        {"\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://crm.example\"}]",
         "\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://evil.example\"}]",
         "changed servers: MCP server crm now at https://evil.example", "[\"mcp_servers\"]"},
        {"\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://crm.example\"}]",
         "\"mcp_servers\":[{\"name\":\"crm\",\"command\":\"crm\"}]",
         "changed servers: MCP server crm now at no address\n"
         "changed servers: MCP server crm: command changed",
         "[\"mcp_servers\"]"},
        {"\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://c.example\",\"headers\":{\"A\":"
         "\"1\"}}]",
         "\"mcp_servers\":[{\"name\":\"crm\",\"url\":\"https://c.example\",\"headers\":{\"A\":"
         "{\"secret\":\"T\"}}}]",
         "changed servers: MCP server crm: headers changed", "[\"mcp_servers\"]"},
        {"\"handoffs\":[\"Billing\"]", "\"handoffs\":[\"Refunds\",\"Billing\"]",
         "wider handoffs: Handoff to Refunds added", "[\"handoffs\"]"},
        {"\"handoffs\":[\"Refunds\",\"Billing\"]", "\"handoffs\":[\"Billing\"]",
         "narrower handoffs: Handoff to Refunds removed", "-"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_pairs(&pairs[i], 1);
}

static void an_endpoint_is_compared_by_address_and_protocol(void **state)
{
    static const struct pair pairs[] = {
        {"", "\"endpoint\":{\"url\":\"https://a.example\"}",
         "wider endpoint: Endpoint added at https://a.example", "[\"endpoint\"]"},
        {"\"endpoint\":{\"url\":\"https://a.example\"}", "", "narrower endpoint: Endpoint removed",
         "-"},
        {"\"endpoint\":{\"url\":\"https://a.example\",\"protocol\":\"a2a\"}",
         "\"endpoint\":{\"url\":{\"secret\":\"URL\"},\"protocol\":\"http\"}",
         "changed endpoint: Endpoint now at the secret URL\n"
         "changed endpoint: Endpoint protocol a2a → http",
         "[\"endpoint\"]"},
        {"\"endpoint\":{\"url\":\"https://a.example\"}", "\"endpoint\":{\"auth\":\"none\"}",
         "changed endpoint: Endpoint now at no address\n"
         "changed endpoint: Endpoint setting auth added",
         "[\"endpoint\"]"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_pairs(&pairs[i], 1);
}

static void a_limit_that_rises_or_goes_is_wider(void **state)
{
    static const struct pair pairs[] = {
        {"\"limits\":{\"max_turns\":10}", "\"limits\":{\"max_turns\":25}",
         "wider limits: Max turns 10 → 25", "[\"limits\"]"},
        {"\"limits\":{\"max_turns\":25}", "\"limits\":{\"max_turns\":10}",
         "narrower limits: Max turns 25 → 10", "-"},
        {"\"limits\":{\"timeout_s\":60}", "\"limits\":{}",
         "wider limits: No longer limited in time", "[\"limits\"]"},
        {"\"limits\":{\"max_tokens\":60}", "", "wider limits: No longer limited in tokens",
         "[\"limits\"]"},
        {"", "\"limits\":{\"timeout_s\":60}", "narrower limits: Timeout 60 s, not limited before",
         "-"},
        {"\"limits\":{\"timeout_s\":60,\"max_turns\":1}",
         "\"limits\":{\"timeout_s\":90,\"max_tokens\":7}",
         "wider limits: No longer limited in turns\nwider limits: Timeout 60 s → 90 s\n"
         "narrower limits: Max tokens 7, not limited before",
         "[\"limits\"]"},
        {"\"limits\":{\"max_cost\":60}", "\"limits\":{\"max_cost\":70}",
         "changed limits: Limit max_cost changed", "[\"limits\"]"},
        {"\"limits\":{\"max_turns\":10}", "\"limits\":{\"max_turns\":\"many\"}",
         "changed limits: Max turns 10 → many", "[\"limits\"]"},
        {"\"limits\":{\"max_turns\":10}", "\"limits\":{\"max_turns\":-1}",
         "changed limits: Max turns 10 → -1", "[\"limits\"]"},
        {"\"limits\":{\"max_turns\":10}", "\"limits\":{\"max_turns\":0}",
         "changed limits: Max turns 10 → 0", "[\"limits\"]"},
        {"\"limits\":{\"max_turns\":10}", "\"limits\":{\"max_turns\":null}",
         "wider limits: No longer limited in turns", "[\"limits\"]"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_pairs(&pairs[i], 1);
}

static void an_output_without_schema_is_wider(void **state)
{
    static const struct pair pairs[] = {
        {"\"output\":{\"type\":\"json\",\"schema\":{\"type\":\"object\"}}",
         "\"output\":{\"type\":\"json\"}", "wider output: Output schema removed", "[\"output\"]"},
        {"\"output\":{\"type\":\"json\"}",
         "\"output\":{\"type\":\"json\",\"schema\":{\"type\":\"object\"}}",
         "narrower output: Output schema added", "-"},
        {"\"output\":{\"type\":\"json\",\"schema\":{\"type\":\"object\"}}",
         "\"output\":{\"type\":\"text\",\"schema\":{\"type\":\"array\"}}",
         "changed output: Output type json → text\nchanged output: Output schema changed",
         "[\"output\"]"},
        {"", "\"output\":{\"type\":\"text\"}", "changed output: Output type text, not set before",
         "[\"output\"]"},
        {"\"output\":{\"type\":\"text\"}", "", "changed output: Output type no longer set",
         "[\"output\"]"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_pairs(&pairs[i], 1);
}

static void keys_that_nobody_knows_count_as_wider(void **state)
{
    static const struct pair pairs[] = {
        {"\"guardrails\":[1]", "\"guardrails\":[1,2]", "changed other: Setting guardrails changed",
         "[\"other\"]"},
        {"\"guardrails\":[1]", "", "changed other: Setting guardrails removed", "[\"other\"]"},
        {"", "\"sandbox\":false", "changed other: Setting sandbox added", "[\"other\"]"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_pairs(&pairs[i], 1);
}

static void another_model_counts_as_wider(void **state)
{
    (void)state;
    assert_whole("{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\",\"temperature\":0.2,"
                 "\"max_output_tokens\":10,\"stop\":[\"END\",\"X\"]}}",
                 "{\"model\":{\"provider\":\"local\",\"name\":\"gpt\",\"temperature\":0.9,"
                 "\"top_p\":1,\"max_output_tokens\":20,\"stop\":[\"X\",\"Y\"],\"seed\":7}}",
                 "changed model: Model openai gpt → local gpt\n"
                 "changed model: Temperature 0.2 → 0.9\n"
                 "changed model: Top p 1, not set before\n"
                 "wider model: Max output tokens 10 → 20\n"
                 "narrower model: Stop sequence Y added\n"
                 "wider model: Stop sequence END removed\n"
                 "changed model: Model setting seed added",
                 "[\"model\"]");
    assert_whole("{\"model\":{\"name\":\"gpt\"}}",
                 "{\"model\":{\"name\":\"gpt\",\"max_output_tokens\":5}}",
                 "narrower model: Max output tokens 5, not limited before", "-");
    assert_whole("{\"model\":{\"name\":\"gpt\",\"max_output_tokens\":5,\"temperature\":1}}",
                 "{\"model\":{\"name\":\"gpt\"}}",
                 "changed model: Temperature no longer set\n"
                 "wider model: No longer limited in output tokens",
                 "[\"model\"]");
}

static void a_first_release_says_what_it_may_do(void **state)
{
    struct scope scope;
    (void)state;
    assert_whole(NULL,
                 "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\",\"temperature\":1},"
                 "\"tools\":[{\"name\":\"a\"}],\"mcp_servers\":[{\"name\":\"crm\",\"url\":"
                 "\"https://c.example\"}],\"handoffs\":[\"Billing\"],\"guardrails\":[],"
                 "\"output\":{\"type\":\"json\",\"schema\":{}},\"endpoint\":{\"url\":"
                 "\"https://e.example\"}}",
                 "wider model: Model openai gpt\nwider tools: Tool a\n"
                 "wider servers: MCP server crm at https://c.example\n"
                 "wider handoffs: Handoff to Billing\n"
                 "wider endpoint: Endpoint at https://e.example\n"
                 "wider limits: Not limited in turns, time and tokens\n"
                 "wider output: Output type json\nnarrower output: Output schema\n"
                 "wider other: Setting guardrails",
                 "[\"model\",\"tools\",\"mcp_servers\",\"handoffs\",\"endpoint\",\"limits\","
                 "\"output\",\"other\"]");
    scope = compare(NULL, "{\"model\":{\"name\":\"gpt\"},\"limits\":{\"max_turns\":3}}");
    assert_true(scope.is_first);
    assert_string_equal(scope_lines(arena, &scope),
                        "wider model: Model gpt\nnarrower limits: Max turns 3");
}

static void the_same_config_is_the_same(void **state)
{
    const char *config =
        "{\"model\":{\"name\":\"m\"},\"tools\":[{\"type\":\"a\"},{\"type\":\"a\"}],"
        "\"mcp_servers\":[],\"endpoint\":{},\"x\":{\"y\":[null]}}";
    (void)state;
    assert_whole(config, config,
                 "same model: model\nsame tools: tools\nsame servers: MCP servers\n"
                 "same endpoint: endpoint",
                 "-");
}

/* Every value of every key, on either side and on both: what differs in what may be done is never
 * passed over. */
static void whatever_stands_in_a_config_is_compared(void **state)
{
    static const char *const keys[] = {"model",    "tools",  "mcp_servers", "handoffs",
                                       "endpoint", "limits", "output",      "guardrails"};
    static const char *const values[] = {
        "1",
        "true",
        "\"text\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[1,1,{\"name\":1}]",
        "\"\"",
        "{\"url\":[]}",
        "{\"name\":{}}",
        "[{\"name\":\"a\",\"type\":[]},{\"name\":\"a\"}]",
        "-0.5e3",
        "{\"\":{}}",
        "{\"schema\":1}",
        "{\"max_turns\":1e300}",
    };
    (void)state;
    for (size_t k = 0; k < COUNT_OF(keys); k++)
        for (size_t i = 0; i < COUNT_OF(values); i++)
            for (size_t j = 0; j < COUNT_OF(values); j++) {
                const char *live = arena_printf(arena, "{\"%s\":%s}", keys[k], values[i]);
                const char *next = arena_printf(arena, "{\"%s\":%s}", keys[k], values[j]);
                struct scope scope = compare(live, next);
                if (i == j)
                    assert_string_equal(scope_wider_line(arena, &scope), "-");
                else if (scope.counts[SCOPE_WIDER] + scope.counts[SCOPE_CHANGED] +
                             scope.counts[SCOPE_NARROWER] ==
                         0)
                    fail_msg("%s\n%s\nis the same: %s", live, next, scope_lines(arena, &scope));
            }
}

/* A config of the largest size with as many items as go into it. */
static const char *huge(const char *key, const char *item, int first)
{
    struct buf text;
    buf_init(&text, arena);
    buf_printf(&text, "{\"model\":{\"name\":\"m\"},\"%s\":[", key);
    for (int i = first; text.len < AGENT_CONFIG_MAX - 200; i++) {
        buf_add_text(&text, i > first ? "," : "");
        buf_printf(&text, item, i);
    }
    buf_add_text(&text, "]}");
    return text.data;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void huge_configs_take_little_time(void **state)
{
    (void)state;
    const char *const names = huge("tools", "{\"name\":\"t%d\"}", 0);
    const char *const others = huge("tools", "{\"name\":\"t%d\"}", 9000);
    const char *const alike = huge("tools", "{\"type\":\"t\",\"n\":%d}", 0);
    const char *const nameless = huge("mcp_servers", "[%d]", 0);
    const char *const pairs[][2] = {{NULL, names},     {names, others}, {names, alike},
                                    {alike, nameless}, {alike, names},  {nameless, names}};
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        int64_t begin = clock_now();
        struct scope scope = compare(pairs[i][0], pairs[i][1]);
        int64_t took = clock_now() - begin;
        assert_true(scope.counts[SCOPE_WIDER] > 5000);
        assert_in_range(scope.count, SCOPE_FINDINGS_MAX, SCOPE_VERDICT_COUNT * SCOPE_FINDINGS_MAX);
        if (took > 2000000)
            fail_msg("pair %zu took %lld µs", i, (long long)took);
    }
}
#pragma GCC diagnostic pop

static void what_runs_from_the_right_turns_nothing_around_it(void **state)
{
    (void)state;
    assert_whole("{\"model\":{\"name\":\"אבג\"}}", "{\"model\":{\"name\":\"דהו\"}}",
                 "changed model: Model \xe2\x81\xa8אבג\xe2\x81\xa9 → \xe2\x81\xa8דהו\xe2\x81\xa9",
                 "[\"model\"]");
}

static void long_texts_are_cut(void **state)
{
    char name[4000];
    (void)state;
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    const char *next = arena_printf(
        arena,
        "{\"model\":{\"name\":\"%s\"},\"tools\":[{\"name\":\"%s\"}],\"handoffs\":[\"ü%s\"],"
        "\"mcp_servers\":[{\"name\":\"%s\",\"url\":\"https://%s\"}],\"%s\":1,"
        "\"endpoint\":{\"url\":\"%s\",\"%s\":2}}",
        name, name, name, name, name, name, name, name);
    const char *const lives[] = {NULL, "{\"model\":{\"name\":\"m\"},\"endpoint\":{\"url\":\"x\"}}"};
    for (size_t i = 0; i < COUNT_OF(lives); i++) {
        struct scope scope = compare(lives[i], next);
        for (int j = 0; j < scope.count; j++)
            assert_in_range(strlen(scope.findings[j].what), 1, 220);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tools_are_compared_by_type_and_name),
        TEST(what_a_tool_says_of_itself_and_the_order_mean_nothing),
        TEST(servers_and_handoffs_are_compared_by_name),
        TEST(an_endpoint_is_compared_by_address_and_protocol),
        TEST(a_limit_that_rises_or_goes_is_wider),
        TEST(an_output_without_schema_is_wider),
        TEST(keys_that_nobody_knows_count_as_wider),
        TEST(another_model_counts_as_wider),
        TEST(a_first_release_says_what_it_may_do),
        TEST(the_same_config_is_the_same),
        TEST(whatever_stands_in_a_config_is_compared),
        TEST(huge_configs_take_little_time),
        TEST(what_runs_from_the_right_turns_nothing_around_it),
        TEST(long_texts_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
