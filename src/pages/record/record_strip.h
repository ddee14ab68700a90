#ifndef PAGES_RECORD_STRIP_H
#define PAGES_RECORD_STRIP_H

#include "pages/record/record_page.h"

/* The part of a record's head that says without a click what is live, what is next and who is
 * affected, and offers the next step: record/strip.tpl as {{>STRIP}}, and the buttons. */

/* Asks ahead (query_ahead) for what it says, of the record of the address. */
void record_strip_ahead(struct page *page, const struct record_noun *noun) NONNULL;

/* The head of a page with tabs, whole. seen is the version that the page shows. A database that
 * does not answer fails the request. */
void record_strip_head(struct page *page, const struct record_noun *noun,
                       const struct record_head *head, enum record_tab tab, int64_t seen) NONNULL;

#endif
