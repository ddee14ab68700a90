#include "data/prompt/prompt_draft.h"

#include <string.h>

#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_name.h"
#include "domain/record/name.h"

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
    const char *name = name_normalize(arena, draft->name);
    if (prompt_name_check(name, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "name", message);
    enum err err = work_check_description(work, draft->description);
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
        .name = name,
        .folder = prompt_name_folder(arena, name),
        .description = draft->description,
        .type = draft->type,
        .body = draft->body,
        .settings = draft->settings,
        .tags = tags,
        .message = draft->message,
        .number = draft->number == 0 ? 1 : draft->number,
    };
    return work_check_line(work, "message", draft->message);
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
