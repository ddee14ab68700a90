#ifndef PAGES_ENDPOINT_VIEW_H
#define PAGES_ENDPOINT_VIEW_H

#include "data/endpoint/endpoint.h"
#include "pages/shell/page.h"

/* What the pages about model endpoints share. */

extern const char endpoint_path[]; /* "/settings/endpoints" */

/* One, as lists and its page show it: {{ID}}, {{NAME}}, {{URL}}, models, key, class of data,
 * limits, state, and what testing it came to. */
void endpoint_view(struct page *page, struct view *view, const struct endpoint *endpoint) NONNULL;

/* "/settings/endpoints/ID" and the rest. */
const char *endpoint_view_url(struct page *page, const struct uuid *id, const char *rest) NONNULL;

#endif
