#ifndef PAGES_PAGE_LIMIT_H
#define PAGES_PAGE_LIMIT_H

#include "pages/shell/page_shape.h"

/* {{#NEAR_LIMIT}} of the layout: a word to administrators, who can do something about it, before
 * their organization has as much as it may have. */
void page_show_disk(struct page *page,
                    struct view *layout) NONNULL; /* {{#DISK}}, to everyone */
void page_show_limit(struct page *page, struct view *layout) NONNULL;

#endif
