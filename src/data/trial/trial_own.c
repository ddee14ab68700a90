#include "data/trial/trial_own.h"

#include <string.h>

#include "base/number.h"

/* A number that the API takes, under the name that it has there. */
static void set_number(json_t *own, const char *name, enum number number, json_t *value)
{
    if (number_fits_json(number, value))
        json_object_set(own, name, value);
}

/* A text, or a list. */
static void set_stop(json_t *own, json_t *value)
{
    if (json_is_string(value) || json_array_size(value) > 0)
        json_object_set(own, "stop", value);
}

static void set_parameters(json_t *own, const json_t *from)
{
    static const char *const limits[] = {"max_tokens", "max_output_tokens",
                                         "max_completion_tokens"};
    set_number(own, "temperature", NUMBER_TEMPERATURE, json_object_get(from, "temperature"));
    set_number(own, "top_p", NUMBER_TOP_P, json_object_get(from, "top_p"));
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        set_number(own, i < 2 ? "max_tokens" : limits[i], NUMBER_MAX_OUTPUT_TOKENS,
                   json_object_get(from, limits[i]));
    set_stop(own, json_object_get(from, "stop"));
}

static void set_array(json_t *own, const char *name, json_t *value)
{
    if (json_array_size(value) > 0)
        json_object_set(own, name, value);
}

static void set_object(json_t *own, const char *name, json_t *value)
{
    if (json_is_object(value))
        json_object_set(own, name, value);
}

/* {"type": "function", "function": {"name", "parameters"}} as the grader wants them. */
static json_t *tools_of_request(struct arena *arena, const json_t *tools)
{
    json_t *definitions = json_keep(arena, json_array());
    for (size_t i = 0; i < json_array_size(tools); i++) {
        json_t *function = json_object_get(json_array_get(tools, i), "function");
        if (json_is_object(function))
            json_array_append(definitions, function);
    }
    return json_array_size(definitions) > 0 ? definitions : NULL;
}

void trial_own_of_settings(struct arena *arena, const char *settings, struct trial_own *own)
{
    *own = (struct trial_own){.model = "", .members = json_keep(arena, json_object())};
    if (settings[0] == '\0')
        return;
    const json_t *json =
        json_stored(arena, (struct text){settings, strlen(settings)}, "settings of a prompt");
    json_t *choice = json_object_get(json, "tool_choice");
    own->model = json_text(json, "model");
    set_parameters(own->members, json);
    set_object(own->members, "response_format", json_object_get(json, "response_format"));
    set_array(own->members, "tools", json_object_get(json, "tools"));
    if (json_is_string(choice) || json_is_object(choice))
        json_object_set(own->members, "tool_choice", choice);
    own->tools = tools_of_request(arena, json_object_get(json, "tools"));
}

/* ---- of an agent --------------------------------------------------------------------------- */

static bool is_function(const json_t *tool)
{
    const char *type = json_text(tool, "type");
    return type[0] == '\0' || strcmp(type, "function") == 0;
}

/* What else a tool may be runs at the provider, and has no definition here. */
static void set_tools(struct arena *arena, json_t *tools, struct trial_own *own)
{
    json_t *sent = json_keep(arena, json_array());
    json_t *definitions = json_keep(arena, json_array());
    for (size_t i = 0; i < json_array_size(tools); i++) {
        json_t *tool = json_array_get(tools, i);
        if (!is_function(tool))
            continue;
        json_t *function = json_object();
        json_object_set(function, "name", json_object_get(tool, "name"));
        json_object_set(function, "description", json_object_get(tool, "description"));
        json_object_set(function, "parameters", json_object_get(tool, "parameters"));
        json_array_append_new(sent,
                              json_pack("{s:s, s:o}", "type", "function", "function", function));
        json_array_append(definitions, tool);
    }
    if (json_array_size(sent) == 0)
        return;
    json_object_set(own->members, "tools", sent);
    own->tools = definitions;
}

static void set_output(json_t *own, const json_t *output)
{
    json_t *schema = json_object_get(output, "schema");
    if (json_is_object(schema))
        json_object_set_new(own, "response_format",
                            json_pack("{s:s, s:{s:s, s:O}}", "type", "json_schema", "json_schema",
                                      "name", "output", "schema", schema));
    else if (strcmp(json_text(output, "type"), "json_object") == 0)
        json_object_set_new(own, "response_format", json_pack("{s:s}", "type", "json_object"));
}

void trial_own_of_config(struct arena *arena, const json_t *config, struct trial_own *own)
{
    const json_t *model = json_object_get(config, "model");
    *own = (struct trial_own){json_text(model, "name"), json_keep(arena, json_object()), NULL};
    set_parameters(own->members, model);
    set_output(own->members, json_object_get(config, "output"));
    set_tools(arena, json_object_get(config, "tools"), own);
}
