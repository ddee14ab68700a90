#ifndef PAGES_PAGE_RESET_H
#define PAGES_PAGE_RESET_H

#include "pages/shell/page_shape.h"

/* For page.c: the banner of a person whose password was reset with somebody else's link, on every
 * page until they have seen it: section RESET of the layout. */
void page_show_reset(struct page *page, struct view *layout) NONNULL;

#endif
