#ifndef PAGES_PAGE_WAIT_H
#define PAGES_PAGE_WAIT_H

#include "pages/shell/page.h"

/* What came too soon (ERR_LIMITED, data/session/throttle.h): when it may be tried again. */

/* Adds the header Retry-After. */
void page_wait_header(struct page *page) NONNULL;

/* The form as it was typed, but for passwords, with a sentence that says when to try again: 429. */
MUST_USE enum err page_show_wait(struct page *page, struct form *form, const char *title,
                                 const char *file) NONNULL;

#endif
