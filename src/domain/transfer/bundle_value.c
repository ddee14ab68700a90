#include "base/number.h"
#include "domain/transfer/bundle_value_internal.h"

#include <string.h>

#include "base/buf.h"
#include "domain/prompt/prompt_chat.h"

static const char *whole_path(const struct bundle_reader *reader, const struct json_path *path)
{
    const char *text = json_path_format(reader->arena, path);
    bool is_joined = text[0] == '\0' || text[0] == '[' || reader->root[0] == '\0';
    return arena_printf(reader->arena, is_joined ? "%s%s" : "%s.%s", reader->root, text);
}

void bundle_refuse(const struct bundle_reader *reader, const struct json_path *path,
                   const char *message)
{
    config_problem_add(reader->problems, whole_path(reader, path), message);
}

static void note(const struct bundle_reader *reader, const struct json_path *path,
                 const char *message)
{
    config_problem_add(&reader->record->notes, whole_path(reader, path), message);
}

void bundle_note_all(const struct bundle_reader *reader, const struct json_path *path,
                     const struct config_problems *notes)
{
    for (int i = 0; i < notes->count; i++)
        config_problem_add(
            &reader->record->notes,
            arena_printf(reader->arena, "%s.%s", whole_path(reader, path), notes->items[i].path),
            notes->items[i].message);
}

void bundle_note_unknown(const struct bundle_reader *reader, const struct json_path *path,
                         const json_t *object, const char *const *known, size_t count)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)object, key, value)
    {
        bool is_known = json_is_null(value);
        struct json_path at = json_path_key(path, key);
        for (size_t i = 0; !is_known && i < count; i++)
            is_known = strcmp(known[i], key) == 0;
        if (!is_known)
            note(reader, &at, "Not kept: nothing here holds it.");
    }
}

/* NULL if it is not there. */
static const json_t *member(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_null(value) ? NULL : value;
}

static void refuse_member(const struct bundle_reader *reader, const struct json_path *path,
                          const char *key, const char *message)
{
    struct json_path at = json_path_key(path, key);
    bundle_refuse(reader, &at, message);
}

const char *bundle_text(const struct bundle_reader *reader, const struct json_path *path,
                        const json_t *object, const char *key)
{
    const json_t *value = member(object, key);
    if (value == NULL)
        return "";
    if (json_is_string(value))
        return json_string_value(value);
    refuse_member(reader, path, key, "This must be a text.");
    return "";
}

int64_t bundle_number(const struct bundle_reader *reader, const struct json_path *path,
                      const json_t *object, const char *key)
{
    const json_t *value = member(object, key);
    if (value == NULL)
        return 0;
    if (number_fits_json(NUMBER_VERSION, value))
        return number_of_json(NUMBER_VERSION, value, 0);
    refuse_member(
        reader, path, key,
        arena_printf(reader->arena, "This must be %s.", number_limits[NUMBER_VERSION].words));
    return 0;
}

bool bundle_bool(const struct bundle_reader *reader, const struct json_path *path,
                 const json_t *object, const char *key)
{
    const json_t *value = member(object, key);
    if (value != NULL && !json_is_boolean(value))
        refuse_member(reader, path, key, "This must be true or false.");
    return json_is_true(value);
}

const json_t *bundle_object(const struct bundle_reader *reader, const struct json_path *path,
                            const json_t *object, const char *key)
{
    const json_t *value = member(object, key);
    if (value == NULL || json_is_object(value))
        return value;
    refuse_member(reader, path, key, "This must be an object.");
    return NULL;
}

const json_t *bundle_array(const struct bundle_reader *reader, const struct json_path *path,
                           const json_t *object, const char *key)
{
    const json_t *value = member(object, key);
    if (value == NULL || json_is_array(value))
        return value;
    refuse_member(reader, path, key, "This must be a list.");
    return NULL;
}

const char *bundle_tags(const struct bundle_reader *reader, const struct json_path *path,
                        const json_t *object)
{
    const json_t *list = bundle_array(reader, path, object, "tags");
    struct json_path tags = json_path_key(path, "tags");
    struct buf buf;
    size_t index = 0;
    json_t *value = NULL;
    buf_init(&buf, reader->arena);
    json_array_foreach(list, index, value)
    {
        struct json_path at = json_path_item(&tags, index);
        const char *tag = json_string_value(value);
        if (tag == NULL || strchr(tag, ',') != NULL) {
            bundle_refuse(reader, &at, "A tag must be a text without commas.");
            continue;
        }
        buf_printf(&buf, buf.len == 0 ? "%s" : ", %s", tag);
    }
    return buf.data;
}

/* False if it is none. */
static bool read_placeholder(const struct bundle_reader *reader, const struct json_path *path,
                             const json_t *json, struct chat_message *message)
{
    static const char *const typed[] = {"type", "name"};
    static const char *const plain[] = {"placeholder"};
    bool is_typed = strcmp(bundle_text(reader, path, json, "type"), "placeholder") == 0;
    const char *name = bundle_text(reader, path, json, is_typed ? "name" : "placeholder");
    if (!is_typed && name[0] == '\0')
        return false;
    if (name[0] == '\0')
        refuse_member(reader, path, "name", "The name of this placeholder is empty.");
    *message = (struct chat_message){.role = CHAT_PLACEHOLDER, .content = "", .placeholder = name};
    if (is_typed)
        bundle_note_unknown(reader, path, json, typed, COUNT_OF(typed));
    else
        bundle_note_unknown(reader, path, json, plain, COUNT_OF(plain));
    return true;
}

static void read_role(const struct bundle_reader *reader, const struct json_path *path,
                      const json_t *json, struct chat_message *message)
{
    const char *role = bundle_text(reader, path, json, "role");
    struct json_path at = json_path_key(path, "role");
    if (chat_role_parse(role, &message->role) == ERR_NONE && message->role != CHAT_PLACEHOLDER)
        return;
    bundle_refuse(reader, &at,
                  role[0] == '\0'
                      ? "The role is empty. It must be system, developer, user, assistant or tool."
                      : "The role must be system, developer, user, assistant or tool.");
}

static bool is_kept(const char *key, const json_t *value)
{
    if (strcmp(key, "role") == 0 || strcmp(key, "content") == 0)
        return true;
    for (int i = 0; chat_more_keys[i] != NULL; i++)
        if (strcmp(key, chat_more_keys[i]) == 0)
            return !json_is_null(value) && !(json_is_array(value) && json_array_size(value) == 0);
    return false;
}

/* What a message keeps: its role, its content and the keys that are known beside them. */
static json_t *known_keys(const struct bundle_reader *reader, const json_t *json)
{
    json_t *kept = json_keep(reader->arena, json_object());
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)json, key, value)
    {
        if (is_kept(key, value))
            json_object_set(kept, key, value);
    }
    return kept;
}

static void read_message(const struct bundle_reader *reader, const struct json_path *path,
                         const json_t *json, struct chat_message *message)
{
    /* Langfuse says the type "chatmessage", which says nothing more. */
    static const char *const known[] = {"role", "content",    "type",         "placeholder",
                                        "name", "tool_calls", "tool_call_id", "refusal"};
    int problem_count = reader->problems->count;
    if (read_placeholder(reader, path, json, message))
        return;
    *message = (struct chat_message){.content = ""};
    read_role(reader, path, json, message);
    bundle_note_unknown(reader, path, json, known, COUNT_OF(known));
    if (member(json, "content") == NULL && member(json, "tool_calls") == NULL &&
        member(json, "refusal") == NULL)
        refuse_member(reader, path, "content", "This is empty: a message needs a text.");
    if (reader->problems->count > problem_count)
        return;
    const char *problem = chat_message_parse(reader->arena, known_keys(reader, json), message);
    if (problem != NULL)
        bundle_refuse(reader, path, arena_printf(reader->arena, "In this message: %s", problem));
}

struct text bundle_chat(const struct bundle_reader *reader, const struct json_path *path,
                        const json_t *messages)
{
    struct prompt_chat chat = {0, NULL};
    size_t count = json_array_size(messages);
    int problem_count = reader->problems->count;
    struct text body = {"", 0};
    const char *problem = NULL;
    chat.messages = arena_array(reader->arena, count + 1, sizeof *chat.messages);
    for (size_t i = 0; i < count && i <= CHAT_MESSAGES_MAX; i++) {
        struct json_path at = json_path_item(path, i);
        const json_t *json = json_array_get(messages, i);
        if (json_is_object(json))
            read_message(reader, &at, json, &chat.messages[chat.count++]);
        else
            bundle_refuse(reader, &at, "A message must be an object.");
    }
    if (reader->problems->count > problem_count)
        return body;
    if (count == 0) {
        bundle_refuse(reader, path, "This is empty: a chat needs at least one message.");
        return body;
    }
    if (prompt_chat_check(reader->arena, &chat, &problem) != ERR_NONE) {
        bundle_refuse(reader, path, problem);
        return body;
    }
    body.data = prompt_chat_format(reader->arena, &chat, &body.len);
    return body;
}

const char *bundle_settings(const struct bundle_reader *reader, const json_t *object,
                            const char *key)
{
    const json_t *settings = member(object, key);
    if (settings == NULL || (json_is_object(settings) && json_object_size(settings) == 0))
        return "";
    return json_format(reader->arena, settings, JSON_LINE).data;
}
