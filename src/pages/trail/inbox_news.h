#ifndef PAGES_INBOX_NEWS_H
#define PAGES_INBOX_NEWS_H

#include "pages/shell/page.h"

/* The news of the inbox, for a page that shows them among other things: {{>NEWS}}, with the button
 * that marks them read, if there are any; else {{#NO_NEWS}}. The query parameter "news" is the
 * cursor of older ones. */
MUST_USE enum err inbox_news_show(struct page *page, bool *has_news) NONNULL;

#endif
