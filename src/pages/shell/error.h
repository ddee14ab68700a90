#ifndef PAGES_ERROR_H
#define PAGES_ERROR_H

#include "pages/shell/page.h"

/* Answers with the error page of a status. */
void page_show_error(struct page *page, int status) NONNULL;

#endif
