#ifndef PAGES_WEBHOOK_VIEW_H
#define PAGES_WEBHOOK_VIEW_H

#include "data/webhook/webhook_change.h"
#include "pages/shell/page.h"

/* What the pages about webhooks share. */

extern const char webhook_path[]; /* "/settings/webhooks" */

/* One, as lists and its page show it: {{ID}}, {{URL}}, {{SHORT_URL}}, state, events, kinds, folder,
 * secret. */
void webhook_view(struct page *page, struct view *view, const struct webhook *webhook) NONNULL;

/* The host and the path of its address, for titles. In the arena. */
const char *webhook_view_name(struct page *page, const struct webhook *webhook) NONNULL;

/* "/settings/webhooks/ID" and the rest. */
const char *webhook_view_url(struct page *page, const struct uuid *id, const char *rest) NONNULL;

#endif
