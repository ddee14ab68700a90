#ifndef PAGES_PROMPT_DIFF_H
#define PAGES_PROMPT_DIFF_H

#include "base/text.h"
#include "pages/shell/page.h"

/* A difference of two texts as a page shows it: two columns where there is room, one below, white
 * space that changed made visible. */

struct prompt_diff_side {
    const char *name; /* "version 5" */
    struct text text;
};

/* Fills a view for prompt/diff_table.tpl, which it includes as {{>DIFF}}. Past some thousand rows
 * it says that there are more. */
void prompt_diff_show(struct page *page, struct view *view, const struct prompt_diff_side *old_side,
                      const struct prompt_diff_side *new_side) NONNULL;

#endif
