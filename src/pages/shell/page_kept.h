#ifndef PAGES_PAGE_KEPT_H
#define PAGES_PAGE_KEPT_H

#include "pages/shell/page_shape.h"

/* For page.c: the rendered main parts of pages, kept by the process (data/db/kept.h) for routes
 * that say is_kept, for the rest of the minute: "5 minutes ago" is older then. Nothing of the
 * session is in what is kept: the token of its forms is a mark there, which is filled in when the
 * page is sent. */

/* The main part that is kept of an earlier answer to this question of this person, and the page's
 * title, in the arena. False if there is none. */
MUST_USE bool page_kept_find(struct page *page, const char **title, struct text *main) NONNULL;

/* Keeps the main part of an answer, if it may be. */
void page_kept_store(struct page *page, const char *title, struct text main) NONNULL;

/* What the forms of the main part carry for their token: the token itself, or the mark. */
const char *page_kept_token(const struct page *page, const char *token) NONNULL;

/* Puts the token in the place of each mark of the response's body. */
void page_kept_fill(struct page *page, const char *token) NONNULL;

#endif
