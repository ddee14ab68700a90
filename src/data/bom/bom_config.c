#include "data/bom/bom_config.h"

#include "base/json.h"
#include "domain/agent/agent_config.h"

enum { SHORT_HASH = 12 /* digits that tell things of one name apart */ };

static const char *text_or(const json_t *object, const char *key, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? otherwise : text;
}

/* One part of a config. Equal ones of several agents are one item. */
static void add_part(struct bom_work *work, int from, enum bom_type type, const json_t *part,
                     const char *name, const char *detail)
{
    struct bom_item item = {.type = type, .name = name, .detail = detail};
    bom_work_set_content(&item, json_format(work->arena, part, JSON_LINE));
    item.ref = arena_printf(
        work->arena, "%s:%s%s%s#%.*s", bom_type_name(type), type == BOM_MODEL ? detail : "",
        type == BOM_MODEL && detail[0] != '\0' ? "/" : "", name, SHORT_HASH, item.sha256);
    (void)bom_work_add(work, from, &item);
}

static void add_parts(struct bom_work *work, int from, enum bom_type type, const json_t *parts)
{
    for (size_t i = 0; i < json_array_size(parts); i++) {
        const json_t *part = json_array_get(parts, i);
        const char *otherwise = text_or(part, "type", text_or(part, "id", "unnamed"));
        const char *detail = type == BOM_MCP_SERVER ? text_or(part, "url", "")
                             : type == BOM_TOOL     ? text_or(part, "type", "")
                                                    : "";
        add_part(work, from, type, part, text_or(part, "name", otherwise), detail);
    }
}

void bom_config_add(struct bom_work *work, int from, struct text config)
{
    const json_t *json = json_stored(work->arena, config, "a stored config");
    const json_t *endpoint = json_object_get(json, "endpoint");
    add_part(work, from, BOM_MODEL, json_object_get(json, "model"), agent_config_model(json),
             agent_config_provider(json));
    add_parts(work, from, BOM_TOOL, json_object_get(json, "tools"));
    add_parts(work, from, BOM_MCP_SERVER, json_object_get(json, "mcp_servers"));
    add_parts(work, from, BOM_SKILL, json_object_get(json, "skills"));
    if (json_is_object(endpoint))
        add_part(work, from, BOM_ENDPOINT, endpoint, text_or(endpoint, "protocol", "endpoint"),
                 text_or(endpoint, "url", ""));
}
