#include "domain/prompt/prompt_inputs.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "domain/diff/intern.h"
#include "domain/prompt/prompt_template.h"

enum { CHAT_DEPTH = 100 /* deeper than any chat is saved */ };

/* Inputs while they are collected. */
struct collector {
    struct arena *arena;
    struct intern names;
    struct buf items; /* struct prompt_input */
};

static void add(struct collector *collector, const char *name, bool is_placeholder)
{
    struct prompt_input input = {name, is_placeholder};
    int known = collector->names.count;
    if (intern_add(&collector->names, name, strlen(name)) == known)
        buf_add(&collector->items, &input, sizeof input);
}

static void add_variables(struct collector *collector, struct text text)
{
    struct prompt_variables variables;
    prompt_variables(collector->arena, text.data, text.len, &variables);
    for (int i = 0; i < variables.count; i++)
        add(collector, variables.names[i], false);
}

static void add_string(struct collector *collector, const json_t *json)
{
    if (json_is_string(json))
        add_variables(collector, (struct text){json_string_value(json), json_string_length(json)});
}

/* A content is a text, or a list of parts of which some have one. */
static void add_chat(struct collector *collector, struct text body)
{
    const char *problem = NULL;
    json_t *chat = NULL;
    if (json_parse_deep(collector->arena, body, CHAT_DEPTH, &chat, &problem) != ERR_NONE)
        return;
    for (size_t i = 0; i < json_array_size(chat); i++) {
        const json_t *message = json_array_get(chat, i);
        const json_t *content = json_object_get(message, "content");
        const char *placeholder = json_text(message, "placeholder");
        if (placeholder[0] != '\0')
            add(collector, placeholder, true);
        add_string(collector, content);
        for (size_t j = 0; j < json_array_size(content); j++)
            add_string(collector, json_object_get(json_array_get(content, j), "text"));
    }
}

void prompt_inputs_find(struct arena *arena, bool is_chat, struct text body,
                        struct prompt_inputs *inputs)
{
    struct collector collector = {.arena = arena};
    buf_init(&collector.items, arena);
    intern_init(&collector.names, arena);
    if (is_chat)
        add_chat(&collector, body);
    else
        add_variables(&collector, body);
    inputs->items = (void *)collector.items.data;
    inputs->count = (int)(collector.items.len / sizeof *inputs->items);
}
