#ifndef PAGES_PAGE_PLACES_H
#define PAGES_PAGE_PLACES_H

#include "pages/shell/page_shape.h"

/* The places that the signed-in person may go to, as sections {{#NAV_PROMPTS}} … of a view, with
 * how much waits there. */
void page_places_show(struct page *page, struct view *view) NONNULL;

/* On a page that lists what waits: its numbers are of what the person may decide about
 * (data/inbox). Of who has entered another organization all is counted. */
MUST_USE enum err page_settle_inbox(struct page *page) NONNULL;

#endif
