#include "api/langfuse/langfuse_chat.h"

#include <string.h>

#include "base/budget.h"
#include "base/json.h"
#include "domain/prompt/prompt_template.h"

json_t *langfuse_messages(struct arena *arena, struct text body)
{
    const json_t *ours = json_stored(arena, body, "messages of a prompt");
    json_t *messages = json_array();
    for (size_t i = 0; i < json_array_size(ours); i++) {
        json_t *message = json_array_get(ours, i);
        json_t *placeholder = json_object_get(message, "placeholder");
        json_t *theirs =
            json_pack("{s:s}", "type", placeholder == NULL ? "chatmessage" : "placeholder");
        if (placeholder != NULL)
            json_object_set(theirs, "name", placeholder);
        else
            json_object_update(theirs, message);
        json_array_append_new(messages, theirs);
    }
    return messages;
}

static json_t *read_message(json_t *theirs)
{
    json_t *name = json_object_get(theirs, "name");
    if (strcmp(json_text(theirs, "type"), "placeholder") == 0 && name != NULL)
        return json_pack("{s:O}", "placeholder", name);
    json_t *ours = json_copy(theirs);
    if (strcmp(json_text(theirs, "type"), "chatmessage") == 0)
        json_object_del(ours, "type");
    return ours;
}

json_t *langfuse_messages_read(json_t *messages)
{
    json_t *ours = json_array();
    size_t index = 0;
    json_t *message = NULL;
    json_array_foreach(messages, index, message)
    {
        json_array_append_new(ours, json_is_object(message) ? read_message(message)
                                                            : json_incref(message));
    }
    return ours;
}

/* The names of the placeholders as the keys of an object. */
static json_t *placeholders_of(struct arena *arena, json_t *messages)
{
    json_t *names = json_keep(arena, json_object());
    size_t index = 0;
    json_t *message = NULL;
    json_array_foreach(messages, index, message)
    {
        budget_look();
        json_object_set_new(names, json_text(message, "placeholder"), json_true());
    }
    return names;
}

const char *langfuse_messages_clash(struct arena *arena, json_t *messages)
{
    const json_t *names = placeholders_of(arena, messages);
    size_t index = 0;
    json_t *message = NULL;
    json_array_foreach(messages, index, message)
    {
        const char *content = json_text(message, "content");
        struct prompt_variables variables;
        prompt_variables(arena, content, strlen(content), &variables);
        for (int i = 0; i < variables.count; i++)
            if (json_object_get(names, variables.names[i]) != NULL)
                return variables.names[i];
    }
    return NULL;
}
