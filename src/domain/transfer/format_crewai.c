#include "domain/transfer/format_crewai_internal.h"

#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/yaml.h"

/* CrewAI (docs.crewai.com): agents.yaml and tasks.yaml, objects of agents and tasks by key; both in
 * one file under "agents" and "tasks"; crew.jsonc, a whole team with its tasks; and an agent of its
 * agents/NAME.jsonc. Agents become agents, tasks prompts. Its variables have one brace, ours two.
 */

struct reading {
    struct bundle *bundle;
    const char *crew; /* the name of the crew, before those of its tasks; "" */
};

/* ---- recognizing ----------------------------------------------------------------------------- */

static bool is_agent(const json_t *json)
{
    return format_has(json, "role", JSON_STRING) && format_has(json, "goal", JSON_STRING);
}

static bool is_task(const json_t *json)
{
    return format_has(json, "description", JSON_STRING) &&
           format_has(json, "expected_output", JSON_STRING);
}

static bool is_crew(const json_t *json)
{
    return format_has(json, "agents", JSON_ARRAY) && format_has(json, "tasks", JSON_ARRAY);
}

static bool has_line(struct text text, const char *key)
{
    size_t len = strlen(key);
    for (const char *at = text.data;
         (at = memmem(at, text.len - (size_t)(at - text.data), key, len)) != NULL; at += len) {
        const char *line = at;
        while (line > text.data && (line[-1] == ' ' || line[-1] == '\t'))
            line--;
        if (line == text.data || line[-1] == '\n')
            return true;
    }
    return false;
}

static bool recognize(const struct import_document *document)
{
    const json_t *json = document->json;
    if (json != NULL)
        return is_crew(json) || is_agent(json) ||
               is_agent(json_object_iter_value(json_object_iter((json_t *)json))) ||
               is_task(json_object_iter_value(json_object_iter((json_t *)json)));
    return (has_line(document->text, "role:") && has_line(document->text, "goal:")) ||
           has_line(document->text, "expected_output:");
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* How long {name} at the beginning of a text is; 0: it is none. */
static size_t variable_len(const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static const char others[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    if (text[0] != '{' || text[1] == '\0' || strchr(letters, text[1]) == NULL)
        return 0;
    size_t len = strspn(text + 1, others);
    return text[1 + len] == '}' ? len + 2 : 0;
}

/* {topic} → {{topic}}; a - in a name becomes _, which ours may have. */
static const char *own_variables(struct arena *arena, const char *text)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (char before = '\0'; *text != '\0'; before = *text++) {
        size_t len = before == '{' ? 0 : variable_len(text);
        if (len == 0) {
            buf_add_char(&buf, *text);
            continue;
        }
        buf_add_char(&buf, '{');
        for (size_t i = 0; i < len; i++)
            buf_add_char(&buf, text[i] == '-' ? '_' : text[i]);
        buf_add_char(&buf, '}');
        text += len - 1;
    }
    return buf.data;
}

/* The text of a key, without the white space that folded YAML ends with. */
static const char *text_of(struct arena *arena, const json_t *json, const char *key)
{
    return own_variables(arena, text_trim(arena, json_text(json, key)));
}

static void note_variables(const struct format_draft *draft, const json_t *json)
{
    struct arena *arena = draft->bundle->arena;
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)json, key, value)
    {
        const char *text = json_is_string(value) ? json_string_value(value) : "";
        if (strcmp(own_variables(arena, text), text) == 0)
            continue;
        format_note(draft, "", "Variables such as {topic} are read as {{topic}}.");
        return;
    }
}

/* ---- agents ---------------------------------------------------------------------------------- */

/* "openai/gpt-4o"; of an object its model. */
static void read_model(const struct format_draft *draft, const json_t *json)
{
    struct arena *arena = draft->bundle->arena;
    const json_t *llm = json_object_get(json, "llm");
    const char *text = json_is_string(llm) ? json_string_value(llm) : json_text(llm, "model");
    const char *slash = strchr(text, '/');
    const char *provider = slash == NULL ? "" : arena_copy(arena, text, (size_t)(slash - text));
    json_t *model = format_set_model(draft, provider, slash == NULL ? text : slash + 1);
    if (!json_is_object(llm))
        return;
    format_set_value(model, "temperature", json_object_get(llm, "temperature"));
    format_set_value(model, "top_p", json_object_get(llm, "top_p"));
    format_set_value(model, "max_output_tokens", json_object_get(llm, "max_tokens"));
}

static void read_tools(const struct format_draft *draft, const json_t *list)
{
    json_t *tools = json_array();
    size_t index = 0;
    json_t *item = NULL;
    json_array_foreach(list, index, item)
    {
        format_add_tool(draft, tools, format_item(draft->bundle->arena, "tools", index),
                        json_is_string(item) ? json_string_value(item) : "");
    }
    format_set_many(draft->config, "tools", tools);
}

static void read_limit(const struct format_draft *draft, json_t *limits, const json_t *json,
                       const char *from, const char *to, enum number number)
{
    const json_t *value = json_object_get(json, from);
    if (value == NULL || json_is_null(value))
        return;
    if (number_fits_json(number, value))
        format_set_value(limits, to, value);
    else
        format_note(draft, from, "Not kept: the number is out of range.");
}

static void read_limits(const struct format_draft *draft, const json_t *json)
{
    json_t *limits = json_object();
    read_limit(draft, limits, json, "max_iter", "max_turns", NUMBER_MAX_TURNS);
    read_limit(draft, limits, json, "max_execution_time", "timeout_s", NUMBER_TIMEOUT_S);
    format_set_many(draft->config, "limits", limits);
}

/* As CrewAI puts them together for the model. */
static void read_instructions(const struct format_draft *draft, const json_t *json)
{
    struct arena *arena = draft->bundle->arena;
    const char *backstory = text_of(arena, json, "backstory");
    format_set_text(draft->config, "instructions",
                    arena_printf(arena, "You are %s.%s%s\nYour personal goal is: %s",
                                 text_of(arena, json, "role"), backstory[0] == '\0' ? "" : " ",
                                 backstory, text_of(arena, json, "goal")));
}

static void add_agent(const struct reading *reading, const char *path, const char *name,
                      const json_t *json)
{
    static const char *const known[] = {"role",     "goal",  "backstory", "name",
                                        "llm",      "tools", "max_iter",  "max_execution_time",
                                        "settings", NULL};
    struct format_draft draft = format_begin(reading->bundle, RECORD_AGENT, path, name);
    const json_t *settings = json_object_get(json, "settings");
    format_set_text(draft.json, "description",
                    text_trim(reading->bundle->arena, json_text(json, "role")));
    read_model(&draft, json);
    read_instructions(&draft, json);
    read_tools(&draft, json_object_get(json, "tools"));
    read_limits(&draft, json_is_object(settings) ? settings : json);
    note_variables(&draft, json);
    format_note_others(&draft, json, known);
    if (json_is_object(settings))
        format_note_others(&draft, settings, known);
    format_end(&draft);
}

static void add_agents(const struct reading *reading, const json_t *agents, const char *path)
{
    const char *name = NULL;
    json_t *json = NULL;
    json_object_foreach((json_t *)agents, name, json) add_agent(
        reading,
        arena_printf(reading->bundle->arena, path[0] == '\0' ? "%s%s" : "%s.%s", path, name), name,
        json);
}

/* ---- tasks ----------------------------------------------------------------------------------- */

static void add_task(const struct reading *reading, const char *path, const char *name,
                     const json_t *json)
{
    static const char *const known[] = {"description", "expected_output", "name", NULL};
    struct arena *arena = reading->bundle->arena;
    const char *expected = text_of(arena, json, "expected_output");
    struct format_draft draft = format_begin(
        reading->bundle, RECORD_PROMPT, path,
        reading->crew[0] == '\0' ? name : arena_printf(arena, "%s - %s", reading->crew, name));
    json_object_set_new(
        draft.json, "body",
        json_string(arena_printf(arena, "%s%s%s", text_of(arena, json, "description"),
                                 expected[0] == '\0' ? "" : "\n\nExpected output:\n", expected)));
    note_variables(&draft, json);
    format_note_others(&draft, json, known);
    format_end(&draft);
}

static void add_tasks(const struct reading *reading, const json_t *tasks, const char *path)
{
    struct arena *arena = reading->bundle->arena;
    const char *name = NULL;
    json_t *json = NULL;
    json_object_foreach((json_t *)tasks, name, json) add_task(
        reading, arena_printf(arena, path[0] == '\0' ? "%s%s" : "%s.%s", path, name), name, json);
    for (size_t i = 0; i < json_array_size(tasks); i++) {
        json = json_array_get(tasks, i);
        name = json_text(json, "name");
        add_task(reading, format_item(arena, path, i),
                 name[0] == '\0' ? arena_printf(arena, "task %zu", i + 1) : name, json);
    }
}

/* ---- crews ----------------------------------------------------------------------------------- */

static void read_members(const struct format_draft *draft, const json_t *json, bool has_lead)
{
    struct arena *arena = draft->bundle->arena;
    const json_t *agents = json_object_get(json, "agents");
    const char *manager = json_text(json, "manager_agent");
    json_t *members = json_array();
    json_object_set_new(draft->json, "member_details", members);
    if (manager[0] != '\0')
        json_array_append_new(members,
                              json_pack("{s:s, s:s}", "agent",
                                        format_name(arena, RECORD_AGENT, manager), "role", "lead"));
    for (size_t i = 0; i < json_array_size(agents); i++) {
        const json_t *item = json_array_get(agents, i);
        const char *name = json_is_string(item) ? json_string_value(item) : json_text(item, "name");
        bool is_lead = has_lead && i == 0 && manager[0] == '\0';
        json_array_append_new(members, json_pack("{s:s, s:s}", "agent",
                                                 format_name(arena, RECORD_AGENT, name), "role",
                                                 is_lead ? "lead" : "worker"));
        if (is_lead)
            format_note(draft, "agents[0]", "Read as the lead, whom a hierarchical team needs.");
    }
}

static void add_crew(const struct reading *reading, const json_t *json)
{
    static const char *const known[] = {
        "name",          "agents",      "tasks",   "process",     "inputs", "memory",
        "manager_agent", "manager_llm", "verbose", "description", NULL};
    static const char *const kept[] = {"inputs", "memory", "manager_llm", "verbose"};
    bool is_hierarchical = strcmp(json_text(json, "process"), "hierarchical") == 0;
    struct format_draft draft = format_begin(reading->bundle, RECORD_TEAM, "", reading->crew);
    json_t *settings = json_object();
    format_set_text(draft.json, "description", json_text(json, "description"));
    format_set_text(draft.json, "kind", is_hierarchical ? "hierarchical" : "sequential");
    json_object_set_new(draft.json, "settings", settings);
    read_members(&draft, json, is_hierarchical);
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        format_set_value(settings, kept[i], json_object_get(json, kept[i]));
    format_note_others(&draft, json, known);
    format_end(&draft);
}

static void read_crew(struct reading *reading, const json_t *json)
{
    const char *name = json_text(json, "name");
    const json_t *agents = json_object_get(json, "agents");
    reading->crew = name[0] == '\0' ? "Crew" : name;
    add_tasks(reading, json_object_get(json, "tasks"), "tasks");
    for (size_t i = 0; i < json_array_size(agents); i++)
        if (is_agent(json_array_get(agents, i)))
            add_agent(reading, format_item(reading->bundle->arena, "agents", i),
                      json_text(json_array_get(agents, i), "name"), json_array_get(agents, i));
    add_crew(reading, json);
}

/* ---- the document ---------------------------------------------------------------------------- */

/* Agents and tasks by key; which of them, the first says. */
static void read_keyed(const struct reading *reading, const json_t *json)
{
    const json_t *agents = json_object_get(json, "agents");
    const json_t *tasks = json_object_get(json, "tasks");
    const json_t *first = json_object_iter_value(json_object_iter((json_t *)json));
    if (json_is_object(agents) || json_is_object(tasks)) {
        add_tasks(reading, tasks, "tasks");
        add_agents(reading, agents, "agents");
    } else if (is_task(first)) {
        add_tasks(reading, json, "");
    } else {
        add_agents(reading, json, "");
    }
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    struct reading reading = {bundle, ""};
    const json_t *json = document->json;
    json_t *yaml = NULL;
    if (json == NULL) {
        if (yaml_parse(document->arena, document->text, &yaml, problem) != ERR_NONE) {
            *problem = arena_printf(document->arena, "This YAML can't be read. %s", *problem);
            return ERR_INVALID;
        }
        json = yaml;
    }
    if (!json_is_object(json)) {
        *problem = "Agents or tasks of CrewAI must stand under their keys.";
        return ERR_INVALID;
    }
    if (json_object_size(json) > BUNDLE_RECORDS_MAX ||
        json_array_size(json_object_get(json, "tasks")) > BUNDLE_RECORDS_MAX)
        return format_refuse_many(document->arena, problem);
    if (is_crew(json))
        read_crew(&reading, json);
    else if (is_agent(json)) /* agents/NAME.jsonc, whose name the file has */
        add_agent(&reading, "",
                  json_text(json, json_text(json, "name")[0] == '\0' ? "role" : "name"), json);
    else
        read_keyed(&reading, json);
    return ERR_NONE;
}

const struct import_format format_crewai = {"CrewAI agents, tasks and crews",
                                            "agents.yaml, tasks.yaml, crew.jsonc", recognize, read};
