#ifndef PAGES_SEARCH_PLACES_H
#define PAGES_SEARCH_PLACES_H

#include "pages/shell/page.h"

/* What the search offers beside records and people: pages to go to, and what may be created. The
 * command palette (palette.js) takes all of it from the search page without a query. */

/* Adds to the page's view {{#PLACES}} with PLACES_TITLE and {{#PLACE}} URL TEXT WORDS ICON for what
 * the actor may open and whose title or other words have all that was typed; nothing typed: all. */
void search_places_show(struct page *page, const char *q) NONNULL;

#endif
