#ifndef PAGES_PAGE_TABS_H
#define PAGES_PAGE_TABS_H

#include "domain/policy.h"
#include "pages/shell/page_shape.h"

/* The pages that stand side by side as tabs: those of the account, those of the settings. */
struct page_tab {
    const char *path; /* "/account/sessions": the tabs of one first segment stand together */
    const char *title;
    enum permission permission;
    const char *group; /* the heading of a group that begins here, or NULL: it goes on */
};
extern const struct page_tab page_tabs[];
extern const int page_tab_count;

/* Shows the tabs that the actor may open, if the request's page is one of them, as the section TABS
 * of the layout. */
void page_tabs_show(const struct page *page, struct view *layout) NONNULL;

#endif
