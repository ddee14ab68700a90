#include "data/prompt/prompt_draft.h"

#include <string.h>

#include "base/json.h"
#include "domain/prompt/prompt_chat.h"

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
    json_t *json = NULL;
    const char *message = NULL;
    if (json_parse(db_arena(work->db), settings, strlen(settings), &json, &message) != ERR_NONE)
        return work_refuse(
            work, ERR_INVALID, "settings",
            arena_printf(db_arena(work->db), "The settings are not valid JSON. %s", message));
    if (json_is_null(json)) /* for programs there are always some */
        return work_refuse(work, ERR_INVALID, "settings",
                           "The settings must not be null: leave them empty.");
    return ERR_NONE;
}

enum err prompt_draft_check(const struct work *work, const struct prompt_draft *draft,
                            struct record_fields *fields)
{
    enum err err = record_draft_check(work, &draft->record, fields);
    if (err == ERR_NONE)
        err = check_body(work, draft->type, draft->body);
    return err == ERR_NONE ? check_settings(work, draft->settings) : err;
}
