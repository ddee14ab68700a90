#ifndef PAGES_ORGANIZATION_VIEW_H
#define PAGES_ORGANIZATION_VIEW_H

#include "data/organization/organization_overview.h"
#include "pages/shell/page.h"

/* "/organizations/ID" with the rest. In the arena. */
const char *organization_view_url(struct page *page, const struct uuid *id,
                                  const char *rest) NONNULL;

/* USAGE for records, content and people: USAGE_TITLE USED, NO_LIMIT or LIMIT (MOST BAR_ID PERCENT
 * FILLED IS_NEAR IS_FULL), for organization/organization_usage.tpl. */
void organization_view_usage(struct page *page, struct view *view,
                             const struct organization_usage *usage) NONNULL;

/* One of them: ORGANIZATION_ID NAME SLUG, CREATED (page_time), CLOSED or IS_OPEN, SUSPENDED and
 * SUSPENDED_SINCE, MAY_SUSPEND, IS_HOME IS_HERE MAY_ENTER, USERS, COUNT (KIND_TITLE RECORDS), LAST
 * (DAY). */
void organization_view(struct page *page, struct view *view,
                       const struct organization_overview *organization) NONNULL;

/* {{>ORGANIZATION_TABLE}}: organizations by their numbers, each with a button that enters it. */
void organization_view_table(struct page *page, struct view *view,
                             const struct organization_overview_list *list) NONNULL;

#endif
