#ifndef PAGES_REGISTER_ROW_H
#define PAGES_REGISTER_ROW_H

#include "data/register/register_list.h"
#include "pages/shell/page.h"

/* Sets what templates say of a row of the register: NAME (PATH_TO LEAF), {{URL}}, {{KIND}},
 * {{OWNER}}, {{MODELS}}, {{STATUS}} and what register_show_entry() says. */
void register_row_show(struct page *page, struct view *view,
                       const struct register_row *row) NONNULL;

/* "In production, version 3", "Not in production", or "Stopped". */
MUST_USE const char *register_row_status(struct page *page, const struct register_row *row) NONNULL;

#endif
