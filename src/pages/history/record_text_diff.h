#ifndef PAGES_RECORD_TEXT_DIFF_H
#define PAGES_RECORD_TEXT_DIFF_H

#include "base/text.h"
#include "pages/shell/page.h"

/* A difference of two texts as a page shows it: two columns where there is room, one below, white
 * space that changed made visible. */

struct record_text_side {
    const char *name; /* "version 5" */
    struct text text;
};

/* Fills a view for record/text_diff.tpl, which it includes as {{>DIFF}}. Past some thousand rows
 * it says that there are more. */
void record_text_diff_show(struct page *page, struct view *view,
                           const struct record_text_side *old_side,
                           const struct record_text_side *new_side) NONNULL;

/* What differs in short: "+3 −1 lines"; NULL: nothing. The arena's. */
const char *record_text_diff_summary(struct arena *arena, const struct text *old_text,
                                     const struct text *new_text) NONNULL;

#endif
