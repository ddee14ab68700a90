#ifndef PAGES_AUDIT_TABS_H
#define PAGES_AUDIT_TABS_H

#include "pages/shell/page.h"

/* The filters that the person keeps, as tabs over the list: sections VIEW (VIEW_URL VIEW_NAME
 * VIEW_CURRENT), MAY_SAVE (KEPT: KEPT_NAME KEPT_VALUE) where the list is filtered by none of them,
 * CURRENT (CURRENT_ID CURRENT_NAME) for the one that is shown. The first asks ahead. */
void audit_tabs_ahead(struct page *page) NONNULL;
MUST_USE enum err audit_tabs_show(struct page *page) NONNULL;

#endif
