#ifndef PAGES_PROMPT_FILTER_H
#define PAGES_PROMPT_FILTER_H

#include "data/prompt_folder.h"
#include "pages/prompt_query.h"

/* What stands above the rows of the prompt list: search, panel of filters, the chips of those in
 * force, folders, which have been asked for. */
MUST_USE enum err prompt_filter_show(struct page *page, const struct prompt_query *query,
                                     const struct record_filter *filter,
                                     struct prompt_folder_list *folders) NONNULL;

#endif
