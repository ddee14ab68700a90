#ifndef PAGES_LINK_GONE_H
#define PAGES_LINK_GONE_H

#include "pages/shell/page.h"

/* Links of mails that were used, replaced or are too old, or that nobody ever made: 404 with the
 * template file. */
MUST_USE enum err link_gone_show(struct page *page, const char *file) NONNULL;

/* The same for what is sent to one: it is counted (data/session/throttle.h). A form that is only
 * shown again is not. */
MUST_USE enum err link_gone_refuse(struct page *page, const char *file) NONNULL;

#endif
