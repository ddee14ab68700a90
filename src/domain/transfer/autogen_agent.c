#include "domain/transfer/autogen_agent_internal.h"

#include <string.h>

#include "domain/transfer/format_mcp_internal.h"

const char *autogen_name(const json_t *component)
{
    const char *name = json_text(json_object_get(component, "config"), "name");
    return name[0] == '\0' ? json_text(component, "label") : name;
}

const char *autogen_class(const json_t *component)
{
    const char *provider = json_text(component, "provider");
    const char *dot = strrchr(provider, '.');
    return dot == NULL ? provider : dot + 1;
}

/* ---- models ---------------------------------------------------------------------------------- */

/* "openai" of autogen_ext.models.openai.OpenAIChatCompletionClient. */
static const char *model_provider(struct arena *arena, const json_t *client)
{
    static const char before[] = ".models.";
    const char *provider = json_text(client, "provider");
    const char *found = strstr(provider, before);
    if (strstr(provider, "Azure") != NULL)
        return "azure";
    if (found == NULL)
        return "";
    found += sizeof before - 1;
    return arena_copy(arena, found, strcspn(found, "."));
}

json_t *autogen_model(const struct format_draft *draft, const char *path, const json_t *client)
{
    static const char *const same[] = {"temperature", "top_p", "stop", "base_url"};
    struct arena *arena = draft->bundle->arena;
    const json_t *config = json_object_get(client, "config");
    json_t *model = json_object();
    format_set_text(model, "provider", model_provider(arena, client));
    format_set_text(model, "name", json_text(config, "model"));
    for (size_t i = 0; i < COUNT_OF(same); i++)
        format_set_value(model, same[i], json_object_get(config, same[i]));
    format_set_value(model, "max_output_tokens", json_object_get(config, "max_tokens"));
    if (json_is_string(json_object_get(model, "stop")))
        json_object_set_new(model, "stop", json_pack("[O]", json_object_get(model, "stop")));
    if (format_has(config, "api_key", JSON_STRING))
        format_note(draft, arena_printf(arena, "%s.config.api_key", path),
                    "Not kept: credentials are no part of an agent.");
    return model;
}

static void read_model(const struct format_draft *draft, const json_t *config)
{
    const json_t *client = json_object_get(config, "model_client");
    if (!json_is_object(client) ||
        json_text(json_object_get(client, "config"), "model")[0] == '\0') {
        (void)format_set_model(draft, "", "");
        return;
    }
    json_object_set_new(draft->config, "model",
                        autogen_model(draft, "config.model_client", client));
}

/* ---- tools ----------------------------------------------------------------------------------- */

/* Letters, digits, _ . - alone. */
static const char *tool_name(struct arena *arena, const char *name)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    char *word = arena_copy(arena, name, text_cut(name, strlen(name), 128));
    for (char *at = word + strspn(word, allowed); *at != '\0'; at += strspn(at, allowed))
        *at = '_';
    return word[0] == '\0' ? "tool" : word;
}

static void read_tool(const struct format_draft *draft, const char *path, const json_t *component)
{
    struct arena *arena = draft->bundle->arena;
    const json_t *config = json_object_get(component, "config");
    const char *description = json_text(config, "description");
    json_t *tools = json_object_get(draft->config, "tools");
    json_t *tool = json_pack("{s:s, s:s}", "type", "function", "name",
                             tool_name(arena, autogen_name(component)));
    format_set_text(tool, "description",
                    description[0] == '\0' ? json_text(component, "description") : description);
    if (json_object_size(json_object_get(config, "json_schema")) > 0)
        format_set_value(tool, "parameters", json_object_get(config, "json_schema"));
    if (json_object_get(config, "source_code") != NULL)
        format_note(draft, arena_printf(arena, "%s.config.source_code", path),
                    "Not kept: the code of a tool stays with the program that runs it.");
    if (tools == NULL) {
        tools = json_array();
        json_object_set_new(draft->config, "tools", tools);
    }
    json_array_append_new(tools, tool);
}

static void read_tools(const struct format_draft *draft, const char *path, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        read_tool(draft, format_item(draft->bundle->arena, path, i), json_array_get(list, i));
}

static void read_mcp(const struct format_draft *draft, const char *path, const json_t *workbench)
{
    struct arena *arena = draft->bundle->arena;
    json_t *list = json_object_get(draft->config, "mcp_servers");
    const json_t *server = json_object_get(json_object_get(workbench, "config"), "server_params");
    const char *label = json_text(workbench, "label");
    const char *name =
        label[0] == '\0' ? arena_printf(arena, "mcp-%zu", json_array_size(list) + 1) : label;
    json_t *named = json_keep(arena, json_object());
    format_set_value(named, name, server);
    if (list == NULL) {
        list = json_array();
        json_object_set_new(draft->config, "mcp_servers", list);
    }
    json_t *read =
        format_mcp_servers(draft, arena_printf(arena, "%s.config.server_params", path), named);
    json_array_extend(list, read);
    json_decref(read);
}

/* A workbench has tools, or is an MCP server. */
static void read_workbench(const struct format_draft *draft, const char *path, const json_t *value)
{
    struct arena *arena = draft->bundle->arena;
    const json_t *config = json_object_get(value, "config");
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *at = format_item(arena, path, i);
        if (!json_is_array(json_array_get(value, i)))
            read_workbench(draft, at, json_array_get(value, i));
    }
    if (json_is_array(json_object_get(config, "tools")))
        read_tools(draft, arena_printf(arena, "%s.config.tools", path),
                   json_object_get(config, "tools"));
    else if (json_is_object(json_object_get(config, "server_params")))
        read_mcp(draft, path, value);
    else if (json_is_object(value))
        format_note(draft, path, "Not kept: this kind of workbench is not known here.");
}

/* ---- the agent ------------------------------------------------------------------------------- */

/* Handoffs to others of its team; "user" and the like are no agents here. */
static void read_handoffs(const struct format_draft *draft, const json_t *names, const json_t *list)
{
    json_t *handoffs = json_array();
    size_t index = 0;
    json_t *item = NULL;
    json_array_foreach(list, index, item)
    {
        const char *target =
            json_is_string(item) ? json_string_value(item) : json_text(item, "target");
        const char *name = json_text(names, target);
        if (name[0] != '\0')
            json_array_append_new(handoffs, json_string(name));
        else
            format_note(draft, format_item(draft->bundle->arena, "config.handoffs", index),
                        "Not kept: this agent is not in the document.");
    }
    format_set_many(draft->config, "handoffs", handoffs);
}

/* What only AutoGen knows stays under a key of its own. */
static void read_own(const struct format_draft *draft, const json_t *component)
{
    static const char *const keys[] = {"reflect_on_tool_use", "tool_call_summary_format",
                                       "max_tool_iterations", "model_client_stream"};
    const json_t *config = json_object_get(component, "config");
    json_t *own = json_object();
    json_object_set_new(draft->config, "autogen", own);
    format_set_text(own, "provider", json_text(component, "provider"));
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        format_set_value(own, keys[i], json_object_get(config, keys[i]));
}

/* Notes what is left of the config. */
static void note_config(const struct format_draft *draft, const json_t *config)
{
    static const char *const known[] = {"name",
                                        "description",
                                        "model_client",
                                        "system_message",
                                        "tools",
                                        "workbench",
                                        "handoffs",
                                        "metadata",
                                        "stop",
                                        "max_turns",
                                        "reflect_on_tool_use",
                                        "tool_call_summary_format",
                                        "model_client_stream",
                                        "max_tool_iterations",
                                        NULL};
    struct format_draft below = *draft;
    below.path = arena_printf(draft->bundle->arena,
                              draft->path[0] == '\0' ? "%sconfig" : "%s.config", draft->path);
    format_note_others(&below, config, known);
}

void autogen_agent_add(struct bundle *bundle, const struct autogen_agent *agent)
{
    const json_t *component = agent->component;
    const json_t *config = json_object_get(component, "config");
    struct format_draft draft = format_begin(bundle, RECORD_AGENT, agent->path, agent->name);
    const char *description = json_text(config, "description");
    if (strcmp(agent->name, format_name(bundle->arena, RECORD_AGENT, autogen_name(component))) != 0)
        format_note(&draft, "config.name",
                    arena_printf(bundle->arena,
                                 "Another agent of the document has this name: "
                                 "read as “%s”.",
                                 agent->name));
    format_set_text(draft.json, "description",
                    description[0] == '\0' ? json_text(component, "description") : description);
    read_model(&draft, config);
    format_set_text(draft.config, "instructions", json_text(config, "system_message"));
    read_tools(&draft, "config.tools", json_object_get(config, "tools"));
    read_workbench(&draft, "config.workbench", json_object_get(config, "workbench"));
    read_handoffs(&draft, agent->names, json_object_get(config, "handoffs"));
    if (json_object_size(json_object_get(config, "metadata")) > 0)
        format_set_value(draft.config, "metadata", json_object_get(config, "metadata"));
    read_own(&draft, component);
    note_config(&draft, config);
    format_end(&draft);
}
