#include "pages/prompt/prompt_fill.h"

#include "pages/prompt/prompt_lines.h"

enum err prompt_fill(struct page *page, enum prompt_type type, struct text body,
                     const struct prompt_values *values, struct text *result)
{
    struct prompt_chat chat, filled;
    if (type != PROMPT_CHAT)
        return prompt_values_fill_text(page->arena, body, values, result);
    prompt_lines_chat(page->arena, body, &chat);
    enum err err = prompt_values_fill_chat(page->arena, &chat, values, &filled);
    if (err == ERR_NONE)
        result->data = prompt_chat_format(page->arena, &filled, &result->len);
    return err;
}
