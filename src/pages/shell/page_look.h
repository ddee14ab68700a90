#ifndef PAGES_PAGE_LOOK_H
#define PAGES_PAGE_LOOK_H

#include "pages/shell/page.h"

/* For pages about another organization that the person has not entered: the same for its log.
 * Nothing is noted for somebody of that organization. */
MUST_USE enum err page_note_look_at(struct page *page, const struct uuid *organization_id) NONNULL;

/* After a page was answered: if it shows something of an organization that the person has entered
 * from outside, that organization's log gets one event for it, unless the request left another. 0,
 * or the status that ends the request: what can't be noted is not shown. */
MUST_USE int page_note_look(struct page *page) NONNULL;

#endif
