#include "pages/prompt/prompt_fill.h"

#include "pages/prompt/prompt_lines.h"

static enum err fill_text(struct page *page, struct text source, const struct prompt_values *values,
                          struct text *result)
{
    struct buf out;
    buf_init(&out, page->arena);
    enum err err = prompt_render(source.data, source.len, values->items, values->count, &out);
    *result = (struct text){out.data, out.len};
    return err;
}

struct filling {
    struct page *page;
    const struct prompt_values *values;
};

static enum err fill_part(void *context, struct text *text)
{
    const struct filling *filling = context;
    return fill_text(filling->page, *text, filling->values, text);
}

static enum err fill_chat(struct page *page, struct text body, const struct prompt_values *values,
                          struct text *result)
{
    struct prompt_chat chat;
    struct filling filling = {page, values};
    prompt_lines_chat(page->arena, body, &chat);
    enum err err = prompt_chat_each_text(&chat, fill_part, &filling);
    if (err == ERR_NONE)
        result->data = prompt_chat_format(page->arena, &chat, &result->len);
    return err;
}

enum err prompt_fill(struct page *page, enum prompt_type type, struct text body,
                     const struct prompt_values *values, struct text *result)
{
    return type == PROMPT_CHAT ? fill_chat(page, body, values, result)
                               : fill_text(page, body, values, result);
}
