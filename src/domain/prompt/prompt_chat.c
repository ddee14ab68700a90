#include "domain/prompt/prompt_chat.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "domain/prompt/prompt_template.h"

static const char *const role_names[] = {
    [CHAT_SYSTEM] = "system",
    [CHAT_USER] = "user",
    [CHAT_ASSISTANT] = "assistant",
    [CHAT_PLACEHOLDER] = "placeholder",
};

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

/* NULL, or what is wrong with the message. */
static const char *parse_placeholder(struct arena *arena, const json_t *json,
                                     struct chat_message *out)
{
    const json_t *name = json_object_get(json, "placeholder");
    if (json_object_size(json) != 1)
        return "a placeholder has no other keys.";
    if (!json_is_string(name))
        return "the placeholder's name must be a text.";
    *out = (struct chat_message){.role = CHAT_PLACEHOLDER, .content = ""};
    out->placeholder = arena_copy(arena, json_string_value(name), json_string_length(name));
    return NULL;
}

static const char *parse_message(struct arena *arena, const json_t *json, struct chat_message *out)
{
    if (!json_is_object(json))
        return "it must be an object.";
    if (json_object_get(json, "placeholder") != NULL)
        return parse_placeholder(arena, json, out);
    const json_t *role = json_object_get(json, "role");
    const json_t *content = json_object_get(json, "content");
    if (role == NULL || content == NULL || json_object_size(json) != 2)
        return "it must have a role and a content, or a placeholder, and nothing else.";
    *out = (struct chat_message){.role = CHAT_PLACEHOLDER};
    if (!json_is_string(role) || chat_role_parse(json_string_value(role), &out->role) != ERR_NONE ||
        out->role == CHAT_PLACEHOLDER)
        return "the role must be system, user or assistant.";
    if (!json_is_string(content))
        return "the content must be a text.";
    out->content_len = json_string_length(content);
    out->content = arena_copy(arena, json_string_value(content), out->content_len);
    return NULL;
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
        const char *found = parse_message(arena, json_array_get(json, i), &out->messages[i]);
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
    enum err err = parse_messages(arena, root, out, problem);
    json_decref(root);
    return err;
}

/* A new JSON text; memory that cannot be had is the end. */
static json_t *make_text(const char *text, size_t len)
{
    json_t *json = json_stringn(text, len);
    if (json == NULL)
        die("a text of %zu bytes that JSON cannot hold", len);
    return json;
}

static json_t *make_message(const struct chat_message *message)
{
    json_t *json = json_object();
    int failed = 0;
    if (message->role == CHAT_PLACEHOLDER) {
        const char *name = message->placeholder;
        failed |= json_object_set_new(json, "placeholder", make_text(name, strlen(name)));
    } else {
        const char *role = chat_role_name(message->role);
        failed |= json_object_set_new(json, "role", make_text(role, strlen(role)));
        failed |=
            json_object_set_new(json, "content", make_text(message->content, message->content_len));
    }
    if (failed != 0)
        die("a chat message that JSON cannot hold");
    return json;
}

static int add_json(const char *bytes, size_t len, void *buf)
{
    buf_add(buf, bytes, len);
    return 0;
}

char *prompt_chat_format(struct arena *arena, const struct prompt_chat *chat, size_t *len)
{
    json_t *root = json_array();
    for (int i = 0; i < chat->count; i++)
        if (json_array_append_new(root, make_message(&chat->messages[i])) != 0)
            die("a chat that JSON cannot hold");
    struct buf buf;
    buf_init(&buf, arena);
    if (json_dump_callback(root, add_json, &buf, JSON_COMPACT) != 0)
        die("a chat that cannot be written as JSON");
    json_decref(root);
    *len = buf.len;
    return buf.data;
}
