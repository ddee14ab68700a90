#include "api/mlflow/mlflow.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/prompt/prompt_inputs.h"

enum err mlflow_bad_param(struct call *call, const char *message)
{
    call_say(call, 400, message, NULL);
    return ERR_NONE;
}

/* ---- reading ------------------------------------------------------------------------------ */

const char *mlflow_param(const struct call *call, const char *name)
{
    const struct text *value = param_find(&call->request->query, name);
    return value == NULL ? NULL : value->data;
}

enum err mlflow_load_raw(struct call *call, const struct prompt_wanted *wanted,
                         struct prompt_served *served)
{
    enum err err = prompt_serve(call->db, call->actor, wanted, served);
    if (err != ERR_NOT_FOUND)
        return err;
    call_say(call, 404,
             arena_printf(call->arena, "Prompt \"%s\" has no such version or alias.", wanted->name),
             NULL);
    return ERR_INVALID;
}

enum err mlflow_load(struct call *call, const struct prompt_wanted *wanted,
                     struct prompt_served *served)
{
    struct problem problem = {.field = ""};
    struct text body;
    enum err err = mlflow_load_raw(call, wanted, served);
    if (err != ERR_NONE)
        return err;
    err = prompt_serve_resolve(call->db, call->actor, served, &body, &problem);
    if (err == ERR_INVALID)
        return mlflow_bad_param(call, problem.message) == ERR_NONE ? ERR_INVALID : err;
    if (err == ERR_NONE)
        served->content.body = body;
    return err;
}

bool mlflow_is_name(const char *name)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    return name[0] != '\0' && strspn(name, letters) == strlen(name);
}

/* ---- what is read ------------------------------------------------------------------------- */

static json_int_t ms_of(int64_t time)
{
    return time / (CLOCK_SECOND / 1000);
}

static void add_tag(json_t *tags, const char *key, struct text value)
{
    json_array_append_new(tags,
                          json_pack("{s:s, s:s%}", "key", key, "value", value.data, value.len));
}

static void add_word(json_t *tags, const char *key, const char *value)
{
    add_tag(tags, key, (struct text){value, strlen(value)});
}

/* What a list knows of a prompt. */
struct model {
    const char *name;
    const char *description;
    const struct record_marks *marks;
    int64_t created_at;
    int64_t updated_at;
};

static json_t *model_json(const struct model *model)
{
    json_t *aliases = json_array();
    json_t *tags = json_array();
    for (int i = 0; i < model->marks->label_count; i++)
        json_array_append_new(
            aliases, json_pack("{s:s, s:o}", "alias", model->marks->labels[i].label, "version",
                               json_sprintf("%lld", (long long)model->marks->labels[i].version)));
    add_word(tags, "mlflow.prompt.is_prompt", "true");
    return json_pack("{s:s, s:I, s:I, s:s, s:o, s:o}", "name", model->name, "creation_timestamp",
                     ms_of(model->created_at), "last_updated_timestamp", ms_of(model->updated_at),
                     "description", model->description, "tags", tags, "aliases", aliases);
}

json_t *mlflow_model(const struct prompt_served *served)
{
    const struct record_head *head = &served->head;
    return model_json(&(struct model){head->name, head->description, &served->marks,
                                      head->created_at, head->updated_at});
}

json_t *mlflow_model_of_row(const struct record_row *row)
{
    return model_json(&(struct model){row->name, row->description, &row->marks, row->created_at,
                                      row->updated_at});
}

static bool has_placeholder(struct call *call, const struct prompt_served *served)
{
    struct prompt_inputs inputs;
    prompt_inputs_find(call->arena, served->content.type == PROMPT_CHAT, served->content.body,
                       &inputs);
    for (int i = 0; i < inputs.count; i++)
        if (inputs.items[i].is_placeholder)
            return true;
    return false;
}

static json_t *version_tags(const struct prompt_served *served)
{
    const char *settings = served->content.settings;
    json_t *tags = json_array();
    add_word(tags, "mlflow.prompt.is_prompt", "true");
    add_tag(tags, "mlflow.prompt.text", served->content.body);
    add_word(tags, "_mlflow_prompt_type", prompt_type_name(served->content.type));
    if (settings != NULL &&
        settings[strspn(settings, " \t\r\n")] == '{') /* its clients take objects only */
        add_word(tags, "_mlflow_prompt_model_config", settings);
    return tags;
}

json_t *mlflow_version(struct call *call, const struct prompt_served *served)
{
    json_t *aliases = json_array();
    if (has_placeholder(call, served))
        return NULL;
    for (int i = 0; i < served->marks.label_count; i++)
        if (served->marks.labels[i].version == served->version)
            json_array_append_new(aliases, json_string(served->marks.labels[i].label));
    json_int_t saved_ms = ms_of(served->created_at); /* a version never changes */
    return json_pack("{s:s, s:o, s:I, s:I, s:s, s:s, s:s, s:o, s:o}", "name", served->head.name,
                     "version", json_sprintf("%lld", (long long)served->version),
                     "creation_timestamp", saved_ms, "last_updated_timestamp", saved_ms,
                     "description", served->message, "source", "prompt-template", "status", "READY",
                     "tags", version_tags(served), "aliases", aliases);
}
