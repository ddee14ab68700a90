#include "domain/prompt/prompt_values.h"

#include <string.h>

enum err prompt_values_fill_text(struct arena *arena, struct text text,
                                 const struct prompt_values *values, struct text *filled)
{
    struct buf out;
    buf_init(&out, arena);
    enum err err = prompt_render(text.data, text.len, values->items, values->count, &out);
    *filled = (struct text){out.data, out.len};
    return err;
}

struct filling {
    struct arena *arena;
    const struct prompt_values *values;
};

static enum err fill_part(void *context, struct text *text)
{
    const struct filling *filling = context;
    return prompt_values_fill_text(filling->arena, *text, filling->values, text);
}

/* What is filled in of a chat is its messages' own. */
static void copy_chat(struct arena *arena, const struct prompt_chat *chat, struct prompt_chat *copy)
{
    size_t count = (size_t)chat->count;
    copy->count = chat->count;
    copy->messages = arena_array(arena, count + 1, sizeof *copy->messages);
    memcpy(copy->messages, chat->messages, count * sizeof *copy->messages);
    for (size_t i = 0; i < count; i++) {
        struct chat_message *message = &copy->messages[i];
        if (message->part_count == 0)
            continue;
        size_t parts = (size_t)message->part_count;
        message->parts = arena_array(arena, parts, sizeof *message->parts);
        memcpy(message->parts, chat->messages[i].parts, parts * sizeof *message->parts);
    }
}

enum err prompt_values_fill_chat(struct arena *arena, const struct prompt_chat *chat,
                                 const struct prompt_values *values, struct prompt_chat *filled)
{
    struct filling filling = {arena, values};
    copy_chat(arena, chat, filled);
    return prompt_chat_each_text(filled, fill_part, &filling);
}
