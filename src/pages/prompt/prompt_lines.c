#include "pages/prompt/prompt_lines.h"

#include "base/buf.h"

void prompt_lines_chat(struct arena *arena, struct text body, struct prompt_chat *chat)
{
    const char *problem = NULL;
    if (prompt_chat_parse(arena, body.data, body.len, chat, &problem) == ERR_NONE)
        return;
    chat->count = 1;
    chat->messages = arena_alloc(arena, sizeof *chat->messages);
    chat->messages[0] =
        (struct chat_message){.role = CHAT_USER, .content = body.data, .content_len = body.len};
}

static void add_json(struct arena *arena, const json_t *json, struct buf *lines)
{
    struct text text = json_format(arena, json, JSON_INDENTED);
    buf_add(lines, text.data, text.len);
}

/* Its texts, then what else it has as JSON. */
static void add_readable(struct arena *arena, const struct chat_message *message, struct buf *lines)
{
    buf_add(lines, message->content, message->content_len);
    for (int i = 0; i < message->part_count; i++) {
        const struct chat_part *part = &message->parts[i];
        buf_add_text(lines, i > 0 ? "\n" : "");
        if (part->text.data != NULL)
            buf_add(lines, part->text.data, part->text.len);
        else
            add_json(arena, part->json, lines);
    }
    if (message->more == NULL)
        return;
    buf_add_text(lines, message->shape == CHAT_TEXT || message->part_count > 0 ? "\n" : "");
    add_json(arena, message->more, lines);
}

struct text prompt_lines_readable(struct arena *arena, enum prompt_type type, struct text body)
{
    if (type == PROMPT_TEXT || body.data == NULL)
        return body;
    struct prompt_chat chat;
    struct buf lines;
    prompt_lines_chat(arena, body, &chat);
    buf_init(&lines, arena);
    for (int i = 0; i < chat.count; i++) {
        const struct chat_message *message = &chat.messages[i];
        buf_printf(&lines, "%s[%s]\n", i > 0 ? "\n\n" : "", chat_role_name(message->role));
        if (message->role == CHAT_PLACEHOLDER)
            buf_add_text(&lines, message->placeholder);
        else
            add_readable(arena, message, &lines);
    }
    return (struct text){lines.data, lines.len};
}

static enum err add_text(void *context, struct text *text)
{
    buf_add(context, text->data, text->len);
    buf_add_char(context, '\n');
    return ERR_NONE;
}

struct text prompt_lines_texts(struct arena *arena, enum prompt_type type, struct text body)
{
    struct prompt_chat chat;
    struct buf lines;
    if (type == PROMPT_TEXT || body.data == NULL)
        return body;
    prompt_lines_chat(arena, body, &chat);
    buf_init(&lines, arena);
    if (prompt_chat_each_text(&chat, add_text, &lines) != ERR_NONE)
        return (struct text){"", 0};
    return (struct text){lines.data, lines.len};
}
