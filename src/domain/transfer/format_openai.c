#include "domain/transfer/format_openai_internal.h"

#include <string.h>

#include "domain/agent/config_adopt.h"

/* Assistants of OpenAI, one or as the API lists them ({"object": "list", "data": […]}): name,
 * description, model, instructions, tools, temperature, top_p, response_format, metadata. */

static bool is_assistant(const json_t *json)
{
    return strcmp(json_text(json, "object"), "assistant") == 0 ||
           (format_has(json, "instructions", JSON_STRING) &&
            format_has(json, "model", JSON_STRING));
}

/* The list of assistants, and its path; a document that is one is a list of it. */
static const json_t *find(const struct import_document *document, const char **path)
{
    const json_t *data = json_object_get(document->json, "data");
    *path = json_is_array(document->json) ? "" : json_is_array(data) ? "data" : NULL;
    if (*path != NULL)
        return json_is_array(data) ? data : document->json;
    return json_keep(document->arena, json_pack("[O]", (json_t *)document->json));
}

static bool recognize(const struct import_document *document)
{
    const char *path = NULL;
    return document->json != NULL && is_assistant(json_array_get(find(document, &path), 0));
}

/* The schema that answers have to fit; "auto" and texts say nothing. */
static void read_output(const struct format_draft *draft, const json_t *format)
{
    const json_t *schema = json_object_get(format, "json_schema");
    const char *type = json_text(format, "type");
    if (!json_is_object(format) || strcmp(type, "text") == 0)
        return;
    json_t *output = json_object();
    json_object_set_new(draft->config, "output", output);
    format_set_text(output, "type", type);
    format_set_value(output, "schema", json_object_get(schema, "schema"));
    format_set_text(output, "name", json_text(schema, "name"));
    format_set_value(output, "strict", json_object_get(schema, "strict"));
}

static void adopt(const struct format_draft *draft)
{
    struct config_problems notes = {.count = 0};
    agent_config_adopt(draft->bundle->arena, draft->config, &notes);
    for (int i = 0; i < notes.count; i++)
        format_note(draft, notes.items[i].path, notes.items[i].message);
}

static const char *const known[] = {"id",
                                    "object",
                                    "created_at",
                                    "name",
                                    "description",
                                    "model",
                                    "instructions",
                                    "tools",
                                    "top_p",
                                    "temperature",
                                    "tool_resources",
                                    "response_format",
                                    "metadata",
                                    "reasoning_effort",
                                    NULL};

static void add_agent(struct bundle *bundle, const char *path, const json_t *json)
{
    const char *name = json_text(json, "name");
    struct format_draft draft =
        format_begin(bundle, RECORD_AGENT, path, name[0] == '\0' ? json_text(json, "id") : name);
    json_t *model = format_set_model(&draft, "openai", json_text(json, "model"));
    format_set_text(draft.json, "description", json_text(json, "description"));
    format_set_value(model, "temperature", json_object_get(json, "temperature"));
    format_set_value(model, "top_p", json_object_get(json, "top_p"));
    format_set_value(model, "reasoning_effort", json_object_get(json, "reasoning_effort"));
    format_set_text(draft.config, "instructions", json_text(json, "instructions"));
    if (json_array_size(json_object_get(json, "tools")) > 0)
        format_set_value(draft.config, "tools", json_object_get(json, "tools"));
    if (json_object_size(json_object_get(json, "tool_resources")) > 0)
        format_set_value(draft.config, "tool_resources", json_object_get(json, "tool_resources"));
    if (json_object_size(json_object_get(json, "metadata")) > 0)
        format_set_value(draft.config, "metadata", json_object_get(json, "metadata"));
    read_output(&draft, json_object_get(json, "response_format"));
    adopt(&draft);
    format_note_others(&draft, json, known);
    format_end(&draft);
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    const char *path = NULL;
    const json_t *list = find(document, &path);
    if (json_array_size(list) > BUNDLE_RECORDS_MAX)
        return format_refuse_many(bundle->arena, problem);
    for (size_t i = 0; i < json_array_size(list); i++)
        add_agent(bundle, path == NULL ? "" : format_item(bundle->arena, path, i),
                  json_array_get(list, i));
    return ERR_NONE;
}

const struct import_format format_openai = {
    "OpenAI assistants", "JSON of one assistant, or the list that its API gives", recognize, read};
