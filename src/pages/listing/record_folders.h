#ifndef PAGES_RECORD_FOLDERS_H
#define PAGES_RECORD_FOLDERS_H

#include "data/record/record_count.h"
#include "pages/listing/record_query.h"

/* The folders above a list, record/folders.tpl as {{>FOLDERS}}: asked for before the rows, so that
 * the answers come with theirs, and shown after. */
MUST_USE enum err record_folders_ask(struct page *page, const struct record_query *query,
                                     struct record_folder_list *list) NONNULL;
MUST_USE enum err record_folders_show(struct page *page, const struct record_query *query,
                                      struct record_folder_list *list) NONNULL;

#endif
