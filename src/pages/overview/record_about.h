#ifndef PAGES_RECORD_ABOUT_H
#define PAGES_RECORD_ABOUT_H

#include "pages/record/record_page.h"

/* Asks ahead for all that record_about_show needs of the address's record. */
void record_about_ahead(struct page *page, const struct record_noun *noun) NONNULL;

/* What the record's own page says beside its content: description as {{#ABOUT}}{{DESCRIPTION}},
 * owner, times, labels, tags and the newest versions as {{>ABOUT_PART}}, what uses it as
 * {{>USED}} and its events as {{>EVENTS}}. {{#METADATA_ONLY}} is shown to
 * those who may not read the content. */
MUST_USE enum err record_about_show(struct page *page, const struct record_noun *noun,
                                    const struct record_head *head) NONNULL;

#endif
