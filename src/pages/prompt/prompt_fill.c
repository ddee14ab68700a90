#include "pages/prompt/prompt_fill.h"

#include "pages/prompt/prompt_body.h"

static enum err fill_text(struct page *page, struct text source, const struct prompt_values *values,
                          struct text *result)
{
    struct buf out;
    buf_init(&out, page->arena);
    enum err err = prompt_render(source.data, source.len, values->items, values->count, &out);
    *result = (struct text){out.data, out.len};
    return err;
}

static enum err fill_chat(struct page *page, struct text body, const struct prompt_values *values,
                          struct text *result)
{
    struct prompt_chat chat;
    prompt_body_chat(page->arena, body, &chat);
    for (int i = 0; i < chat.count; i++) {
        struct chat_message *message = &chat.messages[i];
        struct text filled;
        if (message->role == CHAT_PLACEHOLDER)
            continue;
        if (fill_text(page, (struct text){message->content, message->content_len}, values,
                      &filled) != ERR_NONE)
            return ERR_INVALID;
        message->content = filled.data;
        message->content_len = filled.len;
    }
    result->data = prompt_chat_format(page->arena, &chat, &result->len);
    return ERR_NONE;
}

enum err prompt_fill(struct page *page, enum prompt_type type, struct text body,
                     const struct prompt_values *values, struct text *result)
{
    return type == PROMPT_CHAT ? fill_chat(page, body, values, result)
                               : fill_text(page, body, values, result);
}
