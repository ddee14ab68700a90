#include "data/trial/trial_request.h"

#include <string.h>

#include "domain/prompt/prompt_reference.h"
#include "domain/prompt/prompt_values.h"

/* What is being made. */
struct making {
    struct arena *arena;
    const struct trial_content *content;
    const struct trial_case *given;
    struct prompt_values values;
    json_t *messages;
    bool are_placed; /* given->messages are among them */
    struct trial_made *made;
};

static enum err refuse(struct making *making, const char *problem)
{
    making->made->problem = problem;
    return ERR_INVALID;
}

static json_t *value_of(const struct making *making, const char *name)
{
    return json_object_get(making->given->variables, name);
}

/* ---- values -------------------------------------------------------------------------------- */

static struct prompt_value make_value(struct arena *arena, const char *name, const json_t *json)
{
    if (json_is_string(json))
        return (struct prompt_value){name, json_string_value(json), json_string_length(json)};
    struct text text = json_format(arena, json, JSON_LINE);
    return (struct prompt_value){name, text.data, text.len};
}

/* Of the variables that the version has, and no others. */
static void read_values(struct making *making)
{
    const struct prompt_inputs *inputs = &making->content->inputs;
    struct prompt_variables *missing = &making->made->missing;
    struct prompt_value *values =
        arena_array(making->arena, (size_t)inputs->count + 1, sizeof *values);
    missing->names = arena_array(making->arena, (size_t)inputs->count + 1, sizeof *missing->names);
    making->values.items = values;
    for (int i = 0; i < inputs->count; i++) {
        const char *name = inputs->items[i].name;
        const json_t *json = value_of(making, name);
        if (inputs->items[i].is_placeholder)
            continue;
        if (json == NULL)
            missing->names[missing->count++] = name;
        else
            values[making->values.count++] = make_value(making->arena, name, json);
    }
}

/* ---- messages ------------------------------------------------------------------------------ */

static enum err add_given(struct making *making, const json_t *messages, const char *what)
{
    for (size_t i = 0; i < json_array_size(messages); i++) {
        struct chat_message message;
        const json_t *json = json_array_get(messages, i);
        const char *problem = chat_message_parse(making->arena, json, &message);
        if (problem == NULL && message.role == CHAT_PLACEHOLDER)
            problem = "it is a placeholder.";
        if (problem != NULL)
            return refuse(
                making, arena_printf(making->arena, "Message %zu of %s: %s", i + 1, what, problem));
        json_array_append_new(making->messages, json_deep_copy(json));
    }
    return ERR_NONE;
}

static enum err place_messages(struct making *making)
{
    if (making->are_placed || making->given->messages == NULL)
        return ERR_NONE;
    making->are_placed = true;
    return add_given(making, making->given->messages, "the case");
}

static enum err add_placeholder(struct making *making, const struct chat_message *message)
{
    const json_t *own = value_of(making, message->placeholder);
    return json_is_array(own) ? add_given(making, own, message->placeholder)
                              : place_messages(making);
}

static enum err add_chat(struct making *making)
{
    struct prompt_chat chat;
    if (prompt_values_fill_chat(making->arena, &making->content->chat, &making->values, &chat) !=
        ERR_NONE)
        return refuse(making, "The result is longer than 4 MiB.");
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < chat.count; i++)
        if (chat.messages[i].role == CHAT_PLACEHOLDER)
            err = add_placeholder(making, &chat.messages[i]);
        else
            json_array_append(making->messages,
                              chat_message_json(making->arena, &chat.messages[i]));
    return err;
}

static enum err add_text(struct making *making)
{
    const struct trial_content *content = making->content;
    struct text text;
    bool is_system = content->is_agent || json_array_size(making->given->messages) > 0;
    if (prompt_values_fill_text(making->arena, content->text, &making->values, &text) != ERR_NONE)
        return refuse(making, "The result is longer than 4 MiB.");
    if (text.len > 0)
        json_array_append_new(making->messages,
                              json_pack("{s:s, s:s%}", "role", is_system ? "system" : "user",
                                        "content", text.data, text.len));
    return ERR_NONE;
}

/* ---- the document -------------------------------------------------------------------------- */

static bool has_conversation(const json_t *messages)
{
    for (size_t i = 0; i < json_array_size(messages); i++) {
        const char *role = json_text(json_array_get(messages, i), "role");
        if (strcmp(role, "system") != 0 && strcmp(role, "developer") != 0)
            return true;
    }
    return false;
}

static enum err check_messages(struct making *making)
{
    if (json_array_size(making->messages) == 0)
        return refuse(making, "There is no message to send: a chat with placeholders alone.");
    if (making->content->is_agent && !has_conversation(making->messages))
        return refuse(making, "There is no message to send: say something to the agent.");
    return ERR_NONE;
}

enum err trial_request(struct arena *arena, const struct trial_content *content,
                       const struct trial_case *given, const struct endpoint_parameters *parameters,
                       struct trial_made *made)
{
    struct making making = {.arena = arena,
                            .content = content,
                            .given = given,
                            .messages = json_keep(arena, json_array()),
                            .made = made};
    *made = (struct trial_made){.request = NULL};
    read_values(&making);
    enum err err = content->is_chat ? add_chat(&making) : add_text(&making);
    if (err == ERR_NONE)
        err = place_messages(&making);
    if (err == ERR_NONE)
        err = check_messages(&making);
    if (err != ERR_NONE)
        return err;
    made->request = endpoint_completion_request(arena, parameters, content->own, making.messages);
    if (strlen(made->request) <= PROMPT_OUTPUT_MAX)
        return ERR_NONE;
    made->request = NULL;
    return refuse(&making, "The request is longer than 4 MiB.");
}

enum err trial_may_send(struct arena *arena, const struct trial_content *content,
                        enum endpoint_class allowed, const char **problem)
{
    *problem = NULL;
    if (content->data_class <= allowed)
        return ERR_NONE;
    *problem =
        arena_printf(arena,
                     "The data of “%s” is %s, and this endpoint may be sent %s data at most. "
                     "Choose an endpoint for %s data.",
                     content->head->name, endpoint_class_names[content->data_class],
                     endpoint_class_names[allowed], endpoint_class_names[content->data_class]);
    return ERR_DENIED;
}
