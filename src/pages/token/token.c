#include "data/token/api_token_change.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_press.h"
#include "pages/token/token_view.h"

/* The lists of API tokens, one's own and the organization's, and revoking one. */

static bool is_own(const struct page *page)
{
    return page->match.route->permission == PERMISSION_ACCOUNT;
}

enum err page_token_list(struct page *page)
{
    const struct text *cursor = param_find(&page->request->query, "before");
    struct api_token_filter filter = {.by = is_own(page) ? TOKENS_OWN : TOKENS_ORGANIZATION,
                                      .cursor = cursor == NULL ? "" : cursor->data};
    struct api_token_list list;
    enum err err = api_token_list(page->db, page->actor, &filter, &list);
    if (err == ERR_INVALID) {
        filter.cursor = "";
        err = api_token_list(page->db, page->actor, &filter, &list);
    }
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_show(view, "OWN", is_own(page));
    view_show(view, "ORGANIZATION", !is_own(page));
    view_text(view, "LIST_BASE", token_view_base(page));
    token_view_list(page, &list, true);
    return page_show(page, 200, is_own(page) ? "Your API tokens" : "API tokens",
                     "token/token_list.tpl");
}

/* ---- revoking ----------------------------------------------------------------------------- */

enum err page_token_revoke(struct page *page)
{
    struct api_token token;
    enum err err = api_token_get(page->db, page->actor, &page->match.ids[0], &token);
    if (err != ERR_NONE)
        return err;
    token_view(page, page_view(page), &token);
    return record_page_show(page, 200, "Revoke", token.name, "token/token_revoke.tpl");
}

static enum err revoke(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return api_token_revoke(page->db, page->actor, &page->match.ids[0]);
}

enum err page_token_revoke_post(struct page *page)
{
    struct page_button button = {"Revoke token", token_view_base(page),
                                 "The token is revoked. It is refused from now on.", revoke};
    return page_press(page, &button);
}
