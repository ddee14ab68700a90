#include "test.h"

#include "agents.h"
#include "data/trial/trial_request.h"

/* What is sent to a model for a version of a prompt or an agent. */

static struct uuid make_with(struct fixture *f, const char *name, enum prompt_type type,
                             const char *body, const char *settings)
{
    struct prompt_draft draft = draft_of(name, body);
    struct problem problem;
    struct record_saved saved;
    draft.type = type;
    draft.settings = settings;
    enum err err =
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", name, problem.message);
    return saved.id;
}

static enum err load_at(struct fixture *f, const struct record_store *store, const struct uuid *id,
                        int64_t version, struct trial_content *content)
{
    struct problem problem;
    const struct trial_input input = {store, *id, version};
    enum err err =
        trial_load(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), &input, content, &problem);
    if (err == ERR_INVALID)
        assert_non_null(problem.message);
    return err;
}

static json_t *json_of(struct fixture *f, const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (text == NULL)
        return NULL;
    assert_int_equal(json_parse(f->arena, text, strlen(text), &json, &problem), ERR_NONE);
    return json;
}

/* "ERROR: …" where there is none. */
static const char *request_with(struct fixture *f, const struct trial_content *content,
                                const char *variables, const char *messages,
                                const struct endpoint_parameters *parameters)
{
    struct trial_made made;
    const struct trial_case given = {json_of(f, variables), json_of(f, messages)};
    enum err err = trial_request(f->arena, content, &given, parameters, &made);
    assert_int_equal(err, made.problem == NULL ? ERR_NONE : ERR_INVALID);
    assert_true((made.request == NULL) == (err != ERR_NONE));
    return err == ERR_NONE ? made.request : arena_printf(f->arena, "ERROR: %s", made.problem);
}

static const char *request_of(struct fixture *f, const struct trial_content *content,
                              const char *variables, const char *messages)
{
    const struct endpoint_parameters parameters = {.model = "m"};
    return request_with(f, content, variables, messages, &parameters);
}

static struct trial_content loaded(struct fixture *f, const struct record_store *store,
                                   struct uuid id)
{
    struct trial_content content;
    assert_int_equal(load_at(f, store, &id, 0, &content), ERR_NONE);
    return content;
}

#define FROM(role, content) "{\"role\":\"" role "\",\"content\":\"" content "\"}"
#define SENT(messages)      "{\"model\":\"m\",\"messages\":[" messages "]}"

static void a_text_is_what_the_user_says(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "Be {{mood}}.");
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a",
                                 "Say {{x}} to {{y}}. @@@prompt:name=tone|version=1@@@");
    struct trial_content content = loaded(f, &prompt_store, id);
    assert_int_equal(content.version, 1);
    assert_int_equal(content.inputs.count, 3);
    assert_string_equal(
        request_of(f, &content, "{\"x\":\"{{y}}\",\"y\":[1,2],\"mood\":\"\",\"z\":\"no\"}", NULL),
        SENT(FROM("user", "Say {{y}} to [1,2]. Be .")));
    assert_string_equal(request_of(f, &content, "{\"x\":\"a\",\"y\":\"b\",\"mood\":\"c\"}",
                                   "[" FROM("user", "Hi") "]"),
                        SENT(FROM("system", "Say a to b. Be c.") "," FROM("user", "Hi")));
}

static void variables_without_a_value_are_named(void **state)
{
    struct fixture *f = *state;
    struct trial_made made;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a", "{{one}} {{two}} {{three}}");
    struct trial_content content = loaded(f, &prompt_store, id);
    const struct endpoint_parameters parameters = {.model = "m"};
    const struct trial_case given = {.variables = json_of(f, "{\"two\":\"\"}")};
    assert_int_equal(trial_request(f->arena, &content, &given, &parameters, &made), ERR_NONE);
    assert_string_equal(made.request, SENT(FROM("user", "{{one}}  {{three}}")));
    assert_int_equal(made.missing.count, 2);
    assert_string_equal(made.missing.names[0], "one");
    assert_string_equal(made.missing.names[1], "three");
}

#define CHAT                                                                                       \
    "[" FROM("system", "Be {{mood}}") ",{\"placeholder\":\"past\"}," FROM("user", "{{q}}") "]"

static void a_chat_is_itself(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_with(f, "chat", PROMPT_CHAT, CHAT, "");
    struct trial_content content = loaded(f, &prompt_store, id);
    /* A value does not change its shape. */
    assert_string_equal(request_of(f, &content, "{\"mood\":\"\\\"},{\",\"q\":\"why\"}", NULL),
                        SENT(FROM("system", "Be \\\"},{") "," FROM("user", "why")));
    /* Messages stand where programs put theirs. */
    assert_string_equal(request_of(f, &content, "{\"mood\":\"a\",\"q\":\"b\"}",
                                   "[" FROM("user", "1") "," FROM("assistant", "2") "]"),
                        SENT(FROM("system", "Be a") "," FROM("user", "1") "," FROM(
                            "assistant", "2") "," FROM("user", "b")));
    /* Or at the end, if the place has its own. */
    assert_string_equal(
        request_of(f, &content, "{\"mood\":\"a\",\"q\":\"b\",\"past\":[" FROM("user", "0") "]}",
                   "[" FROM("user", "1") "]"),
        SENT(FROM("system", "Be a") "," FROM("user", "0") "," FROM("user", "b") "," FROM("user",
                                                                                         "1")));
    /* The chat itself is as it was. */
    assert_string_equal(request_of(f, &content, "{\"mood\":\"x\",\"q\":\"y\"}", NULL),
                        SENT(FROM("system", "Be x") "," FROM("user", "y")));
}

static void what_is_no_message_is_refused(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_with(f, "chat", PROMPT_CHAT, CHAT, "");
    struct uuid empty = make_with(f, "empty", PROMPT_CHAT, "[{\"placeholder\":\"past\"}]", "");
    struct trial_content content = loaded(f, &prompt_store, id);
    assert_string_equal(request_of(f, &content, NULL, "[{\"role\":\"boss\",\"content\":\"x\"}]"),
                        "ERROR: Message 1 of the case: the role must be system, developer, user, "
                        "assistant or tool.");
    assert_non_null(strstr(request_of(f, &content, "{\"past\":[{\"placeholder\":\"x\"}]}", NULL),
                           "ERROR: Message 1 of past: it is a placeholder."));
    content = loaded(f, &prompt_store, empty);
    assert_non_null(strstr(request_of(f, &content, NULL, NULL), "ERROR: There is no message"));
    assert_string_equal(request_of(f, &content, NULL, "[" FROM("user", "Hi") "]"),
                        SENT(FROM("user", "Hi")));
}

static void settings_of_a_prompt_are_sent_and_outranked(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_with(
        f, "set", PROMPT_TEXT, "Hi",
        "{\"model\":\"gpt-5\",\"temperature\":0.25,\"top_p\":7,\"max_tokens\":9,\"stop\":[\"x\"],"
        "\"response_format\":{\"type\":\"json_object\"},\"secret\":\"no\"}");
    struct trial_content content = loaded(f, &prompt_store, id);
    assert_string_equal(content.model, "gpt-5");
    assert_string_equal(
        request_of(f, &content, NULL, NULL),
        "{\"model\":\"m\",\"messages\":[" FROM(
            "user", "Hi") "],\"temperature\":0.25,\"max_tokens\":9,\"stop\":[\"x\"],"
                          "\"response_format\":{\"type\":\"json_object\"}}");
    const struct endpoint_parameters typed = {.model = "n",
                                              .temperature = json_of(f, "1"),
                                              .top_p = json_of(f, "0.5"),
                                              .max_tokens = 3,
                                              .stop = json_of(f, "[\"y\",\"z\"]")};
    assert_string_equal(request_with(f, &content, NULL, NULL, &typed),
                        "{\"model\":\"n\",\"messages\":[" FROM(
                            "user", "Hi") "],\"temperature\":1,\"max_tokens\":3,"
                                          "\"stop\":[\"y\",\"z\"],\"response_format\":{\"type\":"
                                          "\"json_object\"},\"top_p\":0.5}");
}

static void a_newer_model_has_its_limit_under_the_newer_name(void **state)
{
    struct fixture *f = *state;
    struct uuid id =
        make_with(f, "new", PROMPT_TEXT, "Hi", "{\"max_completion_tokens\":9,\"stop\":[]}");
    struct trial_content content = loaded(f, &prompt_store, id);
    const struct endpoint_parameters typed = {.model = "m", .max_tokens = 3};
    assert_string_equal(
        request_with(f, &content, NULL, NULL, &typed),
        "{\"model\":\"m\",\"messages\":[" FROM("user", "Hi") "],\"max_completion_tokens\":3}");
}

/* ---- agents -------------------------------------------------------------------------------- */

#define SCHEMA "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}"

static void an_agent_is_the_system_with_its_tools(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(
        f, PERSONA_PRODUCT_MANAGER, "a",
        "{\"model\":{\"name\":\"gpt-5\",\"temperature\":0.5,\"max_output_tokens\":50},"
        "\"instructions\":\"Help {{x}}.\",\"tools\":[{\"type\":\"function\",\"name\":\"find\","
        "\"description\":\"Finds\",\"parameters\":" SCHEMA "},{\"type\":\"web_search\",\"name\":"
        "\"web\"}],\"output\":{\"type\":\"json_schema\",\"schema\":" SCHEMA "}}");
    struct trial_content content = loaded(f, &agent_store, id);
    assert_string_equal(content.model, "gpt-5");
    assert_int_equal(json_array_size(content.tools), 1);
    assert_string_equal(json_text(json_array_get(content.tools, 0), "name"), "find");
    assert_string_equal(
        request_of(f, &content, "{\"x\":\"nobody\"}", "[" FROM("user", "Hi") "]"),
        "{\"model\":\"m\",\"messages\":[" FROM("system", "Help {{x}}.") "," FROM(
            "user", "Hi") "],\"temperature\":0.5,\"max_tokens\":50,\"response_format\":{\"type\":"
                          "\"json_schema\",\"json_schema\":{\"name\":\"output\",\"schema\":" SCHEMA
                          "}},\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"find\","
                          "\"description\":\"Finds\",\"parameters\":" SCHEMA "}}]}");
    assert_string_equal(request_of(f, &content, NULL, NULL),
                        "ERROR: There is no message to send: say something to the agent.");
}

static void an_agents_prompt_is_resolved_and_filled_in(void **state)
{
    struct fixture *f = *state;
    (void)make_with(f, "chat", PROMPT_CHAT, CHAT, "{\"temperature\":1}");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "text", "Be {{mood}}");
    struct uuid chatting =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "a",
                   "{\"model\":{\"name\":\"n\"},\"prompt\":{\"name\":\"chat\",\"version\":1}}");
    struct uuid plain =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "b",
                   "{\"model\":{\"name\":\"n\"},\"prompt\":{\"name\":\"text\",\"version\":1}}");
    struct uuid bare = make_agent(f, PERSONA_PRODUCT_MANAGER, "c", "{\"model\":{\"name\":\"n\"}}");
    struct trial_content content = loaded(f, &agent_store, chatting);
    assert_string_equal(request_of(f, &content, "{\"mood\":\"a\",\"q\":\"b\"}", NULL),
                        SENT(FROM("system", "Be a") "," FROM("user", "b")));
    content = loaded(f, &agent_store, plain);
    assert_string_equal(request_of(f, &content, "{\"mood\":\"a\"}", "[" FROM("user", "Hi") "]"),
                        SENT(FROM("system", "Be a") "," FROM("user", "Hi")));
    content = loaded(f, &agent_store, bare);
    assert_string_equal(request_of(f, &content, NULL, "[" FROM("user", "Hi") "]"),
                        SENT(FROM("user", "Hi")));
}

static void what_leads_nowhere_is_said(void **state)
{
    struct fixture *f = *state;
    struct trial_content content;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a", "x");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "b", "x");
    struct uuid lost = make_prompt(f, PERSONA_PRODUCT_MANAGER, "c", "@@@prompt:name=b|label=qa@@@");
    struct uuid agent =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "a",
                   "{\"model\":{\"name\":\"n\"},\"prompt\":{\"name\":\"b\",\"label\":\"qa\"}}");
    assert_int_equal(load_at(f, &prompt_store, &id, 2, &content), ERR_NOT_FOUND);
    assert_int_equal(load_at(f, &prompt_store, &agent, 0, &content), ERR_NOT_FOUND);
    assert_int_equal(load_at(f, &prompt_store, &lost, 0, &content), ERR_INVALID);
    assert_int_equal(load_at(f, &agent_store, &agent, 0, &content), ERR_INVALID);
    assert_int_equal(load_at(f, &team_store, &id, 0, &content), ERR_INVALID);
}

static void what_may_not_be_read_is_not_tried(void **state)
{
    struct fixture *f = *state;
    struct trial_content content;
    struct problem problem;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a", "x");
    const struct trial_input input = {&prompt_store, id, 0};
    assert_int_equal(
        trial_load(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), &input, &content, &problem),
        ERR_DENIED);
    assert_int_equal(trial_load(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &input,
                                &content, &problem),
                     ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(a_text_is_what_the_user_says),
        TEST(variables_without_a_value_are_named),
        TEST(a_chat_is_itself),
        TEST(what_is_no_message_is_refused),
        TEST(settings_of_a_prompt_are_sent_and_outranked),
        TEST(a_newer_model_has_its_limit_under_the_newer_name),
        TEST(an_agent_is_the_system_with_its_tools),
        TEST(an_agents_prompt_is_resolved_and_filled_in),
        TEST(what_leads_nowhere_is_said),
        TEST(what_may_not_be_read_is_not_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
