#ifndef PAGES_REQUEST_OWN_FORM_H
#define PAGES_REQUEST_OWN_FORM_H

#include "pages/shell/page.h"

/* True if a form was sent from one of our own pages: by what the browser says, and by the token
 * that our forms carry. */
MUST_USE bool page_is_own_form(const struct page *page) NONNULL;

#endif
