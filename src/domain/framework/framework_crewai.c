#include "domain/framework/framework_crewai_internal.h"

#include <string.h>

#include "base/buf.h"
#include "domain/agent/agent_config.h"
#include "domain/prompt/prompt_template.h"
#include "domain/team/team_rules.h"

/* The layout in JSON of CrewAI 1.15.17: crew.jsonc, and agents/NAME.jsonc of each agent. */

/* What all files of a crew share. */
struct crew {
    struct framework_work *work;
    const char **ids;
    json_t *inputs; /* the names of the variables of its agents */
};

static bool is_name(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!is_letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return len > 0;
}

/* A word in braces that is no variable here would be one there. */
static void warn_of_braces(struct framework_work *work, const struct framework_agent *agent,
                           const char *text, size_t len)
{
    for (const char *at = memchr(text, '{', len); at != NULL;
         at = memchr(at + 1, '{', len - (size_t)(at + 1 - text))) {
        const char *end = memchr(at, '}', len - (size_t)(at - text));
        if (end == NULL)
            return;
        if (is_name(at + 1, (size_t)(end - at - 1)))
            framework_work_lose(work, agent,
                                "The text has %.*s, which CrewAI takes for a variable.",
                                end - at > 60 ? 60 : (int)(end - at + 1), at);
    }
}

/* {{name}} becomes {name}. */
static const char *convert(const struct crew *crew, const struct framework_agent *agent)
{
    struct prompt_segments segments;
    struct buf out;
    struct prompt_variables variables;
    struct arena *arena = crew->work->arena;
    size_t len = strlen(agent->instructions);
    buf_init(&out, arena);
    prompt_segments(arena, agent->instructions, len, &segments);
    for (int i = 0; i < segments.count; i++) {
        const struct prompt_segment *segment = &segments.segments[i];
        if (segment->kind != SEGMENT_VARIABLE) {
            warn_of_braces(crew->work, agent, segment->text, segment->len);
            buf_add(&out, segment->text, segment->len);
            continue;
        }
        prompt_variables(arena, segment->text, segment->len, &variables);
        buf_printf(&out, "{%s}", variables.names[0]);
        json_object_set_new(crew->inputs, variables.names[0], json_true());
    }
    return out.data;
}

static const char *model_of(struct arena *arena, const struct framework_agent *agent)
{
    const char *provider = agent_config_provider(agent->config);
    return arena_printf(arena, "%s%s%s", provider, provider[0] == '\0' ? "" : "/",
                        agent_config_model(agent->config));
}

/* Lines of comment above the value. */
static void add_commented(struct framework_work *work, const char *name, const char *comment,
                          const json_t *json)
{
    struct text text = json_format(work->arena, json, JSON_INDENTED);
    struct buf buf;
    buf_init(&buf, work->arena);
    buf_printf(&buf, "%s%s\n", comment, text.data);
    framework_work_add(work, name, "application/json", (struct text){buf.data, buf.len});
}

/* A tool is a function of the project: one that is named and not there is an error of CrewAI's. */
static const char *comment_tools(struct framework_work *work, const struct framework_agent *agent)
{
    struct buf buf;
    const json_t *tools = json_object_get(agent->config, "tools");
    buf_init(&buf, work->arena);
    for (size_t i = 0; i < json_array_size(tools); i++) {
        const json_t *tool = json_array_get(tools, i);
        const char *name = json_text(tool, "name");
        if (name[0] == '\0')
            name = json_text(tool, "type");
        buf_printf(&buf, "// Name the tool in \"tools\" once it is written: %s\n", name);
        framework_work_lose(work, agent, "The tool %s: in CrewAI a tool is code.", name);
    }
    return buf.data;
}

static json_t *write_servers(struct framework_work *work, const struct framework_agent *agent)
{
    const json_t *servers = json_object_get(agent->config, "mcp_servers");
    json_t *made = json_array();
    for (size_t i = 0; i < json_array_size(servers); i++) {
        const json_t *server = json_array_get(servers, i);
        if (!framework_work_has_url(work, agent, server))
            continue;
        json_t *one = json_pack("{s:s, s:b}", "url", json_text(server, "url"), "streamable", 1);
        json_t *headers = framework_work_headers(work, agent, server);
        if (headers != NULL)
            json_object_set_new(one, "headers", headers);
        json_array_append_new(made, one);
    }
    return made;
}

static void lose_rest(struct framework_work *work, const struct framework_agent *agent)
{
    static const char *const carried[] = {"mcp_servers", "model", "instructions", "prompt", "tools",
                                          "limits",      NULL};
    static const char *const limits[] = {"max_turns", "timeout_s", NULL};
    static const char *const model[] = {"provider", "name", NULL};
    framework_work_lose_keys(work, agent, "limits.", json_object_get(agent->config, "limits"),
                             limits);
    framework_work_lose_keys(work, agent, "model.", json_object_get(agent->config, "model"), model);
    framework_work_lose_config(work, agent, carried);
}

static void add_agent(const struct crew *crew, int index)
{
    struct framework_work *work = crew->work;
    const struct framework_agent *agent = &work->source->agents[index];
    const json_t *limits = json_object_get(agent->config, "limits");
    const char *about = agent->description[0] != '\0' ? agent->description : agent->name;
    const char *text = convert(crew, agent);
    bool delegates = work->source->team_kind == TEAM_HIERARCHICAL && agent->role == TEAM_LEAD;
    json_t *settings = json_pack("{s:b, s:b}", "verbose", 0, "allow_delegation", (int)delegates);
    framework_work_copy(settings, "max_iter", limits, "max_turns");
    framework_work_copy(settings, "max_execution_time", limits, "timeout_s");
    json_t *json = json_keep(
        work->arena, json_pack("{s:s, s:s, s:s, s:s, s:[], s:o}", "role", agent->name, "goal",
                               about, "backstory", text[0] != '\0' ? text : about, "llm",
                               model_of(work->arena, agent), "tools", "settings", settings));
    json_t *servers = json_keep(work->arena, write_servers(work, agent));
    if (json_array_size(servers) > 0)
        json_object_set(json, "mcps", servers);
    warn_of_braces(work, agent, about, strlen(about));
    add_commented(work, arena_printf(work->arena, "agents/%s.jsonc", crew->ids[index]),
                  comment_tools(work, agent), json);
    lose_rest(work, agent);
}

/* Teams of ours have no tasks: each member has the request as its own, and what came before. */
static json_t *write_tasks(const struct crew *crew, bool has_manager)
{
    json_t *tasks = json_array();
    int count = has_manager ? 1 : crew->work->source->agent_count;
    for (int i = 0; i < count; i++) {
        const char *id = crew->ids[i];
        json_t *task =
            json_pack("{s:s, s:s, s:s}", "name",
                      has_manager ? "request" : arena_printf(crew->work->arena, "%s_task", id),
                      "description", "{request}", "expected_output", "An answer to the request.");
        if (!has_manager)
            json_object_set_new(task, "agent", json_string(id));
        if (i > 0)
            json_object_set_new(
                task, "context",
                json_pack("[s]", arena_printf(crew->work->arena, "%s_task", crew->ids[i - 1])));
        json_array_append_new(tasks, task);
    }
    return tasks;
}

/* crewai run asks for what has no value in "inputs". */
static const char *comment_inputs(const struct crew *crew)
{
    struct buf buf;
    const char *name = NULL;
    json_t *value = NULL;
    buf_init(&buf, crew->work->arena);
    buf_add_text(&buf, "// Give in \"inputs\", or when crewai run asks: request");
    json_object_foreach(crew->inputs, name, value) buf_printf(&buf, ", %s", name);
    buf_add_char(&buf, '\n');
    return buf.data;
}

/* The lead of a hierarchical team gives out the work, and is none of the agents. */
static int manager_of(const struct framework_work *work)
{
    bool has_manager = work->source->kind == RECORD_TEAM &&
                       work->source->team_kind == TEAM_HIERARCHICAL &&
                       work->source->agent_count > 1;
    return has_manager ? framework_work_lead(work) : -1;
}

static void add_crew(const struct crew *crew)
{
    const struct framework_source *source = crew->work->source;
    int manager = manager_of(crew->work);
    json_t *names = json_array();
    for (int i = 0; i < source->agent_count; i++)
        if (i != manager)
            json_array_append_new(names, json_string(crew->ids[i]));
    json_t *json = json_keep(crew->work->arena,
                             json_pack("{s:s, s:o, s:o, s:s, s:{}}", "name", source->name, "agents",
                                       names, "tasks", write_tasks(crew, manager >= 0), "process",
                                       manager >= 0 ? "hierarchical" : "sequential", "inputs"));
    if (manager >= 0)
        json_object_set_new(json, "manager_agent", json_string(crew->ids[manager]));
    add_commented(crew->work, "crew.jsonc", comment_inputs(crew), json);
    framework_work_lose(crew->work, NULL,
                        "Tasks: Rostrum has none, so each is the request, {request}.");
}

static void lose_kind(struct framework_work *work)
{
    const struct framework_source *source = work->source;
    if (source->kind == RECORD_TEAM && source->team_kind != TEAM_SEQUENTIAL && manager_of(work) < 0)
        framework_work_lose(work, NULL, "The kind %s: the members work one after the other.",
                            team_kind_names[source->team_kind]);
}

enum err framework_crewai_write(struct framework_work *work, const char **problem)
{
    static const char *const none[] = {NULL};
    struct crew crew = {work, framework_work_ids(work, '_'), json_keep(work->arena, json_object())};
    *problem = NULL;
    for (int i = 0; i < work->source->agent_count; i++)
        add_agent(&crew, i);
    add_crew(&crew);
    lose_kind(work);
    framework_work_lose_team(work, none);
    return ERR_NONE;
}
