#ifndef PAGES_ORGANIZATION_VIEW_H
#define PAGES_ORGANIZATION_VIEW_H

#include "data/identity/organization_overview.h"
#include "pages/shell/page.h"

/* {{>ORGANIZATION_TABLE}}: organizations by their numbers, each with a button that enters it. */
void organization_view_table(struct page *page, struct view *view,
                             const struct organization_overview_list *list) NONNULL;

#endif
