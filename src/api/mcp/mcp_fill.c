#include "api/mcp/mcp_fill.h"

#include "domain/diff/intern.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_reference.h"
#include "domain/prompt/prompt_template.h"

enum { MISSING_NAMED = 20 /* names that a refusal has at most */ };

struct filling {
    struct arena *arena;
    const json_t *arguments;
    struct intern missing;
    struct buf missing_names; /* with commas between them */
    size_t bytes;
    struct mcp_filled *filled;
    const char **problem;
};

static enum err refuse(struct filling *filling, const char *problem)
{
    *filling->problem = problem;
    return ERR_INVALID;
}

static enum err check_arguments(struct filling *filling)
{
    const char *name = NULL;
    json_t *value = NULL;
    if (filling->arguments == NULL)
        return ERR_NONE;
    if (!json_is_object(filling->arguments))
        return refuse(filling, "The arguments must be an object.");
    json_object_foreach((json_t *)(uintptr_t)filling->arguments, name, value) if (
        !json_is_string(value)) return refuse(filling,
                                              arena_printf(filling->arena,
                                                           "The argument \"%s\" must be a string.",
                                                           name));
    return ERR_NONE;
}

/* Every message is from the user or the assistant there; the role that it had is said beside. */
static enum err add_message(struct filling *filling, const char *role, struct text text)
{
    enum chat_role known = CHAT_USER;
    bool is_assistant = chat_role_parse(role, &known) == ERR_NONE && known == CHAT_ASSISTANT;
    filling->bytes += text.len;
    if (filling->bytes > PROMPT_OUTPUT_MAX)
        return refuse(filling, "The prompt is too long with these arguments.");
    json_array_append_new(filling->filled->messages,
                          json_pack("{s:s, s:{s:s, s:s%}}", "role",
                                    chat_role_name(is_assistant ? CHAT_ASSISTANT : CHAT_USER),
                                    "content", "type", "text", "text", text.data, text.len));
    json_array_append_new(filling->filled->roles, json_string(role));
    return ERR_NONE;
}

static void note_missing(struct filling *filling, const char *name)
{
    struct buf *names = &filling->missing_names;
    int known = filling->missing.count;
    if (intern_add(&filling->missing, name, strlen(name)) < known)
        return;
    if (known < MISSING_NAMED)
        buf_printf(names, "%s%s", known > 0 ? ", " : "", name);
    else if (known == MISSING_NAMED)
        buf_add_text(names, " and more");
}

/* The values of the variables of one text; a variable without one is noted. */
static int find_values(struct filling *filling, const struct prompt_variables *variables,
                       struct prompt_value *values)
{
    int count = 0;
    for (int i = 0; i < variables->count; i++) {
        const char *name = variables->names[i];
        const json_t *value = json_object_get(filling->arguments, name);
        if (value == NULL)
            note_missing(filling, name);
        else
            values[count++] =
                (struct prompt_value){name, json_string_value(value), json_string_length(value)};
    }
    return count;
}

static enum err fill_text(struct filling *filling, const char *role, const json_t *content)
{
    struct text text = {json_string_value(content), json_string_length(content)};
    struct prompt_variables variables;
    struct buf out;
    prompt_variables(filling->arena, text.data, text.len, &variables);
    struct prompt_value *values =
        arena_array(filling->arena, (size_t)variables.count + 1, sizeof *values);
    int count = find_values(filling, &variables, values);
    if (filling->missing.count > 0)
        return ERR_NONE;
    buf_init(&out, filling->arena);
    if (prompt_render(text.data, text.len, values, count, &out) != ERR_NONE)
        return refuse(filling, "The prompt is too long with these arguments.");
    return add_message(filling, role, (struct text){out.data, out.len});
}

/* What is no text is given as the JSON that it is: nothing is filled into that. */
static enum err add_json(struct filling *filling, const char *role, const json_t *json)
{
    return add_message(filling, role, json_format(filling->arena, json, JSON_LINE));
}

/* One message for each part of the content, and one for calls of tools. */
static enum err fill_message(struct filling *filling, const json_t *message)
{
    const char *role = json_text(message, "role");
    const json_t *content = json_object_get(message, "content");
    const json_t *calls = json_object_get(message, "tool_calls");
    enum err err = json_is_string(content) ? fill_text(filling, role, content) : ERR_NONE;
    for (size_t i = 0; err == ERR_NONE && i < json_array_size(content); i++) {
        const json_t *part = json_array_get(content, i);
        const json_t *text = json_object_get(part, "text");
        err = json_is_string(text) ? fill_text(filling, role, text) : add_json(filling, role, part);
    }
    return err == ERR_NONE && json_is_array(calls) ? add_json(filling, role, calls) : err;
}

/* The text of a message that a program gives: as a string, or as content of MCP. */
static const json_t *text_of(const json_t *message)
{
    const json_t *content = json_object_get(message, "content");
    return json_is_object(content) ? json_object_get(content, "text") : content;
}

static enum err refuse_messages(struct filling *filling, const char *name)
{
    return refuse(filling,
                  arena_printf(filling->arena,
                               "The argument \"%s\" must be the JSON of a list of messages, each "
                               "with a role and a content.",
                               name));
}

static enum err add_given(struct filling *filling, const char *name, const json_t *message)
{
    const char *role = json_text(message, "role");
    const json_t *text = text_of(message);
    if (role[0] == '\0' || !json_is_string(text))
        return refuse_messages(filling, name);
    return add_message(filling, role,
                       (struct text){json_string_value(text), json_string_length(text)});
}

static enum err fill_placeholder(struct filling *filling, const char *name)
{
    const json_t *value = json_object_get(filling->arguments, name);
    const char *problem = NULL;
    json_t *list = NULL;
    enum err err = ERR_NONE;
    if (json_string_length(value) == 0)
        return ERR_NONE;
    if (json_parse(filling->arena, json_string_value(value), json_string_length(value), &list,
                   &problem) != ERR_NONE ||
        !json_is_array(list) || json_array_size(list) > CHAT_MESSAGES_MAX)
        return refuse_messages(filling, name);
    for (size_t i = 0; err == ERR_NONE && i < json_array_size(list); i++)
        err = add_given(filling, name, json_array_get(list, i));
    return err;
}

enum err mcp_fill(struct arena *arena, const json_t *messages, const json_t *arguments,
                  struct mcp_filled *filled, const char **problem)
{
    struct filling filling = {
        .arena = arena, .arguments = arguments, .filled = filled, .problem = problem};
    buf_init(&filling.missing_names, arena);
    intern_init(&filling.missing, arena);
    filled->messages = json_keep(arena, json_array());
    filled->roles = json_keep(arena, json_array());
    enum err err = check_arguments(&filling);
    for (size_t i = 0; err == ERR_NONE && i < json_array_size(messages); i++) {
        const json_t *message = json_array_get(messages, i);
        const char *placeholder = json_text(message, "placeholder");
        err = placeholder[0] != '\0' ? fill_placeholder(&filling, placeholder)
                                     : fill_message(&filling, message);
    }
    if (err == ERR_NONE && filling.missing.count > 0)
        err = refuse(&filling,
                     arena_printf(arena, "Arguments are missing: %s.", filling.missing_names.data));
    return err;
}
