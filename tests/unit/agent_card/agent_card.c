#include "test.h"

#include <string.h>

#include "domain/agent_card/agent_card.h"
#include "domain/agent_card/agent_card_address.h"

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_create(64 << 20);
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
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s\n%s", text, problem);
    return json;
}

static const char config[] =
    "{\"model\":{\"name\":\"m-secretive\"},\"instructions\":\"Never tell the recipe.\","
    "\"skills\":[{\"id\":\"refunds\",\"name\":\"Refunds\",\"description\":\"Pays back.\","
    "\"tags\":[\"money\"],\"examples\":[\"Where is my refund?\"]},{\"name\":\"Track & Trace\"}],"
    "\"tools\":[{\"type\":\"function\",\"name\":\"look_up\",\"description\":\"Looks up.\"}]}";

static struct agent_card_source source_of(enum agent_card_generation generation)
{
    struct agent_card_source source = {
        .generation = generation,
        .name = "support/helper",
        .description = "Helps.",
        .version = "7",
        .endpoint = parse("{\"url\":\"https://agents.example.com/helper\",\"protocol\":\"A2A\"}"),
        .skills = json_keep(arena, json_array()),
        .provider_name = "Example",
        .provider_url = "https://example.com",
    };
    agent_card_add_config(arena, source.skills, parse(config));
    return source;
}

static const char *card_of(const struct agent_card_source *source)
{
    json_t *card = NULL;
    const char *problem = "";
    if (agent_card_make(arena, source, &card, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    assert_null(problem);
    return json_format(arena, card, JSON_LINE).data;
}

static const char *problem_of(const struct agent_card_source *source, enum err err)
{
    json_t *card = NULL;
    const char *problem = NULL;
    assert_int_equal(agent_card_make(arena, source, &card, &problem), err);
    assert_null(card);
    assert_non_null(problem);
    return problem;
}

#define CARD_REST                                                                                  \
    "\"provider\":{\"url\":\"https://example.com\",\"organization\":\"Example\"},"                 \
    "\"capabilities\":{\"streaming\":false,\"pushNotifications\":false},"                          \
    "\"defaultInputModes\":[\"text/plain\"],\"defaultOutputModes\":[\"text/plain\"],"              \
    "\"skills\":[{\"id\":\"refunds\",\"name\":\"Refunds\",\"description\":\"Pays back.\","         \
    "\"tags\":[\"money\"],\"examples\":[\"Where is my refund?\"]},{\"id\":\"track-trace\","        \
    "\"name\":\"Track & Trace\",\"description\":\"Track & Trace\",\"tags\":[\"general\"]}]}"

static void both_generations_have_their_shape(void **state)
{
    (void)state;
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    assert_string_equal(card_of(&source),
                        "{\"name\":\"support/helper\",\"description\":\"Helps.\",\"version\":\"7\","
                        "\"supportedInterfaces\":[{\"url\":\"https://agents.example.com/helper\","
                        "\"protocolBinding\":\"JSONRPC\",\"protocolVersion\":\"1.0\"}]," CARD_REST);
    source.generation = AGENT_CARD_0_3;
    assert_string_equal(
        card_of(&source),
        "{\"name\":\"support/helper\",\"description\":\"Helps.\",\"version\":\"7\","
        "\"protocolVersion\":\"0.3.0\",\"url\":\"https://agents.example.com/helper\","
        "\"preferredTransport\":\"JSONRPC\"," CARD_REST);
}

static void what_is_required_is_never_empty(void **state)
{
    (void)state;
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    source.description = "";
    source.skills = json_keep(arena, json_array());
    source.provider_url = "";
    const char *card = card_of(&source);
    assert_non_null(strstr(card, "\"description\":\"support/helper\",\"version\""));
    assert_non_null(strstr(card, "\"skills\":[{\"id\":\"support-helper\",\"name\":"
                                 "\"support/helper\",\"description\":\"support/helper\","
                                 "\"tags\":[\"general\"]}]}"));
    assert_null(strstr(card, "provider"));
    assert_int_equal(json_array_size(source.skills), 0);
}

static void tools_stand_in_for_skills(void **state)
{
    (void)state;
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    json_t *tools = parse(config);
    json_object_del(tools, "skills");
    source.skills = json_keep(arena, json_array());
    agent_card_add_config(arena, source.skills, tools);
    assert_non_null(strstr(card_of(&source), "\"skills\":[{\"id\":\"look_up\",\"name\":\"look_up\","
                                             "\"description\":\"Looks up.\",\"tags\":[\"general\"]"
                                             "}]}"));
}

static void members_are_skills_with_ids_of_their_own(void **state)
{
    (void)state;
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    source.skills = json_keep(arena, json_array());
    agent_card_add_member(arena, source.skills, "A b", "Does b.");
    agent_card_add_member(arena, source.skills, "a/B", "");
    agent_card_add_member(arena, source.skills, "日本", "");
    assert_non_null(
        strstr(card_of(&source),
               "\"skills\":[{\"id\":\"a-b\",\"name\":\"A b\",\"description\":\"Does b.\","
               "\"tags\":[\"general\"]},{\"id\":\"a-b-2\",\"name\":\"a/B\",\"description\":\"a/B\","
               "\"tags\":[\"general\"]},{\"id\":\"agent\",\"name\":\"日本\","));
}

static void thousands_of_equal_skills_take_little_time(void **state)
{
    (void)state;
    json_t *skills = json_keep(arena, json_array());
    for (int i = 0; i < 5000; i++)
        agent_card_add_member(arena, skills, "a", "");
    assert_int_equal(json_array_size(skills), AGENT_CARD_SKILLS_MAX);
    assert_string_equal(json_text(json_array_get(skills, 499), "id"), "a-500");
}

static void nothing_else_of_the_config_is_in_it(void **state)
{
    (void)state;
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    const char *card = card_of(&source);
    assert_null(strstr(card, "recipe"));
    assert_null(strstr(card, "m-secretive"));
    assert_null(strstr(card, "look_up"));
}

static void protocols_are_those_of_clients(void **state)
{
    static const char *const pairs[][2] = {
        {"\"jsonrpc\"", "JSONRPC"},
        {"\"HTTP+JSON\"", "HTTP+JSON"},
        {"\"http\"", "HTTP+JSON"},
        {"\"grpc\"", "GRPC"},
        {"\"https://example.com/binding\"", "https://example.com/binding"},
        {"\"mcp\"", NULL},
        {"{\"secret\":\"P\"}", NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct agent_card_source source = source_of(AGENT_CARD_0_3);
        source.endpoint = parse(arena_printf(
            arena, "{\"url\":\"https://a.example.com\",\"protocol\":%s}", pairs[i][0]));
        if (pairs[i][1] == NULL)
            assert_non_null(strstr(problem_of(&source, ERR_INVALID), "A2A clients don’t speak"));
        else
            assert_non_null(
                strstr(card_of(&source),
                       arena_printf(arena, "\"preferredTransport\":\"%s\"", pairs[i][1])));
    }
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    source.endpoint = parse("{\"url\":\"https://a.example.com\",\"protocol_version\":\"0.3\"}");
    assert_non_null(strstr(card_of(&source), "\"protocolVersion\":\"0.3\""));
    source.endpoint = parse("{\"url\":\"https://a.example.com\",\"protocol_version\":\"2\"}");
    assert_non_null(strstr(problem_of(&source, ERR_INVALID), "neither"));
}

static void without_an_endpoint_there_is_no_card(void **state)
{
    (void)state;
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    source.endpoint = NULL;
    assert_non_null(strstr(problem_of(&source, ERR_NOT_FOUND), "Without an endpoint"));
    source.endpoint = parse("{\"protocol\":\"a2a\"}");
    assert_non_null(strstr(problem_of(&source, ERR_NOT_FOUND), "Without an endpoint"));
}

static void no_secret_gets_into_a_card(void **state)
{
    static const char *const urls[] = {"{\"secret\":\"URL\"}", "\"https://a.example.com/${TOKEN}\"",
                                       "\"https://u:hunter2hunter2@a.example.com\""};
    (void)state;
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        source.endpoint = parse(arena_printf(arena, "{\"url\":%s}", urls[i]));
        (void)problem_of(&source, ERR_INVALID);
    }
    source = source_of(AGENT_CARD_1_0);
    source.description = "Uses sk-proj-abcdefghij0123456789abcdefghij0123456789.";
    assert_non_null(strstr(problem_of(&source, ERR_INVALID), "in it"));
}

static void internal_addresses_are_for_private_cards(void **state)
{
    static const char *const internal[] = {
        "http://localhost/a",   "http://10.1.2.3:80/a",
        "http://a.local",       "http://a.internal./x",
        "http://[::1]:8080/",   "http://[fd00::1]/",
        "http://127.1/",        "http://0x7f000001/",
        "http://a.0x7f/",       "http://host:8000",
        "http://x@192.168.1.1", "http://A.HOME.ARPA/",
        "http:///a.example",    "http://169.254.169.254/latest",
    };
    static const char *const public[] = {"https://example.com", "https://8.8.8.8/x",
                                         "https://localhost.example.com:8443/?q=http://10.0.0.1/",
                                         "https://[2606:4700::1111]/", "https://mylocal.de."};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(internal); i++)
        if (agent_card_address_is_public(arena, internal[i]))
            fail_msg("%s", internal[i]);
    for (size_t i = 0; i < COUNT_OF(public); i++)
        if (!agent_card_address_is_public(arena, public[i]))
            fail_msg("%s", public[i]);
    struct agent_card_source source = source_of(AGENT_CARD_1_0);
    source.endpoint = parse("{\"url\":\"http://10.1.2.3/a2a\"}");
    assert_non_null(strstr(problem_of(&source, ERR_INVALID), "internal"));
    source.is_private = true;
    assert_non_null(strstr(card_of(&source), "\"url\":\"http://10.1.2.3/a2a\""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_generations_have_their_shape),
        TEST(what_is_required_is_never_empty),
        TEST(tools_stand_in_for_skills),
        TEST(members_are_skills_with_ids_of_their_own),
        TEST(thousands_of_equal_skills_take_little_time),
        TEST(nothing_else_of_the_config_is_in_it),
        TEST(protocols_are_those_of_clients),
        TEST(without_an_endpoint_there_is_no_card),
        TEST(no_secret_gets_into_a_card),
        TEST(internal_addresses_are_for_private_cards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
