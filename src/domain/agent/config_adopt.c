#include "domain/agent/config_adopt.h"

#include <string.h>

static const char own_servers[] = "mcp_servers";

static json_t *named(const char *name, const json_t *server)
{
    if (!json_is_object(server))
        return json_deep_copy(server);
    json_t *item = json_object();
    json_object_set_new(item, "name", json_string(name));
    json_object_update(item, (json_t *)server); /* a name of its own counts */
    return item;
}

static json_t *list_of(const json_t *servers)
{
    const char *name = NULL;
    json_t *server = NULL;
    json_t *list = json_array();
    if (json_is_array(servers))
        json_array_extend(list, (json_t *)servers);
    json_object_foreach((json_t *)servers, name, server)
        json_array_append_new(list, named(name, server));
    return list;
}

static void adopt_servers(struct arena *arena, json_t *config, const char *key,
                          struct config_problems *notes)
{
    const json_t *servers = json_object_get(config, key);
    bool is_own = strcmp(key, own_servers) == 0;
    if (!json_is_object(servers) && (is_own || !json_is_array(servers)))
        return;
    json_t *list = list_of(servers);
    size_t count = json_array_size(list);
    json_object_del(config, key);
    json_object_set_new(config, own_servers, list);
    config_problem_add(notes, key,
                       arena_printf(arena, "Read as the list mcp_servers with %zu server%s.", count,
                                    count == 1 ? "" : "s"));
}

/* True if what is nested says nothing that the tool says itself. */
static bool can_be_flat(const json_t *tool, const json_t *function)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)function, key,
                        value) if (strcmp(key, "function") == 0 ||
                                   json_object_get(tool, key) != NULL) return false;
    return json_object_size(function) > 0;
}

static void adopt_tool(struct arena *arena, json_t *tool, size_t index,
                       struct config_problems *notes)
{
    json_t *function = json_object_get(tool, "function");
    const char *type = json_string_value(json_object_get(tool, "type"));
    if (!json_is_object(function) || (type != NULL && strcmp(type, "function") != 0) ||
        !can_be_flat(tool, function))
        return;
    if (type == NULL)
        json_object_set_new(tool, "type", json_string("function"));
    json_incref(function);
    json_object_del(tool, "function");
    json_object_update(tool, function);
    json_decref(function);
    config_problem_add(notes, arena_printf(arena, "tools[%zu].function", index),
                       "Read as the tool itself: its keys stand beside the type.");
}

void agent_config_adopt(struct arena *arena, json_t *config, struct config_problems *notes)
{
    size_t index = 0;
    json_t *tool = NULL;
    if (json_object_get(config, own_servers) == NULL)
        adopt_servers(arena, config, "mcpServers", notes);
    adopt_servers(arena, config, own_servers, notes);
    json_array_foreach(json_object_get(config, "tools"), index, tool)
        adopt_tool(arena, tool, index, notes);
}
