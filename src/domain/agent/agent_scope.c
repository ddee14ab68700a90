#include "domain/agent/agent_scope.h"

#include <string.h>

#include "domain/agent/scope_value_internal.h"

/* ---- limits ------------------------------------------------------------------------------- */

static void compare_limits(struct scope *scope, const json_t *const configs[SCOPE_SIDES])
{
    static const struct {
        const char *key;
        struct scope_limit words;
    } limits[] = {{"max_turns", {"Max turns", "", "turns"}},
                  {"timeout_s", {"Timeout", " s", "time"}},
                  {"max_tokens", {"Max tokens", "", "tokens"}}};
    static const char *const known[] = {"max_turns", "timeout_s", "max_tokens", NULL};
    const json_t *sides[SCOPE_SIDES];
    scope_value_members(configs, "limits", sides);
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        scope_value_add_limit(scope, SCOPE_LIMITS, &limits[i].words, sides, limits[i].key);
    scope_add_keys(scope, SCOPE_LIMITS, "Limit ", sides, known);
    if (scope->is_first && json_object_size(sides[SCOPE_NEXT]) == 0)
        scope_add(scope, SCOPE_LIMITS, SCOPE_WIDER, "Not limited in turns, time and tokens");
}

static const char *text_name(const struct scope *scope, const json_t *item)
{
    (void)scope;
    return json_string_value(item);
}

/* ---- tools -------------------------------------------------------------------------------- */

/* By name, and type where it is no function: that is what most are, said or not. */
static const char *tool_name(const struct scope *scope, const json_t *item)
{
    const char *name = json_string_value(json_object_get(item, "name"));
    const char *type = json_string_value(json_object_get(item, "type"));
    if (name == NULL || type == NULL)
        return name == NULL ? type : name;
    return strcmp(type, "function") == 0 ? name : arena_printf(scope->arena, "%s (%s)", name, type);
}

static void compare_tool(struct scope *scope, const char *title,
                         const json_t *const sides[SCOPE_SIDES]);
static const struct scope_list tools = {.subject = SCOPE_TOOLS,
                                        .noun = "Tool",
                                        .added = SCOPE_WIDER,
                                        .removed = SCOPE_NARROWER,
                                        .name = tool_name,
                                        .compare = compare_tool};

static void compare_tool(struct scope *scope, const char *title,
                         const json_t *const sides[SCOPE_SIDES])
{
    static const char *const known[] = {"type", "name", "description", NULL};
    scope_value_add_keys(scope, &tools, title, sides, known);
}

/* ---- MCP servers -------------------------------------------------------------------------- */

static const char *server_name(const struct scope *scope, const json_t *item)
{
    (void)scope;
    return json_string_value(json_object_get(item, "name"));
}

static const char *server_place(const struct scope *scope, const json_t *item)
{
    const json_t *url = json_object_get(item, "url");
    return url == NULL ? "" : arena_printf(scope->arena, " at %s", scope_value_text(scope, url));
}

static void compare_server(struct scope *scope, const char *title,
                           const json_t *const sides[SCOPE_SIDES]);
static const struct scope_list servers = {.subject = SCOPE_MCP_SERVERS,
                                          .noun = "MCP server",
                                          .added = SCOPE_WIDER,
                                          .removed = SCOPE_NARROWER,
                                          .name = server_name,
                                          .about = server_place,
                                          .compare = compare_server};

static void compare_server(struct scope *scope, const char *title,
                           const json_t *const sides[SCOPE_SIDES])
{
    static const char *const known[] = {"name", "description", "url", NULL};
    const json_t *urls[SCOPE_SIDES];
    scope_value_members(sides, "url", urls);
    if (!scope_value_is_same(urls))
        scope_add(scope, SCOPE_MCP_SERVERS, SCOPE_CHANGED, "%s now at %s", title,
                  urls[SCOPE_NEXT] == NULL ? "no address"
                                           : scope_value_text(scope, urls[SCOPE_NEXT]));
    scope_value_add_keys(scope, &servers, title, sides, known);
}

/* ---- the others --------------------------------------------------------------------------- */

static void compare_handoffs(struct scope *scope, const json_t *const configs[SCOPE_SIDES])
{
    static const struct scope_list handoffs = {.subject = SCOPE_HANDOFFS,
                                               .noun = "Handoff to",
                                               .added = SCOPE_WIDER,
                                               .removed = SCOPE_NARROWER,
                                               .name = text_name};
    scope_value_add_list(scope, &handoffs, configs, "handoffs");
}

/* "openai gpt-4.1" */
static const char *model_name(const struct scope *scope, const json_t *model)
{
    const json_t *provider = json_object_get(model, "provider");
    const json_t *name = json_object_get(model, "name");
    if (!json_is_object(model))
        return model == NULL ? "none" : scope_value_text(scope, model);
    return arena_printf(
        scope->arena, "%s%s%s", provider == NULL ? "" : scope_value_text(scope, provider),
        provider == NULL ? "" : " ", name == NULL ? "" : scope_value_text(scope, name));
}

static void compare_model(struct scope *scope, const json_t *const configs[SCOPE_SIDES])
{
    static const char *const known[] = {"provider",          "name", "temperature", "top_p",
                                        "max_output_tokens", "stop", NULL};
    static const struct scope_limit output = {"Max output tokens", "", "output tokens"};
    static const struct scope_list stops = {.subject = SCOPE_MODEL,
                                            .noun = "Stop sequence",
                                            .added = SCOPE_NARROWER,
                                            .removed = SCOPE_WIDER,
                                            .name = text_name};
    const json_t *models[SCOPE_SIDES];
    scope_value_members(configs, "model", models);
    const char *names[SCOPE_SIDES] = {model_name(scope, models[SCOPE_LIVE]),
                                      model_name(scope, models[SCOPE_NEXT])};
    if (scope->is_first) {
        scope_add(scope, SCOPE_MODEL, SCOPE_WIDER, "Model %s", names[SCOPE_NEXT]);
        return;
    }
    if (strcmp(names[SCOPE_LIVE], names[SCOPE_NEXT]) != 0)
        scope_add(scope, SCOPE_MODEL, SCOPE_CHANGED, "Model %s → %s", names[SCOPE_LIVE],
                  names[SCOPE_NEXT]);
    scope_value_add_member(scope, SCOPE_MODEL, "Temperature", models, "temperature");
    scope_value_add_member(scope, SCOPE_MODEL, "Top p", models, "top_p");
    scope_value_add_limit(scope, SCOPE_MODEL, &output, models, "max_output_tokens");
    scope_value_add_list(scope, &stops, models, "stop");
    scope_add_keys(scope, SCOPE_MODEL, "Model setting ", models, known);
}

static void compare_endpoint(struct scope *scope, const json_t *const configs[SCOPE_SIDES])
{
    static const char *const known[] = {"url", "protocol", NULL};
    const json_t *sides[SCOPE_SIDES], *urls[SCOPE_SIDES];
    scope_value_members(configs, "endpoint", sides);
    scope_value_members(sides, "url", urls);
    const char *url =
        urls[SCOPE_NEXT] == NULL
            ? ""
            : arena_printf(scope->arena, " at %s", scope_value_text(scope, urls[SCOPE_NEXT]));
    if (scope_value_is_same(sides))
        return;
    if (sides[SCOPE_LIVE] == NULL) {
        scope_add(scope, SCOPE_ENDPOINT, SCOPE_WIDER, "Endpoint%s%s",
                  scope->is_first ? "" : " added", url);
        return;
    }
    if (sides[SCOPE_NEXT] == NULL) {
        scope_add(scope, SCOPE_ENDPOINT, SCOPE_NARROWER, "Endpoint removed");
        return;
    }
    if (!scope_value_is_same(urls))
        scope_add(scope, SCOPE_ENDPOINT, SCOPE_CHANGED, "Endpoint now%s",
                  url[0] == '\0' ? " at no address" : url);
    scope_value_add_member(scope, SCOPE_ENDPOINT, "Endpoint protocol", sides, "protocol");
    scope_add_keys(scope, SCOPE_ENDPOINT, "Endpoint setting ", sides, known);
}

static void compare_output(struct scope *scope, const json_t *const configs[SCOPE_SIDES])
{
    static const char *const known[] = {"type", "schema", NULL};
    const json_t *sides[SCOPE_SIDES], *schemas[SCOPE_SIDES];
    scope_value_members(configs, "output", sides);
    scope_value_members(sides, "schema", schemas);
    scope_value_add_member(scope, SCOPE_OUTPUT, "Output type", sides, "type");
    if (schemas[SCOPE_LIVE] == NULL && schemas[SCOPE_NEXT] != NULL)
        scope_add(scope, SCOPE_OUTPUT, SCOPE_NARROWER, "Output schema%s",
                  scope->is_first ? "" : " added");
    else if (schemas[SCOPE_NEXT] == NULL && schemas[SCOPE_LIVE] != NULL)
        scope_add(scope, SCOPE_OUTPUT, SCOPE_WIDER, "Output schema removed");
    else if (!scope_value_is_same(schemas))
        scope_add(scope, SCOPE_OUTPUT, SCOPE_CHANGED, "Output schema changed");
    scope_add_keys(scope, SCOPE_OUTPUT, "Output setting ", sides, known);
}

/* ---- a config ----------------------------------------------------------------------------- */

/* The subjects that are keys of a config. */
static const struct subject {
    const char *key;
    enum scope_subject subject;
    json_type type;
} subjects[] = {
    {"model", SCOPE_MODEL, JSON_OBJECT},
    {"tools", SCOPE_TOOLS, JSON_ARRAY},
    {"mcp_servers", SCOPE_MCP_SERVERS, JSON_ARRAY},
    {"handoffs", SCOPE_HANDOFFS, JSON_ARRAY},
    {"endpoint", SCOPE_ENDPOINT, JSON_OBJECT},
    {"limits", SCOPE_LIMITS, JSON_OBJECT},
    {"output", SCOPE_OUTPUT, JSON_OBJECT},
};

static bool is_odd(const json_t *value, json_type type)
{
    return value != NULL && json_typeof(value) != type;
}

/* What is there and has no finding is the same; but a value that is not what it must be says
 * nothing that could be compared. */
static void add_rest(struct scope *scope, const json_t *const configs[SCOPE_SIDES])
{
    for (size_t i = 0; i < COUNT_OF(subjects); i++) {
        const struct subject *subject = &subjects[i];
        const json_t *sides[SCOPE_SIDES];
        scope_value_members(configs, subject->key, sides);
        bool has_odd =
            is_odd(sides[SCOPE_LIVE], subject->type) || is_odd(sides[SCOPE_NEXT], subject->type);
        if (has_odd && !scope_value_is_same(sides) && (scope->found & 1U << subject->subject) == 0)
            scope_add(scope, subject->subject, SCOPE_CHANGED, "Setting %s changed", subject->key);
        if (sides[SCOPE_NEXT] != NULL && sides[SCOPE_LIVE] != NULL)
            scope_add_same(scope, subject->subject);
    }
}

void agent_scope(struct arena *arena, const json_t *live, const json_t *next, struct scope *scope)
{
    static const char *const known[] = {"model",  "tools",        "mcp_servers", "handoffs",
                                        "output", "limits",       "endpoint",    "skills",
                                        "prompt", "instructions", "metadata",    NULL};
    const json_t *const configs[SCOPE_SIDES] = {live, next};
    scope_begin(scope, arena, live == NULL);
    compare_model(scope, configs);
    scope_value_add_list(scope, &tools, configs, "tools");
    scope_value_add_list(scope, &servers, configs, "mcp_servers");
    compare_handoffs(scope, configs);
    compare_endpoint(scope, configs);
    compare_limits(scope, configs);
    compare_output(scope, configs);
    scope_add_keys(scope, SCOPE_OTHER, "Setting ", configs, known);
    add_rest(scope, configs);
}
