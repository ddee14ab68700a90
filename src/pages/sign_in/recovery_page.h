#ifndef PAGES_RECOVERY_PAGE_H
#define PAGES_RECOVERY_PAGE_H

#include "data/sign_in/second_factor.h"
#include "pages/sign_in/kept_form.h"

/* Recovery codes, shown this once, to be saved or printed; the page leads on to what the person was
 * doing. is_first: the second factor was set up just now. */
MUST_USE enum err recovery_page_show(struct page *page, const struct recovery_codes *codes,
                                     const struct kept_form *kept, bool is_first) NONNULL;

#endif
