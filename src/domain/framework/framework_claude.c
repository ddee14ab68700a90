#include "domain/framework/framework_claude_internal.h"

#include <string.h>

#include "base/buf.h"
#include "domain/agent/agent_config.h"
#include "domain/prompt/prompt_template.h"

/* A subagent of Claude Code: Markdown, with name, description and model in front of what the model
 * is told. The front matter is YAML, in which a string of JSON is one as well. */

static const char *quoted(struct arena *arena, const char *text)
{
    return json_format(arena, json_keep(arena, json_string(text)), JSON_LINE).data;
}

static const char *model_of(struct framework_work *work, const struct framework_agent *agent)
{
    const char *model = agent_config_model(agent->config);
    if (framework_work_is_from(agent, "anthropic") || strncmp(model, "claude", 6) == 0)
        return quoted(work->arena, model);
    framework_work_lose(work, agent, "The model %s: a subagent inherits that of the session.",
                        model);
    return "inherit";
}

static void lose_rest(struct framework_work *work, const struct framework_agent *agent)
{
    static const char *const carried[] = {"model", "instructions", "prompt",
                                          "tools", "mcp_servers",  NULL};
    static const char *const model[] = {"provider", "name", NULL};
    struct prompt_variables variables;
    const json_t *tools = json_object_get(agent->config, "tools");
    const json_t *servers = json_object_get(agent->config, "mcp_servers");
    if (json_array_size(tools) > 0)
        framework_work_lose(work, agent,
                            "The tools: a subagent without a list has all of the session’s; name "
                            "those that it may use in “tools”.");
    for (size_t i = 0; i < json_array_size(servers); i++)
        framework_work_lose(work, agent,
                            "The MCP server %s: add it to Claude Code with “claude mcp add”.",
                            json_text(json_array_get(servers, i), "name"));
    prompt_variables(work->arena, agent->instructions, strlen(agent->instructions), &variables);
    for (int i = 0; i < variables.count; i++)
        framework_work_lose(work, agent, "The variable {{%s}} stays in the text: fill it in there.",
                            variables.names[i]);
    framework_work_lose_keys(work, agent, "model.", json_object_get(agent->config, "model"), model);
    framework_work_lose_config(work, agent, carried);
}

static void add_agent(struct framework_work *work, int index, const char *id)
{
    const struct framework_agent *agent = &work->source->agents[index];
    bool is_team = work->source->kind == RECORD_TEAM;
    const char *about = agent->description[0] != '\0' ? agent->description : agent->name;
    struct buf buf;
    buf_init(&buf, work->arena);
    buf_printf(&buf, "---\nname: %s\ndescription: %s\nmodel: %s\n---\n\n%s", id,
               quoted(work->arena, about), model_of(work, agent), agent->instructions);
    if (buf.data[buf.len - 1] != '\n')
        buf_add_char(&buf, '\n');
    framework_work_add(work, arena_printf(work->arena, "%s%s.md", is_team ? "agents/" : "", id),
                       "text/markdown; charset=utf-8", (struct text){buf.data, buf.len});
    lose_rest(work, agent);
}

enum err framework_claude_write(struct framework_work *work, const char **problem)
{
    static const char *const none[] = {NULL};
    const char **ids = framework_work_ids(work, '-');
    *problem = NULL;
    for (int i = 0; i < work->source->agent_count; i++)
        add_agent(work, i, ids[i]);
    if (work->source->kind == RECORD_TEAM)
        framework_work_lose(work, NULL,
                            "How the members work together: Claude Code decides which subagent "
                            "does what.");
    framework_work_lose_team(work, none);
    return ERR_NONE;
}
