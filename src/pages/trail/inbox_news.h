#ifndef PAGES_INBOX_NEWS_H
#define PAGES_INBOX_NEWS_H

#include "pages/shell/page.h"

/* The news of the inbox, for a page that shows them among other things: {{>NEWS}},
 * trail/inbox_news.tpl, with the button that marks them read. The query parameter "news" is the
 * cursor of older ones;
 * {{#NO_NEWS}} says that there is nothing new. */
MUST_USE enum err inbox_news_show(struct page *page) NONNULL;

#endif
