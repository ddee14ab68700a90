#include "data/bom/bom_cyclonedx.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/json.h"

/* Values are made by jansson; json_keep() of the whole finds out if memory was short. */

static bool is_service(const struct bom_item *item)
{
    return item->type == BOM_MCP_SERVER || item->type == BOM_ENDPOINT;
}

static const char *type_of(const struct bom_item *item)
{
    switch (item->type) {
    case BOM_MODEL:
        return "machine-learning-model";
    case RECORD_PROMPT:
    case RECORD_SET:
    case BOM_SKILL:
        return "data";
    default:
        return "application";
    }
}

static void add_property(json_t *properties, const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0')
        json_array_append_new(properties, json_pack("{s:s, s:s}", "name", name, "value", value));
}

static json_t *properties_of(const struct bom_item *item)
{
    json_t *properties = json_array();
    char id[UUID_TEXT_LEN];
    add_property(properties, "rostrum:kind", bom_type_name(item->type));
    if (item->kind != NULL && !uuid_is_nil(&item->id)) {
        uuid_format(&item->id, id);
        add_property(properties, "rostrum:id", id);
    }
    add_property(properties, "rostrum:label", item->label);
    if (item->type == BOM_MODEL)
        add_property(properties, "rostrum:provider", item->detail);
    if (item->type == BOM_TOOL)
        add_property(properties, "rostrum:tool-type", item->detail);
    if (is_service(item))
        add_property(properties, "rostrum:sha256", item->sha256);
    add_property(properties, "rostrum:problem", item->problem);
    return properties;
}

static json_t *service_of(const struct bom_item *item)
{
    json_t *service = json_pack("{s:s, s:s}", "bom-ref", item->ref, "name", item->name);
    if (item->detail[0] != '\0')
        json_object_set_new(service, "endpoints", json_pack("[s]", item->detail));
    json_object_set_new(service, "properties", properties_of(item));
    return service;
}

static json_t *component_of(struct arena *arena, const struct bom_item *item)
{
    json_t *component = json_pack("{s:s, s:s}", "type", type_of(item), "bom-ref", item->ref);
    if (item->type == BOM_MODEL && item->detail[0] != '\0')
        json_object_set_new(component, "group", json_string(item->detail));
    json_object_set_new(component, "name", json_string(item->name));
    if (item->version > 0)
        json_object_set_new(component, "version",
                            json_string(arena_printf(arena, "%" PRId64, item->version)));
    if (item->sha256[0] != '\0')
        json_object_set_new(component, "hashes",
                            json_pack("[{s:s, s:s}]", "alg", "SHA-256", "content", item->sha256));
    if (type_of(item)[0] == 'd')
        json_object_set_new(component, "data",
                            json_pack("[{s:s, s:s}]", "type", "definition", "name", item->name));
    json_object_set_new(component, "properties", properties_of(item));
    return component;
}

static json_t *dependencies_of(const struct bom *bom)
{
    json_t *dependencies = json_array();
    for (int i = 0; i < bom->count; i++) {
        json_t *needs = json_array();
        for (int j = 0; j < bom->items[i].need_count; j++)
            json_array_append_new(needs, json_string(bom->items[bom->items[i].needs[j]].ref));
        json_array_append_new(
            dependencies, json_pack("{s:s, s:o}", "ref", bom->items[i].ref, "dependsOn", needs));
    }
    return dependencies;
}

static json_t *metadata_of(struct arena *arena, const struct bom *bom, int64_t now)
{
    char time[CLOCK_ISO_LEN];
    clock_format_iso(now, time);
    return json_pack("{s:s, s:{s:[{s:s, s:s, s:s}]}, s:o}", "timestamp", time, "tools",
                     "components", "type", "application", "name", "Rostrum", "version",
                     ROSTRUM_VERSION, "component", component_of(arena, &bom->items[0]));
}

struct text bom_cyclonedx(struct arena *arena, const struct bom *bom, const struct uuid *serial,
                          int64_t now)
{
    char text[UUID_TEXT_LEN];
    uuid_format(serial, text);
    json_t *components = json_array();
    json_t *services = json_array();
    for (int i = 1; i < bom->count; i++) {
        if (is_service(&bom->items[i]))
            json_array_append_new(services, service_of(&bom->items[i]));
        else
            json_array_append_new(components, component_of(arena, &bom->items[i]));
    }
    json_t *document =
        json_pack("{s:s, s:s, s:s, s:s, s:i, s:o, s:o, s:o, s:o}", "$schema",
                  "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat", "CycloneDX",
                  "specVersion", "1.6", "serialNumber", arena_printf(arena, "urn:uuid:%s", text),
                  "version", 1, "metadata", metadata_of(arena, bom, now), "components", components,
                  "services", services, "dependencies", dependencies_of(bom));
    return json_format(arena, json_keep(arena, document), JSON_INDENTED);
}
