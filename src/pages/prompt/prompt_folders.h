#ifndef PAGES_PROMPT_FOLDERS_H
#define PAGES_PROMPT_FOLDERS_H

#include "pages/record/record_query.h"

/* The folders above the list of prompts, prompt/folders.tpl as {{>FOLDERS}}: asked for with the
 * rows, and shown. */
MUST_USE enum err prompt_folders_ask(struct page *page, const struct record_query *query,
                                     void **asked) NONNULL;
MUST_USE enum err prompt_folders_show(struct page *page, const struct record_query *query,
                                      void *asked) NONNULL;

#endif
