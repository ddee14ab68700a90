#include "domain/prompt/prompt_inputs.h"

#include <string.h>

#include "base/buf.h"
#include "domain/diff/intern.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_template.h"

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

static void add_chat(struct collector *collector, struct text body)
{
    struct prompt_chat chat;
    const char *problem = NULL;
    if (prompt_chat_parse(collector->arena, body.data, body.len, &chat, &problem) != ERR_NONE)
        return;
    for (int i = 0; i < chat.count; i++) {
        const struct chat_message *message = &chat.messages[i];
        if (message->role == CHAT_PLACEHOLDER)
            add(collector, message->placeholder, true);
        else
            add_variables(collector, (struct text){message->content, message->content_len});
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
