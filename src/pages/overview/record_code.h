#ifndef PAGES_RECORD_CODE_H
#define PAGES_RECORD_CODE_H

#include "data/release/record_label.h"
#include "pages/record/record_page.h"

/* Shows how a program gets this record by its name, at the label that programs get by default, or
 * at the newest version if it has none: {{CODE_LABEL}}, {{CODE_CURL}}, {{CODE_PYTHON}} and
 * {{CODE_FETCH}}, and what clients are configured with in {{CODE_MCP}}. */
void record_code_show(struct page *page, const struct record_head *head,
                      const struct record_label_list *labels) NONNULL;

#endif
