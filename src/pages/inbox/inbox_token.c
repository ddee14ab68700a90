#include "pages/inbox/inbox_token.h"

#include "data/token/api_token_list.h"
#include "pages/token/token_view.h"

static const struct api_token_filter ending = {.by = TOKENS_ENDING, .cursor = ""};

static void ahead_tokens(struct page *page)
{
    api_token_list_ahead(page->db, page->actor, &ending);
}

static enum err show_tokens(struct inbox_section *section)
{
    struct page *page = section->page;
    struct api_token_list list;
    enum err err = api_token_list(page->db, page->actor, &ending, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        const struct api_token *token = &list.items[i];
        char id[UUID_TEXT_LEN];
        uuid_format(&token->id, id);
        bool may_rotate = api_token_may_rotate(page->actor, token);
        const char *url = may_rotate ? arena_printf(page->arena, "/account/tokens/%s/rotate", id)
                                     : "/account/tokens";
        inbox_section_add(
            section,
            &(struct inbox_row){.icon = "key",
                                .name = token->name,
                                .name_url = "/account/tokens",
                                .what = arena_printf(page->arena, "Expires %s",
                                                     token_view_left(page, token->expires_at)),
                                .reason = token->owner == TOKEN_OF_USER ? NULL : token->owner_name,
                                .at = token->created_at,
                                .verb = may_rotate ? "Rotate" : "Open",
                                .url = url});
    }
    if (err == ERR_NONE && list.next != NULL)
        inbox_section_more(section);
    return err;
}

const struct inbox_block inbox_token = {INBOX_TOKEN, "API tokens that expire soon", ahead_tokens,
                                        show_tokens};
