#include "pages/agent/agent.h"

/* The editor of agents: its views, rows, refusals, stale saves; without a script. */

#define SMALL "{\"model\":{\"name\":\"gpt-4.1\"}}"
#define BEFORE                                                                                     \
    "{\"model\":{\"name\":\"m\",\"seed\":7},\"x-team\":[1],\"tools\":[{\"name\":\"a\",\"strict\":" \
    "true},{\"name\":\"b\"}]}"

static void only_a_name_and_a_model_are_needed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, "/agents/new");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, ">Create agent</button>");
    fixture_assert_has(response, "value=\"view-json\" formnovalidate>JSON</button>");
    fixture_assert_has_not(response, "view-changes");
    response = fixture_post(f, "/agents/new",
                            agent_form("name", "Helper", "before", "{\"model\":{\"name\":\"\"}}",
                                       "model_name", "gpt-4.1", "model_temperature", "", "source",
                                       "instructions", "handoff", "", "do", "save", NULL));
    fixture_assert_status(response, 303);
    char address[64];
    (void)snprintf(address, sizeof address, "%s", fixture_header(response, "Location"));
    response = fixture_get(f, address);
    fixture_assert_has(response, "Agent created.");
    fixture_assert_has(response, "<dd>gpt-4.1</dd>");
    fixture_assert_has(response, "Created agent");
    assert_string_equal(config_now(f, address), SMALL);
}

static void every_input_finds_its_key(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_agent(f, "Other", SMALL);
    struct response *response = fixture_post(
        f, "/agents/new",
        agent_form("name", "All", "model_provider", "openai", "model_name", "m",
                   "model_temperature", "0.7", "model_top_p", "1", "model_max_output_tokens", "100",
                   "model_stop", "END\r\n\\n", "source", "instructions", "instructions",
                   "Be\r\nkind.", "tool_from", "", "tool_name", "look", "tool_type", "function",
                   "tool_description", "Looks.", "tool_parameters", "{\"type\":\"object\"}",
                   "mcp_from", "", "mcp_name", "crm", "mcp_url", "https://crm.example",
                   "mcp_headers", "X-A: 1\r\nAuthorization: {\"secret\": \"T\"}", "handoff",
                   "Other", "handoff", "", "output_type", "json", "limit_max_turns", "5",
                   "skill_from", "", "skill_id", "s", "skill_name", "S", "skill_tags", "a, b",
                   "skill_examples", "One\r\nTwo", "endpoint_url", "https://a.example", "metadata",
                   "team: x\r\nrank: 2", NULL));
    fixture_assert_status(response, 303);
    char address[64];
    (void)snprintf(address, sizeof address, "%s", fixture_header(response, "Location"));
    assert_string_equal(
        config_now(f, address),
        "{\"model\":{\"provider\":\"openai\",\"name\":\"m\",\"temperature\":0.7,\"top_p\":1,"
        "\"max_output_tokens\":100,\"stop\":[\"END\",\"\\n\"]},\"instructions\":\"Be\\nkind.\","
        "\"tools\":[{\"name\":\"look\",\"type\":\"function\",\"description\":\"Looks.\","
        "\"parameters\":{\"type\":\"object\"}}],\"mcp_servers\":[{\"name\":\"crm\",\"url\":"
        "\"https://crm.example\",\"headers\":{\"X-A\":\"1\",\"Authorization\":{\"secret\":\"T\"}}}]"
        ",\"handoffs\":[\"Other\"],\"output\":{\"type\":\"json\"},\"limits\":{\"max_turns\":5},"
        "\"skills\":[{\"id\":\"s\",\"name\":\"S\",\"tags\":[\"a\",\"b\"],\"examples\":[\"One\","
        "\"Two\"]}],\"endpoint\":{\"url\":\"https://a.example\"},\"metadata\":{\"team\":\"x\","
        "\"rank\":2}}");
    response = fixture_get(f, below(address, "/edit"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"0.7\"");
    fixture_assert_has(response, ">\nX-A: 1\nAuthorization: {&quot;secret&quot;:&quot;T&quot;}<");
    fixture_assert_has(response, "id=\"part-skill\" open");
}

/* What the form does not know survives it, wherever it stands; emptied inputs remove their keys. */
static void unknown_keys_survive_the_form(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "Kept", BEFORE);
    struct response *response = fixture_get(f, below(address, "/edit"));
    fixture_assert_has(response, "<code>x-team</code>");
    fixture_assert_has(response, "<code>model.seed</code>");
    fixture_assert_has(response, "<code>tools[0].strict</code>");
    response = fixture_post(f, below(address, "/edit"),
                            agent_form("name", "Kept", "revision", "1", "before", BEFORE,
                                       "model_name", "n", "tool_from", "1", "tool_from", "0",
                                       "tool_name", "", "tool_name", "a2", NULL));
    fixture_assert_redirect(response, address);
    assert_string_equal(config_now(f, address),
                        "{\"model\":{\"name\":\"n\",\"seed\":7},\"x-team\":[1],\"tools\":[{"
                        "\"name\":\"a2\",\"strict\":true}]}");
}

static void rows_are_added_moved_and_removed_without_a_script(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_post(
        f, "/agents/new",
        agent_form("name", "", "before", BEFORE, "tool_from", "0", "tool_from", "1", "tool_name",
                   "a", "tool_name", "b", "tool_type", "", "tool_type", "", "tool_description", "",
                   "tool_description", "", "tool_parameters", "", "tool_parameters", "", "do",
                   "tool:down:1", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "id=\"tool_name-1\" name=\"tool_name\" value=\"b\"");
    fixture_assert_has(response, "id=\"tool_name-2\" name=\"tool_name\" value=\"a\"");
    const char *carried = fixture_between(f, response, "name=\"before\" value=\"", "\"");
    assert_non_null(strstr(carried, "[{&quot;name&quot;:&quot;b&quot;},{&quot;name"));
    response = fixture_post(f, "/agents/new",
                            agent_form("name", "", "before", BEFORE, "do", "skill:add", NULL));
    fixture_assert_has(response, "id=\"skill_id-1\"");
    fixture_assert_has(response, "id=\"part-skill\" open");
    response =
        fixture_post(f, "/agents/new",
                     agent_form("name", "", "before", BEFORE, "tool_from", "0", "tool_name", "a",
                                "tool_type", "", "tool_description", "", "tool_parameters", "",
                                "handoff", "Nobody", "handoff", " ", "do", "tool:remove:1", NULL));
    fixture_assert_has_not(response, "tool_name-1");
    fixture_assert_has(response, "value=\"Nobody\"");
    static const char *const odd[] = {"tool:up:1", "tool:remove:9", "dance", "tool:", "view-"};
    for (size_t i = 0; i < COUNT_OF(odd); i++)
        fixture_assert_status(
            fixture_post(f, "/agents/new",
                         agent_form("name", "", "before", BEFORE, "do", odd[i], NULL)),
            200);
}

/* The form, the JSON and the changes are views of one draft: nothing is lost from one to another.
 */
static void the_draft_is_the_same_in_every_view(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response =
        fixture_post(f, "/agents/new",
                     agent_form("name", "x", "tags", "kept", "before", SMALL, "model_name", "typed",
                                "message", "why", "do", "view-json", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"view-json\" formnovalidate aria-pressed=\"true\"");
    fixture_assert_has(response, "&quot;name&quot;: &quot;typed&quot;");
    fixture_assert_has_not(response, "name=\"model_name\"");
    fixture_assert_has(response, "name=\"tags\" value=\"kept\"");
    fixture_assert_has(response, "name=\"message\" value=\"why\"");
    response =
        fixture_post(f, "/agents/new",
                     agent_form("name", "x", "tags", "kept", "before", SMALL, "config",
                                "{\"model\":{\"name\":\"json\"},\"limits\":{\"max_turns\":3}}",
                                "do", "view-form", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"view-form\" formnovalidate aria-pressed=\"true\"");
    fixture_assert_has(response, "name=\"model_name\" value=\"json\"");
    fixture_assert_has(response, "name=\"limit_max_turns\" value=\"3\"");
    fixture_assert_has(response, "name=\"tags\" value=\"kept\"");
    fixture_assert_has_not(response, "name=\"config\"");
}

static void json_that_the_form_cannot_show_stays(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", SMALL);
    static const char *const buttons[] = {"view-form", "view-changes", "save"};
    for (size_t i = 0; i < COUNT_OF(buttons); i++) {
        struct response *response =
            fixture_post(f, below(address, "/edit"),
                         agent_form("name", "x", "revision", "1", "before", SMALL, "config",
                                    "{\"model\":", "do", buttons[i], NULL));
        fixture_assert_status(response, 422);
        fixture_assert_has(response, ">\n{&quot;model&quot;:</textarea>");
        fixture_assert_has(response, "Line 1");
        fixture_assert_has(response, "value=\"view-json\" formnovalidate aria-pressed=\"true\"");
        response = fixture_post(f, below(address, "/edit"),
                                agent_form("name", "x", "revision", "1", "before", SMALL, "config",
                                           "{\"model\":{\"name\":\"m\"},\"tools\":5}", "do",
                                           buttons[i], NULL));
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "href=\"#config\"><code>tools</code>");
        fixture_assert_has(response, "<li><code>tools</code>");
        fixture_assert_has(response, "&quot;tools&quot;:5}</textarea>");
    }
}

static void an_input_that_cannot_be_read_keeps_the_form(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", SMALL);
    static const char *const buttons[] = {"view-json", "view-changes"};
    for (size_t i = 0; i < COUNT_OF(buttons); i++) {
        struct response *response =
            fixture_post(f, below(address, "/edit"),
                         agent_form("name", "x", "revision", "1", "before", SMALL, "model_name",
                                    "m", "model_temperature", "0,7", "do", buttons[i], NULL));
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "href=\"#model_temperature\"><code>model.temperature</code>");
        fixture_assert_has(response, "name=\"model_temperature\" value=\"0,7\"");
        fixture_assert_has(response, "value=\"view-form\" formnovalidate aria-pressed=\"true\"");
    }
}

static void the_changes_are_seen_before_they_are_saved(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", SMALL);
    struct response *response =
        fixture_post(f, below(address, "/edit"),
                     agent_form("name", "Uno", "revision", "1", "before", SMALL, "model_name",
                                "other", "do", "view-changes", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"view-changes\" formnovalidate aria-pressed=\"true\"");
    fixture_assert_has(response, "<code>model.name</code></th><td data-label=\"Before\">"
                                 "<del>gpt-4.1</del>");
    fixture_assert_has(response, "<ins>other</ins>");
    fixture_assert_has(response, "<ins>Uno</ins>");
    fixture_assert_has_not(response, "name=\"model_name\"");
    assert_string_equal(config_now(f, address), SMALL);
    static const char draft[] = "{\"model\":{\"name\":\"other\"}}";
    response = fixture_post(
        f, below(address, "/edit"),
        agent_form("name", "Uno", "revision", "1", "before", draft, "do", "view-json", NULL));
    fixture_assert_has(response, "&quot;name&quot;: &quot;other&quot;");
    response = fixture_post(
        f, below(address, "/edit"),
        agent_form("name", "Uno", "revision", "1", "before", draft, "do", "save", NULL));
    fixture_assert_redirect(response, address);
    assert_string_equal(config_now(f, address), draft);
}

/* What the rail says of a section. */
static const char *section(struct fixture *f, const struct response *response, const char *part)
{
    const char *found = fixture_between(
        f, response, arena_printf(f->page_arena, "href=\"#part-%s-inputs\">", part), "</a>");
    assert_non_null(found);
    return found;
}

static void the_rail_says_what_is_wrong_and_what_changed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", BEFORE);
    struct response *response = fixture_get(f, below(address, "/edit"));
    assert_string_equal(section(f, response, "tool"), "<span>Tools</span> <small>2</small>");
    assert_string_equal(section(f, response, "model"), "<span>Model</span>");
    response =
        fixture_post(f, below(address, "/edit"),
                     agent_form("name", "", "revision", "1", "before", BEFORE, "model_name", "m",
                                "model_temperature", "warm", "source", "instructions",
                                "instructions", "New", "limit_max_turns", "3", "do", "save", NULL));
    fixture_assert_status(response, 422);
    assert_non_null(strstr(section(f, response, "model"), "1 problem<"));
    assert_non_null(strstr(section(f, response, "prompt"), "Changed"));
    assert_non_null(strstr(section(f, response, "limit"), "Changed"));
    assert_null(strstr(section(f, response, "tool"), "Changed"));
    response = fixture_post(f, below(address, "/edit"),
                            agent_form("name", "One", "revision", "1", "config",
                                       "{\"model\":{\"name\":\"m\",\"temperature\":9,\"top_p\":7}}",
                                       "do", "view-form", NULL));
    fixture_assert_status(response, 200);
    assert_non_null(strstr(section(f, response, "model"), "2 problems<"));
    assert_non_null(strstr(section(f, response, "tool"), "Changed"));
}

static void problems_stand_at_their_inputs(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response =
        fixture_post(f, "/agents/new",
                     agent_form("name", "x", "model_name", "m", "model_temperature", "0,7",
                                "tool_from", "", "tool_from", "", "tool_name", "", "tool_name", "t",
                                "tool_parameters", "", "tool_parameters", "{\"type\": 5}", NULL));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "href=\"#model_temperature\"><code>model.temperature</code>");
    fixture_assert_has(response, "value=\"0,7\"");
    fixture_assert_has(response, "Temperature must be a number");
    fixture_assert_has(response,
                       "href=\"#tool_parameters-2\"><code>tools[0].parameters.type</code>");
    fixture_assert_has(response, "{&quot;type&quot;: 5}</textarea>");
    response =
        fixture_post(f, "/agents/new",
                     agent_form("name", "x", "config",
                                "{\"model\":{\"name\":\"m\",\"temperature\":3},\"metadata\":{"
                                "\"k\":\"sk-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ\"}}",
                                NULL));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "href=\"#config\"><code>model.temperature</code>");
    fixture_assert_has(response, "<code>model.temperature</code> must be a number from 0 to 2");
    fixture_assert_has(response, "<code>metadata.k</code>");
    fixture_assert_has(response, "{&quot;secret&quot;: &quot;NAME&quot;}");
    static const char *const refused[] = {
        "{\"model\":{}}",
        "[]",
        "{",
        "{\"tools\":5}",
        "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"No one\"]}",
        "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"no\"}}"};
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        fixture_assert_status(
            fixture_post(f, "/agents/new", agent_form("name", "x", "config", refused[i], NULL)),
            422);
    fixture_assert_status(fixture_post(f, "/agents/new", agent_form("name", "x", NULL)), 422);
    fixture_assert_status(
        fixture_post(f, "/agents/new", agent_form("name", "x", "config", SMALL, "odd", "1", NULL)),
        422);
}

static void refused_names_keep_what_was_typed(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_agent(f, "Taken", SMALL);
    struct response *response =
        fixture_post(f, "/agents/new",
                     agent_form("name", "Taken", "description", "<b>mine</b>", "message", "why",
                                "config", SMALL, NULL));
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "&lt;b&gt;mine&lt;/b&gt;</textarea>");
    fixture_assert_has(response, "value=\"why\"");
    fixture_assert_has(response, "id=\"name-error\"");
    response = fixture_post(f, "/agents/new", agent_form("name", "", "config", SMALL, NULL));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "gpt-4.1");
}

/* Makes a prompt whose label production stands on version 1. */
static void make_labelled_prompt(struct fixture *f)
{
    struct response *response = fixture_post(
        f, "/prompts/new",
        agent_form("name", "desk/greeting", "body", "Hello {{name}}, how are you?", NULL));
    fixture_assert_status(response, 303);
    char path[96];
    (void)snprintf(path, sizeof path, "%s/releases/move", fixture_header(response, "Location"));
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(
        fixture_post(f, path,
                     agent_form("label", "production", "to_version", "1", "compared", "1", NULL)),
        303);
}

static void instructions_may_come_from_a_prompt_of_the_library(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    make_labelled_prompt(f);
    struct response *response = fixture_post(
        f, "/agents/new",
        agent_form("name", "Greeter", "model_name", "m", "instructions", "Not this", "source",
                   "prompt", "prompt_name", "desk/greeting", "do", "preview", NULL));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<option value=\"desk/greeting\" selected>");
    fixture_assert_has(response, "Hello <mark class=\"var\">{{name}}</mark>, how are you?</pre>");
    fixture_assert_has(response, "Not this</textarea>");
    response = fixture_post(f, "/agents/new",
                            agent_form("name", "Greeter", "model_name", "m", "source", "prompt",
                                       "prompt_name", "desk/greeting", "prompt_label", "staging",
                                       "do", "preview", NULL));
    fixture_assert_has(response, "callout warning");
    response = fixture_post(f, "/agents/new",
                            agent_form("name", "Greeter", "model_name", "m", "instructions",
                                       "Not this", "source", "prompt", "prompt_name",
                                       "desk/greeting", "prompt_version", "1", NULL));
    fixture_assert_status(response, 303);
    char address[64];
    (void)snprintf(address, sizeof address, "%s", fixture_header(response, "Location"));
    assert_string_equal(config_now(f, address), "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":"
                                                "\"desk/greeting\",\"version\":1}}");
    response = fixture_get(f, address);
    fixture_assert_has(response, ">desk/greeting</a>");
    fixture_assert_has(response, "Hello <mark");
}

static void an_edited_agent_gets_a_new_version(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", SMALL);
    struct response *response = fixture_get(f, below(address, "/edit"));
    fixture_assert_has(response, ">Save agent</button>");
    fixture_assert_has(response, "value=\"One\"");
    response = fixture_post(f, below(address, "/edit"),
                            agent_form("name", "One", "revision", "1", "before", SMALL,
                                       "model_name", "new", "message", "newer model", NULL));
    fixture_assert_redirect(response, address);
    response = fixture_get(f, address);
    fixture_assert_has(response, "Saved as version 2.");
    fixture_assert_has(response, "/diff\">Compare</a>");
    fixture_assert_has(response, "/releases/change?label=production&amp;to_version=2\">");
    fixture_assert_has(response, "v2 newer model");
    response =
        fixture_post(f, below(address, "/edit"),
                     agent_form("name", "One", "revision", "2", "before",
                                "{\"model\":{\"name\":\"new\"}}", "model_name", "new", NULL));
    fixture_assert_redirect(response, address);
    fixture_assert_has(fixture_get(f, address), "Nothing was changed");
}

static void tags_change_without_a_new_version(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_post(
        f, "/agents/new",
        agent_form("name", "desk/One", "config", SMALL, "tags", "night, r&d ,Night", NULL));
    fixture_assert_status(response, 303);
    char address[64];
    (void)snprintf(address, sizeof address, "%s", fixture_header(response, "Location"));
    response = fixture_get(f, address);
    fixture_assert_has(response, "<a class=\"chip tag\" href=\"/agents?tag=night\">night</a>");
    fixture_assert_has(response, "<a class=\"chip tag\" href=\"/agents?tag=r%26d\">r&amp;d</a>");
    fixture_assert_has(response, "<a href=\"/agents?folder=desk\">desk</a>");
    fixture_assert_has(fixture_get(f, below(address, "/edit")), "value=\"night, r&amp;d\"");
    fixture_assert_has(fixture_get(f, below(address, "/export")), "\"r&d\"");
    response = fixture_post(
        f, below(address, "/edit"),
        agent_form("name", "desk/One", "config", SMALL, "revision", "1", "tags", "day", NULL));
    fixture_assert_redirect(response, address);
    response = fixture_get(f, address);
    fixture_assert_has(response, "The content is the same, so there is no new version.");
    fixture_assert_has(response, ">day</a>");
    fixture_assert_has_not(response, "?tag=night");
    response = fixture_post(
        f, below(address, "/edit"),
        agent_form("name", "desk/One", "config", SMALL, "revision", "1", "tags", "old", NULL));
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "<del>day</del>");
    fixture_assert_has(response, "<ins>old</ins>");
    char path[96];
    (void)snprintf(path, sizeof path, "/agents/new?from=%s", address + strlen("/agents/"));
    response = fixture_get(f, path);
    fixture_assert_has(response, "value=\"desk/Copy of One\"");
    fixture_assert_has(response, "name=\"tags\" value=\"day\"");
}

static void a_stale_save_loses_nothing(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", SMALL);
    fixture_assert_status(fixture_post(f, below(address, "/edit"),
                                       agent_form("name", "One", "revision", "1", "config",
                                                  "{\"model\":{\"name\":\"theirs\"}}", NULL)),
                          303);
    struct response *response =
        fixture_post(f, below(address, "/edit"),
                     agent_form("name", "Uno", "revision", "1", "before", SMALL, "model_name",
                                "mine", "message", "my reason", NULL));
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "name=\"model_name\" value=\"mine\"");
    fixture_assert_has(response, "value=\"my reason\"");
    fixture_assert_has(response, "name=\"revision\" value=\"2\"");
    fixture_assert_has(response, "<del>theirs</del>");
    fixture_assert_has(response, "<ins>mine</ins>");
    fixture_assert_has(response, "<ins>Uno</ins>");
    response = fixture_post(
        f, below(address, "/edit"),
        agent_form("name", "Uno", "revision", "2", "before", SMALL, "model_name", "mine", NULL));
    fixture_assert_redirect(response, address);
    assert_string_equal(config_now(f, address), "{\"model\":{\"name\":\"mine\"}}");
}

static void personas_edit_what_the_policy_allows(void **state)
{
    struct fixture *f = *state;
    static const struct {
        int persona;
        int status;
    } cases[] = {{PERSONA_INDIVIDUAL_DEVELOPER, 403},
                 {PERSONA_PLATFORM_ADMIN, 403},
                 {PERSONA_DEVOPS_ENGINEER, 200},
                 {PERSONA_ENTERPRISE_TEAM, 200},
                 {PERSONA_CUSTOMER_ADMIN, 200}};
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", SMALL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        sign_in_as(f, cases[i].persona);
        fixture_assert_status(fixture_get(f, below(address, "/edit")), cases[i].status);
        bool has_link = fixture_has(fixture_get(f, address), "/edit\"");
        assert_int_equal(has_link, cases[i].status == 200);
    }
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(
        fixture_post(f, below(address, "/edit"),
                     agent_form("name", "One", "revision", "1", "config", SMALL, NULL)),
        403);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(fixture_get(f, "/agents/new"), 403);
}

static void archived_agents_are_not_edited(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", SMALL);
    fixture_assert_redirect(fixture_post(f, below(address, "/archive"), ""), address);
    fixture_assert_redirect(fixture_get(f, below(address, "/edit")), address);
    struct response *response =
        fixture_post(f, below(address, "/edit"),
                     agent_form("name", "One", "revision", "1", "config", BEFORE, NULL));
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "x-team");
    fixture_assert_has(fixture_get(f, address), "This agent is archived");
}

/* A form with a token of someone else comes back as it was typed, and does nothing. */
static void a_forged_form_does_nothing_and_keeps_everything(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)fixture_csrf(f);
    (void)snprintf(f->jar->csrf, sizeof f->jar->csrf, "forged");
    struct response *response =
        fixture_post(f, "/agents/new", agent_form("name", "Forged", "model_name", "typed", NULL));
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "name=\"model_name\" value=\"typed\"");
    fixture_assert_has(response, "value=\"Forged\"");
    fixture_assert_has_not(fixture_get(f, "/agents"), "Forged");
}

static void a_copy_begins_with_the_config_of_its_original(void **state)
{
    struct fixture *f = *state;
    char path[96];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *address = create_agent(f, "One", BEFORE);
    (void)snprintf(path, sizeof path, "/agents/new?from=%s", address + strlen("/agents/"));
    struct response *response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"Copy of One\"");
    fixture_assert_has(response, "x-team");
    fixture_assert_status(fixture_get(f, "/agents/new?from=nothing"), 404);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, path), 404);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(only_a_name_and_a_model_are_needed),
        TEST(every_input_finds_its_key),
        TEST(unknown_keys_survive_the_form),
        TEST(rows_are_added_moved_and_removed_without_a_script),
        TEST(the_draft_is_the_same_in_every_view),
        TEST(json_that_the_form_cannot_show_stays),
        TEST(an_input_that_cannot_be_read_keeps_the_form),
        TEST(the_changes_are_seen_before_they_are_saved),
        TEST(the_rail_says_what_is_wrong_and_what_changed),
        TEST(problems_stand_at_their_inputs),
        TEST(refused_names_keep_what_was_typed),
        TEST(instructions_may_come_from_a_prompt_of_the_library),
        TEST(an_edited_agent_gets_a_new_version),
        TEST(tags_change_without_a_new_version),
        TEST(a_stale_save_loses_nothing),
        TEST(personas_edit_what_the_policy_allows),
        TEST(archived_agents_are_not_edited),
        TEST(a_forged_form_does_nothing_and_keeps_everything),
        TEST(a_copy_begins_with_the_config_of_its_original),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
