#ifndef PAGES_RUN_IMPORT_SHOW_H
#define PAGES_RUN_IMPORT_SHOW_H

#include "data/run/run_import.h"
#include "pages/record/record_page.h"

/* What an import of results would take, and what it would not: the lower part of
 * run/import_review.tpl. */
void run_import_show(struct page *page, const struct run_import *import) NONNULL;

#endif
