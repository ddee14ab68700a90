#include "domain/agent/agent_config.h"

#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "domain/agent/config_check.h"
#include "domain/agent/json_schema.h"
#include "domain/record/label.h"
#include "domain/record/name.h"
#include "domain/record/record_name.h"
#include "domain/secret_reference.h"

static config_check_fn check_model, check_prompt, check_tools, check_servers, check_handoffs,
    check_output, check_limits, check_skills, check_endpoint, check_metadata;

static const struct config_field config_fields[] = {
    {"model", check_model, 0, 0, true, 0},
    {"instructions", config_check_text, 0, 0, false, 0},
    {"prompt", check_prompt, 0, 0, false, 0},
    {"tools", check_tools, 0, 0, false, 0},
    {"mcp_servers", check_servers, 0, 0, false, 0},
    {"handoffs", check_handoffs, 0, 0, false, 0},
    {"output", check_output, 0, 0, false, 0},
    {"limits", check_limits, 0, 0, false, 0},
    {"skills", check_skills, 0, 0, false, 0},
    {"endpoint", check_endpoint, 0, 0, false, 0},
    {"metadata", check_metadata, 0, 0, false, 0},
};

static void check_model(const struct config_check *check, const struct json_path *path,
                        const json_t *value, const struct config_field *field)
{
    static const struct config_field fields[] = {
        {"provider", config_check_line, 1, 100, false, 0},
        {"name", config_check_line, 1, 200, true, 0},
        {"temperature", config_check_number, .number = NUMBER_TEMPERATURE},
        {"top_p", config_check_number, .number = NUMBER_TOP_P},
        {"max_output_tokens", config_check_number, .number = NUMBER_MAX_OUTPUT_TOKENS},
        {"stop", config_check_texts, 1, 1000, false, 0},
    };
    (void)field;
    (void)config_check_object(check, path, value, fields, COUNT_OF(fields));
}

/* A text of another module's rule. */
static void check_by(const struct config_check *check, const struct json_path *path,
                     const json_t *value, enum err (*rule)(const char *text, const char **problem))
{
    const char *text = json_string_value(value);
    const char *problem = NULL;
    if (text == NULL)
        config_refuse(check, path, "must be a text.");
    else if (rule(text, &problem) != ERR_NONE)
        config_refuse(check, path, "is not accepted. %s", problem);
}

static void check_prompt_name(const struct config_check *check, const struct json_path *path,
                              const json_t *value, const struct config_field *field)
{
    (void)field;
    check_by(check, path, value, record_name_check);
}

static void check_label(const struct config_check *check, const struct json_path *path,
                        const json_t *value, const struct config_field *field)
{
    (void)field;
    if (!json_is_string(value) || !label_is_wellformed(json_string_value(value)))
        config_refuse(check, path,
                      "must be a label: 1 to 36 of the letters a to z, digits, and _ . -");
}

static void check_prompt(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *field)
{
    static const struct config_field fields[] = {
        {"name", check_prompt_name, 0, 0, true, 0},
        {"label", check_label, 0, 0, false, 0},
        {"version", config_check_number, .number = NUMBER_VERSION},
    };
    (void)field;
    if (config_check_object(check, path, value, fields, COUNT_OF(fields)) &&
        json_object_get(value, "label") != NULL && json_object_get(value, "version") != NULL)
        config_refuse(check, path, "must have a label or a version, not both.");
}

/* Something is known by one of two keys. */
static void require_one(const struct config_check *check, const struct json_path *path,
                        const json_t *value, const char *key, const char *other_key)
{
    if (json_object_get(value, key) == NULL && json_object_get(value, other_key) == NULL)
        config_refuse(check, path, "must have “%s” or “%s”.", key, other_key);
}

static void check_tool(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
{
    static const struct config_field fields[] = {
        {"type", config_check_word, 1, 100, false, 0},
        {"name", config_check_word, 1, 128, false, 0},
        {"description", config_check_text, 0, 0, false, 0},
        {"parameters", json_schema_check, 0, 0, false, 0},
    };
    (void)field;
    if (!config_check_object(check, path, value, fields, COUNT_OF(fields)))
        return;
    const char *type = json_string_value(json_object_get(value, "type"));
    struct json_path name = json_path_key(path, "name");
    if (type != NULL && strcmp(type, "function") == 0 && json_object_get(value, "name") == NULL)
        config_refuse(check, &name, "is missing.");
    require_one(check, path, value, "name", "type");
}

static void check_tools(const struct config_check *check, const struct json_path *path,
                        const json_t *value, const struct config_field *field)
{
    static const struct config_field item = {.check = check_tool};
    (void)field;
    if (config_check_list(check, path, value, &item))
        config_check_unique(check, path, value, "name");
}

/* A value decides whether it is a credential; in these headers shorter ones are. */
static bool is_credential_header(const char *name)
{
    static const char *const names[] = {
        "Authorization", "Proxy-Authorization", "Cookie", "X-API-Key", "Api-Key", "X-Auth-Token"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcasecmp(names[i], name) == 0)
            return true;
    return false;
}

static void check_header(const struct config_check *check, const struct json_path *path,
                         const json_t *value)
{
    static const char token[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "!#$%&'*+-.^_`|~"; /* RFC 9110, 5.6.2 */
    const char *name = path->key;
    if (name[0] == '\0' || name[strspn(name, token)] != '\0')
        config_refuse(check, path, "is no name of a header.");
    if (config_is_secret(value))
        return;
    if (!json_is_string(value))
        config_refuse(check, path, "must be a text or {\"secret\": \"NAME\"}.");
    else if (secret_is_opaque(json_string_value(value), json_string_length(value),
                              is_credential_header(name)))
        config_refuse(check, path,
                      "looks like a credential, which is not kept here: use a reference, "
                      "{\"secret\": \"NAME\"}, or write it in the text: "
                      "\"Bearer ${secret:NAME}\".");
    else if (text_has_control(json_string_value(value), json_string_length(value), false))
        config_refuse(check, path, "must be one line without control characters.");
}

static void check_headers(const struct config_check *check, const struct json_path *path,
                          const json_t *value, const struct config_field *field)
{
    const char *key = NULL;
    json_t *header = NULL;
    (void)field;
    if (!json_is_object(value))
        config_refuse(check, path, "must be an object of texts.");
    json_object_foreach((json_t *)value, key, header)
    {
        struct json_path place = json_path_key(path, key);
        check_header(check, &place, header);
    }
}

static void check_server(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *field)
{
    static const struct config_field fields[] = {
        {"name", config_check_line, 1, 128, true, 0},
        {"url", config_check_url, 1, 2000, false, 0},
        {"headers", check_headers, 0, 0, false, 0},
    };
    (void)field;
    if (config_check_object(check, path, value, fields, COUNT_OF(fields)))
        require_one(check, path, value, "url",
                    "command"); /* a server that is started: a key of others */
}

static void check_servers(const struct config_check *check, const struct json_path *path,
                          const json_t *value, const struct config_field *field)
{
    static const struct config_field item = {.check = check_server};
    (void)field;
    if (config_check_list(check, path, value, &item))
        config_check_unique(check, path, value, "name");
}

static void check_handoff(const struct config_check *check, const struct json_path *path,
                          const json_t *value, const struct config_field *field)
{
    (void)field;
    check_by(check, path, value, name_check);
}

static void check_handoffs(const struct config_check *check, const struct json_path *path,
                           const json_t *value, const struct config_field *field)
{
    static const struct config_field item = {.check = check_handoff};
    (void)field;
    if (json_array_size(value) > AGENT_CONFIG_HANDOFFS_MAX) {
        config_refuse(check, path, "must have at most %d items.", AGENT_CONFIG_HANDOFFS_MAX);
        return;
    }
    if (config_check_list(check, path, value, &item))
        config_check_unique(check, path, value, NULL);
}

static void check_output(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *field)
{
    static const struct config_field fields[] = {
        {"type", config_check_word, 1, 100, false, 0},
        {"schema", json_schema_check, 0, 0, false, 0},
    };
    (void)field;
    (void)config_check_object(check, path, value, fields, COUNT_OF(fields));
}

static void check_limits(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *field)
{
    static const struct config_field fields[] = {
        {"max_turns", config_check_number, .number = NUMBER_MAX_TURNS},
        {"timeout_s", config_check_number, .number = NUMBER_TIMEOUT_S},
        {"max_tokens", config_check_number, .number = NUMBER_MAX_TOKENS},
    };
    (void)field;
    (void)config_check_object(check, path, value, fields, COUNT_OF(fields));
}

static void check_skill(const struct config_check *check, const struct json_path *path,
                        const json_t *value, const struct config_field *field)
{
    static const struct config_field fields[] = {
        {"id", config_check_line, 1, 128, false, 0},
        {"name", config_check_line, 1, 128, false, 0},
        {"description", config_check_text, 0, 0, false, 0},
        {"tags", config_check_texts, 1, 100, false, 0},
        {"examples", config_check_texts, 1, 0, false, 0},
    };
    (void)field;
    if (config_check_object(check, path, value, fields, COUNT_OF(fields)))
        require_one(check, path, value, "name", "id");
}

static void check_skills(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *field)
{
    static const struct config_field item = {.check = check_skill};
    (void)field;
    if (!config_check_list(check, path, value, &item))
        return;
    config_check_unique(check, path, value, "id");
    config_check_unique(check, path, value, "name");
}

static void check_endpoint_url(const struct config_check *check, const struct json_path *path,
                               const json_t *value, const struct config_field *field)
{
    if (!config_is_secret(value))
        config_check_url(check, path, value, field);
}

static void check_protocol(const struct config_check *check, const struct json_path *path,
                           const json_t *value, const struct config_field *field)
{
    if (!config_is_secret(value))
        config_check_line(check, path, value, field);
}

static void check_endpoint(const struct config_check *check, const struct json_path *path,
                           const json_t *value, const struct config_field *field)
{
    static const struct config_field fields[] = {
        {"url", check_endpoint_url, 1, 2000, false, 0},
        {"protocol", check_protocol, 1, 100, false, 0},
    };
    (void)field;
    (void)config_check_object(check, path, value, fields, COUNT_OF(fields));
}

static void check_metadata(const struct config_check *check, const struct json_path *path,
                           const json_t *value, const struct config_field *field)
{
    (void)field;
    (void)config_check_object(check, path, value, field, 0);
}

static enum err result_of(const struct config_problems *problems)
{
    return problems->count == 0 ? ERR_NONE : ERR_INVALID;
}

static enum err refuse_whole(struct config_problems *problems, const char *message)
{
    config_problem_add(problems, "", message);
    return ERR_INVALID;
}

#define TOO_LONG "The config is too long: at most 256 KiB."

enum err agent_config_check(struct arena *arena, const json_t *config,
                            struct config_problems *problems)
{
    struct config_check check = {arena, problems};
    struct json_path whole = {.parent = NULL};
    *problems = (struct config_problems){.count = 0};
    if (!json_is_object(config))
        return refuse_whole(problems, "The config must be a JSON object, {…}.");
    if (json_is_deeper(config, JSON_DEPTH))
        return refuse_whole(problems, "The config is nested deeper than 32 levels.");
    if (json_format(arena, config, JSON_LINE).len > AGENT_CONFIG_MAX)
        return refuse_whole(problems, TOO_LONG);
    (void)config_check_object(&check, &whole, config, config_fields, COUNT_OF(config_fields));
    struct json_path prompt = json_path_key(&whole, "prompt");
    if (json_object_get(config, "instructions") != NULL &&
        json_object_get(config, "prompt") != NULL)
        config_refuse(&check, &prompt,
                      "can't be there together with instructions: choose one of them.");
    (void)config_refuse_secrets(&check, &whole, config);
    return result_of(problems);
}

enum err agent_config_parse(struct arena *arena, const char *text, size_t len, json_t **config,
                            struct config_problems *problems)
{
    const char *problem = NULL;
    json_t *json = NULL;
    *config = NULL;
    *problems = (struct config_problems){.count = 0};
    if (len > AGENT_CONFIG_MAX)
        return refuse_whole(problems, TOO_LONG);
    if (json_parse(arena, text, len, &json, &problem) != ERR_NONE)
        return refuse_whole(problems, problem);
    if (json_is_object(json))
        *config = json;
    return agent_config_check(arena, json, problems);
}

const char *agent_config_model(const json_t *config)
{
    return json_string_value(json_object_get(json_object_get(config, "model"), "name"));
}

const char *agent_config_provider(const json_t *config)
{
    const char *provider =
        json_string_value(json_object_get(json_object_get(config, "model"), "provider"));
    return provider == NULL ? "" : provider;
}

struct agent_config_prompt agent_config_prompt(const json_t *config)
{
    const json_t *prompt = json_object_get(config, "prompt");
    struct agent_config_prompt found = {
        .name = json_string_value(json_object_get(prompt, "name")),
        .label = json_string_value(json_object_get(prompt, "label")),
        .version = number_of_json(NUMBER_VERSION, json_object_get(prompt, "version"), 0),
    };
    if (found.name != NULL && found.label == NULL && found.version == 0)
        found.label = LABEL_PRODUCTION;
    return found;
}

size_t agent_config_handoff_count(const json_t *config)
{
    return json_array_size(json_object_get(config, "handoffs"));
}

const char *agent_config_handoff(const json_t *config, size_t index)
{
    return json_string_value(json_array_get(json_object_get(config, "handoffs"), index));
}
