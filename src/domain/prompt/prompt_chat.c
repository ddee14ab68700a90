#include "domain/prompt/prompt_chat.h"

#include <string.h>

#include "domain/prompt/prompt_template.h"

static const char *const role_names[] = {
    [CHAT_SYSTEM] = "system", [CHAT_DEVELOPER] = "developer",
    [CHAT_USER] = "user",     [CHAT_ASSISTANT] = "assistant",
    [CHAT_TOOL] = "tool",     [CHAT_PLACEHOLDER] = "placeholder",
};

const char *const chat_more_keys[] = {"name", "tool_calls", "tool_call_id", "refusal", NULL};

const char *chat_role_name(enum chat_role role)
{
    return role_names[role];
}

enum err chat_role_parse(const char *text, enum chat_role *out)
{
    for (size_t i = 0; i < COUNT_OF(role_names); i++) {
        if (strcmp(text, role_names[i]) == 0) {
            *out = (enum chat_role)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

enum err prompt_chat_check(struct arena *arena, const struct prompt_chat *chat,
                           const char **problem)
{
    if (chat->count < 1) {
        *problem = "A chat needs at least one message.";
        return ERR_INVALID;
    }
    if (chat->count > CHAT_MESSAGES_MAX) {
        *problem =
            arena_printf(arena, "A chat has too many messages: at most %d.", CHAT_MESSAGES_MAX);
        return ERR_INVALID;
    }
    for (int i = 0; i < chat->count; i++) {
        const struct chat_message *message = &chat->messages[i];
        if (message->role == CHAT_PLACEHOLDER &&
            (message->placeholder == NULL || !prompt_variable_is_name(message->placeholder))) {
            *problem = arena_printf(arena,
                                    "Message %d: a placeholder's name is a letter, then letters, "
                                    "digits and underscores.",
                                    i + 1);
            return ERR_INVALID;
        }
    }
    return ERR_NONE;
}

bool chat_message_is_rich(const struct chat_message *message)
{
    return message->shape != CHAT_TEXT || message->more != NULL;
}

/* ---- reading --------------------------------------------------------------------------------- */

static const char *parse_placeholder(const json_t *json, struct chat_message *out)
{
    const json_t *name = json_object_get(json, "placeholder");
    if (json_object_size(json) != 1)
        return "a placeholder has no other keys.";
    if (!json_is_string(name))
        return "the placeholder's name must be a text.";
    *out = (struct chat_message){.role = CHAT_PLACEHOLDER, .content = ""};
    out->placeholder = json_string_value(name);
    return NULL;
}

static bool is_text_type(const char *type)
{
    return strcmp(type, "text") == 0 || strcmp(type, "input_text") == 0 ||
           strcmp(type, "output_text") == 0;
}

static const char *parse_part(const json_t *json, struct chat_part *part)
{
    const char *type = json_text(json, "type");
    const json_t *text = json_object_get(json, "text");
    *part = (struct chat_part){.json = json};
    if (type[0] == '\0')
        return "each part of the content must be an object with a type.";
    if (!is_text_type(type))
        return NULL;
    if (!json_is_string(text))
        return "the text of a part must be a text.";
    part->text = (struct text){json_string_value(text), json_string_length(text)};
    return NULL;
}

static const char *parse_parts(struct arena *arena, const json_t *list, struct chat_message *out)
{
    size_t count = json_array_size(list);
    out->shape = CHAT_PARTS;
    if (count == 0)
        return "the content has no parts.";
    out->parts = arena_array(arena, count, sizeof *out->parts);
    out->part_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        const char *problem = parse_part(json_array_get(list, i), &out->parts[i]);
        if (problem != NULL)
            return problem;
    }
    return NULL;
}

static const char *parse_content(struct arena *arena, const json_t *json, struct chat_message *out)
{
    const json_t *content = json_object_get(json, "content");
    bool may_miss = json_object_get(json, "tool_calls") != NULL ||
                    json_is_string(json_object_get(json, "refusal"));
    out->content = "";
    if (json_is_array(content))
        return parse_parts(arena, content, out);
    if (json_is_string(content)) {
        out->content = json_string_value(content);
        out->content_len = json_string_length(content);
        return NULL;
    }
    out->shape = content == NULL ? CHAT_ABSENT : CHAT_NULL;
    if (!may_miss && content == NULL)
        return "it must have a role and a content, or a placeholder.";
    return may_miss && (content == NULL || json_is_null(content))
               ? NULL
               : "the content must be a text or a list of parts.";
}

/* What is wrong with the value of a key of chat_more_keys. */
static const char *more_problem(const char *key, const json_t *value)
{
    if (strcmp(key, "tool_calls") != 0)
        return json_is_string(value) || (json_is_null(value) && strcmp(key, "refusal") == 0)
                   ? NULL
                   : "name, tool_call_id and refusal must be texts.";
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!json_is_object(json_array_get(value, i)))
            return "a tool call must be an object.";
    return json_array_size(value) > 0 ? NULL : "tool_calls must be a list of tool calls.";
}

static bool is_of(const char *key, const char *const *keys)
{
    while (*keys != NULL && strcmp(*keys, key) != 0)
        keys++;
    return *keys != NULL;
}

static const char *parse_more(struct arena *arena, const json_t *json, struct chat_message *out)
{
    json_t *more = json_keep(arena, json_object());
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)json, key, value)
    {
        if (strcmp(key, "role") == 0 || strcmp(key, "content") == 0)
            continue;
        if (!is_of(key, chat_more_keys))
            return "it must have a role and a content, or a placeholder, and nothing else but "
                   "name, tool_calls, tool_call_id and refusal.";
        const char *problem = more_problem(key, value);
        if (problem != NULL)
            return problem;
        json_object_set(more, key, value);
    }
    out->more = json_object_size(more) == 0 ? NULL : more;
    return NULL;
}

const char *chat_message_parse(struct arena *arena, const json_t *json, struct chat_message *out)
{
    if (!json_is_object(json))
        return "it must be an object.";
    if (json_is_deeper(json, JSON_DEPTH - 1)) /* the list around it is a level as well */
        return "it is nested deeper than 31 levels.";
    if (json_object_get(json, "placeholder") != NULL)
        return parse_placeholder(json, out);
    const json_t *role = json_object_get(json, "role");
    if (role == NULL)
        return "it must have a role and a content, or a placeholder.";
    *out = (struct chat_message){.role = CHAT_PLACEHOLDER};
    if (!json_is_string(role) || chat_role_parse(json_string_value(role), &out->role) != ERR_NONE ||
        out->role == CHAT_PLACEHOLDER)
        return "the role must be system, developer, user, assistant or tool.";
    const char *problem = parse_content(arena, json, out);
    return problem != NULL ? problem : parse_more(arena, json, out);
}

static enum err parse_messages(struct arena *arena, const json_t *json, struct prompt_chat *out,
                               const char **problem)
{
    if (!json_is_array(json)) {
        *problem = "The messages must be a JSON array.";
        return ERR_INVALID;
    }
    size_t count = json_array_size(json);
    size_t kept = count > CHAT_MESSAGES_MAX ? 0 : count; /* too many are counted, not read */
    *out = (struct prompt_chat){(int)count, arena_array(arena, kept, sizeof *out->messages)};
    for (size_t i = 0; i < kept; i++) {
        const char *found = chat_message_parse(arena, json_array_get(json, i), &out->messages[i]);
        if (found != NULL) {
            *problem = arena_printf(arena, "Message %zu: %s", i + 1, found);
            return ERR_INVALID;
        }
    }
    return prompt_chat_check(arena, out, problem);
}

enum err prompt_chat_parse(struct arena *arena, const char *json, size_t len,
                           struct prompt_chat *out, const char **problem)
{
    json_error_t error;
    json_t *root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        *problem = arena_printf(arena, "The messages are not valid JSON: line %d, column %d.",
                                error.line, error.column);
        return ERR_INVALID;
    }
    return parse_messages(arena, json_keep(arena, root), out, problem);
}

enum err prompt_chat_each_text(struct prompt_chat *chat, chat_look *look, void *context)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < chat->count; i++) {
        struct chat_message *message = &chat->messages[i];
        if (message->role == CHAT_PLACEHOLDER)
            continue;
        for (int k = 0; err == ERR_NONE && k < message->part_count; k++)
            if (message->parts[k].text.data != NULL)
                err = look(context, &message->parts[k].text);
        if (message->shape != CHAT_TEXT)
            continue;
        struct text text = {message->content, message->content_len};
        err = look(context, &text);
        message->content = text.data;
        message->content_len = text.len;
    }
    return err;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* A new JSON text; memory that cannot be had is the end. */
static json_t *make_text(const char *text, size_t len)
{
    json_t *json = json_stringn(text, len);
    if (json == NULL)
        die("a text of %zu bytes that JSON cannot hold", len);
    return json;
}

static json_t *make_parts(const struct chat_message *message)
{
    json_t *list = json_array();
    for (int i = 0; i < message->part_count; i++) {
        const struct chat_part *part = &message->parts[i];
        json_t *json = json_copy((json_t *)part->json);
        if (part->text.data != NULL)
            json_object_set_new(json, "text", make_text(part->text.data, part->text.len));
        json_array_append_new(list, json);
    }
    return list;
}

json_t *chat_message_json(struct arena *arena, const struct chat_message *message)
{
    json_t *json = json_keep(arena, json_object());
    const char *role = chat_role_name(message->role);
    if (message->role == CHAT_PLACEHOLDER) {
        const char *name = message->placeholder;
        json_object_set_new(json, "placeholder", make_text(name, strlen(name)));
        return json;
    }
    json_object_set_new(json, "role", make_text(role, strlen(role)));
    if (message->shape == CHAT_TEXT)
        json_object_set_new(json, "content", make_text(message->content, message->content_len));
    else if (message->shape == CHAT_PARTS)
        json_object_set_new(json, "content", make_parts(message));
    else if (message->shape == CHAT_NULL)
        json_object_set_new(json, "content", json_null());
    if (message->more != NULL)
        json_object_update(json, (json_t *)message->more);
    return json;
}

char *prompt_chat_format(struct arena *arena, const struct prompt_chat *chat, size_t *len)
{
    json_t *root = json_keep(arena, json_array());
    for (int i = 0; i < chat->count; i++)
        json_array_append(root, chat_message_json(arena, &chat->messages[i]));
    struct text text = json_format(arena, root, JSON_LINE);
    *len = text.len;
    return (char *)text.data;
}
