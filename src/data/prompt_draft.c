#include "data/prompt_draft.h"

#include <string.h>

#include "domain/prompt_chat.h"
#include "domain/prompt_name.h"

static enum err check_text(const struct work *work, const char *field, const char *text,
                           size_t chars_max)
{
    size_t len = strlen(text);
    if (!text_is_utf8(text, len))
        return work_refuse(work, ERR_INVALID, field, "This is not valid UTF-8 text.");
    if (text_count_chars(text, len) > chars_max)
        return work_refuse(work, ERR_INVALID, field,
                           arena_printf(db_arena(work->db),
                                        "This is too long: at most %zu characters.", chars_max));
    return ERR_NONE;
}

enum err prompt_check_line(const struct work *work, const char *field, const char *line)
{
    enum err err = check_text(work, field, line, PROMPT_MESSAGE_MAX);
    if (err != ERR_NONE)
        return err;
    if (text_has_control(line, strlen(line), false))
        return work_refuse(work, ERR_INVALID, field,
                           "This must be one line without control characters.");
    return ERR_NONE;
}

static enum err check_description(const struct work *work, const char *description)
{
    enum err err = check_text(work, "description", description, PROMPT_DESCRIPTION_MAX);
    if (err == ERR_NONE && text_has_control(description, strlen(description), true))
        return work_refuse(work, ERR_INVALID, "description",
                           "The description must not have control characters.");
    return err;
}

static enum err check_body(const struct work *work, enum prompt_type type, struct text body)
{
    if (body.data == NULL || body.len == 0)
        return work_refuse(work, ERR_INVALID, "body", "Write a body.");
    if (body.len > PROMPT_BODY_MAX)
        return work_refuse(work, ERR_INVALID, "body", "The body is too long: at most 1 MiB.");
    if (text_has_nul(body.data, body.len))
        return work_refuse(work, ERR_INVALID, "body", "The body must not have NUL characters.");
    if (!text_is_utf8(body.data, body.len))
        return work_refuse(work, ERR_INVALID, "body", "The body is not valid UTF-8 text.");
    if (type == PROMPT_TEXT)
        return ERR_NONE;
    struct prompt_chat chat;
    const char *message = NULL;
    if (prompt_chat_parse(db_arena(work->db), body.data, body.len, &chat, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "body", message);
    return ERR_NONE;
}

static enum err check_settings(const struct work *work, const char *settings)
{
    if (settings[0] == '\0')
        return ERR_NONE;
    if (strlen(settings) > PROMPT_SETTINGS_MAX)
        return work_refuse(work, ERR_INVALID, "settings",
                           "The settings are too long: at most 64 KiB.");
    json_error_t where;
    json_t *json = json_loads(settings, JSON_REJECT_DUPLICATES, &where);
    if (json == NULL)
        return work_refuse(work, ERR_INVALID, "settings",
                           arena_printf(db_arena(work->db),
                                        "The settings are not valid JSON: line %d, column %d.",
                                        where.line, where.column));
    bool is_object = json_is_object(json);
    json_decref(json);
    if (!is_object)
        return work_refuse(work, ERR_INVALID, "settings",
                           "The settings must be a JSON object, such as {\"temperature\": 0}.");
    return ERR_NONE;
}

enum err prompt_draft_check(const struct work *work, const struct prompt_draft *draft,
                            struct prompt_fields *fields)
{
    struct arena *arena = db_arena(work->db);
    const char *message = NULL;
    if (prompt_name_check(draft->name, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "name", message);
    enum err err = check_description(work, draft->description);
    if (err == ERR_NONE)
        err = check_body(work, draft->type, draft->body);
    if (err == ERR_NONE)
        err = check_settings(work, draft->settings);
    if (err != ERR_NONE)
        return err;
    struct tag_list tags;
    if (tag_list_parse(arena, draft->tags, &tags, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "tags", message);
    *fields = (struct prompt_fields){
        .name = draft->name,
        .folder = prompt_name_folder(arena, draft->name),
        .description = draft->description,
        .type = draft->type,
        .body = draft->body,
        .settings = draft->settings,
        .tags = tags,
        .message = draft->message,
    };
    return prompt_check_line(work, "message", draft->message);
}

struct prompt_fields prompt_fields_of(const struct prompt *prompt)
{
    return (struct prompt_fields){
        .name = prompt->name,
        .folder = prompt->folder,
        .description = prompt->description,
        .type = prompt->type,
        .body = prompt->body,
        .settings = prompt->settings,
        .tags = prompt->tags,
        .message = "",
    };
}
