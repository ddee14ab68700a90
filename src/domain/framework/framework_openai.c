#include "domain/framework/framework_openai_internal.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/number.h"
#include "domain/agent/agent_config.h"
#include "domain/team/team_rules.h"

/* @openai/agents 0.20.0 has no file format: agents are made by options, so the file has these
 * options and the snippet makes the agents of them. What an agent hands over to, and has as tools
 * ("agentTools", ours), is there by name. */

static bool is_function(const json_t *tool)
{
    const char *type = json_text(tool, "type");
    return json_text(tool, "name")[0] != '\0' &&
           (type[0] == '\0' || strcasecmp(type, "function") == 0);
}

static json_t *write_tool(struct framework_work *work, const struct framework_agent *agent,
                          const json_t *tool)
{
    static const char *const carried[] = {"type",       "name",   "description",
                                          "parameters", "strict", NULL};
    json_t *made = json_pack("{s:s, s:s, s:s, s:b}", "type", "function", "name",
                             json_text(tool, "name"), "description", json_text(tool, "description"),
                             "strict", json_is_true(json_object_get(tool, "strict")));
    if (json_is_object(json_object_get(tool, "parameters")))
        framework_work_copy(made, "parameters", tool, "parameters");
    else
        json_object_set_new(made, "parameters",
                            json_pack("{s:s, s:{}, s:[], s:b}", "type", "object", "properties",
                                      "required", "additionalProperties", 1));
    framework_work_lose_keys(work, agent, "tools[].", tool, carried);
    framework_work_lose(work, agent, "The code of the tool %s: write it in “functions”.",
                        json_text(tool, "name"));
    return made;
}

static void add_tools(struct framework_work *work, const struct framework_agent *agent, json_t *out)
{
    const json_t *tools = json_object_get(agent->config, "tools");
    json_t *made = json_keep(work->arena, json_array());
    for (size_t i = 0; i < json_array_size(tools); i++) {
        const json_t *tool = json_array_get(tools, i);
        if (is_function(tool))
            json_array_append_new(made, write_tool(work, agent, tool));
        else
            framework_work_lose(work, agent, "The tool of type %s: only functions are taken.",
                                json_text(tool, "type"));
    }
    if (json_array_size(made) > 0)
        json_object_set(out, "tools", made);
}

static void add_servers(struct framework_work *work, const struct framework_agent *agent,
                        json_t *out)
{
    const json_t *servers = json_object_get(agent->config, "mcp_servers");
    json_t *made = json_keep(work->arena, json_array());
    for (size_t i = 0; i < json_array_size(servers); i++) {
        const json_t *server = json_array_get(servers, i);
        if (!framework_work_has_url(work, agent, server))
            continue;
        json_t *one = json_object();
        json_t *headers = framework_work_headers(work, agent, server);
        framework_work_copy(one, "name", server, "name");
        framework_work_copy(one, "url", server, "url");
        if (headers != NULL)
            json_object_set_new(one, "requestInit", json_pack("{s:o}", "headers", headers));
        json_array_append_new(made, one);
    }
    if (json_array_size(made) > 0)
        json_object_set(out, "mcpServers", made);
}

static void add_model(struct framework_work *work, const struct framework_agent *agent, json_t *out)
{
    static const char *const carried[] = {
        "provider", "name", "temperature", "top_p", "stop", "max_output_tokens", NULL};
    const json_t *model = json_object_get(agent->config, "model");
    const char *provider = agent_config_provider(agent->config);
    json_t *settings = json_keep(work->arena, json_object());
    json_object_set_new(out, "model", json_string(agent_config_model(agent->config)));
    framework_work_copy(settings, "temperature", model, "temperature");
    framework_work_copy(settings, "topP", model, "top_p");
    framework_work_copy(settings, "maxTokens", model, "max_output_tokens");
    if (json_array_size(json_object_get(model, "stop")) > 0)
        json_object_set_new(settings, "providerData",
                            json_pack("{s:O}", "stop", json_object_get(model, "stop")));
    if (json_object_size(settings) > 0)
        json_object_set(out, "modelSettings", settings);
    framework_work_lose_keys(work, agent, "model.", model, carried);
    if (provider[0] != '\0' && !framework_work_is_from(agent, "openai"))
        framework_work_lose(work, agent,
                            "The provider %s: the SDK asks OpenAI unless it is given another "
                            "model provider.",
                            provider);
}

static void add_output(struct framework_work *work, const struct framework_agent *agent,
                       json_t *out)
{
    static const char *const carried[] = {"type", "schema", NULL};
    const json_t *output = json_object_get(agent->config, "output");
    json_t *schema = json_object_get(output, "schema");
    framework_work_lose_keys(work, agent, "output.", output, carried);
    if (json_is_object(schema))
        json_object_set_new(out, "outputType",
                            json_pack("{s:s, s:s, s:b, s:O}", "type", "json_schema", "name",
                                      "output", "strict", 0, "schema", schema));
    else if (output != NULL && strcasecmp(json_text(output, "type"), "text") != 0)
        framework_work_lose(work, agent, "output.type without a schema has no counterpart.");
}

/* Only agents of the file can be handed over to. */
static void add_handoffs(struct framework_work *work, const struct framework_agent *agent,
                         json_t *out)
{
    json_t *made = json_keep(work->arena, json_array());
    for (size_t i = 0; i < agent_config_handoff_count(agent->config); i++) {
        const char *name = agent_config_handoff(agent->config, i);
        if (framework_work_find(work, name) >= 0)
            json_array_append_new(made, json_string(name));
        else
            framework_work_lose(work, agent, "The handoff to %s: that agent is not in the file.",
                                name);
    }
    if (json_array_size(made) > 0)
        json_object_set(out, "handoffs", made);
}

static json_t *write_agent(struct framework_work *work, const struct framework_agent *agent)
{
    static const char *const carried[] = {"model",  "instructions", "prompt",
                                          "tools",  "mcp_servers",  "handoffs",
                                          "output", "limits",       NULL};
    static const char *const limits[] = {"max_turns", NULL};
    json_t *out = json_pack("{s:s}", "name", agent->name);
    if (agent->description[0] != '\0')
        json_object_set_new(out, "handoffDescription", json_string(agent->description));
    json_object_set_new(out, "instructions", json_string(agent->instructions));
    add_model(work, agent, out);
    add_tools(work, agent, out);
    add_servers(work, agent, out);
    add_handoffs(work, agent, out);
    add_output(work, agent, out);
    framework_work_lose_keys(work, agent, "limits.", json_object_get(agent->config, "limits"),
                             limits);
    framework_work_lose_config(work, agent, carried);
    return out;
}

/* ---- teams -------------------------------------------------------------------------------- */

/* All names but one (-1: none). */
static json_t *names_but(const struct framework_work *work, int index)
{
    json_t *names = json_array();
    for (int i = 0; i < work->source->agent_count; i++)
        if (i != index)
            json_array_append_new(names, json_string(work->source->agents[i].name));
    return names;
}

static const char *name_free(const struct framework_work *work, const char *name)
{
    for (int number = 2; framework_work_find(work, name) >= 0; number++)
        name = arena_printf(work->arena, "triage_%d", number);
    return name;
}

/* How its members find each other; gives who begins. */
static const char *arrange(struct framework_work *work, json_t *agents)
{
    const struct framework_source *source = work->source;
    int lead = framework_work_lead(work);
    json_t *first = json_array_get(agents, (size_t)lead);
    const char *name = source->agents[lead].name;
    switch (source->team_kind) {
    case TEAM_HANDOFF:
        if (json_object_get(first, "handoffs") == NULL && source->agent_count > 1)
            json_object_set_new(first, "handoffs", names_but(work, lead));
        return name;
    case TEAM_HIERARCHICAL:
        json_object_set_new(first, "agentTools", names_but(work, lead));
        return name;
    case TEAM_SELECTOR:
        name = name_free(work, "triage");
        json_array_append_new(agents,
                              json_pack("{s:s, s:s, s:s, s:o}", "name", name, "instructions",
                                        "Hand the request over to the agent that fits it best.",
                                        "model", agent_config_model(source->agents[0].config),
                                        "handoffs", names_but(work, -1)));
        framework_work_lose(work, NULL,
                            "The selector: an agent %s hands the request over once, and chooses "
                            "no next speaker after that.",
                            name);
        return name;
    default:
        if (source->team_kind != TEAM_SEQUENTIAL)
            framework_work_lose(work, NULL,
                                "The kind %s: the snippet runs the members once, one after the "
                                "other.",
                                team_kind_names[source->team_kind]);
        return NULL;
    }
}

static json_t *write_team(struct framework_work *work, const char **entry)
{
    static const char *const carried[] = {"max_turns", NULL};
    json_t *agents = json_array();
    for (int i = 0; i < work->source->agent_count; i++)
        json_array_append_new(agents, write_agent(work, &work->source->agents[i]));
    *entry = arrange(work, agents);
    json_t *team = json_pack("{s:s, s:o}", "name", work->source->name, "agents", agents);
    if (*entry != NULL)
        json_object_set_new(team, "entry", json_string(*entry));
    framework_work_lose_team(work, carried);
    return team;
}

/* ---- the snippet -------------------------------------------------------------------------- */

static const char snippet_begin[] =
    "// npm install @openai/agents@0.20.0\n"
    "import { readFile } from 'node:fs/promises';\n"
    "import { Agent, MCPServerStreamableHttp, run, tool } from '@openai/agents';\n"
    "\n";

static const char snippet_make[] =
    "// {{name}} is filled in from the context of a run, ${NAME} from the environment.\n"
    "const fill = (text, values = {}) =>\n"
    "    text.replace(/\\{\\{[ \\t]*([A-Za-z][A-Za-z0-9_]*)[ \\t]*\\}\\}/g, (all, name) => "
    "values[name] ?? all);\n"
    "const secrets = (text) => text.replace(/\\$\\{([^}]+)\\}/g, (all, name) => "
    "process.env[name] ?? all);\n"
    "const servers = [];\n"
    "const connect = ({ requestInit, ...options }) => {\n"
    "    const headers = JSON.parse(secrets(JSON.stringify(requestInit?.headers ?? {})));\n"
    "    servers.push(new MCPServerStreamableHttp({ ...options, requestInit: { headers } }));\n"
    "    return servers.at(-1);\n"
    "};\n"
    "const make = ({ agentTools, handoffs, instructions, tools = [], mcpServers = [], ...options "
    "}) =>\n"
    "    new Agent({\n"
    "        ...options,\n"
    "        instructions: ({ context }) => fill(instructions, context),\n"
    "        tools: tools.map((each) => tool({ ...each, execute: functions[each.name] })),\n"
    "        mcpServers: mcpServers.map(connect),\n"
    "    });\n"
    "\n"
    "const all = file.agents ?? [file];\n"
    "const agents = Object.fromEntries(all.map((each) => [each.name, make(each)]));\n"
    "for (const each of all) {\n"
    "    const agent = agents[each.name];\n"
    "    agent.handoffs = (each.handoffs ?? []).map((name) => agents[name]);\n"
    "    for (const name of each.agentTools ?? [])\n"
    "        agent.tools.push(agents[name].asTool({ toolDescription: "
    "agents[name].handoffDescription }));\n"
    "}\n"
    "\n"
    "export async function start(input, context = {}) {\n"
    "    for (const server of servers) await server.connect();\n";

static void add_functions(struct framework_work *work, struct buf *out)
{
    json_t *seen = json_keep(work->arena, json_object());
    buf_add_text(out, "// What each tool does is code.\nconst functions = {\n");
    for (int i = 0; i < work->source->agent_count; i++) {
        const json_t *tools = json_object_get(work->source->agents[i].config, "tools");
        for (size_t j = 0; j < json_array_size(tools); j++) {
            const json_t *one = json_array_get(tools, j);
            const char *name = json_text(one, "name");
            if (!is_function(one) || json_object_get(seen, name) != NULL)
                continue;
            json_object_set_new(seen, name, json_true());
            buf_printf(out,
                       "    '%s': async (input) => {\n"
                       "        throw new Error('The tool %s is not written yet.');\n    },\n",
                       name, name);
        }
    }
    buf_add_text(out, "};\n\n");
}

static int64_t turns_of(const struct framework_work *work)
{
    const struct framework_source *source = work->source;
    if (source->kind == RECORD_TEAM)
        return source->termination.max_turns;
    return number_of_json(
        NUMBER_MAX_TURNS,
        json_object_get(json_object_get(source->agents[0].config, "limits"), "max_turns"), 0);
}

static const char *write_snippet(struct framework_work *work, const char *file, bool is_chain)
{
    struct buf out;
    int64_t turns = turns_of(work);
    buf_init(&out, work->arena);
    buf_add_text(&out, snippet_begin);
    buf_printf(&out, "const file = JSON.parse(await readFile('%s', 'utf8'));\n\n", file);
    add_functions(work, &out);
    buf_add_text(&out, snippet_make);
    const char *options =
        turns == 0 ? "{ context }"
                   : arena_printf(work->arena, "{ context, maxTurns: %lld }", (long long)turns);
    if (is_chain)
        buf_printf(&out,
                   "    let output = input;\n    for (const each of all)\n"
                   "        output = (await run(agents[each.name], output, %s)).finalOutput;\n"
                   "    return output;\n}\n",
                   options);
    else
        buf_printf(&out,
                   "    return (await run(agents[file.entry ?? file.name], input, "
                   "%s)).finalOutput;\n}\n",
                   options);
    return out.data;
}

enum err framework_openai_write(struct framework_work *work, const char **problem)
{
    const struct framework_source *source = work->source;
    const char *entry = source->name;
    bool is_team = source->kind == RECORD_TEAM;
    json_t *json = json_keep(work->arena, is_team ? write_team(work, &entry)
                                                  : write_agent(work, source->agents));
    const char *file = is_team ? "team.json" : "agent.json";
    *problem = NULL;
    framework_work_add_json(work, file, json);
    work->out->snippet = write_snippet(work, file, entry == NULL);
    return ERR_NONE;
}
