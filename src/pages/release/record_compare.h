#ifndef PAGES_RECORD_COMPARE_H
#define PAGES_RECORD_COMPARE_H

#include "pages/record/record_noun.h"

/* What a label's move changes: what the next version may do that the live one may not
 * (record_scope.h), then the difference of the two, or the whole one where the label is on none
 * yet. */

/* Asks ahead (query_ahead) for both versions and for what is shown of them. */
void record_compare_ahead(struct page *page, const struct record_noun *noun,
                          const struct record_source *from, const struct record_source *to) NONNULL;

/* Shows it; *file is the template. from NULL: the label is on none. */
MUST_USE enum err record_compare_show(struct page *page, const struct record_head *head,
                                      const struct record_version *from,
                                      const struct record_version *to, const char **file)
    __attribute__((nonnull(1, 2, 4, 5)));

#endif
