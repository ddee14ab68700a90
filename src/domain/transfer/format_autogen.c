#include "domain/transfer/format_autogen_internal.h"

#include <string.h>

#include "base/number.h"
#include "domain/transfer/autogen_agent_internal.h"

/* Components of AutoGen (0.4 and later) and AutoGen Studio: an agent or a team, a list of them,
 * what Studio exports of a team ({"component": …}), and its gallery ({"components": {"teams": […],
 * "agents": […]}}). */

/* A component of the document. */
struct part {
    const json_t *json;
    const char *path;
    json_t *names; /* of a team: names of its members in the document to those here */
};

struct parts {
    struct part *items;
    int count;
    int room;
};

struct reading {
    struct bundle *bundle;
    struct parts teams;
    struct parts agents; /* that are in no team */
    json_t *seen;        /* names of agents here to their components */
};

static bool is_component(const json_t *json)
{
    return format_has(json, "provider", JSON_STRING) && format_has(json, "config", JSON_OBJECT) &&
           strstr(json_text(json, "provider"), "autogen") != NULL;
}

/* What Studio wraps: the row of a team or of a gallery. */
static const json_t *unwrap(struct arena *arena, const json_t *json, const char **path)
{
    const char *key = NULL;
    if (json_is_object(json_object_get(json, "component")))
        key = "component";
    else if (json_is_object(json_object_get(json_object_get(json, "config"), "components")))
        key = "config";
    if (key == NULL)
        return json;
    *path = arena_printf(arena, (*path)[0] == '\0' ? "%s%s" : "%s.%s", *path, key);
    return json_object_get(json, key);
}

static bool is_gallery(const json_t *json)
{
    const json_t *components = json_object_get(json, "components");
    return json_is_array(json_object_get(components, "teams")) ||
           json_is_array(json_object_get(components, "agents"));
}

static bool recognize(const struct import_document *document)
{
    const char *path = "";
    const json_t *first =
        json_is_array(document->json) ? json_array_get(document->json, 0) : document->json;
    first = unwrap(document->arena, first, &path);
    return is_component(first) || is_gallery(first);
}

/* ---- finding --------------------------------------------------------------------------------- */

static void add_part(struct reading *reading, struct parts *parts, const json_t *json,
                     const char *path)
{
    struct part *before = parts->items;
    struct arena *arena = reading->bundle->arena;
    if (parts->count == parts->room) {
        parts->room = parts->room == 0 ? 16 : parts->room * 2;
        parts->items = arena_array(arena, (size_t)parts->room, sizeof *parts->items);
        if (before != NULL)
            memcpy(parts->items, before, (size_t)parts->count * sizeof *before);
    }
    parts->items[parts->count++] = (struct part){json, path, json_keep(arena, json_object())};
}

static void find_component(struct reading *reading, const json_t *json, const char *path)
{
    bool is_team = strcmp(json_text(json, "component_type"), "team") == 0 ||
                   json_is_array(json_object_get(json_object_get(json, "config"), "participants"));
    add_part(reading, is_team ? &reading->teams : &reading->agents, json, path);
}

static void find_list(struct reading *reading, const json_t *list, const char *path)
{
    struct arena *arena = reading->bundle->arena;
    for (size_t i = 0; i < json_array_size(list); i++)
        find_component(reading, json_array_get(list, i), format_item(arena, path, i));
}

static void find_parts(struct reading *reading, const json_t *json, const char *path)
{
    struct arena *arena = reading->bundle->arena;
    const json_t *components = json_object_get(json, "components");
    const char *below =
        arena_printf(arena, path[0] == '\0' ? "%scomponents" : "%s.components", path);
    if (!is_gallery(json)) {
        find_component(reading, json, path);
        return;
    }
    find_list(reading, json_object_get(components, "teams"),
              arena_printf(arena, "%s.teams", below));
    find_list(reading, json_object_get(components, "agents"),
              arena_printf(arena, "%s.agents", below));
}

/* ---- agents ---------------------------------------------------------------------------------- */

/* The name that a component gets here: its own, unless another agent has it; after some tries one
 * that is taken, which is refused then. *is_new is false for one that the document has twice. */
static const char *give_name(struct reading *reading, const json_t *component, const char *team,
                             bool *is_new)
{
    enum { TRIES = 20 };
    struct arena *arena = reading->bundle->arena;
    const char *own = autogen_name(component);
    const char *name = format_name(arena, RECORD_AGENT, own);
    for (int i = 1; i <= TRIES; i++) {
        const json_t *other = json_object_get(reading->seen, name);
        *is_new = other == NULL || !json_equal(other, component);
        if (other == NULL || !*is_new)
            break;
        name = format_name(arena, RECORD_AGENT,
                           i == 1 && team[0] != '\0' ? arena_printf(arena, "%s - %s", team, own)
                                                     : arena_printf(arena, "%s %d", own, i + 1));
    }
    json_object_set(reading->seen, name, (json_t *)component);
    return name;
}

static void add_agents(struct reading *reading, const json_t *list, const char *path,
                       const char *team, json_t *names)
{
    struct arena *arena = reading->bundle->arena;
    size_t count = json_array_size(list);
    bool *is_new = arena_array(arena, count + 1, sizeof *is_new);
    for (size_t i = 0; i < count; i++) {
        const json_t *component = json_array_get(list, i);
        json_object_set_new(names, autogen_name(component),
                            json_string(give_name(reading, component, team, &is_new[i])));
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *component = json_array_get(list, i);
        struct autogen_agent agent = {component, format_item(arena, path, i),
                                      json_text(names, autogen_name(component)), names};
        if (is_new[i])
            autogen_agent_add(reading->bundle, &agent);
    }
}

static void add_all_agents(struct reading *reading)
{
    struct arena *arena = reading->bundle->arena;
    for (int i = 0; i < reading->teams.count; i++) {
        struct part *team = &reading->teams.items[i];
        const char *below =
            team->path[0] == '\0' ? "%sconfig.participants" : "%s.config.participants";
        add_agents(reading, json_object_get(json_object_get(team->json, "config"), "participants"),
                   arena_printf(arena, below, team->path), autogen_name(team->json), team->names);
    }
    for (int i = 0; i < reading->agents.count; i++) {
        struct part *part = &reading->agents.items[i];
        bool is_new = false;
        struct autogen_agent agent = {part->json, part->path,
                                      give_name(reading, part->json, "", &is_new), part->names};
        if (is_new)
            autogen_agent_add(reading->bundle, &agent);
    }
}

/* ---- teams ----------------------------------------------------------------------------------- */

static const char *kind_of(const struct format_draft *draft, const json_t *team)
{
    static const char *const kinds[][2] = {{"RoundRobinGroupChat", "round_robin"},
                                           {"SelectorGroupChat", "selector"},
                                           {"Swarm", "handoff"},
                                           {"GraphFlow", "graph"}};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kinds[i][0], autogen_class(team)) == 0)
            return kinds[i][1];
    format_note(draft, "provider", "This kind of team is not known here: read as a selector.");
    return "selector";
}

static void read_members(const struct format_draft *draft, const struct part *team)
{
    const json_t *list = json_object_get(json_object_get(team->json, "config"), "participants");
    json_t *members = json_array();
    json_object_set_new(draft->json, "member_details", members);
    for (size_t i = 0; i < json_array_size(list); i++)
        json_array_append_new(
            members, json_pack("{s:s}", "agent",
                               json_text(team->names, autogen_name(json_array_get(list, i)))));
}

/* The condition that ends a team; of several, each that is known. */
static void read_termination(const struct format_draft *draft, json_t *termination,
                             const json_t *condition)
{
    static const char *const known[][3] = {
        {"MaxMessageTermination", "max_messages", "max_messages"},
        {"TextMentionTermination", "text", "text"},
        {"TimeoutTermination", "timeout_seconds", "timeout_s"},
        {"TokenUsageTermination", "max_total_token", "max_tokens"},
    };
    const char *class = autogen_class(condition);
    const json_t *config = json_object_get(condition, "config");
    const json_t *conditions = json_object_get(config, "conditions");
    if (!json_is_object(condition))
        return;
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (strcmp(class, known[i][0]) != 0)
            continue;
        const json_t *value = json_object_get(config, known[i][1]);
        const char *end = NULL;
        if (json_is_real(value)) /* seconds: 60.0 */
            json_object_set_new(
                termination, known[i][2],
                json_integer(number_leading(
                    NUMBER_TIMEOUT_S, json_format(draft->bundle->arena, value, JSON_LINE).data,
                    &end)));
        else
            format_set_value(termination, known[i][2], value);
        return;
    }
    if (strcmp(class, "AndTerminationCondition") == 0)
        format_note(draft, "config.termination_condition",
                    "Read as: one of these conditions is enough.");
    for (size_t i = 0; i < json_array_size(conditions); i++)
        read_termination(draft, termination, json_array_get(conditions, i));
    if (conditions == NULL)
        format_note(draft, "config.termination_condition",
                    arena_printf(draft->bundle->arena, "Not kept: %.60s is not known here.",
                                 text_is_ascii(class, strlen(class)) ? class : "this condition"));
}

/* The edges of a GraphFlow: {"nodes": {name: {"edges": [{"target", "condition"}]}}}. */
static void read_edges(const struct part *team, json_t *settings)
{
    const json_t *graph = json_object_get(json_object_get(team->json, "config"), "graph");
    json_t *edges = json_array();
    const char *from = NULL;
    json_t *node = NULL;
    json_object_foreach(json_object_get(graph, "nodes"), from, node)
    {
        size_t index = 0;
        json_t *edge = NULL;
        json_array_foreach(json_object_get(node, "edges"), index, edge)
        {
            json_t *own = json_object();
            format_set_text(own, "from", json_text(team->names, from));
            format_set_text(own, "to", json_text(team->names, json_text(edge, "target")));
            format_set_text(own, "condition", json_text(edge, "condition"));
            json_array_append_new(edges, own);
        }
    }
    json_object_set_new(settings, "edges", edges);
}

static void read_settings(const struct format_draft *draft, const struct part *team,
                          const char *kind)
{
    const json_t *config = json_object_get(team->json, "config");
    json_t *settings = json_object();
    json_t *termination = json_object();
    json_object_set_new(draft->json, "settings", settings);
    json_object_set_new(settings, "termination", termination);
    read_termination(draft, termination, json_object_get(config, "termination_condition"));
    format_set_value(termination, "max_turns", json_object_get(config, "max_turns"));
    if (strcmp(kind, "graph") == 0)
        read_edges(team, settings);
    format_set_value(settings, "selector_prompt", json_object_get(config, "selector_prompt"));
    format_set_value(settings, "allow_repeated_speaker",
                     json_object_get(config, "allow_repeated_speaker"));
    if (json_is_object(json_object_get(config, "model_client")))
        json_object_set_new(
            settings, "model",
            autogen_model(draft, "config.model_client", json_object_get(config, "model_client")));
}

static void add_team(struct reading *reading, const struct part *team)
{
    static const char *const known[] = {"name",
                                        "description",
                                        "participants",
                                        "termination_condition",
                                        "max_turns",
                                        "selector_prompt",
                                        "allow_repeated_speaker",
                                        "model_client",
                                        "graph",
                                        NULL};
    const char *label = json_text(team->json, "label");
    struct format_draft draft = format_begin(reading->bundle, RECORD_TEAM, team->path,
                                             label[0] == '\0' ? autogen_name(team->json) : label);
    const char *kind = kind_of(&draft, team->json);
    format_set_text(draft.json, "description", json_text(team->json, "description"));
    format_set_text(draft.json, "kind", kind);
    read_members(&draft, team);
    read_settings(&draft, team, kind);
    format_note_others(&draft, json_object_get(team->json, "config"), known);
    format_end(&draft);
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    struct arena *arena = document->arena;
    struct reading reading = {.bundle = bundle, .seen = json_keep(arena, json_object())};
    bool is_list = json_is_array(document->json);
    size_t count = is_list ? json_array_size(document->json) : 1;
    for (size_t i = 0; i < count; i++) {
        const char *path = is_list ? format_item(arena, "", i) : "";
        const json_t *item = is_list ? json_array_get(document->json, i) : document->json;
        item = unwrap(arena, item, &path);
        find_parts(&reading, item, path);
    }
    if (reading.teams.count + reading.agents.count > BUNDLE_RECORDS_MAX)
        return format_refuse_many(arena, problem);
    add_all_agents(&reading);
    for (int i = 0; i < reading.teams.count; i++)
        add_team(&reading, &reading.teams.items[i]);
    if (bundle->count > BUNDLE_RECORDS_MAX)
        return format_refuse_many(arena, problem);
    return ERR_NONE;
}

const struct import_format format_autogen = {
    "AutoGen teams and galleries", "Component JSON of AutoGen, and what AutoGen Studio exports",
    recognize, read};
