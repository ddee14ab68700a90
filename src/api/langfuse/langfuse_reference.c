#include "api/langfuse/langfuse_reference.h"

#include "domain/prompt/prompt_chat.h"

struct found {
    struct arena *arena;
    struct prompt_reference_list *all;
};

static enum err add(void *context, struct text *text)
{
    struct found *found = context;
    struct prompt_reference_list *all = found->all;
    struct prompt_reference_list list;
    const char *problem = NULL;
    if (prompt_references(found->arena, text->data, text->len, &list, &problem) != ERR_NONE ||
        all->count + list.count > PROMPT_REFERENCES_MAX)
        return ERR_NONE;
    for (int i = 0; i < list.count; i++)
        all->references[all->count++] = list.references[i];
    return ERR_NONE;
}

void langfuse_references(struct arena *arena, enum prompt_type type, struct text body,
                         struct prompt_reference_list *all)
{
    struct found found = {arena, all};
    struct prompt_chat chat;
    const char *problem = NULL;
    all->count = 0;
    all->references = arena_array(arena, PROMPT_REFERENCES_MAX, sizeof *all->references);
    if (type == PROMPT_TEXT)
        (void)!add(&found, &body);
    else if (prompt_chat_parse(arena, body.data, body.len, &chat, &problem) == ERR_NONE)
        (void)!prompt_chat_each_text(&chat, add, &found);
}
