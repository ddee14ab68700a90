#ifndef PAGES_RECORD_BREAKS_H
#define PAGES_RECORD_BREAKS_H

#include "pages/record/record_page.h"

/* References that lead nowhere, on the pages of those who refer: a chip in the strip of all pages
 * of a record, and the list of them with links to mend, record/breaks.tpl as {{>BREAKS_PART}}, on
 * the page of the record (its newest version and the live one) and of a version. Only for those who
 * may read it. */

/* Asks ahead (query_ahead) for what the strip says. */
void record_breaks_ahead(struct page *page, const struct record_noun *noun) NONNULL;

/* The chip; and the list, if is_listed. A database that does not answer fails the request. */
void record_breaks_strip(struct page *page, const struct record_head *head, bool is_listed) NONNULL;

/* The same of one version: asked ahead, and its list. */
void record_breaks_version_ahead(struct page *page, const struct record_source *source) NONNULL;
MUST_USE enum err record_breaks_version(struct page *page,
                                        const struct record_source *source) NONNULL;

#endif
