#ifndef PAGES_ERASURE_VIEW_H
#define PAGES_ERASURE_VIEW_H

#include "data/privacy/erasure_list.h"
#include "pages/shell/page.h"

/* Sets CASE_URL, PERSON, ASKED_BY, STATE, STATE_CLASS and the sections ASKED, DUE (of what is
 * approved) and ENDED. */
void erasure_view(struct page *page, struct view *view, const struct erasure_case *erasure) NONNULL;

/* "/settings/erasure/ID" and the rest. In the arena. */
const char *erasure_view_url(struct page *page, const struct uuid *id, const char *rest) NONNULL;

#endif
