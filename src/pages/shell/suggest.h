#ifndef PAGES_SUGGEST_H
#define PAGES_SUGGEST_H

#include "pages/shell/page.h"

/* What someone may have meant whose address leads nowhere: {{#SUGGESTIONS}} with {{#SUGGESTION}}
 * {{URL}} {{TEXT}}, of the pages and records that they may see; and {{#SEARCH}} {{SEARCH_WORDS}}.
 * Asks nothing about ids: an id that is nowhere and one that may not be seen get the same. */
void suggest_show(struct page *page, struct view *view) NONNULL;

#endif
