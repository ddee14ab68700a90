#ifndef PAGES_SET_CONTENT_SHOW_H
#define PAGES_SET_CONTENT_SHOW_H

#include "data/set/set.h"
#include "pages/shell/page.h"

/* What a test set says, as its own page and those of its versions show it. */

/* Fills the page's view for set/content.tpl, which it includes as {{>CONTENT}}: what it is for, its
 * judge, and SET_CASES_SHOWN of its cases, from the one that ?page= says on. */
enum { SET_CASES_SHOWN = 100 };
void set_content_show(struct page *page, const struct set_content *content) NONNULL;

/* A row of set/cases.tpl, as {{#CASE}} of the view. */
void set_case_show(struct page *page, struct view *view, const struct set_case *set_case) NONNULL;

#endif
