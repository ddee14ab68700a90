#ifndef PAGES_TOKEN_VIEW_H
#define PAGES_TOKEN_VIEW_H

#include "data/token/api_token_change.h"
#include "pages/shell/page.h"

/* How API tokens look, on the pages of token*.c and on an agent's. */

/* Where the tokens of this page are: "/account/tokens", or "/settings/tokens" for those of the
 * organization. */
const char *token_view_base(const struct page *page) NONNULL;

/* {{TOKEN_NAME}} {{PREFIX}} {{BASE}} {{TOKEN_ID}} {{OWNER}} {{FOLDER}} …, as token_rows.tpl has
 * them. */
void token_view(struct page *page, struct view *view, const struct api_token *token) NONNULL;

/* Includes token_rows.tpl as {{>TOKENS}}, with {{#TOKEN}} for each; {{#OLDER}} with
 * {{OLDER_CURSOR}}. with_owner: says whose they are. */
void token_view_list(struct page *page, const struct api_token_list *list, bool with_owner) NONNULL;

/* The secret, the only time that it is seen: token_made.tpl. done_url: where one goes on. */
MUST_USE enum err token_view_made(struct page *page, const struct api_token_made *made,
                                  const char *title, const char *done_url) NONNULL;

/* "in 12 days", "in 3 hours", "now". */
const char *token_view_left(struct page *page, int64_t until) NONNULL;

#endif
