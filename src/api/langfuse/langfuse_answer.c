#include "api/langfuse/langfuse_answer.h"

#include <string.h>

#include "api/langfuse/langfuse_chat.h"
#include "base/json.h"
#include "domain/record/label.h"

json_t *langfuse_texts(const char *const *texts, int count)
{
    json_t *array = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(array, json_string(texts[i]));
    return array;
}

json_t *langfuse_labels(const struct record_marks *marks, int64_t version, bool is_newest)
{
    json_t *labels = json_array();
    for (int i = 0; i < marks->label_count; i++)
        if (version == 0 || marks->labels[i].version == version)
            json_array_append_new(labels, json_string(marks->labels[i].label));
    if (is_newest)
        json_array_append_new(labels, json_string(LABEL_LATEST));
    return labels;
}

struct langfuse_prompt langfuse_prompt_of(struct arena *arena, const struct prompt_served *served)
{
    const struct record_marks *marks = &served->marks;
    const struct record_head *head = &served->head;
    struct langfuse_prompt prompt = {
        .id = head->id,
        .organization_id = head->organization_id,
        .author_id = served->author_id,
        .name = head->name,
        .message = served->message,
        .version = served->version,
        .type = served->content.type,
        .body = served->content.body,
        .settings = served->content.settings,
        .labels = arena_array(arena, (size_t)marks->label_count + 1, sizeof *prompt.labels),
        .tags = head->tags,
        .created_at = served->created_at,
        .updated_at = head->updated_at};
    for (int i = 0; i < marks->label_count; i++)
        if (marks->labels[i].version == served->version)
            prompt.labels[prompt.label_count++] = marks->labels[i].label;
    if (served->version == head->version)
        prompt.labels[prompt.label_count++] = LABEL_LATEST;
    return prompt;
}

struct text langfuse_object(struct arena *arena, const char *key, const char *raw, json_t *json)
{
    struct text rest = json_format(arena, json_keep(arena, json), JSON_LINE);
    struct buf buf;
    buf_init(&buf, arena);
    buf_printf(&buf, "{\"%s\":", key);
    buf_add_text(&buf, raw[0] == '\0' ? "{}" : raw);
    buf_add_char(&buf, ',');
    buf_add(&buf, rest.data + 1, rest.len - 1); /* without its brace */
    return (struct text){buf.data, buf.len};
}

static bool is_live(const struct langfuse_prompt *prompt)
{
    for (int i = 0; i < prompt->label_count; i++)
        if (strcmp(prompt->labels[i], LABEL_PRODUCTION) == 0)
            return true;
    return false;
}

static json_t *prompt_json(struct arena *arena, const struct langfuse_prompt *prompt)
{
    json_t *body = prompt->type == PROMPT_CHAT ? langfuse_messages(arena, prompt->body)
                                               : json_stringn(prompt->body.data, prompt->body.len);
    json_t *json = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:s, s:I, s:s, s:o}", "id", json_uuid(&prompt->id), "projectId",
        json_uuid(&prompt->organization_id), "createdBy", json_uuid(&prompt->author_id),
        "createdAt", json_time(prompt->created_at), "updatedAt", json_time(prompt->updated_at),
        "name", prompt->name, "version", (json_int_t)prompt->version, "type",
        prompt_type_name(prompt->type), "prompt", body);
    json_object_set_new(json, "labels", langfuse_texts(prompt->labels, prompt->label_count));
    json_object_set_new(json, "tags",
                        langfuse_texts((const char *const *)prompt->tags.tags, prompt->tags.count));
    json_object_set_new(json, "isActive", json_boolean(is_live(prompt)));
    json_object_set_new(json, "commitMessage",
                        prompt->message[0] == '\0' ? json_null() : json_string(prompt->message));
    json_object_set_new(json, "resolutionGraph",
                        prompt->graph == NULL ? json_null() : json_incref(prompt->graph));
    return json;
}

enum err langfuse_answer_prompt(struct call *call, int status, const struct langfuse_prompt *prompt)
{
    return call_answer_raw(
        call, status,
        langfuse_object(call->arena, "config", prompt->settings, prompt_json(call->arena, prompt)));
}

enum err langfuse_not_found(struct call *call, const struct prompt_wanted *wanted)
{
    struct arena *arena = call->arena;
    const char *which = wanted->version != 0
                            ? arena_printf(arena, "version %lld", (long long)wanted->version)
                            : arena_printf(arena, "label '%s'", wanted->label);
    call_say(call, 404, arena_printf(arena, "Prompt not found: '%s' with %s", wanted->name, which),
             NULL);
    return ERR_NONE;
}

enum err langfuse_refuse(struct call *call, enum err err, const struct problem *problem)
{
    int status = err == ERR_INVALID ? 400 : err == ERR_DENIED ? 403 : err == ERR_CONFLICT ? 409 : 0;
    if (status == 0 || problem->message == NULL)
        return err;
    json_t *errors = NULL;
    if (err == ERR_INVALID) {
        errors = json_array();
        call_add_error(errors, problem->field, problem->message);
    }
    call_say(call, status, problem->message, errors);
    return err == ERR_DENIED ? err : ERR_NONE;
}

enum err langfuse_body(struct call *call, json_t **body)
{
    struct text text = call->request->body;
    const char *problem = NULL;
    if (text.len == 0 || json_parse(call->arena, text.data, text.len, body, &problem) != ERR_NONE ||
        !json_is_object(*body)) {
        call_say(call, 400, problem != NULL ? problem : "The body must be a JSON object.", NULL);
        return ERR_INVALID;
    }
    return ERR_NONE;
}

enum err langfuse_say_errors(struct call *call, json_t *errors)
{
    if (json_array_size(errors) == 0)
        return ERR_NONE;
    const json_t *first = json_array_get(errors, 0);
    call_say(
        call, 400,
        arena_printf(call->arena, "%s: %s", json_text(first, "field"), json_text(first, "message")),
        json_incref(errors));
    return ERR_INVALID;
}
