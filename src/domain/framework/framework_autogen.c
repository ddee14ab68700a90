#include "domain/framework/framework_autogen_internal.h"

#include <string.h>

#include "domain/agent/agent_config.h"
#include "domain/prompt/prompt_template.h"
#include "domain/team/team_rules.h"

/* Components of autogen-agentchat 0.7.5. */

/* A node of the tree. config is taken over. A new reference. */
static json_t *component(const char *provider, const char *type, const char *description,
                         json_t *config)
{
    const char *dot = strrchr(provider, '.');
    return json_pack("{s:s, s:s, s:i, s:i, s:s, s:s, s:o}", "provider", provider, "component_type",
                     type, "version", 1, "component_version", 1, "description", description,
                     "label", dot + 1, "config", config);
}

static json_t *write_model(struct framework_work *work, const struct framework_agent *agent)
{
    static const char *const carried[] = {
        "provider", "name", "temperature", "top_p", "stop", "max_output_tokens", NULL};
    const json_t *model = json_object_get(agent->config, "model");
    const char *provider = agent_config_provider(agent->config);
    json_t *config = json_pack("{s:s}", "model", agent_config_model(agent->config));
    framework_work_copy(config, "temperature", model, "temperature");
    framework_work_copy(config, "top_p", model, "top_p");
    framework_work_copy(config, "max_tokens", model, "max_output_tokens");
    if (json_array_size(json_object_get(model, "stop")) > 0)
        framework_work_copy(config, "stop", model, "stop");
    if (provider[0] != '\0' && !framework_work_is_from(agent, "openai")) {
        json_object_set_new(config, "model_info",
                            json_pack("{s:b, s:b, s:b, s:s, s:b}", "vision", 0, "function_calling",
                                      1, "json_output", 1, "family", "unknown", "structured_output",
                                      0));
        framework_work_lose(work, agent,
                            "The provider %s: set base_url to an address where it speaks as "
                            "OpenAI does, and look at model_info.",
                            provider);
    }
    framework_work_lose_keys(work, agent, "model.", model, carried);
    framework_work_lose(work, NULL,
                        "The key of the provider: AutoGen takes it from OPENAI_API_KEY.");
    return component("autogen_ext.models.openai.OpenAIChatCompletionClient", "model",
                     "A model of OpenAI’s or compatible with it.", config);
}

static void add_servers(struct framework_work *work, const struct framework_agent *agent,
                        json_t *config)
{
    const json_t *servers = json_object_get(agent->config, "mcp_servers");
    json_t *made = json_keep(work->arena, json_array());
    for (size_t i = 0; i < json_array_size(servers); i++) {
        const json_t *server = json_array_get(servers, i);
        if (!framework_work_has_url(work, agent, server))
            continue;
        json_t *params = json_pack("{s:s, s:s, s:f}", "type", "StreamableHttpServerParams", "url",
                                   json_text(server, "url"), "timeout", 30.0);
        json_t *headers = framework_work_headers(work, agent, server);
        if (headers != NULL)
            json_object_set_new(params, "headers", headers);
        json_array_append_new(made, component("autogen_ext.tools.mcp.McpWorkbench", "workbench",
                                              json_text(server, "name"),
                                              json_pack("{s:o}", "server_params", params)));
    }
    if (json_array_size(made) > 0)
        json_object_set(config, "workbench", made);
}

/* In a swarm, members hand over to members. */
static void add_handoffs(struct framework_work *work, const struct framework_agent *agent,
                         const char **ids, json_t *config)
{
    bool is_swarm = work->source->kind == RECORD_TEAM && work->source->team_kind == TEAM_HANDOFF;
    json_t *made = json_keep(work->arena, json_array());
    for (size_t i = 0; i < agent_config_handoff_count(agent->config); i++) {
        const char *name = agent_config_handoff(agent->config, i);
        int at = framework_work_find(work, name);
        if (is_swarm && at >= 0)
            json_array_append_new(made, json_string(ids[at]));
        else
            framework_work_lose(
                work, agent, "The handoff to %s: only members of a handoff team hand over.", name);
    }
    for (int i = 0; is_swarm && agent_config_handoff_count(agent->config) == 0 &&
                    i < work->source->agent_count;
         i++)
        if (&work->source->agents[i] != agent)
            json_array_append_new(made, json_string(ids[i]));
    if (json_array_size(made) > 0)
        json_object_set(config, "handoffs", made);
}

static void add_metadata(struct framework_work *work, const struct framework_agent *agent,
                         json_t *config)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_t *made = json_keep(work->arena, json_object());
    json_object_foreach(json_object_get(agent->config, "metadata"), key, value)
    {
        if (json_is_string(value))
            json_object_set(made, key, value);
        else
            framework_work_lose(work, agent, "metadata.%.100s is no text.", key);
    }
    if (json_object_size(made) > 0)
        json_object_set(config, "metadata", made);
}

static void lose_rest(struct framework_work *work, const struct framework_agent *agent)
{
    static const char *const carried[] = {"model",       "instructions", "prompt",
                                          "mcp_servers", "handoffs",     "limits",
                                          "metadata",    "tools",        NULL};
    static const char *const limits[] = {"max_turns", NULL};
    struct prompt_variables variables;
    const json_t *tools = json_object_get(agent->config, "tools");
    for (size_t i = 0; i < json_array_size(tools); i++) {
        const json_t *tool = json_array_get(tools, i);
        const char *name = json_text(tool, "name");
        framework_work_lose(work, agent, "The tool %s: in AutoGen a tool is code.",
                            name[0] != '\0' ? name : json_text(tool, "type"));
    }
    prompt_variables(work->arena, agent->instructions, strlen(agent->instructions), &variables);
    for (int i = 0; i < variables.count; i++)
        framework_work_lose(work, agent,
                            "The variable {{%s}} stays in system_message: fill it in there.",
                            variables.names[i]);
    framework_work_lose_keys(work, agent, "limits.", json_object_get(agent->config, "limits"),
                             limits);
    framework_work_lose_config(work, agent, carried);
}

static json_t *write_agent(struct framework_work *work, const struct framework_agent *agent,
                           const char **ids)
{
    const char *about = agent->description[0] != '\0' ? agent->description : agent->name;
    json_t *limits = json_object_get(agent->config, "limits");
    json_t *config = json_pack(
        "{s:s, s:o, s:s, s:s, s:b, s:s, s:b, s:i}", "name", ids[agent - work->source->agents],
        "model_client", write_model(work, agent), "description", about, "system_message",
        agent->instructions, "reflect_on_tool_use", 0, "tool_call_summary_format", "{result}",
        "model_client_stream", 0, "max_tool_iterations", 1);
    framework_work_copy(config, "max_tool_iterations", limits, "max_turns");
    add_servers(work, agent, config);
    add_handoffs(work, agent, ids, config);
    add_metadata(work, agent, config);
    lose_rest(work, agent);
    return component("autogen_agentchat.agents.AssistantAgent", "agent", about, config);
}

/* ---- teams -------------------------------------------------------------------------------- */

/* NULL: nothing that AutoGen knows ends it. */
static json_t *write_termination(const struct team_termination *termination)
{
    json_t *conditions = json_array();
    if (termination->max_messages > 0)
        json_array_append_new(
            conditions,
            component("autogen_agentchat.conditions.MaxMessageTermination", "termination",
                      "Ends after so many messages.",
                      json_pack("{s:I}", "max_messages", (json_int_t)termination->max_messages)));
    if (termination->text != NULL && termination->text[0] != '\0')
        json_array_append_new(conditions,
                              component("autogen_agentchat.conditions.TextMentionTermination",
                                        "termination", "Ends when someone says this.",
                                        json_pack("{s:s}", "text", termination->text)));
    if (json_array_size(conditions) > 1)
        return component("autogen_agentchat.base.OrTerminationCondition", "termination",
                         "Ends with the first of these.",
                         json_pack("{s:o}", "conditions", conditions));
    json_t *only = json_incref(json_array_get(conditions, 0));
    json_decref(conditions);
    return only;
}

static const char *provider_of(struct framework_work *work)
{
    enum team_kind kind = work->source->team_kind;
    if (kind == TEAM_HIERARCHICAL || kind == TEAM_GRAPH)
        framework_work_lose(work, NULL, "The kind %s: it becomes a %s.", team_kind_names[kind],
                            kind == TEAM_GRAPH ? "RoundRobinGroupChat" : "SelectorGroupChat");
    if (kind == TEAM_HANDOFF)
        return "autogen_agentchat.teams.Swarm";
    if (kind == TEAM_SELECTOR || kind == TEAM_HIERARCHICAL)
        return "autogen_agentchat.teams.SelectorGroupChat";
    return "autogen_agentchat.teams.RoundRobinGroupChat";
}

static void add_selector(struct framework_work *work, json_t *config)
{
    const struct framework_agent *lead = &work->source->agents[framework_work_lead(work)];
    json_object_set_new(config, "model_client", write_model(work, lead));
    json_object_set_new(
        config, "selector_prompt",
        json_string("You are in a role play game. The following roles are available:\n{roles}.\n"
                    "Read the following conversation. Then select the next role from "
                    "{participants} to play. Only return the role.\n\n{history}\n\n"
                    "Read the above conversation. Then select the next role from {participants} "
                    "to play. Only return the role.\n"));
    json_object_set_new(config, "allow_repeated_speaker", json_false());
    framework_work_lose(work, NULL, "The model that chooses the next speaker: it is that of %s.",
                        lead->name);
}

static void lose_roles(struct framework_work *work)
{
    for (int i = 0; i < work->source->agent_count; i++)
        if (work->source->agents[i].role != TEAM_WORKER)
            framework_work_lose(work, &work->source->agents[i], "The role %s has no counterpart.",
                                team_role_names[work->source->agents[i].role]);
}

static json_t *write_team(struct framework_work *work, const char **ids)
{
    static const char *const carried[] = {"max_messages", "max_turns", "text", NULL};
    const struct framework_source *source = work->source;
    const char *provider = provider_of(work);
    json_t *participants = json_array();
    json_t *termination = write_termination(&source->termination);
    for (int i = 0; i < source->agent_count; i++)
        json_array_append_new(participants, write_agent(work, &source->agents[i], ids));
    json_t *config = json_pack("{s:o}", "participants", participants);
    if (strcmp(strrchr(provider, '.'), ".SelectorGroupChat") == 0)
        add_selector(work, config);
    if (termination != NULL)
        json_object_set_new(config, "termination_condition", termination);
    int64_t turns = source->team_kind == TEAM_SEQUENTIAL && source->termination.max_turns == 0
                        ? source->agent_count
                        : source->termination.max_turns;
    if (turns > 0)
        json_object_set_new(config, "max_turns", json_integer(turns));
    lose_roles(work);
    framework_work_lose_team(work, carried);
    return component(provider, "team",
                     source->description[0] != '\0' ? source->description : source->name, config);
}

enum err framework_autogen_write(struct framework_work *work, const char **problem)
{
    const char **ids = framework_work_ids(work, '_');
    bool is_team = work->source->kind == RECORD_TEAM;
    json_t *json = json_keep(work->arena, is_team ? write_team(work, ids)
                                                  : write_agent(work, work->source->agents, ids));
    *problem = NULL;
    framework_work_add_json(work, is_team ? "team.json" : "agent.json", json);
    return ERR_NONE;
}
