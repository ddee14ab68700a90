#include "data/agent/agent.h"
#include "data/token/api_token_list.h"
#include "pages/agent/agent_noun.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/token/token_view.h"

/* The API tokens of an agent. */

enum err page_agent_tokens(struct page *page)
{
    const struct uuid *id = &page->match.ids[0];
    struct record_head *head = arena_alloc(page->arena, agent_store.size);
    struct api_token_filter filter = {.by = TOKENS_OF_AGENT, .id = *id, .cursor = ""};
    struct api_token_list list;
    api_token_list_ahead(page->db, page->actor, &filter);
    enum err err = record_load(page->db, page->actor, &agent_store, id, PERMISSION_AGENT_SEE,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = api_token_list(page->db, page->actor, &filter, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    record_page_subhead(page, &agent_noun, head, "API tokens of");
    view_show(view, "MAY_CREATE",
              head->archived_at == 0 &&
                  !policy_is_outside(page->actor, &page->actor->organization_id));
    page_uuid(page, view, "AGENT_ID", id);
    token_view_list(page, &list, false);
    return record_page_show(page, 200, "API tokens of", head->name, "agent/tokens.tpl");
}
