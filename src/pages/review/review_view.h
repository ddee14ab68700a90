#ifndef PAGES_REVIEW_VIEW_H
#define PAGES_REVIEW_VIEW_H

#include "data/review/review_change.h"
#include "data/review/review_person.h"
#include "pages/shell/page.h"

/* How people's access and reviews of it look, on the pages of review*.c. */

/* A row of review.tpl: one person. */
void review_view_person(struct page *page, struct view *view,
                        const struct review_person *person) NONNULL;

/* {{>CHANGES}}, review/changes.tpl: HAS_CHANGES with CHANGE (…) and MORE_CHANGES, or NO_CHANGES. */
void review_view_changes(struct page *page, struct view *view,
                         const struct review_change_list *list) NONNULL;

/* {{REVIEW_URL}} {{SIGNED_BY}} {{#SIGNED}} {{PERSON_COUNT}} {{ADMIN_COUNT}} {{FLAGGED_COUNT}}
 * {{TOKEN_COUNT}} {{SHA256}} {{#NOTED}} {{NOTE}} {{#ERASED}} {{COUNT}}. */
void review_view(struct page *page, struct view *view, const struct review *review) NONNULL;

/* "/settings/access/ID", and what follows. */
const char *review_view_url(struct page *page, const struct uuid *id, const char *rest) NONNULL;

#endif
